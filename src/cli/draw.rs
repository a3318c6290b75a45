//! `draw`: the answer of a query as a diagram, in the format of its file's extension.

use super::answer::counted;
use super::args::is_query;
use super::failure::{Exit, Failure, shown};
use super::output::Output;
use super::picture::PictureArgs;
use super::query::{find, open};
use super::setup::Setup;
use super::statement::statements;
use super::{answer, diff, params};
use crate::diag::codes::{
    NOTHING_TO_DRAW, PLAIN_LAYOUT, SMALL_TEXT, TOO_MUCH, UNDEFINED_VARIABLE, UNKNOWN_FORMAT, UNKNOWN_LABEL,
    UNKNOWN_PROPERTY, UNKNOWN_TYPE,
};
use crate::diag::{Code, Diagnostic, Diagnostics, Style, nearest, or_list, show_all};
use crate::draw::{
    self, Comparison, Connect, Cut, Engine, Options, PictureFile, PictureFormat, Proposal, READABLE, Stylesheet,
    Subgraph,
};
use crate::graph::View;
use crate::library::{Layout, Picture, SavedQuery, Show};
use crate::value::{Key, Map, Rows, Value};
use std::path::Path;
use std::sync::Arc;

/// The most names that a message lists when none is near.
const MOST_NAMES: usize = 12;

/// Draws a saved query, or a query given as text.
pub(super) fn draw(setup: &Setup, what: &str, other: Option<&str>, wanted: &PictureArgs) -> Result<Exit, Failure> {
    if setup.format.is_some() {
        return Err(Failure::usage("--format is for rows; a diagram has the format of its file's extension"));
    }
    let named: Vec<_> = setup
        .targets()
        .into_iter()
        .map(|file| Ok((file, file.map(drawable).transpose()?)))
        .collect::<Result<_, Failure>>()?;
    if let Some(twice) = (1..named.len()).find(|at| named[..*at].iter().any(|(file, _)| *file == named[*at].0)) {
        let name = named[twice].0.map_or_else(|| "-".to_owned(), shown);
        return Err(Failure::usage(format!("-o {name} is given twice")));
    }
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
        let options = options(&query, &params, &opened.project.style);
        (vec![query.source], params, options)
    };
    if other.is_some() {
        options.picture.lay_out_to_compare();
    }
    wanted.apply(&mut options)?;
    let layout = options.picture.layout;
    if other.is_some() && layout == Layout::Timeline {
        return Err(Failure::usage("--diff marks nodes, lines and the cells of a matrix, but no bars of a timeline"));
    }
    let streamed = if layout == Layout::Layered { PictureFormat::Dot } else { PictureFormat::Svg };
    let targets: Vec<_> = named.into_iter().map(|(file, format)| (file, format.unwrap_or(streamed))).collect();
    let formats: Vec<PictureFormat> = targets.iter().map(|(_, format)| *format).collect();
    wanted.for_formats(&formats, layout)?;
    let mut rows = Rows::default();
    for statement in &statements {
        let answer = setup.limits.ask(&mut opened.project, statement, &params)?;
        answer::warn(&answer, setup.terminal.error_style);
        rows = answer.rows;
    }
    let graph = &mut opened.project.graph;
    let both = match other {
        None => None,
        Some(other) => {
            let asked = (&statements[..], &params);
            let Comparison { both, changes, before } = diff::compared(setup, other, asked, &options, (&rows, graph))?;
            if changes.is_empty() && (layout == Layout::Layered || same(&before, &rows)) {
                super::terminal::say(&format!("nothing differs from {other}\n"));
            }
            options.changes = Some(changes);
            options.before = Some(before);
            Some(both)
        }
    };
    let view = graph.view();
    setup.limits.draw(|stop| {
        options.stop = stop.clone();
        let subgraph = both.map_or_else(|| subgraph(&rows, view, &options), Ok)?;
        let shown = Shown { rows: &rows, subgraph: &subgraph, view };
        write(setup, &shown, &options, wanted, &targets)
    })
}

/// Whether two answers have the same rows in the same order.
fn same(one: &Rows, other: &Rows) -> bool {
    // A path is in neither, since one of another graph has no value here.
    let known = |value: &Value| if let Value::Path(_) = value { Value::Null } else { value.clone() };
    let keys = |rows: &Rows| rows.rows.iter().flatten().map(|value| Key(known(value))).collect::<Vec<_>>();
    keys(one) == keys(other)
}

/// What is drawn.
struct Shown<'a> {
    rows: &'a Rows,
    subgraph: &'a Subgraph,
    view: View<'a>,
}

/// Draws everything, and then writes it, so that a failure to draw leaves every old file; and says what there is now.
fn write(
    setup: &Setup,
    shown: &Shown<'_>,
    options: &Options,
    wanted: &PictureArgs,
    targets: &[(Option<&Path>, PictureFormat)],
) -> Result<Exit, Failure> {
    let mut files = Vec::new();
    let mut warnings = Diagnostics::new();
    for (file, format) in targets {
        let options = Options { sources: wanted.sources(setup, *file), ..options.clone() };
        let drawing = drawn(shown.subgraph, shown.rows, shown.view, &options, *format)?;
        // Two formats of one picture have the same faults.
        let known: Vec<String> = warnings.iter().map(|known: &Diagnostic| known.message.clone()).collect();
        let new = drawing.warnings.into_iter().filter(|warning| !known.contains(&warning.message));
        warnings.append(new.collect());
        files.push((*file, drawing.bytes, drawing.smallest));
    }
    let smallest = files.iter().find_map(|(.., smallest)| *smallest);
    if options.picture.layout == Layout::Layered {
        warnings = with_cuts(warnings, shown, options, smallest);
    }
    if !warnings.is_empty() {
        super::terminal::say(&show_all(&warnings, setup.terminal.error_style));
    }
    let names: Vec<String> = files.iter().filter_map(|(file, ..)| file.map(super::failure::shown)).collect();
    for (file, bytes, _) in files {
        let mut output = Output::new(file, setup.limits.memory);
        output.put(&bytes)?;
        output.finish()?;
    }
    if !names.is_empty() {
        super::terminal::say(&format!("{}: {}\n", names.join(", "), summary(shown.subgraph, options, smallest)));
    }
    Ok(Exit::Fine)
}

/// What a picture holds, and how small it gets on a slide.
pub(super) fn summary(subgraph: &Subgraph, options: &Options, smallest: Option<f64>) -> String {
    let what = match options.picture.layout {
        Layout::Layered => held(subgraph.nodes.len(), subgraph.rels.len()),
        chart => format!("a {}", chart.name()),
    };
    let letters = smallest.map(|points| format!(", smallest text {points:.1} pt"));
    what + &letters.unwrap_or_default()
}

/// How much a diagram holds.
fn held(nodes: usize, rels: usize) -> String {
    let nodes = counted(nodes as u64, "node", "nodes");
    format!("{nodes}, {}", counted(rels as u64, "relationship", "relationships"))
}

/// Says that a picture holds too much to be read, with commands that draw less; `smallest` is how small its letters are.
fn with_cuts(warnings: Diagnostics, shown: &Shown<'_>, options: &Options, smallest: Option<f64>) -> Diagnostics {
    let count = shown.subgraph.nodes.len();
    let small = warnings.iter().any(|warning| warning.code == SMALL_TEXT);
    if count <= READABLE && !small {
        return warnings;
    }
    let command: Vec<String> = std::env::args().skip(1).map(|word| quoted(&word)).collect();
    // Nothing is laid out for a format without places, nor by a program that has just failed.
    let failed = warnings.iter().any(|warning| warning.code == PLAIN_LAYOUT);
    let tried = Options {
        size: options.size.filter(|_| smallest.is_some()),
        engine: if failed { Engine::BuiltIn } else { options.engine },
        ..options.clone()
    };
    let larger = |proposal: &Proposal| smallest.is_none() || proposal.smallest > smallest;
    let line = |Proposal { cut, rest, smallest }: Proposal| {
        let (option, value) = cut.option();
        let holds = summary(&rest, options, smallest);
        format!("casegraph {} {option} {}    {holds}", command.join(" "), quoted(&value))
    };
    let proposals = draw::proposals(shown.subgraph, shown.view, &tried).into_iter();
    let hints: Vec<String> = proposals.filter(larger).map(line).collect();
    let with_hints = |warning: Diagnostic| hints.iter().fold(warning, |warning, hint| warning.hint(hint.as_str()));
    if count <= READABLE {
        let add = |warning: Diagnostic| if warning.code == SMALL_TEXT { with_hints(warning) } else { warning };
        return warnings.into_iter().map(add).collect();
    }
    let message = format!("the picture has {count} nodes, and more than {READABLE} are hard to take in");
    warnings.into_iter().chain([with_hints(Diagnostic::warning(TOO_MUCH, message))]).collect()
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
pub(super) fn options(query: &SavedQuery, params: &Map, style: &Arc<Stylesheet>) -> Options {
    let picture = match &query.show {
        Show::Graph(picture) => picture.clone(),
        Show::Table => Picture::default(),
    };
    let (title, about) = (query.title_with(params), query.about_with(params));
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
    Ok((drawn(&subgraph, rows, view, options, format)?, subgraph))
}

/// The chart of an answer, or the diagram of what it holds.
fn drawn(
    subgraph: &Subgraph,
    rows: &Rows,
    view: View<'_>,
    options: &Options,
    format: PictureFormat,
) -> Result<PictureFile, Failure> {
    let was_empty = options.before.as_ref().is_none_or(|before| before.rows.is_empty());
    if options.picture.layout != Layout::Layered && !(rows.rows.is_empty() && was_empty) {
        // When a format that knows no charts was typed, that is a mistake of the command.
        return draw::chart(rows, subgraph, view, options, format).map_err(|finding| Failure::from(*finding));
    }
    layered(subgraph, rows, view, options, format)
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
