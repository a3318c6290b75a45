//! Which knowledge a command works on, and opening it.

use super::cache::Cache;
use super::failure::{Exit, Failure, shown};
use super::input;
use super::limits::Limits;
use super::storage::FileStorage;
use crate::diag::codes::{CANNOT_READ, NOT_A_SNAPSHOT, SCHEMA_MISSING, SNAPSHOT_DAMAGED, SNAPSHOT_VERSION};
use crate::diag::{Diagnostic, Diagnostics};
use crate::engine::Options;
use crate::graph::snapshot::{Refusal, Snapshot, VERSION};
use crate::load::File;
use crate::project::cache::Key;
use crate::project::{self, Project, Rules};
use crate::value::Stop;
use std::fs;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The errors of the data that a command tells which is about something else; `check` tells all.
const MOST_ERRORS: usize = 100;

/// Where knowledge comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A data directory.
    Directory(PathBuf),
    /// A snapshot.
    Snapshot(PathBuf),
    /// What is compiled in.
    BuiltIn,
}

/// Knowledge that is open.
#[derive(Debug)]
pub(super) struct Opened {
    /// The graph, the queries and the findings. They are used until the program ends, which gives their memory back at
    /// once; piece by piece it would take as long as many a query.
    pub project: ManuallyDrop<Project>,
    /// How many files of entries there are, with the schema.
    pub data_files: usize,
    /// How many rules there are.
    pub rule_files: usize,
    /// How many query files were read.
    pub query_files: usize,
    /// How long it took.
    pub time: Duration,
}

/// A directory of fewer bytes is loaded sooner than a cache for it would be worth its place.
const WORTH_KEEPING: usize = 32_768;

/// What to take along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// The graph alone, without saved queries and looks.
    Graph,
    /// Every query that `run` would find.
    Everything,
    /// Only those that belong to the data, which are the ones to check with it.
    Own,
}

impl Place {
    /// The directory that was named, else `./data` when it has a schema, else the built-in knowledge.
    pub fn find(named: Option<&Path>) -> Self {
        match named {
            Some(file) if is_snapshot(file) => Self::Snapshot(file.to_owned()),
            Some(directory) => Self::Directory(directory.to_owned()),
            // Whatever has that name counts: a link that leads nowhere is a mistake to be told, and not a reason to
            // answer from other knowledge.
            None if fs::symlink_metadata("data/schema.yaml").is_ok() => Self::Directory(PathBuf::from("data")),
            None => Self::BuiltIn,
        }
    }

    /// Reads and builds everything, and runs the rules, each within the limits.
    pub fn open(&self, scope: Scope, limits: &Limits) -> Result<Opened, Failure> {
        let start = Instant::now();
        if let Self::Snapshot(file) = self {
            let Snapshot { graph, style } = snapshot(file)?;
            let queries = self.queries(scope)?;
            let query_files = queries.len();
            let project = ManuallyDrop::new(project::of(graph, style.as_ref(), &queries));
            return Ok(Opened { project, data_files: 1, rule_files: 0, query_files, time: start.elapsed() });
        }
        let data = match self {
            Self::Snapshot(_) => unreachable!("a snapshot is read above"),
            Self::Directory(directory) => self.directory(directory)?,
            Self::BuiltIn => project::builtin_data(),
        };
        let queries = self.queries(scope)?;
        let data_files = data.iter().filter(|file| !file.path.ends_with(".cypher")).count();
        let rule_files = data.iter().filter(|file| file.path.starts_with("rules/")).count();
        // While it loads Ctrl-C ends the program.
        let limits = limits.options(Stop::default());
        let project = if scope == Scope::Own {
            project::open(&data, &queries, Rules::All, &limits)
        } else {
            // A check that finds something is no reason not to answer, and costs as much as the loading.
            self.kept(scope, &data, &queries, &limits)
        };
        let project = ManuallyDrop::new(project);
        Ok(Opened { project, data_files, rule_files, query_files: queries.len(), time: start.elapsed() })
    }

    /// The project of these files, its graph from the cache when it was made from the same files before. Its findings are
    /// errors alone, which are a reason not to answer.
    fn kept(&self, scope: Scope, data: &[File], queries: &[File], limits: &Options) -> Project {
        let (cache, key) = match self {
            Self::Directory(directory) => {
                let small = data.iter().map(|file| file.bytes.len()).sum::<usize>() < WORTH_KEEPING;
                (if small { Cache::none() } else { Cache::of(Some(directory)) }, Key::of(data))
            }
            Self::BuiltIn | Self::Snapshot(_) => (Cache::of(None), Key::builtin()),
        };
        if let Some(graph) = cache.get(key) {
            let looks = if scope == Scope::Graph { None } else { project::style_text(data).unwrap_or_default() };
            return project::of(graph, looks.as_ref(), queries);
        }
        let mut project = project::open(data, queries, Rules::Deriving, limits);
        project.findings = std::mem::take(&mut project.findings).errors();
        if project.findings.is_empty() {
            cache.put(key, &project.graph);
        }
        project
    }

    fn directory(&self, directory: &Path) -> Result<Vec<File>, Failure> {
        let name = shown(directory);
        let about = fs::metadata(directory).map_err(|error| Failure::cannot_read(&name, &error))?;
        if !about.is_dir() {
            let message = format!("{name} is a file, and the graph is a directory with a schema.yaml");
            return Err(Failure::one(Exit::Io, Diagnostic::error(CANNOT_READ, message)));
        }
        if fs::symlink_metadata(directory.join("schema.yaml")).is_err() {
            let mut finding = Diagnostic::error(SCHEMA_MISSING, format!("there is no schema.yaml in {name}"));
            if directory.join("data/schema.yaml").exists() {
                finding = finding.hint(format!("There is one in {}.", shown(&directory.join("data"))));
            }
            return Err(Failure::one(Exit::Findings, finding));
        }
        input::data(directory)
    }

    /// The query files: those of `./queries`, then the graph's own, then the built-in ones.
    fn queries(&self, scope: Scope) -> Result<Vec<File>, Failure> {
        let mut files = Vec::new();
        if scope == Scope::Graph {
            return Ok(files);
        }
        for directory in self.query_directories(scope) {
            files.extend(input::queries(&directory)?);
        }
        if scope == Scope::Everything || *self == Self::BuiltIn {
            files.extend(project::builtin_queries());
        }
        Ok(files)
    }

    /// The directories in which saved queries are looked for, each once.
    fn query_directories(&self, scope: Scope) -> Vec<PathBuf> {
        let mut candidates = Vec::new();
        if scope == Scope::Everything || *self == Self::BuiltIn {
            candidates.push(PathBuf::from("queries"));
        }
        if let Self::Directory(directory) = self {
            let beside = match (directory.file_name(), directory.parent()) {
                (Some(_), Some(parent)) => parent.join("queries"),
                _ => directory.join("../queries"),
            };
            candidates.extend([beside, directory.join("queries")]);
        }
        let mut seen = Vec::new();
        candidates.retain(|candidate| match fs::canonicalize(candidate) {
            Ok(real) if !seen.contains(&real) => {
                seen.push(real);
                true
            }
            _ => false,
        });
        candidates
    }

    /// The names of the queries that `run` would find, cheaply.
    pub fn query_names(&self) -> Vec<String> {
        let directories = self.query_directories(Scope::Everything);
        let mut names: Vec<String> = directories.iter().flat_map(|directory| input::query_names(directory)).collect();
        let builtin = project::builtin_queries();
        names.extend(builtin.iter().map(|file| file.path.trim_end_matches(".cypher").to_owned()));
        names
    }
}

/// Whether a path is that of a snapshot: by its name, or because it is a file.
fn is_snapshot(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind == "cgx") || path.is_file()
}

fn snapshot(path: &Path) -> Result<Snapshot, Failure> {
    let name = shown(path);
    let storage = FileStorage::open(path).map_err(|error| Failure::cannot_read(&name, &error))?;
    crate::graph::snapshot::read(&storage).map_err(|refusal| {
        let (code, message, hint) = match refusal {
            Refusal::Io(error) => return Failure::cannot_read(&name, &error),
            Refusal::Foreign => {
                let hint = "A graph is a data directory, or a file that `casegraph build` wrote.";
                (NOT_A_SNAPSHOT, format!("{name} is not a snapshot"), hint)
            }
            Refusal::Version(version) => {
                let message =
                    format!("{name} is a snapshot of version {version}, and this program reads version {VERSION}");
                (SNAPSHOT_VERSION, message, "Build it again from its data.")
            }
            Refusal::Damaged(what) => {
                (SNAPSHOT_DAMAGED, format!("{name} is damaged: {what}"), "Build it again from its data.")
            }
        };
        Failure::one(Exit::Io, Diagnostic::error(code, message).hint(hint))
    })
}

impl Opened {
    /// The knowledge, when it has no error: an answer from half of the facts would mislead.
    pub fn sound(self) -> Result<Self, Failure> {
        if !self.project.findings.has_errors() {
            return Ok(self);
        }
        let findings = ManuallyDrop::into_inner(self.project).findings;
        let errors = findings.into_iter().filter(Diagnostic::is_error);
        Err(Failure::Found(Exit::Findings, errors.collect::<Diagnostics>().first(MOST_ERRORS)))
    }
}
