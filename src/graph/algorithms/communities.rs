//! Communities by modularity.

use super::super::Projection;
use super::number;
use crate::value::{Bounds, Fault};
use std::collections::BTreeMap;

/// Rounds in which nodes move, at most; each usually halves what is still to gain.
const MOST_ROUNDS: usize = 100;

/// A gain below this is taken for rounding.
const LEAST_GAIN: f64 = 1e-12;

/// For each node the number of its community, numbered from 1 in the order of the nodes. The projection must be
/// undirected. Nodes move in the order of their numbers, and of equally good communities the first is taken, so the result
/// is always the same. Each level takes about O(relationships).
///
/// Source: Blondel et al., "Fast unfolding of communities in large networks", 2008 (the Louvain method).
///
/// # Errors
/// When it is interrupted.
pub fn communities(graph: &Projection, bounds: &Bounds) -> Result<Vec<usize>, Fault> {
    // A level keeps each hop with a float.
    let hops: usize = (0..graph.len()).map(|node| graph.hops(node).len()).sum();
    bounds.fits(40 * hops as u64)?;
    let mut level = Level::new(graph);
    let mut member: Vec<usize> = (0..graph.len()).collect();
    loop {
        let groups = level.moves(bounds)?;
        let numbers: Vec<usize> = number(&groups).into_iter().map(|number| number - 1).collect();
        let count = numbers.iter().max().map_or(0, |most| most + 1);
        member.iter_mut().for_each(|group| *group = numbers[*group]);
        if count == level.links.len() {
            return Ok(number(&member));
        }
        level = level.merged(&numbers, count);
    }
}

/// A weighted undirected graph whose nodes are the communities of the level before.
struct Level {
    /// The other nodes that a node is linked with, and how strongly.
    links: Vec<Vec<(usize, f64)>>,
    /// Twice the weight of the links within a node.
    inner: Vec<f64>,
    /// The sum of the weights at a node.
    degrees: Vec<f64>,
    /// Twice the weight of all links.
    total: f64,
}

impl Level {
    fn new(graph: &Projection) -> Self {
        let mut links = vec![BTreeMap::new(); graph.len()];
        let mut inner = vec![0.0; graph.len()];
        for (node, own) in links.iter_mut().enumerate() {
            for hop in graph.hops(node) {
                if hop.to == node {
                    inner[node] += 2.0 * hop.weight;
                } else {
                    *own.entry(hop.to).or_insert(0.0) += hop.weight;
                }
            }
        }
        Self::of(links, inner)
    }

    fn of(links: Vec<BTreeMap<usize, f64>>, inner: Vec<f64>) -> Self {
        let links: Vec<Vec<(usize, f64)>> = links.into_iter().map(|own| own.into_iter().collect()).collect();
        let outer = |own: &Vec<(usize, f64)>| own.iter().map(|(_, weight)| weight).sum::<f64>();
        let degrees: Vec<f64> = links.iter().zip(&inner).map(|(own, inner)| outer(own) + inner).collect();
        let total = degrees.iter().sum();
        Self { links, inner, degrees, total }
    }

    /// Moves each node to the community where modularity gains most, until none moves; gives the community of each.
    fn moves(&self, bounds: &Bounds) -> Result<Vec<usize>, Fault> {
        let mut groups: Vec<usize> = (0..self.links.len()).collect();
        if self.total <= 0.0 {
            return Ok(groups);
        }
        let mut totals = self.degrees.clone();
        for _ in 0..MOST_ROUNDS {
            let mut moved = false;
            for node in 0..self.links.len() {
                bounds.check()?;
                let own = groups[node];
                let mut ties: BTreeMap<usize, f64> = BTreeMap::from([(own, 0.0)]);
                for (to, weight) in &self.links[node] {
                    *ties.entry(groups[*to]).or_insert(0.0) += weight;
                }
                totals[own] -= self.degrees[node];
                let gain = |group: usize, tie: f64| tie - totals[group] * self.degrees[node] / self.total;
                let (mut best, mut most) = (own, gain(own, ties[&own]));
                for (group, tie) in ties {
                    if gain(group, tie) > most + LEAST_GAIN {
                        (best, most) = (group, gain(group, tie));
                    }
                }
                totals[best] += self.degrees[node];
                groups[node] = best;
                moved |= best != own;
            }
            if !moved {
                break;
            }
        }
        Ok(groups)
    }

    /// The level above, in which each community is a node.
    fn merged(&self, groups: &[usize], count: usize) -> Self {
        let mut links = vec![BTreeMap::new(); count];
        let mut inner = vec![0.0; count];
        for (node, own) in self.links.iter().enumerate() {
            let group = groups[node];
            inner[group] += self.inner[node];
            for (to, weight) in own {
                if groups[*to] == group {
                    inner[group] += weight;
                } else {
                    *links[group].entry(groups[*to]).or_insert(0.0) += weight;
                }
            }
        }
        Self::of(links, inner)
    }
}
