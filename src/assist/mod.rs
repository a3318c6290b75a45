//! Help before and after a query: what could come next, which word is what, and why a row is there.
//!
//! Input: a text, perhaps unfinished, and the graph. Output: [`Completions`], and the [`Token`]s from which the shell
//! picks colors.
//!
//! **Invariant:** pure functions; nothing here reads or changes anything but its arguments.

mod complete;
mod context;
mod schema;
#[cfg(test)]
mod tests;
mod tokens;
mod why;

pub use complete::{Completions, Item, Known, complete};
pub use tokens::{Kind, Token, tokens};
pub use why::why;

/// The parameters that a query uses, each once, in the order of their first use.
///
/// ```
/// assert_eq!(casegraph::assist::parameters("WITH $a AS x RETURN $b, $a, '$c'"), ["a", "b"]);
/// ```
#[must_use]
pub fn parameters(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for token in tokens(text).into_iter().filter(|token| token.kind == Kind::Parameter) {
        let name = text[token.span.range()].trim_start_matches('$').trim_matches('`');
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
