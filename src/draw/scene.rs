//! A subgraph → a scene: what is in the picture, before anything has a place.
//!
//! Input: the nodes and relationships to draw, and the graph. Output: nodes, lines, groups and a legend as texts and
//! styles, from which every writer makes its picture. Nothing here knows a format or a coordinate.

use super::style::{LineStyle, NodeStyle, Styles};
use super::{Options, Subgraph, label, mark, tooltip};
use crate::graph::{Entity, Origin, TypeId, View};
use crate::library::Direction;
use crate::value::{NodeId, RelId, Value, literal};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// From so many lines on, a type that most of them share is named once in the legend.
const MANY_OF_MOST: usize = 4;

/// From so many lines on, a type is named once in the legend in any case.
const MANY: usize = 8;

/// A picture without places.
#[derive(Debug)]
pub(super) struct Scene {
    /// The title; none when empty.
    pub title: String,
    /// What is in the picture, in a sentence for those who cannot see it.
    pub about: String,
    /// Where lines lead, when that is said.
    pub direction: Option<Direction>,
    /// The nodes in the order of their first appearance.
    pub nodes: Vec<Node>,
    /// The lines in the order of their first appearance.
    pub lines: Vec<Line>,
    /// The groups in the order of their first nodes.
    pub groups: Vec<String>,
    /// What the looks mean.
    pub legend: Legend,
}

/// A node of the graph.
#[derive(Debug)]
pub(super) struct Node {
    /// Which.
    pub id: NodeId,
    /// Its caption in lines.
    pub label: Vec<String>,
    /// Its look.
    pub style: NodeStyle,
    /// What is said on hovering.
    pub tooltip: String,
    /// The file and line where it is written, if it is.
    pub source: Option<(Arc<str>, u32)>,
    /// The group it stands in, as a position in [`Scene::groups`].
    pub group: Option<usize>,
}

/// Relationships of one type from one node to another, drawn as one line.
#[derive(Debug)]
pub(super) struct Line {
    /// The start, as a position in [`Scene::nodes`].
    pub start: usize,
    /// The end, likewise.
    pub end: usize,
    /// What stands at the line; nothing when empty.
    pub label: String,
    /// Its look.
    pub style: LineStyle,
    /// What is said on hovering.
    pub tooltip: String,
    /// The relationships that it stands for.
    pub rels: Vec<RelId>,
}

/// The types of a picture, in the order of the schema; empty when the picture explains itself.
#[derive(Debug, Default)]
pub(super) struct Legend {
    /// Node types.
    pub nodes: Vec<(String, NodeStyle)>,
    /// Relationship types.
    pub lines: Vec<(String, LineStyle)>,
}

/// Lines before their texts are known.
struct Bundle {
    start: usize,
    end: usize,
    kind: TypeId,
    rels: Vec<RelId>,
}

impl Scene {
    /// Collects what the picture shows. O(nodes + relationships).
    pub(super) fn of(subgraph: &Subgraph, view: View<'_>, options: &Options) -> Self {
        let styles = Styles::of(view);
        let bundles = bundles(subgraph, view);
        let named_once = named_once(&bundles);
        let (groups, group_of) = groups(subgraph, view, options.picture.group_by.first().map(String::as_str));
        let node = |(node, group): (&NodeId, Option<usize>)| Node {
            id: *node,
            label: label::caption(&view.caption(*node)),
            style: styles.node(*node),
            tooltip: tooltip::node(*node, view),
            source: source(*node, view),
            group,
        };
        let line = |bundle: &Bundle| Line {
            start: bundle.start,
            end: bundle.end,
            label: line_label(bundle, &named_once, view),
            style: styles.rel(bundle.kind),
            tooltip: tooltip::rels(&bundle.rels, view),
            rels: bundle.rels.clone(),
        };
        let mut scene = Self {
            title: options.title.split_whitespace().collect::<Vec<_>>().join(" "),
            about: about(subgraph, view, &styles),
            direction: options.picture.direction,
            nodes: subgraph.nodes.iter().zip(group_of).map(node).collect(),
            lines: bundles.iter().map(line).collect(),
            groups,
            legend: if options.legend {
                legend(subgraph, &bundles, &named_once, view, &styles)
            } else {
                Legend::default()
            },
        };
        if let Some(changes) = &options.changes {
            let kind = |bundle: &Bundle| view.names().types.name(bundle.kind).to_string();
            let lines: Vec<_> = bundles.iter().map(|bundle| (kind(bundle), &bundle.rels[..])).collect();
            mark::mark(&mut scene, &lines, changes, options.legend);
        }
        scene
    }

    /// The positions of the nodes that no line touches; a line from a node to itself does not hold it in place.
    pub(super) fn loose(&self) -> Vec<usize> {
        let tying = self.lines.iter().filter(|line| line.start != line.end);
        let tied: FxHashSet<usize> = tying.flat_map(|line| [line.start, line.end]).collect();
        (0..self.nodes.len()).filter(|at| !tied.contains(at)).collect()
    }
}

/// Where a node is written.
fn source(node: NodeId, view: View<'_>) -> Option<(Arc<str>, u32)> {
    match view.origin(Entity::Node(node))? {
        Origin::Written { file, line, .. } => Some((Arc::clone(file), *line)),
        Origin::Derived { .. } => None,
    }
}

/// Joins the relationships of one type from one node to the same other.
fn bundles(subgraph: &Subgraph, view: View<'_>) -> Vec<Bundle> {
    let positions: FxHashMap<NodeId, usize> = subgraph.nodes.iter().enumerate().map(|(at, node)| (*node, at)).collect();
    let mut bundles: Vec<Bundle> = Vec::new();
    let mut places: FxHashMap<(usize, usize, TypeId), usize> = FxHashMap::default();
    for rel in &subgraph.rels {
        let ((start, end), kind) = (view.ends(*rel), view.rel_type(*rel));
        let (Some(start), Some(end)) = (positions.get(&start).copied(), positions.get(&end).copied()) else {
            continue;
        };
        let place = *places.entry((start, end, kind)).or_insert(bundles.len());
        if place == bundles.len() {
            bundles.push(Bundle { start, end, kind, rels: Vec::new() });
        }
        bundles[place].rels.push(*rel);
    }
    bundles
}

/// The types that are worth naming once for all of their lines.
fn named_once(bundles: &[Bundle]) -> FxHashSet<TypeId> {
    let mut counts: FxHashMap<TypeId, usize> = FxHashMap::default();
    let many = |bundle: &Bundle| {
        let count = counts.entry(bundle.kind).or_default();
        *count += 1;
        (*count >= MANY || *count >= MANY_OF_MOST && *count * 2 > bundles.len()).then_some(bundle.kind)
    };
    bundles.iter().filter_map(many).collect()
}

fn line_label(bundle: &Bundle, named_once: &FxHashSet<TypeId>, view: View<'_>) -> String {
    let kind: &str = if named_once.contains(&bundle.kind) { "" } else { view.names().types.name(bundle.kind) };
    let times = if bundle.rels.len() > 1 { format!("×{}", bundle.rels.len()) } else { String::new() };
    format!("{kind} {times}").trim().to_owned()
}

/// The values of a property, and for each node its place among them.
fn groups(subgraph: &Subgraph, view: View<'_>, key: Option<&str>) -> (Vec<String>, Vec<Option<usize>>) {
    let mut titles: Vec<String> = Vec::new();
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let key = key.and_then(|key| view.names().keys.get(key));
    let mut place = |node: &NodeId| {
        let title = match view.property(Entity::Node(*node), key?) {
            Value::Null => return None,
            Value::Str(text) => text.to_string(),
            other => literal(&other, &|_| String::new()),
        };
        let place = *places.entry(title.clone()).or_insert(titles.len());
        if place == titles.len() {
            titles.push(title);
        }
        Some(place)
    };
    let group_of = subgraph.nodes.iter().map(&mut place).collect();
    (titles, group_of)
}

/// The node types when there are several, and the relationship types when there are several or one is named only here.
fn legend(
    subgraph: &Subgraph,
    bundles: &[Bundle],
    named_once: &FxHashSet<TypeId>,
    view: View<'_>,
    styles: &Styles<'_>,
) -> Legend {
    let mut nodes: Vec<_> = subgraph.nodes.iter().filter_map(|node| Some((styles.node_type(*node)?, *node))).collect();
    nodes.sort_by_key(|((place, _), _)| *place);
    nodes.dedup_by_key(|((place, _), _)| *place);
    let mut kinds: Vec<TypeId> = bundles.iter().map(|bundle| bundle.kind).collect();
    kinds.sort_by_key(|kind| (styles.rel_place(*kind), *kind));
    kinds.dedup();
    let lines = kinds.len() > 1 || !named_once.is_empty();
    if nodes.len() < 2 && !lines {
        return Legend::default();
    }
    let line = |kind: TypeId| (view.names().types.name(kind).to_string(), styles.rel(kind));
    Legend {
        nodes: nodes.into_iter().map(|((_, name), node)| (name.to_owned(), styles.node(node))).collect(),
        lines: if lines { kinds.into_iter().map(line).collect() } else { Vec::new() },
    }
}

/// "2 Company, 5 Technology; 7 USES", by type in the order of the schema.
fn about(subgraph: &Subgraph, view: View<'_>, styles: &Styles<'_>) -> String {
    let nodes = subgraph.nodes.iter().map(|node| styles.node_type(*node).unwrap_or((usize::MAX, "node")));
    let nodes = counted(nodes.collect());
    let kind = |rel: &RelId| view.rel_type(*rel);
    let rels = subgraph.rels.iter().map(|rel| (styles.rel_place(kind(rel)), &**view.names().types.name(kind(rel))));
    let rels = counted(rels.collect());
    if rels.is_empty() { nodes } else { format!("{nodes}; {rels}") }
}

fn counted(mut types: Vec<(usize, &str)>) -> String {
    types.sort_unstable();
    let counts = types.chunk_by(|one, other| one == other).map(|same| format!("{} {}", same.len(), same[0].1));
    counts.collect::<Vec<_>>().join(", ")
}
