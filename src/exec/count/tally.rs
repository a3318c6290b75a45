//! Numbers for groups, which are named by up to two nodes.

use super::super::by_node::ByNode;
use super::clusters::Clusters;
use super::pairs::{Pairs, pair};
use crate::value::{Bounds, NodeId};
use std::ops::Range;

/// A number for each group; a group without one has zero.
#[derive(Debug)]
pub(super) enum Tally<'b> {
    /// As many as the group has rows.
    Rows,
    /// Everything is one group.
    All(i128),
    /// Groups named by one node.
    Nodes(ByNode<i128>),
    /// Those of these groups whose number is not zero, in order.
    Listed(Vec<(NodeId, i128)>),
    /// Groups named by two nodes.
    Pairs(Pairs<'b, i128>),
    /// Groups named by two nodes, of which it is only known that they are there.
    Met(Pairs<'b, ()>),
    /// Groups named by two nodes, the rows of which come clustered by one of these. It has to be gathered to be read.
    Clusters(Box<Clusters<'b>>),
}

/// What a tally is made for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// How many nodes name a group.
    pub(super) groups: usize,
    /// Of each group it is enough to know whether its number, which is no sum of positive and negative ones, is zero.
    pub(super) met: bool,
    /// Instead of the groups, which are met only, it is asked how many there are for each first node.
    pub(super) counted: bool,
}

/// A group and its number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    named: [NodeId; 2],
    width: usize,
    pub(super) number: i128,
}

impl Entry {
    fn of_node(node: NodeId, number: i128) -> Self {
        Self { named: [node, NodeId(0)], width: 1, number }
    }

    fn of_pair(nodes: (NodeId, NodeId), number: i128) -> Self {
        Self { named: nodes.into(), width: 2, number }
    }

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
            1 => Self::Nodes(ByNode::default()),
            _ if wanted.met => Self::Met(Pairs::new(bounds)),
            _ => Self::Pairs(Pairs::new(bounds)),
        }
    }

    /// All zero, with room for the numbers of nodes with these ids.
    pub(super) fn with_room(wanted: Wanted, ids: &Range<u32>, bounds: &'b Bounds) -> Self {
        match wanted.groups {
            1 => Self::Nodes(ByNode::with_room(ids)),
            _ => Self::new(wanted, bounds),
        }
    }

    /// All zero, for rows that come clustered by one of the two names of the groups.
    pub(super) fn clustered(wanted: Wanted, first: bool, bounds: &'b Bounds) -> Self {
        Self::Clusters(Box::new(Clusters::new(wanted, first, bounds)))
    }

    /// Adds a number to that of a group.
    pub(super) fn add(&mut self, nodes: &[NodeId], number: i128) {
        match (self, nodes) {
            (Self::All(total), _) => *total += number,
            (Self::Nodes(totals), [node]) => *totals.entry(*node) += number,
            (Self::Pairs(totals), [a, b]) => totals.add((*a, *b), number),
            (Self::Met(_), _) if number == 0 => {}
            (Self::Met(pairs), [a, b]) => pairs.add((*a, *b), ()),
            (Self::Clusters(clusters), [a, b]) => {
                clusters.add((*a, *b), u64::try_from(number).unwrap_or(u64::MAX));
            }
            _ => unreachable!("a group is named by as many nodes as the tally is made for"),
        }
    }

    /// Adds to the numbers of groups that are named by one node each.
    pub(super) fn add_each(&mut self, nodes: &[NodeId], numbers: impl Iterator<Item = i128>) {
        let Self::Nodes(totals) = self else { unreachable!("the groups are named by one node") };
        nodes.iter().zip(numbers).for_each(|(node, number)| *totals.entry(*node) += number);
    }

    /// About how many bytes it takes; pairs have an account of their own.
    pub(super) fn bytes(&self) -> u64 {
        match self {
            Self::Clusters(clusters) => clusters.bytes(),
            Self::Rows | Self::All(_) | Self::Pairs(_) | Self::Met(_) => 0,
            Self::Nodes(totals) => totals.bytes(),
            Self::Listed(numbers) => (numbers.capacity() * size_of::<(NodeId, i128)>()) as u64,
        }
    }

    /// The largest number.
    pub(super) fn most(&self) -> i128 {
        let most = match self {
            Self::Rows => None,
            Self::All(total) => Some(*total),
            Self::Nodes(totals) => totals.values().1.iter().copied().max(),
            Self::Listed(numbers) => numbers.iter().map(|(_, number)| *number).max(),
            Self::Pairs(totals) => totals.numbers().max(),
            Self::Met(_) => Some(1),
            Self::Clusters(_) => unreachable!("clusters are gathered"),
        };
        most.unwrap_or(0)
    }

    /// The sum of two, the other taken so many times.
    pub(super) fn plus(mut self, other: Self, factor: i128) -> Self {
        match (&mut self, other) {
            (Self::Nodes(totals), Self::Nodes(mut more)) if totals.values().1.is_empty() => {
                more.each_mut().for_each(|number| *number *= factor);
                *totals = more;
            }
            (Self::Nodes(totals), Self::Nodes(more)) => {
                let (first, more) = more.values();
                let Some(last) = more.len().checked_sub(1) else { return self };
                let own = totals.between(NodeId(first), NodeId(first + last as u32));
                own.iter_mut().zip(more).for_each(|(number, more)| *number += more * factor);
            }
            (Self::Pairs(totals), Self::Pairs(more)) => totals.append(more, factor),
            (Self::Met(_), Self::Met(_) | Self::Listed(_) | Self::Nodes(_)) if factor == 0 => {}
            // Of groups that are met nothing but their numbers was asked for.
            (Self::Met(_), counted @ (Self::Listed(_) | Self::Nodes(_))) => self = counted,
            (Self::Listed(all), Self::Listed(more)) => {
                // Each thread has taken its nodes in order.
                all.extend(more);
                all.sort_by_key(|(node, _)| *node);
            }
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
            Self::Rows | Self::Met(_) | Self::Clusters(_) => {}
            Self::All(total) => *total /= by,
            Self::Nodes(totals) => totals.each_mut().for_each(|number| *number /= by),
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
            (Self::Nodes(totals), [node]) => Some(totals.at(*node)),
            (Self::Listed(numbers), [node]) => {
                Some(numbers.binary_search_by_key(node, |(each, _)| *each).map_or(0, |at| numbers[at].1))
            }
            (Self::Pairs(totals), [a, b]) => Some(totals.at((*a, *b)).unwrap_or(0)),
            (Self::Met(pairs), [a, b]) => Some(i128::from(pairs.at((*a, *b)).is_some())),
            _ => unreachable!("a group is named by as many nodes as the tally is made for"),
        }
    }

    /// The numbers of groups, given those of the rows.
    pub(super) fn of(&self, groups: &[Entry]) -> Vec<i128> {
        match self {
            Self::Rows => groups.iter().map(|group| group.number).collect(),
            Self::Nodes(totals) => groups.iter().map(|group| totals.at(group.named[0])).collect(),
            _ => groups.iter().map(|group| self.at(group.nodes()).unwrap_or(group.number)).collect(),
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

    /// The same when no more rows come.
    pub(super) fn gathered(self) -> Self {
        match self {
            Self::Clusters(mut clusters) => clusters.take(),
            other => other,
        }
    }

    /// What was added to groups with names of nodes since the last time.
    pub(super) fn take(&mut self) -> Self {
        match self {
            Self::Nodes(totals) => Self::Nodes(std::mem::replace(totals, totals.renewed())),
            Self::Clusters(clusters) => clusters.take(),
            _ => unreachable!("the groups are named by nodes, of which one is bound first"),
        }
    }

    /// The next groups whose number is not zero, from a place on, which moves behind them; none when there are no more.
    pub(super) fn next(&self, at: &mut usize, most: usize) -> Vec<Entry> {
        let mut some = Vec::with_capacity(most);
        let mut add = |entry: Entry| {
            if entry.number != 0 {
                some.push(entry);
            }
            some.len() < most
        };
        let from = *at;
        *at += match self {
            Self::Nodes(totals) => {
                let (first, totals) = totals.values();
                let each = totals[from..].iter().zip(first + from as u32..);
                taken(each.map(|(number, id)| add(Entry::of_node(NodeId(id), *number))), totals.len() - from)
            }
            Self::Pairs(totals) => {
                let all = &totals.settled()[from..];
                taken(all.iter().map(|(key, number)| add(Entry::of_pair(pair(*key), *number))), all.len())
            }
            _ => taken((from..self.len()).map(|at| add(self.entry(at))), self.len() - from),
        };
        some
    }

    fn len(&self) -> usize {
        match self {
            Self::Rows => 0,
            Self::All(_) => 1,
            Self::Nodes(totals) => totals.values().1.len(),
            Self::Listed(numbers) => numbers.len(),
            Self::Pairs(totals) => totals.settled().len(),
            Self::Met(pairs) => pairs.settled().len(),
            Self::Clusters(_) => unreachable!("clusters are gathered"),
        }
    }

    /// The groups whose number is not zero, in the order of their nodes. A tally must be settled for it.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry> {
        (0..self.len()).map(|at| self.entry(at)).filter(|entry| entry.number != 0)
    }

    fn entry(&self, at: usize) -> Entry {
        let none = NodeId(0);
        match self {
            Self::Rows => Entry { named: [none; 2], width: 0, number: 0 },
            Self::All(total) => Entry { named: [none; 2], width: 0, number: *total },
            Self::Nodes(totals) => {
                let (first, totals) = totals.values();
                Entry::of_node(NodeId(first + at as u32), totals[at])
            }
            Self::Listed(numbers) => {
                let (node, number) = numbers[at];
                Entry::of_node(node, number)
            }
            Self::Pairs(totals) => {
                let (key, number) = totals.settled()[at];
                Entry::of_pair(pair(key), number)
            }
            Self::Clusters(_) => unreachable!("clusters are gathered"),
            Self::Met(pairs) => Entry::of_pair(pair(pairs.settled()[at].0), 1),
        }
    }

    /// How many nodes, which name the groups last, have a number that is not zero, for groups named by one node before or
    /// by none.
    pub(super) fn counted(self, groups: usize) -> Self {
        if groups == 0 {
            return Self::All(self.entries().count() as i128);
        }
        if matches!(self, Self::Nodes(_) | Self::Listed(_)) {
            return self;
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

/// How many are taken until one says that it is the last, or all.
fn taken(mut each: impl Iterator<Item = bool>, all: usize) -> usize {
    each.position(|more| !more).map_or(all, |last| last + 1)
}
