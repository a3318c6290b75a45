//! The pipeline: text → tree → checked query → plan → rows. Everybody who runs a query calls [`run`].

mod timer;

use crate::check::{self, Against, Checked};
use crate::diag::{Diagnostics, Source};
use crate::exec;
use crate::functions::procedure::Procedures;
use crate::graph::{Counters, Graph, Schema};
use crate::plan::{self, Measured};
use crate::syntax::{self, ast::Mode, ast::Query};
use crate::value::{Bounds, DEFAULT_MEMORY, Fault, Map, Rows, Stop, Type, Value, Why, temporal};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub use timer::Timer;

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
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether the planner may choose; without it a pattern is walked as written, which tests compare with.
    pub optimize: bool,
    /// The rule that the statement is, which what it makes will be said to come from.
    pub rule: Option<Arc<str>>,
    /// When somebody asks here for an end, the statement ends with an error (`E0309`).
    pub stop: Stop,
    /// After so long the statement ends with an error (`E0310`).
    pub timeout: Option<Duration>,
    /// The bytes that rows, lists, texts, paths and other things kept may take in all; beyond them the statement ends with
    /// an error (`E0307`).
    pub memory: u64,
    /// The procedures that were defined besides those of the table.
    pub procedures: Arc<Procedures>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            optimize: true,
            rule: None,
            stop: Stop::default(),
            timeout: None,
            memory: DEFAULT_MEMORY,
            procedures: Arc::default(),
        }
    }
}

/// Runs one statement. A statement that fails leaves the graph as it was. Of a statement after EXPLAIN or PROFILE the
/// answer holds the plan, and after EXPLAIN it was not run.
///
/// # Errors
/// Every finding of the first phase that has one.
///
/// ```
/// use casegraph::{diag::Source, engine, graph::{Graph, Schema}, value::Map};
/// let mut graph = Graph::new(Schema::open().into());
/// let query = Source::new("example", "UNWIND range(1, 3) AS x RETURN sum(x) AS total");
/// let answer = engine::run(&mut graph, &query, &Map::new(), &engine::Options::default()).expect("it runs");
/// assert_eq!(answer.rows.rows[0][0].to_literal(), "6");
/// ```
pub fn run(graph: &mut Graph, source: &Arc<Source>, params: &Map, options: &Options) -> Result<Answer, Diagnostics> {
    let clock = Clock::start();
    let _timer = options.timeout.map(|time| Timer::start(time, &options.stop));
    let bounds = Bounds::new(options.stop.clone(), options.memory);
    let tree = syntax::parse(source).map_err(shown)?;
    let (parse, clock) = clock.lap();
    let checked = check_with(graph, source, &tree, params, &options.procedures).map_err(shown)?;
    let (check, clock) = clock.lap();
    let plan = plan::plan(&checked.query, graph.view(), options.optimize);
    let (plan_time, clock) = clock.lap();
    let rule = options.rule.as_ref();
    let meter = (tree.mode == Mode::Profile).then(|| plan::Meter::new(&plan));
    let changed = exec::Changed::default();
    let now = temporal::Instant::now();
    let input = exec::Input { source, params, rule, now, bounds: &bounds, meter: meter.as_ref(), changed: &changed };
    graph.begin();
    let mut rows = match tree.mode {
        Mode::Explain => plan::explain(&plan, &checked.query, graph.view(), None),
        Mode::Run | Mode::Profile => exec::execute(&plan, graph, input).map_err(|failure| {
            graph.rollback();
            Diagnostics::from(*failure)
        })?,
    };
    let counters = graph.commit();
    if let Some(meter) = &meter {
        let measured = Measured { meter, rows: rows.rows.len() as u64 };
        rows = plan::explain(&plan, &checked.query, graph.view(), Some(measured));
    }
    let (run, _) = clock.lap();
    let timings = Timings { parse, check, plan: plan_time, run };
    Ok(Answer { rows, warnings: shown(checked.warnings), counters, timings })
}

/// What is said of a statement that was asked to end, also by who can't wait until it does.
#[must_use]
pub fn ended(why: Why) -> Diagnostics {
    failed(why.fault())
}

/// What is said when that which is made of an answer meets the bounds of its statement.
#[must_use]
pub fn failed(fault: Fault) -> Diagnostics {
    exec::failed(fault).into()
}

/// Checks a tree against the graph and the values of its parameters.
///
/// A mistake that only the value of a parameter makes is none of the text: it is left to the run, which finds it when the
/// value is used.
fn check_with(
    graph: &mut Graph,
    source: &Arc<Source>,
    tree: &Query,
    params: &Map,
    procedures: &Procedures,
) -> Result<Checked, Diagnostics> {
    let mut check = |ty: fn(&Value) -> Type| {
        let types = params.iter().map(|(name, value)| (name.to_string(), ty(value))).collect();
        let (schema, names) = graph.schema_and_names();
        check::check(source, tree, Against { schema, names, params: &types, procedures })
    };
    match check(Value::kind) {
        Err(_) if !params.is_empty() => check(|_| Type::Any),
        checked => checked,
    }
}

/// Checks a statement without running it and gives its warnings; `params` are the parameters it may use, with their
/// types.
///
/// # Errors
/// Every mistake, as [`run`] would find it.
pub fn check(graph: &mut Graph, source: &Arc<Source>, params: &[(String, Type)]) -> Result<Diagnostics, Diagnostics> {
    let tree = syntax::parse(source).map_err(shown)?;
    let types: BTreeMap<String, Type> = params.iter().cloned().collect();
    let (schema, names) = graph.schema_and_names();
    let procedures = &Procedures::default();
    let checked = check::check(source, &tree, Against { schema, names, params: &types, procedures }).map_err(shown)?;
    Ok(shown(checked.warnings))
}

/// Computes an expression that needs no graph and no variable, such as a parameter written as text.
///
/// # Errors
/// When it is not an expression, uses a variable, or fails.
///
/// ```
/// use casegraph::{diag::Source, engine};
/// let value = engine::evaluate(&Source::new("example", "[1, 2 + 3]")).expect("it is an expression");
/// assert_eq!(value.to_literal(), "[1, 5]");
/// ```
pub fn evaluate(source: &Arc<Source>) -> Result<Value, Diagnostics> {
    let expr = syntax::parse_expression(source).map_err(shown)?;
    let mut graph = Graph::new(Arc::new(Schema::open()));
    let (schema, names) = graph.schema_and_names();
    let against = Against { schema, names, params: &BTreeMap::new(), procedures: &Procedures::default() };
    let query = check::check_expression(source, &expr, against).map_err(shown)?;
    let plan = plan::plan(&query, graph.view(), false);
    let (params, changed, now) = (Map::new(), exec::Changed::default(), temporal::Instant::now());
    let bounds = Bounds::default();
    let input =
        exec::Input { source, params: &params, rule: None, now, bounds: &bounds, meter: None, changed: &changed };
    let rows = exec::execute(&plan, &mut graph, input).map_err(|failure| Diagnostics::from(*failure))?;
    Ok(rows.rows.into_iter().flatten().next().unwrap_or_default())
}

/// More findings about one statement help nobody.
const MOST_FINDINGS: usize = 100;

fn shown(findings: Diagnostics) -> Diagnostics {
    findings.first(MOST_FINDINGS)
}

/// Times one phase after the other.
struct Clock(Instant);

impl Clock {
    fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start or the last lap, and a clock for the next phase.
    fn lap(self) -> (Duration, Self) {
        let now = Instant::now();
        (now - self.0, Self(now))
    }
}
