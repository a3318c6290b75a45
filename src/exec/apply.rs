//! `CALL { … }`: a query for each row. One that changes the graph is run by `write`.

use super::row_index::RowIndex;
use super::{Flow, Frame, Result, Run, Sink, get, set};
use crate::ir::Slot;
use crate::plan::{Apply, Pipeline};
use crate::value::Value;

impl Run<'_> {
    pub(super) fn apply(&self, apply: &Apply, frame: &mut Frame, sink: &mut Sink<'_>) -> Result<Flow> {
        let Some(outputs) = &apply.outputs else {
            self.parts(&apply.parts, apply.distinct, frame, &mut |_, _| Ok(Flow::Continue))?;
            return sink(frame);
        };
        let mut found = false;
        let flow = self.parts(&apply.parts, apply.distinct, frame, &mut |part, frame| {
            found = true;
            take_columns(part, outputs, frame);
            sink(frame)
        })?;
        if found || !apply.optional {
            return Ok(flow);
        }
        outputs.iter().for_each(|slot| set(frame, *slot, Value::Null));
        sink(frame)
    }

    /// The rows of the parts of a UNION, which start from the row at hand; each with the part that it comes from.
    pub(super) fn parts(
        &self,
        parts: &[Pipeline],
        distinct: bool,
        frame: &mut Frame,
        sink: &mut dyn FnMut(&Pipeline, &mut Frame) -> Result<Flow>,
    ) -> Result<Flow> {
        let mut seen = RowIndex::new(parts.first().map_or(0, |part| part.columns.len()));
        let held = self.hold();
        let deduplicates = distinct && parts.len() > 1;
        for part in parts {
            let flow = self.from(None, &part.ops, frame, &mut |frame| {
                if deduplicates {
                    let row: Vec<Value> = part.columns.iter().map(|slot| get(frame, *slot).clone()).collect();
                    if !seen.place(&row).1 {
                        return Ok(Flow::Continue);
                    }
                    held.keep(&row)?;
                }
                sink(part, frame)
            })?;
            if flow == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }
}

/// Puts the columns of a part where the query around has them.
pub(super) fn take_columns(part: &Pipeline, outputs: &[Slot], frame: &mut Frame) {
    let row: Vec<Value> = part.columns.iter().map(|slot| get(frame, *slot).clone()).collect();
    for (slot, value) in outputs.iter().zip(row) {
        set(frame, *slot, value);
    }
}
