//! Which rows of a block are of which group.

use crate::exec::Result;
use std::ops::Range;

/// The group of each row.
pub(super) enum Members<'g> {
    /// All rows are of this one.
    One(usize),
    Each(&'g [u32], u32),
}

impl Members<'_> {
    #[inline]
    pub(super) fn each(&self, len: usize, mut visit: impl FnMut(usize, usize)) {
        match self {
            Self::One(group) => (0..len).for_each(|at| visit(at, *group)),
            Self::Each(groups, base) => {
                groups.iter().enumerate().for_each(|(at, group)| visit(at, group.wrapping_sub(*base) as usize));
            }
        }
    }

    /// Rows that follow each other in a group.
    pub(super) fn runs(&self, len: usize, mut visit: impl FnMut(Range<usize>, usize)) {
        match self {
            Self::One(group) => visit(0..len, *group),
            Self::Each(groups, base) => {
                let mut start = 0;
                for run in groups.chunk_by(|a, b| a == b) {
                    visit(start..start + run.len(), run[0].wrapping_sub(*base) as usize);
                    start += run.len();
                }
            }
        }
    }

    #[inline]
    pub(super) fn try_each(&self, len: usize, mut visit: impl FnMut(usize, usize) -> Result<()>) -> Result<()> {
        match self {
            Self::One(group) => (0..len).try_for_each(|at| visit(at, *group)),
            Self::Each(groups, base) => {
                let mut each = groups.iter().enumerate();
                each.try_for_each(|(at, group)| visit(at, group.wrapping_sub(*base) as usize))
            }
        }
    }
}
