//! The plain layout, which always works: ranks one after the other, and straight edges.
//!
//! Input and output: those of [`super`]. Groups are not kept together.

use super::{Arrangement, Point, Problem, Rect, Route, Size};
use crate::library::Direction;
use std::collections::BTreeSet;

/// The space between boxes of one rank.
const BESIDE: f64 = 24.0;

/// The space between two ranks, besides that of the labels between them.
const BETWEEN: f64 = 60.0;

/// How far the edge from a box to itself stands off.
const LOOP: f64 = 16.0;

/// Lays out by ranks. O((boxes + edges) log boxes).
pub(super) fn arrange(problem: &Problem) -> Arrangement {
    let ranks = ranks(problem);
    // Everything is laid out from left to right; otherwise with the sides exchanged, and turned back at the end.
    let horizontal = problem.direction.is_horizontal();
    let turn = |size: Size| if horizontal { size } else { Size { width: size.height, height: size.width } };
    let sizes: Vec<Size> = problem.boxes.iter().map(|each| turn(each.size)).collect();
    let label = |size: Size| turn(size).width;
    let gap = BETWEEN + problem.edges.iter().filter_map(|edge| edge.label).map(label).fold(0.0, f64::max);
    let mut members = vec![Vec::new(); ranks.iter().max().map_or(0, |last| last + 1)];
    for (at, rank) in ranks.iter().enumerate() {
        members[*rank].push(at);
    }
    let length = |members: &Vec<usize>| members.iter().map(|at| sizes[*at].height + BESIDE).sum::<f64>() - BESIDE;
    let longest = members.iter().map(length).fold(0.0, f64::max);
    let mut rects = vec![Rect::default(); sizes.len()];
    let mut x = LOOP;
    let mut ends = Vec::new();
    for rank in &members {
        let width = rank.iter().map(|at| sizes[*at].width).fold(0.0, f64::max);
        let mut y = LOOP + (longest - length(rank)) / 2.0;
        for at in rank {
            let size = sizes[*at];
            rects[*at] = Rect { corner: Point { x: x + (width - size.width) / 2.0, y }, size };
            y += size.height + BESIDE;
        }
        ends.push(x + width);
        x += width + gap;
    }
    let route = |edge: &super::Edge| {
        let points = way(rects[edge.start], rects[edge.end], edge.start == edge.end);
        let first = ranks[edge.start].min(ranks[edge.end]);
        let middle = Point { x: ends[first] + gap / 2.0, y: height_at(&points, ends[first] + gap / 2.0) };
        Route { label: edge.label.map(|size| Rect::around(middle, turn(size))), points }
    };
    let routes = problem.edges.iter().map(route).collect();
    let size = Size { width: x - gap + LOOP, height: longest + 2.0 * LOOP };
    let groups = vec![None; problem.groups.len()];
    let arrangement = Arrangement { boxes: rects, routes, groups, titles: Vec::new(), size };
    let arrangement = if matches!(problem.direction, Direction::RightToLeft | Direction::BottomToTop) {
        mirrored(arrangement)
    } else {
        arrangement
    };
    if horizontal { arrangement } else { turned(arrangement) }
}

/// A rank for each box, after those of the boxes that lead to it; a circle is opened at its first box.
fn ranks(problem: &Problem) -> Vec<usize> {
    let count = problem.boxes.len();
    let (mut ranks, mut open, mut done) = (vec![0; count], vec![0_usize; count], vec![false; count]);
    let mut after = vec![Vec::new(); count];
    for edge in problem.edges.iter().filter(|edge| edge.start != edge.end) {
        after[edge.start].push(edge.end);
        open[edge.end] += 1;
    }
    let mut waiting: BTreeSet<(usize, usize)> = open.iter().copied().zip(0..).collect();
    // Who asks for an end has no use for the ranks.
    while let Some((_, at)) = waiting.pop_first().filter(|_| problem.stop.why().is_none()) {
        done[at] = true;
        for next in &after[at] {
            if !done[*next] {
                ranks[*next] = ranks[*next].max(ranks[at] + 1);
                waiting.remove(&(open[*next], *next));
                open[*next] -= 1;
                waiting.insert((open[*next], *next));
            }
        }
    }
    ranks
}

fn way(start: Rect, end: Rect, same: bool) -> Vec<Point> {
    let (from, to) = (start.middle(), end.middle());
    if same {
        let out = Point { x: start.right() - LOOP, y: start.corner.y };
        let (up, side) = (Point { y: out.y - LOOP, ..out }, start.right() + LOOP);
        return vec![
            out,
            up,
            Point { x: side, ..up },
            Point { x: side, y: from.y },
            Point { x: start.right(), y: from.y },
        ];
    }
    if (from.x - to.x).abs() < f64::EPSILON {
        let side = start.right().max(end.right()) + LOOP;
        return vec![
            Point { x: start.right(), ..from },
            Point { x: side, y: from.y },
            Point { x: side, y: to.y },
            Point { x: end.right(), ..to },
        ];
    }
    if from.x < to.x {
        vec![Point { x: start.right(), ..from }, Point { x: end.corner.x, ..to }]
    } else {
        vec![Point { x: start.corner.x, ..from }, Point { x: end.right(), ..to }]
    }
}

/// Where a way is at a distance from the left; its start when it does not come there.
fn height_at(points: &[Point], x: f64) -> f64 {
    let crossing = points.windows(2).find(|pair| (pair[0].x - x) * (pair[1].x - x) < 0.0);
    crossing.map_or(points[0].y, |pair| pair[0].y + (pair[1].y - pair[0].y) * (x - pair[0].x) / (pair[1].x - pair[0].x))
}

/// Exchanges left and right.
fn mirrored(mut arrangement: Arrangement) -> Arrangement {
    let width = arrangement.size.width;
    let labels = arrangement.routes.iter_mut().filter_map(|route| route.label.as_mut());
    for rect in arrangement.boxes.iter_mut().chain(labels) {
        rect.corner.x = width - rect.right();
    }
    for point in arrangement.routes.iter_mut().flat_map(|route| &mut route.points) {
        point.x = width - point.x;
    }
    arrangement
}

fn turned(arrangement: Arrangement) -> Arrangement {
    let point = |point: &Point| Point { x: point.y, y: point.x };
    let size = |size: Size| Size { width: size.height, height: size.width };
    let rect = |rect: &Rect| Rect { corner: point(&rect.corner), size: size(rect.size) };
    let route = |route: &Route| Route {
        points: route.points.iter().map(point).collect(),
        label: route.label.as_ref().map(rect),
    };
    Arrangement {
        boxes: arrangement.boxes.iter().map(rect).collect(),
        routes: arrangement.routes.iter().map(route).collect(),
        groups: arrangement.groups,
        titles: Vec::new(),
        size: size(arrangement.size),
    }
}
