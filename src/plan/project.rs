//! What a projection does to each row or group: values, order, and how many rows.

use super::{Most, Op, Sort};
use crate::ir::{Expr, ExprKind, Projection, Slot, SortKey, Subquery};

/// Appends the operators of a projection behind those that group.
pub(super) fn project(projection: &Projection, subqueries: &[Subquery], optimize: bool, ops: &mut Vec<Op>) {
    let mut items = projection.items.clone();
    let mut sort = (!projection.order.is_empty()).then(|| Sort {
        plain: projection.order.iter().all(|key| is_stored(&key.expr)),
        keys: projection.order.clone(),
        live: projection.scope.clone(),
        most: None,
    });
    let mut late = Vec::new();
    if let (Some(sort), Some(limit), true) = (&mut sort, &projection.limit, optimize) {
        sort.most = Some(Most { skip: projection.skip.clone(), limit: limit.clone() });
        if !projection.distinct {
            late = postpone(&mut items, sort, subqueries);
        }
    }
    if !items.is_empty() {
        ops.push(Op::Project(items));
    }
    if projection.distinct {
        ops.push(Op::Distinct(projection.scope.clone()));
    }
    ops.extend(sort.map(Op::Sort));
    ops.extend(projection.skip.clone().map(Op::Skip));
    ops.extend(projection.limit.clone().map(Op::Limit));
    if !late.is_empty() {
        ops.push(Op::Project(late));
    }
}

/// Takes out the items that can as well be computed for the few rows that are left, since they are stored and so can't
/// fail; the order goes by what they are computed from.
fn postpone(items: &mut Vec<(Expr, Slot)>, sort: &mut Sort, subqueries: &[Subquery]) -> Vec<(Expr, Slot)> {
    let filled: Vec<Slot> = items.iter().map(|(_, slot)| *slot).collect();
    // An item that reads what another one fills is left where it is.
    let waits = |item: &Expr| is_stored(item) && owner(item).is_none_or(|slot| !filled.contains(&slot));
    let (late, now): (Vec<_>, Vec<_>) = std::mem::take(items).into_iter().partition(|(item, _)| waits(item));
    for SortKey { expr, .. } in &mut sort.keys {
        let read = owner(expr).and_then(|slot| late.iter().find(|(_, filled)| *filled == slot));
        match (&expr.kind, read) {
            (ExprKind::Slot(_), Some((item, _))) => *expr = item.clone(),
            (ExprKind::Property(_, key), Some((Expr { kind: ExprKind::Slot(slot), span }, _))) => {
                *expr = Expr { kind: ExprKind::Property(Box::new(Expr::slot(*slot, *span)), *key), span: expr.span };
            }
            _ => {}
        }
    }
    let read_by_key = |slot: Slot| {
        let mut read = false;
        sort.keys.iter().for_each(|key| key.expr.slots(subqueries, &mut |each| read |= each == slot));
        read
    };
    // What a key still reads has to be there.
    let (must, late): (Vec<_>, Vec<_>) = late.into_iter().partition(|(_, slot)| read_by_key(*slot));
    *items = now.into_iter().chain(must).collect();
    sort.live.retain(|slot| late.iter().all(|(_, filled)| filled != slot));
    for slot in late.iter().filter_map(|(item, _)| owner(item)) {
        if !sort.live.contains(&slot) {
            sort.live.push(slot);
        }
    }
    late
}

/// Whether an expression is a variable, a property of one, or a constant.
fn is_stored(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Const(_) | ExprKind::Param(_) | ExprKind::Slot(_) => true,
        ExprKind::Property(owner, _) => matches!(owner.kind, ExprKind::Slot(_)),
        _ => false,
    }
}

/// The variable that a stored expression reads.
fn owner(expr: &Expr) -> Option<Slot> {
    match &expr.kind {
        ExprKind::Slot(slot) => Some(*slot),
        ExprKind::Property(of, _) => owner(of),
        _ => None,
    }
}
