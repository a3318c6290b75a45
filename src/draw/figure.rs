//! A scene → a figure: the picture with a place for everything.
//!
//! Input: a scene, and the places that the layout gives. Output: texts, outlines and ways in points from the upper left
//! corner, which a writer only has to spell in its format. A title stands above the drawing, the legend and the footnote
//! below it.

use super::PageSize;
use super::fit::Room;
use super::label::wrapped;
use super::lay::{Laid, width_of};
use super::layout::{Arrangement, Fallback, Point, Rect, Route, Size, Trunk};
use super::measure::{ASCENT, Face, LEADING, SLACK, widest};
use super::page::{Page, legend};
use super::scene::{Line, Node, Scene};
use super::shape;
use super::style::{LineStyle, NodeStyle};
use super::theme::{Color, Palette};
use crate::diag::codes::{PLAIN_LAYOUT, SMALL_TEXT};
use crate::diag::{Diagnostic, Diagnostics};
use crate::value::Why;
use std::sync::Arc;

/// A point, of which 72 are an inch, in the units of a picture, of which 96 are.
const POINT: f64 = 96.0 / 72.0;

/// The least size of letters that a room can read from a slide, in points.
const LEAST: f64 = 12.0;

/// Letters in nodes do not grow beyond this on a slide, in points.
const MOST: f64 = 20.0;

/// The most lines whose texts a joined line shows on hovering.
const TOOLTIPS: usize = 12;

/// The picture.
#[derive(Debug)]
pub(super) struct Figure {
    /// Its size.
    pub size: Size,
    /// The colors.
    pub palette: &'static Palette,
    /// How many times the natural size arrowheads and bends have.
    pub unit: f64,
    /// The title in lines.
    pub title: Vec<Text>,
    /// The groups, which stand behind everything.
    pub groups: Vec<Group>,
    /// The borders around nodes that have the same lines.
    pub frames: Vec<Group>,
    /// The lines, which stand behind the nodes.
    pub lines: Vec<Wire>,
    /// The nodes.
    pub nodes: Vec<Placed>,
    /// The entries of the legend.
    pub legend: Vec<Entry>,
    /// The footnote in lines.
    pub footnote: Vec<Text>,
    /// The size of the smallest letters in points when the page fills a slide; nothing without a page.
    pub smallest: Option<f64>,
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
    /// Its color.
    pub color: Color,
}

/// A border around nodes.
#[derive(Debug)]
pub(super) struct Group {
    /// The border.
    pub rect: Rect,
    /// The color within.
    pub fill: Color,
    /// The color of the border.
    pub line: Color,
    /// Its title, when it has one.
    pub title: Option<Text>,
}

/// A line with its arrowhead.
#[derive(Debug)]
pub(super) struct Wire {
    /// Start, bends and end.
    pub points: Vec<Point>,
    /// Its look.
    pub style: LineStyle,
    /// Its label and the room that it takes.
    pub label: Option<(Rect, Text)>,
    /// Whether it shares its last stretch with others, so that strokes must be counted from its tip to lie on theirs.
    pub from_tip: bool,
    /// What is said on hovering.
    pub tooltip: String,
}

/// A node with its place.
#[derive(Debug)]
pub(super) struct Placed {
    /// Its name within the file.
    pub name: String,
    /// The rectangle around its outline.
    pub rect: Rect,
    /// Its look.
    pub style: NodeStyle,
    /// A filled circle in front of the label, with its sign.
    pub badge: Option<(Rect, Text)>,
    /// Its label and what is written below.
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

/// So many times as large letters are worth that a reader looks up in the legend what a line means.
const WORTH_THE_NAMES: f64 = 1.2;

impl Figure {
    /// Lays a scene out, unless somebody asks for an end. The findings say what is not as it could be.
    ///
    /// On a page where letters would be too small the legend alone names types, if that makes them larger by much.
    pub(super) fn of(scene: &Scene) -> Result<(Self, Diagnostics), Why> {
        let usual = Self::laid_out(scene)?;
        let other = match usual.0.smallest {
            Some(points) if !is_readable(points) => scene.named_in_legend(),
            _ => None,
        };
        let Some(other) = other.map(|scene| Self::laid_out(&scene)).transpose()? else { return Ok(usual) };
        let much = usual.0.smallest.unwrap_or_default() * WORTH_THE_NAMES;
        let better = other.0.smallest.is_some_and(|points| is_readable(points) || points > much);
        Ok(if better { other } else { usual })
    }

    fn laid_out(scene: &Scene) -> Result<(Self, Diagnostics), Why> {
        let mut findings = Diagnostics::new();
        let (page, fitted) = match scene.page {
            None => {
                let fitted = Laid::natural(scene)?;
                (Page::around(scene, fitted.arrangement.size), fitted)
            }
            Some(size) => {
                let page = Page::of(scene, size);
                let point = POINT / size.on_a_slide();
                let room = Room { size: page.room.size, least: LEAST * point, most: MOST * point };
                let fitted = Laid::within(scene, room)?;
                (page, fitted)
            }
        };
        if let Some(Fallback { message, hint }) = &fitted.fallback {
            findings.push(Diagnostic::warning(PLAIN_LAYOUT, message.as_str()).hint(*hint));
        }
        let size = fitted.arrangement.size;
        let corner = Point {
            x: page.room.corner.x + ((page.room.size.width - size.width) / 2.0).max(0.0),
            y: page.room.corner.y + ((page.room.size.height - size.height) / 2.0).max(0.0),
        };
        let composer = Composer { scene, fitted: &fitted, corner };
        let mut figure = Self {
            size: page.size,
            palette: scene.palette,
            unit: fitted.unit,
            groups: composer.groups(),
            frames: composer.frames(),
            lines: composer.wires()?,
            nodes: composer.nodes()?,
            legend: legend(scene, &page),
            title: page.title,
            footnote: page.footnote,
            smallest: None,
        };
        if let Some(page) = scene.page {
            let smallest = points_on_a_slide(figure.texts().map(|text| text.size), page);
            let hint = "A smaller answer, a larger --size or shorter captions make it larger.";
            too_small(smallest, hint).into_iter().for_each(|finding| findings.push(finding));
            figure.smallest = Some(smallest);
        }
        Ok((figure, findings))
    }

    /// Every line of text.
    fn texts(&self) -> impl Iterator<Item = &Text> {
        let groups = self.groups.iter().filter_map(|group| group.title.as_ref());
        let lines = self.lines.iter().filter_map(|line| line.label.as_ref().map(|(_, text)| text));
        let nodes =
            self.nodes.iter().flat_map(|node| node.label.iter().chain(node.badge.as_ref().map(|(_, sign)| sign)));
        let around = self.title.iter().chain(self.legend.iter().map(|entry| &entry.name)).chain(&self.footnote);
        groups.chain(lines).chain(nodes).chain(around)
    }
}

/// The smallest of several sizes of letters on a page, in points when it fills a slide.
pub(super) fn points_on_a_slide(sizes: impl Iterator<Item = f64>, page: PageSize) -> f64 {
    sizes.fold(f64::MAX, f64::min) * page.on_a_slide() / POINT
}

/// Whether letters of so many points can be read from a slide.
pub(super) fn is_readable(points: f64) -> bool {
    points >= LEAST - 0.05
}

/// A warning when the smallest letters of a page could not be read from a slide.
pub(super) fn too_small(points: f64, hint: &str) -> Option<Diagnostic> {
    (!is_readable(points)).then(|| {
        let message = format!("the smallest text has {points:.1} points on a slide, and below {LEAST} few can read it");
        Diagnostic::warning(SMALL_TEXT, message).hint(hint)
    })
}

/// Puts the parts of a scene to their places.
struct Composer<'s> {
    scene: &'s Scene,
    fitted: &'s Laid,
    /// Where the arrangement begins.
    corner: Point,
}

impl Composer<'_> {
    fn groups(&self) -> Vec<Group> {
        let (scene, size) = (self.scene, self.fitted.letters.group);
        let Arrangement { groups, titles, .. } = &self.fitted.arrangement;
        let placed = scene.groups.iter().zip(groups.iter().zip(titles));
        let group = |(group, (rect, title)): (&super::groups::Group, (&Option<Rect>, &Option<Rect>))| {
            let rect = rect.as_ref()?.moved(self.corner);
            let at = title.as_ref()?.corner + self.corner + Point { x: 0.0, y: size * ASCENT };
            let (text, color) = (group.title.clone(), scene.palette.ink);
            Some(Group {
                rect,
                fill: scene.palette.panels[usize::from(group.within.is_some())],
                line: scene.palette.frame,
                title: Some(Text { text, at, centered: false, size, face: Face::Bold, color }),
            })
        };
        placed.filter_map(group).collect()
    }

    /// A frame has the ground that its surroundings have not.
    fn frames(&self) -> Vec<Group> {
        let units = self.fitted.frames.units.iter().zip(&self.fitted.arrangement.boxes);
        let framed = units.filter(|(members, _)| members.len() > 1);
        let frame = |(members, rect): (&Vec<usize>, &Rect)| Group {
            rect: rect.moved(self.corner),
            fill: self.scene.palette.panels[usize::from(self.scene.nodes[members[0]].group.is_some())],
            line: self.scene.palette.frame,
            title: None,
        };
        framed.map(frame).collect()
    }

    fn nodes(&self) -> Result<Vec<Placed>, Why> {
        let mut rects = vec![Rect::default(); self.scene.nodes.len()];
        for (unit, members) in self.fitted.frames.units.iter().enumerate() {
            for (member, rect) in members.iter().zip(self.fitted.members(unit)) {
                rects[*member] = rect.moved(self.corner);
            }
        }
        let nodes = self.scene.nodes.iter().zip(rects).enumerate();
        self.scene.stop.collect(nodes.map(|(at, (node, rect))| self.node(at, node, rect)))
    }

    fn node(&self, at: usize, node: &Node, rect: Rect) -> Placed {
        let (letters, block, palette) = (self.fitted.letters, &self.fitted.blocks[at], self.scene.palette);
        let mut middle = shape::text_middle(node.style.shape, rect);
        let badge = node.style.icon.map(|sign| {
            let long = width_of(block, letters);
            middle.x += shape::BADGE_WIDTH * letters.node / 2.0;
            let round = Size { width: shape::BADGE * letters.node, height: shape::BADGE * letters.node };
            let beside = (shape::BADGE_WIDTH - shape::BADGE / 2.0) * letters.node;
            let at = Rect::around(Point { x: middle.x - long / 2.0 - beside, ..middle }, round);
            let text =
                Text { face: Face::Bold, ..centered(&sign.to_string(), at.middle(), letters.node, palette.ground) };
            (at, text)
        });
        let heights = |count: usize, size: f64| count as f64 * size * LEADING;
        let height = heights(block.label.len(), letters.node) + heights(block.notes.len(), letters.note);
        let mut y = middle.y - (height + block.apart(letters)) / 2.0;
        let mut line = |text: &String, size: f64, color: Color| {
            let at = Point { x: middle.x, y: y + size * LEADING / 2.0 };
            y += size * LEADING;
            centered(text, at, size, color)
        };
        let ink = if node.dim { palette.quiet } else { palette.ink };
        let mut label: Vec<Text> = block.label.iter().map(|text| line(text, letters.node, ink)).collect();
        let mut notes: Vec<Text> = block.notes.iter().map(|text| line(text, letters.note, palette.quiet)).collect();
        if block.paragraph {
            let left = middle.x - widest(&block.notes, Face::Regular, letters.note) / 2.0;
            for note in &mut notes {
                (note.centered, note.at) = (false, Point { x: left, y: note.at.y + block.apart(letters) });
            }
        }
        label.extend(notes);
        Placed {
            name: node.name.clone(),
            rect,
            style: node.style,
            badge,
            label,
            tooltip: node.tooltip.clone(),
            source: node.source.clone(),
        }
    }

    fn wires(&self) -> Result<Vec<Wire>, Why> {
        let ways = self.fitted.frames.ways.iter().zip(&self.fitted.arrangement.routes);
        let trunks = &self.fitted.frames.trunks;
        self.scene.stop.collect(ways.zip(trunks).map(|((lines, route), trunk)| self.wire(lines, route, *trunk)))
    }

    fn wire(&self, lines: &[usize], route: &Route, trunk: Option<Trunk>) -> Wire {
        let line: &Line = &self.scene.lines[lines[0]];
        let color = if line.dim { self.scene.palette.quiet } else { line.style.color };
        let label = route.label.map(|rect| {
            let rect = rect.moved(self.corner);
            (rect, centered(&line.label, rect.middle(), self.fitted.letters.line, color))
        });
        let mut points: Vec<Point> = route.points.iter().map(|point| *point + self.corner).collect();
        if let [first, .., last] = &mut points[..] {
            *first = self.end(line.start, *first);
            *last = self.end(line.end, *last);
        }
        let mut tooltips: Vec<&str> =
            lines.iter().take(TOOLTIPS).map(|line| &*self.scene.lines[*line].tooltip).collect();
        let more = format!("and {} more", lines.len().saturating_sub(TOOLTIPS));
        if lines.len() > TOOLTIPS {
            tooltips.push(&more);
        }
        let from_tip = trunk.is_some_and(|trunk| !trunk.at_start);
        Wire { points, style: line.style, label, from_tip, tooltip: tooltips.join("\n\n") }
    }

    /// Where a line meets the outline of a node, or the frame around it.
    fn end(&self, node: usize, tip: Point) -> Point {
        let unit = self.fitted.frames.unit_of[node];
        if self.fitted.frames.units[unit].len() > 1 {
            return tip;
        }
        shape::border(self.scene.nodes[node].style.shape, self.fitted.arrangement.boxes[unit].moved(self.corner), tip)
    }
}

/// A line of text whose middle is here.
fn centered(text: &str, middle: Point, size: f64, color: Color) -> Text {
    // Half the height of capital letters below the middle.
    let at = Point { x: middle.x, y: middle.y + size * 0.36 };
    Text { text: text.to_owned(), at, centered: true, size, face: Face::Regular, color }
}

/// Text in lines no longer than a width, the first of which begins below a point.
pub(super) fn paragraph(text: &str, at: Point, wide: f64, size: f64, face: Face, color: Color) -> Vec<Text> {
    if text.is_empty() {
        return Vec::new();
    }
    let lines = wrapped(text, face, wide / SLACK / size + 0.01);
    let line = |(row, text): (usize, String)| Text {
        text,
        at: Point { x: at.x, y: at.y + size * (ASCENT + row as f64 * LEADING) },
        centered: false,
        size,
        face,
        color,
    };
    lines.into_iter().enumerate().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Options, Subgraph};
    use super::*;
    use crate::graph::{Entity, Graph, Schema};
    use crate::library::{Direction, Picture};

    #[test]
    fn where_letters_would_be_too_small_the_legend_names_types() {
        let chain = |count: usize| {
            let mut graph = Graph::new(Schema::open().into());
            let nodes: Vec<_> = (0..count).map(|_| graph.add_node(&[])).collect();
            let mut rels = Vec::new();
            for (at, pair) in nodes.windows(2).enumerate() {
                let kind = graph.names_mut().types.intern(&format!("LEADS_ON_IN_WAY_{at}"));
                rels.push(graph.add_rel(pair[0], kind, pair[1]));
            }
            let subgraph = Subgraph { nodes, rels, ..Subgraph::default() };
            let picture = Picture { direction: Some(Direction::LeftToRight), ..Picture::default() };
            let options = Options { picture, size: Some(PageSize::WIDE), ..Options::default() };
            let scene = Scene::of(&subgraph, graph.view(), &options).expect("nobody asks for an end");
            let usual = Figure::laid_out(&scene).expect("nobody asks for an end").0;
            (usual, Figure::of(&scene).expect("nobody asks for an end").0)
        };
        let labels = |figure: &Figure| figure.lines.iter().filter(|line| line.label.is_some()).count();
        let (usual, figure) = chain(3);
        assert_eq!((labels(&usual), labels(&figure)), (2, 2), "there is room for names");
        let (usual, figure) = chain(7);
        assert!(labels(&usual) == 6 && labels(&figure) < 6 && figure.legend.len() == 6);
        assert!(figure.smallest > usual.smallest, "{:?} {:?}", figure.smallest, usual.smallest);
    }

    #[test]
    fn notes_of_several_lines_begin_at_one_edge() {
        let mut graph = Graph::new(Schema::open().into());
        let nodes = vec![graph.add_node(&[])];
        let of = |note: &str| {
            let notes = [(Entity::Node(nodes[0]), vec![("made".to_owned(), note.to_owned())])];
            let subgraph = Subgraph { nodes: nodes.clone(), notes: notes.into_iter().collect(), ..Subgraph::default() };
            let scene = Scene::of(&subgraph, graph.view(), &Options::default()).expect("nobody asks for an end");
            let (mut figure, _) = Figure::of(&scene).expect("nobody asks for an end");
            figure.nodes.remove(0).label
        };
        let short = of("of wood");
        assert!(short.iter().all(|text| text.centered), "{short:?}");
        let long = of("of wood, of iron, of glass, of clay, of silver and of gold");
        assert!(long[0].centered && long.len() > 3, "{long:?}");
        let (first, others) = long[1..].split_first().expect("there are notes");
        assert!(others.iter().all(|text| !text.centered && text.at.x.to_bits() == first.at.x.to_bits()), "{long:?}");
        assert!(!first.text.starts_with('\u{2003}') && others.iter().all(|text| text.text.starts_with('\u{2003}')));
    }

    #[test]
    fn every_text_of_a_slide_is_to_be_read() {
        let mut graph = Graph::new(Schema::open().into());
        let labels = ["Tool", "Wood"].map(|name| graph.names_mut().labels.intern(name));
        let nodes = labels.map(|label| graph.add_node(&[label])).to_vec();
        let subgraph = Subgraph { nodes, ..Subgraph::default() };
        let options = Options { title: "What is there?".into(), size: Some(PageSize::WIDE), ..Options::default() };
        let mut scene = Scene::of(&subgraph, graph.view(), &options).expect("nobody asks for an end");
        scene.footnote = "Source: a shed".into();
        let (figure, findings) = Figure::of(&scene).expect("nobody asks for an end");
        assert!(findings.is_empty(), "{findings:?}");
        let said: Vec<&str> = figure.texts().map(|text| text.text.as_str()).collect();
        for text in ["What is there?", "Tool 0", "Wood", "Source: a shed"] {
            assert!(said.contains(&text), "{text} is not among {said:?}");
        }
        let smallest = |size| points_on_a_slide(figure.texts().map(|text| text.size).chain([size]), PageSize::WIDE);
        assert!(
            smallest(16.0).to_bits() == 12.0_f64.to_bits() && figure.smallest >= Some(12.0),
            "16 units are 12 points"
        );
        assert!(too_small(smallest(16.0), "").is_none() && too_small(smallest(15.9), "").is_some());
    }
}
