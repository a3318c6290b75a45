//! `MERGE`: found, or made.

use super::{Frame, Result, Writer};
use crate::diag::{Diagnostic, codes};
use crate::exec::held::Held;
use crate::exec::{Flow, get};
use crate::plan::{Merge, Part};
use crate::value::Value;

impl Writer<'_> {
    /// Adds a frame for each match, or one for what was made when there is none.
    pub(super) fn merge(
        &mut self,
        merge: &Merge,
        frame: &mut Frame,
        merged: &mut Vec<Frame>,
        held: &Held<'_>,
    ) -> Result<()> {
        self.check_known(merge, frame)?;
        let mut found = Vec::new();
        let run = self.run();
        run.find(&merge.find.steps, frame, &mut |frame| {
            held.keep(frame)?;
            found.push(frame.clone());
            if let Some(meter) = run.input.meter {
                meter.add_rows(Part::of(merge), 1);
            }
            Ok(Flow::Continue)
        })?;
        drop(run);
        if found.is_empty() {
            self.create(&merge.create, frame)?;
            self.set_items(&merge.on_create, frame)?;
            merged.push(frame.clone());
            return Ok(());
        }
        for mut frame in found {
            self.set_items(&merge.on_match, &mut frame)?;
            merged.push(frame);
        }
        Ok(())
    }

    /// What a MERGE builds on must be there, and what it looks for must have a value.
    fn check_known(&self, merge: &Merge, frame: &mut Frame) -> Result<()> {
        let null = |code, message: &str, span| {
            let hint = "Leave such rows out with WITH … WHERE … IS NOT NULL before it.";
            Box::new(Diagnostic::error(code, message).at(self.input.source, span, "").hint(hint))
        };
        if merge.needs.iter().any(|slot| matches!(get(frame, *slot), Value::Null)) {
            return Err(null(codes::MISSING_ENTITY, "MERGE can't go on from a node that is null", merge.span));
        }
        let run = self.run();
        for item in &merge.create {
            let (crate::ir::CreateItem::Node { properties, .. } | crate::ir::CreateItem::Rel { properties, .. }) = item
            else {
                continue;
            };
            if let crate::ir::Properties::Keys(keys) = properties {
                for (_, value) in keys {
                    if run.eval(value, frame)?.is_null() {
                        let message = "MERGE can't look for a property that is null, since null equals nothing";
                        return Err(null(codes::MERGE_NULL, message, value.span));
                    }
                }
            }
        }
        Ok(())
    }
}
