//! A laid out picture → a place for the title of each group, where no line runs.
//!
//! Room for a title is left on one side of what is in the group, but lines that lead there may cross it. So the title
//! stands in the first gap between them, and where no gap is wide enough, the group is to be laid out with room elsewhere.

use super::nest::PAD;
use super::{Arrangement, Border, Direction, Point, Problem, Rect, Side, Size};

/// The space between the border of a group and its title.
const EDGE: f64 = 9.0;

/// The space between a title and a line.
const CLEAR: f64 = 4.0;

impl Border {
    /// The space that is left between the border and what is in it: above, to the right, below and to the left.
    pub(super) fn padding(&self) -> [f64; 4] {
        let Size { width, height } = self.title;
        match self.side {
            Side::Above => [height + PAD, PAD, PAD, PAD],
            Side::Below => [PAD, PAD, height + PAD, PAD],
            Side::Beside => [PAD, PAD, PAD, width + 2.0 * PAD],
        }
    }

    /// The size that the title needs at the least.
    pub(super) fn least(&self) -> Size {
        Size { width: self.title.width + 2.0 * PAD, height: self.title.height + 2.0 * PAD }
    }

    /// The places where the title can stand in a group: what is given is the first, and how far others may be to the right.
    pub(super) fn place(&self, group: Rect) -> (Rect, f64) {
        let y = match self.side {
            Side::Below => group.bottom() - EDGE - self.title.height,
            Side::Above | Side::Beside => group.corner.y + EDGE,
        };
        let first = Rect { corner: Point { x: group.corner.x + PAD, y }, size: self.title };
        (first, group.right() - PAD - first.right())
    }
}

/// The side of each group that no line crosses in the direction of the picture, or else fewer lines do.
pub(super) fn free_sides(problem: &mut Problem) {
    if problem.direction.is_horizontal() {
        return;
    }
    let mut crossed = vec![(0_usize, 0_usize); problem.groups.len()];
    for edge in &problem.edges {
        let (start, end) = (around(problem, edge.start), around(problem, edge.end));
        start.iter().filter(|group| !end.contains(group)).for_each(|group| crossed[*group].1 += 1);
        end.iter().filter(|group| !start.contains(group)).for_each(|group| crossed[*group].0 += 1);
    }
    for (border, (into, out)) in problem.groups.iter_mut().zip(crossed) {
        let (above, below) = if problem.direction == Direction::TopToBottom { (into, out) } else { (out, into) };
        border.side = if above > below { Side::Below } else { Side::Above };
    }
}

/// The groups around a box.
fn around(problem: &Problem, each: usize) -> Vec<usize> {
    std::iter::successors(problem.boxes[each].group, |group| problem.groups[*group].within).collect()
}

/// The place of each title, and the groups in which it is on a line.
pub(super) fn placed(problem: &Problem, found: &Arrangement) -> (Vec<Option<Rect>>, Vec<usize>) {
    let mut taken: Vec<Rect> = found.boxes.clone();
    for route in &found.routes {
        taken.extend(route.label);
        taken.extend(route.points.windows(2).map(|pair| between(pair[0], pair[1])));
    }
    let (mut titles, mut crossed) = (Vec::new(), Vec::new());
    for (at, (border, rect)) in problem.groups.iter().zip(&found.groups).enumerate() {
        let Some(rect) = rect else {
            titles.push(None);
            continue;
        };
        let (first, most) = border.place(*rect);
        let inner = problem.groups.iter().zip(&found.groups).filter(|(other, _)| other.within == Some(at));
        let obstacles: Vec<Rect> = taken.iter().copied().chain(inner.filter_map(|(_, rect)| *rect)).collect();
        let free = gap(first, most, &obstacles);
        if free.is_none() {
            crossed.push(at);
        }
        titles.push(Some(free.unwrap_or(first)));
    }
    (titles, crossed)
}

/// The first place from a rectangle to the right where it is clear of all others.
fn gap(first: Rect, most: f64, others: &[Rect]) -> Option<Rect> {
    let near: Vec<&Rect> = others
        .iter()
        .filter(|other| other.corner.y < first.bottom() + CLEAR && first.corner.y - CLEAR < other.bottom())
        .collect();
    let mut places: Vec<f64> = near.iter().map(|other| other.right() + CLEAR - first.corner.x).collect();
    places.push(0.0);
    places.retain(|place| (0.0..=most.max(0.0)).contains(place));
    places.sort_by(f64::total_cmp);
    let at = |place: f64| first.moved(Point { x: place, y: 0.0 });
    let clear = |title: &Rect| {
        near.iter().all(|other| title.right() + CLEAR <= other.corner.x || other.right() + CLEAR <= title.corner.x)
    };
    places.into_iter().map(at).find(clear)
}

/// The rectangle between two points.
fn between(one: Point, other: Point) -> Rect {
    let corner = Point { x: one.x.min(other.x), y: one.y.min(other.y) };
    Rect { corner, size: Size { width: (one.x - other.x).abs(), height: (one.y - other.y).abs() } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x: f64, y: f64, width: f64, height: f64) -> Rect {
        Rect { corner: Point { x, y }, size: Size { width, height } }
    }

    #[test]
    fn a_title_stands_in_the_first_gap() {
        let first = rect(14.0, 9.0, 50.0, 18.0);
        let line = |x: f64| between(Point { x, y: -20.0 }, Point { x, y: 40.0 });
        let gap = |others: &[Rect]| gap(first, 100.0, others).map(|title| title.corner.x);
        assert_eq!(gap(&[]), Some(14.0));
        assert_eq!(gap(&[line(30.0)]), Some(30.0 + CLEAR));
        assert_eq!(gap(&[line(30.0), line(70.0)]), Some(70.0 + CLEAR), "the gap between them is too narrow");
        assert_eq!(gap(&[line(30.0), line(70.0), line(120.0)]), None);
        assert_eq!(gap(&[rect(20.0, 32.0, 9.0, 9.0)]), Some(14.0), "it stands below");
    }
}
