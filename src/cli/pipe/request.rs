//! A line → a request.

use super::procedure;
use super::value::{self, Malformed};
use crate::diag::codes::{BAD_PARAMETER, BAD_REQUEST};
use crate::diag::{Diagnostic, nearest, or_list};
use crate::functions::procedure::TableProcedure;
use crate::value::Map;
use serde_json::Value as Json;
use std::sync::Arc;
use std::time::Duration;

/// What a program asks for.
#[derive(Debug)]
pub(super) enum Request {
    /// Run a statement.
    Statement {
        /// Its text.
        text: String,
        /// The values of its parameters.
        params: Map,
        /// The time that it may take, when it says so itself.
        timeout: Option<Duration>,
    },
    /// Begin anew, with an empty graph and no procedures.
    Reset,
    /// Define a procedure.
    Procedure(TableProcedure),
}

/// Why a request is refused.
type Refusal = Box<Diagnostic>;

/// An object whose members are taken out one by one, so that what is left over is a mistake.
type Members = serde_json::Map<String, Json>;

/// Reads one line.
pub(super) fn read(line: &[u8]) -> Result<Request, Refusal> {
    let json: Json = serde_json::from_slice(line).map_err(|error| {
        let place = if error.is_eof() { "its end".to_owned() } else { format!("column {}", error.column()) };
        let text = error.to_string();
        let reason = text.split(" at line ").next().unwrap_or_default();
        refuse(format!("the request is not one line of JSON: {reason} at {place}"))
    })?;
    let Json::Object(mut members) = json else {
        return Err(refuse("a request is a JSON object with a `statement` or a `command`"));
    };
    match (members.remove("statement"), members.remove("command")) {
        (Some(Json::String(text)), None) => statement(text, members),
        (None, Some(Json::String(command))) => self::command(&command, members),
        (Some(_), None) => Err(refuse("`statement` is a string")),
        (None, Some(_)) => Err(refuse("`command` is a string")),
        (Some(_), Some(_)) => Err(refuse("a request has a `statement` or a `command`, not both")),
        (None, None) => {
            left_over(&members, &["statement", "command"])?;
            Err(refuse("a request has a `statement` or a `command`"))
        }
    }
}

fn statement(text: String, mut members: Members) -> Result<Request, Refusal> {
    let [given, timeout] = ["parameters", "timeout"].map(|key| members.remove(key));
    left_over(&members, &["statement", "parameters", "timeout"])?;
    let timeout = match timeout {
        None | Some(Json::Null) => None,
        Some(time) => match time.as_u64().filter(|time| *time > 0) {
            Some(time) => Some(Duration::from_millis(time)),
            None => return Err(refuse("`timeout` is a whole number of milliseconds, from 1 up")),
        },
    };
    let params = match given {
        None | Some(Json::Null) => Map::new(),
        Some(Json::Object(given)) => {
            let params = given.into_iter().map(|(name, json)| match value::read(&json) {
                Ok(value) => Ok((Arc::from(name), value)),
                Err(Malformed(reason)) => {
                    let message = format!("the value of ${name} can't be read: {reason}");
                    Err(Box::new(Diagnostic::error(BAD_PARAMETER, message)))
                }
            });
            params.collect::<Result<Map, Refusal>>()?
        }
        Some(_) => return Err(refuse("`parameters` is an object from names to values")),
    };
    Ok(Request::Statement { text, params, timeout })
}

fn command(name: &str, mut members: Members) -> Result<Request, Refusal> {
    const COMMANDS: [&str; 2] = ["reset", "procedure"];
    match name {
        "reset" => left_over(&members, &["command"]).map(|()| Request::Reset),
        "procedure" => {
            let [signature, columns, rows] = ["signature", "columns", "rows"].map(|key| members.remove(key));
            left_over(&members, &["command", "signature", "columns", "rows"])?;
            let Some(Json::String(signature)) = signature else {
                return Err(refuse("the command `procedure` needs a `signature`, which is a string"));
            };
            let procedure = procedure::read(&signature, columns.as_ref(), rows.as_ref());
            procedure.map(Request::Procedure).map_err(|Malformed(reason)| refuse(reason))
        }
        other => {
            let finding = *refuse(format!("there is no command `{other}`"));
            Err(Box::new(match nearest(other, COMMANDS) {
                Some(near) => finding.hint(format!("Did you mean `{near}`?")),
                None => finding.hint(format!("The commands are {}.", or_list(&COMMANDS).replace(" or ", " and "))),
            }))
        }
    }
}

/// Refuses members that mean nothing.
fn left_over(members: &Members, known: &[&str]) -> Result<(), Refusal> {
    let Some(name) = members.keys().next() else { return Ok(()) };
    let finding = *refuse(format!("the member `{name}` means nothing in this request"));
    Err(Box::new(match nearest(name, known.iter().copied()) {
        Some(near) => finding.hint(format!("Did you mean `{near}`?")),
        None => finding.hint(format!("It may have {}.", or_list(known))),
    }))
}

fn refuse(message: impl Into<String>) -> Refusal {
    Box::new(Diagnostic::error(BAD_REQUEST, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(line: &str) -> String {
        let finding = read(line.as_bytes()).expect_err(line);
        [vec![finding.message], finding.hints].concat().join(" / ")
    }

    #[test]
    fn a_statement_has_a_text_and_parameters() {
        let line = r#"{"statement": "RETURN $x", "parameters": {"x": {"$type": "Integer", "_value": "7"}}}"#;
        let Ok(Request::Statement { text, params, timeout: None }) = read(line.as_bytes()) else {
            panic!("it is a statement")
        };
        assert_eq!((text.as_str(), params["x"].to_literal().as_str()), ("RETURN $x", "7"));
        for parameters in ["", r#", "parameters": {}"#, r#", "parameters": null"#] {
            let line = format!(r#"{{"statement": "RETURN 1"{parameters}}}"#);
            assert!(matches!(read(line.as_bytes()), Ok(Request::Statement { params, .. }) if params.is_empty()));
        }
    }

    #[test]
    fn malformed_requests_are_refused_with_the_reason() {
        let cases = [
            ("", "the request is not one line of JSON: EOF while parsing a value at its end"),
            ("{\"statement\" 1}", "the request is not one line of JSON: expected `:` at column 14"),
            ("7", "a request is a JSON object with a `statement` or a `command`"),
            ("{}", "a request has a `statement` or a `command`"),
            (r#"{"statment": ""}"#, "the member `statment` means nothing in this request / Did you mean `statement`?"),
            (r#"{"statement": 1}"#, "`statement` is a string"),
            (
                r#"{"statement": "", "params": {}}"#,
                "the member `params` means nothing in this request / It may have statement, parameters or timeout.",
            ),
            (r#"{"statement": "", "parameters": []}"#, "`parameters` is an object from names to values"),
            (
                r#"{"statement": "", "parameters": {"x": {"$type": "Integer"}}}"#,
                "the value of $x can't be read: a value with `$type` has a `_value` too, and nothing else",
            ),
            (r#"{"statement": "", "timeout": "2s"}"#, "`timeout` is a whole number of milliseconds, from 1 up"),
            (r#"{"command": "rest"}"#, "there is no command `rest` / Did you mean `reset`?"),
            (r#"{"command": "quit"}"#, "there is no command `quit` / The commands are reset and procedure."),
            (r#"{"command": "procedure"}"#, "the command `procedure` needs a `signature`, which is a string"),
        ];
        for (line, expected) in cases {
            assert_eq!(refusal(line), expected);
        }
    }

    #[test]
    fn what_is_not_text_is_refused() {
        assert!(read(b"\xff\xfe").is_err());
        assert!(read(b"{\"statement\": \"\xff\"}").is_err());
        assert!(read("[".repeat(100_000).as_bytes()).is_err());
    }
}
