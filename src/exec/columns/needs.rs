//! Which variables are read later, so that no column is carried along for nobody.

use crate::ir::{Expr, ExprKind, Grouping, Slot};
use rustc_hash::FxHashSet;

/// The variables that somebody reads.
#[derive(Clone, Debug, Default)]
pub(in crate::exec) struct Needs {
    /// Whether any variable may be read.
    pub(super) all: bool,
    slots: FxHashSet<Slot>,
}

impl Needs {
    pub(in crate::exec) fn of(slots: &[Slot]) -> Self {
        Self { all: false, slots: slots.iter().copied().collect() }
    }

    pub(in crate::exec) fn of_groups(grouping: &Grouping) -> Self {
        let mut needs = Self::default();
        grouping.keys.iter().for_each(|(key, _)| needs.expr(key));
        grouping.aggregates.iter().flat_map(|(call, _)| &call.args).for_each(|arg| needs.expr(arg));
        needs
    }

    /// Adds what an expression reads.
    pub(in crate::exec) fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Slot(slot) => _ = self.slots.insert(*slot),
            // Not known here.
            ExprKind::Subquery(_) => self.all = true,
            _ => expr.parts(&mut |part| self.expr(part)),
        }
    }

    pub(super) fn add(&mut self, slots: impl IntoIterator<Item = Slot>) {
        self.slots.extend(slots);
    }

    /// Adds all that others read.
    pub(super) fn join(&mut self, others: Self) {
        self.all |= others.all;
        self.slots.extend(others.slots);
    }

    pub(super) fn has(&self, slot: Slot) -> bool {
        self.all || self.slots.contains(&slot)
    }

    /// The only variable that an expression reads, if its value is the same whenever that is.
    pub(super) fn only_slot(expr: &Expr) -> Option<Slot> {
        let mut needs = Self::default();
        needs.expr(expr);
        let mut slots = needs.slots.iter();
        match (needs.all || expr.by_chance(), slots.next(), slots.next()) {
            (false, Some(slot), None) => Some(*slot),
            _ => None,
        }
    }
}
