//! Clauses → operators.

use super::order::{Pending, place};
use super::{Apply, Foreach, Match, Merge, Op, Pipeline, Plan, Subplan, count};
use crate::graph::View;
use crate::ir;

/// What planning looks at.
pub(super) struct Builder<'a> {
    pub(super) view: View<'a>,
    pub(super) optimize: bool,
    pub(super) subqueries: &'a [ir::Subquery],
    /// The next free slot.
    pub(super) slots: u32,
}

impl Builder<'_> {
    pub(super) fn query(mut self, query: &ir::Query) -> Plan {
        let parts = self.parts(&query.parts);
        let subplan = |builder: &mut Self, subquery: &ir::Subquery| Subplan {
            parts: builder.parts(&subquery.parts),
            distinct: subquery.distinct,
            yields: subquery.yields.clone(),
        };
        let subplans = query.subqueries.iter().map(|each| subplan(&mut self, each)).collect();
        Plan { parts, distinct: query.distinct, columns: query.columns.clone(), subplans, slots: self.slots }
    }

    pub(super) fn new_slot(&mut self) -> ir::Slot {
        self.slots += 1;
        ir::Slot(self.slots - 1)
    }

    fn parts(&mut self, parts: &[ir::Part]) -> Vec<Pipeline> {
        let part = |part: &ir::Part| Pipeline { ops: self.ops(&part.clauses), columns: part.columns.clone() };
        parts.iter().map(part).collect()
    }

    fn ops(&mut self, clauses: &[ir::Clause]) -> Vec<Op> {
        let mut ops = Vec::new();
        for (at, clause) in clauses.iter().enumerate() {
            match clause {
                ir::Clause::Match(clause) => {
                    let found = self.pattern(&clause.pattern, &clause.conditions);
                    ops.push(if clause.optional {
                        Op::Optional { inner: vec![Op::Match(found)], nulls: clause.binds.clone() }
                    } else {
                        Op::Match(found)
                    });
                }
                ir::Clause::Unwind { list, slot } => ops.push(Op::Unwind { list: list.clone(), slot: *slot }),
                ir::Clause::Project(projection) => {
                    if let Some(grouping) = &projection.grouping {
                        ops.push(Op::Aggregate(grouping.clone()));
                        if let Some(count) = self.count(&clauses[..at], grouping) {
                            ops = vec![Op::Count { grouping: grouping.clone(), count: Box::new(count), instead: ops }];
                        }
                    }
                    project(projection, &mut ops);
                }
                ir::Clause::Filter(conditions) => ops.push(Op::Filter(conditions.clone())),
                ir::Clause::Create(items) => ops.push(Op::Create(items.clone())),
                ir::Clause::Merge(merge) => ops.push(Op::Merge(Box::new(self.merge(merge)))),
                ir::Clause::Set(items) => ops.push(Op::Set(items.clone())),
                ir::Clause::Call(call) => ops.push(Op::Call(call.clone())),
                ir::Clause::Delete(delete) => ops.push(Op::Delete(delete.clone())),
                ir::Clause::Optional { clauses, binds } => {
                    ops.push(Op::Optional { inner: self.ops(clauses), nulls: binds.clone() });
                }
                ir::Clause::Apply(apply) => {
                    let ir::Apply { distinct, optional, ref outputs, .. } = *apply;
                    let (parts, outputs) = (self.parts(&apply.parts), outputs.clone());
                    ops.push(Op::Apply(Apply { parts, distinct, optional, outputs }));
                }
                ir::Clause::Foreach(foreach) => {
                    let ops_inside = self.ops(&foreach.clauses);
                    let ir::Foreach { ref list, slot, .. } = *foreach;
                    ops.push(Op::Foreach(Foreach { list: list.clone(), slot, ops: ops_inside }));
                }
            }
        }
        ops
    }

    /// How these clauses and a projection that groups them are counted without rows.
    fn count(&self, clauses: &[ir::Clause], grouping: &ir::Grouping) -> Option<count::Count> {
        if !self.optimize {
            return None;
        }
        count::plan(clauses, grouping, self.subqueries, self.view)
    }

    fn merge(&mut self, merge: &ir::Merge) -> Merge {
        let bound = merge.pattern.nodes.iter().filter(|node| node.bound);
        Merge {
            find: self.pattern(&merge.pattern, &[]),
            create: merge.create.clone(),
            on_create: merge.on_create.clone(),
            on_match: merge.on_match.clone(),
            needs: bound.map(|node| node.slot).collect(),
            span: merge.span,
        }
    }

    fn pattern(&mut self, pattern: &ir::Pattern, conditions: &[ir::Expr]) -> Match {
        let pending = Pending::new(self, pattern, conditions);
        place(pending)
    }
}

fn project(projection: &ir::Projection, ops: &mut Vec<Op>) {
    if !projection.items.is_empty() {
        ops.push(Op::Project(projection.items.clone()));
    }
    if projection.distinct {
        ops.push(Op::Distinct(projection.scope.clone()));
    }
    if !projection.order.is_empty() {
        ops.push(Op::Sort { keys: projection.order.clone(), live: projection.scope.clone() });
    }
    if let Some(skip) = &projection.skip {
        ops.push(Op::Skip(skip.clone()));
    }
    if let Some(limit) = &projection.limit {
        ops.push(Op::Limit(limit.clone()));
    }
}
