//! A subgraph → Mermaid.
//!
//! Input: the nodes and relationships to draw, and the graph. Output: a flowchart of Mermaid 10.5 and later, which pages
//! and editors lay out themselves.
//!
//! Ids are of our making and every text stands in quotes, with each sign that Mermaid, Markdown or HTML would read written
//! as a character code: so no text can end a label, begin a list, or be a keyword such as `end`. Letters of lines and
//! groups keep the color of the page, which may be dark.

use super::describe::DRAWING;
use super::scene::{Line, Node, Scene};
use super::style::{LineStyle, NodeStyle, Shape, Stroke};
use super::{Drawing, Options, Subgraph};
use crate::diag::codes::MERMAID_LIMIT;
use crate::diag::{Diagnostic, Diagnostics};
use crate::graph::View;
use crate::library::Direction;
use crate::value::Why;
use std::fmt::{Arguments, Write};

/// The most lines that Mermaid draws unless a page allows more.
const MOST_LINES: usize = 500;

/// The most characters that it reads, likewise.
const MOST_TEXT: usize = 50_000;

/// Wider than the lines of our labels, so that Mermaid does not break them again.
const WRAPPING_WIDTH: usize = 320;

/// The picture as Mermaid. O(nodes × node types + relationships × relationship types).
///
/// Each node is called `n` and its number. The drawing carries a warning when it has more lines or text than Mermaid
/// draws without being told to. It is empty when somebody asks for an end by the options.
///
/// ```
/// use casegraph::draw::{Options, Subgraph, mermaid};
/// use casegraph::graph::{Graph, Schema};
///
/// let mut graph = Graph::new(Schema::open().into());
/// let node = graph.add_node(&[]);
/// let subgraph = Subgraph { nodes: vec![node], ..Subgraph::default() };
/// let drawing = mermaid(&subgraph, graph.view(), &Options::default());
/// assert!(drawing.text.contains("flowchart TB\n"));
/// assert!(drawing.text.contains("n0([\"node 0\"])"));
/// ```
#[must_use]
pub fn mermaid(subgraph: &Subgraph, view: View<'_>, options: &Options) -> Drawing {
    written(subgraph, view, options).unwrap_or_default()
}

/// The same, or why somebody asks for an end.
pub(super) fn written(subgraph: &Subgraph, view: View<'_>, options: &Options) -> Result<Drawing, Why> {
    let scene = Scene::of(subgraph, view, options)?;
    let mut writer = Writer { scene: &scene, out: String::new(), lines: Vec::new(), looks: Vec::new() };
    writer.head();
    writer.nodes()?;
    writer.lines()?;
    writer.legend();
    writer.styles();
    let warnings = warnings(writer.lines.len(), writer.out.chars().count());
    Ok(Drawing { text: writer.out, warnings, smallest: None })
}

fn warnings(lines: usize, characters: usize) -> Diagnostics {
    let mut warnings = Diagnostics::new();
    let mut warn = |message: String, setting: &str| {
        let warning = Diagnostic::warning(MERMAID_LIMIT, message);
        warnings
            .push(warning.hint(format!("A page that sets `{setting}` higher draws it; .svg and .html have no limit.")));
    };
    if lines > MOST_LINES {
        warn(format!("Mermaid draws no more than {MOST_LINES} lines, and this picture has {lines}"), "maxEdges");
    }
    if characters > MOST_TEXT {
        let message = format!("Mermaid reads no more than {MOST_TEXT} characters, and this picture has {characters}");
        warn(message, "maxTextSize");
    }
    warnings
}

/// The text so far.
struct Writer<'s> {
    scene: &'s Scene,
    out: String,
    /// The looks of the lines as they were written, by which Mermaid numbers them.
    lines: Vec<LineStyle>,
    /// The looks of nodes, each with the names of those that have it.
    looks: Vec<(NodeStyle, Vec<String>)>,
}

impl Writer<'_> {
    fn line(&mut self, text: Arguments<'_>) {
        self.out.write_fmt(text).and_then(|()| self.out.write_char('\n')).expect("a string takes any text");
    }

    /// Title and direction, and what is read out to those who cannot see the picture.
    fn head(&mut self) {
        let scene = self.scene;
        self.line(format_args!("---"));
        if !scene.title.is_empty() {
            self.line(format_args!("title: {}", yaml(&scene.title)));
        }
        self.line(format_args!("config:\n  flowchart:\n    wrappingWidth: {WRAPPING_WIDTH}\n---"));
        self.line(format_args!("flowchart {}", direction(scene)));
        self.line(format_args!("  %% {DRAWING}"));
        if !scene.title.is_empty() {
            self.line(format_args!("  accTitle: {}", escaped(&scene.title)));
        }
        self.line(format_args!("  accDescr: {}", escaped(&scene.about)));
    }

    fn nodes(&mut self) -> Result<(), Why> {
        let scene = self.scene;
        scene.nodes.iter().filter(|node| node.group.is_none()).try_for_each(|node| self.node(node))?;
        (0..scene.groups.len()).filter(|at| scene.groups[*at].within.is_none()).try_for_each(|at| self.group(at))
    }

    /// A group with its nodes and the groups within it.
    fn group(&mut self, at: usize) -> Result<(), Why> {
        let scene = self.scene;
        let title = escaped(&scene.groups[at].title);
        self.line(format_args!("  subgraph g{at}[\"{title}\"]\n    direction {}", direction(scene)));
        scene.nodes.iter().filter(|node| node.group == Some(at)).try_for_each(|node| self.node(node))?;
        let mut inner = (0..scene.groups.len()).filter(|other| scene.groups[*other].within == Some(at));
        inner.try_for_each(|at| self.group(at))?;
        self.line(format_args!("  end"));
        Ok(())
    }

    fn node(&mut self, node: &Node) -> Result<(), Why> {
        self.scene.stop.look()?;
        let label = node.label.iter().chain(&node.notes).map(|line| escaped(line)).collect::<Vec<_>>().join("<br/>");
        self.shape(format!("n{}", node.id.0), &label, node.style);
        Ok(())
    }

    /// A node by its name, with a label that is escaped.
    fn shape(&mut self, name: String, label: &str, style: NodeStyle) {
        let (open, close) = brackets(style.shape);
        let label = if label.is_empty() { " " } else { label };
        self.line(format_args!("    {name}{open}\"{label}\"{close}"));
        match self.looks.iter_mut().find(|(known, _)| *known == style) {
            Some((_, names)) => names.push(name),
            None => self.looks.push((style, vec![name])),
        }
    }

    fn lines(&mut self) -> Result<(), Why> {
        let name = |at: usize| format!("n{}", self.scene.nodes[at].id.0);
        for Line { start, end, label, style, .. } in &self.scene.lines {
            self.scene.stop.look()?;
            self.arrow(&name(*start), &name(*end), label, *style);
        }
        Ok(())
    }

    fn arrow(&mut self, start: &str, end: &str, label: &str, style: LineStyle) {
        let arrow = if style.stroke == Stroke::Solid { "-->" } else { "-.->" };
        let label = if label.is_empty() { String::new() } else { format!("|\"{}\"|", escaped(label)) };
        self.line(format_args!("  {start} {arrow}{label} {end}"));
        self.lines.push(style);
    }

    /// The legend as a group of its own.
    fn legend(&mut self) {
        let legend = &self.scene.legend;
        if legend.nodes.is_empty() && legend.lines.is_empty() {
            return;
        }
        self.line(format_args!("  subgraph legend[\"Legend\"]\n    direction {}", direction(self.scene)));
        for (at, (name, style)) in legend.nodes.iter().enumerate() {
            self.shape(format!("k{at}"), &escaped(name), *style);
        }
        for at in 0..legend.lines.len() {
            self.line(format_args!("    s{at}(( ))\n    e{at}(( ))"));
        }
        for (at, (name, style)) in legend.lines.iter().enumerate() {
            self.arrow(&format!("s{at}"), &format!("e{at}"), name, *style);
        }
        self.line(format_args!("  end"));
    }

    fn styles(&mut self) {
        for (at, (style, names)) in std::mem::take(&mut self.looks).into_iter().enumerate() {
            let (fill, line, ink) = (style.fill, style.line, self.scene.palette.ink);
            self.line(format_args!("  classDef c{at} fill:{fill},stroke:{line},stroke-width:1.5px,color:{ink}"));
            self.line(format_args!("  class {} c{at}", names.join(",")));
        }
        let mut groups: Vec<String> = (0..self.scene.groups.len()).map(|at| format!("g{at}")).collect();
        if self.out.contains("\n  subgraph legend[") {
            groups.push("legend".into());
        }
        for group in groups {
            self.line(format_args!("  style {group} fill:none,stroke:{}", self.scene.palette.frame));
        }
        // Lines of one look have the color of the page, on which they are seen whether it is light or dark.
        let mut looks: Vec<(LineStyle, Vec<String>)> = Vec::new();
        for (at, style) in self.lines.iter().enumerate() {
            match looks.iter_mut().find(|(known, _)| known == style) {
                Some((_, places)) => places.push(at.to_string()),
                None => looks.push((*style, vec![at.to_string()])),
            }
        }
        if looks.len() > 1 {
            for (style, places) in looks {
                self.line(format_args!("  linkStyle {} stroke:{}", places.join(","), style.color));
            }
        }
    }
}

/// Mermaid's name of the direction.
fn direction(scene: &Scene) -> &'static str {
    match scene.direction.unwrap_or_default() {
        Direction::TopToBottom => "TB",
        Direction::LeftToRight => "LR",
        Direction::BottomToTop => "BT",
        Direction::RightToLeft => "RL",
    }
}

/// The brackets that make a shape.
fn brackets(shape: Shape) -> (&'static str, &'static str) {
    match shape {
        Shape::Rounded => ("(", ")"),
        Shape::Note => ("[/", "/]"),
        Shape::Pill => ("([", "])"),
        Shape::Octagon => ("[/", "\\]"),
        Shape::Box => ("[", "]"),
        Shape::Hexagon => ("{{", "}}"),
        Shape::Card => ("[[", "]]"),
    }
}

/// Text in which no sign means anything to Mermaid, Markdown or HTML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // A number and a dot begin a list of Markdown; a hyphen or plus does so at the start.
    let mut digits_only = true;
    for each in text.chars() {
        let plain = match each {
            ' ' | ',' | '?' | '!' => true,
            '-' | '+' | '(' => !out.is_empty(),
            '.' | ')' => !digits_only && !out.ends_with("www"),
            each if each.is_ascii() => each.is_ascii_alphanumeric(),
            // Letters and signs beyond ASCII mean nothing; blanks and marks of direction do.
            each => {
                !each.is_control() && !each.is_whitespace() && !matches!(each, '\u{200b}'..='\u{206f}' | '\u{feff}')
            }
        };
        digits_only &= each.is_ascii_digit();
        match each {
            each if plain => out.push(each),
            each if each.is_control() || each.is_whitespace() => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            each => write!(out, "#{};", u32::from(each)).expect("a string takes any text"),
        }
    }
    out.trim().to_owned()
}

/// A title as a string of YAML. Mermaid shows no character codes there, and shows signs of HTML as it escapes them; so the
/// signs that look most like them stand in their place, and the exact title is what is read out.
fn yaml(text: &str) -> String {
    let text = text.replace(char::is_control, " ").replace('&', "＆").replace('<', "‹").replace('>', "›");
    serde_json::to_string(&text).expect("text is JSON").replace('%', "\\u0025")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_become_codes_and_letters_stay() {
        assert_eq!(escaped("Apache Flink (2.0), 東京 × é?"), "Apache Flink (2.0), 東京 × é?");
        assert_eq!(
            escaped("a \"b\" [c] {d} |e| <f> `g`"),
            "a #34;b#34; #91;c#93; #123;d#125; #124;e#124; #60;f#62; #96;g#96;"
        );
        assert_eq!(escaped("#35; &amp; %%{x}%%"), "#35;35#59; #38;amp#59; #37;#37;#123;x#125;#37;#37;");
        assert_eq!(escaped("1. one"), "1#46; one");
        assert_eq!(escaped("12) - x"), "12#41; - x");
        assert_eq!(escaped("- x_y *z*"), "#45; x#95;y #42;z#42;");
        assert_eq!(escaped("www.example.org"), "www#46;example.org");
        assert_eq!(escaped("a\nb\u{1b}c\u{200b}"), "a b c#8203;");
    }

    #[test]
    fn a_title_is_one_string() {
        assert_eq!(yaml("a: \"b\" <c> & %%{d}"), r#""a: \"b\" ‹c› ＆ \u0025\u0025{d}""#);
    }

    #[test]
    fn more_than_is_drawn_is_said() {
        assert!(warnings(MOST_LINES, MOST_TEXT).is_empty());
        let said: Vec<_> = warnings(MOST_LINES + 1, MOST_TEXT + 1).iter().map(|warning| warning.code.id).collect();
        assert_eq!(said, ["W0411", "W0411"]);
    }
}
