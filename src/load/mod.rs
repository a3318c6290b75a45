//! Documents → graph, by the mapping that the schema file declares.
//!
//! Input: the files of a data directory. Output: a graph with the place of every entry, and every mistake found. The way
//! there: `read` parses the files and `schema` reads `schema.yaml`; `entries` lists what is written, nested entries included; `names` gives every
//! entry its id and knows what a reference can mean; `draft` checks values and follows references; `counts` checks how
//! often relationships stand; `build` fills the graph.
//!
//! **Invariant:** it knows no word of any domain; what a document means is said by `schema.yaml` alone.

mod build;
mod counts;
pub mod csv;
mod draft;
mod entries;
mod glob;
mod mapping;
mod names;
mod read;
mod schema;
mod slug;
mod strays;
mod value;

use crate::diag::{Diagnostic, Diagnostics};
use crate::graph::{Graph, Schema};
use draft::Drafter;
use names::Names;
use std::borrow::Cow;
use std::sync::Arc;
use strays::Strays;

/// The path of the file that declares all types.
pub const SCHEMA_FILE: &str = "schema.yaml";

/// The path of the file that says how pictures look; it holds no entries.
pub const STYLE_FILE: &str = "style.yaml";

/// A file of a data directory.
#[derive(Clone, Debug)]
pub struct File {
    /// The path below the data directory, with `/` between its parts, such as `studies/netflix.yaml`.
    pub path: String,
    /// The path as the user would name it, which messages show.
    pub name: String,
    /// What is in it; that of a file which is compiled in is not copied.
    pub bytes: Cow<'static, [u8]>,
}

/// What came of the documents.
#[derive(Debug)]
pub struct Loaded {
    /// The graph of everything that could be understood.
    pub graph: Graph,
    /// What could not, ordered by file and place.
    pub findings: Diagnostics,
}

/// Builds the graph from `schema.yaml` and all documents among the files. Files below `rules/` and files that are not
/// YAML are left alone.
///
/// Nodes are numbered in the order of the documents, which is that of their paths: the same files make the same graph in
/// whatever order they are given. While the schema is wrong no document is read, since every entry would seem wrong.
/// Linear in the size of the files.
///
/// ```
/// use casegraph::load::{File, load};
/// let file = |path: &str, text: &str| File { path: path.into(), name: path.into(), bytes: text.as_bytes().to_vec().into() };
/// let loaded = load(&[
///     file("schema.yaml", "
/// nodes:
///   Painting: {key: id, caption: title, properties: {id: string, title: string}, links: {by: PAINTED_BY}}
///   Painter: {key: id, caption: name, properties: {id: string, name: string}}
/// relationships:
///   PAINTED_BY: {from: Painting, to: Painter}
/// documents:
///   - {files: painters.yaml, node: Painter}
///   - {files: paintings/*.yaml, node: Painting}
/// "),
///     file("painters.yaml", "- {id: vermeer, name: Johannes Vermeer}"),
///     file("paintings/delft.yaml", "title: View of Delft\nby: vermer\n"),
/// ]);
/// assert_eq!(loaded.graph.view().node_count(), 2);
/// let finding = loaded.findings.iter().next().unwrap();
/// assert_eq!(finding.place().unwrap(), "paintings/delft.yaml:2:5");
/// assert_eq!(finding.fix.as_ref().unwrap().with, "vermeer");
/// ```
pub fn load(files: &[File]) -> Loaded {
    let failed = |findings| Loaded { graph: Graph::new(Arc::new(Schema::default())), findings };
    let (source, schema, mapping) = match read::schema(files) {
        Ok(read) => read,
        Err(findings) => return failed(findings),
    };
    let mut findings = Diagnostics::new();
    let (documents, unread) = read::documents(files, &source, &schema, &mapping, &mut findings);
    let entries = entries::collect(&documents, &schema, &mapping, &mut findings);
    let names = Names::new(&entries, &documents, &schema, &mapping, &mut findings);
    let strays = Strays::new(&schema, &mapping, &documents, &entries, &names, &source, unread);
    let mut drafter = Drafter::new(&documents, &entries, &schema, &mapping, &names, strays);
    drafter.run();
    counts::check(&mut drafter);
    findings.append(std::mem::take(&mut drafter.findings));
    findings.sort();
    let findings = without_repetition(findings);
    let graph = build::build(Arc::new(schema.clone()), drafter);
    drop(entries);
    // To give back so many small pieces takes long, and nobody need wait for it.
    rayon::spawn(move || drop(documents));
    Loaded { graph, findings }
}

/// Leaves out findings that say the same of the same place, as those of a value that aliases repeat.
fn without_repetition(findings: Diagnostics) -> Diagnostics {
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(findings.len());
    for finding in findings {
        let same = |last: &Diagnostic| {
            let (a, b) = (last.labels.first(), finding.labels.first());
            last.message == finding.message
                && a.zip(b).is_some_and(|(a, b)| a.span == b.span && Arc::ptr_eq(&a.source, &b.source))
        };
        if !kept.last().is_some_and(same) {
            kept.push(finding);
        }
    }
    kept.into_iter().collect()
}
