//! Nodes that are looked up by a property instead of searched.

use super::Lookup;
use super::order::Pending;
use crate::graph::{KeyId, LabelId};
use crate::ir::{CompareOp, Expr, ExprKind, Slot};
use rustc_hash::FxHashMap;

impl Pending<'_> {
    /// The conditions that compare a property of this slot with something known: the place of the condition, the key, and
    /// what is known.
    pub(super) fn equalities(&self, slot: Slot) -> impl Iterator<Item = (usize, KeyId, &Expr)> {
        let places = self.equalities.get(&slot).into_iter().flatten();
        places.filter_map(move |place| {
            let (left, right) = sides(self.conditions[*place].as_ref()?)?;
            let key = |expr: &Expr| expr.as_property().filter(|(owner, _)| *owner == slot).map(|(_, key)| key);
            match (key(left), key(right)) {
                (Some(key), _) if self.is_known(right, slot) => Some((*place, key, right)),
                (_, Some(key)) if self.is_known(left, slot) => Some((*place, key, left)),
                _ => None,
            }
        })
    }

    /// The conditions by which a property of this slot is in a list that is known: the place of the condition, the key, and
    /// the list.
    pub(super) fn listed(&self, slot: Slot) -> impl Iterator<Item = (usize, KeyId, &Expr)> {
        self.conditions.iter().enumerate().filter_map(move |(place, condition)| {
            let ExprKind::In(item, list) = &condition.as_ref()?.kind else { return None };
            let (owner, key) = item.as_property()?;
            (owner == slot && is_plain(list) && self.is_known(list, slot)).then_some((place, key, &**list))
        })
    }

    /// How to look a node up by the equality that leaves the fewest, or else by the list that a property must be in; the
    /// condition is then settled.
    pub(super) fn lookup(&mut self, index: usize, label: Option<LabelId>) -> Option<Lookup> {
        let slot = self.pattern.nodes[index].slot;
        let equal = self.equalities(slot).filter(|(.., value)| is_plain(value));
        let shared = equal.map(|found| (self.view.share(label, found.1), found));
        if let Some((_, (place, key, value))) = shared.min_by(|a, b| a.0.total_cmp(&b.0)) {
            let value = value.clone();
            self.conditions[place] = None;
            return Some(Lookup { label, key, value, any: false });
        }
        let (place, key, value) = self.listed(slot).next()?;
        let value = value.clone();
        self.conditions[place] = None;
        Some(Lookup { label, key, value, any: true })
    }
}

/// Whether an expression gives the same however often it is computed, and computing it costs next to nothing.
fn is_plain(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Const(_) | ExprKind::Param(_) | ExprKind::Slot(_) => true,
        ExprKind::Property(owner, _) => is_plain(owner),
        ExprKind::Index(owner, at) => is_plain(owner) && is_plain(at),
        ExprKind::List(items) => items.iter().all(is_plain),
        _ => false,
    }
}

/// For each slot, the conditions that compare a property of it.
pub(super) fn by_slot(conditions: &[Expr]) -> FxHashMap<Slot, Vec<usize>> {
    let mut found: FxHashMap<Slot, Vec<usize>> = FxHashMap::default();
    for (index, condition) in conditions.iter().enumerate() {
        let Some((left, right)) = sides(condition) else { continue };
        let owner = |expr: &Expr| expr.as_property().map(|(owner, _)| owner);
        let (left, right) = (owner(left), owner(right));
        // A comparison of two properties of one slot says nothing that is known before the slot is filled.
        for slot in [left, right].into_iter().flatten().filter(|_| left != right) {
            found.entry(slot).or_default().push(index);
        }
    }
    found
}

/// The property of one of these slots that a condition compares with a constant or a parameter, and that.
pub(super) fn compared<'e>(condition: &'e Expr, slots: &[Slot]) -> Option<(KeyId, &'e Expr)> {
    let (left, right) = sides(condition)?;
    [(left, right), (right, left)].into_iter().find_map(|(side, other)| {
        let (owner, key) = side.as_property()?;
        let fixed = matches!(other.kind, ExprKind::Const(_) | ExprKind::Param(_));
        (slots.contains(&owner) && fixed).then_some((key, other))
    })
}

/// The two sides of an equality.
fn sides(condition: &Expr) -> Option<(&Expr, &Expr)> {
    match &condition.kind {
        ExprKind::Compare(left, rest) => match rest.as_slice() {
            [(CompareOp::Eq, right)] => Some((left, right)),
            _ => None,
        },
        _ => None,
    }
}
