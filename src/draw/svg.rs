//! A figure → SVG.
//!
//! Input: the nodes and relationships to draw, and the graph. Output: SVG 1.1 that browsers, Inkscape and slide programs
//! show alike: no style sheet, no foreign object, no script, no marker, no font. A node is a group with the id `n` and its
//! number, within a link to its source where it has one. Numbers have at most one decimal, so that the bytes are the same on
//! every machine.

use super::figure::{Entry, Figure, Group, Placed, Swatch, Text, Wire};
use super::html::source_link;
use super::label::markup;
use super::layout::{Point, Rect, Refusal};
use super::measure::{Face, width};
use super::outline::{self, GRID, Outlines};
use super::scene::Scene;
use super::style::{GROUND, GROUP_LINE, INK, LineStyle, NodeStyle, Shape, Stroke};
use super::{Drawing, Options, Subgraph, TextForm, shape};
use crate::diag::codes::{MISSING_LETTERS, PLAIN_LAYOUT};
use crate::diag::{Diagnostic, Diagnostics};
use crate::graph::View;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Measured with the first; the others are narrower.
pub(super) const FONTS: &str = "'DejaVu Sans', Helvetica, Arial, sans-serif";

/// The radius of the bends of a line.
const BEND: f64 = 7.0;

/// So many letters that the bundled face lacks are named.
const MOST_MISSING: usize = 5;

/// The arrowhead.
const HEAD_LENGTH: f64 = 9.0;
const HEAD_WIDTH: f64 = 7.0;

/// The picture as SVG. O((nodes + relationships) log nodes) besides the layout.
///
/// Texts are as large as on a slide that is about a thousand units wide. When the layout fails, the picture is drawn in
/// plain rows and the drawing carries a warning.
///
/// ```
/// use casegraph::draw::{Options, Subgraph, svg};
/// use casegraph::graph::{Graph, Schema};
///
/// let mut graph = Graph::new(Schema::open().into());
/// let node = graph.add_node(&[]);
/// let subgraph = Subgraph { nodes: vec![node], rels: vec![] };
/// let drawing = svg(&subgraph, graph.view(), &Options::default());
/// assert!(drawing.text.starts_with("<svg xmlns="));
/// assert!(drawing.text.contains("<g id=\"n0\">"));
/// assert!(drawing.warnings.is_empty());
/// ```
#[must_use]
pub fn svg(subgraph: &Subgraph, view: View<'_>, options: &Options) -> Drawing {
    let letters = match options.text {
        TextForm::Paths => Letters::Outlines,
        TextForm::Editable => Letters::Text,
    };
    picture(&Scene::of(subgraph, view, options), letters, options.sources.as_deref())
}

/// How letters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    /// As text.
    Text,
    /// As outlines; a line of text that the bundled face cannot set is text all the same.
    Outlines,
    /// As outlines always, for a reader that has no font: boxes stand where the bundled face has no letter.
    OutlinesOnly,
}

/// The picture of a scene. With a prefix for the paths of sources, nodes are links to theirs.
pub(super) fn picture(scene: &Scene, letters: Letters, sources: Option<&str>) -> Drawing {
    let (figure, refusal) = Figure::of(scene);
    let mut warnings = Diagnostics::new();
    if let Some(Refusal(why)) = refusal {
        let warning = Diagnostic::warning(PLAIN_LAYOUT, format!("{why}, so the picture is in plain rows"));
        warnings.push(warning.hint("A smaller answer, or DOT and Graphviz, give a better one."));
    }
    let mut writer =
        Writer { out: String::new(), letters, sources, outlines: Outlines::default(), missing: BTreeSet::new() };
    writer.figure(scene, &figure);
    warnings.append(missing(&writer));
    Drawing { text: writer.out, warnings }
}

/// Says which letters the bundled face lacks.
fn missing(writer: &Writer<'_>) -> Diagnostics {
    if writer.missing.is_empty() {
        return Diagnostics::new();
    }
    let some: Vec<String> = writer.missing.iter().take(MOST_MISSING).map(|letter| format!("`{letter}`")).collect();
    let more = if writer.missing.len() > MOST_MISSING { " and others" } else { "" };
    let warning = Diagnostic::warning(MISSING_LETTERS, format!("the bundled face has no {}{more}", some.join(", ")));
    let hint = match writer.letters {
        Letters::OutlinesOnly => "Boxes stand in their place; an .svg leaves them to the fonts of whoever shows it.",
        _ => "The lines that hold them are text, in a font of whoever shows the picture.",
    };
    warning.hint(hint).into()
}

/// The text so far.
struct Writer<'s> {
    out: String,
    letters: Letters,
    sources: Option<&'s str>,
    outlines: Outlines,
    missing: BTreeSet<char>,
}

impl Writer<'_> {
    fn figure(&mut self, scene: &Scene, figure: &Figure) {
        let (width, height) = (number(figure.size.width), number(figure.size.height));
        let links = if self.sources.is_some() { " xmlns:xlink=\"http://www.w3.org/1999/xlink\"" } else { "" };
        self.line(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\"{links} version=\"1.1\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONTS}\" fill=\"{INK}\">"
        ));
        self.element("title", if scene.title.is_empty() { "casegraph" } else { &scene.title });
        self.element("desc", &scene.about);
        self.line(format_args!("<rect width=\"{width}\" height=\"{height}\" fill=\"{GROUND}\"/>"));
        figure.title.iter().for_each(|text| self.text(text, INK));
        self.layer("groups", &figure.groups, Self::group);
        self.layer("lines", &figure.lines, Self::wire);
        // Labels stand above all lines, so that none is crossed out.
        let labels = figure.lines.iter().enumerate();
        let labels: Vec<_> = labels.filter_map(|(at, wire)| Some((at, wire.label.as_ref()?, wire.style))).collect();
        self.layer("labels", &labels, |writer, (at, label, style)| writer.label(*at, label, *style));
        self.layer("nodes", &figure.nodes, Self::node);
        self.layer("legend", &figure.legend, Self::entry);
        self.line(format_args!("</svg>"));
    }

    /// The parts of one kind, unless there are none.
    fn layer<T>(&mut self, id: &str, parts: &[T], mut part: impl FnMut(&mut Self, &T)) {
        if !parts.is_empty() {
            self.line(format_args!("<g id=\"{id}\">"));
            parts.iter().for_each(|each| part(self, each));
            self.line(format_args!("</g>"));
        }
    }

    fn line(&mut self, text: std::fmt::Arguments<'_>) {
        self.out.write_fmt(text).and_then(|()| self.out.write_char('\n')).expect("a string takes any text");
    }

    fn element(&mut self, name: &str, text: &str) {
        self.line(format_args!("<{name}>{}</{name}>", markup(text)));
    }

    fn text(&mut self, text: &Text, color: &str) {
        let fill = if color == INK { String::new() } else { format!(" fill=\"{color}\"") };
        if !self.outlined(text) {
            return self.written(text, &fill);
        }
        let path = self.outlines.path(&text.text, text.face);
        if path.is_empty() {
            return;
        }
        let start = text.at.x - if text.centered { width(&text.text, text.face, text.size) / 2.0 } else { 0.0 };
        self.line(format_args!(
            "<path transform=\"translate({} {})scale({})\"{fill} d=\"{path}\"/>",
            number(start),
            number(text.at.y),
            (text.size / GRID * 1e5).round() / 1e5
        ));
    }

    /// Whether a line of text is drawn as outlines; letters that the face lacks are remembered.
    fn outlined(&mut self, text: &Text) -> bool {
        if self.letters == Letters::Text {
            return false;
        }
        let lacking = |letter: &char| !letter.is_control() && !outline::has(*letter, text.face);
        let lacks = text.text.chars().any(|letter| lacking(&letter));
        self.missing.extend(text.text.chars().filter(lacking));
        !lacks || self.letters == Letters::OutlinesOnly
    }

    fn written(&mut self, text: &Text, fill: &str) {
        let anchor = if text.centered { " text-anchor=\"middle\"" } else { "" };
        let weight = if text.face == Face::Bold { " font-weight=\"bold\"" } else { "" };
        self.line(format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{anchor}{weight}{fill}>{}</text>",
            number(text.at.x),
            number(text.at.y),
            number(text.size),
            markup(&text.text)
        ));
    }

    fn node(&mut self, node: &Placed) {
        self.line(format_args!("<g id=\"n{}\">", node.id.0));
        let link =
            self.sources.zip(node.source.as_ref()).map(|(prefix, (file, line))| source_link(prefix, file, *line));
        if let Some(link) = &link {
            self.line(format_args!("<a xlink:href=\"{}\">", markup(link)));
        }
        self.element("title", &node.tooltip);
        self.outline(node.style, node.rect);
        node.label.iter().for_each(|line| self.text(line, INK));
        self.line(format_args!("{}</g>", if link.is_some() { "</a>" } else { "" }));
    }

    fn outline(&mut self, style: NodeStyle, rect: Rect) {
        let paint = format!("fill=\"{}\" stroke=\"{}\" stroke-width=\"1.5\"", style.fill, style.line);
        match style.shape {
            Shape::Rounded | Shape::Pill => {
                let radius = number(shape::radius(style.shape, rect.size));
                self.line(format_args!("<rect {} rx=\"{radius}\" {paint}/>", place(rect)));
            }
            shape => {
                let corners = points(&shape::corners(shape, rect));
                self.line(format_args!("<polygon points=\"{corners}\" stroke-linejoin=\"round\" {paint}/>"));
            }
        }
        if let Some(band) = shape::band(style.shape, rect) {
            self.line(format_args!("<rect {} fill=\"{}\"/>", place(band), style.line));
        }
        if let Some(fold) = shape::fold(style.shape, rect) {
            let (fold, color) = (points(&fold), style.line);
            self.line(format_args!(
                "<polyline points=\"{fold}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"1\"/>"
            ));
        }
    }

    fn wire(&mut self, wire: &Wire) {
        self.line(format_args!("<g>"));
        self.element("title", &wire.tooltip);
        self.arrow(&wire.points, wire.style);
        self.line(format_args!("</g>"));
    }

    /// A label on a ground that parts the line.
    fn label(&mut self, at: usize, (rect, text): &(Rect, Text), style: LineStyle) {
        self.line(format_args!("<g id=\"t{at}\">"));
        self.line(format_args!("<rect {} fill=\"{GROUND}\"/>", place(*rect)));
        self.text(text, style.color);
        self.line(format_args!("</g>"));
    }

    fn group(&mut self, group: &Group) {
        let rect = place(group.rect);
        self.line(format_args!(
            "<rect {rect} rx=\"10\" fill=\"{GROUND}\" stroke=\"{GROUP_LINE}\" stroke-width=\"1\"/>"
        ));
        self.text(&group.title, INK);
    }

    /// A line that stops within its arrowhead, so that its end does not stand out beside the tip.
    fn arrow(&mut self, points: &[Point], style: LineStyle) {
        let [.., before, tip] = points else { return };
        let (x, y) = (tip.x - before.x, tip.y - before.y);
        let length = distance(*before, *tip).max(f64::EPSILON);
        let (x, y) = (x / length, y / length);
        let back = Point { x: tip.x - x * HEAD_LENGTH, y: tip.y - y * HEAD_LENGTH };
        let (side_x, side_y) = (-y * HEAD_WIDTH / 2.0, x * HEAD_WIDTH / 2.0);
        let head =
            [*tip, Point { x: back.x + side_x, y: back.y + side_y }, Point { x: back.x - side_x, y: back.y - side_y }];
        let mut way = points.to_vec();
        let last = way.len() - 1;
        let reach = (HEAD_LENGTH - 1.0).min(length);
        way[last] = Point { x: tip.x - x * reach, y: tip.y - y * reach };
        let color = style.color;
        let stroke = match style.stroke {
            Stroke::Solid => "stroke-width=\"1.4\"",
            Stroke::Dashed => "stroke-width=\"1.4\" stroke-dasharray=\"7 4\"",
            Stroke::Dotted => "stroke-width=\"2.2\" stroke-dasharray=\"0.1 4.4\" stroke-linecap=\"round\"",
        };
        let path = path(&way);
        self.line(format_args!("<path d=\"{path}\" fill=\"none\" stroke=\"{color}\" {stroke}/>"));
        self.line(format_args!("<polygon points=\"{}\" fill=\"{color}\"/>", self::points(&head)));
    }

    fn entry(&mut self, entry: &Entry) {
        match entry.swatch {
            Swatch::Node(style) => self.outline(style, entry.rect),
            Swatch::Line(style) => {
                let y = entry.rect.middle().y;
                self.arrow(&[Point { x: entry.rect.corner.x, y }, Point { x: entry.rect.right(), y }], style);
            }
        }
        self.text(&entry.name, INK);
    }
}

/// A way with round bends.
fn path(way: &[Point]) -> String {
    let mut path = format!("M{} {}", number(way[0].x), number(way[0].y));
    for corner in way.windows(3) {
        let (before, bend, after) = (corner[0], corner[1], corner[2]);
        let radius = BEND.min(distance(before, bend) / 2.0).min(distance(bend, after) / 2.0);
        let (into, out) = (towards(bend, before, radius), towards(bend, after, radius));
        let [ix, iy, bx, by, ox, oy] = [into.x, into.y, bend.x, bend.y, out.x, out.y].map(number);
        write!(path, " L{ix} {iy} Q{bx} {by} {ox} {oy}").expect("a string takes any text");
    }
    let end = way[way.len() - 1];
    write!(path, " L{} {}", number(end.x), number(end.y)).expect("a string takes any text");
    path
}

/// By the square root, which is the same on every machine; `hypot` need not be.
fn distance(one: Point, other: Point) -> f64 {
    let (x, y) = (one.x - other.x, one.y - other.y);
    (x * x + y * y).sqrt()
}

fn towards(from: Point, to: Point, length: f64) -> Point {
    let whole = distance(from, to).max(f64::EPSILON);
    Point { x: from.x + (to.x - from.x) * length / whole, y: from.y + (to.y - from.y) * length / whole }
}

fn place(rect: Rect) -> String {
    format!(
        "x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
        number(rect.corner.x),
        number(rect.corner.y),
        number(rect.size.width),
        number(rect.size.height)
    )
}

pub(super) fn points(points: &[Point]) -> String {
    points.iter().map(|point| format!("{},{}", number(point.x), number(point.y))).collect::<Vec<_>>().join(" ")
}

/// A number with at most one decimal.
pub(super) fn number(number: f64) -> String {
    let text = format!("{number:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!([0.0, -0.04, 12.0, 1.25, -3.96].map(number), ["0", "0", "12", "1.2", "-4"]);
    }

    #[test]
    fn bends_are_round_as_far_as_there_is_room() {
        let way = [(0.0, 0.0), (20.0, 0.0), (20.0, 6.0)].map(|(x, y)| Point { x, y });
        assert_eq!(path(&way), "M0 0 L17 0 Q20 0 20 3 L20 6");
    }
}
