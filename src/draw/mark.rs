//! What differs between two graphs → signs and colors in a scene.
//!
//! A sign before the name tells what happened, and the color tells it again; lines have a stroke besides. What is the same in
//! both is gray.

use super::diff::{Change, Changes};
use super::scene::Scene;
use super::style::{LineStyle, NodeStyle, Shape, Stroke};
use super::theme::{Color, rgb};
use crate::graph::Entity;
use crate::value::RelId;

/// The looks of what is the same in both.
pub(super) const SAME: (Color, Color) = (rgb(0xFFFFFF), rgb(0x6B6B6B));

impl Change {
    /// All of them, in the order of the legend.
    pub(super) const ALL: [Self; 3] = [Self::Added, Self::Removed, Self::Changed];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }

    pub(super) fn sign(self) -> char {
        match self {
            Self::Added => '+',
            Self::Removed => '−',
            Self::Changed => '≠',
        }
    }

    /// Fill and border of nodes; lines have the latter.
    pub(super) fn colors(self) -> (Color, Color) {
        match self {
            Self::Added => (rgb(0xA9DFCE), rgb(0x00694C)),
            Self::Removed => (rgb(0xF6C3A5), rgb(0xA34400)),
            Self::Changed => (rgb(0xBBE1F5), rgb(0x00507F)),
        }
    }

    fn stroke(self) -> Stroke {
        match self {
            Self::Added => Stroke::Solid,
            Self::Removed => Stroke::Dashed,
            Self::Changed => Stroke::Dotted,
        }
    }
}

/// Marks the nodes and lines of a scene; `lines` are the type and the relationships of each line.
pub(super) fn mark(scene: &mut Scene, lines: &[(String, &[RelId])], changes: &Changes, legend: bool) {
    let mut met = [false; 3];
    let mut meet = |change: Change| met[change as usize] = true;
    for node in &mut scene.nodes {
        let change = changes.get(&Entity::Node(node.id)).copied();
        (node.style.fill, node.style.line) = change.map_or(SAME, Change::colors);
        if let Some(change) = change {
            meet(change);
            node.caption = format!("{} {}", change.sign(), node.caption);
            if let Some(first) = node.label.first_mut() {
                *first = format!("{} {first}", change.sign());
            }
            node.tooltip = format!("{}\n{}", change.word(), node.tooltip);
        }
    }
    for (line, (kind, rels)) in scene.lines.iter_mut().zip(lines) {
        let change = of_line(rels, changes);
        line.style = LineStyle {
            color: change.map_or(SAME, Change::colors).1,
            stroke: change.map_or(Stroke::Solid, Change::stroke),
            weight: line.style.weight,
        };
        if let Some(change) = change {
            meet(change);
            let times = if rels.len() > 1 { format!(" ×{}", rels.len()) } else { String::new() };
            line.label = format!("{} {kind}{times}", change.sign());
            line.unnamed.clone_from(&line.label);
            line.tooltip = format!("{}\n{}", change.word(), line.tooltip);
        }
    }
    // Types keep their shapes; what their colors said is said by the changes.
    for (_, style) in &mut scene.legend.nodes {
        (style.fill, style.line) = SAME;
    }
    for (_, style) in &mut scene.legend.lines {
        *style = LineStyle { color: SAME.1, stroke: Stroke::Solid, weight: style.weight };
    }
    // Looks that have become alike would explain nothing; a line that has changed says its type itself.
    let alike = |(_, one): &(String, LineStyle), (_, other): &(String, LineStyle)| one == other;
    if scene.legend.lines.windows(2).any(|pair| alike(&pair[0], &pair[1])) {
        scene.legend.lines.clear();
    }
    if legend {
        let all = Change::ALL.into_iter().filter(|change| met[*change as usize]);
        scene.legend.nodes.extend(all.map(|change| {
            let (fill, line) = change.colors();
            (format!("{} {}", change.sign(), change.word()), NodeStyle { shape: Shape::Box, fill, line, icon: None })
        }));
    }
}

/// What happened to a line: what happened to all of its relationships, else that it changed.
pub(super) fn of_line(rels: &[RelId], changes: &Changes) -> Option<Change> {
    let mut all = rels.iter().map(|rel| changes.get(&Entity::Rel(*rel)).copied());
    let first = all.next()?;
    if all.all(|other| other == first) { first } else { Some(Change::Changed) }
}
