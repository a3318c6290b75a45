//! Files → the trees of the schema and the documents.

use super::entries::Document;
use super::mapping::Mapping;
use super::{File, SCHEMA_FILE, STYLE_FILE};
use crate::diag::{Diagnostic, Diagnostics, Source, Span, codes};
use crate::graph::Schema;
use crate::yaml::{self, Node};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// Fewer bytes are parsed sooner than a thread is started.
const WORTH_A_THREAD: usize = 64_000;

/// Parses and reads the schema file.
///
/// # Errors
/// `SCHEMA_MISSING`, and everything that is wrong with the file.
pub(super) fn schema(files: &[File]) -> Result<(Arc<Source>, Schema, Mapping), Diagnostics> {
    let Some(file) = files.iter().find(|file| file.path == SCHEMA_FILE) else {
        return Err(Diagnostics::from(no_schema(files)));
    };
    let source = yaml::decode(&file.name, &file.bytes)?;
    let root = yaml::parse(&source)?;
    let (schema, mapping) = super::schema::read(&source, &root)?;
    Ok((source, schema, mapping))
}

fn no_schema(files: &[File]) -> Diagnostic {
    let finding = Diagnostic::error(codes::SCHEMA_MISSING, format!("there is no {SCHEMA_FILE} among the files"));
    let other = files.iter().find(|file| {
        let name = file.path.rsplit('/').next().unwrap_or("");
        name == SCHEMA_FILE || name == "schema.yml"
    });
    match other {
        Some(file) => {
            finding.hint(format!("{} would be it under the name {SCHEMA_FILE}, at the top of the folder.", file.name))
        }
        None => finding.hint("It declares the types of nodes and relationships, and which files hold them."),
    }
}

/// Parses every file that a rule reads, in the order of the paths. Also gives, for each node type, whether entries of it
/// may be missing because a file could not be read.
pub(super) fn documents(
    files: &[File],
    schema_source: &Arc<Source>,
    schema: &Schema,
    mapping: &Mapping,
    findings: &mut Diagnostics,
) -> (Vec<Document>, Vec<bool>) {
    let mut sorted: Vec<&File> = files.iter().filter(|file| is_document(&file.path)).collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut read: Vec<(&File, usize)> = Vec::new();
    for file in sorted {
        match mapping.documents.iter().find(|rule| rule.files.fits(&file.path)) {
            Some(rule) => read.push((file, rule.node)),
            None => findings.push(no_rule(file, schema_source, mapping)),
        }
    }
    let mut documents = Vec::with_capacity(read.len());
    let mut unread = vec![false; schema.nodes.len()];
    for ((_, node), parsed) in read.iter().zip(parse_all(&read)) {
        match parsed {
            Ok((source, root)) => documents.push(Document { source, root, node: *node }),
            Err(errors) => {
                findings.append(errors);
                mark_unread(*node, mapping, &mut unread);
            }
        }
    }
    (documents, unread)
}

type Parsed = Result<(Arc<Source>, Node), Diagnostics>;

/// Parses files on as many threads as there are processors; the results stand in the order of the files.
fn parse_all(files: &[(&File, usize)]) -> Vec<Parsed> {
    let bytes: usize = files.iter().map(|(file, _)| file.bytes.len()).sum();
    let processors = std::thread::available_parallelism().map_or(1, |count| count.get().min(8));
    if bytes < WORTH_A_THREAD || processors == 1 {
        return files.iter().map(|(file, _)| parse(file)).collect();
    }
    let next = AtomicUsize::new(0);
    let results: Vec<OnceLock<Parsed>> = files.iter().map(|_| OnceLock::new()).collect();
    std::thread::scope(|scope| {
        for _ in 0..processors {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let (Some((file, _)), Some(result)) = (files.get(at), results.get(at)) else { break };
                    result.get_or_init(|| parse(file));
                }
            });
        }
    });
    results.into_iter().map(|result| result.into_inner().expect("some thread has taken every file")).collect()
}

fn parse(file: &File) -> Parsed {
    let source = yaml::decode(&file.name, &file.bytes)?;
    let root = yaml::parse(&source)?;
    Ok((source, root))
}

/// Whether a file is YAML that should become part of the graph.
fn is_document(path: &str) -> bool {
    let yaml = path.ends_with(".yaml") || path.ends_with(".yml");
    yaml && path != SCHEMA_FILE && path != STYLE_FILE && !path.starts_with("rules/")
}

/// Marks a node type and all that may be nested in its entries.
fn mark_unread(node: usize, mapping: &Mapping, unread: &mut [bool]) {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut unread[node], true) {
            let nested = mapping.nodes[node].links.iter().filter(|link| link.nested);
            open.extend(nested.flat_map(|link| link.targets.iter().copied()));
        }
    }
}

fn no_rule(file: &File, schema_source: &Arc<Source>, mapping: &Mapping) -> Diagnostic {
    let message = format!("no rule of the schema reads {}", file.path);
    let text = String::from_utf8_lossy(&file.bytes[..file.bytes.len().min(200)]).into_owned();
    let line = text.lines().next().unwrap_or("").trim_end_matches(char::REPLACEMENT_CHARACTER);
    let start = Source::new(&*file.name, line);
    let mut finding = Diagnostic::error(codes::NO_DOCUMENT, message).at(&start, Span::new(0, line.len()), "");
    let patterns: Vec<&str> = mapping.documents.iter().map(|rule| rule.files.as_str()).collect();
    if let Some(near) = crate::diag::nearest(&file.path, patterns.iter().copied()) {
        finding = finding.hint(format!("Perhaps its path should fit `{near}`."));
    }
    if patterns.is_empty() {
        return finding.hint(format!(
            "{} has no rules: `documents` lists which files hold entries of which type.",
            schema_source.name()
        ));
    }
    finding.hint(format!(
        "The rules stand under `documents` in {}; they read {}.",
        schema_source.name(),
        patterns.join(", ")
    ))
}
