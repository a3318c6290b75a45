//! Parts that nothing joins → one part that is read row by row, in each form that it can take.
//!
//! Input: parts, each in several forms between narrow and wide. Output: the forms of all of them together. Which form is
//! best is known only where the shape is known that the whole picture is to fill, so that all are kept until then.

use super::{Point, Rect, Route, Size};

/// So many heights and widths of rows are tried, and so many forms kept; more take time and show no difference.
const MOST: usize = 32;

/// What sums of the same lengths in another order may differ by.
const ROUNDING: f64 = 0.01;

/// Boxes, groups and edges with their places, from the upper left corner of them all.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Piece {
    /// Boxes by their position in the problem.
    pub boxes: Vec<(usize, Rect)>,
    /// Groups, likewise.
    pub groups: Vec<(usize, Rect)>,
    /// The titles of groups, likewise.
    pub titles: Vec<(usize, Rect)>,
    /// Edges, likewise.
    pub routes: Vec<(usize, Route)>,
    /// The size of the whole.
    pub size: Size,
}

impl Piece {
    /// Takes in what is in another, whose corner comes to a place.
    pub(super) fn take(&mut self, other: &Self, by: Point) {
        let moved = |(at, rect): &(usize, Rect)| (*at, rect.moved(by));
        self.boxes.extend(other.boxes.iter().map(moved));
        self.groups.extend(other.groups.iter().map(moved));
        self.titles.extend(other.titles.iter().map(moved));
        self.routes.extend(other.routes.iter().map(|(at, route)| (*at, route.moved(by))));
    }
}

/// The form that is largest when it is made to fit a shape, given as width by height.
pub(super) fn fitting(forms: Vec<Piece>, aspect: f64) -> Piece {
    let needs = |piece: &Piece| piece.size.height.max(piece.size.width / aspect);
    forms.into_iter().min_by(|one, other| needs(one).total_cmp(&needs(other))).unwrap_or_default()
}

/// The forms of several parts in rows, narrow ones first.
///
/// In a row no part is higher than a bound if it can help it, and low ones stand below each other. Bounds are tried, and
/// for each the widths at which a row can end. O(parts × forms log forms).
pub(super) fn in_rows(parts: &[Vec<Piece>], gap: Size) -> Vec<Piece> {
    if let [part] = parts {
        return part.clone();
    }
    let mut heights: Vec<f64> = parts.iter().flatten().map(|piece| piece.size.height).collect();
    heights.sort_by(f64::total_cmp);
    heights.dedup();
    let mut forms = Vec::new();
    for height in thinned(heights) {
        let low = |forms: &Vec<Piece>| forms.iter().position(|piece| piece.size.height <= height);
        let chosen: Vec<&Piece> =
            parts.iter().filter_map(|forms| low(forms).map_or(forms.last(), |at| forms.get(at))).collect();
        let stacks = stacks(&chosen, height, gap);
        let widths = ends(stacks.iter().map(|(_, size)| size.width), gap).collect();
        forms.extend(thinned(widths).into_iter().map(|width| Rows::new(&chosen, &stacks, width, gap)));
    }
    thinned(frontier(forms)).iter().map(Rows::piece).collect()
}

/// The forms, narrow ones first, of which none is both wider and higher than another.
fn frontier(mut forms: Vec<Rows<'_>>) -> Vec<Rows<'_>> {
    forms.sort_by(|Rows { size: one, .. }, Rows { size: other, .. }| {
        one.width.total_cmp(&other.width).then(one.height.total_cmp(&other.height))
    });
    let mut least = f64::MAX;
    forms.retain(|rows| {
        let lower = rows.size.height < least;
        least = least.min(rows.size.height);
        lower
    });
    forms
}

/// At most [`MOST`] of them at even distances, with the first and the last.
fn thinned<T>(all: Vec<T>) -> Vec<T> {
    let (last, steps) = (all.len().saturating_sub(1), MOST - 1);
    let kept = |at: usize| last <= steps || at == 0 || at * steps / last > (at - 1) * steps / last;
    all.into_iter().enumerate().filter(|(at, _)| kept(*at)).map(|(_, each)| each).collect()
}

/// Where each of several lengths ends that follow each other with gaps.
fn ends(lengths: impl Iterator<Item = f64>, gap: Size) -> impl Iterator<Item = f64> {
    lengths.scan(-gap.width, move |end, length| {
        *end += gap.width + length;
        Some(*end)
    })
}

/// Parts below each other, as positions among all, with the size of the stack. A part joins those before it when it makes
/// the stack neither wider nor higher than the bound.
fn stacks(parts: &[&Piece], height: f64, gap: Size) -> Vec<(Vec<usize>, Size)> {
    let mut stacks: Vec<(Vec<usize>, Size)> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        match stacks.last_mut() {
            Some((members, size))
                if part.size.width <= size.width && size.height + gap.height + part.size.height <= height =>
            {
                members.push(at);
                size.height += gap.height + part.size.height;
            }
            _ => stacks.push((vec![at], part.size)),
        }
    }
    stacks
}

/// Parts with their places.
struct Rows<'p> {
    placed: Vec<(&'p Piece, Point)>,
    size: Size,
}

impl<'p> Rows<'p> {
    /// Stacks in rows up to a width.
    fn new(parts: &[&'p Piece], stacks: &[(Vec<usize>, Size)], width: f64, gap: Size) -> Self {
        let mut rows = Self { placed: Vec::new(), size: Size::default() };
        let (mut x, mut y) = (0.0, 0.0);
        for (members, size) in stacks {
            if x > 0.0 && x + size.width > width + ROUNDING {
                (x, y) = (0.0, rows.size.height + gap.height);
            }
            let mut down = y;
            for part in members.iter().map(|at| parts[*at]) {
                rows.placed.push((part, Point { x, y: down }));
                down += part.size.height + gap.height;
            }
            x += size.width + gap.width;
            rows.size.width = rows.size.width.max(x - gap.width);
            rows.size.height = rows.size.height.max(y + size.height);
        }
        rows
    }

    fn piece(&self) -> Piece {
        let mut piece = Piece { size: self.size, ..Piece::default() };
        self.placed.iter().for_each(|(part, corner)| piece.take(part, *corner));
        piece
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GAP: Size = Size { width: 24.0, height: 22.0 };

    fn piece(at: usize, width: f64, height: f64) -> Piece {
        let size = Size { width, height };
        Piece { boxes: vec![(at, Rect { corner: Point::default(), size })], size, ..Piece::default() }
    }

    #[test]
    fn parts_fill_a_shape_row_by_row() {
        let parts: Vec<Vec<Piece>> = (0..6).map(|at| vec![piece(at, 100.0, 40.0)]).collect();
        let forms = in_rows(&parts, GAP);
        assert!(
            forms
                .windows(2)
                .all(|pair| { pair[0].size.width < pair[1].size.width && pair[0].size.height > pair[1].size.height })
        );
        let rows = |aspect: f64| {
            let places = fitting(forms.clone(), aspect).boxes;
            (0..6).map(|at| places[at].1.corner.y).fold((Vec::new(), f64::MIN), |(mut rows, last), y| {
                if y == last {
                    *rows.last_mut().expect("there is a row") += 1
                } else {
                    rows.push(1)
                }
                (rows, y)
            })
        };
        assert_eq!((rows(9.0).0, rows(3.0).0, rows(0.3).0), (vec![6], vec![3, 3], vec![1; 6]));
    }

    #[test]
    fn low_parts_stand_below_each_other_beside_a_high_one() {
        let high = vec![piece(0, 100.0, 200.0), piece(0, 400.0, 50.0)];
        let parts = [high, vec![piece(1, 90.0, 80.0)], vec![piece(2, 90.0, 80.0)]];
        let best = fitting(in_rows(&parts, GAP), 1.0);
        assert_eq!(best.size, Size { width: 100.0 + GAP.width + 90.0, height: 200.0 });
        assert_eq!(best.boxes[2].1.corner, Point { x: 100.0 + GAP.width, y: 80.0 + GAP.height });
    }

    #[test]
    fn few_of_many_are_kept() {
        assert_eq!(thinned((0..9).collect::<Vec<_>>()), (0..9).collect::<Vec<_>>());
        let kept = thinned((0..1000).collect::<Vec<_>>());
        assert_eq!((kept.len(), kept[0], kept[MOST - 1]), (MOST, 0, 999));
    }
}
