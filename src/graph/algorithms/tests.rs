//! What the cases and the comparison with networkx can't show: size, and an end from outside.

use super::{PageRank, betweenness, communities, core_numbers};
use super::{
    Pulse, cycles, distances, page_rank, shortest_path, strong_components, topological_order, weak_components,
};
use crate::graph::{Direction, Graph, Projection, Schema, Selection};
use crate::value::FaultKind;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A chain of so many nodes, each with a relationship to the next.
fn chain(length: usize, direction: Option<Direction>) -> Projection {
    let mut graph = Graph::new(Arc::new(Schema::open()));
    let kind = graph.schema_and_names().1.types.intern("R");
    let nodes: Vec<_> = (0..length).map(|_| graph.add_node(&[])).collect();
    for pair in nodes.windows(2) {
        graph.add_rel(pair[0], kind, pair[1]);
    }
    Projection::new(graph.view(), &Selection { direction, ..Selection::default() }).expect("weights are not asked for")
}

#[test]
fn a_long_chain_overflows_no_stack() {
    const LENGTH: usize = 50_000;
    let along = chain(LENGTH, Some(Direction::Out));
    assert_eq!(weak_components(&along).last(), Some(&1));
    assert_eq!(strong_components(&along).last(), Some(&LENGTH));
    assert_eq!(topological_order(&along).map(|order| order.len()), Ok(LENGTH));
    assert_eq!(distances(&along, 0).last(), Some(&(LENGTH - 1, (LENGTH - 1) as f64)));
    assert_eq!(shortest_path(&along, 0, LENGTH - 1).map(|way| way.steps.len()), Some(LENGTH - 1));
    assert_eq!(cycles(&along, 1, usize::MAX, Pulse::default()), Ok(Vec::new()));
    let both = chain(LENGTH, None);
    assert_eq!(core_numbers(&both).into_iter().max(), Some(1));
    assert_eq!(communities(&both, Pulse::default()).map(|groups| groups.len()), Ok(LENGTH));
}

#[test]
fn what_takes_long_can_be_ended() {
    let stop = AtomicBool::new(true);
    let pulse = Pulse(Some(&stop));
    let (along, both) = (chain(3, Some(Direction::Out)), chain(3, None));
    let how = PageRank { damping: 0.85, iterations: 100, tolerance: 1e-6 };
    let ends = [
        page_rank(&along, how, pulse).map(|_| ()),
        betweenness(&along, pulse).map(|_| ()),
        communities(&both, pulse).map(|_| ()),
        cycles(&both, 1, 10, pulse).map(|_| ()),
    ];
    assert!(ends.iter().all(|end| end.as_ref().is_err_and(|fault| fault.kind == FaultKind::Interrupted)));
}

#[test]
fn an_empty_graph_has_no_scores() {
    let none = chain(0, Some(Direction::Out));
    let how = PageRank { damping: 0.85, iterations: 100, tolerance: 1e-6 };
    assert_eq!(page_rank(&none, how, Pulse::default()), Ok(Vec::new()));
    assert_eq!(betweenness(&none, Pulse::default()), Ok(Vec::new()));
    assert!(core_numbers(&none).is_empty() && strong_components(&none).is_empty());
}
