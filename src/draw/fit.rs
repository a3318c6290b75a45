//! A scene → the arrangement that shows it best.
//!
//! Without a shape to fill, everything has its natural size. With one, ways to lay the scene out are tried (the direction
//! when the query leaves it open, the width of labels, the form of frames, the length of layers, the gaps), and the one whose
//! letters come out largest is taken, then spread over what space is left: gaps grow first, boxes a little.

use super::Engine;
use super::frames::Frames;
use super::label::LABEL_WIDTH;
use super::lay::{EVEN, FRAME_ASPECT, Laid, Letters, NATURAL, Way, lay};
use super::layout::{Size, spread};
use super::scene::Scene;
use crate::library::Direction;
use crate::value::Why;
use std::collections::BTreeSet;

/// The forms of frames that are tried.
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

impl Laid {
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
fn scaled(scene: &Scene, way: Way, room: Room) -> Result<Laid, Why> {
    let fit = |fitted: &Laid| {
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
fn score(fitted: &Laid, room: Room) -> f64 {
    let Size { width, height } = fitted.arrangement.size;
    let full = width * height / (room.size.width * room.size.height).max(1.0);
    let letters = fitted.letters.node.min(fitted.letters.line * 1.2);
    letters / room.most + 0.25 * full
}
