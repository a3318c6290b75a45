//! Betweenness centrality.

use super::super::Projection;
use super::room;
use crate::value::{Bounds, Fault};
use std::collections::VecDeque;

/// For each node the sum, over pairs of other nodes, of the share of shortest paths that lead through it. Parallel
/// relationships are one way. O(nodes × relationships).
///
/// Source: Brandes, "A faster algorithm for betweenness centrality", 2001.
///
/// # Errors
/// When the bounds are met.
pub fn betweenness(graph: &Projection<'_>, bounds: &Bounds) -> Result<Vec<f64>, Fault> {
    let _room = room(graph, NODE, HOP, bounds)?;
    let count = graph.len();
    let mut scores = vec![0.0; count];
    let mut search = Search::new(count);
    for source in 0..count {
        search.run(graph, source, bounds)?;
        search.hand_back(source, &mut scores);
    }
    // Without directions each pair was met from both of its ends.
    if graph.is_undirected() {
        scores.iter_mut().for_each(|score| *score /= 2.0);
    }
    Ok(scores)
}

/// The bytes of the search for a node: the lists of its places, those of what was reached and waits, score and share.
const NODE: usize = 96;

/// The bytes for a hop that is on a shortest path, in a list that grows.
const HOP: usize = 2 * size_of::<usize>();

/// A breadth-first search that counts shortest paths.
struct Search {
    distance: Vec<Option<usize>>,
    paths: Vec<f64>,
    before: Vec<Vec<usize>>,
    /// The nodes in the order in which they were reached.
    reached: Vec<usize>,
}

impl Search {
    fn new(count: usize) -> Self {
        Self { distance: vec![None; count], paths: vec![0.0; count], before: vec![Vec::new(); count], reached: vec![] }
    }

    fn run(&mut self, graph: &Projection<'_>, source: usize, bounds: &Bounds) -> Result<(), Fault> {
        for node in self.reached.drain(..) {
            self.distance[node] = None;
            self.paths[node] = 0.0;
            self.before[node].clear();
        }
        self.distance[source] = Some(0);
        self.paths[source] = 1.0;
        let mut waiting = VecDeque::from([(source, 0)]);
        while let Some((node, distance)) = waiting.pop_front() {
            bounds.check()?;
            self.reached.push(node);
            for to in graph.neighbors(node) {
                if self.distance[to].is_none() {
                    self.distance[to] = Some(distance + 1);
                    waiting.push_back((to, distance + 1));
                }
                if self.distance[to] == Some(distance + 1) {
                    self.paths[to] += self.paths[node];
                    self.before[to].push(node);
                }
            }
        }
        Ok(())
    }

    /// Hands the shares of the farthest nodes back along the paths.
    fn hand_back(&self, source: usize, scores: &mut [f64]) {
        let mut shares = vec![0.0; scores.len()];
        for node in self.reached.iter().rev() {
            for before in &self.before[*node] {
                shares[*before] += self.paths[*before] / self.paths[*node] * (1.0 + shares[*node]);
            }
            if *node != source {
                scores[*node] += shares[*node];
            }
        }
    }
}
