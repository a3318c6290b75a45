//! `style.yaml` → a style, or what is wrong with it.

use super::{Icon, Look, Paint, Rule, Stylesheet, Width};
use crate::diag::codes::{STYLE_NAME, STYLE_SHAPE};
use crate::diag::{Code, Diagnostic, Diagnostics, Source, Span, nearest, or_list};
use crate::draw::style::{Shape, Stroke};
use crate::draw::theme::{Color, HUE_NAMES};
use crate::graph::Schema;
use crate::graph::schema::Property;
use crate::value::Value;
use crate::yaml::{self, Content, Entry, Node, Scalar};
use std::sync::Arc;

/// The keys at the top.
const SECTIONS: [&str; 3] = ["nodes", "relationships", "rules"];
/// The keys of the looks of nodes, and of relationships.
const NODE_KEYS: [&str; 4] = ["color", "shape", "icon", "caption"];
const REL_KEYS: [&str; 3] = ["color", "stroke", "width"];
/// The keys of a rule besides those of the looks.
const RULE_KEYS: [&str; 3] = ["node", "relationship", "where"];

/// The least and the most that a width may be, as a multiple of the usual one.
const WIDTHS: std::ops::RangeInclusive<f64> = 0.5..=6.0;

/// Reads a style. Names are held against the schema, unless that is open.
///
/// # Errors
/// Everything that is wrong with it: no YAML, a key or a value that means nothing (`D0601`), a type or property that the
/// schema does not declare (`D0602`).
///
/// ```
/// use casegraph::diag::Source;
/// use casegraph::draw::stylesheet;
/// use casegraph::graph::Schema;
///
/// let read = |text: &str| stylesheet::read(&Source::new("style.yaml", text), &Schema::open());
/// assert!(read("nodes:\n  Company: {color: blue, shape: rounded}\n").is_ok());
/// let findings = read("nodes:\n  Company: {color: bleu}\n").unwrap_err();
/// let finding = findings.iter().next().unwrap();
/// assert_eq!(finding.place().unwrap(), "style.yaml:2:20");
/// assert_eq!(finding.fix.as_ref().unwrap().with, "blue");
/// ```
pub fn read(source: &Arc<Source>, schema: &Schema) -> Result<Stylesheet, Diagnostics> {
    let tree = yaml::parse(source)?;
    let mut reader = Reader { source, schema, rules: Vec::new(), findings: Diagnostics::new() };
    for section in reader.mapping(&tree, "a style") {
        match &*section.key.text {
            "nodes" => reader.types(&section.value, false),
            "relationships" => reader.types(&section.value, true),
            "rules" => reader.rules(&section.value),
            _ => reader.unknown_key(section, "a style", &SECTIONS),
        }
    }
    let Reader { rules, mut findings, .. } = reader;
    findings.sort();
    if findings.is_empty() { Ok(Stylesheet { rules, source: Some(Arc::clone(source)) }) } else { Err(findings) }
}

struct Reader<'s> {
    source: &'s Arc<Source>,
    schema: &'s Schema,
    rules: Vec<Rule>,
    findings: Diagnostics,
}

impl Reader<'_> {
    fn types(&mut self, node: &Node, rels: bool) {
        let what = if rels { "`relationships`" } else { "`nodes`" };
        for entry in self.mapping(node, what) {
            self.check_type(&entry.key.text, entry.key.span, rels);
            let entries = self.mapping(&entry.value, "a look");
            let look = self.look(entries, &entry.key.text, rels, &[]);
            self.rules.push(Rule { name: entry.key.text.to_string(), rels, conditions: Vec::new(), look });
        }
    }

    fn rules(&mut self, node: &Node) {
        let Content::Sequence(items) = &node.content else {
            return self.shape(node.head(self.source), format!("`rules` is a list, and this is {}", node.kind()));
        };
        for item in items {
            let entries = self.mapping(item, "a rule");
            let (named, rels) = match (item.get("node"), item.get("relationship")) {
                (Some(label), None) => (label, false),
                (None, Some(kind)) => (kind, true),
                (Some(_), Some(kind)) => {
                    self.shape(kind.span, "a rule is about nodes or about relationships, not both");
                    continue;
                }
                (None, None) => {
                    let message = "a rule needs the key `node` or `relationship`, which names a type";
                    self.shape(item.head(self.source), message);
                    continue;
                }
            };
            let Some(name) = named.as_text() else {
                self.shape(named.head(self.source), format!("a type is a string, and this is {}", named.kind()));
                continue;
            };
            self.check_type(name, named.span, rels);
            let conditions = item.get("where").map(|node| self.conditions(node, name, rels)).unwrap_or_default();
            let look = self.look(entries, name, rels, &RULE_KEYS);
            self.rules.push(Rule { name: name.to_string(), rels, conditions, look });
        }
    }

    /// Values that properties must have.
    fn conditions(&mut self, node: &Node, name: &str, rels: bool) -> Vec<(String, Vec<Value>)> {
        let mut conditions = Vec::new();
        for entry in self.mapping(node, "`where`") {
            self.check_property(&entry.key.text, entry.key.span, name, rels);
            let values: Option<Vec<Value>> = match &entry.value.content {
                Content::Scalar(scalar) => Some(vec![value(scalar)]),
                Content::Sequence(items) => {
                    let each = |item: &Node| match &item.content {
                        Content::Scalar(scalar) => Some(value(scalar)),
                        _ => None,
                    };
                    items.iter().map(each).collect()
                }
                Content::Mapping(_) => None,
            };
            match values {
                Some(values) => conditions.push((entry.key.text.to_string(), values)),
                None => {
                    self.shape(entry.value.head(self.source), "a property is held against a value or a list of values")
                }
            }
        }
        conditions
    }

    fn look(&mut self, entries: &[Entry], name: &str, rels: bool, others: &[&str]) -> Look {
        let mut look = Look::default();
        for entry in entries {
            let value = &entry.value;
            match &*entry.key.text {
                "color" => look.color = self.color(value),
                "shape" if !rels => look.shape = self.word(value, "shape", &Shape::NAMES),
                "icon" if !rels => look.icon = self.icon(value),
                "caption" if !rels => {
                    look.caption = self.text(value, "a caption").map(ToString::to_string);
                    if let Some(key) = &look.caption {
                        self.check_property(key, value.span, name, rels);
                    }
                }
                "stroke" if rels => look.stroke = self.word(value, "stroke", &Stroke::NAMES),
                "width" if rels => look.width = self.width(value, name),
                key if others.contains(&key) => {}
                _ => {
                    let known: Vec<&str> = if rels { REL_KEYS.to_vec() } else { NODE_KEYS.to_vec() };
                    let what = if rels { "the look of a relationship" } else { "the look of a node" };
                    self.unknown_key(entry, what, &[&known, others].concat());
                }
            }
        }
        look
    }

    fn color(&mut self, node: &Node) -> Option<Paint> {
        let text = self.text(node, "a color")?;
        if let Some(digits) = text.strip_prefix('#') {
            let hex = (digits.len() == 6).then(|| u32::from_str_radix(digits, 16).ok()).flatten();
            if hex.is_none() {
                self.shape(node.span, format!("`{text}` is no color; one is written `#RRGGBB`"));
            }
            return hex.map(|hex| Paint::Own(Color((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)));
        }
        let found = HUE_NAMES.iter().position(|name| *name == &**text);
        if found.is_none() {
            let hint = format!("Colors are {}, or `#RRGGBB` in quotes.", or_list(&HUE_NAMES));
            self.unknown(STYLE_SHAPE, node.span, format!("there is no color `{text}`"), text, &HUE_NAMES, Some(hint));
        }
        found.map(Paint::Hue)
    }

    fn icon(&mut self, node: &Node) -> Option<Icon> {
        let text = self.text(node, "an icon")?;
        let mut letters = text.chars();
        match (&**text, letters.next(), letters.next()) {
            ("initial", ..) => Some(Icon::Initial),
            (_, Some(sign), None) => Some(Icon::Sign(sign)),
            _ => {
                self.shape(node.span, "an icon is one letter or symbol, or the word `initial`");
                None
            }
        }
    }

    fn width(&mut self, node: &Node, name: &str) -> Option<Width> {
        let Content::Mapping(entries) = &node.content else {
            return self.number(node).map(Width::Fixed);
        };
        let (mut key, mut least, mut most) = (None, 1.0, 4.0);
        for entry in entries {
            match &*entry.key.text {
                "by" => {
                    key = self.text(&entry.value, "a property").map(ToString::to_string);
                    if let Some(key) = &key {
                        self.check_property(key, entry.value.span, name, true);
                    }
                }
                "least" => least = self.number(&entry.value)?,
                "most" => most = self.number(&entry.value)?,
                _ => self.unknown_key(entry, "a width", &["by", "least", "most"]),
            }
        }
        if key.is_none() {
            self.shape(node.head(self.source), "a width needs the key `by`, which names a property");
        }
        key.map(|key| Width::By { key, least, most })
    }

    fn number(&mut self, node: &Node) -> Option<f64> {
        let number = match node.content {
            Content::Scalar(Scalar::Int(number)) => Some(number as f64),
            Content::Scalar(Scalar::Float(number)) => Some(number),
            _ => None,
        };
        let number = number.filter(|number| WIDTHS.contains(number));
        if number.is_none() {
            let (least, most) = (WIDTHS.start(), WIDTHS.end());
            self.shape(node.head(self.source), format!("a width is a number from {least} to {most}"));
        }
        number
    }

    fn word<T: Copy>(&mut self, node: &Node, what: &str, names: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(node, &format!("a {what}"))?;
        let found = names.iter().find(|(name, _)| *name == &**text).map(|(_, word)| *word);
        if found.is_none() {
            let known: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
            self.unknown(STYLE_SHAPE, node.span, format!("there is no {what} `{text}`"), text, &known, None);
        }
        found
    }

    fn text<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n Arc<str>> {
        let text = node.as_text();
        if text.is_none() {
            self.shape(node.head(self.source), format!("{what} is a string, and this is {}", node.kind()));
        }
        text
    }

    fn mapping<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Entry] {
        match &node.content {
            Content::Mapping(entries) => entries,
            Content::Scalar(Scalar::Null) => &[],
            _ => {
                let message = format!("{what} is a mapping of keys to values, and this is {}", node.kind());
                self.shape(node.head(self.source), message);
                &[]
            }
        }
    }

    fn check_type(&mut self, name: &str, span: Span, rels: bool) {
        let known: Vec<&str> = if rels {
            self.schema.rels.iter().map(|kind| &*kind.name).collect()
        } else {
            self.schema.nodes.iter().map(|kind| &*kind.name).collect()
        };
        if !self.schema.open && !known.contains(&name) {
            let what = if rels { "relationship type" } else { "node type" };
            self.unknown(STYLE_NAME, span, format!("the schema has no {what} `{name}`"), name, &known, None);
        }
    }

    fn check_property(&mut self, key: &str, span: Span, name: &str, rels: bool) {
        let properties: Option<&Vec<Property>> = if rels {
            self.schema.rels.iter().find(|kind| &*kind.name == name).map(|kind| &kind.properties)
        } else {
            self.schema.nodes.iter().find(|kind| &*kind.name == name).map(|kind| &kind.properties)
        };
        // Of a type that is not there, nothing can be said.
        let Some(properties) = properties else { return };
        let known: Vec<&str> = properties.iter().map(|property| &*property.name).collect();
        if !self.schema.open && !known.contains(&key) {
            self.unknown(STYLE_NAME, span, format!("`{name}` has no property `{key}`"), key, &known, None);
        }
    }

    fn unknown_key(&mut self, entry: &Entry, what: &str, known: &[&str]) {
        let hint = Some(format!("The keys are {}.", known.join(", ")));
        let message = format!("{what} has no key `{}`", entry.key.text);
        self.unknown(STYLE_SHAPE, entry.key.span, message, &entry.key.text, known, hint);
    }

    fn shape(&mut self, span: Span, message: impl Into<String>) {
        self.findings.push(Diagnostic::error(STYLE_SHAPE, message).at(self.source, span, ""));
    }

    /// A word that is none of those known, with the nearest of them.
    fn unknown(&mut self, code: Code, span: Span, message: String, word: &str, known: &[&str], hint: Option<String>) {
        let mut finding = Diagnostic::error(code, message).at(self.source, span, "");
        if let Some(hint) = hint.or_else(|| (known.len() <= 12).then(|| format!("Known are {}.", known.join(", ")))) {
            finding = finding.hint(hint);
        }
        if let Some(near) = nearest(word, known.iter().copied()) {
            finding = finding.fix(span, near);
        }
        self.findings.push(finding);
    }
}

fn value(scalar: &Scalar) -> Value {
    match scalar {
        Scalar::Null => Value::Null,
        Scalar::Bool(value) => Value::Bool(*value),
        Scalar::Int(value) => Value::Int(*value),
        Scalar::Float(value) => Value::Float(*value),
        Scalar::Text(text) => Value::from(&**text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::schema::{NodeType, RelType};
    use crate::value::Type;

    fn schema() -> Schema {
        let property = |name: &str| Property::plain(name.into(), Type::Str);
        Schema {
            nodes: vec![NodeType { name: "Tool".into(), properties: vec![property("kind")], ..NodeType::default() }],
            rels: vec![RelType { name: "FEEDS".into(), properties: vec![property("rate")], ..RelType::default() }],
            open: false,
        }
    }

    /// Each finding as place, message and proposal.
    fn findings(text: &str) -> String {
        let source = Source::new("style.yaml", text);
        let Err(findings) = read(&source, &schema()) else { return "fine".to_owned() };
        let show = |finding: &Diagnostic| {
            let place = finding.place().expect("it has a place");
            let fix = finding.fix.as_ref().map_or_else(String::new, |fix| format!(" -> {}", fix.with));
            format!("{} {}{fix}", place.trim_start_matches("style.yaml:"), finding.message)
        };
        findings.iter().map(show).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn a_style_says_all_that_it_can() {
        let text = "\
nodes:
  Tool: {color: \"#A0B1C2\", shape: hexagon, icon: initial, caption: kind}
relationships:
  FEEDS: {color: red, stroke: dotted, width: {by: rate, least: 1, most: 5}}
rules:
  - {node: Tool, where: {kind: [a, b]}, icon: \"◆\"}
  - {relationship: FEEDS, where: {rate: high}, width: 2.5}
";
        assert_eq!(findings(text), "fine");
        assert_eq!(findings(""), "fine");
    }

    #[test]
    fn mistakes_are_at_their_place() {
        assert_eq!(findings("node: {}"), "1:1 a style has no key `node` -> nodes");
        assert_eq!(findings("nodes:\n  Tol: {}"), "2:3 the schema has no node type `Tol` -> Tool");
        assert_eq!(findings("nodes:\n  Tool: {shape: hexagn}"), "2:17 there is no shape `hexagn` -> hexagon");
        assert_eq!(findings("nodes:\n  Tool: {stroke: solid}"), "2:10 the look of a node has no key `stroke`");
        assert_eq!(findings("nodes:\n  Tool: {caption: kid}"), "2:19 `Tool` has no property `kid` -> kind");
        assert_eq!(
            findings("nodes:\n  Tool: {color: \"#12345\"}"),
            "2:17 `#12345` is no color; one is written `#RRGGBB`"
        );
        assert_eq!(findings("relationships:\n  FEEDS: {width: 99}"), "2:18 a width is a number from 0.5 to 6");
        assert_eq!(
            findings("rules:\n  - {color: red}"),
            "2:5 a rule needs the key `node` or `relationship`, which names a type"
        );
        assert_eq!(findings("rules: {}"), "1:8 `rules` is a list, and this is a mapping");
        assert_eq!(findings("nodes: [a]"), "1:8 `nodes` is a mapping of keys to values, and this is a list");
    }
}
