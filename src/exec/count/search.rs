//! The variables of circles, enumerated depth first, many rows at once.
//!
//! A level takes the neighbors of nodes bound before, keeps those that close every circle, and multiplies what hangs on
//! them. Rows come in blocks: a level at which each row goes on to one node replaces a block in place, any other fills
//! the next block, which goes on as soon as it is full. Where a level is visited many times under one node of a level far
//! above, the neighbors of that node are marked once as bits, so that closing a circle is one look at a bit; this is the
//! intersection of worst-case-optimal joins (Ngo, Porat, Ré, Rudra: "Worst-case optimal join algorithms", 2012) with the
//! sorted lists as one side.

use super::super::held::Held;
use super::bits::Bits;
use super::block::{Block, ROWS};
use super::stage::{Close, Stage};
use super::tally::Tally;
use super::way::{Follow, NONE, Way};
use crate::graph::Lists;
use crate::plan::count::Test;
use crate::value::{Bounds, NodeId};

/// After the neighbors of so many rows there is a look at whether to go on.
pub(super) const LOOK: usize = 64;

/// All variables of a part.
#[derive(Debug)]
pub(super) struct Search<'a, 'g> {
    pub(super) stages: &'a [Stage<'g>],
    pub(super) bounds: &'a Bounds,
    /// The levels whose nodes name the group, in the order of the groups.
    pub(super) groups: &'a [usize],
    /// In how many orders the nodes of each row may be bound.
    pub(super) orders: u64,
}

/// What is bound so far, and what was counted.
#[derive(Debug)]
pub(super) struct State<'a> {
    blocks: Vec<Block>,
    pub(super) marks: Vec<Marked<'a>>,
    /// Room for the candidates of each level that are left.
    rooms: Vec<Vec<NodeId>>,
    pub(super) tally: Tally<'a>,
    /// The memory of the tally.
    pub(super) held: Held<'a>,
}

/// Whose neighbors are marked.
#[derive(Debug)]
pub(super) struct Marked<'b> {
    pub(super) owner: Option<NodeId>,
    pub(super) bits: Bits<'b>,
}

impl Marked<'_> {
    /// Marks the neighbors of another node instead.
    fn change(&mut self, close: &Close<'_>, node: NodeId) {
        let Way::Spread(lists) = &close.way else { return };
        let old = self.owner.replace(node);
        match (lists.as_slice(), old) {
            ([list], Some(old)) => self.bits.empty(list.of(old).iter()),
            (lists, Some(old)) => {
                lists.iter().flat_map(|list| list.of(old)).for_each(|each| self.bits.take(*each));
            }
            (_, None) => {}
        }
        lists.iter().flat_map(|list| list.of(node)).for_each(|each| self.bits.put(*each));
    }
}

impl<'a> State<'a> {
    pub(super) fn new(search: &Search<'_, '_>, tally: Tally<'a>, bounds: &'a Bounds) -> Self {
        let marks = search.stages.iter().flat_map(|stage| &stage.closings).filter_map(|close| close.marks.as_ref());
        let marks = marks.map(|marks| Marked { owner: None, bits: Bits::new(marks.ids.clone(), bounds) }).collect();
        let levels = search.stages.len();
        let blocks = (0..=levels).map(|_| Block::new(levels)).collect();
        Self { blocks, marks, rooms: vec![Vec::new(); levels], tally, held: Held::new(bounds) }
    }
}

impl<'g> Search<'_, 'g> {
    /// Adds everything that begins with these nodes to the tally.
    pub(super) fn run(&self, nodes: &[NodeId], state: &mut State<'_>) {
        for nodes in nodes.chunks(ROWS) {
            if self.stopped() {
                return;
            }
            let block = &mut state.blocks[0];
            block.clear();
            block.columns[0].extend_from_slice(nodes);
            block.times.resize(nodes.len(), 1);
            if self.has_odd() {
                block.odd.resize(nodes.len(), 0);
            }
            self.weigh(0, block);
            self.go_on(1, 0, state);
            // A thread goes on to its end; whoever started it looks whether more is held than may be.
            let _ = state.held.total(state.tally.bytes());
        }
    }

    pub(super) fn stopped(&self) -> bool {
        self.bounds.must_end()
    }

    pub(super) fn has_odd(&self) -> bool {
        self.stages.iter().any(|stage| stage.odd.is_some())
    }

    /// Binds the levels from this one on, for the rows of a block.
    fn go_on(&self, at: usize, place: usize, state: &mut State<'_>) {
        if state.blocks[place].len() == 0 || self.stopped() {
            return;
        }
        let Some(stage) = self.stages.get(at) else { return self.count(&state.blocks[place], &mut state.tally) };
        let from = stage.from.as_ref().expect("a level after the first is reached from one before");
        match &from.way {
            Way::Follow(steps) => {
                let mut block = std::mem::take(&mut state.blocks[place]);
                self.follow(at, from.level, steps, &mut block, state);
                state.blocks[place] = block;
                self.go_on(at + 1, place, state);
            }
            Way::Spread(lists) => {
                let block = std::mem::take(&mut state.blocks[place]);
                match self.last(at) {
                    Some(last) => self.spread_last(&last, lists, &block, state),
                    None => self.spread(at, lists, &block, place + 1, state),
                }
                state.blocks[place] = block;
            }
        }
    }

    /// Goes on to the one neighbor of each row of a block, in place.
    fn follow(&self, at: usize, from: usize, steps: &[Follow<'g>], block: &mut Block, state: &mut State<'_>) {
        let stage = &self.stages[at];
        block.columns[at] = block.columns[from].clone();
        block.forget(|level| level == at || stage.carried.contains(&level) || stage.asks(level));
        for step in steps {
            step.all(&mut block.columns[at]);
            block.drop_missing(at, false);
        }
        let mut closings = stage.closings.as_slice();
        while let [Close { pairs: Some(pairs), level, test, .. }, rest @ ..] = closings {
            let mut nodes = std::mem::take(&mut block.columns[at]);
            pairs.keep(&block.columns[*level], &mut nodes, *test != Test::None);
            block.columns[at] = nodes;
            closings = rest;
        }
        block.drop_missing(at, true);
        if !closings.is_empty() || !stage.unequal.is_empty() || stage.above.is_some() {
            for row in 0..block.len() {
                self.mark(stage, block, row, state);
                let met = self.met(stage, closings, block.columns[at][row], row, block, state);
                block.times[row] = block.times[row].saturating_mul(met);
                if let Some(odd) = block.odd.get_mut(row) {
                    *odd = odd.saturating_mul(met);
                }
            }
            block.drop_zeros();
        }
        block.forget(|level| level == at || stage.carried.contains(&level));
        self.weigh(at, block);
    }

    /// Fills further blocks with all neighbors of a block's rows, and goes on with them.
    fn spread(&self, at: usize, lists: &[Lists<'g>], block: &Block, place: usize, state: &mut State<'_>) {
        let stage = &self.stages[at];
        let mut next = std::mem::take(&mut state.blocks[place]);
        next.clear();
        let mut ended = false;
        for row in 0..block.len() {
            // A full block tells that the end is asked for, but few may ever get full.
            if row % LOOK == 0 {
                ended = ended || self.stopped();
                self.fetch(stage, lists, block, row);
            }
            if ended {
                break;
            }
            self.candidates(at, lists, block, row, state, &mut |state, mut nodes, met| {
                while !nodes.is_empty() && !ended {
                    let (some, rest) = nodes.split_at(nodes.len().min(ROWS - next.len()));
                    nodes = rest;
                    next.extend(block, row, &stage.carried, at, some, met);
                    if next.len() == ROWS {
                        self.weigh(at, &mut next);
                        state.blocks[place] = std::mem::take(&mut next);
                        self.go_on(at + 1, place, state);
                        next = std::mem::take(&mut state.blocks[place]);
                        next.clear();
                        ended = self.stopped();
                    }
                }
            });
        }
        if !ended {
            self.weigh(at, &mut next);
        }
        state.blocks[place] = next;
        self.go_on(at + 1, place, state);
    }

    /// Calls `visit` with the candidates that close the circles, and with how often each of them does.
    pub(super) fn candidates(
        &self,
        at: usize,
        lists: &[Lists<'g>],
        block: &Block,
        row: usize,
        state: &mut State<'_>,
        visit: &mut impl FnMut(&mut State<'_>, &[NodeId], u64),
    ) {
        let stage = &self.stages[at];
        let mut room = std::mem::take(&mut state.rooms[at]);
        let marks = stage.first_marks();
        let rest = &stage.closings[usize::from(marks.is_some())..];
        let once = stage.from.as_ref().is_some_and(|from| from.once);
        let plain = rest.is_empty() && stage.unequal.is_empty() && !once;
        for list in lists {
            let nodes = self.list(stage, *list, block, row);
            if nodes.is_empty() {
                continue;
            }
            if let Some((level, other)) = stage.common() {
                room.clear();
                common(nodes, other.of(block.columns[level][row]), |node| room.push(node));
                visit(state, &room, 1);
                continue;
            }
            self.mark(stage, block, row, state);
            let mut last = NONE;
            for mut nodes in nodes.chunks(ROWS) {
                if let Some(place) = marks {
                    nodes = state.marks[place].bits.pick(nodes, &mut room);
                }
                if plain {
                    visit(state, nodes, 1);
                    continue;
                }
                for node in nodes {
                    if once && std::mem::replace(&mut last, *node) == *node {
                        continue;
                    }
                    let met = self.met(stage, rest, *node, row, block, state);
                    if met > 0 {
                        visit(state, &[*node], met);
                    }
                }
            }
        }
        state.rooms[at] = room;
    }

    /// Looks at the neighbors of the next rows before their turn comes: see [`touch`].
    pub(super) fn fetch(&self, stage: &Stage<'g>, lists: &[Lists<'g>], block: &Block, row: usize) {
        let from = stage.from.as_ref().map_or(0, |from| from.level);
        let nodes = &block.columns[from][row..block.len().min(row + LOOK)];
        touch(lists.iter().flat_map(|list| nodes.iter().map(|node| list.of(*node))));
    }

    /// The neighbors of a row's node, without those that come too early.
    #[inline]
    fn list(&self, stage: &Stage<'g>, list: Lists<'g>, block: &Block, row: usize) -> &'g [NodeId] {
        let from = stage.from.as_ref().map_or(0, |from| from.level);
        stage.late(list.of(block.columns[from][row]), block, row)
    }

    /// How often a candidate closes the circles.
    #[inline]
    fn met(
        &self,
        stage: &Stage<'g>,
        closings: &[Close<'g>],
        node: NodeId,
        row: usize,
        block: &Block,
        state: &State<'_>,
    ) -> u64 {
        let bound = |level: usize| block.columns[level][row];
        if stage.unequal.iter().any(|level| bound(*level) == node)
            || stage.above.is_some_and(|level| bound(level) >= node)
        {
            return 0;
        }
        let mut times = 1u64;
        for close in closings {
            let met = match (&close.marks, &close.pairs) {
                (Some(marks), _) => u64::from(state.marks[marks.place].bits.has(node)),
                (None, Some(pairs)) => u64::from(pairs.has(bound(close.level), node)),
                (None, None) if close.turned => close.count(node, bound(close.level)),
                (None, None) => close.count(bound(close.level), node),
            };
            times *= match close.test {
                Test::Rows => met,
                Test::Some => u64::from(met > 0),
                Test::None => u64::from(met == 0),
            };
            if times == 0 {
                return 0;
            }
        }
        times
    }

    /// Marks the neighbors that the closings of a level look for.
    #[inline]
    pub(super) fn mark(&self, stage: &Stage<'g>, block: &Block, row: usize, state: &mut State<'_>) {
        for close in &stage.closings {
            let Some(marks) = &close.marks else { continue };
            let (node, marked) = (block.columns[close.level][row], &mut state.marks[marks.place]);
            if marked.owner != Some(node) {
                marked.change(close, node);
            }
        }
    }

    /// Multiplies what hangs on the nodes of a level.
    fn weigh(&self, at: usize, block: &mut Block) {
        let stage = &self.stages[at];
        let Block { columns, times, odd } = block;
        let nodes = columns[at].as_slice();
        if !odd.is_empty()
            && let Some(sum) = &stage.odd
        {
            // One of the nodes is in the place of the odd variable: that of this level, or of one before.
            let mut here = times.clone();
            sum.multiply(nodes, &mut here);
            stage.sum.multiply(nodes, odd);
            odd.iter_mut().zip(here).for_each(|(odd, here)| *odd = odd.saturating_add(here));
        } else if stage.sum.is_bare() {
            return;
        } else if !odd.is_empty() {
            stage.sum.multiply(nodes, odd);
        }
        stage.sum.multiply(nodes, times);
        // Where nothing comes behind, adding zeros takes less than to leave them out.
        if at + 1 < self.stages.len() || !self.groups.is_empty() {
            block.drop_zeros();
        }
    }

    /// Adds rows that are whole to the tally.
    fn count(&self, block: &Block, tally: &mut Tally<'_>) {
        let counts = if block.odd.is_empty() { &block.times } else { &block.odd };
        if self.groups.is_empty() {
            let all = counts.iter().fold(0u64, |sum, count| sum.saturating_add(*count));
            tally.add(&[], i128::from(all.saturating_mul(self.orders)));
            return;
        }
        if let [level] = self.groups {
            let numbers = counts.iter().map(|count| i128::from(count.saturating_mul(self.orders)));
            return tally.add_each(&block.columns[*level], numbers);
        }
        for (row, count) in counts.iter().enumerate() {
            self.add(block, row, *count, tally);
        }
    }

    /// Adds a row to the number of its group.
    pub(super) fn add(&self, block: &Block, row: usize, count: u64, tally: &mut Tally<'_>) {
        let mut names = [NodeId(0); 2];
        for (name, level) in names.iter_mut().zip(self.groups) {
            *name = block.columns[*level][row];
        }
        tally.add(&names[..self.groups.len()], i128::from(count.saturating_mul(self.orders)));
    }
}

/// Looks at both ends of lists, so that the processor waits for all of them at once instead of for one after the other.
pub(super) fn touch<'g>(lists: impl Iterator<Item = &'g [NodeId]>) {
    let ends = lists.filter_map(|nodes| Some(nodes.first()?.0 ^ nodes.last()?.0));
    std::hint::black_box(ends.fold(0, |seen, end| seen ^ end));
}

/// A list so many times as long as another is searched instead of walked through.
const MUCH_LONGER: usize = 8;

/// Calls `visit` with each node that stands in both of two sorted lists without repetitions.
#[inline]
fn common(one: &[NodeId], other: &[NodeId], mut visit: impl FnMut(NodeId)) {
    let (few, mut many) = if one.len() < other.len() { (one, other) } else { (other, one) };
    if many.len() > few.len().saturating_mul(MUCH_LONGER) {
        for node in few {
            many = &many[many.partition_point(|each| each < node)..];
            if many.first() == Some(node) {
                visit(*node);
            }
        }
        return;
    }
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (few.get(i), many.get(j)) {
        if a == b {
            visit(*a);
        }
        i += usize::from(a <= b);
        j += usize::from(b <= a);
    }
}
