//! The tree as a text of the language, such that reading the text gives the same tree.
//!
//! Input: a tree. Output: a clause a line; what stands in braces on one line. Parentheses stand where the tree needs
//! them and nowhere else, so that the text shows how operators bind. Comments, blanks and the way a number or a name was
//! written are not in the tree, and so not in the text; a column of RETURN without AS is named by its new text.

mod expr;
mod name;
mod pattern;

use super::ast::{
    Call, CallQuery, Clause, Expr, Imports, Item, Match, Merge, Mode, Name, Projection, Query, RemoveItem, SetItem,
    SortItem, Subquery, With, Yields,
};
use expr::{assigned, expr};
use name::{called, name, symbol};
use pattern::{label_names, pattern};

/// A tree as text. For any tree that [`parse`](super::parse) gives, reading this text gives the same tree but for the
/// places. O(size of the tree × depth).
///
/// ```
/// use casegraph::{diag::Source, syntax};
/// let query = syntax::parse(&Source::new("q", "match (n) where (not((n.x=1)))return n.x+(1*2)as y")).unwrap();
/// assert_eq!(syntax::print(&query), "MATCH (n) WHERE NOT n.x = 1\nRETURN n.x + 1 * 2 AS y");
/// ```
#[must_use]
pub fn print(query: &Query) -> String {
    statement(query, "\n")
}

/// An expression as text, as [`print()`] does a statement.
///
/// ```
/// use casegraph::{diag::Source, syntax};
/// let tree = syntax::parse_expression(&Source::new("e", "((1)+2)*3")).unwrap();
/// assert_eq!(syntax::print_expression(&tree), "(1 + 2) * 3");
/// ```
#[must_use]
pub fn print_expression(tree: &Expr) -> String {
    expr(tree)
}

fn statement(query: &Query, joint: &str) -> String {
    let mut text = match query.mode {
        Mode::Run => "",
        Mode::Explain => "EXPLAIN ",
        Mode::Profile => "PROFILE ",
    }
    .to_owned();
    for (index, part) in query.parts.iter().enumerate() {
        if let Some(union) = index.checked_sub(1).and_then(|before| query.unions.get(before)) {
            text += &format!("{joint}UNION{}{joint}", if union.all { " ALL" } else { "" });
        }
        text += &part.clauses.iter().map(clause).collect::<Vec<_>>().join(joint);
    }
    text
}

fn clause(value: &Clause) -> String {
    match value {
        Clause::Match(clause) => format!("{}MATCH {}", optional(clause.optional), match_parts(clause)),
        Clause::Unwind(clause) => format!("UNWIND {} AS {}", expr(&clause.list), symbol(&clause.variable)),
        Clause::With(With { projection: what, condition, .. }) => {
            format!("WITH {}{}", projection(what), where_part(condition.as_ref()))
        }
        Clause::Return(what) => format!("RETURN {}", projection(what)),
        Clause::Create(clause) => format!("CREATE {}", list(&clause.patterns, pattern)),
        Clause::Merge(clause) => merge(clause),
        Clause::Set(clause) => format!("SET {}", list(&clause.items, set_item)),
        Clause::Delete(clause) => {
            format!("{}DELETE {}", if clause.detach { "DETACH " } else { "" }, list(&clause.entities, expr))
        }
        Clause::Remove(clause) => format!("REMOVE {}", list(&clause.items, remove_item)),
        Clause::Call(clause) => call(clause),
        Clause::CallQuery(clause) => call_query(clause),
        Clause::Foreach(each) => {
            let clauses: Vec<String> = each.clauses.iter().map(clause).collect();
            format!("FOREACH ({} IN {} | {})", symbol(&each.variable), expr(&each.list), clauses.join(" "))
        }
        Clause::Let(clause) => {
            format!("LET {}", list(&clause.items, |(name, value)| format!("{} = {}", symbol(name), expr(value))))
        }
        Clause::Filter(clause) => format!("FILTER {}", expr(&clause.condition)),
        Clause::Finish(_) => "FINISH".to_owned(),
    }
}

fn match_parts(clause: &Match) -> String {
    list(&clause.patterns, pattern) + &where_part(clause.condition.as_ref())
}

fn merge(clause: &Merge) -> String {
    let mut text = format!("MERGE {}", pattern(&clause.pattern));
    for (words, items) in [(" ON CREATE SET ", &clause.on_create), (" ON MATCH SET ", &clause.on_match)] {
        if !items.is_empty() {
            text += words;
            text += &list(items, set_item);
        }
    }
    text
}

fn call(clause: &Call) -> String {
    let yielded = clause.yields.as_ref().map_or_else(String::new, yields);
    // The tree has SHOW as a call of a name that no procedure can have.
    if let Some(shown) = clause.name.text.strip_prefix("SHOW ") {
        return format!("SHOW {shown}{yielded}");
    }
    let args = clause.args.as_ref().map_or_else(String::new, |args| format!("({})", list(args, expr)));
    format!("{}CALL {}{args}{yielded}", optional(clause.optional), called(&clause.name.text))
}

fn yields(value: &Yields) -> String {
    let items = value.items.iter().map(|(output, alias)| match alias {
        Some(alias) => format!("{} AS {}", symbol(output), symbol(alias)),
        None => symbol(output),
    });
    let items: Vec<String> = value.star.iter().map(|_| "*".to_owned()).chain(items).collect();
    let items = if items.is_empty() { "-".to_owned() } else { items.join(", ") };
    format!(" YIELD {items}{}", where_part(value.condition.as_ref()))
}

fn call_query(clause: &CallQuery) -> String {
    let imports = match &clause.imports {
        Imports::With => String::new(),
        Imports::All => " (*)".to_owned(),
        Imports::Names(names) => format!(" ({})", list(names, symbol)),
    };
    format!("{}CALL{imports} {{ {} }}", optional(clause.optional), statement(&clause.query, " "))
}

fn projection(value: &Projection) -> String {
    let mut text = if value.distinct { "DISTINCT " } else { "" }.to_owned();
    let items = value.items.iter().map(|Item { expr: value, alias }| match alias {
        Some(alias) => format!("{} AS {}", expr(value), symbol(alias)),
        None => expr(value),
    });
    let items: Vec<String> = value.star.iter().map(|_| "*".to_owned()).chain(items).collect();
    text += &items.join(", ");
    if !value.order.is_empty() {
        let key = |SortItem { expr: key, descending }: &SortItem| expr(key) + if *descending { " DESC" } else { "" };
        text += &format!(" ORDER BY {}", list(&value.order, key));
    }
    for (word, count) in [(" SKIP ", &value.skip), (" LIMIT ", &value.limit)] {
        if let Some(count) = count {
            text += word;
            text += &expr(count);
        }
    }
    text
}

fn set_item(item: &SetItem) -> String {
    match item {
        SetItem::Property { entity, key, value, .. } => format!("{}.{} = {}", assigned(entity), name(key), expr(value)),
        SetItem::Properties { variable, add, value, .. } => {
            format!("{} {} {}", symbol(variable), if *add { "+=" } else { "=" }, expr(value))
        }
        SetItem::Labels { variable, labels, .. } => symbol(variable) + &label_names(labels),
    }
}

fn remove_item(item: &RemoveItem) -> String {
    match item {
        RemoveItem::Property { entity, key, .. } => format!("{}.{}", assigned(entity), name(key)),
        RemoveItem::Labels { variable, labels, .. } => symbol(variable) + &label_names(labels),
    }
}

/// What stands between the braces of `EXISTS { … }`.
fn subquery(value: &Subquery) -> String {
    match value {
        Subquery::Pattern(clause) => format!("MATCH {}", match_parts(clause)),
        Subquery::Query(query) => statement(query, " "),
    }
}

fn optional(is: bool) -> &'static str {
    if is { "OPTIONAL " } else { "" }
}

fn where_part(condition: Option<&Expr>) -> String {
    condition.map_or_else(String::new, |condition| format!(" WHERE {}", expr(condition)))
}

fn list<T>(items: &[T], show: impl Fn(&T) -> String) -> String {
    items.iter().map(show).collect::<Vec<_>>().join(", ")
}

/// Items that are names.
fn names(items: &[Name]) -> Vec<String> {
    items.iter().map(name).collect()
}
