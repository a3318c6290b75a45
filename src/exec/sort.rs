//! ORDER BY. With a LIMIT behind it no more rows are kept than are wanted.

use super::columns::{Block, Gathered, Needs};
use super::held::Held;
use super::{Flow, Frame, Result, Run, Seed, Sink, get, set, without_place};
use crate::ir::SortKey;
use crate::plan::{Op, Sort};
use crate::value::{Bounds, Cell, Kept, Pile, Value, order};
use std::cmp::Ordering;

/// So many rows more than wanted are kept before the last ones are dropped.
const SURPLUS: usize = 256;

/// So many rows are picked without a look at whether to go on.
const FEW: usize = 10_000;

/// A row: what it is ordered by, and what is used of it later.
struct Row {
    by: Vec<Value>,
    values: Vec<Value>,
}

/// The first rows of those seen so far.
struct Sorted<'p> {
    sort: &'p Sort,
    /// How many are wanted; all when absent.
    most: Option<usize>,
    rows: Kept<'p, Pile<Row>>,
    /// What the last wanted row is ordered by, once there are so many; a later row must come before it.
    bound: Option<Vec<Value>>,
    /// The most rows that were kept at once.
    peak: usize,
    bounds: &'p Bounds,
    held: Held<'p>,
}

impl Run<'_> {
    pub(super) fn sort(
        &self,
        sort: &Sort,
        before: &[Op],
        seed: &Seed<'_>,
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        if sort.most.is_none()
            && let Some(flow) = self.sort_blocks(sort, before, seed, frame, sink)?
        {
            return Ok(flow);
        }
        let most = match &sort.most {
            Some(most) => {
                let skip = most.skip.as_ref().map_or(Ok(0), |skip| self.count(skip, frame))?;
                usize::try_from(skip.saturating_add(self.count(&most.limit, frame)?)).ok()
            }
            None => None,
        };
        let bounds = self.input.bounds;
        let rows = || Kept::new(Pile::default(), bounds);
        let new = || Sorted { sort, most, rows: rows(), bound: None, peak: 0, bounds, held: Held::new(bounds) };
        let mut needs = Needs::of(&sort.live);
        sort.keys.iter().for_each(|key| needs.expr(&key.expr));
        let in_blocks = if most.is_some() { self.in_blocks(before, seed, needs, frame, new)? } else { None };
        let sorted = match in_blocks {
            Some(sorted) => sorted,
            None => self.gather(
                before,
                seed,
                frame,
                new,
                |run, sorted, frame| sorted.add(run, frame),
                |run, sorted, later| sorted.append(run, later),
            )?,
        };
        let (rows, _held) = sorted.finish()?;
        for row in rows {
            self.check_stop()?;
            for (slot, value) in sort.live.iter().zip(row.values) {
                set(frame, *slot, value);
            }
            if sink(frame)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }
}

impl Gathered for Sorted<'_> {
    fn add_block(&mut self, run: &Run<'_>, block: &Block, frame: &mut Frame) -> Result<()> {
        let bound = self.bound.as_ref().map(|bound| &bound[0]);
        let early = match (self.sort.keys.as_slice(), self.most) {
            ([key, others @ ..], Some(most)) if self.sort.plain => {
                run.early((key, others.is_empty()), most, bound, block, frame)
            }
            _ => None,
        };
        for row in early.unwrap_or_else(|| (0..block.len as u32).collect()) {
            block.load(row as usize, frame);
            self.add(run, frame)?;
        }
        // Of each block few rows may be looked at, so that it would take many until there are enough for a bound.
        match self.most {
            Some(most) if self.bound.is_none() && self.rows.len() >= most => self.cut(most),
            _ => Ok(()),
        }
    }

    fn first_key(&self) -> Option<(&SortKey, Option<&Value>)> {
        let key = self.sort.keys.first().filter(|_| self.sort.plain && self.most.is_some())?;
        Some((key, self.bound.as_ref().and_then(|bound| bound.first())))
    }

    fn append(&mut self, _: &Run<'_>, later: Self) -> Result<()> {
        self.rows.append(later.rows.take());
        self.held.absorb(later.held);
        Ok(())
    }
}

impl<'p> Sorted<'p> {
    /// Takes in the row in the frame, if it may be wanted.
    fn add(&mut self, run: &Run<'_>, frame: &mut Frame) -> Result<()> {
        if self.comes_late(run, frame)? {
            return Ok(());
        }
        let by: Vec<Value> = self.sort.keys.iter().map(|key| run.eval(&key.expr, frame)).collect::<Result<_>>()?;
        if self.bound.as_ref().is_some_and(|bound| self.compare(&by, bound).is_ge()) {
            return Ok(());
        }
        let values: Vec<Value> = self.sort.live.iter().map(|slot| get(frame, *slot).clone()).collect();
        if self.rows.len() >= self.peak {
            self.held.keep(&by)?;
            self.held.keep(&values)?;
            self.peak += 1;
        }
        self.rows.push(Row { by, values });
        let enough = |most: &usize| self.rows.len() >= most.saturating_mul(2).saturating_add(SURPLUS);
        if let Some(most) = self.most.filter(enough) {
            self.cut(most)?;
        }
        Ok(())
    }

    /// Whether the first key tells, without a copy of it, that the row comes behind all that are wanted.
    fn comes_late(&self, run: &Run<'_>, frame: &Frame) -> Result<bool> {
        let (Some(bound), Some(key)) = (&self.bound, self.sort.keys.first()) else { return Ok(false) };
        let ordering = run.cell(&key.expr, frame)?.and_then(|cell| cell.simple_order(Cell::from(&bound[0])));
        Ok(match ordering.map(|it| if key.descending { it.reverse() } else { it }) {
            Some(Ordering::Greater) => self.sort.plain,
            Some(Ordering::Equal) => self.sort.keys.len() == 1,
            _ => false,
        })
    }

    fn compare(&self, a: &[Value], b: &[Value]) -> Ordering {
        let pairs = self.sort.keys.iter().zip(a.iter().zip(b));
        let mut each = pairs.map(|(key, (a, b))| if key.descending { order(b, a) } else { order(a, b) });
        each.find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
    }

    /// Puts the rows in order; rows in one place stay in the order in which they came.
    fn order(&mut self) -> Result<Vec<Row>> {
        let rows = std::mem::take(&mut *self.rows).gathered(self.bounds);
        rows.and_then(|rows| self.bounds.sort(rows, |a, b| self.compare(&a.by, &b.by))).map_err(without_place)
    }

    /// Drops the rows behind those that are wanted; the others stay in the order in which they came.
    fn cut(&mut self, most: usize) -> Result<()> {
        if most > FEW {
            let mut rows = self.order()?;
            rows.truncate(most);
            self.bound = rows.last().map(|row| row.by.clone());
            *self.rows = rows.into();
            return Ok(());
        }
        let rows = std::mem::take(&mut *self.rows).gathered(self.bounds).map_err(without_place)?;
        let Some(last) = most.checked_sub(1) else { return Ok(()) };
        // To find the last that is wanted takes a few looks at each row, to put all in order one more with each doubling.
        let mut places: Vec<usize> = (0..rows.len()).collect();
        let in_order = |a: &usize, b: &usize| self.compare(&rows[*a].by, &rows[*b].by).then(a.cmp(b));
        let (_, last, _) = places.select_nth_unstable_by(last, in_order);
        let last = *last;
        self.bound = Some(rows[last].by.clone());
        places.truncate(most);
        places.sort_unstable();
        let mut wanted = places.into_iter().peekable();
        let kept = rows.into_iter().enumerate().filter(|(at, _)| wanted.next_if_eq(at).is_some());
        *self.rows = kept.map(|(_, row)| row).collect::<Vec<Row>>().into();
        Ok(())
    }

    /// The rows in order, and their memory.
    fn finish(mut self) -> Result<(Vec<Row>, Held<'p>)> {
        let mut rows = self.order()?;
        rows.truncate(self.most.unwrap_or(usize::MAX));
        Ok((rows, self.held))
    }
}
