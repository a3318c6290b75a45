//! Blocks through the stages: each takes a block, and gives blocks to the next.

use super::Gathered;
use super::block::{Block, Column, Items, ROWS, Rows};
use super::eval::places;
use super::expand::Found;
use super::grouping::BlockGroups;
use super::stage::{Stage, Work};
use crate::diag::Span;
use crate::exec::{Flow, Frame, Result, Run, Seed, get};
use crate::ir::{Expr, ExprKind, Slot};
use crate::plan::{Meter, NodeTest, Part, Step};
use crate::value::{NodeId, Value};
use std::borrow::Cow;

/// Where the last stage sends its blocks.
pub(super) type Out<'o> = dyn FnMut(&Block, &mut Frame) -> Result<()> + 'o;

/// Some stages under way.
pub(super) struct Pipe<'r, 'a, 'p> {
    pub(super) run: &'r Run<'a>,
    pub(super) stages: &'p [Stage<'p>],
    /// What a row is loaded into where it is looked at by itself.
    pub(super) frame: Frame,
    /// The groups of the stage that groups.
    pub(super) groups: Option<BlockGroups<'p>>,
    /// The operator whose rows come in, and the one that receives the last ones, where these are measured.
    pub(super) ends: (Option<Part>, Option<Part>),
}

impl Pipe<'_, '_, '_> {
    /// Sends a block through the stages from this one on.
    pub(super) fn push(&mut self, at: usize, block: Block, out: &mut Out<'_>) -> Result<()> {
        if block.len == 0 {
            return Ok(());
        }
        let Some(meter) = self.run.input.meter else { return self.go_on(at, block, out) };
        let rows = block.times.as_ref().map_or(block.len as i64, |times| times.iter().sum());
        let part = self.measure(meter, at, rows as u64);
        let before = self.run.current.replace(part);
        let outcome = self.go_on(at, block, out);
        self.run.current.set(before);
        outcome
    }

    /// Counts a block for the stage that takes it and for the one before, which gave it; tells whose work comes next.
    pub(super) fn measure(&self, meter: &Meter, at: usize, rows: u64) -> Option<Part> {
        let gives = at.checked_sub(1).map_or(self.ends.0, |before| self.stages[before].known.gives);
        gives.into_iter().for_each(|part| meter.add_rows(part, rows));
        // An operator that gives the first rows takes none.
        self.ends.0.filter(|_| at == 0).into_iter().for_each(|part| meter.add_block(part));
        let Some(Stage { known, .. }) = self.stages.get(at) else {
            self.ends.1.into_iter().for_each(|part| meter.add_block(part));
            return self.ends.1;
        };
        if known.step {
            meter.add_rows(known.part, rows);
        }
        meter.add_block(known.part);
        Some(known.part)
    }

    fn go_on(&mut self, at: usize, block: Block, out: &mut Out<'_>) -> Result<()> {
        self.run.check_stop()?;
        let Some(stage) = self.stages.get(at) else { return out(&block, &mut self.frame) };
        match &stage.work {
            Work::Known(node) => {
                let block = self.bound(node.slot, block, Some(node.span))?;
                let fitting = nodes(&block, node.slot).and_then(|nodes| self.labeled(node, nodes));
                let block = match fitting {
                    Some(places) => block.gather(&places, |slot| stage.needs.has(slot)),
                    None => block,
                };
                self.push(at + 1, block, out)
            }
            Work::Expand(expand) => self.expand(at, expand, block, out),
            Work::Scan(node, scan) => self.join(at, node, &self.run.candidates(scan), &block, out),
            Work::Step([Step::Walk(walk)]) if self.is_forest(at, walk) => self.climb(at, walk, block, out),
            Work::Degree(steps) => {
                let block = self.degrees(at, steps, block)?;
                self.push(at + 1, block, out)
            }
            Work::Filter(condition) => {
                let kept = self.run.passing(condition, &block, &mut self.frame)?;
                if kept.len() == block.len {
                    return self.push(at + 1, block, out);
                }
                self.push(at + 1, block.gather(&kept, |slot| stage.needs.has(slot)), out)
            }
            Work::Project(items) => {
                let block = self.project(items, block)?;
                self.push(at + 1, block, out)
            }
            Work::Unwind(list, slot) => self.unwind(at, list, *slot, &block, out),
            Work::Optional(inner, nulls) => self.optional(at, inner, nulls, &block, out),
            Work::Step(_) | Work::Rows(_) => self.row_by_row(at, &block, out),
            Work::Group(..) => {
                let Some(mut groups) = self.groups.take() else { unreachable!("the stage has groups") };
                let added = groups.add_block(self.run, &block, &mut self.frame);
                self.groups = Some(groups);
                added?;
                self.complete(at, out)
            }
        }
    }

    /// Sends on the groups that are complete.
    fn complete(&mut self, at: usize, out: &mut Out<'_>) -> Result<()> {
        while let Some(groups) = &mut self.groups
            && let Some(block) = groups.complete(self.run)?
        {
            self.push(at + 1, block, out)?;
        }
        Ok(())
    }

    /// Sends on what is left when no more rows come.
    pub(super) fn end(&mut self, out: &mut Out<'_>) -> Result<()> {
        let Some(at) = self.stages.iter().position(|stage| matches!(stage.work, Work::Group(..))) else {
            return Ok(());
        };
        while let Some(groups) = &mut self.groups
            && let Some(block) = groups.rest(self.run)?
        {
            self.push(at + 1, block, out)?;
        }
        Ok(())
    }

    fn project(&mut self, items: &[(Expr, Slot)], mut block: Block) -> Result<Block> {
        for (item, slot) in items {
            let column = self.run.column(item, &block, &mut self.frame)?.into_owned();
            block.put(*slot, column);
        }
        Ok(block)
    }

    fn unwind(&mut self, at: usize, list: &Expr, slot: Slot, block: &Block, out: &mut Out<'_>) -> Result<()> {
        let (mut rows, mut items) = (Vec::new(), Items::default());
        let known = if let ExprKind::Slot(of) = list.kind { block.column(of) } else { None };
        for row in 0..block.len {
            // One list after the other, since some may be long.
            let held = self.run.hold();
            let value = match known {
                Some(Column::Values(values)) => Cow::Borrowed(&values[row]),
                _ => {
                    block.load(row, &mut self.frame);
                    Cow::Owned(self.run.eval(list, &mut self.frame)?)
                }
            };
            if !matches!(list.kind, ExprKind::Slot(_)) {
                held.pass(&value)?;
            }
            let all: &[Value] = match &*value {
                Value::List(items) => items,
                Value::Null => &[],
                // A lone value is unwound as a list of one, as openCypher has it.
                other => std::slice::from_ref(other),
            };
            for some in all.chunks(ROWS) {
                rows.extend(std::iter::repeat_n(row as u32, some.len()));
                some.iter().for_each(|item| items.add(item));
                if rows.len() >= ROWS {
                    self.unwound(at, slot, block, &rows, items.take(), out)?;
                    rows.clear();
                }
            }
        }
        self.unwound(at, slot, block, &rows, items.take(), out)
    }

    fn unwound(
        &mut self,
        at: usize,
        slot: Slot,
        block: &Block,
        rows: &[u32],
        items: Column,
        out: &mut Out<'_>,
    ) -> Result<()> {
        let needs = &self.stages[at].needs;
        let mut block = block.gather(rows, |slot| needs.has(slot));
        block.put(slot, items);
        self.push(at + 1, block, out)
    }

    /// Every row with every one of some nodes that fits.
    pub(super) fn join(
        &mut self,
        at: usize,
        node: &NodeTest,
        ids: &[NodeId],
        block: &Block,
        out: &mut Out<'_>,
    ) -> Result<()> {
        let mut found = Found::default();
        for row in 0..block.len {
            for some in ids.chunks(ROWS) {
                found.rows.resize(found.rows.len() + some.len(), row as u32);
                found.nodes.extend_from_slice(some);
                if found.rows.len() >= ROWS {
                    self.found(at, (node, node.slot), block, &mut found, out)?;
                }
            }
        }
        self.found(at, (node, node.slot), block, &mut found, out)
    }

    /// What comes of each row by itself.
    fn row_by_row(&mut self, at: usize, block: &Block, out: &mut Out<'_>) -> Result<()> {
        let (run, stage) = (self.run, &self.stages[at]);
        let slots = (0..self.frame.len() as u32).map(Slot).filter(|slot| stage.needs.has(*slot));
        let (mut rows, mut frame) = (Rows::new(slots.collect()), self.frame.clone());
        for row in 0..block.len {
            block.load(row, &mut frame);
            let mut sink = |frame: &mut Frame| {
                if let Some(block) = rows.add(frame) {
                    self.push(at + 1, block, out)?;
                }
                Ok(Flow::Continue)
            };
            match stage.work {
                Work::Step(steps) => run.find(steps, &mut frame, &mut sink)?,
                Work::Rows(op) => run.operate(op, &[], &Seed { frames: None, ids: None }, &mut frame, &mut sink)?,
                _ => unreachable!("the other stages take blocks"),
            };
        }
        rows.take().map_or(Ok(()), |block| self.push(at + 1, block, out))
    }

    /// The rows in which a variable stands for a node; something else than null is an error where a place is given.
    pub(super) fn bound(&self, slot: Slot, mut block: Block, span: Option<Span>) -> Result<Block> {
        match block.column(slot) {
            Some(Column::Nodes(_)) => return Ok(block),
            Some(Column::Same(_)) => {}
            None => {
                let value = get(&self.frame, slot).clone();
                block.put(slot, Column::Same(value));
            }
            Some(_) => {}
        }
        let values: Vec<Value> =
            block.column(slot).into_iter().flat_map(|column| (0..block.len).map(|at| column.value(at))).collect();
        if let (Some(span), Some(other)) =
            (span, values.iter().find(|value| !matches!(value, Value::Node(_) | Value::Null)))
        {
            return Err(self.run.type_fault(format!("a node is needed here, and this is {}", other.kind()), span));
        }
        let kept = places(block.len, |at| matches!(values[at], Value::Node(_)));
        let mut block = block.gather(&kept, |_| true);
        block.put(slot, Column::of(kept.iter().map(|at| values[*at as usize].clone()).collect()));
        Ok(block)
    }
}

/// The nodes that a variable stands for.
pub(super) fn nodes(block: &Block, slot: Slot) -> Option<&[NodeId]> {
    match block.column(slot)? {
        Column::Nodes(nodes) => Some(nodes),
        _ => None,
    }
}
