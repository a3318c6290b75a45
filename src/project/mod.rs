//! A folder of files → a project: the graph with its rules run, the findings, and the saved queries.
//!
//! Input: the files of a data directory and of the query directories that belong to it. Output: a [`Project`], and by
//! [`check`] what is wrong with its saved queries.
//!
//! **Invariant:** it reads no file itself; the command line hands the contents over, and the built-in knowledge is
//! compiled in.

mod builtin;
pub mod cache;
mod queries;
mod rules;

pub use builtin::{builtin, builtin_data, builtin_queries};
pub use queries::{check, default_of};

use crate::diag::{Diagnostics, Source};
use crate::draw::stylesheet::{self, Stylesheet};
use crate::engine::Options;
use crate::graph::Graph;
use crate::library::SavedQuery;
use crate::load::{File, STYLE_FILE};
use crate::yaml;
use std::sync::Arc;

/// Knowledge that is ready to be asked.
#[derive(Debug)]
pub struct Project {
    /// The graph, with what the rules derived.
    pub graph: Graph,
    /// The saved queries, by name.
    pub queries: Vec<SavedQuery>,
    /// The query files whose header is malformed, by name.
    pub broken: Vec<Broken>,
    /// What is wrong with data, rules and style.
    pub findings: Diagnostics,
    /// How its pictures look.
    pub style: Arc<Stylesheet>,
}

/// A query file that cannot be used.
#[derive(Debug)]
pub struct Broken {
    /// The name that the query would have.
    pub name: String,
    /// What is wrong with its header.
    pub findings: Diagnostics,
}

/// Which rules are run when a project is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// Those that derive facts, without which answers would lack something.
    Deriving,
    /// Those that look for mistakes too.
    All,
}

/// Builds a project from the files of a data directory and the query files that belong to it.
///
/// Of several query files with one name, the first counts. Rules (`rules/*.cypher` of the data) are run in the order of
/// their paths, each within the limits, and only when the data has no error, since a rule would draw conclusions from half of
/// the facts.
pub fn open(data: &[File], queries: &[File], rules: Rules, limits: &Options) -> Project {
    let loaded = crate::load::load(data);
    let (mut graph, mut findings) = (loaded.graph, loaded.findings);
    if !findings.has_errors() {
        findings.append(rules::run(&mut graph, data, rules, limits));
    }
    let style = style_text(data).and_then(|text| style(text.as_ref(), &graph)).unwrap_or_else(|wrong| {
        findings.append(wrong);
        Stylesheet::default()
    });
    let (queries, broken) = queries::read(queries);
    Project { graph, queries, broken, findings, style: style.into() }
}

/// The text of `style.yaml`; none without that file.
///
/// # Errors
/// When the file is no text.
pub fn style_text(data: &[File]) -> Result<Option<Arc<Source>>, Diagnostics> {
    let file = data.iter().find(|file| file.path == STYLE_FILE);
    file.map(|file| yaml::decode(&file.name, &file.bytes)).transpose()
}

fn style(text: Option<&Arc<Source>>, graph: &Graph) -> Result<Stylesheet, Diagnostics> {
    text.map_or_else(|| Ok(Stylesheet::default()), |text| stylesheet::read(text, graph.view().schema()))
}

/// A project around a graph that is ready, such as that of a snapshot. Its findings are those of its looks.
#[must_use]
pub fn of(graph: Graph, looks: Option<&Arc<Source>>, queries: &[File]) -> Project {
    let (style, findings) = match style(looks, &graph) {
        Ok(style) => (style, Diagnostics::new()),
        Err(wrong) => (Stylesheet::default(), wrong),
    };
    let (queries, broken) = queries::read(queries);
    Project { graph, queries, broken, findings, style: style.into() }
}

impl Project {
    /// A saved query by name.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&SavedQuery> {
        self.queries.iter().find(|query| query.name == name)
    }
}

/// The text of a file, or nothing when it is not UTF-8; a byte order mark is no part of it.
fn text_of(file: &File) -> Option<&str> {
    std::str::from_utf8(&file.bytes).ok().map(|text| text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The name of a query or rule: the file's without directory and extension.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".cypher").unwrap_or(name)
}
