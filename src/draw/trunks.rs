//! Many lines of one node that look the same → a trunk that they share.
//!
//! Ten lines from one company to ten technologies are ten to follow; a trunk with ten branches is one. Lines are joined at
//! one of their ends only: a line that shared both could be read as a line between any two of the others.
//!
//! Input: the ways of a scene between its units. Output: for each way the trunk that it is part of.

use super::frames::{Looks, looks};
use super::layout::Trunk;
use super::scene::{Line, Scene};
use rustc_hash::FxHashMap;

/// From so many lines on, a trunk is easier to follow than they are.
const LEAST: usize = 3;

/// The same where they arrive, which shows less well whether a crossing is a joint.
const LEAST_ARRIVING: usize = 4;

/// An end of a way: the unit there, whether it is where the way begins, and how the way looks.
type End = (usize, bool, Looks);

/// The trunk of each way; none for one that runs alone. Where a way could join two, the larger one
/// has it. O(ways log ways).
pub(super) fn trunks(scene: &Scene, unit_of: &[usize], ways: &[Vec<usize>]) -> Vec<Option<Trunk>> {
    let ends = |way: &Vec<usize>| -> Option<[End; 2]> {
        let line: &Line = &scene.lines[way[0]];
        let (start, end) = (unit_of[line.start], unit_of[line.end]);
        (start != end).then_some([(start, true, looks(line)), (end, false, looks(line))])
    };
    let ends: Vec<Option<[End; 2]>> = ways.iter().map(ends).collect();
    let mut place: FxHashMap<End, usize> = FxHashMap::default();
    let mut members: Vec<(bool, Vec<usize>)> = Vec::new();
    for (way, ends) in ends.iter().enumerate() {
        for end in ends.iter().flatten() {
            let at = *place.entry(*end).or_insert(members.len());
            if at == members.len() {
                members.push((end.1, Vec::new()));
            }
            members[at].1.push(way);
        }
    }
    // The largest first; of equals those that begin at one node, then the first.
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(members[*at].1.len()), !members[*at].0));
    let mut trunks = vec![None; ways.len()];
    for (number, at) in order.into_iter().enumerate() {
        let (at_start, ways) = &members[at];
        let free: Vec<usize> = ways.iter().copied().filter(|way| trunks[*way].is_none()).collect();
        if free.len() >= if *at_start { LEAST } else { LEAST_ARRIVING } {
            free.into_iter().for_each(|way| trunks[way] = Some(Trunk { number, at_start: *at_start }));
        }
    }
    trunks
}

#[cfg(test)]
mod tests {
    use super::super::frames::Frames;
    use super::super::{Options, Subgraph};
    use super::*;
    use crate::graph::{Graph, Schema};

    /// The trunks of a graph with these lines of one type, whose nodes all look different.
    fn joined(nodes: usize, lines: &[(usize, usize)]) -> Vec<Option<(usize, bool)>> {
        let mut graph = Graph::new(Schema::open().into());
        let names: Vec<_> = (0..nodes).map(|at| graph.names_mut().labels.intern(&format!("N{at}"))).collect();
        let nodes: Vec<_> = names.iter().map(|name| graph.add_node(&[*name])).collect();
        let kind = graph.names_mut().types.intern("R");
        let rels = lines.iter().map(|(from, to)| graph.add_rel(nodes[*from], kind, nodes[*to])).collect();
        let subgraph = Subgraph { nodes, rels, ..Subgraph::default() };
        let frames = Scene::of(&subgraph, graph.view(), &Options::default()).and_then(|scene| Frames::of(&scene));
        let trunks = frames.expect("nobody asks for an end").trunks;
        trunks.into_iter().map(|trunk| trunk.map(|trunk| (trunk.number, trunk.at_start))).collect()
    }

    #[test]
    fn three_that_leave_a_node_and_four_that_arrive_share_a_trunk() {
        assert_eq!(joined(3, &[(0, 1), (0, 2)]), [None, None]);
        let leaving = joined(4, &[(0, 1), (0, 2), (0, 3)]);
        assert!(leaving[0].is_some_and(|(_, at_start)| at_start) && leaving.iter().all(|each| *each == leaving[0]));
        assert_eq!(joined(4, &[(1, 0), (2, 0), (3, 0)]), [None, None, None]);
        let arriving = joined(5, &[(1, 0), (2, 0), (3, 0), (4, 0)]);
        assert!(arriving[0].is_some_and(|(_, at_start)| !at_start) && arriving.iter().all(|each| *each == arriving[0]));
    }

    #[test]
    fn no_line_is_part_of_two() {
        let trunks = joined(8, &[(0, 3), (1, 3), (2, 3), (4, 3), (0, 5), (0, 6), (0, 7)]);
        assert!(trunks[0].is_some() && trunks[0] == trunks[4], "the first of two that are equally large has the line");
        assert_eq!(trunks[1..4], [None, None, None], "three that arrive run apart");
    }
}
