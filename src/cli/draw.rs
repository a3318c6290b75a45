//! `draw`: the answer of a query as a diagram, in the format of its file's extension.

use super::args::is_query;
use super::failure::{Exit, Failure, shown};
use super::picture::PictureArgs;
use super::query::{find, open};
use super::setup::Setup;
use super::statement::statements;
use super::{answer, diff, params};
use crate::diag::codes::{
    NOTHING_TO_DRAW, TOO_MUCH, UNDEFINED_VARIABLE, UNKNOWN_FORMAT, UNKNOWN_LABEL, UNKNOWN_PROPERTY, UNKNOWN_TYPE,
};
use crate::diag::{Code, Diagnostic, Style, nearest, or_list, show_all};
use crate::draw::{self, Connect, Cut, Options, PictureFile, PictureFormat, READABLE, Stylesheet, Subgraph};
use crate::graph::View;
use crate::library::{Layout, Picture, SavedQuery, Show};
use crate::value::{Map, Rows};
use std::path::Path;
use std::sync::Arc;

/// The most names that a message lists when none is near.
const MOST_NAMES: usize = 12;

/// Draws a saved query, or a query given as text.
pub(super) fn draw(setup: &Setup, what: &str, other: Option<&str>, wanted: &PictureArgs) -> Result<Exit, Failure> {
    if setup.format.is_some() {
        return Err(Failure::usage("--format is for rows; a diagram has the format of its file's extension"));
    }
    let named = setup.file().map(drawable).transpose()?;
    let mut opened = open(setup)?;
    let (statements, params, mut options) = if is_query(what) {
        (
            statements("<query>", what),
            params::for_text(&setup.params, what)?,
            Options { style: Arc::clone(&opened.project.style), ..Options::default() },
        )
    } else {
        let query = find(&opened.project, what)?;
        let params = params::for_query(&query, &setup.params, &Map::new(), "-p ")?;
        let options = options(&query, &opened.project.style);
        (vec![query.source], params, options)
    };
    if other.is_some() {
        options.picture.lay_out_as_graph();
    }
    wanted.apply(&mut options)?;
    let streamed = if options.picture.layout == Layout::Layered { PictureFormat::Dot } else { PictureFormat::Svg };
    let format = named.unwrap_or(streamed);
    wanted.for_format(format, options.picture.layout)?;
    options.sources = wanted.sources(setup);
    let mut rows = Rows::default();
    for statement in &statements {
        let answer = setup.limits.ask(&mut opened.project, statement, &params)?;
        answer::warn(&answer, setup.terminal.error_style);
        rows = answer.rows;
    }
    let graph = &mut opened.project.graph;
    let both = match other {
        None => None,
        Some(_) if options.picture.layout != Layout::Layered => {
            return Err(Failure::usage("--diff marks nodes and lines, so it goes with --layout layered alone"));
        }
        Some(other) => {
            let asked = (&statements[..], &params);
            let (both, changes) = diff::compared(setup, other, asked, &options, (&rows, graph))?;
            if changes.is_empty() {
                super::terminal::say(&format!("nothing differs from {other}\n"));
            }
            options.changes = Some(changes);
            Some(both)
        }
    };
    let view = graph.view();
    let (file, shown) = setup.limits.draw(|stop| {
        options.stop = stop.clone();
        match &both {
            None => drawing(&rows, view, &options, format),
            Some(both) => Ok((layered(both, &rows, view, &options, format)?, subgraph(&rows, view, &options)?)),
        }
    })?;
    let bytes = told(file, setup.terminal.error_style);
    if options.picture.layout == Layout::Layered {
        too_much(&shown, view, setup);
    }
    let mut output = setup.output();
    output.put(&bytes)?;
    output.finish()?;
    Ok(Exit::Fine)
}

/// Says that a picture holds too much to be read, with commands that draw less.
fn too_much(subgraph: &Subgraph, view: View<'_>, setup: &Setup) {
    let count = subgraph.nodes.len();
    if count <= READABLE {
        return;
    }
    let command: Vec<String> = std::env::args().skip(1).map(|word| quoted(&word)).collect();
    let message = format!("the picture has {count} nodes, and more than {READABLE} are hard to take in");
    let mut finding = Diagnostic::warning(TOO_MUCH, message);
    for (cut, rest) in subgraph.cuts(view) {
        let (nodes, rels) = (rest.nodes.len(), rest.rels.len());
        let command = format!("casegraph {} {}", command.join(" "), cut.option());
        finding = finding.hint(format!("{command}    {nodes} nodes, {rels} relationships"));
    }
    super::terminal::say(&show_all(&std::iter::once(finding).collect(), setup.terminal.error_style));
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let plain = |each: char| each.is_alphanumeric() || "-_./:=,%+@".contains(each);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// How the diagram of a saved query is made.
pub(super) fn options(query: &SavedQuery, style: &Arc<Stylesheet>) -> Options {
    let picture = match &query.show {
        Show::Graph(picture) => picture.clone(),
        Show::Table => Picture::default(),
    };
    let (title, about) = (query.title.clone(), query.about.clone());
    Options { title, about, picture, style: Arc::clone(style), ..Options::default() }
}

/// What of an answer is drawn.
pub(super) fn subgraph(rows: &Rows, view: View<'_>, options: &Options) -> Result<Subgraph, Failure> {
    let names = view.names();
    let known_types: Vec<&str> = names.types.ids().map(|id| &**names.types.name(id)).collect();
    let mut types = Vec::new();
    for name in &options.picture.connect {
        let message = || format!("there is no relationship type `{name}` to connect by");
        types.push(names.types.get(name).ok_or_else(|| unknown(UNKNOWN_TYPE, message(), name, &known_types))?);
    }
    for name in &options.picture.group_by {
        // A chart groups by a column too, which it looks for itself.
        let layered = options.picture.layout == Layout::Layered;
        if layered && names.types.get(name).is_none() && names.keys.get(name).is_none() {
            let keys = names.keys.ids().map(|id| &**names.keys.name(id));
            let known: Vec<&str> = known_types.iter().copied().chain(keys).collect();
            let message = format!("there is no property and no relationship type `{name}` to group by");
            return Err(unknown(UNKNOWN_PROPERTY, message, name, &known));
        }
    }
    for name in options.picture.annotate.iter().chain(&options.picture.highlight) {
        if !rows.columns.contains(name) {
            let known: Vec<&str> = rows.columns.iter().map(String::as_str).collect();
            let message = format!("the answer has no column `{name}` to annotate by or to highlight");
            return Err(unknown(UNDEFINED_VARIABLE, message, name, &known));
        }
    }
    for cut in &options.cuts {
        let Cut::Without(name) = cut else { continue };
        if names.labels.get(name).is_none() && names.types.get(name).is_none() {
            let labels = names.labels.ids().map(|id| &**names.labels.name(id));
            let known: Vec<&str> = labels.chain(known_types.iter().copied()).collect();
            let message = format!("there is no label and no relationship type `{name}` to leave out");
            return Err(unknown(UNKNOWN_LABEL, message, name, &known));
        }
    }
    let connect = if options.picture.induced {
        Connect::Induced
    } else if types.is_empty() {
        Connect::Returned
    } else {
        Connect::Types(&types)
    };
    let stop = &options.stop;
    let whole = Subgraph::until(stop, rows, view, connect)?.annotated(rows, &options.picture.annotate);
    stop.look()?;
    let mut rest = whole.highlighted(rows, &options.picture.highlight);
    for cut in &options.cuts {
        stop.look()?;
        rest = rest.cut(cut, view);
    }
    Ok(rest)
}

/// That a name is none, with the nearest that is one.
fn unknown(code: Code, message: String, name: &str, known: &[&str]) -> Failure {
    let finding = Diagnostic::error(code, message);
    let finding = match nearest(name, known.iter().copied()) {
        Some(near) => finding.hint(format!("Did you mean `{near}`?")),
        None if known.is_empty() => finding,
        None => finding.hint(format!("Known are {}.", known[..known.len().min(MOST_NAMES)].join(", "))),
    };
    Failure::one(Exit::Findings, finding)
}

/// The content of a drawing, after what is not as it could be about it has been said.
pub(super) fn told(drawing: PictureFile, style: Style) -> Vec<u8> {
    if !drawing.warnings.is_empty() {
        super::terminal::say(&show_all(&drawing.warnings, style));
    }
    drawing.bytes
}

/// The picture of an answer, and what of the graph it shows.
pub(super) fn drawing(
    rows: &Rows,
    view: View<'_>,
    options: &Options,
    format: PictureFormat,
) -> Result<(PictureFile, Subgraph), Failure> {
    let subgraph = subgraph(rows, view, options)?;
    let file = if options.picture.layout != Layout::Layered && !rows.rows.is_empty() {
        // When a format that knows no charts was typed, that is a mistake of the command.
        draw::chart(rows, &subgraph, view, options, format).map_err(|finding| Failure::from(*finding))?
    } else {
        layered(&subgraph, rows, view, options, format)?
    };
    Ok((file, subgraph))
}

/// The diagram of the nodes and relationships of an answer.
fn layered(
    subgraph: &Subgraph,
    rows: &Rows,
    view: View<'_>,
    options: &Options,
    format: PictureFormat,
) -> Result<PictureFile, Failure> {
    if subgraph.is_empty() {
        let (message, hint) = if rows.rows.is_empty() {
            ("the answer has no rows, so there is nothing to draw", "The same query without `draw` shows the rows.")
        } else {
            (
                "the answer holds no node, relationship or path, so there is nothing to draw",
                "Return the nodes themselves rather than their properties, such as RETURN c instead of RETURN c.name.",
            )
        };
        return Err(Failure::one(Exit::Findings, Diagnostic::error(NOTHING_TO_DRAW, message).hint(hint)));
    }
    draw::draw(subgraph, view, options, format).map_err(|error| Failure::from(*error))
}

/// The format of a diagram in a file of this name.
pub(super) fn drawable(file: &Path) -> Result<PictureFormat, Failure> {
    let extension = file.extension().unwrap_or_default().to_string_lossy();
    if let Some(format) = PictureFormat::of_extension(&extension) {
        return Ok(format);
    }
    let name = shown(file);
    let message = format!("the format of {name} is none that diagrams are drawn in");
    let known: Vec<String> = PictureFormat::EXTENSIONS.iter().map(|(known, _)| format!(".{known}")).collect();
    let finding =
        Diagnostic::error(UNKNOWN_FORMAT, message).hint(format!("Diagrams are drawn as {}.", or_list(&known)));
    let finding = match &*extension.to_ascii_lowercase() {
        // With the feature it is known.
        "pdf" => finding
            .hint("A program built with `cargo install --path . --features pdf` draws it.")
            .hint(format!("Graphviz makes one: casegraph draw … | dot -Tpdf -o {name}")),
        _ => finding,
    };
    Err(Failure::one(Exit::Usage, finding))
}
