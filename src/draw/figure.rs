//! A scene → a figure: the picture with a place for everything.
//!
//! Input: a scene, and the places that the layout gives. Output: texts, outlines and ways in points from the upper left
//! corner, which a writer only has to spell in its format. A title stands above the picture, the legend below it.

use super::label::wrapped;
use super::layout::{Arrangement, Edge, Point, Problem, Rect, Refusal, Route, Size, Tile, arrange};
use super::measure::{ASCENT, Face, LEADING, widest, width};
use super::scene::{Legend, Scene};
use super::shape;
use super::style::{LineStyle, NodeStyle};
use crate::value::NodeId;
use std::mem::discriminant;
use std::sync::Arc;

/// The size of letters in nodes.
const NODE_TEXT: f64 = 14.0;
/// The size of letters at lines.
const LINE_TEXT: f64 = 11.0;
/// The size of letters in the legend.
const LEGEND_TEXT: f64 = 12.0;
/// The size of letters in the title.
const TITLE_TEXT: f64 = 22.0;
/// The size of letters above a group.
const GROUP_TEXT: f64 = 13.0;

/// What another face may be wider than the one that text is measured with.
const SLACK: f64 = 1.04;

/// The space around the whole.
const MARGIN: f64 = 24.0;
/// The space below the title, and above the legend.
const APART: f64 = 26.0;
/// A title up to this width makes a narrow picture wider rather than being broken.
const TITLE_WIDTH: f64 = 640.0;
/// The space between two rows of the legend.
const BETWEEN_ROWS: f64 = 8.0;
/// The space around the letters of a label at a line.
const HALO: Size = Size { width: 4.0, height: 1.0 };
/// The space between two lines at one side of a node.
const LINE_GAP: f64 = 9.0;
/// A swatch of the legend.
const SWATCH: Size = Size { width: 30.0, height: 18.0 };
/// The space between two entries of the legend.
const BETWEEN_ENTRIES: f64 = 26.0;
/// The space between a swatch and its name.
const AFTER_SWATCH: f64 = 8.0;

/// The picture.
#[derive(Debug)]
pub(super) struct Figure {
    /// Its size.
    pub size: Size,
    /// The title in lines.
    pub title: Vec<Text>,
    /// The groups, which stand behind everything.
    pub groups: Vec<Group>,
    /// The lines, which stand behind the nodes.
    pub lines: Vec<Wire>,
    /// The nodes.
    pub nodes: Vec<Placed>,
    /// The entries of the legend.
    pub legend: Vec<Entry>,
}

/// A line of text.
#[derive(Debug)]
pub(super) struct Text {
    /// The letters.
    pub text: String,
    /// Where it stands: the middle or start of its baseline.
    pub at: Point,
    /// Whether the place is its middle rather than its start.
    pub centered: bool,
    /// The size of its letters.
    pub size: f64,
    /// Its face.
    pub face: Face,
}

/// A group.
#[derive(Debug)]
pub(super) struct Group {
    /// Its border.
    pub rect: Rect,
    /// Its title.
    pub title: Text,
}

/// A line with its arrowhead.
#[derive(Debug)]
pub(super) struct Wire {
    /// Start, bends and end.
    pub points: Vec<Point>,
    /// Its look.
    pub style: LineStyle,
    /// Its label and the ground on which it stands.
    pub label: Option<(Rect, Text)>,
    /// What is said on hovering.
    pub tooltip: String,
}

/// A node with its place.
#[derive(Debug)]
pub(super) struct Placed {
    /// Which.
    pub id: NodeId,
    /// The rectangle around its outline.
    pub rect: Rect,
    /// Its look.
    pub style: NodeStyle,
    /// Its label.
    pub label: Vec<Text>,
    /// What is said on hovering.
    pub tooltip: String,
    /// The file and line where it is written, if it is.
    pub source: Option<(Arc<str>, u32)>,
}

/// What a look means.
#[derive(Debug)]
pub(super) struct Entry {
    /// The look.
    pub swatch: Swatch,
    /// Where it is shown.
    pub rect: Rect,
    /// Its name.
    pub name: Text,
}

/// A look in the legend.
#[derive(Clone, Copy, Debug)]
pub(super) enum Swatch {
    /// Of a node type.
    Node(NodeStyle),
    /// Of a relationship type.
    Line(LineStyle),
}

impl Figure {
    /// Lays a scene out. The refusal says why it is plainer than it could be.
    pub(super) fn of(scene: &Scene) -> (Self, Option<Refusal>) {
        let (arrangement, refusal) = arrange(&problem(scene));
        let width = arrangement.size.width.max(legend_width(&scene.legend));
        let title_width = text_width(&scene.title, Face::Bold, TITLE_TEXT);
        let width = width.max(title_width.min(TITLE_WIDTH));
        let title = title(scene, width);
        let height = title.len() as f64 * TITLE_TEXT * LEADING;
        let width =
            width.max(title.iter().map(|line| text_width(&line.text, line.face, line.size)).fold(0.0, f64::max));
        let below = if title.is_empty() { 0.0 } else { height + APART };
        let corner = Point { x: MARGIN + (width - arrangement.size.width) / 2.0, y: MARGIN + below };
        let bottom = corner.y + arrangement.size.height;
        let (legend, bottom) = legend(&scene.legend, width, bottom);
        let figure = Self {
            size: Size { width: (width + 2.0 * MARGIN).ceil(), height: (bottom + MARGIN).ceil() },
            title,
            groups: groups(scene, &arrangement, corner),
            lines: lines(scene, &arrangement, corner),
            nodes: nodes(scene, &arrangement, corner),
            legend,
        };
        (figure, refusal)
    }
}

fn text_width(text: &str, face: Face, size: f64) -> f64 {
    width(text, face, size) * SLACK
}

/// The size of the text of a node.
fn block(lines: &[String]) -> Size {
    Size {
        width: widest(lines, Face::Regular, NODE_TEXT) * SLACK,
        height: NODE_TEXT * (1.0 + LEADING * (lines.len() as f64 - 1.0)),
    }
}

/// The sizes of the nodes. All nodes of one look are equally wide, so that columns are even; a node with many lines is as
/// long as they need to stay apart.
fn sizes(scene: &Scene) -> Vec<Size> {
    let (mut out, mut into) = (vec![0; scene.nodes.len()], vec![0; scene.nodes.len()]);
    for line in &scene.lines {
        out[line.start] += 1;
        into[line.end] += 1;
    }
    let text = |node: &super::scene::Node| shape::around(node.style.shape, block(&node.label));
    let mut sizes: Vec<Size> = scene.nodes.iter().map(text).collect();
    let mut widths: Vec<(NodeStyle, f64)> = Vec::new();
    for (node, size) in scene.nodes.iter().zip(&sizes) {
        match widths.iter_mut().find(|(style, _)| *style == node.style) {
            Some((_, width)) => *width = width.max(size.width),
            None => widths.push((node.style, size.width)),
        }
    }
    for (at, (node, size)) in scene.nodes.iter().zip(&mut sizes).enumerate() {
        let even = widths.iter().find(|(style, _)| *style == node.style);
        size.width = even.map_or(size.width, |(_, width)| *width);
        let needed = out[at].max(into[at]) as f64 * LINE_GAP;
        let side = if scene.direction.unwrap_or_default().is_horizontal() { &mut size.height } else { &mut size.width };
        *side = side.max(needed);
    }
    sizes
}

fn problem(scene: &Scene) -> Problem {
    let sizes = sizes(scene);
    let tile = |(node, size): (&super::scene::Node, Size)| Tile { size, group: node.group };
    let edge = |line: &super::scene::Line| Edge {
        start: line.start,
        end: line.end,
        label: (!line.label.is_empty()).then(|| Size {
            width: text_width(&line.label, Face::Regular, LINE_TEXT) + 2.0 * HALO.width,
            height: LINE_TEXT * LEADING + 2.0 * HALO.height,
        }),
    };
    let group =
        |title: &String| Size { width: text_width(title, Face::Bold, GROUP_TEXT), height: GROUP_TEXT * LEADING };
    Problem {
        boxes: scene.nodes.iter().zip(sizes).map(tile).collect(),
        edges: scene.lines.iter().map(edge).collect(),
        groups: scene.groups.iter().map(group).collect(),
        direction: scene.direction.unwrap_or_default(),
    }
}

/// The title, in lines as long as the picture is wide.
fn title(scene: &Scene, width: f64) -> Vec<Text> {
    if scene.title.is_empty() {
        return Vec::new();
    }
    let lines = wrapped(&scene.title, Face::Bold, width / SLACK / TITLE_TEXT + 0.01);
    let line = |(at, text): (usize, String)| Text {
        text,
        at: Point { x: MARGIN, y: MARGIN + TITLE_TEXT * (ASCENT + at as f64 * LEADING) },
        centered: false,
        size: TITLE_TEXT,
        face: Face::Bold,
    };
    lines.into_iter().enumerate().map(line).collect()
}

/// A line of text whose middle is here.
fn centered(text: &str, middle: Point, size: f64) -> Text {
    // Half the height of capital letters below the middle.
    let at = Point { x: middle.x, y: middle.y + size * 0.36 };
    Text { text: text.to_owned(), at, centered: true, size, face: Face::Regular }
}

fn groups(scene: &Scene, arrangement: &Arrangement, corner: Point) -> Vec<Group> {
    let placed = scene.groups.iter().zip(&arrangement.groups);
    let group = |(title, rect): (&String, &Option<Rect>)| {
        let rect = rect.as_ref()?.moved(corner);
        let at = rect.corner + Point { x: 14.0, y: 8.0 + GROUP_TEXT * ASCENT };
        Some(Group {
            rect,
            title: Text { text: title.clone(), at, centered: false, size: GROUP_TEXT, face: Face::Bold },
        })
    };
    placed.filter_map(group).collect()
}

fn nodes(scene: &Scene, arrangement: &Arrangement, corner: Point) -> Vec<Placed> {
    let node = |(node, rect): (&super::scene::Node, &Rect)| {
        let rect = rect.moved(corner);
        let middle = shape::text_middle(node.style.shape, rect);
        let first = middle.y - NODE_TEXT * LEADING * (node.label.len() as f64 - 1.0) / 2.0;
        let line = |(at, text): (usize, &String)| {
            centered(text, Point { x: middle.x, y: first + NODE_TEXT * LEADING * at as f64 }, NODE_TEXT)
        };
        Placed {
            id: node.id,
            rect,
            style: node.style,
            label: node.label.iter().enumerate().map(line).collect(),
            tooltip: node.tooltip.clone(),
            source: node.source.clone(),
        }
    };
    scene.nodes.iter().zip(&arrangement.boxes).map(node).collect()
}

fn lines(scene: &Scene, arrangement: &Arrangement, corner: Point) -> Vec<Wire> {
    let wire = |(line, route): (&super::scene::Line, &Route)| {
        let label = route.label.map(|rect| {
            let rect = rect.moved(corner);
            (rect, centered(&line.label, rect.middle(), LINE_TEXT))
        });
        let mut points: Vec<Point> = route.points.iter().map(|point| *point + corner).collect();
        let end = |node: usize, tip: Point| {
            shape::border(scene.nodes[node].style.shape, arrangement.boxes[node].moved(corner), tip)
        };
        if let [first, .., last] = &mut points[..] {
            *first = end(line.start, *first);
            *last = end(line.end, *last);
        }
        Wire { points, style: line.style, label, tooltip: line.tooltip.clone() }
    };
    scene.lines.iter().zip(&arrangement.routes).map(wire).collect()
}

fn entries(legend: &Legend) -> impl Iterator<Item = (Swatch, &String)> {
    let nodes = legend.nodes.iter().map(|(name, style)| (Swatch::Node(*style), name));
    nodes.chain(legend.lines.iter().map(|(name, style)| (Swatch::Line(*style), name)))
}

fn entry_width(name: &str) -> f64 {
    SWATCH.width + AFTER_SWATCH + text_width(name, Face::Regular, LEGEND_TEXT)
}

/// The width of the widest entry, below which the legend cannot be broken.
fn legend_width(legend: &Legend) -> f64 {
    entries(legend).map(|(_, name)| entry_width(name)).fold(0.0, f64::max)
}

/// The entries below `bottom`, and where they end: in one row, or else the nodes in rows before the lines.
fn legend(legend: &Legend, width: f64, bottom: f64) -> (Vec<Entry>, f64) {
    let all: f64 = entries(legend).map(|(_, name)| entry_width(name) + BETWEEN_ENTRIES).sum();
    let one_row = all - BETWEEN_ENTRIES <= width;
    let mut at = Point { x: MARGIN, y: bottom + APART };
    let mut placed: Vec<Entry> = Vec::new();
    for (swatch, name) in entries(legend) {
        let wide = entry_width(name);
        let other_kind = placed.last().is_some_and(|last| discriminant(&last.swatch) != discriminant(&swatch));
        if at.x > MARGIN && (at.x + wide > MARGIN + width || other_kind && !one_row) {
            at = Point { x: MARGIN, y: at.y + SWATCH.height + BETWEEN_ROWS };
        }
        let rect = Rect { corner: at, size: SWATCH };
        let baseline = Point { x: rect.right() + AFTER_SWATCH, y: rect.middle().y + LEGEND_TEXT * 0.36 };
        let text = name.clone();
        let name = Text { text, at: baseline, centered: false, size: LEGEND_TEXT, face: Face::Regular };
        placed.push(Entry { swatch, rect, name });
        at.x += wide + BETWEEN_ENTRIES;
    }
    let end = if placed.is_empty() { bottom } else { at.y + SWATCH.height };
    (placed, end)
}
