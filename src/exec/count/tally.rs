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

/// A group and its number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    named: [NodeId; 2],
    width: usize,
    pub(super) number: i128,
}

impl Entry {
    /// The nodes that name the group.
    pub(super) fn nodes(&self) -> &[NodeId] {
        &self.named[..self.width]
    }
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
                other.entries().iter().for_each(|entry| tally.add(entry.nodes(), entry.number * factor));
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
    pub(super) fn entries(&self) -> Vec<Entry> {
        let none = NodeId(0);
        match self {
            Self::Rows | Self::All(0) => Vec::new(),
            Self::All(total) => vec![Entry { named: [none; 2], width: 0, number: *total }],
            Self::Nodes(first, totals) => {
                let numbered = (*first..).zip(totals).filter(|(_, number)| **number != 0);
                let entry =
                    |(node, number): (u32, &i128)| Entry { named: [NodeId(node), none], width: 1, number: *number };
                numbered.map(entry).collect()
            }
            Self::Pairs(totals) => {
                let numbered = totals.iter().filter(|(_, number)| **number != 0);
                let mut pairs: Vec<Entry> =
                    numbered.map(|((a, b), number)| Entry { named: [*a, *b], width: 2, number: *number }).collect();
                pairs.sort_unstable_by_key(|entry| entry.named);
                pairs
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
            Self::Pairs(totals) if groups == 1 => {
                // Numbers add up to the same in any order.
                #[expect(clippy::iter_over_hash_type)]
                for ((a, _), number) in totals {
                    if *number != 0 {
                        counted.add(&[*a], 1);
                    }
                }
            }
            _ => self.entries().iter().for_each(|entry| counted.add(&entry.nodes()[..groups], 1)),
        }
        counted
    }
}
