//! The parser that pest makes of the grammar.
//!
//! Input: a text and the rule that must read all of it. Output: pest's pairs, which only `build` looks at.

use pest::Parser as _;

/// The parser; pest adds an enum `Rule` with a variant for each rule of the grammar.
#[derive(pest_derive::Parser)]
#[grammar = "grammar/cypher.pest"]
struct Grammar;

/// A rule that matched, with its place and its parts.
pub(super) type Pair<'t> = pest::iterators::Pair<'t, Rule>;

/// Where and why pest stopped.
pub(super) type Error = pest::error::Error<Rule>;

/// The pair of `rule`, which must read the whole text.
pub(super) fn read(text: &str, rule: Rule) -> Result<Pair<'_>, Box<Error>> {
    let mut pairs = Grammar::parse(rule, text)?;
    Ok(pairs.next().expect("a rule that matched has one pair"))
}
