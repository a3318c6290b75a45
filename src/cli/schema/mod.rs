//! `schema`: what is in the graph, as a whole and type by type.

mod detail;
mod overview;

use super::failure::{Exit, Failure};
use super::query::open;
use super::setup::Setup;
use crate::diag::codes::UNKNOWN_LABEL;
use crate::diag::{Diagnostic, nearest};
use crate::graph::View;
use crate::render::{Format, Look};

/// Shows all types, or one.
pub(super) fn schema(setup: &Setup, name: Option<&str>) -> Result<Exit, Failure> {
    let format = setup.rows_format()?;
    let opened = open(setup)?;
    let mut output = setup.output();
    output.put(&describe(opened.project.graph.view(), name, format, setup.look())?)?;
    output.finish()?;
    Ok(Exit::Fine)
}

/// The schema, or one type of it, as text in the format.
pub(super) fn describe(view: View<'_>, name: Option<&str>, format: Format, look: Look) -> Result<String, Failure> {
    let Some(name) = name else { return Ok(overview::overview(view, format, look)) };
    let name = name.trim_start_matches(':');
    if let Some(shown) = detail::node(view, name, format, look).or_else(|| detail::rel(view, name, format, look)) {
        return Ok(shown);
    }
    let (labels, types) = (labels(view), types(view));
    let known = labels.iter().chain(&types).map(String::as_str);
    let finding = Diagnostic::error(UNKNOWN_LABEL, format!("there is no node label and no relationship type `{name}`"));
    let finding = match nearest(name, known) {
        Some(near) => finding.hint(format!("Did you mean `{near}`?")),
        None => finding.hint("`casegraph schema` lists them, and .schema in the shell."),
    };
    Err(Failure::one(Exit::Usage, finding))
}

/// The labels: those declared, then those only in use, as an open schema allows.
fn labels(view: View<'_>) -> Vec<String> {
    let mut found: Vec<String> = view.schema().nodes.iter().map(|node| node.name.to_string()).collect();
    let names = &view.names().labels;
    for id in names.ids().filter(|id| !view.nodes_with(*id).is_empty()) {
        if !found.iter().any(|known| **known == **names.name(id)) {
            found.push(names.name(id).to_string());
        }
    }
    found
}

/// The relationship types, declared or in use.
fn types(view: View<'_>) -> Vec<String> {
    let mut found: Vec<String> = view.schema().rels.iter().map(|rel| rel.name.to_string()).collect();
    let names = &view.names().types;
    for id in names.ids().filter(|id| view.rel_count(Some(*id)) > 0) {
        if !found.iter().any(|known| **known == **names.name(id)) {
            found.push(names.name(id).to_string());
        }
    }
    found
}

/// How many nodes carry a label.
fn node_count(view: View<'_>, label: &str) -> u64 {
    view.names().labels.get(label).map_or(0, |label| view.nodes_with(label).len() as u64)
}

/// How many relationships have a type.
fn rel_count(view: View<'_>, name: &str) -> u64 {
    view.names().types.get(name).map_or(0, |kind| view.rel_count(Some(kind)))
}

/// Lines of cells, each column as wide as its widest cell; the last one is left as it is.
fn aligned(rows: &[Vec<String>], right: &[usize]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::from(" ");
        for (column, cell) in row.iter().enumerate() {
            let pad = " ".repeat(widths[column] - cell.chars().count());
            let (before, after) = if right.contains(&column) { (pad.as_str(), "") } else { ("", pad.as_str()) };
            line.push_str(&format!(" {before}{cell}{after} "));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_lines_have_no_blank_at_the_end() {
        let rows = [vec!["a".into(), "10".into(), "x".into()], vec!["bcd".into(), "7".into(), String::new()]];
        assert_eq!(aligned(&rows, &[1]), "  a    10  x\n  bcd   7\n");
    }
}
