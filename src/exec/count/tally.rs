//! Numbers for groups, which are named by up to two nodes.

use crate::value::NodeId;
use rustc_hash::FxHashMap;

/// A number for each group; a group without one has zero.
#[derive(Debug)]
pub(super) enum Tally {
    /// As many as the group has rows.
    Rows,
    /// Everything is one group.
    All(i128),
    /// Groups named by one node, with ids from the first on.
    Nodes(u32, Vec<i128>),
    /// Groups named by two nodes.
    Pairs(FxHashMap<(NodeId, NodeId), i128>),
}

impl Tally {
    /// All zero, for groups named by so many nodes.
    pub(super) fn new(groups: usize) -> Self {
        match groups {
            0 => Self::All(0),
            1 => Self::Nodes(0, Vec::new()),
            _ => Self::Pairs(FxHashMap::default()),
        }
    }

    /// Adds a number to that of a group.
    pub(super) fn add(&mut self, nodes: &[NodeId], number: i128) {
        match (self, nodes) {
            (Self::All(total), _) => *total += number,
            (Self::Nodes(first, totals), [node]) => {
                if totals.is_empty() {
                    *first = node.0;
                } else if node.0 < *first {
                    let gap = (*first - node.0) as usize;
                    totals.splice(0..0, std::iter::repeat_n(0, gap));
                    *first = node.0;
                }
                let at = (node.0 - *first) as usize;
                if totals.len() <= at {
                    totals.resize(at + 1, 0);
                }
                totals[at] += number;
            }
            (Self::Pairs(totals), [a, b]) => *totals.entry((*a, *b)).or_insert(0) += number,
            _ => unreachable!("a group is named by as many nodes as the tally is made for"),
        }
    }

    /// The sum of two, the other taken so many times.
    pub(super) fn plus(mut self, other: Self, factor: i128) -> Self {
        match (&mut self, other) {
            (Self::Nodes(first, totals), Self::Nodes(from, mut more)) if totals.is_empty() => {
                more.iter_mut().for_each(|number| *number *= factor);
                (*first, *totals) = (from, more);
            }
            (Self::Pairs(totals), Self::Pairs(more)) => {
                // Numbers add up to the same in any order.
                #[expect(clippy::iter_over_hash_type)]
                for (pair, number) in more {
                    *totals.entry(pair).or_insert(0) += number * factor;
                }
            }
            (tally, other) => {
                other.entries().into_iter().for_each(|(nodes, number)| tally.add(&nodes, number * factor))
            }
        }
        self
    }

    /// Every number divided.
    pub(super) fn divided(mut self, by: i128) -> Self {
        match &mut self {
            Self::Rows => {}
            Self::All(total) => *total /= by,
            Self::Nodes(_, totals) => totals.iter_mut().for_each(|number| *number /= by),
            Self::Pairs(totals) => totals.values_mut().for_each(|number| *number /= by),
        }
        self
    }

    /// The number of a group; none when it is that of the rows.
    pub(super) fn at(&self, nodes: &[NodeId]) -> Option<i128> {
        match (self, nodes) {
            (Self::Rows, _) => None,
            (Self::All(total), _) => Some(*total),
            (Self::Nodes(first, totals), [node]) => {
                Some(totals.get(node.0.wrapping_sub(*first) as usize).copied().unwrap_or(0))
            }
            (Self::Pairs(totals), [a, b]) => Some(totals.get(&(*a, *b)).copied().unwrap_or(0)),
            _ => unreachable!("a group is named by as many nodes as the tally is made for"),
        }
    }

    /// The groups whose number is not zero, in the order of their nodes.
    pub(super) fn entries(&self) -> Vec<(Vec<NodeId>, i128)> {
        match self {
            Self::Rows => Vec::new(),
            Self::All(0) => Vec::new(),
            Self::All(total) => vec![(Vec::new(), *total)],
            Self::Nodes(first, totals) => {
                let numbered = (*first..).zip(totals).filter(|(_, number)| **number != 0);
                numbered.map(|(node, number)| (vec![NodeId(node)], *number)).collect()
            }
            Self::Pairs(totals) => {
                let mut pairs: Vec<_> = totals.iter().filter(|(_, number)| **number != 0).collect();
                pairs.sort_unstable();
                pairs.into_iter().map(|((a, b), number)| (vec![*a, *b], *number)).collect()
            }
        }
    }

    /// How many nodes, which name the groups last, have a number that is not zero, for groups named by the nodes before.
    pub(super) fn counted(&self, groups: usize) -> Self {
        let mut counted = Self::new(groups);
        match self {
            Self::Nodes(_, totals) if groups == 0 => {
                counted.add(&[], totals.iter().filter(|number| **number != 0).count() as i128);
            }
            _ => self.entries().iter().for_each(|(nodes, _)| counted.add(&nodes[..groups], 1)),
        }
        counted
    }
}
