//! Names, in back-quotes where the grammar would not read them as names.

use super::super::ast::Name;
use super::super::parser::{Rule, read};

/// A label, a relationship type or a key, which may be any word.
pub(super) fn name(name: &Name) -> String {
    if reads(&name.text, Rule::name) { name.text.clone() } else { quoted(&name.text) }
}

/// A variable.
pub(super) fn symbol(name: &Name) -> String {
    variable(&name.text)
}

/// A variable by its text.
pub(super) fn variable(text: &str) -> String {
    if reads(text, Rule::symbol) { text.to_owned() } else { quoted(text) }
}

/// The name of a function or procedure, whose dots stand between parts.
pub(super) fn called(text: &str) -> String {
    // Where these two stand before a parenthesis, a pattern follows.
    let taken = ["shortestPath", "allShortestPaths"].iter().any(|word| text.eq_ignore_ascii_case(word));
    if reads(text, Rule::function_name) && !taken {
        return text.to_owned();
    }
    text.split('.').map(quoted).collect::<Vec<_>>().join(".")
}

/// A parameter by its name.
pub(super) fn parameter(text: &str) -> String {
    let plain = format!("${text}");
    if reads(&plain, Rule::parameter) { plain } else { format!("${}", quoted(text)) }
}

fn quoted(text: &str) -> String {
    format!("`{}`", text.replace('`', "``"))
}

/// Whether a rule reads the whole text as it is. O(length).
fn reads(text: &str, rule: Rule) -> bool {
    !text.contains('`') && read(text, rule).is_ok_and(|pair| pair.as_str() == text)
}
