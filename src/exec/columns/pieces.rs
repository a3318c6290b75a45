//! The first rows, cut into pieces for the threads.

use super::block::{Block, Column, ROWS};
use super::pipe::{Out, Pipe};
use super::stage::{self, Line};
use crate::exec::Result;
use crate::exec::count::Counting;
use crate::ir::Slot;
use crate::plan::NodeTest;
use crate::value::{Kept, NodeId};
use std::borrow::Cow;
use std::ops::Range;

/// Fewer nodes or rows to begin with are not worth the start of threads.
const WORTH_THREADS: usize = 1_000;

/// Into so many pieces they are cut: enough for each thread to find work until the end.
const PIECES: usize = 16;

/// The first rows.
pub(super) enum Pieces<'a, 'p, 's> {
    Nodes(Slot, Cow<'a, [NodeId]>),
    Blocks(Kept<'a, Vec<Block>>),
    /// A single row, and the nodes of which the first stage joins each to it.
    Row(Kept<'a, Vec<Block>>, &'p NodeTest, Cow<'a, [NodeId]>),
    /// The groups of a count.
    Groups(Counting<'s, 'a>),
}

/// A piece of the first rows.
pub(super) enum Piece<'p, 'a, 's> {
    Nodes(Slot, &'p [NodeId]),
    Blocks(&'p [Block]),
    Row(&'p [Block], &'p NodeTest, &'p [NodeId]),
    /// Those that begin with the nodes in these places.
    Groups(&'p Counting<'s, 'a>, Range<usize>),
}

impl<'a, 's> Pieces<'a, '_, 's> {
    /// The pieces; one where threads are not worth it.
    pub(super) fn cut(&self) -> Vec<Piece<'_, 'a, 's>> {
        let count = match self {
            Self::Nodes(_, ids) | Self::Row(.., ids) => ids.len(),
            Self::Blocks(blocks) => blocks.iter().map(|block| block.len).sum(),
            Self::Groups(counting) => counting.len(),
        };
        let worth = match self {
            Self::Groups(counting) => counting.is_long(),
            _ => count >= WORTH_THREADS,
        };
        let alone = !worth || rayon::current_thread_index().is_some() || rayon::current_num_threads() == 1;
        let pieces = if alone { 1 } else { PIECES };
        let length = |count: usize| count.div_ceil(pieces).max(1);
        match self {
            Self::Nodes(slot, ids) => ids.chunks(length(ids.len())).map(|ids| Piece::Nodes(*slot, ids)).collect(),
            Self::Blocks(blocks) => blocks.chunks(length(blocks.len())).map(Piece::Blocks).collect(),
            Self::Row(row, node, ids) => ids.chunks(length(ids.len())).map(|ids| Piece::Row(row, node, ids)).collect(),
            Self::Groups(counting) => {
                let starts = (0..count).step_by(length(count));
                starts.map(|at| Piece::Groups(counting, at..(at + length(count)).min(count))).collect()
            }
        }
    }
}

impl<'a> Piece<'_, 'a, '_> {
    /// Sends the rows through the stages.
    pub(super) fn feed(&self, pipe: &mut Pipe<'_, 'a, '_>, line: &Line<'_>, out: &mut Out<'_>) -> Result<()> {
        let wanted = |block: &Block| block.wanted(|slot| line.needs.has(slot));
        match self {
            Self::Nodes(slot, ids) => {
                let mut sieves = pipe.run.fixed_sieves(*slot, stage::filters(&line.stages));
                for ids in ids.chunks(ROWS) {
                    let mut nodes = line.fitting(pipe.run.view, ids);
                    sieves.sift(&mut nodes);
                    let mut block = Block::new(nodes.len());
                    block.put(*slot, Column::Nodes(nodes));
                    pipe.push(sieves.len(), block, out)?;
                }
                Ok(())
            }
            Self::Blocks(blocks) => blocks.iter().try_for_each(|block| pipe.push(0, wanted(block), out)),
            Self::Row(row, node, ids) => row.iter().try_for_each(|row| pipe.join(0, node, ids, &wanted(row), out)),
            Self::Groups(counting, places) => {
                let (run, mut frame) = (pipe.run, pipe.frame.clone());
                run.count_piece(counting, places.clone(), &mut frame, &mut |block| pipe.push(0, wanted(&block), out))
            }
        }
    }
}
