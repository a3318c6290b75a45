//! What the cases and the comparison with networkx can't show: size, and an end from outside.

use super::{PageRank, betweenness, communities, core_numbers};
use super::{cycles, distances, page_rank, shortest_path, strong_components, topological_order, weak_components};
use crate::graph::{Direction, Graph, Projection, Schema, Selection};
use crate::value::{Bounds, DEFAULT_MEMORY, FaultKind, Stop, Why};
use std::sync::Arc;

/// A chain of so many nodes, each with a relationship to the next.
fn chain(length: usize, direction: Option<Direction>, bounds: &Bounds) -> Projection<'_> {
    let mut graph = Graph::new(Arc::new(Schema::open()));
    let kind = graph.schema_and_names().1.types.intern("R");
    let nodes: Vec<_> = (0..length).map(|_| graph.add_node(&[])).collect();
    for pair in nodes.windows(2) {
        graph.add_rel(pair[0], kind, pair[1]);
    }
    Projection::new(graph.view(), &Selection { direction, ..Selection::default() }, bounds)
        .expect("weights are not asked for")
}

#[test]
fn a_long_chain_overflows_no_stack() {
    const LENGTH: usize = 50_000;
    let bounds = &Bounds::default();
    let along = chain(LENGTH, Some(Direction::Out), bounds);
    assert_eq!(weak_components(&along, bounds).map(|groups| groups.last().copied()), Ok(Some(1)));
    assert_eq!(strong_components(&along, bounds).map(|groups| groups.last().copied()), Ok(Some(LENGTH)));
    assert_eq!(topological_order(&along, bounds).map(|order| order.map(|order| order.len())), Ok(Ok(LENGTH)));
    assert_eq!(
        distances(&along, 0, bounds).map(|all| all.last().copied()),
        Ok(Some((LENGTH - 1, (LENGTH - 1) as f64)))
    );
    assert_eq!(
        shortest_path(&along, 0, LENGTH - 1, bounds).map(|way| way.map(|way| way.steps.len())),
        Ok(Some(LENGTH - 1))
    );
    assert_eq!(cycles(&along, 1, usize::MAX, &Bounds::default()), Ok(Vec::new()));
    let both = chain(LENGTH, None, bounds);
    assert_eq!(core_numbers(&both, bounds).map(|cores| cores.into_iter().max()), Ok(Some(1)));
    assert_eq!(communities(&both, &Bounds::default()).map(|groups| groups.len()), Ok(LENGTH));
}

#[test]
fn what_takes_long_can_be_ended() {
    let stop = Stop::default();
    stop.ask(Why::Asked);
    let bounds = &Bounds::new(stop.clone(), DEFAULT_MEMORY);
    let free = &Bounds::default();
    let (along, both) = (chain(3, Some(Direction::Out), free), chain(3, None, free));
    let how = PageRank { damping: 0.85, iterations: 100, tolerance: 1e-6 };
    let ends = [
        page_rank(&along, how, bounds).map(|_| ()),
        betweenness(&along, bounds).map(|_| ()),
        communities(&both, bounds).map(|_| ()),
        cycles(&both, 1, 10, bounds).map(|_| ()),
        weak_components(&along, bounds).map(|_| ()),
        strong_components(&along, bounds).map(|_| ()),
        core_numbers(&both, bounds).map(|_| ()),
        topological_order(&along, bounds).map(|_| ()),
        distances(&along, 0, bounds).map(|_| ()),
        shortest_path(&along, 0, 2, bounds).map(|_| ()),
    ];
    assert!(ends.iter().all(|end| end.as_ref().is_err_and(|fault| fault.kind == FaultKind::Interrupted)));
}

#[test]
fn an_empty_graph_has_no_scores() {
    let bounds = &Bounds::default();
    let none = chain(0, Some(Direction::Out), bounds);
    let how = PageRank { damping: 0.85, iterations: 100, tolerance: 1e-6 };
    assert_eq!(page_rank(&none, how, &Bounds::default()), Ok(Vec::new()));
    assert_eq!(betweenness(&none, &Bounds::default()), Ok(Vec::new()));
    assert!(core_numbers(&none, bounds).is_ok_and(|cores| cores.is_empty()));
}

#[test]
fn nothing_leads_on_once_an_end_is_asked_for() {
    let (stop, length) = (Stop::default(), 3);
    let mut graph = Graph::new(Arc::new(Schema::open()));
    let kind = graph.schema_and_names().1.types.intern("R");
    let nodes: Vec<_> = (0..length).map(|_| graph.add_node(&[])).collect();
    nodes.windows(2).for_each(|pair| {
        graph.add_rel(pair[0], kind, pair[1]);
    });
    let bounds = Bounds::new(stop.clone(), DEFAULT_MEMORY);
    let along = Projection::new(graph.view(), &Selection::default(), &bounds).expect("it is small");
    let reached = |along: &Projection<'_>| petgraph::algo::dijkstra(along, 0, None, |_| 1.0).len();
    assert_eq!(reached(&along), length);
    stop.ask(Why::Asked);
    assert_eq!(reached(&along), 1);
    assert!(Projection::new(graph.view(), &Selection::default(), &bounds).is_err());
    let small = Bounds::new(Stop::default(), 90);
    let fault = Projection::new(graph.view(), &Selection::default(), &small).map(|_| ()).map_err(|fault| fault.kind);
    assert_eq!(fault, Err(FaultKind::Memory));
}

#[test]
fn cycles_within_a_length_are_found_without_walking_where_none_can_close() {
    // A ladder of pairs: the ways from one end to the other are 2^40, and the only short cycles are at its start.
    let mut graph = Graph::new(Arc::new(Schema::open()));
    let kind = graph.schema_and_names().1.types.intern("R");
    let nodes: Vec<_> = (0..80).map(|_| graph.add_node(&[])).collect();
    for step in 0..39 {
        for (from, to) in [(0, 2), (0, 3), (1, 2), (1, 3)] {
            graph.add_rel(nodes[2 * step + from], kind, nodes[2 * step + to]);
        }
    }
    graph.add_rel(nodes[2], kind, nodes[0]);
    graph.add_rel(nodes[79], kind, nodes[0]);
    let selection = Selection { direction: Some(Direction::Out), ..Selection::default() };
    let bounds = &Bounds::default();
    let ladder = Projection::new(graph.view(), &selection, bounds).expect("it is small");
    assert_eq!(cycles(&ladder, 100, 39, bounds), Ok(vec![vec![0, 2]]));
}

#[test]
fn what_needs_more_memory_than_there_is_fails_and_gives_back_what_it_has_taken() {
    const LENGTH: usize = 10_000;
    const LIMIT: u64 = 200_000;
    let (free, small) = (&Bounds::default(), &Bounds::new(Stop::default(), LIMIT));
    let (along, both) = (chain(LENGTH, Some(Direction::Out), free), chain(LENGTH, None, free));
    let how = PageRank { damping: 0.85, iterations: 100, tolerance: 1e-6 };
    let kinds = [
        page_rank(&along, how, small).map(|_| ()),
        betweenness(&along, small).map(|_| ()),
        communities(&both, small).map(|_| ()),
        cycles(&both, 1, 10, small).map(|_| ()),
        weak_components(&along, small).map(|_| ()),
        strong_components(&along, small).map(|_| ()),
        core_numbers(&both, small).map(|_| ()),
        topological_order(&along, small).map(|_| ()),
        distances(&along, 0, small).map(|_| ()),
        shortest_path(&along, 0, 2, small).map(|_| ()),
    ];
    let modest = kinds.iter().position(|end| end.as_ref().map_err(|fault| fault.kind) != Err(FaultKind::Memory));
    assert_eq!(modest, None);
    assert!(small.fits(LIMIT).is_ok() && free.fits(DEFAULT_MEMORY).is_err());
    drop((along, both));
    assert!(free.fits(DEFAULT_MEMORY).is_ok(), "the projections give back theirs too");
}

#[test]
fn a_search_for_cycles_keeps_no_more_than_its_room_however_long_it_takes() {
    // Each node is entered once for each cycle through it, which are many.
    let mut graph = Graph::new(Arc::new(Schema::open()));
    let kind = graph.schema_and_names().1.types.intern("R");
    let nodes: Vec<_> = (0..7).map(|_| graph.add_node(&[])).collect();
    for from in &nodes {
        nodes.iter().filter(|to| *to != from).for_each(|to| {
            graph.add_rel(*from, kind, *to);
        });
    }
    let bounds = &Bounds::default();
    let selection = Selection { direction: Some(Direction::Out), ..Selection::default() };
    let whole = Projection::new(graph.view(), &selection, bounds).expect("it is small");
    // A choice of k nodes has (k - 1)! cycles: 21 + 70 + 210 + 504 + 840 + 720.
    assert_eq!(cycles(&whole, usize::MAX, usize::MAX, bounds).map(|found| found.len()), Ok(2365));
    assert_eq!(cycles(&whole, usize::MAX, 3, bounds).map(|found| found.len()), Ok(91));
}
