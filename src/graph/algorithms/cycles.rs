//! Elementary cycles.

use super::super::Projection;
use super::{room, strong_components};
use crate::value::{Bounds, Fault, Held};

/// The bytes of the search for a node: its component, the size of one, and the lists of its places.
const NODE: usize = 80;

/// The bytes for a hop on the present path that is to be tried, and for one that waits until a node is unblocked.
const HOP: usize = 3 * size_of::<usize>();

/// The bytes of a cycle without its nodes, here and in the rows of a table.
const CYCLE: u64 = 160;

/// The first elementary cycles, as many as `most`, each as its nodes from the least on; in the order of that node.
/// Parallel relationships make one cycle, and no cycle is longer than `longest`. Without a length
/// limit it takes O((nodes + relationships) × (nodes on cycles + cycles found)); with one the search is depth first along
/// ways from which the start can be reached in time.
///
/// Source: Johnson, "Finding all the elementary circuits of a directed graph", 1975.
///
/// # Errors
/// When the bounds are met.
pub fn cycles(graph: &Projection<'_>, most: usize, longest: usize, bounds: &Bounds) -> Result<Vec<Vec<usize>>, Fault> {
    let _room = room(graph, NODE, HOP, bounds)?;
    let components = strong_components(graph, bounds)?;
    let mut sizes = vec![0; graph.len() + 1];
    components.iter().for_each(|component| sizes[*component] += 1);
    let mut found = Vec::new();
    let held = bounds.hold();
    let mut circuit = Circuit::new(graph, &components, longest);
    for start in 0..graph.len() {
        bounds.check()?;
        if found.len() >= most {
            break;
        }
        if graph.hops(start).iter().any(|hop| hop.to == start) && longest > 0 {
            found.push(vec![start]);
        }
        if sizes[components[start]] > 1 {
            circuit.begin(start, bounds)?;
            circuit.search(most, &mut found, bounds, &held)?;
        }
    }
    found.truncate(most);
    Ok(found)
}

/// The search for cycles whose least node is `start`. Its lists have a place for each node of the graph, and are cleared
/// where they were used.
struct Circuit<'a> {
    graph: &'a Projection<'a>,
    components: &'a [usize],
    longest: usize,
    start: usize,
    /// Whether nodes are blocked. With a limit a node may be closed on one way and open on a shorter one, so none is.
    blocks: bool,
    /// Nodes from which the start can't be reached while the present path stands.
    blocked: Vec<bool>,
    /// Nodes to unblock when one is.
    waiting: Vec<Vec<usize>>,
    on_path: Vec<bool>,
    /// With a limit the steps from each node back to the start, as far as the limit allows; without one, no step for a node
    /// whose places were used.
    steps: Vec<usize>,
    /// The nodes whose places were used.
    used: Vec<usize>,
}

/// A node on the present path.
struct Place {
    node: usize,
    /// Where to go next, the last first.
    next: Vec<usize>,
    /// Whether a cycle was closed from here on.
    closed: bool,
}

/// The steps from a node that does not lead to the start in time.
const FAR: usize = usize::MAX;

impl<'a> Circuit<'a> {
    fn new(graph: &'a Projection<'a>, components: &'a [usize], longest: usize) -> Self {
        let count = graph.len();
        Self {
            graph,
            components,
            longest,
            start: 0,
            blocks: longest >= count,
            blocked: vec![false; count],
            waiting: vec![Vec::new(); count],
            on_path: vec![false; count],
            steps: vec![FAR; count],
            used: Vec::new(),
        }
    }

    fn begin(&mut self, start: usize, bounds: &Bounds) -> Result<(), Fault> {
        self.start = start;
        for node in self.used.drain(..) {
            self.blocked[node] = false;
            self.waiting[node].clear();
            self.on_path[node] = false;
            self.steps[node] = FAR;
        }
        if self.blocks {
            return Ok(());
        }
        // Breadth first, backwards.
        self.steps[start] = 0;
        self.used.push(start);
        let mut next = 0;
        while let Some(node) = self.used.get(next).copied() {
            bounds.check()?;
            next += 1;
            let steps = self.steps[node] + 1;
            if steps >= self.longest {
                break;
            }
            for hop in self.graph.hops_back(node) {
                if self.within(hop.to) && self.steps[hop.to] == FAR {
                    self.steps[hop.to] = steps;
                    self.used.push(hop.to);
                }
            }
        }
        Ok(())
    }

    fn search(
        &mut self,
        most: usize,
        found: &mut Vec<Vec<usize>>,
        bounds: &Bounds,
        held: &Held<'_>,
    ) -> Result<(), Fault> {
        let mut path = vec![self.enter(self.start)];
        while let Some(place) = path.last_mut() {
            bounds.check()?;
            if found.len() >= most {
                return Ok(());
            }
            match place.next.pop() {
                Some(to) if to == self.start => {
                    place.closed = true;
                    held.keep(CYCLE + size_of_val(path.as_slice()) as u64)?;
                    found.push(path.iter().map(|place| place.node).collect());
                }
                Some(to) if !self.on_path[to] && !self.blocked[to] && self.in_time(to, path.len()) => {
                    let next = self.enter(to);
                    path.push(next);
                }
                Some(_) => {}
                None => self.leave(&mut path),
            }
        }
        Ok(())
    }

    /// Whether a node that comes after so many others can lead to the start within the limit.
    fn in_time(&self, node: usize, before: usize) -> bool {
        self.blocks || self.steps[node].saturating_add(before) <= self.longest
    }

    fn enter(&mut self, node: usize) -> Place {
        if self.steps[node] == FAR {
            self.steps[node] = 0;
            self.used.push(node);
        }
        self.on_path[node] = true;
        self.blocked[node] = self.blocks;
        Place { node, next: self.nexts(node).into_iter().rev().collect(), closed: false }
    }

    fn leave(&mut self, path: &mut Vec<Place>) {
        let Some(place) = path.pop() else { return };
        self.on_path[place.node] = false;
        if place.closed {
            self.unblock(place.node);
            if let Some(before) = path.last_mut() {
                before.closed = true;
            }
        } else if self.blocks {
            for to in self.nexts(place.node) {
                if !self.waiting[to].contains(&place.node) {
                    self.waiting[to].push(place.node);
                }
            }
        }
    }

    fn unblock(&mut self, node: usize) {
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut self.blocked[node], false) {
                open.append(&mut self.waiting[node]);
            }
        }
    }

    /// Whether a cycle whose least node is the start may lead through a node.
    fn within(&self, node: usize) -> bool {
        node >= self.start && self.components[node] == self.components[self.start]
    }

    /// The neighbors that a cycle through the start may go to.
    fn nexts(&self, node: usize) -> Vec<usize> {
        self.graph.neighbors(node).filter(|to| self.within(*to)).collect()
    }
}
