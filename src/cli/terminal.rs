//! What the terminal can show, and the two streams.

use super::args::When;
use crate::diag::Style;
use crate::render::Look;
use std::io::{self, IsTerminal, Write};

/// What standard output and standard error can show.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    /// Whether a person sees standard output at once.
    pub output: bool,
    /// How tables may look on standard output.
    pub look: Look,
    /// How findings may look on standard output.
    pub output_style: Style,
    /// How findings may look on standard error.
    pub error_style: Style,
}

impl Terminal {
    /// Looks at the streams, at the environment, and at `--color`.
    pub fn detect(color: When) -> Self {
        let output = io::stdout().is_terminal();
        let output_color = colored(color, anstream::AutoStream::choice(&io::stdout()));
        let error_color = colored(color, anstream::AutoStream::choice(&io::stderr()));
        let look = Look { width: width(output), color: output_color, unicode: !output || is_unicode() };
        Self { output, look, output_style: style(output_color), error_style: style(error_color) }
    }

    /// How tables may look in a file: as anywhere else, whatever this terminal is.
    pub fn plain() -> Look {
        Look { width: None, color: false, unicode: true }
    }
}

fn colored(when: When, auto: anstream::ColorChoice) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => auto != anstream::ColorChoice::Never,
    }
}

fn style(color: bool) -> Style {
    if color { Style::Color } else { Style::Plain }
}

/// The width that a table may have; nothing is ever cut in a pipe.
pub(super) fn width(output: bool) -> Option<u16> {
    if !output {
        return None;
    }
    terminal_size::terminal_size().map(|(width, _)| width.0).filter(|width| *width > 0)
}

/// Whether the locale can show box characters.
fn is_unicode() -> bool {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(std::env::var_os).find(|value| !value.is_empty());
    cfg!(windows)
        || set.is_some_and(|value| {
            let value = value.to_string_lossy().to_ascii_lowercase();
            value.contains("utf-8") || value.contains("utf8")
        })
}

/// Says something on standard error. When that is closed there is nobody left to tell.
pub(super) fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}
