//! Numbers for groups, which are named by up to two nodes.

use super::pairs::Pairs;
use crate::value::{Bounds, NodeId};

/// A number for each group; a group without one has zero.
#[derive(Debug)]
pub(super) enum Tally<'b> {
    /// As many as the group has rows.
    Rows,
    /// Everything is one group.
    All(i128),
    /// Groups named by one node, with ids from the first on.
    Nodes(u32, Vec<i128>),
    /// Groups named by two nodes.
    Pairs(Pairs<'b>),
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

impl<'b> Tally<'b> {
    /// All zero, for groups named by so many nodes.
    pub(super) fn new(groups: usize, bounds: &'b Bounds) -> Self {
        match groups {
            0 => Self::All(0),
            1 => Self::Nodes(0, Vec::new()),
            _ => Self::Pairs(Pairs::new(bounds)),
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
            (Self::Pairs(totals), [a, b]) => totals.add((*a, *b), number),
            _ => unreachable!("a group is named by as many nodes as the tally is made for"),
        }
    }

    /// About how many bytes it takes; pairs have an account of their own.
    pub(super) fn bytes(&self) -> u64 {
        match self {
            Self::Rows | Self::All(_) | Self::Pairs(_) => 0,
            Self::Nodes(_, totals) => (totals.capacity() * size_of::<i128>()) as u64,
        }
    }

    /// The largest number.
    pub(super) fn most(&self) -> i128 {
        let most = match self {
            Self::Rows => None,
            Self::All(total) => Some(*total),
            Self::Nodes(_, totals) => totals.iter().copied().max(),
            Self::Pairs(totals) => totals.largest(),
        };
        most.unwrap_or(0)
    }

    /// The sum of two, the other taken so many times.
    pub(super) fn plus(mut self, other: Self, factor: i128) -> Self {
        match (&mut self, other) {
            (Self::Nodes(first, totals), Self::Nodes(from, mut more)) if totals.is_empty() => {
                more.iter_mut().for_each(|number| *number *= factor);
                (*first, *totals) = (from, more);
            }
            (Self::Pairs(totals), Self::Pairs(more)) => totals.append(more, factor),
            (tally, other) => {
                other.settled().entries().for_each(|entry| tally.add(entry.nodes(), entry.number * factor));
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
            // Halves of what belongs together need not be whole numbers.
            Self::Pairs(totals) => totals.settled_mut().iter_mut().for_each(|(_, number)| *number /= by),
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
            (Self::Pairs(totals), [a, b]) => Some(totals.at((*a, *b))),
            _ => unreachable!("a group is named by as many nodes as the tally is made for"),
        }
    }

    /// The same, such that its numbers are found soon.
    pub(super) fn settled(self) -> Self {
        match self {
            Self::Pairs(mut totals) => {
                totals.settle();
                Self::Pairs(totals)
            }
            other => other,
        }
    }

    /// The groups whose number is not zero, in the order of their nodes. A tally must be settled for it.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry> {
        let count = match self {
            Self::Rows => 0,
            Self::All(_) => 1,
            Self::Nodes(_, totals) => totals.len(),
            Self::Pairs(totals) => totals.settled().len(),
        };
        (0..count).map(|at| self.entry(at)).filter(|entry| entry.number != 0)
    }

    fn entry(&self, at: usize) -> Entry {
        let none = NodeId(0);
        match self {
            Self::Rows => Entry { named: [none; 2], width: 0, number: 0 },
            Self::All(total) => Entry { named: [none; 2], width: 0, number: *total },
            Self::Nodes(first, totals) => {
                Entry { named: [NodeId(*first + at as u32), none], width: 1, number: totals[at] }
            }
            Self::Pairs(totals) => {
                let ((a, b), number) = totals.settled()[at];
                Entry { named: [a, b], width: 2, number }
            }
        }
    }

    /// How many nodes, which name the groups last, have a number that is not zero, for groups named by the nodes before.
    pub(super) fn counted(&self, groups: usize, bounds: &'b Bounds) -> Self {
        let mut counted = Self::new(groups, bounds);
        match self {
            Self::Nodes(_, totals) if groups == 0 => {
                counted.add(&[], totals.iter().filter(|number| **number != 0).count() as i128);
            }
            _ => self.entries().for_each(|entry| counted.add(&entry.nodes()[..groups], 1)),
        }
        counted
    }
}
