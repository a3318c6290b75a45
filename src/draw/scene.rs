//! A subgraph → a scene: what is in the picture, before anything has a place.
//!
//! Input: the nodes and relationships to draw, and the graph. Output: nodes, lines, groups and a legend as texts and
//! styles, from which every writer makes its picture. Nothing here knows a format or a coordinate.

use super::describe::{described, diagram};
use super::groups::{Group, Groups};
use super::name::name;
use super::style::{LineStyle, NodeStyle, Styles};
use super::theme::Palette;
use super::{Engine, Options, PageSize, Subgraph, label, mark, sources, tooltip};
use crate::graph::{Entity, Origin, TypeId, View};
use crate::library::Direction;
use crate::value::{NodeId, RelId, Stop, Why};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// From so many lines on, a type that most of them share is named once in the legend.
const MANY_OF_MOST: usize = 4;

/// From so many lines on, a type is named once in the legend in any case.
const MANY: usize = 5;

/// A picture without places.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    /// The colors.
    pub palette: &'static Palette,
    /// Whether the ground is painted.
    pub ground: bool,
    /// The shape to fill; as large as it needs to be when there is none.
    pub page: Option<PageSize>,
    /// Who lays it out.
    pub engine: Engine,
    /// Where somebody asks for an end of that.
    pub stop: Stop,
    /// The title; none when empty.
    pub title: String,
    /// What is asked and what is in the picture, in sentences for those who cannot see it.
    pub about: String,
    /// Where lines lead, when that is said.
    pub direction: Option<Direction>,
    /// The nodes in the order of their first appearance.
    pub nodes: Vec<Node>,
    /// The lines in the order of their first appearance.
    pub lines: Vec<Line>,
    /// The groups in the order of their first nodes, each after the one around it.
    pub groups: Vec<Group>,
    /// What the looks mean.
    pub legend: Legend,
    /// Where the facts can be read; none when empty.
    pub footnote: String,
}

/// A node of the graph.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Which.
    pub id: NodeId,
    /// The text that stands for it.
    pub caption: String,
    /// Its name within the file.
    pub name: String,
    /// Its caption in lines.
    pub label: Vec<String>,
    /// What is written below it, a text a line.
    pub notes: Vec<String>,
    /// Its look.
    pub style: NodeStyle,
    /// Whether others stand out beside it.
    pub dim: bool,
    /// What is said on hovering.
    pub tooltip: String,
    /// The file and line where it is written, if it is.
    pub source: Option<(Arc<str>, u32)>,
    /// The group it stands in, as a position in [`Scene::groups`].
    pub group: Option<usize>,
}

/// Relationships of one type from one node to another, drawn as one line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The start, as a position in [`Scene::nodes`].
    pub start: usize,
    /// The end, likewise.
    pub end: usize,
    /// What stands at the line; nothing when empty.
    pub label: String,
    /// The same where the legend alone names types.
    pub unnamed: String,
    /// Its look.
    pub style: LineStyle,
    /// Whether others stand out beside it.
    pub dim: bool,
    /// Whether it is laid out against its direction.
    pub backward: bool,
    /// What is said on hovering.
    pub tooltip: String,
    /// The relationships that it stands for.
    pub rels: Vec<RelId>,
}

/// The types of a picture, in the order of the schema; empty when the picture explains itself.
#[derive(Clone, Debug, Default)]
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
    /// Collects what the picture shows, unless somebody asks for an end. O(nodes + relationships).
    pub(super) fn of(subgraph: &Subgraph, view: View<'_>, options: &Options) -> Result<Self, Why> {
        let stop = &options.stop;
        let palette = options.theme.palette();
        let styles = Styles::of(view, palette, &options.style);
        let groups = Groups::of(subgraph, view, &options.picture.group_by, stop)?;
        let shown = Subgraph {
            nodes: subgraph.nodes.iter().copied().filter(|node| !groups.replaced.contains(node)).collect(),
            rels: subgraph.rels.iter().copied().filter(|rel| !groups.lines.contains(rel)).collect(),
            ..subgraph.clone()
        };
        let bundles = bundles(&shown, view, &styles, stop)?;
        let named_once = if options.legend { named_once(&bundles) } else { FxHashSet::default() };
        let numbers = shown.rels.iter().filter_map(|rel| styles.measured(*rel)).map(|(number, ..)| number);
        let range = stop
            .collect(numbers)?
            .into_iter()
            .fold((f64::MAX, f64::MIN), |(low, high), number| (low.min(number), high.max(number)));
        let builder = Builder { subgraph: &shown, view, styles: &styles, named_once: &named_once, range };
        let mut scene = Self {
            palette,
            ground: !options.transparent,
            page: options.size,
            engine: options.engine,
            stop: stop.clone(),
            title: options.title.split_whitespace().collect::<Vec<_>>().join(" "),
            about: described(&options.about, &diagram(subgraph, view, &styles)),
            direction: options.picture.direction,
            nodes: stop.collect(shown.nodes.iter().map(|node| builder.node(*node, groups.of.get(node).copied())))?,
            lines: stop.collect(bundles.iter().map(|bundle| builder.line(bundle)))?,
            legend: if options.legend { builder.legend(&bundles, stop)? } else { Legend::default() },
            footnote: if options.footnote { sources::footnote(subgraph, view, stop)? } else { String::new() },
            groups: groups.groups,
        };
        if let Some(changes) = &options.changes {
            let kind = |bundle: &Bundle| view.names().types.name(bundle.kind).to_string();
            let lines: Vec<_> = bundles.iter().map(|bundle| (kind(bundle), &bundle.rels[..])).collect();
            mark::mark(&mut scene, &lines, changes, options.legend);
        }
        Ok(scene)
    }

    /// The same with types named in the legend alone where they look like no other there, which leaves room at the lines;
    /// none when that changes nothing.
    pub(super) fn named_in_legend(&self) -> Option<Self> {
        let look = |style: &LineStyle| (style.color, style.stroke);
        let told_apart = |line: &Line| {
            let alike = self.legend.lines.iter().filter(|(_, style)| look(style) == look(&line.style));
            alike.count() == 1 && line.label != line.unnamed
        };
        let short: Vec<bool> = self.lines.iter().map(told_apart).collect();
        short.contains(&true).then(|| {
            let mut scene = self.clone();
            let lines = scene.lines.iter_mut().zip(short).filter_map(|(line, short)| short.then_some(line));
            lines.for_each(|line| line.label.clone_from(&line.unnamed));
            scene
        })
    }

    /// The positions of the nodes that no line touches; a line from a node to itself does not hold it in place.
    pub(super) fn loose(&self) -> Vec<usize> {
        let tying = self.lines.iter().filter(|line| line.start != line.end);
        let tied: FxHashSet<usize> = tying.flat_map(|line| [line.start, line.end]).collect();
        (0..self.nodes.len()).filter(|at| !tied.contains(at)).collect()
    }
}

/// Where a node is written.
pub(super) fn source(node: NodeId, view: View<'_>) -> Option<(Arc<str>, u32)> {
    match view.origin(Entity::Node(node))? {
        Origin::Written { file, line, .. } => Some((Arc::clone(file), *line)),
        Origin::Derived { .. } => None,
    }
}

/// Joins the relationships of one type and look from one node to the same other.
fn bundles(subgraph: &Subgraph, view: View<'_>, styles: &Styles<'_>, stop: &Stop) -> Result<Vec<Bundle>, Why> {
    let positions: FxHashMap<NodeId, usize> = subgraph.nodes.iter().enumerate().map(|(at, node)| (*node, at)).collect();
    let mut bundles: Vec<Bundle> = Vec::new();
    let mut places: FxHashMap<(usize, usize, TypeId, LineStyle), usize> = FxHashMap::default();
    for rel in &subgraph.rels {
        stop.look()?;
        let ((start, end), kind) = (view.ends(*rel), view.rel_type(*rel));
        let (Some(start), Some(end)) = (positions.get(&start).copied(), positions.get(&end).copied()) else {
            continue;
        };
        let key = (start, end, kind, styles.rel(*rel, false));
        let place = *places.entry(key).or_insert(bundles.len());
        if place == bundles.len() {
            bundles.push(Bundle { start, end, kind, rels: Vec::new() });
        }
        bundles[place].rels.push(*rel);
    }
    Ok(bundles)
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

fn note((name, text): &(String, String)) -> String {
    if text.is_empty() { name.clone() } else { format!("{name}: {text}") }
}

/// What the parts of a scene are made from.
struct Builder<'s, 'g> {
    subgraph: &'s Subgraph,
    view: View<'g>,
    styles: &'s Styles<'g>,
    named_once: &'s FxHashSet<TypeId>,
    /// The least and the greatest number by which widths are set.
    range: (f64, f64),
}

impl Builder<'_, '_> {
    fn dim(&self, mut entities: impl Iterator<Item = Entity>) -> bool {
        self.subgraph.bright.as_ref().is_some_and(|bright| !entities.any(|entity| bright.contains(&entity)))
    }

    fn node(&self, id: NodeId, group: Option<usize>) -> Node {
        let caption = self.styles.caption(id);
        let said = self.subgraph.notes.get(&Entity::Node(id)).into_iter().flatten();
        let news = said.filter(|(_, text)| *text != caption);
        let dim = self.dim(std::iter::once(Entity::Node(id)));
        Node {
            id,
            label: label::caption(&caption, label::LABEL_WIDTH),
            notes: news.map(note).collect(),
            style: self.styles.node(id, dim),
            dim,
            tooltip: tooltip::node(id, self.view),
            source: source(id, self.view),
            name: name(id, self.view),
            group,
            caption,
        }
    }

    /// A line that joins what stands out stands out as well.
    fn is_dim(&self, bundle: &Bundle) -> bool {
        let end = |at: usize| self.dim(std::iter::once(Entity::Node(self.subgraph.nodes[at])));
        self.dim(bundle.rels.iter().map(|rel| Entity::Rel(*rel))) && (end(bundle.start) || end(bundle.end))
    }

    fn line(&self, bundle: &Bundle) -> Line {
        let dim = self.is_dim(bundle);
        Line {
            start: bundle.start,
            end: bundle.end,
            label: self.line_label(bundle, self.named_once.contains(&bundle.kind)),
            unnamed: self.line_label(bundle, true),
            style: self.line_style(bundle, dim),
            dim,
            backward: self.subgraph.backward.contains(&bundle.rels[0]),
            tooltip: tooltip::rels(&bundle.rels, self.view),
            rels: bundle.rels.clone(),
        }
    }

    /// The look of a line; its weight is that of the greatest number it stands for, among all in the picture.
    fn line_style(&self, bundle: &Bundle, dim: bool) -> LineStyle {
        let style = self.styles.rel(bundle.rels[0], dim);
        let numbers = bundle.rels.iter().filter_map(|rel| self.styles.measured(*rel));
        let Some((number, least, most)) = numbers.max_by(|one, other| one.0.total_cmp(&other.0)) else { return style };
        let (low, high) = self.range;
        let share = if high > low { (number - low) / (high - low) } else { 1.0 };
        LineStyle { weight: ((least + (most - least) * share) * 10.0).round() as u8, ..style }
    }

    fn line_label(&self, bundle: &Bundle, unnamed: bool) -> String {
        let kind: &str = if unnamed { "" } else { self.view.names().types.name(bundle.kind) };
        let mut parts = vec![kind.to_owned()];
        if let [rel] = bundle.rels[..] {
            let notes = self.subgraph.notes.get(&Entity::Rel(rel)).into_iter().flatten();
            parts.extend(notes.map(note));
        } else {
            parts.push(format!("×{}", bundle.rels.len()));
        }
        parts.retain(|part| !part.is_empty());
        parts.join(" ")
    }

    /// The node types when there are several, and the relationship types when there are several or one is named only
    /// here. A look of which nothing stands out is shown as it is seen.
    fn legend(&self, bundles: &[Bundle], stop: &Stop) -> Result<Legend, Why> {
        let entry = |node: &NodeId| {
            let dim = self.dim(std::iter::once(Entity::Node(*node)));
            let (place, name, style) = self.styles.node_entry(*node, dim)?;
            Some((place, name, dim, style))
        };
        let entries = stop.collect(self.subgraph.nodes.iter().map(entry))?;
        let mut nodes = each_once(entries.into_iter().flatten());
        nodes.sort_by(|one, other| (one.0, &one.1, one.2).cmp(&(other.0, &other.1, other.2)));
        nodes.dedup_by(|one, other| one.1 == other.1);
        let entry = |bundle: &Bundle| {
            let (place, rel, dim) = (self.styles.rel_place(bundle.kind), bundle.rels[0], self.is_dim(bundle));
            (place, self.styles.rel_name(rel), dim, self.styles.rel(rel, dim))
        };
        let mut lines = each_once(stop.collect(bundles.iter().map(entry))?.into_iter());
        lines.sort_by(|one, other| (one.0, &one.1, one.2).cmp(&(other.0, &other.1, other.2)));
        lines.dedup_by(|one, other| one.1 == other.1);
        let explained = lines.len() > 1 || !self.named_once.is_empty();
        if nodes.len() < 2 && !explained {
            return Ok(Legend::default());
        }
        Ok(Legend {
            nodes: nodes.into_iter().map(|(_, name, _, style)| (name, style)).collect(),
            lines: if explained {
                lines.into_iter().map(|(_, name, _, style)| (name, style)).collect()
            } else {
                Vec::new()
            },
        })
    }
}

/// The first entry of each place and name.
fn each_once<S>(entries: impl Iterator<Item = (usize, String, bool, S)>) -> Vec<(usize, String, bool, S)> {
    let mut seen = FxHashSet::default();
    entries.filter(|(place, name, dim, _)| seen.insert((*place, name.clone(), *dim))).collect()
}
