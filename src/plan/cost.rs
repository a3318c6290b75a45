//! About what it costs to walk a pattern, by the exact counts of labels and types and a sample of values.

use super::order::Pending;
use crate::graph::{Direction, TypeId};
use crate::ir::{self, Arrow, Expr, ExprKind};
use crate::value::Value;

/// Of so many relationships all orders are tried.
const MOST_ORDERS: usize = 6;

/// As many nodes have what is known of each in a cache that is near.
const NEAR_NODES: usize = 1 << 15;

/// As many groups have their states in such a cache.
const NEAR_GROUPS: usize = 1 << 12;

/// A node that is not near costs as much as so many that are.
const FAR: f64 = 4.0;

/// A nested query for each node costs as much as so many nodes.
const NESTED: f64 = 30.0;

/// The items of a list that is not known yet are taken to be so many.
const ITEMS: f64 = 10.0;

/// The share of the rows that a condition other than an equality is taken to leave.
const CONDITION_SHARE: f64 = 0.5;

/// Some relationships walked one after the other.
#[derive(Clone, Copy, Debug)]
struct Walked {
    /// In nodes that are met in the order of their ids.
    cost: f64,
    /// How many matches there are so far.
    rows: f64,
    /// The one with which it begins.
    first: Option<usize>,
}

impl Pending<'_> {
    /// How many nodes this one could be.
    pub(super) fn candidates(&self, index: usize) -> f64 {
        let node = &self.pattern.nodes[index];
        let all = self.view.node_count() as f64;
        let labeled = node.labels.iter().map(|label| self.view.nodes_with(*label).len() as f64);
        labeled.fold(all, f64::min) * self.equal_share(index)
    }

    /// Of the nodes that this one could be by its labels, the share that the equalities with something known leave.
    pub(super) fn equal_share(&self, index: usize) -> f64 {
        let node = &self.pattern.nodes[index];
        let label = self.rarest(&node.labels);
        let equal: f64 = self.equalities(node.slot).map(|(_, key, _)| self.view.share(label, key)).product();
        let listed = self.listed(node.slot).map(|(_, key, list)| {
            let items = match &list.kind {
                ExprKind::Const(Value::List(items)) => items.len() as f64,
                ExprKind::List(items) => items.len() as f64,
                _ => ITEMS,
            };
            (self.view.share(label, key) * items).min(1.0)
        });
        equal * listed.product::<f64>()
    }

    /// By how much walking this relationship from its bound end multiplies the matches; both ends are not bound.
    fn fan_out(&self, index: usize, bound: &[bool]) -> f64 {
        let rel = &self.pattern.rels[index];
        let (from, to, arrow) =
            if bound[rel.left] { (rel.left, rel.right, rel.arrow) } else { (rel.right, rel.left, rel.arrow.flip()) };
        let steps = rel.length.map_or(1, |length| length.max.unwrap_or(8).min(8));
        let degree = self.degree(from, &rel.types, arrow).max(0.1).powi(steps as i32);
        degree * self.label_share(to, &rel.types, arrow.flip()) * self.equal_share(to)
    }

    /// How many relationships of these types, or of any, one of the nodes that a variable stands for has on the average.
    fn degree(&self, from: usize, types: &[TypeId], arrow: Arrow) -> f64 {
        let node = &self.pattern.nodes[from];
        if self.lasting && node.bound && node.labels.is_empty() && !types.is_empty() {
            // Who asks for the neighbors of a node that is known is taken to know that it has some.
            let mean = |kind: TypeId, end| {
                self.view.rel_count(Some(kind)) as f64 / f64::from(self.view.related(kind, end).max(1))
            };
            return types.iter().flat_map(|kind| arrow.directions().iter().map(|end| mean(*kind, *end))).sum();
        }
        self.ends(from, types, arrow).unwrap_or_else(|| self.all(types)) / self.size(from).max(1) as f64
    }

    /// Of the relationships of these types, the share that lead to the nodes that a variable stands for.
    fn label_share(&self, to: usize, types: &[TypeId], arrow: Arrow) -> f64 {
        let sides = arrow.directions().len() as f64;
        self.ends(to, types, arrow).map_or(1.0, |ends| (ends / (sides * self.all(types)).max(1.0)).min(1.0))
    }

    fn all(&self, types: &[TypeId]) -> f64 {
        match types {
            [] => self.view.rel_count(None) as f64,
            types => types.iter().map(|kind| self.view.rel_count(Some(*kind)) as f64).sum(),
        }
    }

    /// How many relationships of these types the nodes of a variable have together, where that is known.
    fn ends(&self, node: usize, types: &[TypeId], arrow: Arrow) -> Option<f64> {
        let label = self.rarest(&self.pattern.nodes[node].labels).filter(|_| self.lasting && !types.is_empty())?;
        let total = |kind: TypeId, direction: Direction| self.view.end_facts(label, kind, direction).total as f64;
        let directions = || arrow.directions().iter();
        Some(types.iter().map(|kind| directions().map(|direction| total(*kind, *direction)).sum::<f64>()).sum())
    }

    /// The next of these relationships to walk, if one touches what is bound.
    pub(super) fn next_rel(&self, rels: &[usize], bound: &[bool]) -> Option<usize> {
        if !self.optimize {
            return rels.iter().copied().filter(|index| self.is_ready(*index, bound)).min();
        }
        let given = rels.iter().copied().find(|index| self.is_given(*index));
        given.or_else(|| self.walked(rels, bound, 1.0).first)
    }

    fn is_given(&self, index: usize) -> bool {
        let rel = &self.pattern.rels[index];
        rel.bound && rel.length.is_none()
    }

    fn is_ready(&self, index: usize, bound: &[bool]) -> bool {
        let rel = &self.pattern.rels[index];
        self.is_given(index) || bound[rel.left] || bound[rel.right]
    }

    fn closes(&self, index: usize, bound: &[bool]) -> bool {
        let rel = &self.pattern.rels[index];
        bound[rel.left] && bound[rel.right]
    }

    /// All of these relationships that are connected with what is bound, in the order with the least cost; of many, greedily
    /// that which multiplies the matches least. A circle is closed before a branch is opened.
    fn walked(&self, rels: &[usize], bound: &[bool], rows: f64) -> Walked {
        let begin = Walked { cost: 0.0, rows, first: None };
        if rels.len() > MOST_ORDERS {
            return self.walked_greedily(rels, bound, begin);
        }
        let mut best: Vec<Option<Walked>> = vec![None; 1 << rels.len()];
        best[0] = Some(begin);
        let mut last = begin;
        for set in 0..best.len() {
            let Some(walked) = best[set] else { continue };
            // Whatever the order, the same relationships are reached; they make the last set.
            last = walked;
            let done = |at: &usize| set >> at & 1 == 1;
            let bound =
                self.bound_after(rels.iter().enumerate().filter(|(at, _)| done(at)).map(|(_, rel)| *rel), bound);
            let ready: Vec<usize> =
                (0..rels.len()).filter(|at| !done(at) && self.is_ready(rels[*at], &bound)).collect();
            let closing = ready.iter().any(|at| self.closes(rels[*at], &bound));
            for at in ready.into_iter().filter(|at| !closing || self.closes(rels[*at], &bound)) {
                let next = self.after(rels[at], &bound, walked);
                let place = &mut best[set | 1 << at];
                if place.is_none_or(|known| next.cost < known.cost) {
                    *place = Some(next);
                }
            }
        }
        last
    }

    fn walked_greedily(&self, rels: &[usize], bound: &[bool], begin: Walked) -> Walked {
        let (mut rels, mut bound, mut walked) = (rels.to_vec(), bound.to_vec(), begin);
        loop {
            let ready = rels.iter().copied().filter(|index| self.is_ready(*index, &bound));
            let grows = |index: usize| if self.closes(index, &bound) { 0.0 } else { self.fan_out(index, &bound) };
            let next = ready.min_by(|a, b| grows(*a).total_cmp(&grows(*b)).then(a.cmp(b)));
            let Some(next) = next else { return walked };
            rels.retain(|rel| *rel != next);
            walked = self.after(next, &bound, walked);
            bound = self.bound_after(std::iter::once(next), &bound);
        }
    }

    fn bound_after(&self, rels: impl Iterator<Item = usize>, bound: &[bool]) -> Vec<bool> {
        let mut bound = bound.to_vec();
        for index in rels {
            let rel = &self.pattern.rels[index];
            (bound[rel.left], bound[rel.right]) = (true, true);
        }
        bound
    }

    /// One relationship more.
    fn after(&self, index: usize, bound: &[bool], walked: Walked) -> Walked {
        let Walked { mut cost, mut rows, first } = walked;
        let rel = &self.pattern.rels[index];
        if self.is_given(index) || self.closes(index, bound) {
            cost += rows;
        } else {
            let new = if bound[rel.left] { rel.right } else { rel.left };
            rows *= self.fan_out(index, bound);
            let (share, test) = self.conditions_on(new);
            cost += rows * (test + if self.size(new) > NEAR_NODES { FAR } else { 1.0 });
            rows *= share;
        }
        Walked { cost, rows, first: first.or(Some(index)) }
    }

    /// About how many matches there are of what is connected with a node at which one begins.
    pub(super) fn rows_from(&self, start: usize) -> f64 {
        self.walked_from(start).rows
    }

    fn walked_from(&self, start: usize) -> Walked {
        let mut bound = self.nodes_bound.clone();
        bound[start] = true;
        let (candidates, (share, test)) = (self.candidates(start), self.conditions_on(start));
        let walked = self.walked(&self.rels, &bound, candidates * share);
        Walked { cost: walked.cost + candidates * (1.0 + test), ..walked }
    }

    /// About what walking the pattern costs that begins at a node, in nodes that are met in the order of their ids.
    pub(super) fn cost_from(&self, start: usize) -> f64 {
        let Walked { cost, rows, .. } = self.walked_from(start);
        // Groups that rows come to in no order have to be fetched as well.
        let scattered = |(at, node): &(usize, &ir::NodeVar)| {
            *at != start && self.grouped.contains(&node.slot) && self.size(*at) > NEAR_GROUPS
        };
        cost + rows * FAR * self.pattern.nodes.iter().enumerate().filter(scattered).count() as f64
    }

    /// How many nodes have the label of this one that the fewest have.
    fn size(&self, index: usize) -> usize {
        let label = self.rarest(&self.pattern.nodes[index].labels);
        label.map_or(self.view.node_count() as usize, |label| self.view.nodes_with(label).len())
    }

    /// Of the nodes that this one could be, the share that the conditions on it alone are taken to leave, and what it costs to
    /// test one.
    fn conditions_on(&self, index: usize) -> (f64, f64) {
        let slot = self.pattern.nodes[index].slot;
        let alone = |expr: &&Expr| {
            let (mut reads, mut others) = (false, false);
            expr.slots(self.subqueries, &mut |each| {
                reads |= each == slot;
                others |= each != slot;
            });
            reads && !others
        };
        let equalities = self.equalities(slot).count() + self.listed(slot).count();
        let (mut conditions, mut cost) = (0_usize, 0.0);
        for condition in self.conditions.iter().flatten().filter(alone) {
            conditions += 1;
            cost += if condition.has_subquery() { NESTED } else { 0.0 };
        }
        (CONDITION_SHARE.powi(conditions.saturating_sub(equalities) as i32), cost)
    }
}
