//! Groups → parts of the picture that are laid out by themselves and then packed.
//!
//! An engine of layers makes one long layer of whatever no edge joins. So what edges join is laid out by the engine, group
//! by group as far as no edge leads out of one, and everything else is packed around it. Within a group that does have
//! edges to others, all that has none is packed first and takes the place of one box.

use super::grid::forms as grid;
use super::pack::{Piece, fitting, in_rows};
use super::titles::{free_sides, placed};
use super::{Arrangement, Border, Edge, Fallback, Point, Problem, Rect, Route, Side, Size, Tile, run};
use petgraph::unionfind::UnionFind;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;

/// The shape of a picture that has none to fill, as width by height.
const ASPECT: f64 = 1.6;

/// The shape of what is packed within a group that edges lead to.
const FOLDED: f64 = 1.4;

/// The space between things that nothing joins, and the same where they are to be as dense as can be.
const GAP: Size = Size { width: 24.0, height: 22.0 };
const DENSE: Size = Size { width: 14.0, height: 11.0 };

/// The space between the border of a group and what is in it.
pub(super) const PAD: f64 = 14.0;

/// What stands directly in a group or in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Item {
    Box(usize),
    Group(usize),
}

/// Items that edges join.
#[derive(Debug, Default)]
struct Part {
    items: Vec<Item>,
    /// Whether an edge leads from one to another, or from a box to itself.
    joined: bool,
    /// Whether an edge leads out of the group around them.
    leads_out: bool,
}

/// Lays out a picture with groups.
pub(super) fn arrange(problem: &Problem) -> (Arrangement, Option<Fallback>) {
    let mut nest = Nest { problem, fallback: None };
    let parts = nest.parts(None);
    let whole = fitting(nest.forms(parts), problem.aspect.unwrap_or(ASPECT));
    let mut arrangement = Arrangement {
        boxes: vec![Rect::default(); problem.boxes.len()],
        routes: vec![Route::default(); problem.edges.len()],
        groups: vec![None; problem.groups.len()],
        titles: vec![None; problem.groups.len()],
        size: whole.size,
    };
    whole.boxes.into_iter().for_each(|(at, rect)| arrangement.boxes[at] = rect);
    whole.routes.into_iter().for_each(|(at, route)| arrangement.routes[at] = route);
    whole.titles.into_iter().for_each(|(at, rect)| arrangement.titles[at] = Some(rect));
    whole.groups.into_iter().for_each(|(at, rect)| arrangement.groups[at] = Some(rect));
    (arrangement, nest.fallback)
}

impl Border {
    /// The group with what is in it.
    fn around(&self, at: usize, content: &Piece) -> Piece {
        let [top, right, bottom, left] = self.padding();
        let size = Size {
            width: (left + content.size.width + right).max(self.least().width),
            height: top + content.size.height + bottom,
        };
        let rect = Rect { corner: Point::default(), size };
        let titles = vec![(at, self.place(rect).0)];
        let mut piece = Piece { size, groups: vec![(at, rect)], titles, ..Piece::default() };
        piece.take(content, Point { x: (size.width - content.size.width) / 2.0, y: top });
        piece
    }
}

/// A picture that is being taken apart.
struct Nest<'p> {
    problem: &'p Problem,
    /// What an engine could not do, the first time that it could not.
    fallback: Option<Fallback>,
}

impl Nest<'_> {
    /// The parts of a group, or of the picture. O((boxes + edges) × depth).
    fn parts(&self, around: Option<usize>) -> Vec<Part> {
        let Problem { boxes, edges, groups, .. } = self.problem;
        let inner = (0..groups.len()).filter(|at| groups[*at].within == around).map(Item::Group);
        let items: Vec<Item> =
            inner.chain((0..boxes.len()).filter(|at| boxes[*at].group == around).map(Item::Box)).collect();
        let place: FxHashMap<Item, usize> = items.iter().copied().zip(0..).collect();
        let item_of: Vec<Option<usize>> =
            (0..boxes.len()).map(|each| place.get(&self.item(each, around)?).copied()).collect();
        let mut sets = UnionFind::new(items.len());
        let ends = |edge: &Edge| (item_of[edge.start], item_of[edge.end]);
        for edge in edges {
            if let (Some(start), Some(end)) = ends(edge) {
                sets.union(start, end);
            }
        }
        let mut parts: Vec<Part> = items.iter().map(|_| Part::default()).collect();
        items.iter().enumerate().for_each(|(at, item)| parts[sets.find(at)].items.push(*item));
        for edge in edges {
            match ends(edge) {
                (Some(start), Some(end)) => {
                    parts[sets.find(start)].joined |= start != end || matches!(items[start], Item::Box(_));
                }
                (Some(at), None) | (None, Some(at)) => parts[sets.find(at)].leads_out = true,
                (None, None) => {}
            }
        }
        parts.retain(|part| !part.items.is_empty());
        parts
    }

    /// What a box is part of, directly in a group or in the picture; nothing when it stands outside.
    fn item(&self, each: usize, around: Option<usize>) -> Option<Item> {
        let (mut item, mut within) = (Item::Box(each), self.problem.boxes[each].group);
        while within != around {
            let group = within?;
            (item, within) = (Item::Group(group), self.problem.groups[group].within);
        }
        Some(item)
    }

    /// The forms of parts that nothing joins to each other.
    fn forms(&mut self, parts: Vec<Part>) -> Vec<Piece> {
        let (mut tied, mut rest, mut loose) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            match part.items[..] {
                _ if part.joined => tied.push(vec![self.joined(&part.items)]),
                [Item::Group(group)] => {
                    let parts = self.parts(Some(group));
                    let border = self.problem.groups[group];
                    rest.push(self.forms(parts).iter().map(|form| border.around(group, form)).collect());
                }
                _ => loose.extend(part.items),
            }
        }
        // Small ones find room beside each other below the largest.
        tied.sort_by_key(|forms: &Vec<Piece>| Reverse(forms.iter().map(|piece| piece.boxes.len()).max()));
        if !loose.is_empty() {
            rest.push(self.grid(&loose));
        }
        if !rest.is_empty() {
            // Together they stand below or beside what has edges.
            tied.push(in_rows(&rest, self.gap()));
        }
        in_rows(&tied, self.gap())
    }

    fn gap(&self) -> Size {
        if self.problem.dense { DENSE } else { GAP }
    }

    /// The forms of a grid of boxes.
    fn grid(&self, loose: &[Item]) -> Vec<Piece> {
        let boxes: Vec<usize> =
            loose.iter().filter_map(|item| if let Item::Box(at) = item { Some(*at) } else { None }).collect();
        let sizes: Vec<Size> = boxes.iter().map(|at| self.problem.boxes[*at].size).collect();
        let piece = |(rects, size): (Vec<Rect>, Size)| Piece {
            boxes: boxes.iter().copied().zip(rects).collect(),
            size,
            ..Piece::default()
        };
        grid(&sizes, self.gap(), &self.problem.stop).into_iter().map(piece).collect()
    }

    /// Items that edges join, as the engine lays them out.
    fn joined(&mut self, items: &[Item]) -> Piece {
        let mut asked = Asked::default();
        items.iter().for_each(|item| self.gather(*item, None, &mut asked));
        asked.groups.sort_unstable();
        asked.tiles.sort_by_key(|(_, piece)| piece.boxes.iter().map(|(at, _)| *at).min());
        let (mut part, edges) = self.problem_of(&asked);
        free_sides(&mut part);
        let (mut found, mut fallback) = run(&part);
        let (mut titles, crossed) = placed(&part, &found);
        if !crossed.is_empty() {
            crossed.into_iter().for_each(|group| part.groups[group].side = Side::Beside);
            (found, fallback) = run(&part);
            (titles, _) = placed(&part, &found);
        }
        self.fallback = self.fallback.take().or(fallback);
        let mut whole = Piece { size: found.size, ..Piece::default() };
        for ((_, piece), rect) in asked.tiles.iter().zip(&found.boxes) {
            whole.take(piece, rect.corner);
        }
        whole.titles.extend(asked.groups.iter().copied().zip(titles).filter_map(|(at, rect)| Some((at, rect?))));
        whole.groups.extend(asked.groups.into_iter().zip(found.groups).filter_map(|(at, rect)| Some((at, rect?))));
        whole.routes.extend(edges.into_iter().zip(found.routes));
        whole
    }

    /// Finds what the engine is to place: boxes that edges lead to, and in place of all others in a group a single one.
    fn gather(&mut self, item: Item, within: Option<usize>, asked: &mut Asked) {
        let group = match item {
            Item::Group(group) => group,
            Item::Box(at) => {
                let size = self.problem.boxes[at].size;
                let rect = Rect { corner: Point::default(), size };
                asked.tiles.push((within, Piece { boxes: vec![(at, rect)], size, ..Piece::default() }));
                asked.joined.insert(at);
                return;
            }
        };
        asked.groups.push(group);
        let (joined, free): (Vec<Part>, Vec<Part>) =
            self.parts(Some(group)).into_iter().partition(|part| part.leads_out);
        for item in joined.into_iter().flat_map(|part| part.items) {
            self.gather(item, Some(group), asked);
        }
        let packed = fitting(self.forms(free), FOLDED);
        if !packed.boxes.is_empty() {
            asked.tiles.push((Some(group), packed));
        }
    }

    /// The problem for the engine, and which edges are in it.
    fn problem_of(&self, asked: &Asked) -> (Problem, Vec<usize>) {
        let whole = self.problem;
        let group = |group: Option<usize>| group.and_then(|group| asked.groups.binary_search(&group).ok());
        let mut place = vec![None; whole.boxes.len()];
        for (at, (_, piece)) in asked.tiles.iter().enumerate() {
            if let Some((each, _)) = piece.boxes.first().filter(|(each, _)| asked.joined.contains(each)) {
                place[*each] = Some(at);
            }
        }
        let edge =
            |(at, edge): (usize, &Edge)| Some((at, Edge { start: place[edge.start]?, end: place[edge.end]?, ..*edge }));
        let (numbers, edges) = whole.edges.iter().enumerate().filter_map(edge).unzip();
        let border = |at: &usize| {
            let border = whole.groups[*at];
            Border { within: group(border.within), ..border }
        };
        let part = Problem {
            boxes: asked.tiles.iter().map(|(within, piece)| Tile { size: piece.size, group: group(*within) }).collect(),
            edges,
            groups: asked.groups.iter().map(border).collect(),
            stop: whole.stop.clone(),
            ..*whole
        };
        (part, numbers)
    }
}

/// What the engine is to place.
#[derive(Default)]
struct Asked {
    /// Boxes and what has been packed, each with its group.
    tiles: Vec<(Option<usize>, Piece)>,
    /// The groups around them.
    groups: Vec<usize>,
    /// The boxes that stand for themselves.
    joined: FxHashSet<usize>,
}
