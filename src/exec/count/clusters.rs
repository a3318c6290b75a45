//! Groups named by two nodes, one of which the rows come clustered by: it is bound first, so that all rows with it come one
//! behind the other. What the other one counts then stands in a list by its id, and is handed on when the next cluster begins.

use super::super::by_node::ByNode;
use super::pairs::Pairs;
use super::tally::{Tally, Wanted};
use crate::value::{Bounds, NodeId};

/// The groups of the clusters so far, and the cluster at hand.
#[derive(Debug)]
pub(super) struct Clusters<'b> {
    /// Whether the clusters are named first.
    first: bool,
    cluster: Option<NodeId>,
    /// What the groups of the cluster count, by the other node; those of other clusters are zero again. It sticks at the
    /// largest number.
    numbers: ByNode<u64>,
    /// The other nodes of the cluster.
    met: Vec<NodeId>,
    done: Done<'b>,
}

/// What is known of the clusters before.
#[derive(Debug)]
enum Done<'b> {
    Pairs(Pairs<'b, i128>),
    Met(Pairs<'b, ()>),
    /// How many groups each cluster has.
    Sizes(Vec<(NodeId, i128)>),
    /// How many clusters each other node has a group in.
    Counts(ByNode<i128>),
}

impl<'b> Clusters<'b> {
    /// No groups so far.
    pub(super) fn new(wanted: Wanted, first: bool, bounds: &'b Bounds) -> Self {
        let done = match (wanted.counted, wanted.met) {
            (true, _) if first => Done::Sizes(Vec::new()),
            (true, _) => Done::Counts(ByNode::default()),
            (false, true) => Done::Met(Pairs::new(bounds)),
            (false, false) => Done::Pairs(Pairs::new(bounds)),
        };
        Self { first, cluster: None, numbers: ByNode::default(), met: Vec::new(), done }
    }

    /// Adds a number to that of a group.
    #[inline]
    pub(super) fn add(&mut self, (a, b): (NodeId, NodeId), number: u64) {
        let (cluster, node) = if self.first { (a, b) } else { (b, a) };
        if self.cluster != Some(cluster) {
            self.end();
            self.cluster = Some(cluster);
        }
        let sum = self.numbers.entry(node);
        if *sum == 0 && number > 0 {
            self.met.push(node);
        }
        *sum = sum.saturating_add(number);
    }

    /// Hands on what the cluster at hand has counted.
    fn end(&mut self) {
        let Some(cluster) = self.cluster.take() else { return };
        let (numbers, mut met) = (&mut self.numbers, std::mem::take(&mut self.met));
        let mut take = |node: &NodeId| std::mem::take(numbers.entry(*node));
        let pair = |node: NodeId| if self.first { (cluster, node) } else { (node, cluster) };
        match &mut self.done {
            Done::Pairs(pairs) => {
                met.sort_unstable();
                met.iter().for_each(|node| pairs.add(pair(*node), take(node).into()));
            }
            Done::Met(pairs) => {
                met.sort_unstable();
                met.iter().for_each(|node| {
                    take(node);
                    pairs.add(pair(*node), ());
                });
            }
            Done::Sizes(sizes) => {
                met.iter().for_each(|node| _ = take(node));
                sizes.push((cluster, met.len() as i128));
            }
            Done::Counts(counts) => {
                met.iter().for_each(|node| {
                    take(node);
                    *counts.entry(*node) += 1;
                });
            }
        }
        met.clear();
        self.met = met;
    }

    /// About how many bytes it takes, but for pairs, which have an account of their own.
    pub(super) fn bytes(&self) -> u64 {
        let done = match &self.done {
            Done::Pairs(..) | Done::Met(..) => 0,
            Done::Sizes(sizes) => (sizes.capacity() * size_of::<(NodeId, i128)>()) as u64,
            Done::Counts(counts) => counts.bytes(),
        };
        self.numbers.bytes() + (self.met.capacity() * size_of::<NodeId>()) as u64 + done
    }

    /// The groups of all clusters since the last time.
    pub(super) fn take(&mut self) -> Tally<'b> {
        self.end();
        match &mut self.done {
            Done::Pairs(pairs) => Tally::Pairs(pairs.take()),
            Done::Met(pairs) => Tally::Met(pairs.take()),
            Done::Sizes(sizes) => Tally::Listed(std::mem::take(sizes)),
            Done::Counts(counts) => Tally::Nodes(std::mem::take(counts)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Rows of clusters with falling ids, in which other nodes come again and again.
    fn rows() -> impl Iterator<Item = (u32, u32, u64)> {
        (0..300).map(|at: u32| (50 - at / 30, at * 7 % 11 * (at % 3), u64::from(at % 4)))
    }

    fn gathered(met: bool, counted: bool, first: bool) -> Vec<(Vec<u32>, i128)> {
        let bounds = Bounds::default();
        let mut clusters = Clusters::new(Wanted { groups: 2, met, counted }, first, &bounds);
        for (cluster, node, number) in rows() {
            let pair = if first { (cluster, node) } else { (node, cluster) };
            clusters.add((NodeId(pair.0), NodeId(pair.1)), number);
        }
        let tally = Tally::new(Wanted { groups: 2, met, counted }, &bounds).plus(clusters.take(), 1).settled();
        let named = |nodes: &[NodeId]| nodes.iter().map(|node| node.0).collect();
        let mut all: Vec<_> = tally.entries().map(|entry| (named(entry.nodes()), entry.number)).collect();
        all.sort();
        all
    }

    #[test]
    fn numbers_are_added_up_whichever_name_the_clusters_have() {
        for first in [true, false] {
            let mut wanted: BTreeMap<Vec<u32>, i128> = BTreeMap::new();
            for (cluster, node, number) in rows().filter(|(.., number)| *number > 0) {
                let pair = if first { vec![cluster, node] } else { vec![node, cluster] };
                *wanted.entry(pair).or_default() += i128::from(number);
            }
            let met: Vec<_> = wanted.keys().map(|pair| (pair.clone(), 1)).collect();
            let mut sizes: BTreeMap<Vec<u32>, i128> = BTreeMap::new();
            wanted.keys().for_each(|pair| *sizes.entry(vec![pair[0]]).or_default() += 1);
            assert_eq!(gathered(true, false, first), met);
            assert_eq!(gathered(true, true, first), sizes.into_iter().collect::<Vec<_>>());
            assert_eq!(gathered(false, false, first), wanted.into_iter().collect::<Vec<_>>());
        }
    }
}
