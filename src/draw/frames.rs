//! Nodes with the same lines → one frame with those lines once.
//!
//! Twelve technologies that one phase uses, and nothing else does, are twelve lines that say one thing. They are put into
//! a frame, and one line leads there: a line that meets a frame holds for everything in it. Such sets are the modules of a
//! power graph; here only those are taken whose members are joined to nothing but the outside.
//!
//! Input: a scene. Output: which nodes stand alone and which stand together, and which lines become one or share a trunk.

use super::layout::Trunk;
use super::scene::{Line, Scene};
use super::style::LineStyle;
use super::trunks::trunks;
use crate::value::Why;
use rustc_hash::FxHashMap;

/// A frame must save so many lines.
const LEAST_SAVED: usize = 2;

/// What stands at one place of the layout.
#[derive(Debug)]
pub(super) struct Frames {
    /// The members of each unit, as positions in [`Scene::nodes`]: one, or those of a frame. In order of their first.
    pub units: Vec<Vec<usize>>,
    /// The unit of each node.
    pub unit_of: Vec<usize>,
    /// The lines of each way, as positions in [`Scene::lines`]; all have the same looks and label.
    pub ways: Vec<Vec<usize>>,
    /// What each way shares with others; nothing for one that runs alone.
    pub trunks: Vec<Option<Trunk>>,
}

/// What a line means to the node at one of its ends.
type Tie<'s> = (usize, bool, &'s str, Looks);

/// How a line looks, whether it is dimmed, and whether it is laid out against its direction.
pub(super) type Looks = (LineStyle, bool, bool);

impl Frames {
    /// Finds the frames, unless somebody asks for an end. O(nodes + lines log lines).
    pub(super) fn of(scene: &Scene) -> Result<Self, Why> {
        let unit_of = units(scene)?;
        let mut units: Vec<Vec<usize>> = Vec::new();
        let mut place: FxHashMap<usize, usize> = FxHashMap::default();
        let unit_of: Vec<usize> = unit_of
            .into_iter()
            .enumerate()
            .map(|(node, first)| {
                let at = *place.entry(first).or_insert(units.len());
                if at == units.len() {
                    units.push(Vec::new());
                }
                units[at].push(node);
                at
            })
            .collect();
        let ways = ways(scene, &unit_of)?;
        let trunks = trunks(scene, &unit_of, &ways);
        Ok(Self { units, unit_of, ways, trunks })
    }
}

/// For each node the first node of its frame, which is the node itself when it stands alone.
fn units(scene: &Scene) -> Result<Vec<usize>, Why> {
    let mut ties: Vec<Vec<Tie<'_>>> = vec![Vec::new(); scene.nodes.len()];
    for line in &scene.lines {
        ties[line.start].push((line.end, true, &line.label, looks(line)));
        ties[line.end].push((line.start, false, &line.label, looks(line)));
    }
    let mut classes: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut place: FxHashMap<_, usize> = FxHashMap::default();
    for (at, (node, ties)) in scene.nodes.iter().zip(&mut ties).enumerate() {
        scene.stop.look()?;
        ties.sort_by_key(|(other, out, label, (style, dim, back))| (*other, *out, *label, style.order(), *dim, *back));
        let class = *place.entry((&*ties, node.style, node.group, node.dim)).or_insert(classes.len());
        if class == classes.len() {
            classes.push((ties.len(), Vec::new()));
        }
        classes[class].1.push(at);
    }
    let mut first: Vec<usize> = (0..scene.nodes.len()).collect();
    for (ties, members) in classes {
        if (members.len() - 1) * ties >= LEAST_SAVED {
            members.iter().for_each(|member| first[*member] = members[0]);
        }
    }
    Ok(first)
}

pub(super) fn looks(line: &Line) -> Looks {
    (line.style, line.dim, line.backward)
}

/// The lines that lead from one unit to the same other and look the same.
fn ways(scene: &Scene, unit_of: &[usize]) -> Result<Vec<Vec<usize>>, Why> {
    let mut ways: Vec<Vec<usize>> = Vec::new();
    let mut place: FxHashMap<_, usize> = FxHashMap::default();
    for (at, line) in scene.lines.iter().enumerate() {
        scene.stop.look()?;
        let key = (unit_of[line.start], unit_of[line.end], &line.label, looks(line));
        let way = *place.entry(key).or_insert(ways.len());
        if way == ways.len() {
            ways.push(Vec::new());
        }
        ways[way].push(at);
    }
    Ok(ways)
}
