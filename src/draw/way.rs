//! Ways of lines: lengths, and what a label covers of them.

use super::layout::{Point, Rect};

/// By the square root, which is the same on every machine; `hypot` need not be.
pub(super) fn distance(one: Point, other: Point) -> f64 {
    let (x, y) = (one.x - other.x, one.y - other.y);
    (x * x + y * y).sqrt()
}

/// The point at a length from one point towards another.
pub(super) fn towards(from: Point, to: Point, length: f64) -> Point {
    let whole = distance(from, to).max(f64::EPSILON);
    Point { x: from.x + (to.x - from.x) * length / whole, y: from.y + (to.y - from.y) * length / whole }
}

/// The pieces of a way outside a rectangle; the whole way when it does not come there.
pub(super) fn without(way: &[Point], rect: Rect) -> Vec<Vec<Point>> {
    let mut pieces = vec![vec![way[0]]];
    for pair in way.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let Some((enter, leave)) = within(from, to, rect) else {
            extend(&mut pieces, to);
            continue;
        };
        let at = |share: f64| Point { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
        if enter > 0.0 {
            extend(&mut pieces, at(enter));
        }
        if leave < 1.0 {
            pieces.push(vec![at(leave), to]);
        } else {
            pieces.push(Vec::new());
        }
    }
    pieces.retain(|piece| piece.len() > 1);
    if pieces.is_empty() { vec![way.to_vec()] } else { pieces }
}

fn extend(pieces: &mut [Vec<Point>], to: Point) {
    if let Some(piece) = pieces.last_mut() {
        piece.push(to);
    }
}

/// From which share to which share of a stretch it is within a rectangle.
fn within(from: Point, to: Point, rect: Rect) -> Option<(f64, f64)> {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let sides = [
        (from.x, to.x - from.x, rect.corner.x, rect.right()),
        (from.y, to.y - from.y, rect.corner.y, rect.corner.y + rect.size.height),
    ];
    for (start, step, low, high) in sides {
        if step.abs() < f64::EPSILON {
            if start < low || start > high {
                return None;
            }
            continue;
        }
        let (one, other) = ((low - start) / step, (high - start) / step);
        enter = enter.max(one.min(other));
        leave = leave.min(one.max(other));
    }
    (enter < leave).then_some((enter, leave))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::layout::Size;

    fn at(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    #[test]
    fn a_label_parts_a_way() {
        let rect = Rect { corner: at(10.0, -5.0), size: Size { width: 20.0, height: 10.0 } };
        let way = [at(0.0, 0.0), at(50.0, 0.0), at(50.0, 40.0)];
        assert_eq!(
            without(&way, rect),
            [vec![at(0.0, 0.0), at(10.0, 0.0)], vec![at(30.0, 0.0), at(50.0, 0.0), at(50.0, 40.0)]]
        );
        let beside = Rect { corner: at(10.0, 5.0), ..rect };
        assert_eq!(without(&way, beside), [way.to_vec()]);
        let around = Rect { corner: at(-5.0, -5.0), size: Size { width: 100.0, height: 100.0 } };
        assert_eq!(without(&way, around), [way.to_vec()], "a line that would vanish is drawn whole");
        let bend = Rect { corner: at(45.0, -5.0), size: Size { width: 10.0, height: 10.0 } };
        assert_eq!(without(&way, bend), [vec![at(0.0, 0.0), at(45.0, 0.0)], vec![at(50.0, 5.0), at(50.0, 40.0)]]);
    }
}
