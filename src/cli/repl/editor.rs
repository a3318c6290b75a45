//! The line editor: prompt, completion, colors, and when Enter runs rather than starts a further line.

use super::commands::{COMMANDS, is_command};
use super::paint::paint;
use super::shell::Shell;
use crate::assist::{self, Known};
use crate::syntax;
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{
    Cmd, ColorMode, CompletionType, ConditionalEventHandler, Config, Context, Editor, Event, EventContext,
    EventHandler, Helper, Hinter, KeyCode, KeyEvent, Modifiers, RepeatCount,
};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

/// The prompt.
const PROMPT: &str = "casegraph> ";

/// What further lines of a statement show where the first has the prompt.
pub(super) const MARKER: &str = "      ...> ";

/// A further line as the editor holds it: indented as wide as the prompt, so that a mark can be shown there while the
/// whole statement stays one text that can be edited and recalled as such.
pub(super) const INDENT: &str = "\n           ";

/// The editor of the shell.
pub(super) type ShellEditor = Editor<Assistant, FileHistory>;

/// Makes the editor, which asks the shell for what it knows.
pub(super) fn editor(shell: &Rc<RefCell<Shell>>, color: bool) -> rustyline::Result<ShellEditor> {
    let config = Config::builder()
        .max_history_size(2_000)?
        .history_ignore_dups(true)?
        .completion_type(CompletionType::List)
        .completion_show_all_if_ambiguous(true)
        // Without colors the marks of further lines are painted all the same.
        .color_mode(ColorMode::Forced)
        .build();
    let mut editor = Editor::with_config(config)?;
    editor.set_helper(Some(Assistant { shell: Rc::clone(shell), color }));
    for code in [KeyCode::Enter, KeyCode::Char('J'), KeyCode::Char('M')] {
        let modifiers = if code == KeyCode::Enter { Modifiers::NONE } else { Modifiers::CTRL };
        editor.bind_sequence(KeyEvent(code, modifiers), EventHandler::Conditional(Box::new(Enter)));
    }
    Ok(editor)
}

/// The prompt without and with color.
pub(super) fn prompt(color: bool) -> (String, String) {
    let styled = if color { format!("\x1b[1m{PROMPT}\x1b[0m") } else { PROMPT.to_owned() };
    (PROMPT.to_owned(), styled)
}

/// Whether Enter runs what was typed: a command, a whole statement, or anything before an empty line.
fn is_finished(text: &str) -> bool {
    let last = text.rsplit_once('\n').map(|(_, last)| last);
    text.trim().is_empty()
        || is_command(text)
        || syntax::is_complete(text)
        || last.is_some_and(|last| last.trim().is_empty())
}

struct Enter;

impl ConditionalEventHandler for Enter {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext) -> Option<Cmd> {
        if is_finished(context.line()) { Some(Cmd::AcceptLine) } else { Some(Cmd::Insert(1, INDENT.to_owned())) }
    }
}

/// What the editor asks while typing goes on.
#[derive(Helper, Hinter)]
pub(super) struct Assistant {
    shell: Rc<RefCell<Shell>>,
    color: bool,
}

impl Completer for Assistant {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let shell = self.shell.borrow();
        let project = shell.project();
        let params = shell.param_names();
        let commands: Vec<(&str, &[&str])> = COMMANDS.iter().map(|command| (command.name, command.values)).collect();
        let known =
            Known { view: project.graph.view(), queries: &project.queries, params: &params, commands: &commands };
        let found = assist::complete(line, at, &known);
        let pair = |item: assist::Item| {
            // Only where a relationship leads is short enough to stand in the list.
            let arrow = item.note.starts_with(['→', '←']);
            let display = if arrow { format!("{} {}", item.text, item.note) } else { item.text.clone() };
            Pair { display, replacement: item.text }
        };
        Ok((found.start, found.items.into_iter().map(pair).collect()))
    }
}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        Cow::Owned(paint(line, self.color))
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        kind != CmdKind::MoveCursor
    }
}

/// On terminals that the editor cannot control, where it reads line by line.
impl Validator for Assistant {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let finished = is_finished(context.input());
        Ok(if finished { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_as_wide_as_the_prompt() {
        assert_eq!(MARKER.len(), PROMPT.len());
        assert_eq!(INDENT.len(), PROMPT.len() + 1);
    }

    #[test]
    fn enter_runs_commands_statements_and_what_an_empty_line_ends() {
        assert!(is_finished(".help"));
        assert!(is_finished(":help"));
        assert!(is_finished("RETURN 1;"));
        assert!(is_finished(&format!("MATCH (n){INDENT}")));
        assert!(!is_finished("MATCH (n)"));
        assert!(!is_finished(&format!("MATCH (n){INDENT}WHERE")));
    }
}
