//! `queries`: what can be run by name.

use super::failure::{Exit, Failure};
use super::open::Scope;
use super::setup::Setup;
use crate::graph::View;
use crate::library::{ParamDecl, SavedQuery, Show};
use crate::render::{Format, Look, render};
use crate::value::{Rows, Type, Value};

/// Lists the saved queries.
pub(super) fn queries(setup: &Setup) -> Result<Exit, Failure> {
    let format = setup.rows_format()?;
    let opened = setup.place.open(Scope::Everything, &setup.limits)?;
    let mut output = setup.output();
    output.put(&list(&opened.project.queries, opened.project.graph.view(), format, setup.look()))?;
    output.finish()?;
    for broken in &opened.project.broken {
        super::terminal::say(&crate::diag::show_all(&broken.findings, setup.terminal.error_style));
    }
    Ok(if opened.project.broken.is_empty() { Exit::Fine } else { Exit::Findings })
}

/// The list in any form; a table has the columns that people need, the others have all.
pub(super) fn list(queries: &[SavedQuery], view: View<'_>, format: Format, look: Look) -> String {
    let table = format == Format::Table;
    let mut columns = vec!["name", "title", "parameters"];
    if !table {
        columns.extend(["about", "show", "file"]);
    }
    let rows = queries.iter().map(|query| {
        let params: Vec<String> = query.params.iter().map(declaration).collect();
        let params = if table {
            Value::str(params.join(", "))
        } else {
            Value::list(params.into_iter().map(Value::str).collect())
        };
        let mut row = vec![Value::str(query.name.as_str()), Value::str(query.title.as_str()), params];
        if !table {
            let show = if query.show == Show::Table { "table" } else { "graph" };
            row.extend([Value::str(query.about.as_str()), Value::str(show), Value::str(query.source.name())]);
        }
        row
    });
    let rows = Rows { columns: columns.into_iter().map(str::to_owned).collect(), rows: rows.collect() };
    render(&rows, view, format, look)
}

/// A parameter as its header declares it, shortly.
fn declaration(param: &ParamDecl) -> String {
    match &param.default {
        Some((text, _)) => format!("{} = {text}", param.name),
        None => format!("{}: {}", param.name, standard(&param.ty)),
    }
}

/// A type in the words of the language.
pub(super) fn standard(ty: &Type) -> String {
    let name = match ty {
        Type::Any => "ANY",
        Type::Null => "NULL",
        Type::Bool => "BOOLEAN",
        Type::Int => "INTEGER",
        Type::Float => "FLOAT",
        Type::Number => "INTEGER | FLOAT",
        Type::Str => "STRING",
        Type::List(item) => return format!("LIST<{}>", standard(item)),
        Type::Map => "MAP",
        Type::Node => "NODE",
        Type::Rel => "RELATIONSHIP",
        Type::Path => "PATH",
        Type::Date => "DATE",
        Type::LocalTime => "LOCAL TIME",
        Type::Time => "ZONED TIME",
        Type::LocalDateTime => "LOCAL DATETIME",
        Type::DateTime => "ZONED DATETIME",
        Type::Duration => "DURATION",
        Type::OneOf(types) => {
            let types: Vec<String> = types.iter().map(standard).collect();
            return types.join(" | ");
        }
    };
    name.to_owned()
}
