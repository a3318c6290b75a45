//! Plan → a table for people: what runs in which order, on how many rows.
//!
//! Input: a plan, the names of its variables, and after a run its [`Meter`]. Output: rows, an operator a line, in the order
//! in which they run; what belongs to an operator stands indented under it. The details are written in the language
//! itself. The estimates come from the counts of the graph, so the same graph and statement give the same bytes.

mod count;
mod estimate;
mod lines;
mod words;

use super::{Done, Meter, Part, Plan};
use crate::graph::View;
use crate::ir;
use crate::value::{Rows, Value};
use lines::{Explainer, Line};

/// What is shown of a measured run besides the plan.
#[derive(Clone, Copy, Debug)]
pub struct Measured<'a> {
    /// What each operator did.
    pub meter: &'a Meter,
    /// How many rows the statement gave.
    pub rows: u64,
}

/// The plan as a table with the columns `operator`, `details` and `estimated`, and of a measured run also `rows`,
/// `work` and `blocks`. `query` is what was planned, which knows the names of the variables. O(plan).
#[must_use]
pub fn explain(plan: &Plan, query: &ir::Query, view: View<'_>, measured: Option<Measured<'_>>) -> Rows {
    let union = plan.parts.len() > 1;
    let mut lines = Vec::new();
    let mut total = 0.0;
    for (index, (part, names)) in plan.parts.iter().zip(&query.parts).enumerate() {
        let meter = measured.map(|measured| measured.meter);
        let mut explainer = Explainer::new(plan, view, &names.variables, meter);
        let depth = usize::from(union);
        let estimated = explainer.ops(&part.ops, depth, 1.0);
        if union {
            let measured =
                meter.zip(part.ops.last()).map(|(meter, op)| Done { work: 0, blocks: 0, ..meter.read(Part::of(op)) });
            let details = (index + 1).to_string();
            lines.push(Line { operator: "Part", details, estimated: Some(estimated), measured, ..Line::default() });
        }
        total += estimated;
        lines.append(&mut explainer.lines);
    }
    let operator = match (union, plan.distinct) {
        (false, _) => "Result",
        (true, true) => "Union",
        (true, false) => "UnionAll",
    };
    if plan.columns.is_empty() {
        return table(&lines, measured.is_some());
    }
    let columns: Vec<&str> = plan.columns.iter().map(String::as_str).collect();
    lines.push(Line {
        operator,
        details: words::cut(&columns.join(", ")),
        estimated: Some(total),
        measured: measured.map(|measured| Done { rows: measured.rows, ..Done::default() }),
        ..Line::default()
    });
    table(&lines, measured.is_some())
}

fn table(lines: &[Line], is_measured: bool) -> Rows {
    let mut columns = vec!["operator", "details", "estimated"];
    if is_measured {
        columns.extend(["rows", "work", "blocks"]);
    }
    let rows = lines.iter().map(|line| {
        let indent = if line.depth == 0 { String::new() } else { format!("{}└ ", "  ".repeat(line.depth - 1)) };
        let mut row = vec![
            Value::str(format!("{indent}{}", line.operator)),
            Value::str(line.details.as_str()),
            line.estimated.map_or(Value::Null, |rows| Value::Int(rows.ceil() as i64)),
        ];
        if is_measured {
            let number = |number: u64| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
            match line.measured {
                Some(Done { rows, work, blocks }) => {
                    row.extend([number(rows), number(work)]);
                    row.push(if blocks > 0 { number(blocks) } else { Value::Null });
                }
                None => row.extend([Value::Null, Value::Null, Value::Null]),
            }
        }
        row
    });
    Rows { rows: rows.collect(), columns: columns.into_iter().map(str::to_owned).collect() }
}
