//! Neighbors of which each relationship is listed at one of its two ends.
//!
//! Who looks for triangles among nodes that may change places wants each once. Nodes are put in order by how many neighbors
//! they have, and each lists those that come later: so the lists of the nodes that are met most often are the short ones,
//! which bounds the work by O(relationships^1.5) (Chiba and Nishizeki: "Arboricity and Subgraph Listing Algorithms", 1985).

use super::adjacency::{AdjacencyRows, Lists};
use super::base::Csr;
use super::{Direction, Graph, TypeId};
use crate::value::NodeId;
use std::sync::Arc;

impl Graph {
    /// O(relationships) the first time and after a change, then O(1).
    pub(super) fn later(&self, kind: TypeId) -> AdjacencyRows<'_> {
        let Some(adjacency) = self.adjacency(Some(kind), Direction::Out) else { return AdjacencyRows::default() };
        let later = adjacency.later.get_or_init(|| {
            let lists = [Direction::Out, Direction::In].map(|way| Lists::new(self.adjacency(Some(kind), way)));
            Arc::new(later(lists, self.node_end()))
        });
        later.rows()
    }
}

fn later(lists: [Lists<'_>; 2], end: u32) -> Csr {
    let rank = |node: NodeId| (lists.iter().map(|list| list.of(node).len()).sum::<usize>(), node);
    let ranks: Vec<(usize, NodeId)> = (0..end).map(|id| rank(NodeId(id))).collect();
    let first = ranks.iter().position(|rank| rank.0 > 0).unwrap_or(0);
    let behind = ranks.iter().rposition(|rank| rank.0 > 0).map_or(0, |last| last + 1);
    let (mut nodes, mut offsets) = (Vec::new(), vec![0]);
    for own in ranks.get(first..behind).unwrap_or_default() {
        let start = nodes.len();
        let all = lists.iter().flat_map(|list| list.of(own.1));
        nodes.extend(all.filter(|other| ranks[other.0 as usize] > *own));
        nodes[start..].sort_unstable();
        offsets.push(nodes.len() as u32);
    }
    Csr { first: first as u32, offsets, nodes, ..Csr::default() }
}

#[cfg(test)]
mod tests {
    use super::super::Schema;
    use super::*;

    #[test]
    fn each_relationship_is_listed_at_its_earlier_end() {
        let mut graph = Graph::new(Arc::new(Schema::open()));
        let kind = graph.names_mut().types.intern("R");
        let [a, b, c, d] = [(); 4].map(|()| graph.add_node(&[]));
        assert_eq!(graph.later(kind).of(a), []);
        for (start, end) in [(a, b), (c, a), (a, d), (b, c), (b, a), (d, d)] {
            graph.add_rel(start, kind, end);
        }
        // a has 4, b and d have 3, c has 2.
        assert_eq!(graph.later(kind).of(a), []);
        assert_eq!(graph.later(kind).of(b), [a, a]);
        assert_eq!(graph.later(kind).of(c), [a, b]);
        assert_eq!(graph.later(kind).of(d), [a]);
        graph.add_rel(c, kind, d);
        assert_eq!(graph.later(kind).of(c), [a, d], "the order follows what is written");
        assert_eq!(graph.later(kind).of(b), [a, a, c]);
    }
}
