//! What follows from the options together with the environment.

use super::args::{FormatName, Shared};
use super::failure::{Exit, Failure, shown};
use super::interrupt::Interrupt;
use super::limits::Limits;
use super::open::Place;
use super::output::Output;
use super::params;
use super::terminal::Terminal;
use crate::diag::Diagnostic;
use crate::diag::codes::UNKNOWN_FORMAT;
use crate::draw::PictureFormat;
use crate::render::{Format, Look};
use std::path::{Path, PathBuf};

/// The resolved options.
#[derive(Debug)]
pub(super) struct Setup {
    /// Which knowledge to open.
    pub place: Place,
    /// The parameters, as name and text.
    pub params: Vec<(String, String)>,
    /// The form of the output, when it was named.
    pub format: Option<Format>,
    /// The files to write to; `-` is standard output.
    files: Vec<PathBuf>,
    /// Whether to tell how long each phase took.
    pub timings: bool,
    /// What a statement may take.
    pub limits: Limits,
    /// The options of a statement that were given, for commands that run none.
    given: Vec<&'static str>,
    /// What the terminal can show.
    pub terminal: Terminal,
}

/// The extensions by which a file tells its format.
const EXTENSIONS: [(&str, Format); 7] = [
    ("json", Format::Json),
    ("jsonl", Format::Jsonl),
    ("csv", Format::Csv),
    ("tsv", Format::Tsv),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("txt", Format::Table),
];

impl Setup {
    /// Resolves the options.
    pub fn new(shared: &Shared, terminal: Terminal) -> Result<Self, Failure> {
        let variable = std::env::var_os("CASEGRAPH_GRAPH").filter(|value| !value.is_empty()).map(PathBuf::from);
        let named = shared.graph.as_deref().or(variable.as_deref());
        Ok(Self {
            place: Place::find(named),
            params: params::split(&shared.param)?,
            format: shared.format.map(format),
            files: shared.output.clone(),
            timings: shared.timings,
            limits: Limits::new(&shared.limits, interrupt()?)?,
            given: given(shared),
            terminal,
        })
    }

    /// The form for rows: as named, else by the extension of the file, else a table.
    pub fn rows_format(&self) -> Result<Format, Failure> {
        match (self.format, self.file()) {
            (Some(format), _) => Ok(format),
            (None, None) => Ok(Format::Table),
            (None, Some(file)) => by_extension(file),
        }
    }

    /// The file to write to; none for standard output.
    pub fn file(&self) -> Option<&Path> {
        self.targets()[0]
    }

    /// Everything to write to, which is never nothing; none for standard output.
    pub fn targets(&self) -> Vec<Option<&Path>> {
        if self.files.is_empty() {
            return vec![None];
        }
        let named = self.files.iter().map(PathBuf::as_path);
        named.map(|file| Some(file).filter(|file| *file != Path::new("-"))).collect()
    }

    /// Refuses several files for a command that writes one.
    pub fn with_one_file(&self) -> Result<(), Failure> {
        match self.files.len() {
            0 | 1 => Ok(()),
            _ => Err(Failure::usage("only `draw` writes several files, so -o is given once")),
        }
    }

    /// Where the data go.
    pub fn output(&self) -> Output {
        Output::new(self.file(), self.limits.memory)
    }

    /// How tables may look where they go.
    pub fn look(&self) -> Look {
        if self.file().is_some() { Terminal::plain() } else { self.terminal.look }
    }

    /// Whether a person sees the data as they come, who then wants counts and times too.
    pub fn is_watched(&self) -> bool {
        self.terminal.output && self.file().is_none()
    }

    /// Refuses `-p` for a command that has no use for it.
    pub fn without_params(&self, command: &str) -> Result<(), Failure> {
        if self.params.is_empty() {
            return Ok(());
        }
        Err(Failure::usage(format_args!("`{command}` takes no parameter, so -p means nothing there")))
    }

    /// Refuses what is about how an answer is shown for a command that has its own way.
    pub fn without_answer(&self, command: &str) -> Result<(), Failure> {
        let given = [("--format", self.format.is_some()), ("--timings", self.timings)];
        match given.into_iter().find(|(_, given)| *given) {
            None => Ok(()),
            Some((option, _)) => {
                let reason = format_args!("`{command}` writes in one form and tells no times");
                Err(Failure::usage(format_args!("{reason}, so {option} means nothing there")))
            }
        }
    }

    /// Refuses what is about statements for a command that runs none, not even the rules of the data.
    pub fn without_statement(&self, command: &str) -> Result<(), Failure> {
        self.without_params(command)?;
        match self.given.first() {
            None => Ok(()),
            Some(option) => {
                Err(Failure::usage(format_args!("`{command}` runs no query, so {option} means nothing there")))
            }
        }
    }
}

fn interrupt() -> Result<Interrupt, Failure> {
    Interrupt::install().map_err(|error| Failure::cannot_read("the terminal's signals", &error))
}

fn given(shared: &Shared) -> Vec<&'static str> {
    let limits = &shared.limits;
    let all = [("--timeout", limits.timeout.is_some()), ("--memory-limit", limits.memory_limit.is_some())];
    all.into_iter().filter_map(|(option, given)| given.then_some(option)).collect()
}

fn by_extension(file: &Path) -> Result<Format, Failure> {
    let extension = file.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if let Some((_, format)) = EXTENSIONS.iter().find(|(name, _)| *name == extension) {
        return Ok(*format);
    }
    let known: Vec<String> = EXTENSIONS.iter().map(|(name, _)| format!(".{name}")).collect();
    let mut finding =
        Diagnostic::error(UNKNOWN_FORMAT, format!("the format of {} is not known from its name", shown(file)))
            .hint(format!("Rows are written as {}; any other name needs --format.", crate::diag::or_list(&known)));
    if PictureFormat::of_extension(&extension).is_some() {
        finding = finding.hint("`casegraph draw` writes diagrams.");
    }
    Err(Failure::one(Exit::Usage, finding))
}

fn format(name: FormatName) -> Format {
    match name {
        FormatName::Table => Format::Table,
        FormatName::Json => Format::Json,
        FormatName::Jsonl => Format::Jsonl,
        FormatName::Csv => Format::Csv,
        FormatName::Tsv => Format::Tsv,
        FormatName::Markdown => Format::Markdown,
        FormatName::TypedJson => Format::TypedJson,
    }
}
