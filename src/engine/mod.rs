//! The pipeline: text → tree → checked query → plan → rows. Everybody who runs a query calls [`run`].

use crate::diag::{Diagnostics, Source};
use crate::graph::{Counters, Graph};
use crate::value::{Map, Rows, Type};
use std::sync::Arc;
use std::time::Duration;

/// What came of a statement.
#[derive(Debug)]
pub struct Answer {
    /// The rows; no columns for a statement without RETURN.
    pub rows: Rows,
    /// What is probably not meant.
    pub warnings: Diagnostics,
    /// What was changed.
    pub counters: Counters,
    /// How long each phase took.
    pub timings: Timings,
}

/// How long each phase of a statement took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timings {
    /// Text to tree.
    pub parse: Duration,
    /// Tree to checked query.
    pub check: Duration,
    /// Checked query to plan.
    pub plan: Duration,
    /// Plan to rows.
    pub run: Duration,
}

/// How to run a statement.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether the planner may choose; without it a pattern is walked as written, which tests compare with.
    pub optimize: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { optimize: true }
    }
}

/// Runs one statement. A statement that fails leaves the graph as it was.
///
/// # Errors
/// Every finding of the first phase that has one.
pub fn run(_graph: &mut Graph, _source: &Arc<Source>, _params: &Map, _options: Options) -> Result<Answer, Diagnostics> {
    Err(Diagnostics::new())
}

/// Checks a statement without running it; `params` are the parameters it may use, with their types.
///
/// # Errors
/// Every finding, as [`run`] would have.
pub fn check(
    _graph: &mut Graph,
    _source: &Arc<Source>,
    _params: &[(String, Type)],
) -> Result<Diagnostics, Diagnostics> {
    Ok(Diagnostics::new())
}

/// Computes an expression that needs no graph, such as a parameter written as text.
///
/// # Errors
/// When it is not an expression, uses a variable, or fails.
pub fn evaluate(_source: &Arc<Source>) -> Result<crate::value::Value, Diagnostics> {
    Err(Diagnostics::new())
}
