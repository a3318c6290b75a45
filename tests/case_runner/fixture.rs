//! The graphs that cases run on, by what stands behind `-- graph:`.

use casegraph::diag::{Style, show_all};
use casegraph::graph::Graph;
use casegraph::load::{File, load};
use std::collections::BTreeMap;
use std::path::Path;

/// The graphs made so far.
#[derive(Default)]
pub(super) struct Graphs(BTreeMap<String, Graph>);

impl Graphs {
    /// The graph of this name; a CREATE statement instead of a name makes a graph without a schema.
    pub(super) fn get(&mut self, name: &str) -> Result<&Graph, String> {
        if !self.0.contains_key(name) {
            self.0.insert(name.to_owned(), make(name)?);
        }
        Ok(&self.0[name])
    }
}

fn make(name: &str) -> Result<Graph, String> {
    if name == "empty" || name.starts_with("CREATE ") {
        return super::open_graph(name.strip_prefix("empty").unwrap_or(name));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/graphs");
    let script = folder.join(format!("{name}.cypher"));
    if script.exists() {
        let text = std::fs::read_to_string(&script).map_err(|error| format!("{name}.cypher: {error}"))?;
        return super::open_graph(&text);
    }
    let documents = folder.join(name);
    let entries = std::fs::read_dir(&documents)
        .map_err(|_| format!("there is neither tests/graphs/{name}.cypher nor a folder tests/graphs/{name}"))?;
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| error.to_string())?;
        let path = entry.file_name().to_string_lossy().into_owned();
        let bytes = std::fs::read(entry.path()).map_err(|error| format!("{path}: {error}"))?;
        files.push(File { name: path.clone(), path, bytes: bytes.into() });
    }
    let loaded = load(&files);
    if loaded.findings.is_empty() { Ok(loaded.graph) } else { Err(show_all(&loaded.findings, Style::Plain)) }
}
