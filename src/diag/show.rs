//! The picture of a finding: message, place, excerpt with caret, hints and the mended line.

use super::source::Position;
use super::{Diagnostic, Diagnostics, Severity, Source, Span, visible};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use std::sync::Arc;

/// How the picture may look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text only.
    Plain,
    /// With terminal colors.
    Color,
}

/// Excerpts of longer lines are cut, since a query of one line may have megabytes.
const LONGEST_EXCERPT: usize = 2_000;

/// A part of a line is shown at its place in the line up to this column.
const LONGEST_INDENT: u32 = 200;

/// One finding as text that ends with a line break.
#[must_use]
pub fn show(diagnostic: &Diagnostic, style: Style) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let windows: Vec<Window> = windows(diagnostic);
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.id);
    let mut group = Group::with_title(title);
    for (index, window) in windows.iter().enumerate() {
        let mut snippet = Snippet::source(&window.text).line_start(window.line);
        if window.cut {
            // The renderer would count the column from where the excerpt begins, so the place is said apart.
            let origin = Origin::path(&window.name).line(window.place.line as usize);
            group = group.element(origin.char_column(window.place.column as usize));
        } else {
            snippet = snippet.path(&window.name);
        }
        for (position, (span, text)) in window.marks.iter().enumerate() {
            let kind = if index == 0 && position == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            snippet = snippet.annotation(kind.span(span.range()).label(text));
        }
        group = group.element(snippet);
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.message(visible(hint)));
    }
    let mut report = vec![group];
    if let (Some(fix), Some(window)) = (&diagnostic.fix, windows.first())
        && let Some(span) = window.local(fix.span)
    {
        let snippet = Snippet::source(&window.text).line_start(window.line).patch(Patch::new(span.range(), &fix.with));
        report.push(Level::HELP.secondary_title(question(&fix.with)).element(snippet));
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Color => Renderer::styled(),
    };
    format!("{}\n", renderer.render(&report))
}

/// What is asked above the mended line.
fn question(with: &str) -> String {
    if with.trim().is_empty() || with.contains('\n') {
        "perhaps".to_owned()
    } else {
        format!("did you mean `{}`?", visible(with))
    }
}

/// All findings, a blank line between them.
#[must_use]
pub fn show_all(diagnostics: &Diagnostics, style: Style) -> String {
    let shown: Vec<String> = diagnostics.iter().map(|diagnostic| show(diagnostic, style)).collect();
    shown.join("\n")
}

/// The lines of one source that the labels touch.
struct Window {
    name: String,
    text: String,
    /// Whether the text begins in the middle of a line.
    cut: bool,
    /// Where the first label begins.
    place: Position,
    /// The number of the first line.
    line: usize,
    /// The byte of the source at which the text begins.
    start: u32,
    /// How many blanks stand in the text for what stands before the source in its line.
    indent: u32,
    marks: Vec<(Span, String)>,
}

impl Window {
    fn new(source: &Arc<Source>, spans: &[Span]) -> Self {
        let text = source.text();
        let first = spans.iter().map(|span| span.start).min().unwrap_or(0).min(text.len() as u32);
        let last = spans.iter().map(|span| span.end).max().unwrap_or(0).clamp(first, text.len() as u32);
        let mut start = text[..first as usize].rfind('\n').map_or(0, |at| at + 1);
        let mut end = text[last as usize..].find('\n').map_or(text.len(), |at| at + last as usize);
        if end - start > LONGEST_EXCERPT {
            start = floor(text, (first as usize).saturating_sub(60).max(start));
            end = floor(text, end.min(start + LONGEST_EXCERPT / 10));
        }
        // A source that is a part of a script begins with blanks in place of what stands before it.
        let before = source.position(start as u32).column - 1;
        let indent = if before <= LONGEST_INDENT { before } else { 0 };
        Self {
            name: visible(source.name()).into_owned(),
            text: " ".repeat(indent as usize) + text[start..end].trim_end_matches('\r'),
            cut: before > indent,
            place: source.position(spans.first().map_or(0, |span| span.start)),
            line: source.position(start as u32).line as usize,
            start: start as u32,
            indent,
            marks: Vec::new(),
        }
    }

    /// The span counted from the start of the window, cut to its end.
    fn local(&self, span: Span) -> Option<Span> {
        let start = (span.start.checked_sub(self.start)? + self.indent) as usize;
        let end = (span.end.max(span.start) - self.start + self.indent) as usize;
        (start <= self.text.len()).then(|| Span::new(start, floor(&self.text, end.min(self.text.len()))))
    }
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// One window for each source in the order of the labels; far-apart labels share one, which the renderer folds.
fn windows(diagnostic: &Diagnostic) -> Vec<Window> {
    let mut windows: Vec<(Arc<Source>, Window)> = Vec::new();
    for label in &diagnostic.labels {
        if !windows.iter().any(|(source, _)| Arc::ptr_eq(source, &label.source)) {
            let same = diagnostic.labels.iter().filter(|other| Arc::ptr_eq(&other.source, &label.source));
            let spans: Vec<Span> = same.map(|other| other.span).collect();
            windows.push((Arc::clone(&label.source), Window::new(&label.source, &spans)));
        }
        if let Some((_, window)) = windows.iter_mut().find(|(source, _)| Arc::ptr_eq(source, &label.source))
            && let Some(span) = window.local(label.span)
        {
            window.marks.push((span, visible(&label.text).into_owned()));
        }
    }
    windows.into_iter().map(|(_, window)| window).collect()
}
