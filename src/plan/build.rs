//! Clauses → operators.

use super::order::{Pending, place};
use super::{Apply, Foreach, Match, Merge, Op, Pipeline, Plan, Step, Subplan, count, degrees, project, reach, sizes};
use crate::diag::Span;
use crate::graph::View;
use crate::ir;

/// What planning looks at.
pub(super) struct Builder<'a> {
    pub(super) view: View<'a>,
    pub(super) optimize: bool,
    /// Whether nothing is written before what is planned now runs, so that what holds of the graph now still holds then.
    pub(super) steady: bool,
    /// The same, where it is also found out at little cost.
    pub(super) lasting: bool,
    /// Whether the clauses with which the statement begins are planned next.
    pub(super) first: bool,
    pub(super) subqueries: &'a [ir::Subquery],
    /// The next free slot.
    pub(super) slots: u32,
}

impl Builder<'_> {
    pub(super) fn query(mut self, query: &ir::Query) -> Plan {
        let writes = query.parts.iter().any(writes);
        self.lasting = self.optimize && self.view.is_bulk() && !writes;
        self.steady = !writes;
        // The clauses with which a statement begins come before all that it writes.
        self.first = true;
        let parts = if self.optimize {
            let parts: Vec<ir::Part> = query.parts.iter().map(|part| sizes::counted(part, &query.subqueries)).collect();
            self.parts(&parts)
        } else {
            self.parts(&query.parts)
        };
        let subplan = |builder: &mut Self, subquery: &ir::Subquery| {
            let mut parts = builder.parts(&subquery.parts);
            if builder.optimize && matches!(subquery.yields, ir::Yield::Exists) {
                reach::spare_all(&mut parts, builder.subqueries);
            }
            Subplan { parts, distinct: subquery.distinct, yields: subquery.yields.clone() }
        };
        let subplans = query.subqueries.iter().map(|each| subplan(&mut self, each)).collect();
        Plan {
            parts,
            distinct: query.distinct,
            columns: query.columns.clone(),
            subplans,
            slots: self.slots,
            shared: self.optimize,
        }
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
        let steady = std::mem::take(&mut self.first) || self.steady;
        let mut ops = Vec::new();
        for (at, clause) in clauses.iter().enumerate() {
            match clause {
                ir::Clause::Match(clause) => {
                    let grouped = if clause.optional { Vec::new() } else { grouped(&clauses[at + 1..]) };
                    let found = self.pattern(&clause.pattern, &clause.conditions, &grouped);
                    ops.push(if clause.optional {
                        Op::Optional { inner: vec![Op::Match(found)], nulls: clause.binds.clone() }
                    } else {
                        Op::Match(found)
                    });
                }
                ir::Clause::Unwind { list, slot } => ops.push(Op::Unwind { list: list.clone(), slot: *slot }),
                ir::Clause::Project(projection) => {
                    self.spare(projection, &mut ops);
                    if let Some(grouping) = &projection.grouping {
                        ops.push(Op::Aggregate(grouping.clone()));
                        if let Some(count) = self.count(&clauses[..at], grouping, steady)
                            && !self.rows_are_cheaper(&count, &clauses[..at], &ops)
                        {
                            ops = vec![Op::Count { grouping: grouping.clone(), count: Box::new(count), instead: ops }];
                        } else if self.optimize {
                            degrees::split(grouping, &mut ops, self.subqueries);
                        }
                    }
                    if let Some(counted) = self.counted(&clauses[..at], projection, steady, &mut ops) {
                        ops = vec![counted];
                        let rest = ir::Projection { items: Vec::new(), distinct: false, ..projection.clone() };
                        project::project(&rest, self.subqueries, self.optimize, &mut ops);
                        continue;
                    }
                    project::project(projection, self.subqueries, self.optimize, &mut ops);
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

    /// Makes the operators give equal rows as seldom as they can, where the projection takes them for one.
    fn spare(&self, projection: &ir::Projection, ops: &mut [Op]) {
        if !self.optimize {
            return;
        }
        match &projection.grouping {
            Some(grouping) => {
                if let Some(needed) = reach::told_apart(grouping) {
                    reach::spare(ops, &[], needed, false, self.subqueries);
                }
            }
            None if projection.distinct => {
                let items = projection.items.iter().map(|(item, _)| item);
                reach::spare(ops, &projection.scope, items, false, self.subqueries);
            }
            None => {}
        }
    }

    /// The different rows of a projection behind these clauses as groups without an aggregate, where these are found
    /// without rows. Who wants only some of them is better off with rows, of which the first are soon there.
    fn counted(
        &self,
        clauses: &[ir::Clause],
        projection: &ir::Projection,
        steady: bool,
        ops: &mut Vec<Op>,
    ) -> Option<Op> {
        let wanted = projection.limit.is_none() || !projection.order.is_empty();
        if !projection.distinct || projection.grouping.is_some() || !wanted {
            return None;
        }
        let key = |slot: &ir::Slot| {
            let item = projection.items.iter().find(|(_, filled)| filled == slot);
            (item.map_or_else(|| ir::Expr::slot(*slot, Span::default()), |(item, _)| item.clone()), *slot)
        };
        let grouping = ir::Grouping { keys: projection.scope.iter().map(key).collect(), aggregates: Vec::new() };
        let count = self.count(clauses, &grouping, steady)?;
        let mut instead = std::mem::take(ops);
        let rows = ir::Projection { order: Vec::new(), skip: None, limit: None, ..projection.clone() };
        project::project(&rows, self.subqueries, self.optimize, &mut instead);
        Some(Op::Count { grouping, count: Box::new(count), instead })
    }

    /// How these clauses and a projection that groups them are counted without rows, by what holds of the graph, which
    /// nothing may change before.
    fn count(&self, clauses: &[ir::Clause], grouping: &ir::Grouping, steady: bool) -> Option<count::Count> {
        if !self.optimize || !steady {
            return None;
        }
        count::plan(clauses, grouping, self.subqueries, self.view)
    }

    /// Whether these operators, a pattern and a grouping, take less time than a count. A count of groups that are pairs or more
    /// of nodes pays for each of them, while rows that come group by group are soon counted.
    fn rows_are_cheaper(&self, count: &count::Count, clauses: &[ir::Clause], ops: &[Op]) -> bool {
        let ([ir::Clause::Match(clause)], [Op::Match(found), Op::Aggregate(grouping)]) = (clauses, ops) else {
            return false;
        };
        let Some(Step::Node { node: first, .. }) = found.steps.first() else { return false };
        let mut begins = false;
        grouping.keys.iter().for_each(|(key, _)| key.slots(self.subqueries, &mut |slot| begins |= slot == first.slot));
        if !begins || count.groups.len() < 2 {
            return false;
        }
        let size = |node: &ir::NodeVar| {
            let labeled = node.labels.iter().map(|label| self.view.nodes_with(*label).len() as f64);
            labeled.fold(self.view.node_count() as f64, f64::min)
        };
        let nodes = clause.pattern.nodes.iter().filter(|node| count.groups.contains(&node.slot));
        let all = nodes.map(size).product::<f64>();
        // As many different ones as there are, if each row has any of them.
        let groups = all * (1.0 - (-found.rows / all.max(1.0)).exp());
        count::of_rows(found.rows, found.cost) < count.cost(groups)
    }

    fn merge(&mut self, merge: &ir::Merge) -> Merge {
        let bound = merge.pattern.nodes.iter().filter(|node| node.bound);
        Merge {
            find: self.pattern(&merge.pattern, &[], &[]),
            create: merge.create.clone(),
            on_create: merge.on_create.clone(),
            on_match: merge.on_match.clone(),
            needs: bound.map(|node| node.slot).collect(),
            span: merge.span,
        }
    }

    /// A pattern whose matches are grouped by some variables.
    fn pattern(&mut self, pattern: &ir::Pattern, conditions: &[ir::Expr], grouped: &[ir::Slot]) -> Match {
        let mut pending = Pending::new(self, pattern, conditions);
        pending.grouped = grouped.to_vec();
        place(pending)
    }
}

/// The variables by which the rows are grouped that these clauses begin with.
fn grouped(clauses: &[ir::Clause]) -> Vec<ir::Slot> {
    let next = clauses.iter().find(|clause| !matches!(clause, ir::Clause::Filter(_)));
    let Some(ir::Clause::Project(projection)) = next else { return Vec::new() };
    let keys = projection.grouping.iter().flat_map(|grouping| &grouping.keys);
    keys.filter_map(|(key, _)| match &key.kind {
        ir::ExprKind::Slot(slot) => Some(*slot),
        _ => key.as_property().map(|(slot, _)| slot),
    })
    .collect()
}

/// Whether a part of a statement changes the graph.
fn writes(part: &ir::Part) -> bool {
    part.clauses.iter().any(|clause| match clause {
        ir::Clause::Create(_)
        | ir::Clause::Merge(_)
        | ir::Clause::Set(_)
        | ir::Clause::Delete(_)
        | ir::Clause::Foreach(_) => true,
        ir::Clause::Apply(apply) => apply.parts.iter().any(writes),
        _ => false,
    })
}
