//! Selected paths: for each last node those with the fewest relationships.
//!
//! The pattern is read as an automaton: a state is a link of the path with the number of its repetitions so far. Pairs of
//! state and node are reached layer by layer, each with every hop that leads to it, whatever was walked before. Where
//! the last state is reached, the paths of that length are read off backwards, and those that walk a relationship twice
//! or fail a condition are left out. So the work is bounded by layers × relationships unless many walks are no paths.
//!
//! Where the shortest walk is a path anyway, no pair is entered in a second layer: breadth-first search in
//! O(relationships reached). When both of its ends are known, it runs in the corridor that a search from both ends has
//! found.

use super::corridor::Corridor;
use super::held::Held;
use super::repeat::{Repetition, bind_lists};
use super::{Flow, Frame, Result, Run, Sink, get, set};
use crate::ir::{Arrow, Selector, Slot};
use crate::plan::{Link, Repeat, Select, Step, Walk};
use crate::value::{NodeId, RelId, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// A state of the automaton at a node: so many links are complete, and the next one is repeated so often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct At {
    link: usize,
    count: u64,
    node: NodeId,
}

/// A state at a node in one layer, with the ways that lead to it: the cell before, and the repetition between, if any.
struct Cell {
    at: At,
    from: Vec<(usize, Option<usize>)>,
}

/// The bytes of a cell with its entries in the tables.
const CELL: u64 = 200;

/// The bytes of a repetition with the places that lead to it.
const WAY: u64 = 120;

/// A search from one node.
struct Search<'s> {
    select: &'s Select,
    cells: Vec<Cell>,
    /// The cells of each layer that is not done, in the order in which they were reached.
    layers: BTreeMap<u64, Vec<usize>>,
    /// The cells of these layers by state and node.
    places: FxHashMap<(u64, At), usize>,
    /// The states that some layer has, and how many of them are still to be gone on from.
    seen: FxHashSet<At>,
    fresh: FxHashSet<usize>,
    repetitions: Vec<Repetition>,
    /// The repetitions from a node in a link.
    known: FxHashMap<(usize, NodeId), Vec<usize>>,
    /// How many paths or groups each last node has got.
    found: FxHashMap<NodeId, u64>,
    /// Whether each state is entered in its first layer only.
    once: bool,
    /// Where the paths to a known end must run, as far as that was found out.
    corridor: Option<Corridor<'s>>,
    /// The memory of all this.
    held: Held<'s>,
}

impl Run<'_> {
    pub(super) fn select(
        &self,
        select: &Select,
        rest: &[Step],
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        let Value::Node(from) = *get(frame, select.from) else {
            return Ok(Flow::Continue);
        };
        let Some((_, last)) = select.links.last() else {
            return self.select_node(select, from, rest, frame, sink);
        };
        let target = if last.bound { self.known_node(last, frame)? } else { None };
        if last.bound && target.is_none() {
            return Ok(Flow::Continue);
        }
        let mut search = Search::new(select, from, self.hold());
        if let ([(Link::Walk(walk), _)], Some(target)) = (select.links.as_slice(), target.filter(|to| *to != from))
            && search.once
        {
            let Some(corridor) = self.corridor(walk, from, target, frame)? else { return Ok(Flow::Continue) };
            search.corridor = Some(corridor);
        }
        // A path has no relationship twice, so none is longer than this.
        let longest = self.view.rel_count(None);
        while let Some((layer, mut todo)) = search.layers.pop_first() {
            let mut ends = Vec::new();
            let mut next = 0;
            while let Some(cell) = todo.get(next).copied() {
                next += 1;
                self.check_stop()?;
                search.held.bytes(CELL)?;
                search.fresh.remove(&cell);
                self.go_on(&mut search, layer, cell, target, &mut todo, frame)?;
                if search.cells[cell].at.link == select.links.len() {
                    ends.push(cell);
                }
            }
            search.places.retain(|(other, _), _| *other != layer);
            for cell in ends {
                if self.read_off(&mut search, cell, rest, frame, sink)? == Flow::Stop {
                    return Ok(Flow::Stop);
                }
            }
            if layer >= longest || search.is_done(target) {
                break;
            }
        }
        Ok(Flow::Continue)
    }

    /// A path of a single node.
    fn select_node(
        &self,
        select: &Select,
        from: NodeId,
        rest: &[Step],
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        set(frame, select.from, Value::Node(from));
        if self.fits(select, frame)? { self.find(rest, frame, sink) } else { Ok(Flow::Continue) }
    }

    /// Enters every state that a cell leads to: the next link in this layer, or a further repetition in a later one.
    fn go_on(
        &self,
        search: &mut Search<'_>,
        layer: u64,
        cell: usize,
        target: Option<NodeId>,
        todo: &mut Vec<usize>,
        frame: &mut Frame,
    ) -> Result<()> {
        let at = search.cells[cell].at;
        let Some((link, node)) = search.select.links.get(at.link) else { return Ok(()) };
        let length = link.length();
        let last = at.link + 1 == search.select.links.len();
        let fits = self.has_labels(at.node, node) && (!last || target.is_none_or(|target| target == at.node));
        if at.count >= length.0 && fits {
            let next = At { link: at.link + 1, count: 0, node: at.node };
            if let Some(new) = search.enter(layer, next, cell, None) {
                todo.push(new);
            }
        }
        if length.1.is_some_and(|most| at.count >= most) || search.once && length.1.is_some_and(|most| layer >= most) {
            return Ok(());
        }
        for repetition in self.ways(search, at, layer, frame)? {
            let (to, steps) = {
                let way = &search.repetitions[repetition];
                (way.to, way.rels.len() as u64)
            };
            let next = At { link: at.link, count: search.counted(at.count + 1, length), node: to };
            search.enter(layer + steps, next, cell, Some(repetition));
        }
        Ok(())
    }

    /// The repetitions of a link from a node, looked for once.
    fn ways(&self, search: &mut Search<'_>, at: At, layer: u64, frame: &mut Frame) -> Result<Vec<usize>> {
        if let Some(known) = search.known.get(&(at.link, at.node)) {
            return Ok(known.clone());
        }
        let mut found = match &search.select.links[at.link].0 {
            Link::Once(walk) | Link::Walk(walk) => {
                let wanted = self.wanted_properties(walk, frame)?;
                let mut hops = self.next_hops(walk, at.node, &wanted, frame)?;
                if let Some(corridor) = &search.corridor {
                    hops.retain(|(_, to)| corridor.has(*to, layer + 1));
                }
                let one = |(rel, to)| Repetition { rels: vec![rel], to, values: Vec::new() };
                hops.into_iter().map(one).collect()
            }
            Link::Repeat(repeat) => self.repetitions(repeat, at.node, frame)?,
        };
        search.held.bytes(WAY * found.len() as u64)?;
        let first = search.repetitions.len();
        search.repetitions.extend(found.drain(..).rev());
        let ways: Vec<usize> = (first..search.repetitions.len()).collect();
        search.known.insert((at.link, at.node), ways.clone());
        Ok(ways)
    }

    /// Sends on the paths that end in a cell, as many as are wanted.
    fn read_off(
        &self,
        search: &mut Search<'_>,
        end: usize,
        rest: &[Step],
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        let node = search.cells[end].at.node;
        let before = search.found.get(&node).copied().unwrap_or(0);
        search.found.insert(node, before);
        if search.is_full(node)
            || (!search.select.closed
                && end_is_start(search, node)
                && search.cells[end].from.iter().all(|(cell, _)| *cell != 0))
        {
            return Ok(Flow::Continue);
        }
        // The cells from the end backwards, each with the next way to it that is to be tried.
        let mut back: Vec<(usize, usize, Option<usize>)> = vec![(end, 0, None)];
        let mut used: FxHashSet<RelId> = FxHashSet::default();
        let mut any = false;
        while let Some((cell, next, _)) = back.last().copied() {
            self.check_stop()?;
            if cell == 0 {
                let taken: Vec<(usize, Option<usize>)> =
                    back.iter().rev().map(|(cell, _, way)| (search.cells[*cell].at.link, *way)).collect();
                if self.bind(search, &taken, node, frame) && self.fits(search.select, frame)? {
                    any = true;
                    if let Selector::Paths(_) = search.select.selector {
                        *search.found.entry(node).or_default() += 1;
                    }
                    if self.find(rest, frame, sink)? == Flow::Stop {
                        return Ok(Flow::Stop);
                    }
                    if search.is_full(node) {
                        return Ok(Flow::Continue);
                    }
                }
            }
            let way = search.cells[cell].from.get(next).copied().filter(|_| cell != 0);
            let Some((before, repetition)) = way else {
                let done = back.pop().and_then(|(.., way)| way);
                done.iter().flat_map(|way| &search.repetitions[*way].rels).for_each(|rel| {
                    used.remove(rel);
                });
                continue;
            };
            if let Some(top) = back.last_mut() {
                top.1 += 1;
            }
            let rels = repetition.map_or(&[] as &[RelId], |way| &search.repetitions[way].rels);
            if rels.iter().any(|rel| used.contains(rel)) {
                continue;
            }
            used.extend(rels);
            back.push((before, 0, repetition));
        }
        if any && let Selector::Groups(_) = search.select.selector {
            *search.found.entry(node).or_default() += 1;
        }
        Ok(Flow::Continue)
    }

    /// Fills the slots of a path from the repetitions of its links; false when one variable would be two nodes.
    fn bind(&self, search: &Search<'_>, taken: &[(usize, Option<usize>)], end: NodeId, frame: &mut Frame) -> bool {
        let select = search.select;
        let mut at = search.cells[0].at.node;
        let mut bound: Vec<(Slot, NodeId)> = vec![(select.from, at)];
        for (index, (link, node)) in select.links.iter().enumerate() {
            let ways = taken.iter().filter(|(link, way)| *link == index && way.is_some());
            let ways: Vec<&Repetition> = ways.filter_map(|(_, way)| *way).map(|way| &search.repetitions[way]).collect();
            at = ways.last().map_or(at, |way| way.to);
            if bound.iter().any(|(slot, other)| *slot == node.slot && *other != at) {
                return false;
            }
            bound.push((node.slot, at));
            match link {
                Link::Once(walk) => {
                    let rel = ways.first().map_or(Value::Null, |way| Value::Rel(way.rels[0]));
                    set(frame, walk.rels, rel);
                }
                Link::Walk(walk) => {
                    let rels = ways.iter().flat_map(|way| way.rels.iter().copied().map(Value::Rel)).collect();
                    set(frame, walk.rels, Value::list(rels));
                }
                Link::Repeat(repeat) => bind_lists(repeat, ways.iter().copied(), frame),
            }
        }
        debug_assert_eq!(at, end, "a path ends where its last repetition leads");
        for (slot, node) in bound {
            set(frame, slot, Value::Node(node));
        }
        true
    }

    /// Whether the path in the frame fulfills its conditions; its variable is filled on the way.
    fn fits(&self, select: &Select, frame: &mut Frame) -> Result<bool> {
        if let Some(path) = &select.path
            && !self.put_path(path, frame)
        {
            return Ok(false);
        }
        for condition in &select.conditions {
            if !self.holds(condition, frame)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn end_is_start(search: &Search<'_>, node: NodeId) -> bool {
    search.cells[0].at.node == node
}

impl<'s> Search<'s> {
    fn new(select: &'s Select, from: NodeId, held: Held<'s>) -> Self {
        let at = At { link: 0, count: 0, node: from };
        Self {
            select,
            cells: vec![Cell { at, from: Vec::new() }],
            layers: BTreeMap::from([(0, vec![0])]),
            places: FxHashMap::from_iter([((0, at), 0)]),
            seen: FxHashSet::from_iter([at]),
            fresh: FxHashSet::from_iter([0]),
            repetitions: Vec::new(),
            known: FxHashMap::default(),
            found: FxHashMap::default(),
            once: select.is_breadth_first(),
            corridor: None,
            held,
        }
    }

    /// Notes that a cell leads to a state in a layer; gives the cell of that state if it is new.
    fn enter(&mut self, layer: u64, at: At, from: usize, repetition: Option<usize>) -> Option<usize> {
        if let Some(cell) = self.places.get(&(layer, at)) {
            self.cells[*cell].from.push((from, repetition));
            return None;
        }
        let new = self.seen.insert(at);
        if self.once && !new {
            return None;
        }
        let cell = self.cells.len();
        self.cells.push(Cell { at, from: vec![(from, repetition)] });
        self.places.insert((layer, at), cell);
        if new {
            self.fresh.insert(cell);
        }
        // A state of the layer at hand is gone on from by the caller.
        if repetition.is_some() {
            self.layers.entry(layer).or_default().push(cell);
        }
        Some(cell)
    }

    /// A number of repetitions, as far as it matters.
    fn counted(&self, count: u64, (least, most): (u64, Option<u64>)) -> u64 {
        if most.is_none() || self.once { count.min(least.max(1)) } else { count }
    }

    fn is_full(&self, node: NodeId) -> bool {
        let (Selector::Paths(wanted) | Selector::Groups(wanted)) = self.select.selector;
        self.found.get(&node).is_some_and(|found| *found >= wanted)
    }

    /// Whether nothing more can come: the wanted end has all its paths, or every end that can be reached has.
    fn is_done(&self, target: Option<NodeId>) -> bool {
        match target {
            Some(target) if self.is_full(target) => true,
            _ => self.fresh.is_empty() && self.found.keys().all(|node| self.is_full(*node)),
        }
    }
}

impl Select {
    /// Whether a shortest walk is a path for certain, and nothing but its length is asked of it.
    fn is_breadth_first(&self) -> bool {
        let [(Link::Walk(walk), _)] = self.links.as_slice() else { return false };
        let shortest = matches!(self.selector, Selector::Paths(1) | Selector::Groups(1));
        // A way to a neighbor and back is the shortest closed walk where arrows do not matter, and no path.
        let direct = walk.arrow != Arrow::Both || !self.closed;
        shortest && direct && walk.length.min <= 1 && self.conditions.is_empty()
    }
}

impl Link {
    /// The least and the greatest number of repetitions.
    fn length(&self) -> (u64, Option<u64>) {
        match self {
            Self::Once(_) => (1, Some(1)),
            Self::Walk(Walk { length, .. }) | Self::Repeat(Repeat { length, .. }) => (length.min, length.max),
        }
    }
}
