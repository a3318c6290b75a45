//! Communities by modularity.

use super::super::Projection;
use super::{number, room};
use crate::value::{Bounds, Fault};
use std::collections::BTreeMap;

/// Rounds in which nodes move, at most; each usually halves what is still to gain.
const MOST_ROUNDS: usize = 100;

/// A gain below this is taken for rounding.
const LEAST_GAIN: f64 = 1e-12;

/// The bytes for a node: its links and weights in two levels, its communities, and what these weigh.
const NODE: usize = 128;

/// The bytes for a hop: a link in each of two levels, and half of one that is to be joined with others.
const HOP: usize = 5 * size_of::<(usize, f64)>() / 2;

/// For each node the number of its community, numbered from 1 in the order of the nodes. The projection must be
/// undirected. Nodes move in the order of their numbers, and of equally good communities the first is taken, so the result
/// is always the same. Each level takes about O(relationships).
///
/// Source: Blondel et al., "Fast unfolding of communities in large networks", 2008 (the Louvain method).
///
/// # Errors
/// When the bounds are met.
pub fn communities(graph: &Projection<'_>, bounds: &Bounds) -> Result<Vec<usize>, Fault> {
    let _room = room(graph, NODE, HOP, bounds)?;
    let mut level = Level::new(graph, bounds)?;
    let mut member: Vec<usize> = (0..graph.len()).collect();
    loop {
        let groups = level.moves(bounds)?;
        let numbers: Vec<usize> = number(&groups).into_iter().map(|number| number - 1).collect();
        let count = numbers.iter().max().map_or(0, |most| most + 1);
        member.iter_mut().for_each(|group| *group = numbers[*group]);
        if count == level.len() {
            return Ok(number(&member));
        }
        level = level.merged(&numbers, count, bounds)?;
    }
}

/// A weighted undirected graph whose nodes are the communities of the level before.
#[derive(Default)]
struct Level {
    /// The other nodes that a node is linked with, and how strongly; one node after the other.
    links: Vec<(usize, f64)>,
    /// Where the links of each node end.
    ends: Vec<usize>,
    /// Twice the weight of the links within a node.
    inner: Vec<f64>,
    /// The sum of the weights at a node.
    degrees: Vec<f64>,
    /// Twice the weight of all links.
    total: f64,
}

impl Level {
    fn new(graph: &Projection<'_>, bounds: &Bounds) -> Result<Self, Fault> {
        let mut level = Self { links: Vec::with_capacity(graph.hop_count()), ..Self::default() };
        let mut own = Vec::new();
        for node in 0..graph.len() {
            bounds.check()?;
            let hops = graph.hops(node).iter();
            own.extend(hops.clone().filter(|hop| hop.to != node).map(|hop| (hop.to, hop.weight)));
            level.add(&mut own, hops.filter(|hop| hop.to == node).map(|hop| 2.0 * hop.weight).sum());
        }
        Ok(level)
    }

    /// Adds a node with its links, which need not be joined; leaves the list of them empty.
    fn add(&mut self, links: &mut Vec<(usize, f64)>, inner: f64) {
        // The order in which weights are added up stays that of the links.
        links.sort_by_key(|(to, _)| *to);
        let first = self.links.len();
        for (to, weight) in links.drain(..) {
            match self.links[first..].last_mut() {
                Some((last, sum)) if *last == to => *sum += weight,
                _ => self.links.push((to, weight)),
            }
        }
        let degree = self.links[first..].iter().map(|(_, weight)| weight).sum::<f64>() + inner;
        self.ends.push(self.links.len());
        self.inner.push(inner);
        self.degrees.push(degree);
        self.total += degree;
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn links(&self, node: usize) -> &[(usize, f64)] {
        let start = if node == 0 { 0 } else { self.ends[node - 1] };
        &self.links[start..self.ends[node]]
    }

    /// Moves each node to the community where modularity gains most, until none moves; gives the community of each.
    fn moves(&self, bounds: &Bounds) -> Result<Vec<usize>, Fault> {
        let mut groups: Vec<usize> = (0..self.len()).collect();
        if self.total <= 0.0 {
            return Ok(groups);
        }
        let mut totals = self.degrees.clone();
        for _ in 0..MOST_ROUNDS {
            let mut moved = false;
            for node in 0..self.len() {
                bounds.check()?;
                let own = groups[node];
                let mut ties: BTreeMap<usize, f64> = BTreeMap::from([(own, 0.0)]);
                for (to, weight) in self.links(node) {
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
    fn merged(&self, groups: &[usize], count: usize, bounds: &Bounds) -> Result<Self, Fault> {
        // The nodes by community, each in its order.
        let members = bounds.sort((0..self.len()).collect(), |a: &usize, b| groups[*a].cmp(&groups[*b]))?;
        let mut level = Self { links: Vec::with_capacity(self.links.len()), ..Self::default() };
        let mut links = Vec::new();
        for members in members.chunk_by(|a, b| groups[*a] == groups[*b]) {
            let mut inner = 0.0;
            for node in members {
                bounds.check()?;
                inner += self.inner[*node];
                for (to, weight) in self.links(*node) {
                    match groups[*to] {
                        group if group == groups[*node] => inner += weight,
                        group => links.push((group, *weight)),
                    }
                }
            }
            level.add(&mut links, inner);
        }
        debug_assert_eq!(level.len(), count, "communities are numbered without gaps");
        Ok(level)
    }
}
