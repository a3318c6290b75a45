//! `SHOW FUNCTIONS` and `SHOW PROCEDURES`: the tables as rows.
//!
//! Each is a procedure that the words of the statement call; its name is no name that CALL could write.

use super::procedure::{BuiltIn, Output, built_in};
use super::signature::{boolean, string};
use super::{Context, aggregates, categories};
use crate::value::{Fault, Type, Value};

/// The commands, by their words.
pub(super) static COMMANDS: &[BuiltIn] = &[
    BuiltIn {
        name: "SHOW FUNCTIONS",
        inputs: &[],
        settings: &[],
        outputs: &[
            Output { name: "name", ty: string },
            Output { name: "category", ty: string },
            Output { name: "description", ty: string },
            Output { name: "signature", ty: string },
            Output { name: "aggregating", ty: boolean },
        ],
        about: "The functions of the language.",
        example: ("SHOW FUNCTIONS YIELD name WHERE name = 'toUpper'", "'toUpper'"),
        call: functions,
    },
    BuiltIn {
        name: "SHOW PROCEDURES",
        inputs: &[],
        settings: &[],
        outputs: &[
            Output { name: "name", ty: string },
            Output { name: "description", ty: string },
            Output { name: "signature", ty: string },
            Output { name: "mode", ty: string },
        ],
        about: "The procedures that CALL can call.",
        example: ("SHOW PROCEDURES YIELD name WHERE name = 'algo.pageRank'", "'algo.pageRank'"),
        call: procedures,
    },
];

fn functions(_: &Context<'_>, _: &[Value]) -> Result<Vec<Vec<Value>>, Fault> {
    let scalar = categories().flat_map(|(category, rows)| rows.iter().map(move |row| (category, row)));
    let scalar = scalar.map(|(category, row)| {
        vec![row.name.into(), category.into(), row.about.into(), Value::str(row.signature()), Value::Bool(false)]
    });
    let aggregating = aggregates().map(|row| {
        vec![row.name.into(), "Aggregating".into(), row.about.into(), Value::str(row.signature()), Value::Bool(true)]
    });
    Ok(in_order(scalar.chain(aggregating).collect()))
}

fn procedures(_: &Context<'_>, _: &[Value]) -> Result<Vec<Vec<Value>>, Fault> {
    let rows =
        built_in().map(|row| vec![row.name.into(), row.about.into(), Value::str(row.signature()), "READ".into()]);
    Ok(in_order(rows.collect()))
}

/// By name, which is the first column.
fn in_order(mut rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
    rows.sort_by_key(|row| row[0].to_literal().to_lowercase());
    rows
}

impl super::Function {
    /// `substring(original :: STRING, start :: INTEGER, length :: INTEGER?) :: STRING`; a question mark stands for a
    /// parameter that may be left out, dots for one that may be given again.
    #[must_use]
    pub fn signature(&self) -> String {
        let params = self.params.iter().enumerate().map(|(index, param)| {
            let last = index + 1 == self.params.len();
            let mark = if self.variadic && last {
                " …"
            } else if index >= self.required {
                "?"
            } else {
                ""
            };
            format!("{} :: {}{mark}", param.name, word(&(param.ty)()))
        });
        format!("{}({}) :: {}", self.name, params.collect::<Vec<_>>().join(", "), word(&(self.result)()))
    }
}

impl super::Aggregate {
    /// `sum(number :: INTEGER | FLOAT) :: INTEGER | FLOAT`
    #[must_use]
    pub fn signature(&self) -> String {
        let types: Vec<Type> = self.params.iter().map(|param| (param.ty)()).collect();
        let params = self.params.iter().zip(&types).map(|(param, ty)| format!("{} :: {}", param.name, word(ty)));
        let result = (self.result)(types.first().unwrap_or(&Type::Any));
        format!("{}({}) :: {}", self.name, params.collect::<Vec<_>>().join(", "), word(&result))
    }
}

impl BuiltIn {
    /// `algo.pageRank(config = {} :: MAP) :: (node :: NODE, score :: FLOAT)`
    #[must_use]
    pub fn signature(&self) -> String {
        let inputs = self.inputs.iter().map(|input| {
            let default = input.default.map_or_else(String::new, |default| format!(" = {}", default().to_literal()));
            format!("{}{default} :: {}", input.name, word(&(input.ty)()))
        });
        let outputs = self.outputs.iter().map(|output| format!("{} :: {}", output.name, word(&(output.ty)())));
        let (inputs, outputs) = (inputs.collect::<Vec<_>>(), outputs.collect::<Vec<_>>());
        format!("{}({}) :: ({})", self.name, inputs.join(", "), outputs.join(", "))
    }
}

/// A type by the name that the language has for it.
fn word(ty: &Type) -> String {
    match ty {
        Type::Any => "ANY".to_owned(),
        Type::Null => "NULL".to_owned(),
        Type::Bool => "BOOLEAN".to_owned(),
        Type::Int => "INTEGER".to_owned(),
        Type::Float => "FLOAT".to_owned(),
        Type::Number => "INTEGER | FLOAT".to_owned(),
        Type::Str => "STRING".to_owned(),
        Type::List(element) => format!("LIST<{}>", word(element)),
        Type::Map => "MAP".to_owned(),
        Type::Node => "NODE".to_owned(),
        Type::Rel => "RELATIONSHIP".to_owned(),
        Type::Path => "PATH".to_owned(),
        Type::Date => "DATE".to_owned(),
        Type::LocalTime => "LOCAL TIME".to_owned(),
        Type::Time => "ZONED TIME".to_owned(),
        Type::LocalDateTime => "LOCAL DATETIME".to_owned(),
        Type::DateTime => "ZONED DATETIME".to_owned(),
        Type::Duration => "DURATION".to_owned(),
        Type::OneOf(types) => types.iter().map(word).collect::<Vec<_>>().join(" | "),
    }
}
