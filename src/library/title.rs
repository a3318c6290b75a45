//! The text of a header with the values of parameters in it: `What did $company build?` asks of `Uber`.

use super::ParamDecl;
use crate::value::{Map, Value, literal};

/// A text in which the name of each declared parameter after a `$` is replaced by its value. What is no declared parameter,
/// or has no value, stays as it is.
pub(super) fn filled(text: &str, declared: &[ParamDecl], values: &Map) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        filled.push_str(before);
        let name = name(after);
        let known = declared.iter().any(|param| param.name == name);
        match values.get(name).filter(|_| known) {
            Some(value) => filled.push_str(&plain(value)),
            None => {
                filled.push('$');
                filled.push_str(name);
            }
        }
        rest = &after[name.len()..];
    }
    filled + rest
}

/// The names after each `$` of a text, with their places; a `$` before anything else, such as an amount, is none.
pub(super) fn names(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let after = text.match_indices('$').map(|(at, _)| (at, name(&text[at + 1..])));
    after.filter(|(_, name)| name.starts_with(|each: char| each.is_alphabetic() || each == '_'))
}

/// The name that a text begins with.
fn name(text: &str) -> &str {
    &text[..text.find(|each: char| !each.is_alphanumeric() && each != '_').unwrap_or(text.len())]
}

/// A value as one says it: texts without quotes, the items of a list one after the other, and `any` for none, by which a
/// query asks of all.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::from("any"),
        Value::Str(text) => text.to_string(),
        Value::List(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => literal(other, &plain),
    }
}

#[cfg(test)]
mod tests {
    use super::super::SavedQuery;
    use crate::diag::Source;
    use crate::value::{Map, Value};
    use std::sync::Arc;

    fn query(title: &str) -> Result<SavedQuery, String> {
        let text = format!("// title: {title}\n// param tool: STRING\n// param tools: LIST<STRING>\nRETURN 1");
        SavedQuery::parse("test", &Source::new("test.cypher", text))
            .map_err(|findings| findings.iter().map(|finding| finding.message.clone()).collect())
    }

    fn titled(title: &str, values: &[(&str, Value)]) -> String {
        let values: Map = values.iter().map(|(name, value)| (Arc::from(*name), value.clone())).collect();
        query(title).expect("it is well-formed").title_with(&values)
    }

    #[test]
    fn a_title_names_what_it_is_asked_of() {
        let lathe = ("tool", Value::from("a lathe"));
        assert_eq!(titled("What is $tool?", std::slice::from_ref(&lathe)), "What is a lathe?");
        assert_eq!(titled("$tool, $tool's", std::slice::from_ref(&lathe)), "a lathe, a lathe's");
        let both = Value::List(Arc::new(vec![Value::from("saw"), Value::Int(2)]));
        assert_eq!(titled("All of $tools", &[lathe, ("tools", both)]), "All of saw, 2");
        assert_eq!(titled("What is $tool?", &[]), "What is $tool?", "it has no value yet");
        assert_eq!(titled("What does $tool do?", &[("tool", Value::Null)]), "What does any do?");
        assert_eq!(titled("What costs $5, or US$?", &[]), "What costs $5, or US$?");
    }

    #[test]
    fn a_title_names_declared_parameters_alone() {
        let wrong = query("What is $tol?").expect_err("there is no such parameter");
        assert!(wrong.contains("$tol"), "{wrong}");
    }
}
