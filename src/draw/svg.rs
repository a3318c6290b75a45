//! A figure → SVG.
//!
//! Input: the nodes and relationships to draw, and the graph. Output: SVG 1.1 that browsers, Inkscape and slide programs
//! show alike: no style sheet, no foreign object, no script, no marker, no font. A node is a group with the id `n` and its
//! number, within a link to its source where it has one. Numbers have at most one decimal, so that the bytes are the same on
//! every machine.

use super::describe::DRAWING;
use super::figure::{Entry, Figure, Group, Placed, Swatch, Text, Wire};
use super::html::source_link;
use super::label::markup;
use super::layout::{Point, Rect};
use super::scene::Scene;
use super::style::{NodeStyle, Shape, Stroke};
use super::typeset::{Anchor, Lettering, TextLine, Typesetter};
use super::way::{self, distance, towards};
use super::{Drawing, Options, Subgraph, shape};
use crate::graph::View;
use crate::value::{Stop, Why};
use std::fmt::Write;

/// Measured with the first; the others are narrower.
pub(super) const FONTS: &str = "'DejaVu Sans', Helvetica, Arial, sans-serif";

/// The radius of the bends of a line.
const BEND: f64 = 7.0;

/// The arrowhead.
const HEAD_LENGTH: f64 = 9.0;
const HEAD_WIDTH: f64 = 7.0;

/// The picture as SVG. O((nodes + relationships) log nodes) besides the layout.
///
/// Texts are as large as on a slide that is about a thousand units wide. When the layout fails, the picture is drawn in
/// plain rows and the drawing carries a warning; so does one with letters that are too small for its shape. It is empty when
/// somebody asks for an end by the options.
///
/// ```
/// use casegraph::draw::{Options, Subgraph, svg};
/// use casegraph::graph::{Graph, Schema};
///
/// let mut graph = Graph::new(Schema::open().into());
/// let node = graph.add_node(&[]);
/// let subgraph = Subgraph { nodes: vec![node], ..Subgraph::default() };
/// let drawing = svg(&subgraph, graph.view(), &Options::default());
/// assert!(drawing.text.starts_with("<svg xmlns="));
/// assert!(drawing.text.contains("<g id=\"n0\">"));
/// assert!(drawing.warnings.is_empty());
/// ```
#[must_use]
pub fn svg(subgraph: &Subgraph, view: View<'_>, options: &Options) -> Drawing {
    let scene = Scene::of(subgraph, view, options);
    scene.and_then(|scene| picture(&scene, options.text.into(), options.sources.as_deref())).unwrap_or_default()
}

/// The picture of a scene, unless somebody asks for an end. With a prefix for the paths of sources, nodes are links to
/// theirs.
pub(super) fn picture(scene: &Scene, lettering: Lettering, sources: Option<&str>) -> Result<Drawing, Why> {
    let (figure, mut warnings) = Figure::of(scene)?;
    let mut writer = Writer::new(&figure, lettering, sources, &scene.stop);
    writer.figure(scene, &figure)?;
    warnings.append(writer.typesetter.missing());
    Ok(Drawing { text: writer.out, warnings, smallest: figure.smallest })
}

/// The text so far.
struct Writer<'s> {
    out: String,
    typesetter: Typesetter,
    sources: Option<&'s str>,
    /// How thick lines are.
    pen: f64,
    /// How many times the natural size arrowheads and bends have.
    unit: f64,
    /// Where somebody asks for an end.
    stop: &'s Stop,
}

impl<'s> Writer<'s> {
    fn new(figure: &Figure, lettering: Lettering, sources: Option<&'s str>, stop: &'s Stop) -> Self {
        // A line that is twice as thick looks more than twice as heavy.
        let pen = figure.palette.pen * figure.unit.sqrt();
        let typesetter = Typesetter::new(lettering, figure.palette.ink);
        Self { out: String::new(), typesetter, sources, pen, unit: figure.unit, stop }
    }

    fn figure(&mut self, scene: &Scene, figure: &Figure) -> Result<(), Why> {
        let (width, height) = (number(figure.size.width), number(figure.size.height));
        let links = if self.sources.is_some() { " xmlns:xlink=\"http://www.w3.org/1999/xlink\"" } else { "" };
        self.line(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\"{links} version=\"1.1\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONTS}\" fill=\"{}\">",
            figure.palette.ink
        ));
        self.element("title", if scene.title.is_empty() { "casegraph" } else { &scene.title });
        self.element("desc", &scene.about);
        self.element("metadata", DRAWING);
        if scene.ground {
            let ground = figure.palette.ground;
            self.line(format_args!("<rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>"));
        }
        figure.title.iter().for_each(|text| self.text(text));
        self.layer("groups", &figure.groups, Self::group)?;
        self.layer("frames", &figure.frames, Self::group)?;
        self.layer("lines", &figure.lines, Self::wire)?;
        // Labels stand above all lines, so that none is crossed out.
        let labels = figure.lines.iter().enumerate();
        let labels: Vec<_> = labels.filter_map(|(at, wire)| Some((at, wire.label.as_ref()?))).collect();
        self.layer("labels", &labels, |writer, (at, (_, text))| {
            writer.line(format_args!("<g id=\"t{at}\">"));
            writer.text(text);
            writer.line(format_args!("</g>"));
        })?;
        self.layer("nodes", &figure.nodes, Self::node)?;
        self.layer("legend", &figure.legend, Self::entry)?;
        self.layer("footnote", &figure.footnote, Self::text)?;
        self.line(format_args!("</svg>"));
        Ok(())
    }

    /// The parts of one kind, unless there are none.
    fn layer<T>(&mut self, id: &str, parts: &[T], mut part: impl FnMut(&mut Self, &T)) -> Result<(), Why> {
        if !parts.is_empty() {
            self.line(format_args!("<g id=\"{id}\">"));
            for each in parts {
                self.stop.look()?;
                part(self, each);
            }
            self.line(format_args!("</g>"));
        }
        Ok(())
    }

    fn line(&mut self, text: std::fmt::Arguments<'_>) {
        self.out.write_fmt(text).and_then(|()| self.out.write_char('\n')).expect("a string takes any text");
    }

    fn element(&mut self, name: &str, text: &str) {
        self.line(format_args!("<{name}>{}</{name}>", markup(text)));
    }

    fn text(&mut self, text: &Text) {
        let Text { at, size, face, color, .. } = *text;
        let anchor = if text.centered { Anchor::Middle } else { Anchor::Start };
        let line = TextLine { text: &text.text, at, anchor, size, face, color, upward: false };
        self.typesetter.set(&line, &mut self.out);
    }

    fn node(&mut self, node: &Placed) {
        self.line(format_args!("<g id=\"{}\">", node.name));
        let link =
            self.sources.zip(node.source.as_ref()).map(|(prefix, (file, line))| source_link(prefix, file, *line));
        if let Some(link) = &link {
            self.line(format_args!("<a xlink:href=\"{}\">", markup(link)));
        }
        self.element("title", &node.tooltip);
        self.outline(node.style, node.rect);
        if let Some((rect, sign)) = &node.badge {
            let (radius, color) = (number(rect.size.width / 2.0), node.style.line);
            self.line(format_args!("<rect {} rx=\"{radius}\" fill=\"{color}\"/>", place(*rect)));
            self.text(sign);
        }
        node.label.iter().for_each(|line| self.text(line));
        self.line(format_args!("{}</g>", if link.is_some() { "</a>" } else { "" }));
    }

    fn outline(&mut self, style: NodeStyle, rect: Rect) {
        let paint = format!("fill=\"{}\" stroke=\"{}\" stroke-width=\"{}\"", style.fill, style.line, number(self.pen));
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
        self.arrow(wire);
        self.line(format_args!("</g>"));
    }

    fn group(&mut self, group: &Group) {
        let rect = place(group.rect);
        self.line(format_args!(
            "<rect {rect} rx=\"10\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1\"/>",
            group.fill, group.line
        ));
        group.title.iter().for_each(|title| self.text(title));
    }

    /// A line that stops within its arrowhead, so that its end does not stand out beside the tip, and that leaves out what
    /// its label covers, so that the label needs no ground of its own.
    fn arrow(&mut self, wire: &Wire) {
        let Wire { points, style, label, from_tip, .. } = wire;
        let [.., before, tip] = &points[..] else { return };
        let (x, y) = (tip.x - before.x, tip.y - before.y);
        let length = distance(*before, *tip).max(f64::EPSILON);
        let (x, y) = (x / length, y / length);
        let (long, wide) = (HEAD_LENGTH * self.unit, HEAD_WIDTH * self.unit);
        let back = Point { x: tip.x - x * long, y: tip.y - y * long };
        let (side_x, side_y) = (-y * wide / 2.0, x * wide / 2.0);
        let head =
            [*tip, Point { x: back.x + side_x, y: back.y + side_y }, Point { x: back.x - side_x, y: back.y - side_y }];
        let mut way = points.to_vec();
        let last = way.len() - 1;
        let reach = (long - 1.0).min(length);
        way[last] = Point { x: tip.x - x * reach, y: tip.y - y * reach };
        let (color, pen) = (style.color, self.pen * f64::from(style.weight) / 10.0);
        // The strokes of a heavy line are as much longer, or they would run together.
        let times = (f64::from(style.weight) / 10.0).max(1.0);
        let [dash, gap, apart] = [7.0, 4.0, 4.6].map(|length| number(length * times));
        let stroke = match style.stroke {
            Stroke::Solid => format!("stroke-width=\"{}\"", number(pen)),
            Stroke::Dashed => format!("stroke-width=\"{}\" stroke-dasharray=\"{dash} {gap}\"", number(pen)),
            Stroke::Dotted => {
                let wide = number(pen + 0.7);
                format!("stroke-width=\"{wide}\" stroke-dasharray=\"0.1 {apart}\" stroke-linecap=\"round\"")
            }
        };
        if *from_tip {
            way.reverse();
        }
        let pieces = label.as_ref().map_or_else(|| vec![way.clone()], |(label, _)| way::without(&way, *label));
        let path = pieces.iter().map(|piece| path(piece, BEND * self.unit)).collect::<Vec<_>>().join(" ");
        self.line(format_args!("<path d=\"{path}\" fill=\"none\" stroke=\"{color}\" {stroke}/>"));
        self.line(format_args!("<polygon points=\"{}\" fill=\"{color}\"/>", self::points(&head)));
    }

    fn entry(&mut self, entry: &Entry) {
        match entry.swatch {
            Swatch::Node(style) => self.outline(style, entry.rect),
            Swatch::Line(style) => {
                let y = entry.rect.middle().y;
                let points = vec![Point { x: entry.rect.corner.x, y }, Point { x: entry.rect.right(), y }];
                self.arrow(&Wire { points, style, label: None, from_tip: false, tooltip: String::new() });
            }
        }
        self.text(&entry.name);
    }
}

/// A way with round bends.
fn path(way: &[Point], bend_radius: f64) -> String {
    let mut path = format!("M{} {}", number(way[0].x), number(way[0].y));
    for corner in way.windows(3) {
        let (before, bend, after) = (corner[0], corner[1], corner[2]);
        let radius = bend_radius.min(distance(before, bend) / 2.0).min(distance(bend, after) / 2.0);
        let (into, out) = (towards(bend, before, radius), towards(bend, after, radius));
        let [ix, iy, bx, by, ox, oy] = [into.x, into.y, bend.x, bend.y, out.x, out.y].map(number);
        write!(path, " L{ix} {iy} Q{bx} {by} {ox} {oy}").expect("a string takes any text");
    }
    let end = way[way.len() - 1];
    write!(path, " L{} {}", number(end.x), number(end.y)).expect("a string takes any text");
    path
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
        assert_eq!(path(&way, 7.0), "M0 0 L17 0 Q20 0 20 3 L20 6");
    }
}
