//! A folder of files → a project: the graph with its rules run, the findings, and the saved queries.
//!
//! **Invariant:** it reads no file itself; the command line hands the contents over, and the built-in knowledge is
//! compiled in.

use crate::diag::Diagnostics;
use crate::graph::Graph;
use crate::library::SavedQuery;
use crate::load::File;

/// Knowledge that is ready to be asked.
#[derive(Debug)]
pub struct Project {
    /// The graph, with what the rules derived.
    pub graph: Graph,
    /// The saved queries, by name.
    pub queries: Vec<SavedQuery>,
    /// What is wrong with data, rules and saved queries.
    pub findings: Diagnostics,
}

/// Builds a project from the files of a data directory and the query files that belong to it.
pub fn open(_data: &[File], _queries: &[File]) -> Project {
    let loaded = crate::load::load(&[]);
    Project { graph: loaded.graph, queries: Vec::new(), findings: loaded.findings }
}

/// The knowledge that is compiled in.
#[must_use]
pub fn builtin() -> Project {
    open(&[], &[])
}
