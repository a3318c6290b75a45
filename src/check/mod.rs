//! Tree + schema → checked query.
//!
//! Input: an [`ast::Query`], the schema, the names and the types of the parameters. Output: an [`ir::Query`] in which
//! every name is resolved, with warnings; or every mistake at once. After it no name is looked up but keys of maps.
//!
//! **Invariant:** the only module that sees both `syntax` and `ir`.

mod aggregation;
mod call;
mod call_query;
mod clause;
mod expr;
mod group;
mod habits;
mod infer;
mod labels;
mod lookup;
mod operators;
mod pattern;
mod projection;
mod scope;
mod subquery;
mod types;
mod write;

use crate::diag::{Code, Diagnostic, Diagnostics, Source, Span, codes};
use crate::functions::procedure::Procedures;
use crate::graph::{Names, Schema};
use crate::ir;
use crate::syntax::ast;
use crate::value::Type;
use aggregation::Aggregates;
use scope::Scope;
use std::collections::BTreeMap;
use std::sync::Arc;
use types::Ty;

/// A checked query with what is probably not meant about it.
#[derive(Debug)]
pub struct Checked {
    /// The query.
    pub query: ir::Query,
    /// Warnings.
    pub warnings: Diagnostics,
}

/// What a query is checked against.
#[derive(Debug)]
pub struct Against<'a> {
    /// The types of the graph.
    pub schema: &'a Schema,
    /// The names of the graph; new ones are added where the schema allows them.
    pub names: &'a mut Names,
    /// The parameters that have a value, with its type.
    pub params: &'a BTreeMap<String, Type>,
    /// The procedures that may be called.
    pub procedures: &'a Procedures,
}

/// More clauses in one part than this are refused, since each reading clause costs stack when the query runs.
const MAX_CLAUSES: usize = 5_000;

/// More nodes and relationships in the patterns of one part are refused: each costs stack when the query runs, and
/// planning takes time by their square.
const MAX_PATTERN: usize = 2_000;

/// More columns of one projection are refused, since each is compared with all before it.
const MAX_COLUMNS: usize = 10_000;

/// Checks a query.
///
/// # Errors
/// Every mistake found (`E02xx`), in the order of the text.
pub fn check(source: &Arc<Source>, query: &ast::Query, against: Against<'_>) -> Result<Checked, Diagnostics> {
    let mut checker = Checker {
        source,
        schema: against.schema,
        names: against.names,
        params: against.params,
        procedures: against.procedures,
        findings: Diagnostics::new(),
        scope: Scope::default(),
        outer: Scope::default(),
        outer_slots: 0,
        aggregates: Aggregates::Forbidden("here"),
        subqueries: Vec::new(),
        slots: 0,
        variables: BTreeMap::new(),
        pattern_size: 0,
        reads: Vec::new(),
    };
    let query = checker.query(query);
    checker.findings.sort();
    if checker.findings.has_errors() {
        return Err(checker.findings.errors());
    }
    Ok(Checked { query, warnings: checker.findings })
}

/// Checks an expression that stands alone; it may use no variable and no graph pattern.
///
/// # Errors
/// Every mistake found (`E02xx`).
pub fn check_expression(
    source: &Arc<Source>,
    expr: &ast::Expr,
    against: Against<'_>,
) -> Result<ir::Query, Diagnostics> {
    let item = ast::Item { expr: expr.clone(), alias: None };
    let projection = ast::Projection {
        distinct: false,
        star: None,
        items: vec![item],
        order: Vec::new(),
        skip: None,
        limit: None,
        span: expr.span,
    };
    let part = ast::SingleQuery { clauses: vec![ast::Clause::Return(projection)], span: expr.span };
    let query = ast::Query { mode: ast::Mode::Run, parts: vec![part], unions: Vec::new(), span: expr.span };
    check(source, &query, against).map(|checked| checked.query)
}

/// The state of a check. A mistake is noted and the work goes on with a stand-in, so that all are found.
struct Checker<'a> {
    source: &'a Arc<Source>,
    schema: &'a Schema,
    names: &'a mut Names,
    params: &'a BTreeMap<String, Type>,
    procedures: &'a Procedures,
    findings: Diagnostics,
    scope: Scope,
    /// The variables of the queries around, which a nested query sees everywhere, and which stay as they are in it.
    outer: Scope,
    /// Slots below this one belong to the queries around.
    outer_slots: u32,
    aggregates: Aggregates,
    subqueries: Vec<ir::Subquery>,
    slots: u32,
    /// The names of the variables of this part.
    variables: BTreeMap<ir::Slot, String>,
    /// How many nodes and relationships this part has to find.
    pattern_size: usize,
    /// Every variable that was looked up and where, so that a nested query can tell what it reads from outside.
    reads: Vec<(ir::Slot, Span)>,
}

/// The checked parts of a query.
struct Union {
    parts: Vec<ir::Part>,
    distinct: bool,
    columns: Vec<String>,
}

impl Checker<'_> {
    fn query(&mut self, query: &ast::Query) -> ir::Query {
        let mut slots = 0;
        let union = self.union(query, |checker, part| {
            checker.slots = 0;
            checker.scope = Scope::default();
            let checked = checker.part(part);
            slots = slots.max(checker.slots);
            checked
        });
        let subqueries = std::mem::take(&mut self.subqueries);
        ir::Query { parts: union.parts, distinct: union.distinct, columns: union.columns, subqueries, slots }
    }

    /// The parts of a query, which must return the same columns.
    fn union(
        &mut self,
        query: &ast::Query,
        mut check: impl FnMut(&mut Self, &ast::SingleQuery) -> (ir::Part, Vec<String>),
    ) -> Union {
        let mut parts = Vec::new();
        let mut columns: Option<Vec<String>> = None;
        for (index, part) in query.parts.iter().enumerate() {
            let (part, names) = check(self, part);
            parts.push(part);
            match &columns {
                None => columns = Some(names),
                Some(first) if *first != names => self.union_mismatch(query.unions[index - 1].span, first, &names),
                Some(_) => {}
            }
        }
        let distinct = query.unions.first().is_some_and(|union| !union.all);
        if let Some(odd) = query.unions.iter().find(|union| union.all == distinct) {
            self.report(
                Diagnostic::error(codes::CLAUSE_ORDER, "UNION and UNION ALL stand in one statement")
                    .at(self.source, odd.span, "differs from the first")
                    .hint("Use one of the two throughout; they keep or drop equal rows of the whole result."),
            );
        }
        Union { parts, distinct, columns: columns.unwrap_or_default() }
    }

    fn union_mismatch(&mut self, span: Span, first: &[String], names: &[String]) {
        let show = |names: &[String]| if names.is_empty() { "no columns".to_owned() } else { names.join(", ") };
        let message = format!("the parts of this UNION return different columns: {} and {}", show(first), show(names));
        self.report(
            Diagnostic::error(codes::UNION_COLUMNS, message)
                .at(self.source, span, "joined here")
                .hint("Name the columns alike in every part with AS, in the same order."),
        );
    }

    /// A slot that no other variable of this part uses.
    fn new_slot(&mut self) -> ir::Slot {
        self.slots += 1;
        ir::Slot(self.slots - 1)
    }

    /// A new slot for a variable of this name.
    fn named_slot(&mut self, name: &str) -> ir::Slot {
        let slot = self.new_slot();
        self.variables.insert(slot, name.to_owned());
        slot
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.findings.push(diagnostic);
    }

    /// Notes a mistake that needs no more than a message and a place.
    fn error(&mut self, code: Code, message: impl Into<String>, span: Span, label: &str) {
        let diagnostic = Diagnostic::error(code, message).at(self.source, span, label);
        self.report(diagnostic);
    }

    /// What stands in for an expression that is wrong.
    fn stand_in(span: Span) -> (ir::Expr, Ty) {
        (ir::Expr::constant(crate::value::Value::Null, span), Ty::ANY)
    }
}
