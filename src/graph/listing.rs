//! The nodes of a label, by id, listed when they are asked for.

use crate::value::NodeId;
use std::borrow::Cow;
use std::sync::OnceLock;

/// The list of one label. A change anywhere but at its end only notes the node, so that many changes cost no more than
/// one list; who asks for the list next gets it anew.
#[derive(Clone, Debug, Default)]
pub(super) struct Listing {
    listed: OnceLock<Vec<NodeId>>,
    /// The list before the nodes that are noted; none when it is still that of the bulk.
    before: Option<Vec<NodeId>>,
    /// Nodes that may have come or gone since, in any order.
    noted: Vec<NodeId>,
}

impl From<Vec<NodeId>> for Listing {
    fn from(nodes: Vec<NodeId>) -> Self {
        Self { listed: nodes.into(), ..Self::default() }
    }
}

impl Listing {
    /// The list: `bulk` gives that of the bulk, and `carries` says whether a node is there and carries the label now.
    /// O(nodes) the first time and after a change, then O(1).
    pub(super) fn get(&self, bulk: impl Fn() -> Vec<NodeId>, carries: impl Fn(NodeId) -> bool) -> &[NodeId] {
        self.listed.get_or_init(|| {
            if self.noted.is_empty() {
                return bulk();
            }
            let mut noted = self.noted.clone();
            noted.sort_unstable();
            noted.dedup();
            let before =
                self.before.as_ref().map_or_else(|| Cow::Owned(bulk()), |nodes| Cow::Borrowed(nodes.as_slice()));
            let mut nodes = Vec::with_capacity(before.len() + noted.len());
            let mut rest = &*before;
            for node in noted {
                let (first, from) = rest.split_at(rest.partition_point(|each| *each < node));
                nodes.extend_from_slice(first);
                rest = if from.first() == Some(&node) { &from[1..] } else { from };
                if carries(node) {
                    nodes.push(node);
                }
            }
            nodes.extend_from_slice(rest);
            nodes
        })
    }

    /// Takes in a node that now carries the label. O(1).
    pub(super) fn add(&mut self, node: NodeId) {
        match self.listed.get_mut() {
            Some(nodes) if nodes.last().is_none_or(|last| *last < node) => nodes.push(node),
            _ => self.note(node),
        }
    }

    /// Takes out a node that no longer carries it. O(1).
    pub(super) fn remove(&mut self, node: NodeId) {
        match self.listed.get_mut() {
            Some(nodes) if nodes.last() == Some(&node) => {
                nodes.pop();
            }
            _ => self.note(node),
        }
    }

    fn note(&mut self, node: NodeId) {
        if let Some(nodes) = self.listed.take() {
            self.before = Some(nodes);
            self.noted.clear();
        }
        self.noted.push(node);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn it_lists_what_carries_the_label_whatever_came_and_went() {
        let bulk = || (0..40).map(|id| NodeId(id * 3)).collect::<Vec<_>>();
        let mut carried: BTreeSet<NodeId> = bulk().into_iter().collect();
        let mut listing = Listing::default();
        let mut state = 7_u32;
        for round in 0..3_000 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let node = NodeId(state >> 16 & 127);
            if carried.remove(&node) {
                listing.remove(node);
            } else {
                carried.insert(node);
                listing.add(node);
            }
            if state >> 8 & 7 == 0 {
                let wanted: Vec<NodeId> = carried.iter().copied().collect();
                assert_eq!(listing.get(bulk, |node| carried.contains(&node)), wanted, "round {round}");
            }
        }
    }

    #[test]
    fn what_is_listed_in_the_order_of_ids_is_not_listed_anew() {
        let mut listing = Listing::from(Vec::new());
        (0..10).for_each(|id| listing.add(NodeId(id)));
        listing.remove(NodeId(9));
        let never = |_| panic!("it is listed");
        assert_eq!(listing.get(Vec::new, never).len(), 9);
    }
}
