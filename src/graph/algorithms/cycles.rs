//! Elementary cycles.

use super::super::Projection;
use super::{Pulse, strong_components};
use crate::value::Fault;

/// The first elementary cycles, as many as `most`, each as its nodes from the least on; in the order of that node.
/// Parallel relationships make one cycle, and no cycle is longer than `longest`. Within a length limit the search is
/// depth first; without one it takes O((nodes + relationships) × (nodes on cycles + cycles found)).
///
/// Source: Johnson, "Finding all the elementary circuits of a directed graph", 1975.
///
/// # Errors
/// When it is interrupted.
pub fn cycles(graph: &Projection, most: usize, longest: usize, pulse: Pulse<'_>) -> Result<Vec<Vec<usize>>, Fault> {
    let components = strong_components(graph);
    let mut sizes = vec![0; graph.len() + 1];
    components.iter().for_each(|component| sizes[*component] += 1);
    let mut found = Vec::new();
    for start in 0..graph.len() {
        if found.len() >= most {
            break;
        }
        if graph.hops(start).iter().any(|hop| hop.to == start) && longest > 0 {
            found.push(vec![start]);
        }
        if sizes[components[start]] == 1 {
            continue;
        }
        let circuit = Circuit {
            graph,
            components: &components,
            start,
            // With a limit a node may be closed on one way and open on a shorter one, so nothing is blocked.
            blocks: longest >= graph.len(),
            blocked: vec![false; graph.len()],
            waiting: vec![Vec::new(); graph.len()],
        };
        circuit.search(most, longest, &mut found, pulse)?;
    }
    found.truncate(most);
    Ok(found)
}

/// The search for cycles whose least node is `start`.
struct Circuit<'a> {
    graph: &'a Projection,
    components: &'a [usize],
    start: usize,
    blocks: bool,
    /// Nodes from which the start can't be reached while the present path stands.
    blocked: Vec<bool>,
    /// Nodes to unblock when one is.
    waiting: Vec<Vec<usize>>,
}

/// A node on the present path.
struct Place {
    node: usize,
    /// Where to go next, the last first.
    next: Vec<usize>,
    /// Whether a cycle was closed from here on.
    closed: bool,
}

impl Circuit<'_> {
    fn search(
        mut self,
        most: usize,
        longest: usize,
        found: &mut Vec<Vec<usize>>,
        pulse: Pulse<'_>,
    ) -> Result<(), Fault> {
        let mut on_path = vec![false; self.graph.len()];
        let mut path = vec![self.enter(self.start, &mut on_path)];
        while let Some(place) = path.last_mut() {
            pulse.check()?;
            if found.len() >= most {
                return Ok(());
            }
            match place.next.pop() {
                Some(to) if to == self.start => {
                    place.closed = true;
                    found.push(path.iter().map(|place| place.node).collect());
                }
                Some(to) if !on_path[to] && !self.blocked[to] && path.len() < longest => {
                    let next = self.enter(to, &mut on_path);
                    path.push(next);
                }
                Some(_) => {}
                None => self.leave(&mut path, &mut on_path),
            }
        }
        Ok(())
    }

    fn enter(&mut self, node: usize, on_path: &mut [bool]) -> Place {
        on_path[node] = true;
        self.blocked[node] = self.blocks;
        Place { node, next: self.nexts(node).into_iter().rev().collect(), closed: false }
    }

    fn leave(&mut self, path: &mut Vec<Place>, on_path: &mut [bool]) {
        let Some(place) = path.pop() else { return };
        on_path[place.node] = false;
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

    /// The neighbors that a cycle through the start may go to.
    fn nexts(&self, node: usize) -> Vec<usize> {
        let within = |to: &usize| *to >= self.start && self.components[*to] == self.components[self.start];
        self.graph.neighbors(node).filter(within).collect()
    }
}
