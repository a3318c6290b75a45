//! `build`: a snapshot, which opens at once.

use super::answer::{counted, milliseconds};
use super::failure::{Exit, Failure, shown};
use super::open::{Place, Scope};
use super::output::{self, Unwritten};
use super::setup::Setup;
use super::storage::DiskFolder;
use super::{input, terminal};
use crate::diag::{Source, show_all};
use crate::graph::snapshot;
use crate::load::csv::{self, Imported, Options};
use std::io::{self, BufWriter, IsTerminal};
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Builds a snapshot from a data directory, or from the tables of a manifest.
pub(super) fn build(
    setup: &Setup,
    directory: Option<&Path>,
    manifest: Option<&Path>,
    skip_bad: Option<u64>,
) -> Result<Exit, Failure> {
    let target = setup.file().ok_or_else(|| Failure::usage("`build` needs the file to write: `-o g.cgx`"))?;
    match manifest {
        Some(manifest) => {
            setup.without_statement("build --csv")?;
            from_tables(setup, manifest, target, skip_bad.unwrap_or(0))
        }
        None if skip_bad.is_some() => Err(Failure::usage("--skip-bad is about the tables that --csv names")),
        None => from_documents(setup, directory, target),
    }
}

/// Builds a snapshot from the tables of a manifest.
fn from_tables(setup: &Setup, manifest: &Path, target: &Path, skip_bad: u64) -> Result<Exit, Failure> {
    let start = Instant::now();
    let source = Source::new(shown(manifest), input::text(manifest)?);
    let folder = DiskFolder(manifest.parent().unwrap_or(Path::new("")).to_owned());
    let bar = Bar::new();
    let (counts, skipped) = output::write_with(target, |file, stop| {
        let options = Options { skip_bad, progress: &|read, total| bar.show(read, total), stop: stop.clone() };
        let done = csv::load(&source, &folder, &options, buffered(file.try_clone()?));
        bar.clear();
        let Imported { output, nodes, rels, skipped } = done.map_err(|why| match why {
            csv::Failure::Tables(findings) => Unwritten::Failed(findings.into()),
            csv::Failure::Output(error) => Unwritten::Io(error),
        })?;
        output.into_inner().map_err(io::Error::from)?;
        Ok(((nodes.into(), rels.into()), skipped))
    })?;
    terminal::say(&show_all(&skipped, setup.terminal.error_style));
    tell(counts, target, start);
    Ok(Exit::Fine)
}

/// Builds a snapshot from a data directory, with what its rules derive and with its looks.
fn from_documents(setup: &Setup, directory: Option<&Path>, target: &Path) -> Result<Exit, Failure> {
    let start = Instant::now();
    let place = directory.map_or_else(|| setup.place.clone(), |directory| Place::find(Some(directory)));
    if let Place::Snapshot(file) = &place {
        let message = format!("{} is a file; `build` makes a snapshot from a data directory", shown(file));
        return Err(Failure::usage(message));
    }
    let project = &place.open(Scope::Everything, &setup.limits)?.sound()?.project;
    output::write_with(target, |file, _| {
        let written = snapshot::write(&project.graph, project.style.source(), buffered(file))?;
        Ok(written.into_inner().map(drop).map_err(io::Error::from)?)
    })?;
    let view = project.graph.view();
    tell((view.node_count(), view.rel_count(None)), target, start);
    Ok(Exit::Fine)
}

fn buffered<W: io::Write>(file: W) -> BufWriter<W> {
    BufWriter::with_capacity(1 << 20, file)
}

/// What was built.
fn tell((nodes, rels): (u64, u64), target: &Path, start: Instant) {
    let counts = [counted(nodes, "node", "nodes"), counted(rels, "relationship", "relationships")];
    let time = milliseconds(start.elapsed());
    terminal::say(&format!("{}: {} in {time}\n", shown(target), counts.join(", ")));
}

/// How far the reading is, on a terminal only.
struct Bar {
    /// When it was shown last; none when nobody would see it.
    shown: Option<Mutex<Instant>>,
}

const WIDTH: u64 = 30;

impl Bar {
    fn new() -> Self {
        Self { shown: io::stderr().is_terminal().then(|| Mutex::new(Instant::now())) }
    }

    fn show(&self, read: u64, total: u64) {
        let Some(shown) = &self.shown else { return };
        // Who finds it locked is just behind someone who shows almost the same.
        let Ok(mut last) = shown.try_lock() else { return };
        if last.elapsed() < Duration::from_millis(50) {
            return;
        }
        *last = Instant::now();
        let filled = (read * WIDTH / total.max(1)).min(WIDTH) as usize;
        let bar = format!("{}{}", "█".repeat(filled), "░".repeat(WIDTH as usize - filled));
        terminal::say(&format!("\r{bar} {} of {} MB", read / 1_000_000, total / 1_000_000));
    }

    fn clear(&self) {
        if self.shown.is_some() {
            terminal::say("\r\x1b[K");
        }
    }
}
