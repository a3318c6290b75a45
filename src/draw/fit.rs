//! A scene → the arrangement that shows it best.
//!
//! Without a shape to fill, everything has its natural size. With one, ways to lay the scene out are tried (the direction
//! when the query leaves it open, the width of labels, the form of frames, the length of layers, the gaps), and the one whose
//! letters come out largest is taken, then spread over what space is left: gaps grow first, boxes a little.

use super::Engine;
use super::frames::Frames;
use super::label::{LABEL_WIDTH, caption, wrapped};
use super::layout::{
    Arrangement, Border, Edge, Fallback, Point, Problem, Rect, Side, Size, Tile, Trunk, arrange, columns_for, spread,
};
use super::measure::{Face, LEADING, widest, width};
use super::scene::{Node, Scene};
use super::shape;
use super::style::NodeStyle;
use crate::library::Direction;
use crate::value::Why;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// What another face may be wider than the one that text is measured with.
pub(super) const SLACK: f64 = 1.04;

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

/// The form of a frame without a page to fill, and the forms that are tried with one.
const FRAME_ASPECT: f64 = 1.4;
const FRAME_ASPECTS: [f64; 4] = [FRAME_ASPECT, 0.35, 4.0, 9.0];

/// The forms between, which are tried when letters are too small.
const MORE_ASPECTS: [f64; 3] = [2.4, 0.7, 6.0];

/// The widths of labels that are tried, as multiples of the size of their letters.
const LABEL_WIDTHS: [f64; 3] = [LABEL_WIDTH, 9.5, 18.0];

/// The lengths of layers that are tried when letters are too small, in square roots of the number of boxes.
const BOUNDS: [f64; 3] = [0.8, 1.2, 1.8];

/// From so many nodes and lines on, few ways are tried, and from so many on one.
const MANY: usize = 150;
const VERY_MANY: usize = 600;

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
    fn smallest(&self) -> f64 {
        self.node.min(self.line)
    }
}

/// Each step of the scale is a sixth.
const NATURAL: Letters = Letters { node: 14.0, note: 12.0, line: 12.0, group: 14.0 };

/// All as large as those in nodes, when smaller ones would be too small.
const EVEN: Letters = Letters { node: 14.0, note: 14.0, line: 14.0, group: 14.0 };

/// The space that a page leaves for the drawing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// The space.
    pub size: Size,
    /// The least size of letters that can be read there.
    pub least: f64,
    /// The most that letters in nodes may grow to.
    pub most: f64,
}

/// A scene with a place for everything.
#[derive(Debug)]
pub(super) struct Fitted {
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
}

/// A way to lay a scene out.
#[derive(Clone, Copy, Debug)]
struct Way {
    engine: Engine,
    direction: Direction,
    label_width: f64,
    frame_aspect: f64,
    aspect: Option<f64>,
    bound: Option<usize>,
    dense: bool,
}

impl Fitted {
    /// Lays out in natural size, unless somebody asks for an end.
    pub(super) fn natural(scene: &Scene) -> Result<Self, Why> {
        lay(scene, Way::usual(scene), NATURAL)
    }

    /// Lays out so that the letters are as large as the room allows, unless somebody asks for an end.
    pub(super) fn within(scene: &Scene, room: Room) -> Result<Self, Why> {
        let mut best: Option<(f64, Way, Self)> = None;
        // A program that has failed once is not asked again for each way.
        let failed = match scene.engine {
            Engine::Graphviz => lay(scene, Way::usual(scene), NATURAL)?.fallback,
            Engine::BuiltIn => None,
        };
        let engine = if failed.is_some() { Engine::BuiltIn } else { scene.engine };
        let mut consider = |ways: &mut dyn Iterator<Item = Way>| -> Result<Option<(Way, Letters, usize)>, Why> {
            for way in ways {
                let fitted = scaled(scene, way, room)?;
                let score = score(&fitted, room);
                if best.as_ref().is_none_or(|(most, ..)| score > *most) {
                    best = Some((score, way, fitted));
                }
            }
            Ok(best.as_ref().map(|(_, way, fitted)| (*way, fitted.letters, fitted.frames.units.len())))
        };
        let few = engine == Engine::BuiltIn && scene.nodes.len() + scene.lines.len() <= MANY;
        let small = |letters: &Letters| few && letters.smallest() < room.least;
        let mut found = consider(&mut ways(scene, room, engine)?.into_iter())?;
        if let Some((way, ..)) = found.filter(|(_, letters, units)| small(letters) && *units < scene.nodes.len()) {
            found = consider(&mut MORE_ASPECTS.into_iter().map(|frame_aspect| Way { frame_aspect, ..way }))?;
        }
        if let Some((way, _, units)) = found.filter(|(_, letters, _)| small(letters)) {
            // Long layers are broken into shorter ones.
            let root = (units as f64).sqrt();
            let bounds: BTreeSet<usize> = BOUNDS.iter().map(|share| (root * share).ceil() as usize).collect();
            found = consider(&mut bounds.into_iter().map(|bound| Way { bound: Some(bound), ..way }))?;
        }
        if let Some((way, _, units)) = found.filter(|(_, letters, _)| small(letters)) {
            let framed = units < scene.nodes.len();
            let aspects = FRAME_ASPECTS.into_iter().chain(MORE_ASPECTS).filter(|_| framed);
            let formed = aspects.map(|frame_aspect| Way { frame_aspect, ..way });
            let usual = [way, Way { bound: None, ..way }].into_iter().take(if way.bound.is_some() { 2 } else { 1 });
            found = consider(&mut usual.chain(formed).map(|way| Way { dense: true, ..way }))?;
        }
        if let Some((way, ..)) = found.filter(|(_, letters, _)| small(letters)) {
            consider(&mut LABEL_WIDTHS.into_iter().map(|label_width| Way { label_width, dense: true, ..way }))?;
        }
        let mut fitted = best.map_or_else(|| Self::natural(scene), |(_, _, fitted)| Ok(fitted))?;
        spread(&mut fitted.arrangement, room.size);
        fitted.fallback = failed.or(fitted.fallback);
        Ok(fitted)
    }
}

impl Way {
    /// The way without a page to fill.
    fn usual(scene: &Scene) -> Self {
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

/// The ways that are tried, the likeliest first.
fn ways(scene: &Scene, room: Room, engine: Engine) -> Result<Vec<Way>, Why> {
    let directions = match scene.direction {
        Some(direction) => vec![direction],
        None => vec![Direction::LeftToRight, Direction::TopToBottom],
    };
    let count = scene.nodes.len() + scene.lines.len();
    // Each way is a process of its own, of which a few are worth their time.
    let few = count > MANY || engine == Engine::Graphviz;
    let widths: &[f64] = if few { &[LABEL_WIDTH] } else { &LABEL_WIDTHS };
    let framed = Frames::of(scene)?.units.iter().any(|members| members.len() > 1);
    let aspects: &[f64] =
        if framed && count <= VERY_MANY && engine == Engine::BuiltIn { &FRAME_ASPECTS } else { &[FRAME_ASPECT] };
    let aspect = Some(room.size.width / room.size.height.max(1.0));
    let mut ways = Vec::new();
    for direction in directions.into_iter().take(if count > VERY_MANY { 1 } else { 2 }) {
        for &label_width in widths {
            let way = |&frame_aspect: &f64| Way {
                engine,
                direction,
                label_width,
                frame_aspect,
                aspect,
                bound: None,
                dense: false,
            };
            ways.extend(aspects.iter().map(way));
        }
    }
    Ok(ways)
}

/// Lays out one way, as large as the room allows.
fn scaled(scene: &Scene, way: Way, room: Room) -> Result<Fitted, Why> {
    let fit = |fitted: &Fitted| {
        let Size { width, height } = fitted.arrangement.size;
        (room.size.width / width.max(1.0)).min(room.size.height / height.max(1.0)).min(room.most / NATURAL.node)
    };
    let mut fitted = lay(scene, way, NATURAL)?;
    let mut unit = fit(&fitted);
    if NATURAL.line * unit < room.least {
        let even = lay(scene, way, EVEN)?;
        let other = fit(&even);
        if EVEN.line * other > NATURAL.line * unit {
            (fitted, unit) = (even, other);
        }
    }
    fitted.scale(unit);
    Ok(fitted)
}

/// Larger letters are better, then a fuller page; a third less of letters is not outweighed by any page.
fn score(fitted: &Fitted, room: Room) -> f64 {
    let Size { width, height } = fitted.arrangement.size;
    let full = width * height / (room.size.width * room.size.height).max(1.0);
    let letters = fitted.letters.node.min(fitted.letters.line * 1.2);
    letters / room.most + 0.25 * full
}

impl Fitted {
    fn scale(&mut self, unit: f64) {
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
fn lay(scene: &Scene, way: Way, letters: Letters) -> Result<Fitted, Why> {
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
    Ok(Fitted { arrangement, frames, blocks, columns, spaces, letters, unit: 1.0, fallback })
}

fn block(node: &Node, label_width: f64, letters: Letters) -> Block {
    let label = caption(&node.caption, label_width);
    let wide = widest(&label, Face::Regular, letters.node).max(LABEL_WIDTH * letters.node);
    let notes = node.notes.iter().flat_map(|note| wrapped(note, Face::Regular, wide / letters.note)).collect();
    Block { label, notes }
}

/// The width of the texts of a node.
pub(super) fn width_of(block: &Block, letters: Letters) -> f64 {
    let label = widest(&block.label, Face::Regular, letters.node);
    label.max(widest(&block.notes, Face::Regular, letters.note)) * SLACK
}

/// The size of the texts of a node.
fn extent(block: &Block, letters: Letters) -> Size {
    Size {
        width: width_of(block, letters),
        height: letters.node * (1.0 + LEADING * (block.label.len() as f64 - 1.0))
            + letters.note * LEADING * block.notes.len() as f64,
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
            width: width(&line.label, Face::Regular, letters.line) * SLACK + 2.0 * HALO.width * letters.line,
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
        title: Size { width: width(&group.title, Face::Bold, letters.group) * SLACK, height: letters.group * LEADING },
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
