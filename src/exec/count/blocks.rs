//! The groups of a count as blocks.

use super::super::columns::{Block, Column, ROWS};
use super::super::held::Held;
use super::super::{Frame, Result, Run};
use super::tally::Tally;
use crate::ir::Grouping;
use crate::plan::count::{Count, Measure};
use crate::value::{Kept, Value};

impl<'a> Run<'a> {
    /// The groups of a count, each an assignment of its variables; none when a condition failed, which only rows can tell
    /// whether it matters.
    pub(in crate::exec) fn counted_blocks(
        &self,
        grouping: &Grouping,
        count: &Count,
        frame: &Frame,
        held: &Held<'_>,
    ) -> Result<Option<Kept<'a, Vec<Block>>>> {
        let (own, mut frame) = (self.hold(), frame.clone());
        let Some(tallies) = self.tallies(count, &own, &mut frame)? else { return Ok(None) };
        let mut blocks = Kept::new(Vec::new(), self.input.bounds);
        self.send_groups(grouping, count, &tallies, &mut frame, &mut |block| {
            held.bytes(block.bytes())?;
            blocks.push(block);
            Ok(())
        })?;
        Ok(Some(blocks))
    }

    /// Sends the groups on, each an assignment of the variables.
    pub(super) fn send_groups(
        &self,
        grouping: &Grouping,
        count: &Count,
        tallies: &[Tally<'_>],
        frame: &mut Frame,
        send: &mut dyn FnMut(Block) -> Result<()>,
    ) -> Result<()> {
        let (listing, measures) = (&tallies[count.listing], tallies.get(1..).unwrap_or_default());
        let mut at = 0;
        loop {
            self.check_stop()?;
            let some = listing.next(&mut at, ROWS);
            if some.is_empty() {
                return Ok(());
            }
            let numbers: Vec<Vec<i128>> = measures.iter().map(|tally| tally.of(&some)).collect();
            let mut block = Block::new(some.len());
            for (place, slot) in count.groups.iter().enumerate() {
                block.put(*slot, Column::Nodes(some.iter().map(|entry| entry.nodes()[place]).collect()));
            }
            send(self.group_block(grouping, count, block, &numbers, frame)?)?;
        }
    }

    /// The keys and aggregates of groups whose variables stand for the nodes of a block.
    fn group_block(
        &self,
        grouping: &Grouping,
        count: &Count,
        mut block: Block,
        numbers: &[Vec<i128>],
        frame: &mut Frame,
    ) -> Result<Block> {
        let mut kept: Vec<u32> = (0..block.len as u32).collect();
        for condition in &count.conditions {
            let passing = self.passing(condition, &block, frame)?;
            block = block.gather(&passing, |_| true);
            kept = passing.iter().map(|at| kept[*at as usize]).collect();
        }
        let mut groups = Block::new(block.len);
        for (key, slot) in &grouping.keys {
            groups.put(*slot, self.column(key, &block, frame)?.into_owned());
        }
        let mut numbers = numbers.iter();
        for ((call, slot), measure) in grouping.aggregates.iter().zip(&count.measures) {
            let Some(first) = numbers.next() else { break };
            let column = match measure {
                Measure::Mean(..) => {
                    let counts = numbers.next();
                    let mean = |at: &u32| match counts.map_or(0, |counts| counts[*at as usize]) {
                        0 => Value::Null,
                        count => Value::Float(first[*at as usize] as f64 / count as f64),
                    };
                    Column::Values(kept.iter().map(mean).collect())
                }
                _ => {
                    let number = |at: &u32| i64::try_from(first[*at as usize]).map_err(|_| self.too_many(call));
                    Column::Ints(kept.iter().map(number).collect::<Result<_>>()?)
                }
            };
            groups.put(*slot, column);
        }
        Ok(groups)
    }
}
