//! An arrangement and a room → the same arrangement, larger or spread over the room.

use super::{Arrangement, Point, Rect, Size};

/// How many times its width a gap may get.
const WIDEST_GAP: f64 = 3.5;

/// How many times their size boxes may get, across and down.
const GROWTH: Size = Size { width: 1.25, height: 1.45 };

impl Arrangement {
    /// Makes everything larger or smaller.
    pub(in crate::draw) fn scale(&mut self, by: f64) {
        let along = |at: f64| at * by;
        let labels = self.routes.iter_mut().filter_map(|route| route.label.as_mut());
        let groups = self.groups.iter_mut().chain(&mut self.titles).flatten();
        for rect in self.boxes.iter_mut().chain(groups).chain(labels) {
            *rect = stretched(*rect, &along, &along);
        }
        for point in self.routes.iter_mut().flat_map(|route| &mut route.points) {
            *point = Point { x: along(point.x), y: along(point.y) };
        }
        self.size = Size { width: along(self.size.width), height: along(self.size.height) };
    }
}

/// Spreads over a room: gaps grow first, then boxes a little. Nothing comes nearer to anything else, labels keep their
/// size, and level lines stay level.
pub(in crate::draw) fn spread(arrangement: &mut Arrangement, room: Size) {
    let boxes = arrangement.boxes.iter();
    let labels = arrangement.routes.iter().filter_map(|route| route.label.as_ref());
    let rects: Vec<Rect> = boxes.chain(labels).copied().collect();
    let across = Scale::new(
        rects.iter().map(|rect| (rect.corner.x, rect.right())).collect(),
        arrangement.size.width,
        room.width,
        GROWTH.width,
    );
    let down = Scale::new(
        rects.iter().map(|rect| (rect.corner.y, rect.bottom())).collect(),
        arrangement.size.height,
        room.height,
        GROWTH.height,
    );
    let (x, y) = (|at| across.map(at), |at| down.map(at));
    for (title, group) in arrangement.titles.iter_mut().zip(&arrangement.groups) {
        if let (Some(title), Some(group)) = (title, group) {
            // It keeps its size, and stays near the side of the group where it stands.
            let below = title.middle().y > group.middle().y;
            let down = if below { y(title.bottom()) - title.size.height } else { y(title.corner.y) };
            title.corner = Point { x: x(title.corner.x), y: down };
        }
    }
    for rect in arrangement.boxes.iter_mut().chain(arrangement.groups.iter_mut().flatten()) {
        *rect = stretched(*rect, &x, &y);
    }
    for route in &mut arrangement.routes {
        route.points.iter_mut().for_each(|point| *point = Point { x: x(point.x), y: y(point.y) });
        route.label = route.label.map(|rect| Rect::around(stretched(rect, &x, &y).middle(), rect.size));
    }
    arrangement.size = Size { width: x(arrangement.size.width), height: y(arrangement.size.height) };
}

fn stretched(rect: Rect, x: &impl Fn(f64) -> f64, y: &impl Fn(f64) -> f64) -> Rect {
    let corner = Point { x: x(rect.corner.x), y: y(rect.corner.y) };
    let size = Size { width: x(rect.right()) - corner.x, height: y(rect.bottom()) - corner.y };
    Rect { corner, size }
}

/// Where each place along one side comes to lie.
struct Scale {
    /// What boxes and labels take of the side, apart from each other, in order.
    taken: Vec<(f64, f64)>,
    /// How many times as long gaps get.
    gaps: f64,
    /// How many times as long what is taken gets.
    boxes: f64,
}

impl Scale {
    fn new(mut extents: Vec<(f64, f64)>, length: f64, room: f64, growth: f64) -> Self {
        extents.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for (from, to) in extents {
            match taken.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => taken.push((from, to)),
            }
        }
        let boxes: f64 = taken.iter().map(|(from, to)| to - from).sum();
        let free = length - boxes;
        let gaps = if free > 0.0 { ((room - boxes) / free).clamp(1.0, WIDEST_GAP) } else { 1.0 };
        let grown = if boxes > 0.0 { ((room - free * gaps) / boxes).clamp(1.0, growth) } else { 1.0 };
        Self { taken, gaps, boxes: grown }
    }

    fn map(&self, at: f64) -> f64 {
        let taken: f64 = self.taken.iter().take_while(|(from, _)| *from < at).map(|(from, to)| to.min(at) - from).sum();
        taken * self.boxes + (at - taken) * self.gaps
    }
}

#[cfg(test)]
mod tests {
    use super::super::Route;
    use super::*;

    fn rect(x: f64, y: f64, width: f64, height: f64) -> Rect {
        Rect { corner: Point { x, y }, size: Size { width, height } }
    }

    #[test]
    fn gaps_grow_before_boxes() {
        let route = Route {
            points: vec![Point { x: 40.0, y: 10.0 }, Point { x: 80.0, y: 10.0 }],
            label: Some(rect(55.0, 5.0, 10.0, 10.0)),
        };
        let small = Arrangement {
            boxes: vec![rect(0.0, 0.0, 40.0, 20.0), rect(80.0, 0.0, 40.0, 20.0)],
            routes: vec![route],
            size: Size { width: 120.0, height: 20.0 },
            ..Arrangement::default()
        };
        let mut wide = small.clone();
        spread(&mut wide, Size { width: 150.0, height: 20.0 });
        assert_eq!(wide.boxes, [rect(0.0, 0.0, 40.0, 20.0), rect(110.0, 0.0, 40.0, 20.0)]);
        assert_eq!(wide.routes[0].label, Some(rect(70.0, 5.0, 10.0, 10.0)));
        assert_eq!(wide.routes[0].points[1], Point { x: 110.0, y: 10.0 });
        let mut most = small.clone();
        spread(&mut most, Size { width: 9_000.0, height: 9_000.0 });
        assert_eq!(most.boxes[0].size, Size { width: 50.0, height: 29.0 }, "boxes have an end");
        let mut same = small.clone();
        spread(&mut same, Size { width: 60.0, height: 10.0 });
        assert_eq!(same, small, "nothing shrinks");
        same.scale(2.0);
        assert_eq!(same.boxes[1], rect(160.0, 0.0, 80.0, 40.0));
    }
}
