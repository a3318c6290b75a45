//! The first rows, cut into pieces for the threads.

use super::block::{Block, Column, ROWS};
use super::pipe::{Out, Pipe};
use super::stage::{self, Line};
use crate::exec::Result;
use crate::ir::Slot;
use crate::plan::NodeTest;
use crate::value::{Kept, NodeId};
use std::borrow::Cow;

/// Fewer nodes or rows to begin with are not worth the start of threads.
const WORTH_THREADS: usize = 1_000;

/// Into so many pieces they are cut: enough for each thread to find work until the end.
const PIECES: usize = 16;

/// The first rows.
pub(super) enum Pieces<'a, 'p> {
    Nodes(Slot, Cow<'a, [NodeId]>),
    Blocks(Kept<'a, Vec<Block>>),
    /// A single row, and the nodes of which the first stage joins each to it.
    Row(Kept<'a, Vec<Block>>, &'p NodeTest, Cow<'a, [NodeId]>),
}

/// A piece of the first rows.
pub(super) enum Piece<'s> {
    Nodes(Slot, &'s [NodeId]),
    Blocks(&'s [Block]),
    Row(&'s [Block], &'s NodeTest, &'s [NodeId]),
}

impl Pieces<'_, '_> {
    /// The pieces; one where threads are not worth it.
    pub(super) fn cut(&self) -> Vec<Piece<'_>> {
        let count = match self {
            Self::Nodes(_, ids) | Self::Row(.., ids) => ids.len(),
            Self::Blocks(blocks) => blocks.iter().map(|block| block.len).sum(),
        };
        let alone =
            count < WORTH_THREADS || rayon::current_thread_index().is_some() || rayon::current_num_threads() == 1;
        let pieces = if alone { 1 } else { PIECES };
        let length = |count: usize| count.div_ceil(pieces).max(1);
        match self {
            Self::Nodes(slot, ids) => ids.chunks(length(ids.len())).map(|ids| Piece::Nodes(*slot, ids)).collect(),
            Self::Blocks(blocks) => blocks.chunks(length(blocks.len())).map(Piece::Blocks).collect(),
            Self::Row(row, node, ids) => ids.chunks(length(ids.len())).map(|ids| Piece::Row(row, node, ids)).collect(),
        }
    }
}

impl Piece<'_> {
    /// Sends the rows through the stages.
    pub(super) fn feed(&self, pipe: &mut Pipe<'_, '_, '_>, line: &Line<'_>, out: &mut Out<'_>) -> Result<()> {
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
        }
    }
}
