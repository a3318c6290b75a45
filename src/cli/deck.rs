//! `deck`: a folder of saved queries → a numbered picture or table for each, and a manifest; or whether those that are there
//! are what the queries give today.
//!
//! Everything is made before anything is written, and each file is written whole or not at all. What is in the folder
//! beside the deck is told and left alone.

use super::failure::{Exit, Failure, shown};
use super::open::Opened;
use super::picture::PictureArgs;
use super::query::open;
use super::setup::Setup;
use super::terminal::{Terminal, say};
use super::{answer, draw, input, output, params};
use crate::diag::codes::{CANNOT_READ, DECK_FAILED, DECK_OUTDATED, DECK_STRANGER};
use crate::diag::{Diagnostic, Diagnostics, Source, or_list, show_all};
use crate::draw::PictureFormat;
use crate::library::{Layout, SavedQuery, Show};
use crate::load::File;
use crate::render::{Format, render};
use crate::value::Map;
use clap::Args;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The manifest of a deck.
const MANIFEST: &str = "manifest.json";

/// What was typed about a deck.
#[derive(Args, Clone, Debug)]
pub(super) struct DeckArgs {
    /// The folder of the queries, in the order of their names: 01-first.cypher, 02-second.cypher
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Writes nothing, and tells what in the folder of -o is not what the queries give, with the options that its manifest
    /// keeps where no others are typed
    #[arg(long)]
    pub check: bool,
    /// The extension of the pictures [default: svg]
    #[arg(long, value_name = "EXTENSION")]
    pub pictures: Option<String>,
    #[command(flatten)]
    pub picture: PictureArgs,
}

/// How the pages of a deck are made, as it was typed. The manifest keeps it, so that a check need not be told again.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
struct Made {
    /// The form of tables.
    format: Option<Format>,
    /// The extension of the pictures.
    pictures: Option<String>,
    #[serde(flatten)]
    picture: PictureArgs,
}

impl Made {
    /// What was typed; a check takes from the manifest what was not.
    fn of(setup: &Setup, wanted: &DeckArgs, out: &Path, before: &Manifest) -> Result<Self, Failure> {
        let typed = Self { format: setup.format, pictures: wanted.pictures.clone(), picture: wanted.picture.clone() };
        typed.drawn()?;
        let mut all = before.options.as_object().cloned().unwrap_or_default();
        if !wanted.check || all.is_empty() {
            return Ok(typed);
        }
        all.extend(typed.said());
        let kept = serde_json::from_value::<Self>(all.into()).ok();
        kept.filter(|made| made.drawn().is_ok()).ok_or_else(|| {
            let message = format!("the options in {} mean nothing", shown(&out.join(MANIFEST)));
            let hint = "Making the deck again without --check writes them anew.";
            Failure::one(Exit::Findings, Diagnostic::error(DECK_OUTDATED, message).hint(hint))
        })
    }

    /// The format of the pictures, when every option means something.
    fn drawn(&self) -> Result<PictureFormat, Failure> {
        if self.picture.title.is_some() || self.picture.layout.is_some() {
            return Err(Failure::usage("each query of a deck has its own title and layout, in its header"));
        }
        self.picture.apply(&mut crate::draw::Options::default())?;
        let extension = self.extension();
        PictureFormat::of_extension(extension).ok_or_else(|| {
            let known: Vec<&str> = PictureFormat::EXTENSIONS.iter().map(|(known, _)| *known).collect();
            Failure::usage(format_args!("--pictures {extension} is no format of pictures; it is {}", or_list(&known)))
        })
    }

    fn extension(&self) -> &str {
        self.pictures.as_deref().unwrap_or("svg")
    }

    /// Only what was typed.
    fn said(&self) -> serde_json::Map<String, serde_json::Value> {
        let Ok(serde_json::Value::Object(mut options)) = serde_json::to_value(self) else { return Default::default() };
        let empty = |value: &serde_json::Value| value.as_array().is_some_and(Vec::is_empty);
        options.retain(|_, value| !value.is_null() && *value != false && !empty(value));
        options
    }
}

/// A page of the deck.
struct Page {
    file: String,
    query: String,
    title: String,
    bytes: Vec<u8>,
}

/// What the manifest says of a page.
#[derive(Debug, Deserialize, Serialize)]
struct Entry {
    /// The file, beside the manifest.
    file: String,
    /// The file of the query, in the folder of the queries.
    query: String,
    /// The question that it answers.
    title: String,
    /// The size of the file in bytes.
    bytes: usize,
    /// The 128-bit XXH3 of the file in hexadecimal digits.
    xxh3: String,
}

/// The manifest.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Manifest {
    /// The options that were typed.
    #[serde(default)]
    options: serde_json::Value,
    /// In the order of the deck.
    pages: Vec<Entry>,
}

/// Makes a deck, or checks one.
pub(super) fn deck(setup: &Setup, wanted: &DeckArgs) -> Result<Exit, Failure> {
    let Some(out) = setup.file() else {
        return Err(Failure::usage("a deck is written to a folder, which -o names"));
    };
    let before = manifest(out);
    let made = Made::of(setup, wanted, out, &before)?;
    let (table, extension, format) = (made.format.unwrap_or(Format::Markdown), made.extension(), made.drawn()?);
    let queries = queries(&wanted.folder)?;
    let mut maker = Maker { setup, picture: &made.picture, opened: open(setup)?, format, extension, table };
    let mut pages = Vec::new();
    let mut failed = Diagnostics::new();
    for query in &queries {
        match maker.page(query) {
            Ok(page) => pages.push(page),
            Err(Failure::Found(exit, findings)) if exit != Exit::Interrupted => {
                let message = format!("the query `{}` gives no page of the deck", query.name);
                let source = &query.source;
                failed.push(Diagnostic::error(DECK_FAILED, message).at(source, crate::diag::Span::default(), ""));
                failed.append(findings);
            }
            Err(other) => return Err(other),
        }
    }
    if !failed.is_empty() {
        return Err(Failure::Found(Exit::Findings, failed));
    }
    pages.push(listed(&pages, &made)?);
    let strangers = strangers(out, &pages, &before)?;
    if wanted.check { check(setup, out, &pages, &strangers) } else { write(setup, out, &pages, &strangers) }
}

/// The queries of a folder in the order of their names.
fn queries(folder: &Path) -> Result<Vec<SavedQuery>, Failure> {
    let name = shown(folder);
    if !folder.is_dir() {
        let error = fs::metadata(folder).err().unwrap_or_else(|| io::ErrorKind::NotADirectory.into());
        return Err(Failure::cannot_read(&name, &error));
    }
    let files = input::queries(folder)?;
    if files.is_empty() {
        let finding = Diagnostic::error(CANNOT_READ, format!("there is no query in {name}"));
        return Err(Failure::one(Exit::Io, finding.hint("The queries of a deck are files such as 01-first.cypher.")));
    }
    let mut queries = Vec::new();
    let mut findings = Diagnostics::new();
    for File { path, name, bytes } in files {
        let Ok(text) = String::from_utf8(bytes.into_owned()) else {
            findings.push(Diagnostic::error(CANNOT_READ, format!("{name} is not UTF-8 text")));
            continue;
        };
        match SavedQuery::parse(path.trim_end_matches(".cypher"), &Source::new(&name, text)) {
            Ok(query) => queries.push(query),
            Err(wrong) => findings.append(wrong),
        }
    }
    if findings.is_empty() { Ok(queries) } else { Err(Failure::Found(Exit::Findings, findings)) }
}

/// Makes pages.
struct Maker<'a> {
    setup: &'a Setup,
    picture: &'a PictureArgs,
    opened: Opened,
    /// The format of the pictures, and its extension as it was typed.
    format: PictureFormat,
    extension: &'a str,
    table: Format,
}

impl Maker<'_> {
    fn page(&mut self, query: &SavedQuery) -> Result<Page, Failure> {
        let params = params::for_query(query, &[], &Map::new(), "-p ")?;
        let answer = self.setup.limits.ask(&mut self.opened.project, &query.source, &params)?;
        answer::warn(&answer, self.setup.terminal.error_style);
        if answer::changes(&answer.counters).is_some() {
            let message = "a query of a deck changes the graph, on which the others are asked";
            return Err(Failure::one(Exit::Findings, Diagnostic::error(DECK_FAILED, message)));
        }
        let view = self.opened.project.graph.view();
        let (extension, bytes) = if query.show == Show::Table {
            let text = render(&answer.rows, view, self.table, Terminal::plain());
            (extension(self.table), text.into_bytes())
        } else {
            let mut options = draw::options(query, &params, &self.opened.project.style);
            self.picture.apply(&mut options)?;
            // A deck may hold both, and what means nothing to a chart is for its diagrams.
            self.picture.for_formats(&[self.format], Layout::Layered)?;
            options.sources = self.picture.links.clone().filter(|prefix| prefix != "none");
            options.size = options.size.or(Some(crate::draw::PageSize::WIDE));
            let (drawing, _) = self.setup.limits.draw(|stop| {
                options.stop = stop.clone();
                draw::drawing(&answer.rows, view, &options, self.format)
            })?;
            if !drawing.warnings.is_empty() {
                let style = self.setup.terminal.error_style;
                say(&format!("{}:\n{}", query.source.name(), show_all(&drawing.warnings, style)));
            }
            (self.extension, drawing.bytes)
        };
        Ok(Page {
            file: format!("{}.{}", query.name, extension.to_ascii_lowercase()),
            query: format!("{}.cypher", query.name),
            title: query.title_with(&params),
            bytes,
        })
    }
}

/// The extension of a table.
fn extension(format: Format) -> &'static str {
    match format {
        Format::Table => "txt",
        Format::Json | Format::TypedJson => "json",
        Format::Jsonl => "jsonl",
        Format::Csv => "csv",
        Format::Tsv => "tsv",
        Format::Markdown => "md",
    }
}

/// The manifest of these pages, as a page.
fn listed(pages: &[Page], made: &Made) -> Result<Page, Failure> {
    let entry = |page: &Page| Entry {
        file: page.file.clone(),
        query: page.query.clone(),
        title: page.title.clone(),
        bytes: page.bytes.len(),
        xxh3: format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&page.bytes)),
    };
    let manifest = Manifest { options: made.said().into(), pages: pages.iter().map(entry).collect() };
    let text = serde_json::to_string_pretty(&manifest);
    let text = text.map_err(|error| Failure::cannot_write(MANIFEST, &io::Error::other(error)))?;
    let bytes = format!("{text}\n").into_bytes();
    Ok(Page { file: MANIFEST.into(), query: String::new(), title: String::new(), bytes })
}

/// The manifest that is there; an empty one when there is none, or when it cannot be read, which its page will tell.
fn manifest(out: &Path) -> Manifest {
    let text = fs::read(out.join(MANIFEST)).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// The files of the folder that look like pages, or were pages, and are none.
fn strangers(out: &Path, pages: &[Page], before: &Manifest) -> Result<BTreeSet<String>, Failure> {
    if !out.exists() {
        return Ok(BTreeSet::new());
    }
    let cannot_read = |error: io::Error| Failure::cannot_read(&shown(out), &error);
    let mut strangers = BTreeSet::new();
    for entry in fs::read_dir(out).map_err(cannot_read)? {
        let name = entry.map_err(cannot_read)?.file_name().to_string_lossy().into_owned();
        let known = pages.iter().any(|page| page.file == name);
        let was = before.pages.iter().any(|page| page.file == name);
        if !known && (was || is_numbered(&name)) {
            strangers.insert(name);
        }
    }
    Ok(strangers)
}

/// Whether a file is named as a page of a deck: digits, a dash, and an extension of pictures or tables.
fn is_numbered(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    let tables = ["txt", "json", "jsonl", "csv", "tsv", "md"];
    let rest = stem.trim_start_matches(|each: char| each.is_ascii_digit());
    let numbered = rest.len() < stem.len() && rest.starts_with('-');
    numbered && (tables.contains(&extension) || PictureFormat::of_extension(extension).is_some())
}

/// Tells what differs.
fn check(setup: &Setup, out: &Path, pages: &[Page], strangers: &BTreeSet<String>) -> Result<Exit, Failure> {
    let mut findings = Diagnostics::new();
    for page in pages {
        let name = shown(&out.join(&page.file));
        let what = match fs::read(out.join(&page.file)) {
            Ok(bytes) if bytes == page.bytes => continue,
            Ok(_) => "is out of date",
            Err(error) if error.kind() == io::ErrorKind::NotFound => "is missing",
            Err(error) => return Err(Failure::cannot_read(&name, &error)),
        };
        findings.push(Diagnostic::error(DECK_OUTDATED, format!("{name} {what}")));
    }
    for name in strangers {
        let message = format!("{} is of no query of the deck", shown(&out.join(name)));
        findings.push(Diagnostic::error(DECK_OUTDATED, message));
    }
    if findings.is_empty() {
        say(&format!("{}: {} up to date\n", shown(out), files(pages)));
        return Ok(Exit::Fine);
    }
    say(&show_all(&findings, setup.terminal.error_style));
    Ok(Exit::Findings)
}

/// Writes what has changed, the manifest last, and tells what is left alone.
fn write(setup: &Setup, out: &Path, pages: &[Page], strangers: &BTreeSet<String>) -> Result<Exit, Failure> {
    fs::create_dir_all(out).map_err(|error| Failure::cannot_write(&shown(out), &error))?;
    let mut changed = 0;
    for page in pages {
        let path = out.join(&page.file);
        if fs::read(&path).is_ok_and(|bytes| bytes == page.bytes) {
            continue;
        }
        output::write(&path, &page.bytes)?;
        changed += 1;
    }
    say(&format!("{}: {}, {changed} changed\n", shown(out), files(pages)));
    let stranger = |name: &String| {
        let message = format!("{} is of no query of the deck, and left alone", shown(&out.join(name)));
        Diagnostic::warning(DECK_STRANGER, message)
    };
    let warnings: Diagnostics = strangers.iter().map(stranger).collect();
    if !warnings.is_empty() {
        say(&show_all(&warnings, setup.terminal.error_style));
    }
    Ok(Exit::Fine)
}

fn files(pages: &[Page]) -> String {
    answer::counted(pages.len() as u64, "file", "files")
}
