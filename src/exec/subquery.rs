//! Nested queries: run from the row at hand, in the same frame.

use super::{Flow, Frame, Result, Run};
use crate::ir::{SubqueryId, Yield};
use crate::plan::Part;
use crate::value::{Extent, Value};

impl Run<'_> {
    pub(super) fn subquery(&self, id: SubqueryId, frame: &mut Frame) -> Result<Value> {
        let subplan = &self.plan.subplans[id.0];
        if let Some(meter) = self.input.meter {
            meter.add_rows(Part::of(subplan), 1);
        }
        match &subplan.yields {
            Yield::Exists => {
                let mut found = false;
                self.from(None, &subplan.ops, frame, &mut |_| {
                    found = true;
                    Ok(Flow::Stop)
                })?;
                Ok(Value::Bool(found))
            }
            Yield::List(value) => {
                let mut items = Vec::new();
                let mut extent = Extent::default();
                self.from(None, &subplan.ops, frame, &mut |frame| {
                    let item = self.eval(value, frame)?;
                    extent.add(&item).map_err(|fault| self.fail(fault, value.span))?;
                    items.push(item);
                    Ok(Flow::Continue)
                })?;
                Ok(Value::list(items))
            }
            Yield::First(value) => {
                let mut first = Value::Null;
                self.from(None, &subplan.ops, frame, &mut |frame| {
                    first = self.eval(value, frame)?;
                    Ok(Flow::Stop)
                })?;
                Ok(first)
            }
        }
    }
}
