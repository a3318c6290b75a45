//! Text → syntax tree.
//!
//! Input: a [`Source`]. Output: an [`ast::Query`], or findings in a user's words. The grammar is
//! `grammar/cypher.pest`.
//!
//! The way of a text: `limits` refuses what is too large or too deep, `explain` names what is not closed, pest reads the
//! rest by the grammar, and `build` makes the tree of what pest read; where pest stops, `explain` says why.
//!
//! **Invariant:** the only user of pest; it knows neither schema nor graph. The tree leaves it only towards `check`.

pub mod ast;
mod build;
mod dump;
mod explain;
mod limits;
mod names;
mod parser;
mod print;
mod scan;
mod script;

use crate::diag::{Diagnostics, Source};
use build::Builder;
use parser::{Pair, Rule};
use std::sync::Arc;

pub use dump::dump;
pub use names::KEYWORDS;
pub use print::{print, print_expression};
pub use script::{is_complete, split};

/// Reads one statement; a semicolon may follow it, blanks and comments may surround it. O(length).
///
/// # Errors
///
/// One finding of the codes `E01xx` where the text leaves the language, or one for each malformed literal.
///
/// ```
/// use casegraph::{diag::Source, syntax};
/// let query = syntax::parse(&Source::new("q", "MATCH (n:Company) RETURN n.name;")).unwrap();
/// assert_eq!(query.parts[0].clauses.len(), 2);
///
/// let findings = syntax::parse(&Source::new("q", "RETRUN 1")).unwrap_err();
/// assert_eq!(findings.iter().next().unwrap().fix.as_ref().unwrap().with, "RETURN");
/// ```
pub fn parse(source: &Arc<Source>) -> Result<ast::Query, Diagnostics> {
    let pair = read(source, Rule::query)?;
    finish(source, |builder| builder.query(pair))
}

/// Reads one expression and nothing else, such as the value of a parameter. O(length).
///
/// # Errors
///
/// As of [`parse`].
///
/// ```
/// use casegraph::{diag::Source, syntax};
/// assert!(syntax::parse_expression(&Source::new("p", "[1, 'two', {three: 3}]")).is_ok());
/// ```
pub fn parse_expression(source: &Arc<Source>) -> Result<ast::Expr, Diagnostics> {
    let pair = read(source, Rule::lone_expression)?;
    finish(source, |builder| builder.lone_expression(pair))
}

/// The pair of the rule that reads the whole text.
fn read(source: &Arc<Source>, rule: Rule) -> Result<Pair<'_>, Diagnostics> {
    limits::check_size(source)?;
    explain::check_lexis(source, rule)?;
    limits::check_nesting(source)?;
    parser::read(source.text(), rule).map_err(|error| explain::explain(source, rule, &error).into())
}

/// The tree, unless a finding was made while building it.
fn finish<'s, T>(source: &'s Arc<Source>, build: impl FnOnce(&Builder<'s>) -> T) -> Result<T, Diagnostics> {
    let builder = Builder::new(source);
    let tree = build(&builder);
    let findings = builder.findings();
    if findings.is_empty() { Ok(tree) } else { Err(findings) }
}
