//! The last step of a pattern of which only the matches are counted: of each row before it only is asked how many
//! neighbors of a node fit, not which.

use super::{Match, Op, Step};
use crate::ir::{Grouping, Subquery};

/// Makes the last step of the pattern before a grouping, with the conditions behind it, a pattern of its own whose matches
/// are counted, where nothing else is asked of them.
pub(super) fn split(grouping: &Grouping, ops: &mut Vec<Op>, subqueries: &[Subquery]) {
    let Some(place) = ops.len().checked_sub(2) else { return };
    let Op::Match(found) = &mut ops[place] else { return };
    let last = found.steps.iter().rposition(|step| !matches!(step, Step::Filter(_)));
    let Some(last) = last.filter(|last| *last > 0) else { return };
    let Step::Expand(expand) = &found.steps[last] else { return };
    let mut read = false;
    grouping.keys.iter().for_each(|(key, _)| {
        read |= key.by_chance();
        key.slots(subqueries, &mut |slot| read |= slot == expand.rel || slot == expand.to.slot);
    });
    let counts = grouping.aggregates.iter().all(|(call, _)| call.function.is_none());
    if expand.to.bound || read || !counts || grouping.aggregates.is_empty() {
        return;
    }
    let steps = found.steps.split_off(last);
    ops.insert(place + 1, Op::Match(Match { steps, counted: true, rows: 1.0, cost: 1.0 }));
}
