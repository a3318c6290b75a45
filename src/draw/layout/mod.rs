//! Sizes → places: the one interface to whatever lays pictures out.
//!
//! Input: a [`Problem`], which holds sizes of boxes and labels, and who is joined to whom. Output: an [`Arrangement`],
//! which holds a rectangle for each box and a route for each edge, all in points from the upper left corner of the
//! picture. What is laid out, it does not know: another engine needs nothing but these two types.
//!
//! The layered layout of `elk` is used when it is built in. When it fails or refuses, `rows` takes its place, and the
//! caller is told. An installed Graphviz is used when that is wished, and what is built in takes its place likewise.

#[cfg(feature = "elk")]
mod elk;
mod graphviz;
pub(super) mod grid;
mod nest;
#[cfg(feature = "elk")]
mod order;
mod pack;
#[cfg(feature = "elk")]
mod request;
mod rows;
mod spread;
mod titles;

pub(super) use grid::columns_for;
pub(super) use spread::spread;

use super::Engine;
use crate::library::Direction;
use crate::value::Stop;
use std::ops::Add;

/// A width and a height.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Size {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

/// A place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A place with a size.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Rect {
    /// The upper left corner.
    pub corner: Point,
    /// The size.
    pub size: Size,
}

/// What is to be laid out.
#[derive(Clone, Debug, Default)]
pub(super) struct Problem {
    /// The boxes, in the order in which they are best read.
    pub boxes: Vec<Tile>,
    /// The edges, in the order in which they are best read.
    pub edges: Vec<Edge>,
    /// The groups, each after the one around it.
    pub groups: Vec<Border>,
    /// Where edges lead.
    pub direction: Direction,
    /// The shape that the picture should have, as width by height; that of a usual page when there is none.
    pub aspect: Option<f64>,
    /// How many boxes stand in one layer at most.
    pub bound: Option<usize>,
    /// Whether things stand as near to each other as can still be told apart.
    pub dense: bool,
    /// Who lays it out.
    pub engine: Engine,
    /// Where somebody asks for an end, who then has no use for the layout.
    pub stop: Stop,
}

/// A group.
#[derive(Clone, Copy, Debug)]
pub(super) struct Border {
    /// The size of its title.
    pub title: Size,
    /// The group around it, as a position in [`Problem::groups`].
    pub within: Option<usize>,
    /// Where room is left for the title.
    pub side: Side,
}

/// Where the title of a group stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Side {
    /// Above what is in the group.
    #[default]
    Above,
    /// Below it, since lines come from above.
    Below,
    /// To the left of it, since lines come from above and from below.
    Beside,
}

/// A box.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tile {
    /// Its size.
    pub size: Size,
    /// Its group, as a position in [`Problem::groups`].
    pub group: Option<usize>,
}

/// An edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// The box it leaves, as a position in [`Problem::boxes`].
    pub start: usize,
    /// The box it enters, likewise.
    pub end: usize,
    /// The size of its label, if it has one.
    pub label: Option<Size>,
    /// What it shares with others, if anything.
    pub trunk: Option<Trunk>,
}

/// The part of a way that several edges of a box share. An engine that has no such thing lays them out apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trunk {
    /// The same for all that share it, and for no others.
    pub number: usize,
    /// Whether it is the beginning of the edge rather than its end.
    pub at_start: bool,
}

/// Where everything is, in the order of the [`Problem`].
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Arrangement {
    /// The boxes; no two overlap.
    pub boxes: Vec<Rect>,
    /// The edges.
    pub routes: Vec<Route>,
    /// The groups; none for a group that could not be kept together.
    pub groups: Vec<Option<Rect>>,
    /// The titles of the groups, likewise. Engines leave them out; they stand where no route runs.
    pub titles: Vec<Option<Rect>>,
    /// The picture.
    pub size: Size,
}

/// The way of an edge.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Route {
    /// Its start at the border of a box, its bends and its end; at least two points.
    pub points: Vec<Point>,
    /// Where its label stands.
    pub label: Option<Rect>,
}

/// Why an engine gave no arrangement, in a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Refusal(String);

/// That an engine has taken the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fallback {
    /// Why, and which, in a sentence.
    pub message: String,
    /// What helps.
    pub hint: &'static str,
}

/// The space between the joined boxes and those that nothing joins.
const APART: f64 = 40.0;

/// Lays a picture out. Boxes that nothing joins stand in a grid below the others.
///
/// The arrangement is always whole; a fallback says that it is not what it could be.
pub(super) fn arrange(problem: &Problem) -> (Arrangement, Option<Fallback>) {
    if !problem.groups.is_empty() {
        return nest::arrange(problem);
    }
    let mut joined = vec![false; problem.boxes.len()];
    for edge in &problem.edges {
        joined[edge.start] = true;
        joined[edge.end] = true;
    }
    let (tied, loose): (Vec<usize>, Vec<usize>) = (0..problem.boxes.len()).partition(|at| joined[*at]);
    let (tied_part, fallback) = if tied.is_empty() { Default::default() } else { run(&part(problem, &tied)) };
    let sizes: Vec<Size> = loose.iter().map(|at| problem.boxes[*at].size).collect();
    let (rects, grid_size) = grid::cells(&sizes, problem.aspect);
    let below = if tied.is_empty() { 0.0 } else { tied_part.size.height + APART };
    let mut whole = Arrangement {
        boxes: vec![Rect::default(); problem.boxes.len()],
        routes: tied_part.routes,
        size: tied_part.size,
        ..Arrangement::default()
    };
    for (at, rect) in tied.into_iter().zip(tied_part.boxes) {
        whole.boxes[at] = rect;
    }
    if !loose.is_empty() {
        whole.size.width = whole.size.width.max(grid_size.width);
        whole.size.height = below + grid_size.height;
    }
    for (at, rect) in loose.into_iter().zip(rects) {
        whole.boxes[at] = rect.moved(Point { x: 0.0, y: below });
    }
    (whole, fallback)
}

/// The problem of some boxes, with all edges, which touch no others.
fn part(problem: &Problem, boxes: &[usize]) -> Problem {
    let mut place = vec![0; problem.boxes.len()];
    for (at, each) in boxes.iter().enumerate() {
        place[*each] = at;
    }
    let edge = |edge: &Edge| Edge { start: place[edge.start], end: place[edge.end], ..*edge };
    Problem {
        boxes: boxes.iter().map(|at| problem.boxes[*at]).collect(),
        edges: problem.edges.iter().map(edge).collect(),
        groups: Vec::new(),
        stop: problem.stop.clone(),
        ..*problem
    }
}

fn run(problem: &Problem) -> (Arrangement, Option<Fallback>) {
    if problem.engine == Engine::Graphviz {
        return match graphviz::arrange(problem) {
            Ok(arrangement) => (arrangement, None),
            Err(Refusal(why)) => {
                let message = format!("{why}, so the built-in layout takes its place");
                let hint = "Graphviz comes with most systems as a package; a smaller answer takes it less time.";
                (built_in(problem).0, Some(Fallback { message, hint }))
            }
        };
    }
    let (arrangement, refusal) = built_in(problem);
    let fallback = refusal.map(|Refusal(why)| Fallback {
        message: format!("{why}, so the picture is in plain rows"),
        hint: "A smaller answer, or DOT and Graphviz, give a better one.",
    });
    (arrangement, fallback)
}

#[cfg(feature = "elk")]
fn built_in(problem: &Problem) -> (Arrangement, Option<Refusal>) {
    match elk::arrange(problem) {
        Ok(arrangement) => (arrangement, None),
        Err(refusal) => (rows::arrange(problem), Some(refusal)),
    }
}

#[cfg(not(feature = "elk"))]
fn built_in(problem: &Problem) -> (Arrangement, Option<Refusal>) {
    (rows::arrange(problem), Some(Refusal("this program was built without the layered layout".into())))
}

impl Size {
    /// Width by height.
    #[cfg(feature = "elk")]
    fn ratio(self) -> f64 {
        self.width / self.height.max(1.0)
    }
}

impl Rect {
    /// The same rectangle elsewhere.
    pub(super) fn moved(self, by: Point) -> Self {
        Self { corner: self.corner + by, ..self }
    }

    /// The right end.
    pub(super) fn right(self) -> f64 {
        self.corner.x + self.size.width
    }

    /// The lower end.
    pub(super) fn bottom(self) -> f64 {
        self.corner.y + self.size.height
    }

    /// The middle.
    pub(super) fn middle(self) -> Point {
        Point { x: self.corner.x + self.size.width / 2.0, y: self.corner.y + self.size.height / 2.0 }
    }

    /// The rectangle of a size around a point.
    pub(super) fn around(middle: Point, size: Size) -> Self {
        Self { corner: Point { x: middle.x - size.width / 2.0, y: middle.y - size.height / 2.0 }, size }
    }
}

impl Route {
    /// The same way elsewhere.
    fn moved(&self, by: Point) -> Self {
        let points = self.points.iter().map(|point| *point + by).collect();
        Self { points, label: self.label.map(|label| label.moved(by)) }
    }
}

impl Add for Point {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { x: self.x + other.x, y: self.y + other.y }
    }
}
