//! A subgraph → DOT.
//!
//! Input: the nodes and relationships to draw, and the graph. Output: DOT text, built as a syntax tree and printed by
//! the DOT library. It needs nothing of Graphviz newer than 2.40.
//!
//! The title stands above the picture. All nodes stand in one invisible cluster whose label, below them, is the legend:
//! so it takes no part in the layout, and is at the same place in every picture.

use super::apart::apart;
use super::describe::DRAWING;
use super::label::{markup, quoted, wrapped};
use super::layout::grid;
use super::measure::Face;
use super::scene::{Line, Node, Scene};
use super::style::{LineStyle, NodeStyle, Shape, Stroke};
use super::theme::Color;
use super::{Options, Subgraph};
use crate::graph::View;
use crate::library::Direction;
use crate::value::Why;
use graphviz_rust::dot_structures::{
    Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node as DotNode, NodeId as DotNodeId, Stmt,
    Subgraph as DotSubgraph, Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};

/// Fonts that slides and browsers have; Graphviz takes the first that it finds.
const FONT: &str = "Helvetica,Arial,sans-serif";

/// The widest line of the title, as a multiple of the size of its letters.
const TITLE_WIDTH: f64 = 38.0;

/// The picture as DOT, valid for Graphviz 2.40 and later. O(nodes + relationships).
///
/// Each node is called `n` and its number; its shape and color tell its type, its label is its caption, its tooltip
/// holds its properties. Relationships of one type that lead from one node to the same other are one line, marked `×2`. It
/// is empty when somebody asks for an end by the options.
///
/// ```
/// use casegraph::draw::{Options, Subgraph, dot};
/// use casegraph::graph::{Graph, Schema};
///
/// let mut graph = Graph::new(Schema::open().into());
/// let node = graph.add_node(&[]);
/// let subgraph = Subgraph { nodes: vec![node], ..Subgraph::default() };
/// let options = Options { title: "One".into(), ..Options::default() };
/// let text = dot(&subgraph, graph.view(), &options);
/// assert!(text.starts_with("digraph \"One\" {"));
/// assert!(text.contains("n0[label=\"node 0\""));
/// ```
#[must_use]
pub fn dot(subgraph: &Subgraph, view: View<'_>, options: &Options) -> String {
    written(subgraph, view, options).unwrap_or_default()
}

/// The same, or why somebody asks for an end.
pub(super) fn written(subgraph: &Subgraph, view: View<'_>, options: &Options) -> Result<String, Why> {
    let (scene, stop) = (Scene::of(subgraph, view, options)?, &options.stop);
    let mut body: Vec<Stmt> = vec![GraphAttributes::Graph(cluster_attributes(&scene)).into()];
    body.extend(stop.collect(scene.nodes.iter().filter(|node| node.group.is_none()).map(draw_node))?);
    let outer = (0..scene.groups.len()).filter(|at| scene.groups[*at].within.is_none());
    body.extend(stop.collect(outer.map(|at| group(at, &scene)))?);
    body.extend(stop.collect(scene.lines.iter().map(|line| draw_line(line, &scene)))?);
    body.extend(tie(&grid::chains(&scene.loose(), scene.direction.unwrap_or_default().is_horizontal()), &scene));
    let mut stmts = defaults(&scene);
    stmts.push(DotSubgraph { id: plain("cluster_picture"), stmts: body }.into());
    let name = if scene.title.is_empty() { "casegraph" } else { &scene.title };
    let graph = Graph::DiGraph { id: Id::Escaped(quoted(name)), strict: false, stmts };
    apart(stop, move || format!("{}\n", graph.print(&mut PrinterContext::default())))
}

/// What holds for the whole picture.
fn defaults(scene: &Scene) -> Vec<Stmt> {
    let mut graph = vec![
        text("comment", DRAWING),
        word("rankdir", rank_direction(scene.direction.unwrap_or_default())),
        text("charset", "UTF-8"),
        text("bgcolor", &if scene.ground { scene.palette.ground.to_string() } else { "transparent".to_owned() }),
        word("pad", "0.3"),
        word("nodesep", "0.3"),
        word("ranksep", if scene.lines.is_empty() { "0.3" } else { "0.7" }),
        text("fontname", FONT),
        word("fontsize", "24"),
        color("fontcolor", scene.palette.ink),
    ];
    if !scene.title.is_empty() {
        graph.push(word("labelloc", "t"));
        graph.push(text("label", &wrapped(&scene.title, Face::Bold, TITLE_WIDTH).join("\n")));
    }
    let node = vec![
        text("fontname", FONT),
        word("fontsize", "14"),
        color("fontcolor", scene.palette.ink),
        word("style", "filled"),
        word("penwidth", "1.5"),
        text("margin", "0.18,0.1"),
    ];
    let edge = vec![text("fontname", FONT), word("fontsize", "11"), word("penwidth", "1.3"), word("arrowsize", "0.8")];
    vec![GraphAttributes::Graph(graph).into(), GraphAttributes::Node(node).into(), GraphAttributes::Edge(edge).into()]
}

/// Graphviz's name of a direction.
fn rank_direction(direction: Direction) -> &'static str {
    match direction {
        Direction::TopToBottom => "TB",
        Direction::LeftToRight => "LR",
        Direction::BottomToTop => "BT",
        Direction::RightToLeft => "RL",
    }
}

/// What holds for the cluster of all nodes; without a label of its own it would repeat the title.
fn cluster_attributes(scene: &Scene) -> Vec<Attribute> {
    let label = table(scene).map_or_else(|| Id::Escaped(quoted("")), Id::Html);
    vec![word("peripheries", "0"), word("labelloc", "b"), word("fontsize", "12"), Attribute(plain("label"), label)]
}

/// The nodes of a group within a border.
fn group(at: usize, scene: &Scene) -> Stmt {
    let inner = scene.groups[at].within.is_some();
    let attributes = vec![
        word("peripheries", "1"),
        text("style", "rounded,filled"),
        color("color", scene.palette.frame),
        color("fillcolor", scene.palette.panels[usize::from(inner)]),
        word("labelloc", "t"),
        word("fontsize", "13"),
        text("label", &scene.groups[at].title),
    ];
    let mut stmts = vec![GraphAttributes::Graph(attributes).into()];
    stmts.extend(scene.nodes.iter().filter(|node| node.group == Some(at)).map(draw_node));
    stmts.extend(
        (0..scene.groups.len()).filter(|other| scene.groups[*other].within == Some(at)).map(|at| group(at, scene)),
    );
    DotSubgraph { id: plain(&format!("cluster_{at}")), stmts }.into()
}

fn draw_node(node: &Node) -> Stmt {
    let NodeStyle { shape, fill, line, icon } = node.style;
    let (shape, rounded) = shape_name(shape);
    let lines: Vec<&str> = node.label.iter().chain(&node.notes).map(String::as_str).collect();
    let label = icon.map(|icon| format!("{icon} ")).unwrap_or_default() + &lines.join("\n");
    let mut attributes = vec![
        text("label", &label),
        word("shape", shape),
        color("fillcolor", fill),
        color("color", line),
        text("tooltip", &node.tooltip),
    ];
    if rounded {
        attributes.push(text("style", "filled,rounded"));
    }
    DotNode::new(id(node), attributes).into()
}

/// Graphviz's name of a shape, and whether its corners are round.
fn shape_name(shape: Shape) -> (&'static str, bool) {
    match shape {
        Shape::Rounded => ("box", true),
        Shape::Note => ("note", false),
        Shape::Pill => ("ellipse", false),
        Shape::Octagon => ("octagon", false),
        Shape::Box => ("box", false),
        Shape::Hexagon => ("hexagon", false),
        Shape::Card => ("tab", false),
    }
}

fn draw_line(line: &Line, scene: &Scene) -> Stmt {
    let LineStyle { color: hue, stroke, weight } = line.style;
    let mut attributes = vec![color("color", hue)];
    if weight != 10 {
        attributes.push(text("penwidth", &format!("{:.1}", f64::from(weight) / 10.0 * 1.3)));
    }
    match stroke {
        Stroke::Solid => {}
        Stroke::Dashed => attributes.push(word("style", "dashed")),
        Stroke::Dotted => attributes.push(word("style", "dotted")),
    }
    if !line.label.is_empty() {
        // The blanks keep the letters off the line.
        attributes.push(text("label", &format!(" {} ", line.label)));
        attributes.push(color("fontcolor", hue));
    }
    attributes.push(text("tooltip", &line.tooltip));
    edge(&scene.nodes[line.start], &scene.nodes[line.end], attributes)
}

/// Invisible edges along each chain, and across their first nodes, which keep the chains in order within one rank.
fn tie(chains: &[Vec<usize>], scene: &Scene) -> Vec<Stmt> {
    let invisible = |pair: &[usize]| edge(&scene.nodes[pair[0]], &scene.nodes[pair[1]], vec![word("style", "invis")]);
    let mut stmts: Vec<Stmt> = chains.iter().flat_map(|chain| chain.windows(2)).map(invisible).collect();
    let firsts: Vec<usize> = chains.iter().filter_map(|chain| chain.first().copied()).collect();
    if firsts.len() > 1 {
        let mut row: Vec<Stmt> = vec![word("rank", "same").into()];
        row.extend(firsts.windows(2).map(invisible));
        stmts.push(DotSubgraph { id: plain("grid"), stmts: row }.into());
    }
    stmts
}

/// The legend and the footnote as a table; none when both are empty.
fn table(scene: &Scene) -> Option<String> {
    let (legend, palette) = (&scene.legend, scene.palette);
    let mut cells = String::new();
    for (name, style) in &legend.nodes {
        let corners = if shape_name(style.shape).1 { " STYLE=\"ROUNDED\"" } else { "" };
        cells.push_str(&format!(
            "<TD BORDER=\"1\"{corners} BGCOLOR=\"{}\" COLOR=\"{}\"><FONT COLOR=\"{}\">{}</FONT></TD>",
            style.fill,
            style.line,
            palette.ink,
            markup(name)
        ));
    }
    for (name, style) in &legend.lines {
        cells.push_str(&format!("<TD><FONT COLOR=\"{}\">→ {}</FONT></TD>", style.color, markup(name)));
    }
    let mut rows = if cells.is_empty() { cells } else { format!("<TR>{cells}</TR>") };
    if !scene.footnote.is_empty() {
        let across = (legend.nodes.len() + legend.lines.len()).max(1);
        rows.push_str(&format!(
            "<TR><TD COLSPAN=\"{across}\"><FONT POINT-SIZE=\"10\" COLOR=\"{}\">{}</FONT></TD></TR>",
            palette.quiet,
            markup(&scene.footnote)
        ));
    }
    let table = "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"8\" CELLPADDING=\"5\">";
    (!rows.is_empty()).then(|| format!("<{table}{rows}</TABLE>>"))
}

fn id(node: &Node) -> DotNodeId {
    let plain = node.name.chars().all(|each| each.is_ascii_alphanumeric());
    DotNodeId(if plain { Id::Plain(node.name.clone()) } else { Id::Escaped(quoted(&node.name)) }, None)
}

fn edge(start: &Node, end: &Node, attributes: Vec<Attribute>) -> Stmt {
    Edge { ty: EdgeTy::Pair(Vertex::N(id(start)), Vertex::N(id(end))), attributes }.into()
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

fn color(key: &str, value: Color) -> Attribute {
    text(key, &value.to_string())
}
