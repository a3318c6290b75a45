//! `draw`: the answer of a query as a diagram, in the format of its file's extension.

use super::args::is_query;
use super::failure::{Exit, Failure, shown};
use super::picture::PictureArgs;
use super::query::{ask, find, open};
use super::setup::Setup;
use super::statement::statements;
use super::{answer, diff, params};
use crate::diag::codes::{NOTHING_TO_DRAW, UNKNOWN_FORMAT, UNKNOWN_TYPE};
use crate::diag::{Diagnostic, Style, nearest, or_list, show_all};
use crate::draw::{self, Connect, Options, PictureFile, PictureFormat, Subgraph};
use crate::engine;
use crate::graph::View;
use crate::library::{Layout, Picture, Show};
use crate::value::{Map, Rows};
use std::path::Path;

/// Draws a saved query, or a query given as text.
pub(super) fn draw(setup: &Setup, what: &str, other: Option<&str>, wanted: &PictureArgs) -> Result<Exit, Failure> {
    if setup.format.is_some() {
        return Err(Failure::usage("--format is for rows; a diagram has the format of its file's extension"));
    }
    let named = setup.file().map(drawable).transpose()?;
    let mut opened = open(setup)?;
    let (statements, params, mut options) = if is_query(what) {
        (statements("<query>", what), params::for_text(&setup.params, what)?, Options::default())
    } else {
        let query = find(&opened.project, what)?;
        let params = params::for_query(&query, &setup.params, &Map::new(), "-p ")?;
        let options = options(&query.title, &query.show);
        (vec![query.source], params, options)
    };
    wanted.apply(&mut options)?;
    let streamed = if options.picture.layout == Layout::Layered { PictureFormat::Dot } else { PictureFormat::Svg };
    let format = named.unwrap_or(streamed);
    wanted.for_format(format, options.picture.layout)?;
    options.sources = wanted.sources(setup);
    let mut rows = Rows::default();
    for statement in &statements {
        let answer = ask(&mut opened.project, statement, &params, &engine::Options::default())?;
        answer::warn(&answer, setup.terminal.error_style);
        rows = answer.rows;
    }
    let style = setup.terminal.error_style;
    let bytes = match other {
        None => picture(&rows, opened.project.graph.view(), &options, format, style)?,
        Some(_) if options.picture.layout != Layout::Layered => {
            return Err(Failure::usage("--diff marks nodes and lines, so it goes with --layout layered alone"));
        }
        Some(other) => {
            let graph = &mut opened.project.graph;
            let asked = (&statements[..], &params);
            let (both, changes) = diff::compared(setup, other, asked, &options, (&rows, graph))?;
            if changes.is_empty() {
                super::terminal::say(&format!("nothing differs from {other}\n"));
            }
            options.changes = Some(changes);
            told(layered(&both, &rows, graph.view(), &options, format)?, style)
        }
    };
    let mut output = setup.output();
    output.put(&bytes)?;
    output.finish()?;
    Ok(Exit::Fine)
}

/// How the diagram of a saved query is made.
pub(super) fn options(title: &str, show: &Show) -> Options {
    let picture = match show {
        Show::Graph(picture) => picture.clone(),
        Show::Table => Picture::default(),
    };
    Options { title: title.to_owned(), picture, ..Options::default() }
}

/// What of an answer is drawn.
pub(super) fn subgraph(rows: &Rows, view: View<'_>, options: &Options) -> Result<Subgraph, Failure> {
    let mut types = Vec::new();
    for name in &options.picture.connect {
        let Some(kind) = view.names().types.get(name) else {
            let finding =
                Diagnostic::error(UNKNOWN_TYPE, format!("there is no relationship type `{name}` to connect by"));
            let names = view.names().types.ids().map(|id| &**view.names().types.name(id));
            let finding = match nearest(name, names) {
                Some(near) => finding.hint(format!("Did you mean `{near}`?")),
                None => finding.hint("`casegraph schema` lists the types."),
            };
            return Err(Failure::one(Exit::Findings, finding));
        };
        types.push(kind);
    }
    let connect = if options.picture.induced {
        Connect::Induced
    } else if types.is_empty() {
        Connect::Returned
    } else {
        Connect::Types(&types)
    };
    Ok(Subgraph::of(rows, view, connect))
}

/// The diagram of an answer as the content of a file; what is not as it could be about it is said.
pub(super) fn picture(
    rows: &Rows,
    view: View<'_>,
    options: &Options,
    format: PictureFormat,
    style: Style,
) -> Result<Vec<u8>, Failure> {
    Ok(told(drawing(rows, view, options, format)?, style))
}

/// The content of a drawing, after what is not as it could be about it has been said.
fn told(drawing: PictureFile, style: Style) -> Vec<u8> {
    if !drawing.warnings.is_empty() {
        super::terminal::say(&show_all(&drawing.warnings, style));
    }
    drawing.bytes
}

/// The diagram of an answer.
pub(super) fn drawing(
    rows: &Rows,
    view: View<'_>,
    options: &Options,
    format: PictureFormat,
) -> Result<PictureFile, Failure> {
    let subgraph = subgraph(rows, view, options)?;
    let layout = options.picture.layout;
    if layout != Layout::Layered && !rows.rows.is_empty() {
        if format != PictureFormat::Svg {
            let message = format!("a {} is drawn as .svg alone", layout.name());
            let hint = "With --layout layered, the same answer makes a diagram of its nodes in any format.";
            return Err(Failure::one(Exit::Usage, Diagnostic::error(UNKNOWN_FORMAT, message).hint(hint)));
        }
        let drawing = draw::chart(rows, &subgraph, view, options);
        return drawing.map(PictureFile::from).map_err(|finding| Failure::one(Exit::Findings, *finding));
    }
    layered(&subgraph, rows, view, options, format)
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
    draw::draw(subgraph, view, options, format).map_err(|error| Failure::one(Exit::Findings, *error))
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
        "pdf" => finding.hint(format!("Graphviz makes one: casegraph draw … | dot -Tpdf -o {name}")),
        _ => finding,
    };
    Err(Failure::one(Exit::Usage, finding))
}
