//! A text and a cursor → the words that could stand there.

use super::context::{Before, Wanted};
use super::schema;
use super::tokens::{Kind, tokens};
use crate::functions;
use crate::graph::View;
use crate::library::SavedQuery;
use crate::syntax::KEYWORDS;

/// What completion may draw from.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The graph with its schema.
    pub view: View<'a>,
    /// The saved queries.
    pub queries: &'a [SavedQuery],
    /// The parameters that have a value.
    pub params: &'a [String],
    /// The commands of the shell, each with its dot, and what may follow it.
    pub commands: &'a [(&'a str, &'a [&'a str])],
}

/// The words that fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// The byte at which the word that is replaced begins; it ends at the cursor.
    pub start: usize,
    /// The words, the likeliest kind first.
    pub items: Vec<Item>,
}

/// One word that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What replaces the word at the cursor.
    pub text: String,
    /// A word about it, such as where a relationship leads; may be empty.
    pub note: String,
}

/// The clauses with which a statement begins, offered where nothing is typed yet.
const BEGINNINGS: [&str; 7] = ["MATCH", "OPTIONAL MATCH", "RETURN", "UNWIND", "WITH", "CREATE", "MERGE"];

/// What could stand at the cursor.
///
/// ```
/// use casegraph::assist::{Known, complete};
/// use casegraph::graph::{Graph, Schema};
/// let graph = Graph::new(std::sync::Arc::new(Schema::open()));
/// let known = Known { view: graph.view(), queries: &[], params: &[String::from("year")], commands: &[] };
/// let found = complete("RETURN $y", 9, &known);
/// assert_eq!((found.start, found.items[0].text.as_str()), (7, "$year"));
/// ```
#[must_use]
pub fn complete(text: &str, cursor: usize, known: &Known<'_>) -> Completions {
    let Some(typed) = text.get(..cursor) else { return Completions::default() };
    if typed.trim_start().starts_with(['.', ':']) {
        return command(typed, known);
    }
    let all = tokens(typed);
    let (before, prefix) = match all.split_last() {
        Some((last, before)) if last.span.end as usize == typed.len() => match last.kind {
            Kind::Text | Kind::Comment | Kind::Number if !closed(&typed[last.span.range()]) => {
                return Completions::default();
            }
            Kind::Sign | Kind::Text | Kind::Comment => (&all[..], ""),
            _ => (before, &typed[last.span.range()]),
        },
        Some((last, _)) if last.kind == Kind::Comment && !typed[last.span.end as usize..].contains('\n') => {
            return Completions::default();
        }
        _ => (&all[..], ""),
    };
    let before = Before::new(typed, before);
    let wanted = if prefix.starts_with('$') { Wanted::Parameter } else { before.wanted() };
    let start = typed.len() - prefix.len();
    Completions { start, items: items(&wanted, &before, prefix, known) }
}

/// Whether a text or comment in quotes is closed, so that the cursor stands behind it.
fn closed(piece: &str) -> bool {
    let ends = |mark: char| piece.len() > 1 && piece.ends_with(mark) && !piece.ends_with(&format!("\\{mark}"));
    match piece.chars().next() {
        Some(mark @ ('\'' | '"')) => ends(mark),
        Some('/') => piece.starts_with("/*") && piece.ends_with("*/"),
        _ => false,
    }
}

fn items(wanted: &Wanted, before: &Before<'_>, prefix: &str, known: &Known<'_>) -> Vec<Item> {
    match wanted {
        Wanted::Label(step) => names(schema::labels(known.view, step.as_ref()), prefix),
        Wanted::Type(step) => names(schema::types(known.view, step), prefix),
        Wanted::Property(of) => names(schema::properties(known.view, of), prefix),
        Wanted::Parameter => parameters(known, prefix),
        Wanted::Word => words(before, prefix),
        Wanted::Nothing => Vec::new(),
    }
}

/// Those of the names that begin as typed, in backticks where the language needs them.
fn names(candidates: Vec<(String, String)>, prefix: &str) -> Vec<Item> {
    let typed = prefix.trim_start_matches('`');
    let fitting = candidates.into_iter().filter(|(name, _)| begins(name, typed));
    fitting.map(|(name, note)| Item { text: quoted(&name), note }).collect()
}

fn begins(name: &str, prefix: &str) -> bool {
    name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

fn quoted(name: &str) -> String {
    let plain = name.chars().all(|each| each.is_alphanumeric() || each == '_');
    let plain = plain && !name.starts_with(|each: char| each.is_ascii_digit());
    if plain { name.to_owned() } else { format!("`{}`", name.replace('`', "``")) }
}

fn parameters(known: &Known<'_>, prefix: &str) -> Vec<Item> {
    let fitting = known.params.iter().filter(|name| begins(name, &prefix[1..]));
    fitting.map(|name| Item { text: format!("${}", quoted(name)), note: String::new() }).collect()
}

/// Variables, then keywords, then functions. Keywords follow the case in which the word was begun.
fn words(before: &Before<'_>, prefix: &str) -> Vec<Item> {
    let item = |text: String| Item { text, note: String::new() };
    let variables = before.variables().into_iter().filter(|name| begins(name, prefix) && name != prefix);
    let mut found: Vec<Item> = variables.map(|name| item(quoted(&name))).collect();
    if prefix.is_empty() {
        found.extend(BEGINNINGS.iter().map(|keyword| item((*keyword).to_owned())));
        return found;
    }
    let lower = prefix.chars().any(char::is_lowercase);
    let cased = |keyword: &str| if lower { keyword.to_lowercase() } else { keyword.to_owned() };
    let keywords = KEYWORDS.iter().filter(|keyword| begins(keyword, prefix));
    found.extend(keywords.map(|keyword| item(cased(keyword))));
    let scalars = functions::functions().map(|function| (function.name, function.about));
    let aggregates = functions::aggregates().map(|function| (function.name, function.about));
    for (name, about) in scalars.chain(aggregates).filter(|(name, _)| begins(name, prefix)) {
        found.push(Item { text: format!("{name}("), note: about.to_owned() });
    }
    found
}

/// The commands of the shell, and what may follow one.
fn command(typed: &str, known: &Known<'_>) -> Completions {
    let start = typed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let mut parts = typed.split_whitespace();
    let first = parts.next().unwrap_or_default();
    let word = &typed[start..];
    if typed.trim_start() == word {
        let sign = &word[..1];
        let fitting = known.commands.iter().filter(|(name, _)| begins(&name[1..], &word[1..]));
        let items = fitting.map(|(name, _)| Item { text: format!("{sign}{}", &name[1..]), note: String::new() });
        return Completions { start, items: items.collect() };
    }
    let after = parts.count() - usize::from(!word.is_empty());
    let items = match (&first[1..], after) {
        ("run", 0) | ("draw", 1) => queries(known, word),
        ("run", _) => query_params(known, typed, word),
        ("schema", 0) => schema_names(known, word),
        ("param", 0) => parameters_of(known, word),
        (name, 0) => {
            let found = known.commands.iter().find(|(command, _)| command[1..] == *name);
            let values = found.map_or(&[][..], |(_, values)| values);
            let fitting = values.iter().filter(|value| begins(value, word));
            fitting.map(|value| Item { text: (*value).to_owned(), note: String::new() }).collect()
        }
        _ => Vec::new(),
    };
    Completions { start, items }
}

fn queries(known: &Known<'_>, word: &str) -> Vec<Item> {
    let fitting = known.queries.iter().filter(|query| begins(&query.name, word));
    fitting.map(|query| Item { text: query.name.clone(), note: query.title.clone() }).collect()
}

fn query_params(known: &Known<'_>, typed: &str, word: &str) -> Vec<Item> {
    let name = typed.split_whitespace().nth(1).unwrap_or_default();
    let Some(query) = known.queries.iter().find(|query| query.name == name) else { return Vec::new() };
    let fitting = query.params.iter().filter(|param| begins(&param.name, word));
    fitting.map(|param| Item { text: format!("{}=", param.name), note: param.about.clone() }).collect()
}

fn schema_names(known: &Known<'_>, word: &str) -> Vec<Item> {
    let schema = known.view.schema();
    let nodes = schema.nodes.iter().map(|node| (&node.name, &node.about));
    let rels = schema.rels.iter().map(|rel| (&rel.name, &rel.about));
    let fitting = nodes.chain(rels).filter(|(name, _)| begins(name, word));
    fitting.map(|(name, about)| Item { text: name.to_string(), note: about.clone() }).collect()
}

fn parameters_of(known: &Known<'_>, word: &str) -> Vec<Item> {
    let fitting = known.params.iter().filter(|name| begins(name, word));
    fitting.map(|name| Item { text: name.clone(), note: String::new() }).collect()
}
