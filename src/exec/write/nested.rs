//! Queries with changes inside a query: `CALL { … }` and `FOREACH`, row by row, so that each row sees what the rows
//! before it have changed.

use super::{Frame, Frames, Input, Result};
use crate::diag::Diagnostic;
use crate::exec::apply::take_columns;
use crate::exec::held::Held;
use crate::exec::{Run, keys, read_all, reading, set, without_place, write_all};
use crate::graph::Graph;
use crate::plan::{Apply, Foreach, Plan};
use crate::value::{Kept, Value};
use rustc_hash::FxHashSet;

/// Runs a query for each row and gives the rows that go on.
pub(super) fn apply<'a>(
    apply: &Apply,
    plan: &Plan,
    graph: &mut Graph,
    input: Input<'a>,
    mut frames: Frames<'a>,
    held: &Held<'_>,
) -> Result<Frames<'a>> {
    let mut after = Kept::new(Vec::new(), input.bounds);
    for frame in frames.iter_mut() {
        let mut frame = std::mem::take(frame);
        let mut seen = FxHashSet::default();
        let before = after.len();
        for part in &apply.parts {
            let found = write_all(plan, &part.ops, graph, input, Some(Kept::new(vec![frame.clone()], input.bounds)))?;
            let own = Held::new(input.bounds);
            let found = found.as_ref().map(|found| found.as_slice());
            let mut rows = read_all(plan, &part.ops[reading(&part.ops)..], graph, input, found, &own)?;
            let Some(outputs) = &apply.outputs else { continue };
            for row in rows.iter_mut() {
                let mut row = std::mem::take(row);
                take_columns(part, outputs, &mut row);
                let columns: Vec<Value> = outputs.iter().map(|slot| row[slot.0 as usize].clone()).collect();
                if !apply.distinct || apply.parts.len() == 1 || seen.insert(keys(&columns)) {
                    held.keep(&row)?;
                    after.push(row);
                }
            }
        }
        match &apply.outputs {
            None => after.push(frame),
            Some(outputs) if apply.optional && after.len() == before => {
                outputs.iter().for_each(|slot| set(&mut frame, *slot, Value::Null));
                after.push(frame);
            }
            Some(_) => {}
        }
    }
    Ok(after)
}

/// Makes the changes for each item of a list.
pub(super) fn foreach(
    foreach: &Foreach,
    plan: &Plan,
    graph: &mut Graph,
    input: Input<'_>,
    frame: &mut Frame,
) -> Result<()> {
    let list: std::result::Result<_, Box<Diagnostic>> = Run::new(plan, graph.view(), input).list(&foreach.list, frame);
    let Some(items) = list? else { return Ok(()) };
    for item in items.iter() {
        input.bounds.check().map_err(without_place)?;
        set(frame, foreach.slot, item.clone());
        write_all(plan, &foreach.ops, graph, input, Some(Kept::new(vec![frame.clone()], input.bounds)))?;
    }
    Ok(())
}
