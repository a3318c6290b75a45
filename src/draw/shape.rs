//! A shape and a text → an outline.
//!
//! Input: the shape of a node type and the size of the text in it. Output: how large the node must be, where its text
//! stands, and where its border is met by a line that comes straight towards one of its sides.

use super::layout::{Point, Rect, Size};
use super::style::Shape;

/// The narrowest node.
const LEAST_WIDTH: f64 = 64.0;

/// The radius of round corners.
const RADIUS: f64 = 8.0;

/// The radius of a pill that is higher than one line.
const PILL_RADIUS: f64 = 22.0;

/// The fold of a note, and the cut corners of an octagon.
const CUT: f64 = 10.0;

/// How far the sides of a hexagon are pointed.
const POINT: f64 = 14.0;

/// The band of a card.
const BAND: f64 = 6.0;

/// The diameter of a badge, and what it takes of a node's width, as multiples of the size of letters.
pub(super) const BADGE: f64 = 1.5;
pub(super) const BADGE_WIDTH: f64 = 1.9;

/// The size of a node around a text, with so much space at each side of it.
pub(super) fn around(shape: Shape, text: Size, padding: Size) -> Size {
    let (width, height) = (text.width + 2.0 * padding.width, text.height + 2.0 * padding.height);
    let (width, height) = match shape {
        Shape::Rounded | Shape::Box | Shape::Octagon => (width, height),
        Shape::Note => (width + CUT, height),
        Shape::Hexagon => (width + 2.0 * POINT, height),
        Shape::Card => (width, height + BAND),
        Shape::Pill => (width + padding.width, height),
    };
    Size { width: width.max(LEAST_WIDTH), height }
}

/// The middle of the text of a node.
pub(super) fn text_middle(shape: Shape, rect: Rect) -> Point {
    let by = match shape {
        Shape::Note => Point { x: -CUT / 4.0, y: 0.0 },
        Shape::Card => Point { x: 0.0, y: BAND / 2.0 },
        _ => Point::default(),
    };
    rect.middle() + by
}

/// The radius of the corners of rounded boxes and pills.
pub(super) fn radius(shape: Shape, size: Size) -> f64 {
    let most = size.width.min(size.height) / 2.0;
    match shape {
        Shape::Rounded => RADIUS.min(most * 0.6),
        Shape::Pill => PILL_RADIUS.min(most),
        _ => 0.0,
    }
}

/// The corners of shapes that have some; rounded boxes and pills have none.
pub(super) fn corners(shape: Shape, rect: Rect) -> Vec<Point> {
    let (w, h) = (rect.size.width, rect.size.height);
    // In a swatch of the legend everything is smaller.
    let cut = CUT.min(h / 3.0);
    let point = POINT.min(w / 4.0);
    let corners: Vec<(f64, f64)> = match shape {
        Shape::Rounded | Shape::Pill => Vec::new(),
        Shape::Box | Shape::Card => vec![(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)],
        Shape::Note => vec![(0.0, 0.0), (w - cut, 0.0), (w, cut), (w, h), (0.0, h)],
        Shape::Octagon => {
            vec![(cut, 0.0), (w - cut, 0.0), (w, cut), (w, h - cut), (w - cut, h), (cut, h), (0.0, h - cut), (0.0, cut)]
        }
        Shape::Hexagon => {
            vec![(point, 0.0), (w - point, 0.0), (w, h / 2.0), (w - point, h), (point, h), (0.0, h / 2.0)]
        }
    };
    corners.into_iter().map(|(x, y)| rect.corner + Point { x, y }).collect()
}

/// The lines within a shape: the fold of a note.
pub(super) fn fold(shape: Shape, rect: Rect) -> Option<[Point; 3]> {
    let cut = CUT.min(rect.size.height / 3.0);
    let (right, top) = (rect.right(), rect.corner.y);
    (shape == Shape::Note).then(|| [(right - cut, top), (right - cut, top + cut), (right, top + cut)].map(at))
}

/// The band of a card.
pub(super) fn band(shape: Shape, rect: Rect) -> Option<Rect> {
    let size = Size { height: BAND.min(rect.size.height / 4.0), ..rect.size };
    (shape == Shape::Card).then_some(Rect { size, ..rect })
}

fn at((x, y): (f64, f64)) -> Point {
    Point { x, y }
}

/// Where the border is met by a line that ends at a point on a side of the rectangle around it.
pub(super) fn border(shape: Shape, rect: Rect, end: Point) -> Point {
    let inner = Point { x: end.x - rect.corner.x, y: end.y - rect.corner.y };
    let Size { width, height } = rect.size;
    let (left, right) = (inner.x.abs(), (width - inner.x).abs());
    let (top, bottom) = (inner.y.abs(), (height - inner.y).abs());
    if left.min(right) <= top.min(bottom) {
        let inset = beside(shape, rect.size, inner.y.clamp(0.0, height), left < right);
        Point { x: if left < right { end.x + inset } else { end.x - inset }, y: end.y }
    } else {
        let inset = above(shape, rect.size, inner.x.clamp(0.0, width), top < bottom);
        Point { x: end.x, y: if top < bottom { end.y + inset } else { end.y - inset } }
    }
}

/// How far the border stands back from the left or right side, at a distance from the top.
fn beside(shape: Shape, Size { width, height }: Size, at: f64, left: bool) -> f64 {
    let edge = at.min(height - at);
    match shape {
        Shape::Rounded | Shape::Pill => arc(radius(shape, Size { width, height }), edge),
        Shape::Box | Shape::Card => 0.0,
        Shape::Note => {
            if left {
                0.0
            } else {
                (CUT - at).max(0.0)
            }
        }
        Shape::Octagon => (CUT - edge).max(0.0),
        Shape::Hexagon => POINT * (1.0 - edge / (height / 2.0)),
    }
}

/// How far the border stands back from the upper or lower side, at a distance from the left.
fn above(shape: Shape, Size { width, height }: Size, at: f64, top: bool) -> f64 {
    let edge = at.min(width - at);
    match shape {
        Shape::Rounded | Shape::Pill => arc(radius(shape, Size { width, height }), edge),
        Shape::Box | Shape::Card => 0.0,
        Shape::Note => {
            if top {
                (at - (width - CUT)).max(0.0)
            } else {
                0.0
            }
        }
        Shape::Octagon => (CUT - edge).max(0.0),
        Shape::Hexagon => height / 2.0 * (1.0 - edge / POINT).max(0.0),
    }
}

/// How far a round corner stands back at a distance from the corner.
fn arc(radius: f64, edge: f64) -> f64 {
    if edge >= radius { 0.0 } else { radius * (1.0 - bow(edge / radius)) }
}

/// The height of the unit circle at a distance from its left end.
fn bow(share: f64) -> f64 {
    let from_middle = 1.0 - share;
    (1.0 - from_middle * from_middle).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECT: Rect = Rect { corner: Point { x: 10.0, y: 20.0 }, size: Size { width: 100.0, height: 40.0 } };

    #[test]
    fn lines_end_at_the_border() {
        let from_left = |shape, y| border(shape, RECT, Point { x: 10.0, y }).x - 10.0;
        assert_eq!(from_left(Shape::Pill, 40.0), 0.0);
        assert!((from_left(Shape::Pill, 30.0) - 20.0 * (1.0 - 0.75_f64.sqrt())).abs() < 1e-9);
        assert_eq!(from_left(Shape::Octagon, 24.0), CUT - 4.0);
        assert_eq!(from_left(Shape::Hexagon, 30.0), POINT / 2.0);
        let from_right = border(Shape::Note, RECT, Point { x: 110.0, y: 22.0 });
        assert_eq!(from_right, Point { x: 102.0, y: 22.0 });
        let from_above = border(Shape::Hexagon, RECT, Point { x: 17.0, y: 20.0 });
        assert_eq!(from_above, Point { x: 17.0, y: 30.0 });
    }

    #[test]
    fn text_fits_its_shape() {
        let text = Size { width: 120.0, height: 35.0 };
        for shape in [Shape::Rounded, Shape::Note, Shape::Pill, Shape::Octagon, Shape::Box, Shape::Hexagon, Shape::Card]
        {
            let size = around(shape, text, Size { width: 14.0, height: 9.0 });
            assert!(size.width > text.width && size.height > text.height, "{shape:?}");
            let inset = beside(shape, size, (size.height - text.height) / 2.0, true);
            assert!(inset * 2.0 + text.width <= size.width, "{shape:?}: {inset}");
        }
    }
}
