//! Boxes that nothing joins → a grid that is read row by row.
//!
//! Input: the boxes. Output: their places; or, for Graphviz, chains of them to be tied together invisibly: it puts all
//! such nodes into one rank, and as a line of thirty nodes they would fit no slide.

use super::{Point, Rect, Size};
use crate::value::Stop;

/// So many loose nodes still fit in one rank.
const LOOSE_IN_A_RANK: usize = 4;

/// How many nodes stand beside each other for one below the other, in a picture about as wide as a slide.
const COLUMNS_PER_ROW: f64 = 1.2;

/// The space between columns, and between rows.
const GAP: Size = Size { width: 28.0, height: 22.0 };

fn columns(count: usize) -> usize {
    if count <= LOOSE_IN_A_RANK { count } else { (count as f64 * COLUMNS_PER_ROW).sqrt().ceil() as usize }
}

/// Chains along the direction of the ranks, which make a grid.
pub(in crate::draw) fn chains(loose: &[usize], left_to_right: bool) -> Vec<Vec<usize>> {
    if loose.len() <= LOOSE_IN_A_RANK {
        return Vec::new();
    }
    let columns = columns(loose.len());
    if left_to_right {
        return loose.chunks(columns).map(<[usize]>::to_vec).collect();
    }
    (0..columns).map(|column| loose.iter().skip(column).step_by(columns).copied().collect()).collect()
}

/// The number of columns that brings a grid of equal cells nearest to a shape, given as width by height. With one column less
/// it would have a row more.
pub(in crate::draw) fn columns_for(count: usize, cell: Size, gap: Size, aspect: f64) -> usize {
    let off = |columns: &usize| {
        let rows = count.div_ceil(*columns) as f64;
        let width = *columns as f64 * (cell.width + gap.width) - gap.width;
        let ratio = width / (rows * (cell.height + gap.height) - gap.height).max(1.0) / aspect;
        // Cells that stay empty are a blemish.
        ratio.max(1.0 / ratio.max(f64::EPSILON)) + 0.05 * (rows * *columns as f64 - count as f64)
    };
    let filled = |columns: &usize| count.div_ceil(count.div_ceil(*columns).max(1)) == *columns;
    (1..=count.max(1)).filter(filled).min_by(|one, other| off(one).total_cmp(&off(other))).unwrap_or(1)
}

/// The place of each box, in the middle of its cell, and the size of the whole.
pub(super) fn cells(boxes: &[Size], aspect: Option<f64>) -> (Vec<Rect>, Size) {
    let columns = match aspect {
        Some(aspect) => {
            let most = |side: fn(&Size) -> f64| boxes.iter().map(side).fold(0.0, f64::max);
            let cell = Size { width: most(|size| size.width), height: most(|size| size.height) };
            columns_for(boxes.len(), cell, GAP, aspect)
        }
        None => columns(boxes.len()).max(1),
    };
    in_columns(boxes, columns, GAP)
}

/// The grids that boxes can stand in, narrow ones first, each as its places and its size; one at least, and no more when
/// somebody asks for an end.
pub(super) fn forms(boxes: &[Size], gap: Size, stop: &Stop) -> Vec<(Vec<Rect>, Size)> {
    let mut columns: Vec<usize> = (1..=boxes.len()).rev().map(|rows| boxes.len().div_ceil(rows)).collect();
    columns.dedup();
    let wanted = |(at, columns): (usize, usize)| (at == 0 || stop.why().is_none()).then_some(columns);
    columns.into_iter().enumerate().map_while(wanted).map(|columns| in_columns(boxes, columns, gap)).collect()
}

/// Boxes row by row, in so many columns.
fn in_columns(boxes: &[Size], columns: usize, gap: Size) -> (Vec<Rect>, Size) {
    let mut widths = vec![0.0_f64; columns.min(boxes.len())];
    let mut heights = vec![0.0_f64; boxes.len().div_ceil(columns)];
    for (at, size) in boxes.iter().enumerate() {
        let (row, column) = (at / columns, at % columns);
        widths[column] = widths[column].max(size.width);
        heights[row] = heights[row].max(size.height);
    }
    let (left, above) = (starts(&widths, gap.width), starts(&heights, gap.height));
    let place = |(at, size): (usize, &Size)| {
        let (row, column) = (at / columns, at % columns);
        let middle = Point { x: left[column] + widths[column] / 2.0, y: above[row] + heights[row] / 2.0 };
        Rect::around(middle, *size)
    };
    let size =
        Size { width: (left[widths.len()] - gap.width).max(0.0), height: (above[heights.len()] - gap.height).max(0.0) };
    (boxes.iter().enumerate().map(place).collect(), size)
}

/// Where each of some columns or rows begins, and where one more would.
fn starts(sizes: &[f64], gap: f64) -> Vec<f64> {
    let mut sum = 0.0;
    let before = std::iter::once(0.0).chain(sizes.iter().map(|size| {
        sum += size;
        sum
    }));
    before.enumerate().map(|(at, before)| before + gap * at as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_is_read_row_by_row() {
        let nodes: Vec<usize> = (0..6).collect();
        assert_eq!(chains(&nodes, false), [[0, 3], [1, 4], [2, 5]]);
        assert_eq!(chains(&nodes, true), [[0, 1, 2], [3, 4, 5]]);
        assert!(chains(&nodes[..4], false).is_empty());
    }

    #[test]
    fn cells_are_as_large_as_their_largest() {
        let (rects, size) = cells(&[Size { width: 100.0, height: 20.0 }, Size { width: 50.0, height: 40.0 }], None);
        assert_eq!(size, Size { width: 100.0 + GAP.width + 50.0, height: 40.0 });
        assert_eq!(rects[0].corner, Point { x: 0.0, y: 10.0 });
        assert_eq!(rects[1].corner, Point { x: 100.0 + GAP.width, y: 0.0 });
        assert_eq!(cells(&[], None), (vec![], Size::default()));
        let cell = Size { width: 100.0, height: 40.0 };
        let columns = |aspect| columns_for(12, cell, GAP, aspect);
        assert_eq!((columns(0.2), columns(1.6), columns(9.0)), (1, 3, 6));
    }
}
