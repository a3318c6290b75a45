//! Lists of which only the size is asked become counts: `WITH p, collect(x) AS xs WHERE size(xs) > 3` needs no list.
//!
//! collect() leaves out nulls as count() does, and DISTINCT means the same for both.

use crate::ir::{Clause, Expr, ExprKind, Part, Projection, Slot, Subquery};

/// A part of a statement without such lists.
pub(super) fn counted(part: &Part, subqueries: &[Subquery]) -> Part {
    let mut part = part.clone();
    for at in 0..part.clauses.len() {
        for slot in collected(&part.clauses[at]) {
            let (Clause::Project(made), behind) = (&part.clauses[at], &part.clauses[at + 1..]) else { continue };
            let reads = Reads { slot, subqueries };
            if part.columns.contains(&slot) || !reads.sizes_of_items(made) || !reads.sizes_of_clauses(behind) {
                continue;
            }
            if let Clause::Project(made) = &mut part.clauses[at] {
                count_instead(made, slot);
            }
            part.clauses[at + 1..]
                .iter_mut()
                .for_each(|clause| exprs_mut(clause, &mut |expr| sizes_to_counts(expr, slot)));
        }
    }
    part
}

/// The lists that a clause collects.
fn collected(clause: &Clause) -> Vec<Slot> {
    let Clause::Project(Projection { grouping: Some(grouping), .. }) = clause else { return Vec::new() };
    let lists = grouping.aggregates.iter().filter(|(call, _)| call.function.is_some_and(|each| each.name == "collect"));
    lists.map(|(_, slot)| *slot).collect()
}

/// What is asked of a list.
struct Reads<'q> {
    slot: Slot,
    subqueries: &'q [Subquery],
}

impl Reads<'_> {
    /// Whether an expression reads nothing of the list but its size.
    fn size(&self, expr: &Expr) -> bool {
        if is_size(expr, self.slot) {
            return true;
        }
        match &expr.kind {
            ExprKind::Slot(slot) => *slot != self.slot,
            ExprKind::Subquery(id) => !self.subqueries[id.0].uses.contains(&self.slot),
            _ => {
                let mut only = true;
                expr.parts(&mut |part| only &= self.size(part));
                only
            }
        }
    }

    /// The same of what a projection computes from its groups.
    fn sizes_of_items(&self, projection: &Projection) -> bool {
        let items = projection.items.iter().map(|(item, _)| item).chain(projection.order.iter().map(|key| &key.expr));
        let cuts = projection.skip.iter().chain(&projection.limit);
        let told_apart = projection.distinct && projection.scope.contains(&self.slot);
        !told_apart && items.chain(cuts).all(|expr| self.size(expr))
    }

    /// The same of clauses; those that do more than to compute and to leave out may read anything.
    fn sizes_of_clauses(&self, clauses: &[Clause]) -> bool {
        clauses.iter().all(|clause| match clause {
            Clause::Filter(conditions) => conditions.iter().all(|each| self.size(each)),
            Clause::Project(projection) => {
                let grouping = projection.grouping.iter();
                let mut grouped = grouping.flat_map(|grouping| {
                    let args = grouping.aggregates.iter().flat_map(|(call, _)| &call.args);
                    grouping.keys.iter().map(|(key, _)| key).chain(args)
                });
                grouped.all(|expr| self.size(expr)) && self.sizes_of_items(projection)
            }
            _ => false,
        })
    }
}

fn is_size(expr: &Expr, slot: Slot) -> bool {
    match &expr.kind {
        ExprKind::Call(function, args) if function.name == "size" => {
            matches!(args.as_slice(), [Expr { kind: ExprKind::Slot(of), .. }] if *of == slot)
        }
        _ => false,
    }
}

/// Makes a projection count what it collects in a slot.
fn count_instead(projection: &mut Projection, slot: Slot) {
    let calls = projection.grouping.iter_mut().flat_map(|grouping| &mut grouping.aggregates);
    calls.filter(|(_, filled)| *filled == slot).for_each(|(call, _)| call.count_instead());
    items_mut(projection, &mut |expr| sizes_to_counts(expr, slot));
}

fn sizes_to_counts(expr: &mut Expr, slot: Slot) {
    if is_size(expr, slot) {
        *expr = Expr::slot(slot, expr.span);
    } else {
        expr.parts_mut(&mut |part| sizes_to_counts(part, slot));
    }
}

fn items_mut(projection: &mut Projection, visit: &mut dyn FnMut(&mut Expr)) {
    projection.items.iter_mut().for_each(|(item, _)| visit(item));
    projection.order.iter_mut().for_each(|key| visit(&mut key.expr));
    projection.skip.iter_mut().chain(&mut projection.limit).for_each(visit);
}

fn exprs_mut(clause: &mut Clause, visit: &mut dyn FnMut(&mut Expr)) {
    match clause {
        Clause::Filter(conditions) => conditions.iter_mut().for_each(visit),
        Clause::Project(projection) => {
            if let Some(grouping) = &mut projection.grouping {
                grouping.keys.iter_mut().for_each(|(key, _)| visit(key));
                grouping.aggregates.iter_mut().flat_map(|(call, _)| &mut call.args).for_each(&mut *visit);
            }
            items_mut(projection, visit);
        }
        _ => {}
    }
}
