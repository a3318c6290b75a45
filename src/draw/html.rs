//! A picture → a page that is looked at in a browser.
//!
//! Input: a picture as SVG, what it holds, and the graph. Output: one HTML file with everything in it, which needs no network
//! and tells a browser to allow it none. It pans, zooms and searches, and shows the properties and the source of what is
//! hovered over. What it knows stands in it as JSON, in which no sign is left that would end the script; the script puts
//! it into the page as text.

use super::describe::DRAWING;
use super::label::markup;
use super::name::name;
use crate::graph::{Entity, Origin, View};
use crate::value::{NodeId, RelId, Stop, Value, Why, literal};
use serde_json::{Map, Value as Json, json};

const PAGE: &str = include_str!("viewer/viewer.html");
const STYLE: &str = include_str!("viewer/viewer.css");
const SCRIPT: &str = include_str!("viewer/viewer.js");

/// What a page tells of.
#[derive(Debug, Default)]
pub(super) struct Contents<'p> {
    /// The title; may be empty.
    pub title: &'p str,
    /// The nodes: each is a group with the id `n` and its number, within the one with the id `nodes`.
    pub nodes: Vec<NodeId>,
    /// The ends of each group within the one with the id `lines`, and the relationships that it stands for, in its order.
    pub lines: Vec<(NodeId, NodeId, &'p [RelId])>,
}

/// The page, unless somebody asks for an end. O(nodes + relationships + the length of the picture).
pub(super) fn html(
    contents: &Contents<'_>,
    picture: &str,
    view: View<'_>,
    sources: Option<&str>,
    stop: &Stop,
) -> Result<String, Why> {
    let facts = Facts { view, sources };
    let title = if contents.title.is_empty() { "casegraph" } else { contents.title };
    let parts = [
        ("{title}", markup(title)),
        ("{drawing}", DRAWING.to_owned()),
        ("{style}", STYLE.to_owned()),
        ("{picture}", picture.to_owned()),
        ("{facts}", script_safe(&facts.all(contents, stop)?.to_string())),
        ("{script}", SCRIPT.to_owned()),
    ];
    stop.look()?;
    Ok(filled(PAGE, &parts))
}

/// What the page knows.
struct Facts<'g, 's> {
    view: View<'g>,
    sources: Option<&'s str>,
}

impl Facts<'_, '_> {
    fn all(&self, contents: &Contents<'_>, stop: &Stop) -> Result<Json, Why> {
        let id = |node: NodeId| name(node, self.view);
        let node = |node: &NodeId| {
            let labels = self.view.labels(*node).iter().map(|label| &**self.view.names().labels.name(*label));
            let kind = labels.collect::<Vec<_>>().join(", ");
            (id(*node), self.of(Entity::Node(*node), self.view.caption(*node).to_string(), kind))
        };
        let line = |(start, end, rels): &(NodeId, NodeId, &[RelId])| {
            let facts: Vec<Json> = rels.iter().map(|rel| self.of_rel(*rel)).collect();
            json!({"start": id(*start), "end": id(*end), "facts": facts})
        };
        let nodes: Map<_, _> = stop.collect(contents.nodes.iter().map(node))?.into_iter().collect();
        Ok(json!({"nodes": nodes, "lines": stop.collect(contents.lines.iter().map(line))?}))
    }

    fn of_rel(&self, rel: RelId) -> Json {
        let (start, end) = self.view.ends(rel);
        let kind = self.view.names().types.name(self.view.rel_type(rel)).to_string();
        let title = format!("{} → {}", self.view.caption(start), self.view.caption(end));
        self.of(Entity::Rel(rel), title, kind)
    }

    fn of(&self, entity: Entity, title: String, kind: String) -> Json {
        let property = |(key, value): (_, Value)| {
            let text = match &value {
                Value::Str(text) => text.to_string(),
                Value::Temporal(temporal) => temporal.to_string(),
                other => literal(other, &|_| String::new()),
            };
            json!([&**self.view.names().keys.name(key), text])
        };
        let properties: Vec<Json> = self.view.properties(entity).map(property).collect();
        let mut facts = json!({"title": title, "kind": kind, "properties": properties});
        match self.view.origin(entity) {
            Some(Origin::Written { file, line, .. }) => {
                facts["source"] = format!("{file}:{line}").into();
                if let Some(link) = self.sources.map(|prefix| source_link(prefix, file, *line)) {
                    facts["link"] = link.into();
                }
            }
            Some(Origin::Derived { rule, .. }) => facts["source"] = format!("derived by the rule {rule}").into(),
            None => {}
        }
        facts
    }
}

/// The address of a line of a source: `prefix`, then the path with what an address has no room for as codes.
pub(super) fn source_link(prefix: &str, file: &str, line: u32) -> String {
    let mut link = prefix.to_owned();
    for byte in file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => link.push(char::from(byte)),
            byte => link.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("{link}#L{line}")
}

/// JSON in which nothing ends or begins a script or a comment.
fn script_safe(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for each in json.chars() {
        match each {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(each))),
            each => out.push(each),
        }
    }
    out
}

/// A template with each name replaced once; what is put in is not looked into again.
fn filled(template: &str, parts: &[(&str, String)]) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match parts.iter().find(|(name, _)| rest.starts_with(name)) {
            Some((name, part)) => {
                out.push_str(part);
                rest = &rest[name.len()..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_is_not_looked_into() {
        let parts = [("{a}", "{b}".to_owned()), ("{b}", "2".to_owned())];
        assert_eq!(filled("{a} {b} {c} { {a}", &parts), "{b} 2 {c} { {b}");
    }

    #[test]
    fn a_script_cannot_be_ended() {
        let safe = script_safe(&json!("</script><!-- & \u{2028}").to_string());
        assert_eq!(safe, r#""\u003c/script\u003e\u003c!-- \u0026 \u2028""#);
        assert_eq!(serde_json::from_str::<String>(&safe).expect("it is JSON"), "</script><!-- & \u{2028}");
    }

    #[test]
    fn links_are_addresses() {
        assert_eq!(source_link("../", "data/a b\"é.yaml", 3), "../data/a%20b%22%C3%A9.yaml#L3");
    }
}
