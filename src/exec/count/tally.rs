//! Numbers for groups, which are named by up to two nodes.

use super::pairs::{Pairs, pair};
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
    /// Those of these groups whose number is not zero, in order.
    Listed(Vec<(NodeId, i128)>),
    /// Groups named by two nodes.
    Pairs(Pairs<'b, i128>),
    /// Groups named by two nodes, of which it is only known that they are there.
    Met(Pairs<'b, ()>),
}

/// What a tally is made for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// How many nodes name a group.
    pub(super) groups: usize,
    /// Of each group it is enough to know whether its number, which is no sum of positive and negative ones, is zero.
    pub(super) met: bool,
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
    /// All zero.
    pub(super) fn new(wanted: Wanted, bounds: &'b Bounds) -> Self {
        match wanted.groups {
            0 => Self::All(0),
            1 => Self::Nodes(0, Vec::new()),
            _ if wanted.met => Self::Met(Pairs::new(bounds)),
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
            (Self::Met(_), _) if number == 0 => {}
            (Self::Met(pairs), [a, b]) => pairs.add((*a, *b), ()),
            _ => unreachable!("a group is named by as many nodes as the tally is made for"),
        }
    }

    /// About how many bytes it takes; pairs have an account of their own.
    pub(super) fn bytes(&self) -> u64 {
        match self {
            Self::Rows | Self::All(_) | Self::Pairs(_) | Self::Met(_) => 0,
            Self::Nodes(_, totals) => (totals.capacity() * size_of::<i128>()) as u64,
            Self::Listed(numbers) => (numbers.capacity() * size_of::<(NodeId, i128)>()) as u64,
        }
    }

    /// The largest number.
    pub(super) fn most(&self) -> i128 {
        let most = match self {
            Self::Rows => None,
            Self::All(total) => Some(*total),
            Self::Nodes(_, totals) => totals.iter().copied().max(),
            Self::Listed(numbers) => numbers.iter().map(|(_, number)| *number).max(),
            Self::Pairs(totals) => totals.numbers().max(),
            Self::Met(_) => Some(1),
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
            (Self::Met(_), Self::Met(_)) if factor == 0 => {}
            (Self::Met(pairs), Self::Met(more)) => pairs.append(more, factor),
            (tally, other) => {
                other.settled().entries().for_each(|entry| tally.add(entry.nodes(), entry.number * factor));
            }
        }
        self
    }

    /// Every number divided.
    pub(super) fn divided(mut self, by: i128) -> Self {
        match &mut self {
            _ if by == 1 => {}
            Self::Rows | Self::Met(_) => {}
            Self::All(total) => *total /= by,
            Self::Nodes(_, totals) => totals.iter_mut().for_each(|number| *number /= by),
            Self::Listed(numbers) => numbers.iter_mut().for_each(|(_, number)| *number /= by),
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
            (Self::Listed(numbers), [node]) => {
                Some(numbers.binary_search_by_key(node, |(each, _)| *each).map_or(0, |at| numbers[at].1))
            }
            (Self::Pairs(totals), [a, b]) => Some(totals.at((*a, *b)).unwrap_or(0)),
            (Self::Met(pairs), [a, b]) => Some(i128::from(pairs.at((*a, *b)).is_some())),
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
            Self::Met(mut pairs) => {
                pairs.settle();
                Self::Met(pairs)
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
            Self::Listed(numbers) => numbers.len(),
            Self::Pairs(totals) => totals.settled().len(),
            Self::Met(pairs) => pairs.settled().len(),
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
            Self::Listed(numbers) => {
                let (node, number) = numbers[at];
                Entry { named: [node, none], width: 1, number }
            }
            Self::Pairs(totals) => {
                let (key, number) = totals.settled()[at];
                Entry { named: pair(key).into(), width: 2, number }
            }
            Self::Met(pairs) => Entry { named: pair(pairs.settled()[at].0).into(), width: 2, number: 1 },
        }
    }

    /// How many nodes, which name the groups last, have a number that is not zero, for groups named by one node before or
    /// by none.
    pub(super) fn counted(&self, groups: usize) -> Self {
        if groups == 0 {
            return Self::All(self.entries().count() as i128);
        }
        let mut numbers: Vec<(NodeId, i128)> = Vec::new();
        for entry in self.entries() {
            match numbers.last_mut() {
                Some((node, number)) if *node == entry.named[0] => *number += 1,
                _ => numbers.push((entry.named[0], 1)),
            }
        }
        Self::Listed(numbers)
    }
}
