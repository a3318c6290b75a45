//! A problem → the JSON in which the Eclipse Layout Kernel takes it.
//!
//! Boxes are nodes `n0`, `n1` and so on, edges `e0`, groups `g0`, labels `l0`, and the places where trunks meet boxes are
//! ports `t0`. Everything is listed in the order of [`super::order`], which the engine keeps.

use super::order::{reading_order, sources};
use super::{Border, Edge, Problem, Size, Tile};
use crate::library::Direction;
use serde_json::{Value, json};

/// How much wider than high the parts of a picture are packed.
pub(super) const ASPECT: f64 = 1.6;

/// Up to so many, places are sought that make a picture narrow, and boxes stand in the order of [`reading_order`] within
/// layers. The time for both grows with the square or faster: of a thousand boxes and 1,500 edges the order takes ten
/// seconds, the rest half a second.
const MOST_NARROW: usize = 600;

/// What the engine is asked, with at most `bound` boxes in a layer. A bound does not hold in groups, which are laid out with
/// the layers that they have.
pub(super) fn request(problem: &Problem, bound: Option<usize>) -> Value {
    let layers = reading_order(problem, bound);
    let mut places = vec![0; problem.boxes.len()];
    let mut layer_of = vec![None; problem.boxes.len()];
    let held = bound.is_some() && problem.groups.is_empty();
    for (place, (layer, each)) in
        layers.iter().enumerate().flat_map(|(at, layer)| layer.iter().map(move |each| (at, *each))).enumerate()
    {
        places[each] = place;
        layer_of[each] = held.then_some(layer);
    }
    let mut trunks = vec![Vec::new(); problem.boxes.len()];
    for edge in &problem.edges {
        if let Some(trunk) = edge.trunk {
            let at_box: &mut Vec<usize> = &mut trunks[if trunk.at_start { edge.start } else { edge.end }];
            if !at_box.contains(&trunk.number) {
                at_box.push(trunk.number);
            }
        }
    }
    let mut edges: Vec<(usize, &Edge)> = problem.edges.iter().enumerate().collect();
    edges.sort_by_key(|(_, edge)| (places[edge.start], places[edge.end]));
    let nodes = Nodes { problem, order: layers.concat(), layer_of, sources: first(problem), trunks };
    json!({
        "id": "root",
        "layoutOptions": options(problem, held),
        "children": nodes.within(None),
        "edges": edges.into_iter().map(|(at, each)| edge(at, each)).collect::<Vec<_>>(),
    })
}

/// The boxes that begin the picture. Beside groups, which make layers high, these are all that only lead to others: in a
/// layer of its own such a box would part the groups.
fn first(problem: &Problem) -> Vec<bool> {
    let mut first = sources(problem);
    if !problem.groups.is_empty() {
        for edge in &problem.edges {
            first[edge.start] |= problem.boxes[edge.start].group.is_none();
        }
        problem.edges.iter().for_each(|edge| first[edge.end] = false);
    }
    first
}

fn edge(at: usize, edge: &Edge) -> Value {
    let label = |size: Size| {
        json!({
            "id": format!("l{at}"), "text": "l", "width": size.width, "height": size.height,
            "layoutOptions": {"elk.edgeLabels.inline": true, "elk.edgeLabels.placement": "CENTER"},
        })
    };
    let end = |each: usize, at_start: bool| match edge.trunk {
        Some(trunk) if trunk.at_start == at_start => port(trunk.number),
        _ => format!("n{each}"),
    };
    json!({
        "id": format!("e{at}"),
        "sources": [end(edge.start, true)],
        "targets": [end(edge.end, false)],
        "labels": edge.label.map(label).into_iter().collect::<Vec<_>>(),
    })
}

/// The name of the place at a box where a trunk meets it.
fn port(trunk: usize) -> String {
    format!("t{trunk}")
}

/// The boxes and groups of a problem.
struct Nodes<'p> {
    problem: &'p Problem,
    /// The boxes in the order in which they stand within their layers.
    order: Vec<usize>,
    /// The layer of each box, where that is not left to the engine.
    layer_of: Vec<Option<usize>>,
    /// Whether each box begins the picture.
    sources: Vec<bool>,
    /// The trunks that meet each box, in the order of their first edges.
    trunks: Vec<Vec<usize>>,
}

impl Nodes<'_> {
    /// What stands in a group, or in none: groups and boxes.
    fn within(&self, around: Option<usize>) -> Vec<Value> {
        let groups = self.problem.groups.iter().enumerate().filter(|(_, group)| group.within == around);
        let group = |(at, border): (usize, &Border)| {
            let [top, right, bottom, left] = border.padding();
            // The engine takes the sides of the least size of a group for those of a picture from left to right.
            let Size { width, height } = border.least();
            let (one, other) = if self.problem.direction.is_horizontal() { (width, height) } else { (height, width) };
            json!({
                "id": format!("g{at}"),
                "children": self.within(Some(at)),
                "layoutOptions": {
                    "elk.padding": format!("[top={top},left={left},bottom={bottom},right={right}]"),
                    "elk.nodeSize.constraints": "MINIMUM_SIZE",
                    "elk.nodeSize.minimum": format!("({one},{other})"),
                },
            })
        };
        let boxes = self.order.iter().map(|at| (*at, &self.problem.boxes[*at]));
        let boxes = boxes.filter(|(_, each)| each.group == around);
        groups.map(group).chain(boxes.map(|(at, each)| self.node(at, each))).collect()
    }

    fn node(&self, at: usize, each: &Tile) -> Value {
        let options = match self.layer_of[at] {
            Some(layer) => json!({"elk.partitioning.partition": layer}),
            None if self.sources[at] => json!({"elk.layered.layering.layerConstraint": "FIRST"}),
            None => json!({}),
        };
        let port = |trunk: &usize| json!({"id": port(*trunk), "width": 0, "height": 0});
        json!({
            "id": format!("n{at}"), "width": each.size.width, "height": each.size.height,
            "ports": self.trunks[at].iter().map(port).collect::<Vec<_>>(),
            "layoutOptions": options,
        })
    }
}

fn options(problem: &Problem, held: bool) -> Value {
    let gap = |usual: u32, dense: u32| if problem.dense { dense } else { usual };
    let narrow = problem.boxes.len() + problem.edges.len() <= MOST_NARROW;
    json!({
        "elk.algorithm": "layered",
        "elk.direction": direction(problem.direction),
        "elk.edgeRouting": "ORTHOGONAL",
        "elk.hierarchyHandling": if problem.groups.is_empty() { "INHERIT" } else { "INCLUDE_CHILDREN" },
        "elk.aspectRatio": problem.aspect.unwrap_or(ASPECT),
        "elk.randomSeed": 1,
        "elk.padding": "[top=0,left=0,bottom=0,right=0]",
        "elk.spacing.nodeNode": gap(22, 12),
        "elk.spacing.edgeNode": gap(14, 9),
        "elk.spacing.edgeEdge": gap(9, 7),
        "elk.spacing.edgeLabel": 4,
        "elk.spacing.componentComponent": gap(40, 24),
        "elk.layered.spacing.nodeNodeBetweenLayers": gap(40, 28),
        "elk.layered.spacing.edgeNodeBetweenLayers": gap(20, 13),
        "elk.layered.spacing.edgeEdgeBetweenLayers": gap(9, 7),
        "elk.layered.nodePlacement.strategy": if narrow { "NETWORK_SIMPLEX" } else { "BRANDES_KOEPF" },
        "elk.layered.nodePlacement.favorStraightEdges": true,
        "elk.layered.considerModelOrder.strategy": if narrow { "NODES_AND_EDGES" } else { "NONE" },
        "elk.layered.crossingMinimization.forceNodeModelOrder": narrow,
        "elk.layered.layering.strategy": "NETWORK_SIMPLEX",
        "elk.partitioning.activate": held,
        "elk.layered.thoroughness": 7,
    })
}

/// The engine's name of a direction.
fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::TopToBottom => "DOWN",
        Direction::LeftToRight => "RIGHT",
        Direction::BottomToTop => "UP",
        Direction::RightToLeft => "LEFT",
    }
}
