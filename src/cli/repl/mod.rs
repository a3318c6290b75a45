//! The shell: statements and commands typed one after the other.
//!
//! Input: what is typed at the terminal. Output: answers, and what the commands say. An error never ends it.

mod commands;
mod editor;
mod history;
mod paint;
mod shell;

use super::answer::counted;
use super::failure::{Exit, Failure};
use super::open::{Opened, Place, Scope};
use super::setup::Setup;
use editor::{INDENT, editor};
use rustyline::error::ReadlineError;
use shell::{Flow, Shell};
use std::cell::RefCell;
use std::io::ErrorKind;
use std::rc::Rc;

/// Runs the shell until the user leaves.
pub(super) fn run(setup: &Setup) -> Result<Exit, Failure> {
    let opened = setup.place.open(Scope::Everything, &setup.limits)?;
    // At the prompt the line editor takes the key itself.
    setup.limits.interrupt.survive();
    super::terminal::say(&banner(&opened, &setup.place));
    let shell = Rc::new(RefCell::new(Shell::new(opened, setup)?));
    let color = setup.terminal.look.color;
    let mut editor = editor(&shell, color).map_err(terminal_failure)?;
    let history = history::place();
    if let Some(path) = &history {
        // The first time there is no history yet, and without one everything works all the same.
        let _ = editor.load_history(path);
    }
    let prompt = editor::prompt(color);
    loop {
        match editor.readline(&prompt) {
            Ok(line) if line.trim().is_empty() => {}
            Ok(line) => {
                // An entry that cannot be kept is no reason to stop working.
                let _ = editor.add_history_entry(line.trim_end());
                if let Some(path) = &history {
                    history::save(&mut editor, path);
                }
                if shell.borrow_mut().submit(&line.replace(INDENT, "\n")) == Flow::Quit {
                    return Ok(Exit::Fine);
                }
            }
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Io(error)) if error.kind() == ErrorKind::InvalidData => {
                super::terminal::say("\nerror: what was typed is not UTF-8 text\n");
            }
            Err(ReadlineError::Eof) => return Ok(Exit::Fine),
            Err(error) => return Err(terminal_failure(error)),
        }
    }
}

fn terminal_failure(error: ReadlineError) -> Failure {
    Failure::cannot_read("the terminal", &std::io::Error::other(error.to_string()))
}

/// The first lines: what is open, and where help is.
fn banner(opened: &Opened, place: &Place) -> String {
    let view = opened.project.graph.view();
    let files = match place {
        Place::BuiltIn => counted(opened.data_files as u64, "built-in file", "built-in files"),
        Place::Snapshot(_) => String::from("a snapshot"),
        Place::Directory(_) => counted(opened.data_files as u64, "file", "files"),
    };
    let mut text = format!(
        "casegraph {}   {}, {} from {files}   .help  .queries\n",
        env!("CARGO_PKG_VERSION"),
        counted(view.node_count(), "node", "nodes"),
        counted(view.rel_count(None), "relationship", "relationships"),
    );
    let errors = opened.project.findings.iter().filter(|finding| finding.is_error()).count();
    if errors > 0 {
        let errors = counted(errors as u64, "error", "errors");
        text.push_str(&format!(
            "{errors} in the data, so facts may be missing and no rule was run; `casegraph check` shows them\n"
        ));
    }
    text
}
