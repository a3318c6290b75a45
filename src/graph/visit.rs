//! A projection as petgraph's algorithms see a graph.

use super::projection::Projection;
use petgraph::Direction;
use petgraph::visit::{
    Data, EdgeRef, GraphBase, IntoEdgeReferences, IntoEdges, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers,
    NodeCount, NodeIndexable, VisitMap, Visitable,
};

/// Which nodes were visited.
#[derive(Clone, Debug)]
pub struct Visited(Vec<bool>);

impl VisitMap<usize> for Visited {
    fn visit(&mut self, node: usize) -> bool {
        !std::mem::replace(&mut self.0[node], true)
    }

    fn is_visited(&self, node: &usize) -> bool {
        self.0[*node]
    }

    fn unvisit(&mut self, node: usize) -> bool {
        std::mem::replace(&mut self.0[node], false)
    }
}

/// A relationship with its ends.
#[derive(Clone, Copy, Debug)]
pub struct Edge<'p> {
    source: usize,
    hop: &'p super::projection::Hop,
}

impl EdgeRef for Edge<'_> {
    type NodeId = usize;
    type EdgeId = crate::value::RelId;
    type Weight = f64;

    fn source(&self) -> usize {
        self.source
    }

    fn target(&self) -> usize {
        self.hop.to
    }

    fn weight(&self) -> &f64 {
        &self.hop.weight
    }

    fn id(&self) -> crate::value::RelId {
        self.hop.rel
    }
}

impl GraphBase for Projection<'_> {
    type NodeId = usize;
    type EdgeId = crate::value::RelId;
}

impl Data for Projection<'_> {
    type NodeWeight = ();
    type EdgeWeight = f64;
}

impl NodeCount for Projection<'_> {
    fn node_count(&self) -> usize {
        self.len()
    }
}

impl NodeIndexable for Projection<'_> {
    fn node_bound(&self) -> usize {
        self.len()
    }

    fn to_index(&self, node: usize) -> usize {
        node
    }

    fn from_index(&self, index: usize) -> usize {
        index
    }
}

impl Visitable for Projection<'_> {
    type Map = Visited;

    fn visit_map(&self) -> Visited {
        Visited(vec![false; self.len()])
    }

    fn reset_map(&self, map: &mut Visited) {
        map.0.clear();
        map.0.resize(self.len(), false);
    }
}

impl IntoNodeIdentifiers for &Projection<'_> {
    type NodeIdentifiers = std::ops::Range<usize>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        0..self.len()
    }
}

/// The ends of some hops.
type Ends<'p> = std::iter::Map<std::slice::Iter<'p, super::projection::Hop>, fn(&super::projection::Hop) -> usize>;

impl<'p> IntoNeighbors for &'p Projection<'_> {
    type Neighbors = Ends<'p>;

    fn neighbors(self, node: usize) -> Ends<'p> {
        self.open_hops(node, false).iter().map(|hop| hop.to)
    }
}

impl<'p> IntoNeighborsDirected for &'p Projection<'_> {
    type NeighborsDirected = Ends<'p>;

    fn neighbors_directed(self, node: usize, direction: Direction) -> Ends<'p> {
        let hops = match direction {
            Direction::Outgoing => self.open_hops(node, false),
            Direction::Incoming => self.open_hops(node, true),
        };
        hops.iter().map(|hop| hop.to)
    }
}

impl<'p> IntoEdgeReferences for &'p Projection<'_> {
    type EdgeRef = Edge<'p>;
    type EdgeReferences = Box<dyn Iterator<Item = Edge<'p>> + 'p>;

    fn edge_references(self) -> Self::EdgeReferences {
        Box::new(
            (0..self.len())
                .flat_map(move |source| self.open_hops(source, false).iter().map(move |hop| Edge { source, hop })),
        )
    }
}

/// The hops of one node.
#[derive(Debug)]
pub struct Edges<'p> {
    source: usize,
    hops: std::slice::Iter<'p, super::projection::Hop>,
}

impl<'p> Iterator for Edges<'p> {
    type Item = Edge<'p>;

    fn next(&mut self) -> Option<Edge<'p>> {
        self.hops.next().map(|hop| Edge { source: self.source, hop })
    }
}

impl<'p> IntoEdges for &'p Projection<'_> {
    type Edges = Edges<'p>;

    fn edges(self, node: usize) -> Edges<'p> {
        Edges { source: node, hops: self.open_hops(node, false).iter() }
    }
}
