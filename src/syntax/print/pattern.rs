//! Patterns.

use super::super::ast::{
    Arrow, Expr, Group, LabelExpr, Length, Link, Name, NodePattern, Pattern, RelPattern, Selector,
};
use super::expr::expr;
use super::name::{name, symbol};
use super::{names, where_part};

/// A pattern with its name and what is asked of it.
pub(super) fn pattern(value: &Pattern) -> String {
    let named = value.variable.as_ref().map_or_else(String::new, |variable| format!("{} = ", symbol(variable)));
    let path = match &value.condition {
        Some(_) => format!("({}{})", chain(&value.start, &value.steps), where_part(value.condition.as_ref())),
        None => chain(&value.start, &value.steps),
    };
    named
        + &match value.selector {
            None => path,
            Some(Selector::ShortestPath) => format!("shortestPath({path})"),
            Some(Selector::AllShortestPaths) => format!("allShortestPaths({path})"),
            Some(Selector::Shortest(1)) => format!("ANY SHORTEST {path}"),
            Some(Selector::Shortest(count)) => format!("SHORTEST {count} {path}"),
            Some(Selector::Groups(1)) => format!("ALL SHORTEST {path}"),
            Some(Selector::Groups(count)) => format!("SHORTEST {count} GROUPS {path}"),
        }
}

/// Nodes and what joins them. A node that holds nothing is left out beside a path that is repeated, as it may be.
fn chain(start: &NodePattern, steps: &[(Link, NodePattern)]) -> String {
    if steps.is_empty() {
        return node(start);
    }
    let nodes = std::iter::once(start).chain(steps.iter().map(|(_, node)| node));
    let mut text = String::new();
    for (index, each) in nodes.enumerate() {
        let before = index.checked_sub(1).map(|before| &steps[before].0);
        let after = steps.get(index).map(|step| &step.0);
        let open = |link: Option<&Link>| link.is_none_or(is_repeated);
        if !(is_empty(each) && open(before) && open(after)) {
            text += &node(each);
        }
        match after {
            Some(Link::Rel(rel)) => text += &relationship(rel),
            Some(Link::Group(each)) => text += &group(each),
            None => {}
        }
    }
    text
}

fn is_repeated(link: &Link) -> bool {
    matches!(link, Link::Group(group) if group.quantity.is_some())
}

fn is_empty(node: &NodePattern) -> bool {
    node.variable.is_none() && node.labels.is_none() && node.properties.is_none() && node.condition.is_none()
}

fn group(value: &Group) -> String {
    let behind = value.quantity.as_ref().map_or_else(String::new, quantity);
    format!("({}{}){behind}", chain(&value.start, &value.steps), where_part(value.condition.as_ref()))
}

/// `{1,3}` and its kin, behind an arrow or a group.
fn quantity(length: &Length) -> String {
    match (length.min.unwrap_or(0), length.max) {
        (0, None) => "*".to_owned(),
        (1, None) => "+".to_owned(),
        (min, None) => format!("{{{min},}}"),
        (min, Some(max)) if min == max => format!("{{{min}}}"),
        (0, Some(max)) => format!("{{,{max}}}"),
        (min, Some(max)) => format!("{{{min},{max}}}"),
    }
}

fn node(value: &NodePattern) -> String {
    let NodePattern { variable, labels: test, properties, condition, .. } = value;
    format!("({})", inner(variable.as_ref(), test.as_ref(), "", properties.as_ref(), condition.as_deref()))
}

fn relationship(rel: &RelPattern) -> String {
    let star = rel.length.as_ref().filter(|length| !length.quantity).map_or_else(String::new, star);
    let behind = rel.length.as_ref().filter(|length| length.quantity).map_or_else(String::new, quantity);
    let inner =
        inner(rel.variable.as_ref(), rel.types.as_ref(), &star, rel.properties.as_ref(), rel.condition.as_deref());
    let brackets = if inner.is_empty() { inner } else { format!("[{inner}]") };
    let (left, right) = match rel.arrow {
        Arrow::Left => ("<-", "-"),
        Arrow::Right => ("-", "->"),
        Arrow::Both => ("-", "-"),
    };
    format!("{left}{brackets}{right}{behind}")
}

/// `*1..3` and its kin, inside the brackets.
fn star(length: &Length) -> String {
    match (length.min, length.max) {
        (None, None) => "*".to_owned(),
        (Some(min), None) => format!("*{min}.."),
        (None, Some(max)) => format!("*..{max}"),
        (Some(min), Some(max)) if min == max => format!("*{min}"),
        (Some(min), Some(max)) => format!("*{min}..{max}"),
    }
}

/// What stands between the parentheses of a node or the brackets of a relationship.
fn inner(
    variable: Option<&Name>,
    test: Option<&LabelExpr>,
    length: &str,
    properties: Option<&Expr>,
    condition: Option<&Expr>,
) -> String {
    let mut text = variable.map_or_else(String::new, symbol);
    text += &test.map_or_else(String::new, |test| format!(":{}", labels(test)));
    text += length;
    text += &properties.map_or_else(String::new, |map| format!(" {}", expr(map)));
    text += &where_part(condition);
    text.trim_start().to_owned()
}

/// `:A:B`
pub(super) fn label_names(all: &[Name]) -> String {
    names(all).into_iter().map(|label| format!(":{label}")).collect()
}

/// A label expression without the colon before it.
pub(super) fn labels(value: &LabelExpr) -> String {
    let part = |part: &LabelExpr| match part {
        LabelExpr::And(_) | LabelExpr::Or(_) => format!("({})", labels(part)),
        part => labels(part),
    };
    match value {
        LabelExpr::Name(label) => name(label),
        LabelExpr::Any(_) => "%".to_owned(),
        LabelExpr::Not(inner, _) => format!("!{}", part(inner)),
        LabelExpr::And(parts) => parts.iter().map(part).collect::<Vec<_>>().join("&"),
        // AND binds tighter, so that its parts need no parentheses here.
        LabelExpr::Or(parts) => parts
            .iter()
            .map(|each| if matches!(each, LabelExpr::And(_)) { labels(each) } else { part(each) })
            .collect::<Vec<_>>()
            .join("|"),
    }
}
