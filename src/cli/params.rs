//! `name=value` → parameters of a query.

use super::failure::{Exit, Failure};
use crate::assist;
use crate::diag::codes::{BAD_PARAMETER, UNKNOWN_PARAMETER};
use crate::diag::{Diagnostic, Diagnostics, Source, nearest};
use crate::engine;
use crate::functions;
use crate::library::{ParamDecl, SavedQuery};
use crate::project;
use crate::value::{Map, Type, Value};
use std::sync::Arc;

/// Splits what stands after each `-p`; a name may be written with its `$`.
pub(super) fn split(given: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let mut params: Vec<(String, String)> = Vec::new();
    for each in given {
        let Some((name, text)) = each.split_once('=') else {
            return Err(Failure::usage(format_args!("a parameter is written as name=value, not `{each}`")));
        };
        let name = name.trim().trim_start_matches('$');
        if name.is_empty() {
            return Err(Failure::usage(format_args!("`{each}` has no name before the `=`")));
        }
        if params.iter().any(|(other, _)| other == name) {
            return Err(Failure::usage(format_args!("the parameter {name} is given twice")));
        }
        params.push((name.to_owned(), text.to_owned()));
    }
    Ok(params)
}

/// The parameters of a query given as text: each must be used in it.
pub(super) fn for_text(given: &[(String, String)], text: &str) -> Result<Map, Failure> {
    let used = assist::parameters(text);
    let mut params = Map::new();
    for (name, value) in given {
        if !used.contains(&name.as_str()) {
            return Err(Failure::one(Exit::Usage, unknown(name, "the query", &used)));
        }
        params.insert(Arc::from(name.as_str()), untyped(name, value)?);
    }
    Ok(params)
}

/// The parameters of a saved query: those given, then those at hand, then the defaults. `way` is how one is given here,
/// such as `-p`.
pub(super) fn for_query(
    query: &SavedQuery,
    given: &[(String, String)],
    at_hand: &Map,
    way: &str,
) -> Result<Map, Failure> {
    let declared: Vec<&str> = query.params.iter().map(|param| param.name.as_str()).collect();
    if let Some((name, _)) = given.iter().find(|(name, _)| !declared.contains(&name.as_str())) {
        return Err(Failure::one(Exit::Usage, unknown(name, &format!("`{}`", query.name), &declared)));
    }
    let mut params = Map::new();
    let mut missing = Diagnostics::new();
    for param in &query.params {
        let text = given.iter().find(|(name, _)| *name == param.name).map(|(_, text)| text);
        let ready = at_hand.get(param.name.as_str()).filter(|value| param.ty.accepts(&value.kind()));
        let value = match (text, ready) {
            (Some(text), _) => Some(typed(param, text)?),
            (None, Some(value)) => Some(value.clone()),
            (None, None) => project::default_of(query, param)?,
        };
        match value {
            Some(value) => {
                params.insert(Arc::from(param.name.as_str()), value);
            }
            None => missing.push(absent(query, param, way)),
        }
    }
    if missing.is_empty() { Ok(params) } else { Err(Failure::Found(Exit::Usage, missing)) }
}

fn absent(query: &SavedQuery, param: &ParamDecl, way: &str) -> Diagnostic {
    let about = if param.about.is_empty() { String::new() } else { format!(": {}", param.about) };
    Diagnostic::error(UNKNOWN_PARAMETER, format!("`{}` needs a value for ${}{about}", query.name, param.name))
        .at(&query.source, param.span, "")
        .hint(format!("Give it {} with {way}{}=….", param.ty, param.name))
}

fn unknown(name: &str, whose: &str, known: &[&str]) -> Diagnostic {
    let finding = Diagnostic::error(UNKNOWN_PARAMETER, format!("{whose} has no parameter {name}"));
    match nearest(name, known.iter().copied()) {
        Some(near) => finding.hint(format!("Did you mean {near}?")),
        None if known.is_empty() => finding.hint("It takes none."),
        None => finding.hint(format!("It takes {}.", crate::diag::or_list(known).replace(" or ", " and "))),
    }
}

/// A value without a declared type: a literal or the call of a function when it looks like one, else the text itself, so that neither
/// `Apache Flink` nor `2024-05-01` needs quotes. What looks like a literal and is none is a slip, and no text.
pub(super) fn untyped(name: &str, text: &str) -> Result<Value, Failure> {
    if !looks_literal(text) {
        return Ok(Value::str(text));
    }
    match engine::evaluate(&Source::new(format!("${name}"), text)) {
        Ok(value) => Ok(value),
        Err(errors) => Err(malformed(name, text, &errors)),
    }
}

fn looks_literal(text: &str) -> bool {
    let text = text.trim();
    let word = ["true", "false", "null"].iter().any(|word| text.eq_ignore_ascii_case(word));
    word || is_number(text) || text.starts_with(['\'', '"', '[', '{']) || is_call(text)
}

/// Whether a text is a call of a function that there is, such as `date('2024-05-01')`.
fn is_call(text: &str) -> bool {
    let Some((name, rest)) = text.split_once('(') else { return false };
    rest.ends_with(')') && functions::function(name.trim_end()).is_some()
}

fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches('-');
    let hexadecimal = digits.strip_prefix("0x").is_some_and(|rest| rest.chars().all(|each| each.is_ascii_hexdigit()));
    let octal = digits.strip_prefix("0o").is_some_and(|rest| rest.chars().all(|each| each.is_digit(8)));
    let decimal =
        digits.starts_with(|each: char| each.is_ascii_digit() || each == '.') && digits.parse::<f64>().is_ok();
    hexadecimal || octal || decimal
}

/// A value of the declared type. A string is taken as it is, unless it is written in quotes.
fn typed(param: &ParamDecl, text: &str) -> Result<Value, Failure> {
    let quoted = text.trim().starts_with(['\'', '"']);
    if param.ty == Type::Any {
        return untyped(&param.name, text);
    }
    if param.ty == Type::Str && !quoted {
        return Ok(Value::str(text));
    }
    let source = Source::new(format!("${}", param.name), text);
    let value = engine::evaluate(&source).ok();
    match value {
        Some(value) if param.ty.accepts(&value.kind()) => Ok(value),
        None if param.ty == Type::Str => Ok(Value::str(text)),
        _ => {
            let is = value.map_or_else(String::new, |value| format!(", which is {}", value.kind()));
            let message = format!("${} takes {}, not `{text}`{is}", param.name, param.ty);
            let finding = Diagnostic::error(BAD_PARAMETER, message);
            let example = example(&param.ty).map(|example| format!("Write it such as {}={example}.", param.name));
            Err(Failure::one(Exit::Usage, example.into_iter().fold(finding, Diagnostic::hint)))
        }
    }
}

fn example(ty: &Type) -> Option<String> {
    match ty {
        Type::Int | Type::Number => Some(String::from("2024")),
        Type::Float => Some(String::from("0.5")),
        Type::Bool => Some(String::from("true")),
        Type::Str => Some(String::from("Flink")),
        Type::List(item) if **item == Type::Str => Some(String::from("\"['Flink', 'Storm']\"")),
        Type::List(item) => example(item).map(|item| format!("\"[{item}]\"")),
        _ => None,
    }
}

fn malformed(name: &str, text: &str, errors: &Diagnostics) -> Failure {
    let first = errors.iter().next().map_or_else(String::new, |error| error.message.clone());
    let finding = Diagnostic::error(BAD_PARAMETER, format!("the value of ${name} cannot be computed: {first}"));
    let quoted = Value::str(text).to_literal();
    Failure::one(Exit::Usage, finding.hint(format!("If a text is meant, put quotes around it: \"{name}={quoted}\".")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_told_from_texts() {
        for literal in ["1", "-2.5", "1e3", "0x1F", "true", "NULL", "'a'", "[1]", "{a: 1}", "date('2024-05-01')"] {
            assert!(looks_literal(literal), "{literal}");
        }
        for text in ["Apache Flink", "2024-05-01", "1.2.3", "nan", "inf", "-", "", "3 phases", "Kafka (MSK)", "date("] {
            assert!(!looks_literal(text), "{text}");
        }
    }

    #[test]
    fn parameters_are_split_at_the_first_equals_sign() {
        let given = [String::from("$a=x=y"), String::from("b=")];
        let params = split(&given).expect("both are well-formed");
        assert_eq!(params, [("a".into(), "x=y".into()), ("b".into(), String::new())]);
        assert!(split(&[String::from("a")]).is_err());
        assert!(split(&[String::from("=1")]).is_err());
        assert!(split(&[String::from("a=1"), String::from("a=2")]).is_err());
    }

    #[test]
    fn a_parameter_that_is_not_used_is_refused() {
        let given = [(String::from("nmae"), String::from("x"))];
        let Err(Failure::Found(Exit::Usage, findings)) = for_text(&given, "RETURN $name") else { panic!("refused") };
        let hints: Vec<_> = findings.iter().flat_map(|finding| finding.hints.clone()).collect();
        assert_eq!(hints, ["Did you mean name?"]);
    }
}
