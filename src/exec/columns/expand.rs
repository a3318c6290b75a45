//! A step of a pattern for a block of rows: from a column of nodes to their neighbors.

use super::block::{Block, Column, ROWS};
use super::eval::places;
use super::needs::Needs;
use super::pipe::{Out, Pipe, nodes};
use super::stage::{Stage, Work};
use crate::exec::pattern::within;
use crate::exec::{Flow, Frame, Result, Run, get};
use crate::graph::{Direction, Hops, Lists};
use crate::ir::Slot;
use crate::plan::{Expand, NodeTest, Order, Step};
use crate::value::{NodeId, RelId, Value};
use std::ops::Range;

/// Neighbors of the rows of a block.
#[derive(Default)]
pub(super) struct Found {
    /// The row that each comes from.
    pub(super) rows: Vec<u32>,
    pub(super) nodes: Vec<NodeId>,
    /// The relationships that lead there, where somebody wants to know.
    rels: Vec<RelId>,
}

impl Pipe<'_, '_, '_> {
    /// The places of the nodes with the labels of a test; none when it asks for none.
    pub(super) fn labeled(&self, node: &NodeTest, nodes: &[NodeId]) -> Option<Vec<u32>> {
        (!node.labels.is_empty()).then(|| match ids_with(self.run, node) {
            Some(ids) => places(nodes.len(), |at| ids.contains(&nodes[at].0)),
            None => places(nodes.len(), |at| self.run.has_labels(nodes[at], node)),
        })
    }

    /// How many neighbors the node of each row has; rows without one are left out.
    pub(super) fn degrees(&mut self, at: usize, steps: &[Step], block: Block) -> Result<Block> {
        let [Step::Expand(expand), ..] = steps else { unreachable!("neighbors are counted") };
        let block = self.starts(expand, block)?;
        let mut times = Vec::with_capacity(block.len);
        match (lists(self.run, expand), nodes(&block, expand.from)) {
            (Some(lists), Some(from)) if ids_with(self.run, &expand.to).is_some() => {
                let (ordered, mut taken) = (Ordered::of(self.run, expand, &block), Vec::new());
                self.run.count_work(from.len());
                for (row, node) in from.iter().enumerate() {
                    self.take_rels(expand, &block, row, &mut taken);
                    let count = |(back, lists): &(bool, Lists<'_>)| {
                        let all = ordered.within(row, lists.of(*node));
                        // A loop stands in both directions and is one relationship.
                        all.len() - if *back { loops(all, *node) } else { 0 }
                    };
                    let all = lists.iter().map(count).sum::<usize>();
                    let taken = taken.iter().filter(|rel| self.is_met(expand, **rel, *node, &ordered, row)).count();
                    times.push(all as i64 - taken as i64);
                }
            }
            _ => {
                for row in 0..block.len {
                    block.load(row, &mut self.frame);
                    times.push(self.run.degree(steps, &mut self.frame)?);
                }
            }
        }
        let needs = &self.stages[at].needs;
        let kept = places(block.len, |at| times[at] > 0);
        let mut block = block.gather(&kept, |slot| needs.has(slot));
        block.times = Some(kept.iter().map(|at| times[*at as usize]).collect());
        Ok(block)
    }

    pub(super) fn expand(&mut self, at: usize, expand: &Expand, block: Block, out: &mut Out<'_>) -> Result<()> {
        let mut block = self.starts(expand, block)?;
        if expand.to.bound {
            block = self.bound(expand.to.slot, block, Some(expand.to.span))?;
        }
        let run = self.run;
        let (Some(from), targets) = (nodes(&block, expand.from), nodes(&block, expand.to.slot)) else { return Ok(()) };
        let targets = targets.filter(|_| expand.to.bound);
        let with_rels = self.stages[at].needs.has(expand.rel);
        let plain = !with_rels && expand.distinct.is_empty() && targets.is_none();
        let lists = lists(run, expand).filter(|_| plain);
        let ordered = Ordered::of(run, expand, &block);
        let (mut found, mut taken) = (Found::default(), Vec::new());
        if let (Some([(_, lists)]), None) = (lists.as_deref(), &expand.order)
            && found.add_lists(from, *lists)
        {
            return self.found(at, (&expand.to, expand.rel), &block, &mut found, out);
        }
        for (row, node) in from.iter().enumerate() {
            match &lists {
                Some(lists) => lists.iter().for_each(|(back, lists)| {
                    found.add_all(row, *node, ordered.within(row, lists.of(*node)), *back);
                }),
                None => {
                    self.take_rels(expand, &block, row, &mut taken);
                    run.hops(*node, &expand.types, expand.arrow, &mut |hops, back| {
                        let hops = targets.as_ref().map_or(hops, |targets| hops.to(targets[row]));
                        let hops = hops.range(ordered.places(row, hops.nodes));
                        found.add(row, *node, hops, (back, with_rels), &taken);
                        Ok(Flow::Continue)
                    })?;
                }
            }
            if found.rows.len() >= ROWS {
                self.found(at, (&expand.to, expand.rel), &block, &mut found, out)?;
            }
        }
        self.found(at, (&expand.to, expand.rel), &block, &mut found, out)
    }

    /// The rows that have what a step goes by.
    fn starts(&self, expand: &Expand, block: Block) -> Result<Block> {
        let block = self.bound(expand.from, block, None)?;
        match &expand.order {
            Some(order) => self.bound(order.than, block, None),
            None => Ok(block),
        }
    }

    /// The relationships that a step must not take in a row.
    fn take_rels(&self, expand: &Expand, block: &Block, row: usize, taken: &mut Vec<RelId>) {
        taken.clear();
        expand.distinct.iter().for_each(|slot| take_rels(block, *slot, row, &self.frame, taken));
    }

    /// Whether a step from a node takes a relationship, whichever way.
    fn is_met(&self, expand: &Expand, rel: RelId, from: NodeId, ordered: &Ordered<'_>, row: usize) -> bool {
        let view = self.run.view;
        let (start, end) = view.ends(rel);
        let met = |direction: &Direction| match direction {
            Direction::Out => start == from && ordered.has(row, end),
            Direction::In => end == from && ordered.has(row, start),
        };
        expand.types.contains(&view.rel_type(rel)) && expand.arrow.directions().iter().any(met)
    }

    /// Sends on nodes that were found for rows, and the relationships that lead there.
    pub(super) fn found(
        &mut self,
        at: usize,
        (to, rel): (&NodeTest, Slot),
        block: &Block,
        found: &mut Found,
        out: &mut Out<'_>,
    ) -> Result<()> {
        let all = std::mem::take(found);
        self.run.count_work(all.rows.len());
        for start in (0..all.rows.len()).step_by(ROWS) {
            self.run.check_stop()?;
            let mut some = all.piece(start);
            if let Some(fitting) = self.labeled(to, &some.nodes) {
                some.keep(&fitting);
            }
            // The conditions that follow are tested first, with no more columns than they read.
            let mut next = at;
            while let Some(Stage { work: Work::Filter(condition), .. }) = self.stages.get(next + 1) {
                let mut needs = Needs::default();
                needs.expr(condition);
                let tested = some.block((to.slot, rel), block, &needs);
                let part = self.run.input.meter.map(|meter| self.measure(meter, next + 1, some.rows.len() as u64));
                let before = part.map(|part| self.run.current.replace(part));
                let kept = self.run.passing(condition, &tested, &mut self.frame)?;
                before.into_iter().for_each(|before| self.run.current.set(before));
                some.keep(&kept);
                next += 1;
            }
            let some = some.block((to.slot, rel), block, &self.stages[next].needs);
            self.push(next + 1, some, out)?;
        }
        Ok(())
    }
}

/// The ids of the nodes with the labels of a test; none where there are others between them.
fn ids_with(run: &Run<'_>, node: &NodeTest) -> Option<Range<u32>> {
    node.labels.iter().try_fold(0..u32::MAX, |all, label| {
        let ids = run.view.ids_with(*label)?;
        Some(ids.start.max(all.start)..ids.end.min(all.end))
    })
}

/// Which part of a list of neighbors, which is in the order of their ids, may fit in a row.
struct Ordered<'b> {
    than: Option<(&'b Order, &'b [NodeId])>,
    /// The ids of those with the labels that are asked for.
    ids: Option<Range<u32>>,
}

impl<'b> Ordered<'b> {
    fn of(run: &Run<'_>, expand: &'b Expand, block: &'b Block) -> Self {
        let than = expand.order.as_ref().and_then(|order| Some((order, nodes(block, order.than)?)));
        Self { than, ids: ids_with(run, &expand.to).filter(|_| !expand.to.labels.is_empty()) }
    }

    /// The places of those neighbors that come where they must.
    fn places(&self, row: usize, neighbors: &[NodeId]) -> Range<usize> {
        let places = self.than.map_or(0..neighbors.len(), |(order, than)| within(order, neighbors, than[row]));
        let Some(ids) = &self.ids else { return places };
        let some = &neighbors[places.clone()];
        let start = places.start + some.partition_point(|node| node.0 < ids.start);
        let end = places.start + some.partition_point(|node| node.0 < ids.end);
        start..end.max(start)
    }

    fn within<'n>(&self, row: usize, neighbors: &'n [NodeId]) -> &'n [NodeId] {
        &neighbors[self.places(row, neighbors)]
    }

    fn has(&self, row: usize, neighbor: NodeId) -> bool {
        !self.places(row, &[neighbor]).is_empty()
    }
}

impl Found {
    /// Neighbors from a place on, as many as make a block.
    fn piece(&self, start: usize) -> Self {
        let end = (start + ROWS).min(self.rows.len());
        let rels = self.rels.get(start..end).unwrap_or_default().to_vec();
        Self { rows: self.rows[start..end].to_vec(), nodes: self.nodes[start..end].to_vec(), rels }
    }

    /// Keeps what stands in these places.
    fn keep(&mut self, places: &[u32]) {
        if places.len() == self.rows.len() {
            return;
        }
        keep(&mut self.rows, places);
        keep(&mut self.nodes, places);
        if !self.rels.is_empty() {
            keep(&mut self.rels, places);
        }
    }

    /// The rows with their neighbors, with the columns that are needed.
    fn block(&self, (to, rel): (Slot, Slot), from: &Block, needs: &Needs) -> Block {
        let mut block = from.gather(&self.rows, |slot| needs.has(slot));
        if needs.has(to) {
            block.put(to, Column::Nodes(self.nodes.clone()));
        }
        if needs.has(rel) && !self.rels.is_empty() {
            block.put(rel, Column::Rels(self.rels.clone()));
        }
        block
    }

    /// Takes in the neighbors of nodes that stand one behind the other, if their lists do so too.
    fn add_lists(&mut self, from: &[NodeId], lists: Lists<'_>) -> bool {
        let (Some(first), Some(last), Some(rows)) = (from.first(), from.last(), lists.rows()) else { return false };
        let stand = from.iter().zip(first.0..).fold(true, |row, (node, next)| row & (node.0 == next));
        let Some(ends) = rows.ends(first.0..last.0 + 1).filter(|_| stand) else { return false };
        let (start, end) = (ends[0] as usize, ends[from.len()] as usize);
        self.nodes.extend_from_slice(&rows.nodes[start..end]);
        self.rows.reserve(end - start);
        for (row, ends) in ends.windows(2).enumerate() {
            let count = (ends[1] - ends[0]) as usize;
            self.rows.resize(self.rows.len() + count, row as u32);
        }
        true
    }

    /// Takes in neighbors of the node of a row, but for those to which a relationship leads that is taken.
    fn add(&mut self, row: usize, node: NodeId, hops: Hops<'_>, (back, with_rels): (bool, bool), taken: &[RelId]) {
        let mut start = 0;
        let mut skipped: Vec<usize> = taken.iter().filter_map(|rel| hops.place(*rel)).collect();
        skipped.sort_unstable();
        for end in skipped.into_iter().chain([hops.len()]) {
            let some = start..end.max(start);
            if with_rels {
                let kept = |at: &usize| !(back && hops.nodes[*at] == node);
                self.rels.extend(some.clone().filter(kept).map(|at| hops.rel(at)));
            }
            self.add_all(row, node, &hops.nodes[some], back);
            start = end + 1;
        }
    }

    /// Takes in all neighbors of the node of a row.
    fn add_all(&mut self, row: usize, node: NodeId, neighbors: &[NodeId], back: bool) {
        let before = self.nodes.len();
        match back && loops(neighbors, node) > 0 {
            false => self.nodes.extend_from_slice(neighbors),
            // A loop was met on the first way.
            true => self.nodes.extend(neighbors.iter().filter(|each| **each != node)),
        }
        self.rows.extend(std::iter::repeat_n(row as u32, self.nodes.len() - before));
    }
}

/// Keeps what stands in these places, which are in order.
fn keep<T: Copy>(values: &mut Vec<T>, places: &[u32]) {
    for (at, place) in places.iter().enumerate() {
        values[at] = values[*place as usize];
    }
    values.truncate(places.len());
}

/// How often a node stands among its neighbors, which are in order.
fn loops(neighbors: &[NodeId], node: NodeId) -> usize {
    let start = neighbors.partition_point(|each| *each < node);
    neighbors[start..].iter().take_while(|each| **each == node).count()
}

/// The lists of the neighbors, with whether they are those of the second way of an undirected step; none when any type
/// will do.
fn lists<'a>(run: &Run<'a>, expand: &Expand) -> Option<Vec<(bool, Lists<'a>)>> {
    let ways = expand.arrow.directions().iter().enumerate();
    let all = ways.flat_map(|(turn, way)| expand.types.iter().map(move |kind| (turn > 0, run.view.lists(*kind, *way))));
    (!expand.types.is_empty()).then(|| all.collect())
}

/// Adds the relationships that a variable stands for in a row.
fn take_rels(block: &Block, slot: Slot, row: usize, frame: &Frame, taken: &mut Vec<RelId>) {
    let value = match block.column(slot) {
        Some(Column::Rels(rels)) => return taken.push(rels[row]),
        Some(column) => column.value(row),
        None => get(frame, slot).clone(),
    };
    match value {
        Value::Rel(rel) => taken.push(rel),
        Value::List(rels) => taken.extend(rels.iter().filter_map(|rel| match rel {
            Value::Rel(rel) => Some(*rel),
            _ => None,
        })),
        _ => {}
    }
}
