//! A subgraph → DOT.
//!
//! Input: the nodes and relationships to draw, and the graph. Output: DOT text, built as a syntax tree and printed by
//! the DOT library. It needs nothing of Graphviz newer than 2.40.
//!
//! The title stands above the picture. All nodes stand in one invisible cluster whose label, below them, is the legend:
//! so it takes no part in the layout, and is at the same place in every picture.

use super::label::{LABEL_WIDTH, html, quoted, wrapped};
use super::style::Styles;
use super::{Options, Subgraph, layout, tooltip};
use crate::graph::{TypeId, View};
use crate::value::{NodeId, RelId};
use graphviz_rust::dot_structures::{
    Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node, NodeId as DotNodeId, Stmt, Subgraph as DotSubgraph,
    Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};
use rustc_hash::{FxHashMap, FxHashSet};

/// Fonts that slides and browsers have; Graphviz takes the first that it finds.
const FONT: &str = "Helvetica,Arial,sans-serif";

/// The color of letters.
const INK: &str = "#1A1A1A";

/// The widest line of the title, in characters.
const TITLE_WIDTH: usize = 64;

/// From so many lines on, a type that all of them share is named once in the legend.
const LINES_TO_NAME_ONCE: usize = 4;

/// Relationships of one type from one node to another, drawn as one line.
struct Line {
    start: NodeId,
    end: NodeId,
    kind: TypeId,
    rels: Vec<RelId>,
}

/// The picture as DOT, valid for Graphviz 2.40 and later. O(nodes + relationships).
///
/// Each node is called `n` and its number; its shape and color tell its type, its label is its caption, its tooltip
/// holds its properties. Relationships of one type that lead from one node to the same other are one line, marked `×2`.
///
/// ```
/// use casegraph::draw::{Options, Subgraph, dot};
/// use casegraph::graph::{Graph, Schema};
///
/// let mut graph = Graph::new(Schema::open().into());
/// let node = graph.add_node(&[]);
/// let subgraph = Subgraph { nodes: vec![node], rels: vec![] };
/// let text = dot(&subgraph, graph.view(), &Options { title: "One".into(), left_to_right: true, ..Options::default() });
/// assert!(text.starts_with("digraph \"One\" {"));
/// assert!(text.contains("n0[label=\"node 0\""));
/// ```
#[must_use]
pub fn dot(subgraph: &Subgraph, view: View<'_>, options: &Options) -> String {
    let styles = Styles::of(view);
    let lines = merge(subgraph, view);
    let name_once = lines.len() >= LINES_TO_NAME_ONCE && lines.windows(2).all(|pair| pair[0].kind == pair[1].kind);
    let legend = legend(subgraph, &lines, name_once, view, &styles);
    let mut body: Vec<Stmt> = vec![GraphAttributes::Graph(cluster_attributes(legend)).into()];
    body.extend(subgraph.nodes.iter().map(|node| draw_node(*node, view, &styles)));
    body.extend(lines.iter().map(|line| draw_line(line, name_once, view, &styles)));
    body.extend(tie(&layout::grid(&loose_nodes(subgraph, &lines), options.left_to_right)));
    let mut stmts = defaults(options, lines.is_empty());
    stmts.push(DotSubgraph { id: plain("cluster_picture"), stmts: body }.into());
    let name = if options.title.is_empty() { "casegraph" } else { &options.title };
    let graph = Graph::DiGraph { id: Id::Escaped(quoted(name)), strict: false, stmts };
    format!("{}\n", graph.print(&mut PrinterContext::default()))
}

fn merge(subgraph: &Subgraph, view: View<'_>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut places: FxHashMap<(NodeId, NodeId, TypeId), usize> = FxHashMap::default();
    for rel in &subgraph.rels {
        let ((start, end), kind) = (view.ends(*rel), view.rel_type(*rel));
        let place = *places.entry((start, end, kind)).or_insert(lines.len());
        if place == lines.len() {
            lines.push(Line { start, end, kind, rels: Vec::new() });
        }
        lines[place].rels.push(*rel);
    }
    lines
}

/// The nodes that no line touches; a line from a node to itself does not hold it in place.
fn loose_nodes(subgraph: &Subgraph, lines: &[Line]) -> Vec<NodeId> {
    let tying = lines.iter().filter(|line| line.start != line.end);
    let tied: FxHashSet<NodeId> = tying.flat_map(|line| [line.start, line.end]).collect();
    subgraph.nodes.iter().copied().filter(|node| !tied.contains(node)).collect()
}

/// What holds for the whole picture.
fn defaults(options: &Options, no_lines: bool) -> Vec<Stmt> {
    let mut graph = vec![
        word("rankdir", if options.left_to_right { "LR" } else { "TB" }),
        text("charset", "UTF-8"),
        text("bgcolor", "#FFFFFF"),
        word("pad", "0.3"),
        word("nodesep", "0.3"),
        word("ranksep", if no_lines { "0.3" } else { "0.7" }),
        text("fontname", FONT),
        word("fontsize", "24"),
        text("fontcolor", INK),
    ];
    if !options.title.is_empty() {
        graph.push(word("labelloc", "t"));
        graph.push(text("label", &wrapped(&options.title, TITLE_WIDTH).join("\n")));
    }
    let node = vec![
        text("fontname", FONT),
        word("fontsize", "14"),
        text("fontcolor", INK),
        word("style", "filled"),
        word("penwidth", "1.5"),
        text("margin", "0.18,0.1"),
    ];
    let edge = vec![text("fontname", FONT), word("fontsize", "11"), word("penwidth", "1.3"), word("arrowsize", "0.8")];
    vec![GraphAttributes::Graph(graph).into(), GraphAttributes::Node(node).into(), GraphAttributes::Edge(edge).into()]
}

/// What holds for the cluster of all nodes; without a label of its own it would repeat the title.
fn cluster_attributes(legend: Option<String>) -> Vec<Attribute> {
    let label = legend.map_or_else(|| Id::Escaped(quoted("")), Id::Html);
    vec![word("peripheries", "0"), word("labelloc", "b"), word("fontsize", "12"), Attribute(plain("label"), label)]
}

fn draw_node(node: NodeId, view: View<'_>, styles: &Styles<'_>) -> Stmt {
    let style = styles.node(node);
    let mut attributes = vec![
        text("label", &wrapped(&view.caption(node), LABEL_WIDTH).join("\n")),
        word("shape", style.shape),
        text("fillcolor", style.fill),
        text("color", style.line),
        text("tooltip", &tooltip::node(node, view)),
    ];
    if style.rounded {
        attributes.push(text("style", "filled,rounded"));
    }
    Node::new(name(node), attributes).into()
}

fn draw_line(line: &Line, name_once: bool, view: View<'_>, styles: &Styles<'_>) -> Stmt {
    let color = styles.rel(line.rels[0]);
    let kind: &str = if name_once { "" } else { view.names().types.name(line.kind) };
    let times = if line.rels.len() > 1 { format!("×{}", line.rels.len()) } else { String::new() };
    let mut attributes = vec![text("color", color)];
    let label = format!("{kind} {times}");
    if !label.trim().is_empty() {
        // The blanks keep the letters off the line.
        attributes.push(text("label", &format!(" {} ", label.trim())));
        attributes.push(text("fontcolor", color));
    }
    attributes.push(text("tooltip", &tooltip::rels(&line.rels, view)));
    edge(line.start, line.end, attributes)
}

/// Invisible edges along each chain, and across their first nodes, which keep the chains in order within one rank.
fn tie(chains: &[Vec<NodeId>]) -> Vec<Stmt> {
    let invisible = |pair: &[NodeId]| edge(pair[0], pair[1], vec![word("style", "invis")]);
    let mut stmts: Vec<Stmt> = chains.iter().flat_map(|chain| chain.windows(2)).map(invisible).collect();
    let firsts: Vec<NodeId> = chains.iter().filter_map(|chain| chain.first().copied()).collect();
    if firsts.len() > 1 {
        let mut row: Vec<Stmt> = vec![word("rank", "same").into()];
        row.extend(firsts.windows(2).map(invisible));
        stmts.push(DotSubgraph { id: plain("grid"), stmts: row }.into());
    }
    stmts
}

/// The node types of the picture in the order of the schema, and the relationship type when it is named only here; none
/// when the picture explains itself.
fn legend(subgraph: &Subgraph, lines: &[Line], name_once: bool, view: View<'_>, styles: &Styles<'_>) -> Option<String> {
    let mut types: Vec<_> =
        subgraph.nodes.iter().filter_map(|node| Some((styles.node_type(*node)?, styles.node(*node)))).collect();
    types.sort_by_key(|((place, _), _)| *place);
    types.dedup_by_key(|((place, _), _)| *place);
    if types.len() < 2 && !name_once {
        return None;
    }
    let mut cells = String::new();
    for ((_, name), style) in types {
        let corners = if style.rounded { " STYLE=\"ROUNDED\"" } else { "" };
        cells.push_str(&format!(
            "<TD BORDER=\"1\"{corners} BGCOLOR=\"{}\" COLOR=\"{}\"><FONT COLOR=\"{INK}\">{}</FONT></TD>",
            style.fill,
            style.line,
            html(name)
        ));
    }
    if let Some(line) = lines.first().filter(|_| name_once) {
        let kind = html(view.names().types.name(line.kind));
        cells.push_str(&format!("<TD><FONT COLOR=\"{}\">→ {kind}</FONT></TD>", styles.rel(line.rels[0])));
    }
    Some(format!("<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"8\" CELLPADDING=\"5\"><TR>{cells}</TR></TABLE>>"))
}

fn name(node: NodeId) -> DotNodeId {
    DotNodeId(Id::Plain(format!("n{}", node.0)), None)
}

fn edge(start: NodeId, end: NodeId, attributes: Vec<Attribute>) -> Stmt {
    Edge { ty: EdgeTy::Pair(Vertex::N(name(start)), Vertex::N(name(end))), attributes }.into()
}

fn plain(word: &str) -> Id {
    Id::Plain(word.to_owned())
}

/// An attribute whose value is a number or a word of letters.
fn word(key: &str, value: &str) -> Attribute {
    Attribute(plain(key), plain(value))
}

/// An attribute whose value is any text.
fn text(key: &str, value: &str) -> Attribute {
    Attribute(plain(key), Id::Escaped(quoted(value)))
}
