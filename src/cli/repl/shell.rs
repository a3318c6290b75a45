//! What the shell holds between two lines, and what a line does to it.

use super::commands::{self, is_command};
use crate::cli::answer::{self, Manner};
use crate::cli::draw::{drawing, told};
use crate::cli::failure::Failure;
use crate::cli::limits::Limits;
use crate::cli::open::Opened;
use crate::cli::output::{Output, print};
use crate::cli::setup::Setup;
use crate::cli::statement::statements;
use crate::cli::{params, terminal};
use crate::diag::{Source, Style, show_all};
use crate::draw::{self, PictureFormat, Subgraph};
use crate::engine::Answer;
use crate::project::Project;
use crate::render::Look;
use crate::value::{Map, Rows, Stop, free};
use std::sync::Arc;
use std::time::Instant;

/// Whether the shell goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// With the next line.
    Go,
    /// No further.
    Quit,
}

/// The last answer, from which `.draw` makes a diagram.
#[derive(Debug)]
pub(super) struct Last {
    /// Its rows.
    pub rows: Rows,
    /// The title and direction of its diagram.
    pub options: draw::Options,
}

/// The state of the shell.
#[derive(Debug)]
pub(super) struct Shell {
    /// The knowledge, with what statements changed in memory.
    pub opened: Opened,
    /// The parameters that statements may use.
    pub params: Map,
    /// How answers are shown.
    pub manner: Manner,
    /// The last answer.
    pub last: Option<Last>,
    /// What `.again` runs: the last statements, or the last `.run`.
    pub again: Option<String>,
    /// What a statement may take; Ctrl-C ends it.
    limits: Limits,
}

/// How many rows of a table are shown at once, unless `.rows` says otherwise.
const ROWS: usize = 20;

impl Shell {
    /// A shell on open knowledge.
    pub fn new(opened: Opened, setup: &Setup) -> Result<Self, Failure> {
        let mut at_hand = Map::new();
        for (name, text) in &setup.params {
            at_hand.insert(Arc::from(name.as_str()), params::untyped(name, text)?);
        }
        let manner = Manner {
            format: setup.rows_format()?,
            look: setup.look(),
            style: setup.terminal.error_style,
            counted: true,
            timings: setup.timings,
            limit: Some(ROWS),
        };
        Ok(Self { opened, params: at_hand, manner, last: None, again: None, limits: setup.limits.clone() })
    }

    /// The knowledge.
    pub fn project(&self) -> &Project {
        &self.opened.project
    }

    /// The names of the parameters that have a value.
    pub fn param_names(&self) -> Vec<String> {
        self.params.keys().map(|name| name.to_string()).collect()
    }

    /// Does what a line asks for. What goes wrong is said, and the shell goes on.
    pub fn submit(&mut self, line: &str) -> Flow {
        let done = if is_command(line) { commands::run(self, line) } else { self.statements(line).map(|()| Flow::Go) };
        match done {
            Ok(flow) => flow,
            Err(Failure::ClosedPipe) => Flow::Quit,
            Err(Failure::Found(_, findings)) => {
                terminal::say(&show_all(&findings, self.style()));
                Flow::Go
            }
            Err(failure) => {
                terminal::say(&format!("error: {}\n", failure.message()));
                Flow::Go
            }
        }
    }

    /// Runs statements one after the other, up to the first that fails.
    fn statements(&mut self, text: &str) -> Result<(), Failure> {
        self.again = Some(text.to_owned());
        self.fit();
        for statement in statements("<query>", text) {
            let params = self.params.clone();
            let style = Arc::clone(&self.opened.project.style);
            self.ask(&statement, &params, draw::Options { style, ..draw::Options::default() })?;
        }
        Ok(())
    }

    /// Runs one statement, shows its answer and remembers it.
    pub fn ask(&mut self, statement: &Arc<Source>, params: &Map, options: draw::Options) -> Result<(), Failure> {
        let start = Instant::now();
        let answer = self.answer(statement, params)?;
        let view = self.opened.project.graph.view();
        let (manner, time) = (&self.manner, start.elapsed());
        let show = |stop| answer::show(&answer, view, manner, &mut Output::Stream, time, &stop);
        let shown = self.limits.interrupt.during(show);
        if !answer.rows.columns.is_empty()
            && let Some(before) = self.last.replace(Last { rows: answer.rows, options })
        {
            free(before.rows);
        }
        shown
    }

    /// Runs one statement, which Ctrl-C ends.
    pub fn answer(&mut self, statement: &Arc<Source>, params: &Map) -> Result<Answer, Failure> {
        self.limits.ask(&mut self.opened.project, statement, params)
    }

    /// Draws the last answer and puts the picture out, which Ctrl-C ends. Gives what of the graph is drawn.
    pub fn draw(
        &self,
        format: PictureFormat,
        put: impl FnOnce(&[u8], &Stop) -> Result<(), Failure>,
    ) -> Result<Subgraph, Failure> {
        let last = self.last()?;
        let view = self.project().graph.view();
        self.limits.draw(|stop| {
            let options = draw::Options { stop: stop.clone(), ..last.options.clone() };
            let (file, subgraph) = drawing(&last.rows, view, &options, format)?;
            put(&told(file, self.style()), stop)?;
            Ok(subgraph)
        })
    }

    /// The last answer.
    pub fn last(&self) -> Result<&Last, Failure> {
        self.last.as_ref().ok_or_else(|| Failure::usage("there is no answer yet"))
    }

    /// Takes the present width of the terminal, which its user may have changed.
    pub fn fit(&mut self) {
        self.manner.look.width = self.manner.look.width.and_then(|_| terminal::width(true));
    }

    /// How tables may look.
    pub fn look(&self) -> Look {
        self.manner.look
    }

    /// How findings may look.
    pub fn style(&self) -> Style {
        self.manner.style
    }

    /// Shows text as data.
    pub fn show(&self, text: &str) -> Result<(), Failure> {
        print(text)
    }
}
