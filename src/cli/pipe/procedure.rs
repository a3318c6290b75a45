//! The definition of a procedure: its signature, its columns and its rows.

use super::value::{self, Malformed};
use crate::functions::procedure::{Column, TableProcedure};
use crate::value::{Type, Value};
use serde_json::Value as Json;

/// Reads a procedure. The columns of the rows may be named in any order; without rows there is nothing to name.
pub(super) fn read(signature: &str, columns: Option<&Json>, rows: Option<&Json>) -> Result<TableProcedure, Malformed> {
    let mut procedure = self::signature(signature)
        .ok_or_else(|| Malformed::new("the signature is not of the form `name(in :: TYPE?) :: (out :: TYPE?)`"))?;
    let columns: Vec<&str> = array(columns, "columns")?
        .iter()
        .map(|name| name.as_str().ok_or_else(|| Malformed::new("`columns` is an array of names")))
        .collect::<Result<_, _>>()?;
    let rows = array(rows, "rows")?;
    if rows.is_empty() {
        return Ok(procedure);
    }
    let declared: Vec<&Column> = procedure.inputs.iter().chain(&procedure.outputs).collect();
    let mut places = Vec::with_capacity(declared.len());
    for (name, ..) in &declared {
        let place = columns.iter().position(|column| column == name);
        places.push(place.ok_or_else(|| Malformed::new(format!("no column of the rows is `{name}`")))?);
    }
    let mut table = Vec::with_capacity(rows.len());
    for row in rows {
        let cells = row.as_array().filter(|cells| cells.len() == columns.len());
        let cells = cells.ok_or_else(|| Malformed::new("a row is an array with a value for each column"))?;
        let row = declared.iter().zip(&places).map(|(column, place)| cell(column, &cells[*place]));
        table.push(row.collect::<Result<Vec<Value>, Malformed>>()?);
    }
    procedure.rows = table;
    Ok(procedure)
}

fn array<'j>(json: Option<&'j Json>, name: &str) -> Result<&'j [Json], Malformed> {
    match json {
        None => Ok(&[]),
        Some(Json::Array(items)) => Ok(items),
        Some(_) => Err(Malformed::new(format!("`{name}` is an array"))),
    }
}

fn cell((name, ty, nullable): &Column, json: &Json) -> Result<Value, Malformed> {
    let value = value::read(json)?;
    let fits = if value.is_null() { *nullable } else { ty.accepts(&value.kind()) };
    if fits { Ok(value) } else { Err(Malformed::new(format!("the column `{name}` can't hold {}", value.to_literal()))) }
}

/// `test.my.proc(name :: STRING?, in :: INTEGER?) :: (out :: FLOAT?)`
fn signature(text: &str) -> Option<TableProcedure> {
    let (name, rest) = text.trim().split_once('(')?;
    let (inputs, rest) = rest.split_once(')')?;
    let outputs = rest.trim().strip_prefix("::")?.trim().strip_prefix('(')?.strip_suffix(')')?;
    let name = name.trim();
    let parts_are_words = name.split('.').all(is_word);
    parts_are_words.then_some(())?;
    let (inputs, outputs) = (fields(inputs)?, fields(outputs)?);
    Some(TableProcedure { name: name.to_owned(), inputs, outputs, rows: Vec::new() })
}

/// `name :: STRING?, in :: INTEGER?`, or nothing.
fn fields(text: &str) -> Option<Vec<Column>> {
    if text.trim().is_empty() {
        return Some(Vec::new());
    }
    text.split(',').map(field).collect()
}

fn field(text: &str) -> Option<Column> {
    let (name, ty) = text.split_once("::")?;
    let (name, ty) = (name.trim(), ty.trim());
    let (ty, nullable) = ty.strip_suffix('?').map_or((ty, false), |ty| (ty.trim_end(), true));
    let ty = match ty {
        "STRING" => Type::Str,
        "INTEGER" => Type::Int,
        "FLOAT" => Type::Float,
        "NUMBER" => Type::Number,
        "BOOLEAN" => Type::Bool,
        "ANY" => Type::Any,
        _ => return None,
    };
    is_word(name).then(|| (name.to_owned(), ty, nullable))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|each| each.is_alphanumeric() || each == '_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_signature_has_inputs_and_outputs() {
        let procedure =
            signature("test.my.proc(name :: STRING?, in :: INTEGER) :: (out :: FLOAT?)").expect("well-formed");
        assert_eq!(procedure.name, "test.my.proc");
        assert_eq!(procedure.inputs, [("name".into(), Type::Str, true), ("in".into(), Type::Int, false)]);
        assert_eq!(procedure.outputs, [("out".into(), Type::Float, true)]);
        let nothing = signature("test.doNothing() :: ()").expect("well-formed");
        assert!(nothing.inputs.is_empty() && nothing.outputs.is_empty());
        for wrong in ["", "p", "p()", "p() :: (", "p() :: (x)", "p(x :: INT) :: ()", "p q() :: ()", ".p() :: ()"] {
            assert!(signature(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn rows_are_brought_into_the_order_of_the_signature() {
        let text = "p(a :: INTEGER?) :: (b :: NUMBER?)";
        let (columns, rows) = (json!(["b", "a"]), json!([[1.5, 1], [2, null]]));
        let procedure = read(text, Some(&columns), Some(&rows)).expect("well-formed");
        let literals: Vec<String> = procedure.rows.into_iter().map(|row| Value::list(row).to_literal()).collect();
        assert_eq!(literals, ["[1, 1.5]", "[null, 2]"]);
        let reason = |columns: Json, rows: Json| read(text, Some(&columns), Some(&rows)).expect_err("malformed").0;
        assert_eq!(reason(json!(["a"]), json!([[1]])), "no column of the rows is `b`");
        assert_eq!(reason(json!(["a", "b"]), json!([[1]])), "a row is an array with a value for each column");
        assert_eq!(reason(json!(["a", "b"]), json!([["x", 1]])), "the column `a` can't hold 'x'");
        assert_eq!(reason(json!("a"), json!([])), "`columns` is an array");
    }
}
