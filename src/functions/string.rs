//! Functions of strings. Positions and lengths count characters (Unicode scalar values), never bytes.

use super::argument::{At, any_null, count, text, too_large};
use super::signature::{integer, param, string, strings};
use super::{Context, Function, Param};
use crate::value::{Fault, MAX_ITEMS, MAX_TEXT, Value};

const TEXT: Param = param("text", string);
const LENGTH: Param = param("length", integer);
const CHARACTERS: Param = param("characters", string);

/// The rows of the table.
pub(super) static FUNCTIONS: &[Function] = &[
    Function::new("toUpper", &[TEXT], string, |_, args| change("toUpper", args, |text| text.to_uppercase()))
        .about("The text in capitals.")
        .example("toUpper('flink')", "'FLINK'"),
    Function::new("upper", &[TEXT], string, |_, args| change("upper", args, |text| text.to_uppercase()))
        .about("The text in capitals, as toUpper().")
        .example("upper('flink')", "'FLINK'"),
    Function::new("toLower", &[TEXT], string, |_, args| change("toLower", args, |text| text.to_lowercase()))
        .about("The text in small letters.")
        .example("toLower('Flink')", "'flink'"),
    Function::new("lower", &[TEXT], string, |_, args| change("lower", args, |text| text.to_lowercase()))
        .about("The text in small letters, as toLower().")
        .example("lower('Flink')", "'flink'"),
    Function::new("trim", &[TEXT], string, |_, args| change("trim", args, |text| text.trim().to_owned()))
        .about("The text without white space at both ends.")
        .example("trim('  Kafka ')", "'Kafka'"),
    Function::new("bTrim", &[TEXT, CHARACTERS], string, |_, args| trim("bTrim", args, true, true))
        .optional(1)
        .about("The text without white space at both ends, or without the characters given.")
        .example("bTrim('--Kafka-', '-')", "'Kafka'"),
    Function::new("lTrim", &[TEXT, CHARACTERS], string, |_, args| trim("lTrim", args, true, false))
        .optional(1)
        .about("The text without white space at its start, or without the characters given.")
        .example("lTrim('  Kafka ')", "'Kafka '"),
    Function::new("rTrim", &[TEXT, CHARACTERS], string, |_, args| trim("rTrim", args, false, true))
        .optional(1)
        .about("The text without white space at its end, or without the characters given.")
        .example("rTrim('  Kafka ')", "'  Kafka'"),
    Function::new("replace", &[TEXT, param("search", string), param("replacement", string)], string, replace)
        .about("The text with one part put in the place of another, wherever that is found.")
        .example("replace('Apache Storm', 'Storm', 'Flink')", "'Apache Flink'"),
    Function::new("substring", &[TEXT, param("start", integer), LENGTH], string, substring)
        .optional(1)
        .about("The text from a character on, counted from 0, to its end or so many characters long.")
        .example("substring('MillWheel', 4, 5)", "'Wheel'"),
    Function::new("left", &[TEXT, LENGTH], string, left)
        .about("So many characters from the start of the text.")
        .example("left('Kafka Streams', 5)", "'Kafka'"),
    Function::new("right", &[TEXT, LENGTH], string, right)
        .about("So many characters from the end of the text.")
        .example("right('Kafka Streams', 7)", "'Streams'"),
    Function::new("split", &[TEXT, param("delimiter", string)], strings, split)
        .about("The parts of the text between the delimiters; without a delimiter its characters.")
        .example("split('Kafka,Flink', ',')", "['Kafka', 'Flink']"),
    Function::new("char_length", &[TEXT], integer, |_, args| length("char_length", args))
        .about("How many characters the text has.")
        .example("char_length('Flink')", "5"),
    Function::new("character_length", &[TEXT], integer, |_, args| length("character_length", args))
        .about("How many characters the text has, as char_length().")
        .example("character_length('Flink')", "5"),
];

/// Applies `work` to the only argument.
fn change(name: &'static str, args: &[Value], work: fn(&str) -> String) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    Ok(Value::str(work(text(At(name, ""), &args[0])?)))
}

fn length(name: &'static str, args: &[Value]) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    Ok(Value::Int(text(At(name, ""), &args[0])?.chars().count() as i64))
}

fn trim(name: &'static str, args: &[Value], at_start: bool, at_end: bool) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    let mut rest: &str = text(At(name, "text"), &args[0])?;
    let characters = args.get(1).map(|characters| text(At(name, "characters"), characters)).transpose()?;
    let unwanted = |letter: char| characters.map_or(letter.is_whitespace(), |all| all.contains(letter));
    if at_start {
        rest = rest.trim_start_matches(unwanted);
    }
    if at_end {
        rest = rest.trim_end_matches(unwanted);
    }
    Ok(Value::str(rest))
}

fn replace(context: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    let original = text(At("replace", "text"), &args[0])?;
    let search = text(At("replace", "search"), &args[1])?;
    let replacement = text(At("replace", "replacement"), &args[2])?;
    let found = original.matches(&**search).count();
    let length = found.saturating_mul(replacement.len()).saturating_add(original.len() - found * search.len());
    if length > MAX_TEXT {
        return Err(too_large(At("replace", ""), &format!("a string of {length} bytes"), MAX_TEXT));
    }
    context.bounds.fits(length as u64)?;
    let mut rest = 0;
    let pieces = original.match_indices(&**search).flat_map(|(at, found)| {
        let before = &original[std::mem::replace(&mut rest, at + found.len())..at];
        [before, replacement]
    });
    let mut replaced = context.bounds.text(pieces, length)?;
    replaced.push_str(&original[rest..]);
    Ok(Value::str(replaced))
}

fn substring(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    let original = text(At("substring", "text"), &args[0])?;
    let start = count(At("substring", "start"), &args[1])?;
    let length = args.get(2).map_or(Ok(usize::MAX), |length| count(At("substring", "length"), length))?;
    let rest = &original[offset(original, start)..];
    Ok(Value::str(&rest[..offset(rest, length)]))
}

fn left(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    let original = text(At("left", "text"), &args[0])?;
    let length = count(At("left", "length"), &args[1])?;
    Ok(Value::str(&original[..offset(original, length)]))
}

fn right(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    let original = text(At("right", "text"), &args[0])?;
    let length = count(At("right", "length"), &args[1])?;
    let skipped = original.chars().count().saturating_sub(length);
    Ok(Value::str(&original[offset(original, skipped)..]))
}

/// Where in the bytes the character of this number begins; the end, when there are fewer.
fn offset(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(at, _)| at)
}

fn split(context: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    let original = text(At("split", "text"), &args[0])?;
    let delimiter = text(At("split", "delimiter"), &args[1])?;
    let delimiter: &str = delimiter;
    let count = if delimiter.is_empty() { original.chars().count() } else { original.split(delimiter).count() };
    if count > MAX_ITEMS {
        return Err(too_large(At("split", ""), &format!("a list of {count} parts"), MAX_ITEMS));
    }
    // Each part is a text of its own.
    context.bounds.fits(2 * super::list::list_bytes(count))?;
    let parts = if delimiter.is_empty() {
        context.bounds.collect(original.chars().map(|letter| Value::str(letter.encode_utf8(&mut [0; 4]))))
    } else {
        context.bounds.collect(original.split(delimiter).map(Value::str))
    };
    Ok(Value::list(parts?))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, fault, text};
    use crate::value::{FaultKind, MAX_TEXT, Value};

    fn number(number: i64) -> Value {
        Value::Int(number)
    }

    #[test]
    fn texts_are_cut_by_characters() {
        check(&[
            ("substring", vec![text("0123456789"), number(1)], "'123456789'"),
            ("substring", vec![text("Zoë!"), number(2), number(1)], "'ë'"),
            ("substring", vec![text("abc"), number(3), number(2)], "''"),
            ("substring", vec![text("abc"), number(9)], "''"),
            ("substring", vec![text("abc"), number(1), number(i64::MAX)], "'bc'"),
            ("left", vec![text("Zoë"), number(9)], "'Zoë'"),
            ("left", vec![Value::Null, number(1)], "null"),
            ("right", vec![text("Zoë"), number(1)], "'ë'"),
            ("right", vec![text("Zoë"), number(9)], "'Zoë'"),
            ("split", vec![text("one1two"), text("1")], "['one', 'two']"),
            ("split", vec![text(""), text(",")], "['']"),
            ("split", vec![text("abc"), text("")], "['a', 'b', 'c']"),
            ("split", vec![text("abc"), Value::Null], "null"),
            ("char_length", vec![text("Zoë")], "3"),
        ]);
    }

    #[test]
    fn texts_are_changed() {
        check(&[
            ("toUpper", vec![text("straße")], "'STRASSE'"),
            ("toLower", vec![text("ÄB")], "'äb'"),
            ("trim", vec![text("\t a \n")], "'a'"),
            ("bTrim", vec![text("xyaxy"), text("xy")], "'a'"),
            ("lTrim", vec![text("xxax"), text("x")], "'ax'"),
            ("rTrim", vec![text("xxax"), text("x")], "'xxa'"),
            ("replace", vec![text("banana"), text("an"), text("")], "'ba'"),
            ("replace", vec![text("hello"), Value::Null, text("x")], "null"),
            ("toUpper", vec![Value::Null], "null"),
        ]);
    }

    #[test]
    fn faults_name_function_and_parameter() {
        let wrong = fault("toUpper", &[number(1)]);
        assert_eq!(wrong.message, "toUpper() needs a string, this is an integer");
        assert_eq!(wrong.hint.as_deref(), Some("toString() makes a string of it"));
        let wrong = fault("substring", &[text("abc"), text("1")]);
        assert_eq!(wrong.message, "substring() needs an integer as `start`, this is a string");
        let negative = fault("left", &[text("abc"), number(-1)]);
        assert_eq!(negative.message, "left() needs a `length` from 0 up, this is -1");
        assert_eq!(negative.kind, FaultKind::Argument);
        let long = text(&"x".repeat(MAX_TEXT / 1000));
        let large = fault("replace", &[long.clone(), text("x"), text(&"y".repeat(1001))]);
        assert_eq!(large.kind, FaultKind::TooLarge);
    }
}
