//! All types with their counts.

use super::{aligned, labels, node_count, rel_count, types};
use crate::graph::View;
use crate::render::{Format, Look, render};
use crate::value::{Rows, Value};

/// A type, as a line of the overview.
struct Line {
    name: String,
    count: u64,
    ends: String,
    about: String,
}

/// The overview: two lists for people, one list of rows for machines.
pub(super) fn overview(view: View<'_>, format: Format, look: Look) -> String {
    let nodes: Vec<Line> = labels(view).into_iter().map(|name| node(view, name)).collect();
    let rels: Vec<Line> = types(view).into_iter().map(|name| rel(view, name)).collect();
    if format != Format::Table {
        return render(&rows(&nodes, &rels), view, format, look);
    }
    let line = |line: &Line, ends: bool| {
        let mut cells = vec![line.name.clone(), line.count.to_string()];
        if ends {
            cells.push(line.ends.clone());
        }
        cells.push(line.about.clone());
        cells
    };
    let nodes: Vec<Vec<String>> = nodes.iter().map(|each| line(each, false)).collect();
    let rels: Vec<Vec<String>> = rels.iter().map(|each| line(each, true)).collect();
    format!(
        "Node labels ({} nodes)\n{}\nRelationship types ({} relationships)\n{}",
        view.node_count(),
        aligned(&nodes, &[1]),
        view.rel_count(None),
        aligned(&rels, &[1]),
    )
}

fn node(view: View<'_>, name: String) -> Line {
    let about = view.schema().node(&name).map_or_else(String::new, |node| node.about.clone());
    Line { count: node_count(view, &name), ends: String::new(), about, name }
}

fn rel(view: View<'_>, name: String) -> Line {
    let declared = view.schema().rel(&name);
    let ends = declared.map_or_else(String::new, |rel| {
        let (starts, targets) = (rel.starts(), rel.targets());
        format!("({})->({})", starts.join("|"), targets.join("|"))
    });
    let about = declared.map_or_else(String::new, |rel| {
        let derived = if rel.derived { " Derived by rules." } else { "" };
        format!("{}{derived}", rel.about)
    });
    Line { count: rel_count(view, &name), ends, about, name }
}

fn rows(nodes: &[Line], rels: &[Line]) -> Rows {
    let columns = ["kind", "name", "count", "ends", "about"].map(str::to_owned).to_vec();
    let row = |kind: &str, line: &Line| {
        let ends = if line.ends.is_empty() { Value::Null } else { Value::str(line.ends.as_str()) };
        let count = Value::Int(i64::try_from(line.count).unwrap_or(i64::MAX));
        vec![Value::str(kind), Value::str(line.name.as_str()), count, ends, Value::str(line.about.as_str())]
    };
    let nodes = nodes.iter().map(|line| row("node", line));
    let rels = rels.iter().map(|line| row("relationship", line));
    Rows { columns, rows: nodes.chain(rels).collect() }
}
