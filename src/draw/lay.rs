//! One way to lay a scene out: the sizes of its nodes and labels, and the places that they take.

use super::Engine;
use super::frames::Frames;
use super::label::{LABEL_WIDTH, caption, wrapped};
use super::layout::{
    Arrangement, Border, Edge, Fallback, Point, Problem, Rect, Side, Size, Tile, Trunk, arrange, columns_for,
};
use super::measure::{Face, LEADING, text_width, widest, widest_text};
use super::scene::{Node, Scene};
use super::shape;
use super::style::NodeStyle;
use crate::library::Direction;
use crate::value::Why;
use rustc_hash::FxHashSet;

/// The space around the letters of a label at a line, as a share of their size.
const HALO: Size = Size { width: 0.4, height: 0.12 };
/// The space between two lines at one side of a node.
const LINE_GAP: f64 = 10.0;
/// The spaces of nodes and frames.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spaces {
    /// Around the text of a node.
    padding: Size,
    /// Within a frame.
    frame: f64,
    /// Between the members of a frame.
    between: Size,
}

const USUAL: Spaces =
    Spaces { padding: Size { width: 14.0, height: 9.0 }, frame: 12.0, between: Size { width: 14.0, height: 10.0 } };

/// As little as still looks like a box with a text in it.
const DENSE: Spaces =
    Spaces { padding: Size { width: 10.0, height: 6.5 }, frame: 8.0, between: Size { width: 9.0, height: 7.0 } };

/// The form of a frame without a page to fill.
pub(super) const FRAME_ASPECT: f64 = 1.4;

/// The sizes of letters in a drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Letters {
    /// In nodes.
    pub node: f64,
    /// Below them, for annotations.
    pub note: f64,
    /// At lines.
    pub line: f64,
    /// Above groups.
    pub group: f64,
}

impl Letters {
    /// The smallest of those that count: annotations and titles of groups are as large as one of these.
    pub(super) fn smallest(&self) -> f64 {
        self.node.min(self.line)
    }
}

/// Each step of the scale is a sixth.
pub(super) const NATURAL: Letters = Letters { node: 14.0, note: 12.0, line: 12.0, group: 14.0 };

/// All as large as those in nodes, when smaller ones would be too small.
pub(super) const EVEN: Letters = Letters { node: 14.0, note: 14.0, line: 14.0, group: 14.0 };

/// A scene with a place for everything.
#[derive(Debug)]
pub(super) struct Laid {
    /// The places of units and ways, in their final size.
    pub arrangement: Arrangement,
    /// What the units and ways are.
    pub frames: Frames,
    /// The texts of each node.
    pub blocks: Vec<Block>,
    /// How many columns each unit has.
    pub columns: Vec<usize>,
    /// The spaces of its nodes and frames in natural size.
    spaces: Spaces,
    /// Final sizes of letters.
    pub letters: Letters,
    /// How many times the natural size.
    pub unit: f64,
    /// Why it is not laid out as it was to be.
    pub fallback: Option<Fallback>,
}

/// The texts of a node in lines.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The caption.
    pub label: Vec<String>,
    /// What is written below.
    pub notes: Vec<String>,
    /// Whether the notes are read like a paragraph, since one of them takes several lines: they begin at one edge, apart
    /// from the label.
    pub paragraph: bool,
}

/// A way to lay a scene out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub engine: Engine,
    pub direction: Direction,
    pub label_width: f64,
    pub frame_aspect: f64,
    pub aspect: Option<f64>,
    pub bound: Option<usize>,
    pub dense: bool,
}

impl Way {
    /// The way without a page to fill.
    pub(super) fn usual(scene: &Scene) -> Self {
        Self {
            engine: scene.engine,
            direction: scene.direction.unwrap_or_default(),
            label_width: LABEL_WIDTH,
            frame_aspect: FRAME_ASPECT,
            aspect: None,
            bound: None,
            dense: false,
        }
    }

    fn spaces(self) -> Spaces {
        if self.dense { DENSE } else { USUAL }
    }
}

impl Laid {
    /// Makes everything so many times as large.
    pub(super) fn scale(&mut self, unit: f64) {
        self.arrangement.scale(unit);
        let Letters { node, note, line, group } = self.letters;
        self.letters = Letters { node: node * unit, note: note * unit, line: line * unit, group: group * unit };
        self.unit = unit;
    }

    /// The places of a unit's members within it.
    pub(super) fn members(&self, unit: usize) -> Vec<Rect> {
        let (rect, count) = (self.arrangement.boxes[unit], self.frames.units[unit].len());
        if count == 1 {
            return vec![rect];
        }
        let columns = self.columns[unit];
        let rows = count.div_ceil(columns);
        let Spaces { frame, between, .. } = self.spaces;
        let pad = frame * self.unit;
        let gap = Size { width: between.width * self.unit, height: between.height * self.unit };
        let part = |whole: f64, parts: usize, gap: f64| (whole - 2.0 * pad - gap * (parts as f64 - 1.0)) / parts as f64;
        let cell =
            Size { width: part(rect.size.width, columns, gap.width), height: part(rect.size.height, rows, gap.height) };
        let place = |at: usize| Rect {
            corner: Point {
                x: rect.corner.x + pad + (at % columns) as f64 * (cell.width + gap.width),
                y: rect.corner.y + pad + (at / columns) as f64 * (cell.height + gap.height),
            },
            size: cell,
        };
        (0..count).map(place).collect()
    }
}

/// Lays out one way in natural size.
pub(super) fn lay(scene: &Scene, way: Way, letters: Letters) -> Result<Laid, Why> {
    let frames = Frames::of(scene)?;
    let blocks = scene.stop.collect(scene.nodes.iter().map(|node| block(node, way.label_width, letters)))?;
    let spaces = way.spaces();
    let sizes = sizes(scene, &blocks, &frames, way, letters)?;
    let grid = |members: &Vec<usize>| {
        let cell = sizes[members[0]];
        if members.len() == 1 { 1 } else { columns_for(members.len(), cell, spaces.between, way.frame_aspect) }
    };
    let columns: Vec<usize> = frames.units.iter().map(grid).collect();
    let (mut arrangement, fallback) = arrange(&problem(scene, &frames, &sizes, &columns, way, letters)?);
    // What was laid out in a hurry is of no use.
    scene.stop.look()?;
    for (lines, route) in frames.ways.iter().zip(&mut arrangement.routes) {
        if scene.lines[lines[0]].backward {
            route.points.reverse();
        }
    }
    Ok(Laid { arrangement, frames, blocks, columns, spaces, letters, unit: 1.0, fallback })
}

/// What stands before each line of a note but its first, an em wide.
const INDENT: char = '\u{2003}';

fn block(node: &Node, label_width: f64, letters: Letters) -> Block {
    let label = caption(&node.caption, label_width);
    let wide = widest(&label, Face::Regular, letters.node).max(LABEL_WIDTH * letters.node);
    let wrap = |note: &String, limit: f64| wrapped(note, Face::Regular, limit);
    let limit = wide / letters.note;
    let paragraph = node.notes.iter().any(|note| wrap(note, limit).len() > 1);
    let notes = match paragraph {
        false => node.notes.clone(),
        true => {
            let hung = |(at, line): (usize, String)| if at == 0 { line } else { format!("{INDENT}{line}") };
            let hang = |note: &String| match wrap(note, limit) {
                line if line.len() == 1 => line,
                _ => wrap(note, limit - 1.0).into_iter().enumerate().map(hung).collect(),
            };
            node.notes.iter().flat_map(hang).collect()
        }
    };
    Block { label, notes, paragraph }
}

impl Block {
    /// The space between the label and the notes.
    pub(super) fn apart(&self, letters: Letters) -> f64 {
        if self.paragraph { letters.note * 0.5 } else { 0.0 }
    }
}

/// The width of the texts of a node.
pub(super) fn width_of(block: &Block, letters: Letters) -> f64 {
    let label = widest_text(&block.label, Face::Regular, letters.node);
    label.max(widest_text(&block.notes, Face::Regular, letters.note))
}

/// The size of the texts of a node.
fn extent(block: &Block, letters: Letters) -> Size {
    Size {
        width: width_of(block, letters),
        height: letters.node * (1.0 + LEADING * (block.label.len() as f64 - 1.0))
            + letters.note * LEADING * block.notes.len() as f64
            + block.apart(letters),
    }
}

/// The sizes of the nodes. All nodes of one look are equally wide, so that columns are even, and those of one frame equally
/// high; a node with many lines is as long as they need to stay apart.
fn sizes(scene: &Scene, blocks: &[Block], frames: &Frames, way: Way, letters: Letters) -> Result<Vec<Size>, Why> {
    let text = |(node, block): (&Node, &Block)| {
        let mut size = extent(block, letters);
        if node.style.icon.is_some() {
            size.width += shape::BADGE_WIDTH * letters.node;
            size.height = size.height.max(shape::BADGE * letters.node);
        }
        shape::around(node.style.shape, size, way.spaces().padding)
    };
    let mut sizes = scene.stop.collect(scene.nodes.iter().zip(blocks).map(text))?;
    let mut widths: Vec<((super::style::Shape, bool), f64)> = Vec::new();
    let look = |node: &Node, at: usize| {
        let NodeStyle { shape, .. } = node.style;
        (shape, frames.units[frames.unit_of[at]].len() > 1)
    };
    for (at, (node, size)) in scene.nodes.iter().zip(&sizes).enumerate() {
        match widths.iter_mut().find(|(other, _)| *other == look(node, at)) {
            Some((_, width)) => *width = width.max(size.width),
            None => widths.push((look(node, at), size.width)),
        }
    }
    for (at, (node, size)) in scene.nodes.iter().zip(&mut sizes).enumerate() {
        let even = widths.iter().find(|(other, _)| *other == look(node, at));
        size.width = even.map_or(size.width, |(_, width)| *width);
    }
    let (mut out, mut into) = (vec![0_usize; frames.units.len()], vec![0_usize; frames.units.len()]);
    let mut seen = FxHashSet::default();
    for (way, trunk) in frames.ways.iter().zip(&frames.trunks) {
        let line = &scene.lines[way[0]];
        // A trunk takes the place of one line at its box.
        let shared = trunk.filter(|trunk| !seen.insert(trunk.number));
        let (leaves, enters) = if line.backward { (&mut into, &mut out) } else { (&mut out, &mut into) };
        leaves[frames.unit_of[line.start]] += usize::from(shared.is_none_or(|trunk| !trunk.at_start));
        enters[frames.unit_of[line.end]] += usize::from(shared.is_none_or(|trunk| trunk.at_start));
    }
    for (unit, members) in frames.units.iter().enumerate() {
        let needed = out[unit].max(into[unit]) as f64 * LINE_GAP;
        let highest = members.iter().map(|member| sizes[*member].height).fold(0.0, f64::max);
        for member in members {
            let size = &mut sizes[*member];
            size.height = highest;
            if members.len() == 1 {
                let side = if way.direction.is_horizontal() { &mut size.height } else { &mut size.width };
                *side = side.max(needed);
            }
        }
    }
    Ok(sizes)
}

fn problem(
    scene: &Scene,
    frames: &Frames,
    sizes: &[Size],
    columns: &[usize],
    way: Way,
    letters: Letters,
) -> Result<Problem, Why> {
    let tile = |(members, columns): (&Vec<usize>, &usize)| {
        let Spaces { frame, between, .. } = way.spaces();
        let (cell, rows) = (sizes[members[0]], members.len().div_ceil(*columns) as f64);
        let columns = *columns as f64;
        let size = if members.len() == 1 {
            cell
        } else {
            Size {
                width: 2.0 * frame + columns * (cell.width + between.width) - between.width,
                height: 2.0 * frame + rows * (cell.height + between.height) - between.height,
            }
        };
        Tile { size, group: scene.nodes[members[0]].group }
    };
    let edge = |(lines, trunk): (&Vec<usize>, &Option<Trunk>)| {
        let line = &scene.lines[lines[0]];
        let label = (!line.label.is_empty()).then(|| Size {
            width: text_width(&line.label, Face::Regular, letters.line) + 2.0 * HALO.width * letters.line,
            height: letters.line * (LEADING + 2.0 * HALO.height),
        });
        let [start, end] = [line.start, line.end].map(|node| frames.unit_of[node]);
        if line.backward {
            let trunk = trunk.map(|trunk| Trunk { at_start: !trunk.at_start, ..trunk });
            return Edge { start: end, end: start, label, trunk };
        }
        Edge { start, end, label, trunk: *trunk }
    };
    let group = |group: &super::groups::Group| Border {
        title: Size { width: text_width(&group.title, Face::Bold, letters.group), height: letters.group * LEADING },
        within: group.within,
        side: Side::default(),
    };
    Ok(Problem {
        boxes: frames.units.iter().zip(columns).map(tile).collect(),
        edges: scene.stop.collect(frames.ways.iter().zip(&frames.trunks).map(edge))?,
        groups: scene.stop.collect(scene.groups.iter().map(group))?,
        direction: way.direction,
        aspect: way.aspect,
        bound: way.bound,
        dense: way.dense,
        engine: way.engine,
        stop: scene.stop.clone(),
    })
}
