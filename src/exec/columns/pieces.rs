//! The first rows, cut into pieces for the threads.

use super::Gathered;
use super::block::{Block, Column, ROWS};
use super::pipe::Pipe;
use super::stage::{self, Line};
use crate::exec::count::Counting;
use crate::exec::{Frame, Result};
use crate::graph::Entity;
use crate::ir::Slot;
use crate::plan::NodeTest;
use crate::value::{Cell, Kept, NodeId};
use std::borrow::Cow;
use std::cmp::Ordering;
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
    /// Sends the rows through the stages into what is made of them.
    pub(super) fn feed<T: Gathered>(&self, pipe: &mut Pipe<'_, 'a, '_>, line: &Line<'_>, made: &mut T) -> Result<()> {
        let run = pipe.run;
        let wanted = |block: &Block| block.wanted(|slot| line.needs.has(slot));
        let mut out = |block: &Block, frame: &mut Frame| made.add_block(run, block, frame);
        match self {
            Self::Nodes(slot, ids) => feed_nodes(*slot, ids, pipe, line, made),
            Self::Blocks(blocks) => blocks.iter().try_for_each(|block| pipe.push(0, wanted(block), &mut out)),
            Self::Row(row, node, ids) => {
                // The row is measured once, and not for every piece.
                let part = line.stages.first().map(|stage| stage.known.part);
                run.input.meter.into_iter().zip(part).for_each(|(meter, part)| meter.add_block(part));
                run.current.set(part);
                row.iter().try_for_each(|row| pipe.join(0, node, ids, &wanted(row), &mut out))
            }
            Self::Groups(counting, places) => {
                let mut frame = pipe.frame.clone();
                let mut send = |block: Block| pipe.push(0, wanted(&block), &mut out);
                run.count_piece(counting, places.clone(), &mut frame, &mut send)
            }
        }
    }
}

/// Sends nodes through the stages. Where the first rows by a property are wanted that grows with the ids, nodes are taken in that
/// order, until the next ones can only come behind all rows that are wanted.
fn feed_nodes<T: Gathered>(
    slot: Slot,
    ids: &[NodeId],
    pipe: &mut Pipe<'_, '_, '_>,
    line: &Line<'_>,
    made: &mut T,
) -> Result<()> {
    let run = pipe.run;
    // Where it is measured what each condition leaves, they are tested one after the other.
    let filters = stage::filters(&line.stages).take_while(|_| run.input.meter.is_none());
    let mut sieves = run.fixed_sieves(slot, filters);
    let mut some = ids.chunks(ROWS);
    let order = made.first_key().and_then(|(key, _)| Some((line.rises(key, run.view)?, key.descending)));
    while let Some(ids) = if let Some((_, true)) = order { some.next_back() } else { some.next() } {
        if let (Some((property, descending)), Some((_, Some(last)))) = (order, made.first_key()) {
            let nearest = if descending { ids.last() } else { ids.first() };
            let cell = nearest.map(|node| run.view.cell(Entity::Node(*node), property));
            let ordering = cell.and_then(|cell| cell.simple_order(Cell::from(last)));
            if ordering == Some(if descending { Ordering::Less } else { Ordering::Greater }) {
                break;
            }
        }
        run.count_work(ids.len());
        run.input.meter.into_iter().for_each(|meter| meter.add_block(line.known.part));
        let mut nodes = line.fitting(run.view, ids);
        sieves.sift(&mut nodes);
        let mut block = Block::new(nodes.len());
        block.put(slot, Column::Nodes(nodes));
        pipe.push(sieves.len(), block, &mut |block, frame| made.add_block(run, block, frame))?;
    }
    Ok(())
}
