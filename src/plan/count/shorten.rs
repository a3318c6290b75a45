//! Paths of which each node has at most one, as one edge.
//!
//! A person is located in one city, which is part of one country: for a circle through all three the city only matters as
//! a step from the person to the country. The shorter circle has fewer variables to enumerate, and shows which of them
//! may change places.

use super::Step;
use super::shape::{Edge, Kind, Known, Shape};

/// The pattern without the variables that are only passed; none when there is no such variable.
pub(super) fn shortened(shape: &Shape, pinned: &[usize], known: Known<'_>) -> Option<Shape> {
    let mut short = shape.clone();
    let core = shape.core(pinned);
    let mut passed = false;
    while let Some((middle, one, other)) = passable(&short, &core, pinned, known) {
        let path = [steps(&short, &one, middle, known), steps(&short, &other, other.other(middle), known)].concat();
        short.edges.retain(|edge| edge.id != one.id && edge.id != other.id);
        short.edges.push(Edge {
            left: one.other(middle),
            right: other.other(middle),
            types: other.types.clone(),
            both: false,
            back: false,
            kind: Kind::Rows,
            id: one.id,
            path,
        });
        short.nodes[middle] = None;
        passed = true;
    }
    passed.then_some(short)
}

/// A variable that is passed, with the edge that leads to it and the one that leads on.
fn passable(shape: &Shape, core: &[bool], pinned: &[usize], known: Known<'_>) -> Option<(usize, Edge, Edge)> {
    shape.alive().filter(|node| core[*node] && !pinned.contains(node)).find_map(|middle| {
        let node = shape.node(middle);
        let named = |pair: &(usize, usize)| pair.0 == middle || pair.1 == middle;
        let tested = shape.absent.iter().any(|edge| edge.touches(middle)) || shape.unequal.iter().any(named);
        let edges: Vec<&Edge> = shape.edges.iter().filter(|edge| edge.touches(middle)).collect();
        let [a, b] = edges.as_slice() else { return None };
        if tested || node.inner || !node.conditions.is_empty() || a.other(middle) == b.other(middle) {
            return None;
        }
        [(a, b), (b, a)].into_iter().find_map(|(one, other)| {
            let plain = one.kind == Kind::Rows && other.kind == Kind::Rows;
            let leads = known.single(shape, one, one.other(middle)) && known.single(shape, other, middle);
            (plain && leads).then(|| (middle, (*one).clone(), (*other).clone()))
        })
    })
}

/// The steps of an edge to a node, whose labels are tested where they don't hold anyway.
fn steps(shape: &Shape, edge: &Edge, to: usize, known: Known<'_>) -> Vec<Step> {
    let from = edge.other(to);
    let mut labels = shape.node(to).labels.clone();
    labels.retain(|label| !known.leads_to(edge, from, &shape.node(from).labels, *label));
    labels.sort_unstable();
    labels.dedup();
    if edge.path.is_empty() {
        return vec![Step { types: edge.types.clone(), arrow: edge.arrow_from(from), labels }];
    }
    let mut path = edge.path.clone();
    if let Some(last) = path.last_mut() {
        last.labels = labels;
    }
    path
}
