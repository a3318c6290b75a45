//! Nested queries: run from the row at hand, in the same frame.

use super::{Flow, Frame, Result, Run, get};
use crate::diag::Span;
use crate::ir::{SubqueryId, Yield};
use crate::plan::Part;
use crate::value::{Extent, Value, footprint};

impl Run<'_> {
    pub(super) fn subquery(&self, id: SubqueryId, span: Span, frame: &mut Frame) -> Result<Value> {
        let subplan = &self.plan.subplans[id.0];
        if let Some(meter) = self.input.meter {
            meter.add_rows(Part::of(subplan), 1);
        }
        let (parts, distinct) = (&subplan.parts, subplan.distinct);
        match &subplan.yields {
            Yield::Exists => {
                let mut found = false;
                self.parts(parts, distinct, frame, &mut |_, _| {
                    found = true;
                    Ok(Flow::Stop)
                })?;
                Ok(Value::Bool(found))
            }
            Yield::Count => {
                let mut count = 0;
                self.parts(parts, distinct, frame, &mut |_, _| {
                    count += 1;
                    Ok(Flow::Continue)
                })?;
                Ok(Value::Int(count))
            }
            Yield::Column => {
                let mut items = Vec::new();
                let (mut extent, held) = (Extent::default(), self.hold());
                self.parts(parts, distinct, frame, &mut |part, frame| {
                    let item = part.columns.first().map_or(Value::Null, |slot| get(frame, *slot).clone());
                    extent.add(&item).map_err(|fault| self.fail(fault, span))?;
                    held.bytes(footprint(&item))?;
                    items.push(item);
                    Ok(Flow::Continue)
                })?;
                Ok(Value::list(items))
            }
            Yield::List(value) => {
                let mut items = Vec::new();
                let (mut extent, held) = (Extent::default(), self.hold());
                self.parts(parts, distinct, frame, &mut |_, frame| {
                    let item = self.eval(value, frame)?;
                    extent.add(&item).map_err(|fault| self.fail(fault, value.span))?;
                    held.bytes(footprint(&item))?;
                    items.push(item);
                    Ok(Flow::Continue)
                })?;
                Ok(Value::list(items))
            }
            Yield::First(value) => {
                let mut first = Value::Null;
                self.parts(parts, distinct, frame, &mut |_, frame| {
                    first = self.eval(value, frame)?;
                    Ok(Flow::Stop)
                })?;
                Ok(first)
            }
        }
    }
}
