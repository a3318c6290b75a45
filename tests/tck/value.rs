//! Values as features write them and as the pipe answers them, in one form that can be compared.

use regex::Regex;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A value. Labels are sorted; numbers and texts are told apart by their form.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(String),
    List(Vec<Value>),
    Map(BTreeMap<String, Value>),
    Node(Vec<String>, BTreeMap<String, Value>),
    Rel(String, BTreeMap<String, Value>),
    /// The first node, and the steps: whether along the arrow, the relationship, the node.
    Path(Box<Value>, Vec<(bool, Value, Value)>),
}

impl Value {
    /// A text that equal values share, and no others; `loose` ignores the order of items in lists.
    pub(super) fn text(&self, loose: bool) -> String {
        let map = |map: &BTreeMap<String, Self>| {
            let entries: Vec<String> = map.iter().map(|(key, value)| format!("{key}: {}", value.text(loose))).collect();
            format!("{{{}}}", entries.join(", "))
        };
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(bool) => bool.to_string(),
            Self::Int(int) => int.to_string(),
            Self::Float(float) if float.is_nan() => "NaN".to_owned(),
            // Both zeros are one.
            Self::Float(float) => format!("{:?}", if *float == 0.0 { 0.0 } else { *float }),
            Self::Str(text) => format!("'{text}'"),
            Self::List(items) => {
                let mut items: Vec<String> = items.iter().map(|item| item.text(loose)).collect();
                if loose {
                    items.sort();
                }
                format!("[{}]", items.join(", "))
            }
            Self::Map(entries) => map(entries),
            Self::Node(labels, properties) => format!("({labels:?} {})", map(properties)),
            Self::Rel(kind, properties) => format!("[:{kind:?} {}]", map(properties)),
            Self::Path(start, steps) => {
                let steps = steps.iter().map(|(forward, rel, node)| {
                    let (tail, head) = if *forward { ("-", "->") } else { ("<-", "-") };
                    format!("{tail}{}{head}{}", rel.text(loose), node.text(loose))
                });
                format!("<{}{}>", start.text(loose), steps.collect::<String>())
            }
        }
    }

    /// The value as a parameter.
    pub(super) fn typed(&self) -> Json {
        let (tag, value) = match self {
            Self::Null => ("Null", Json::Null),
            Self::Bool(bool) => ("Boolean", json!(bool)),
            Self::Int(int) => ("Integer", json!(int.to_string())),
            Self::Float(float) => ("Float", json!(float.to_string())),
            Self::Str(text) => ("String", json!(text)),
            Self::List(items) => ("List", items.iter().map(Self::typed).collect()),
            Self::Map(entries) => {
                ("Map", entries.iter().map(|(key, value)| (key.clone(), value.typed())).collect::<Json>())
            }
            Self::Node(..) | Self::Rel(..) | Self::Path(..) => panic!("no parameter: {self:?}"),
        };
        json!({"$type": tag, "_value": value})
    }
}

/// The value of an answer, or what is wrong with its form.
pub(super) fn answered(json: &Json) -> Result<Value, String> {
    let malformed = || format!("not a typed value: {json}");
    let tag = json["$type"].as_str().ok_or_else(malformed)?;
    let value = json.get("_value").ok_or_else(malformed)?;
    let text = || value.as_str().map(str::to_owned).ok_or_else(malformed);
    match tag {
        "Null" if value.is_null() => Ok(Value::Null),
        "Boolean" => value.as_bool().map(Value::Bool).ok_or_else(malformed),
        "Integer" => text()?.parse().map(Value::Int).map_err(|_| malformed()),
        "Float" => text()?.parse().map(Value::Float).map_err(|_| malformed()),
        "String" | "Date" | "Duration" => text().map(Value::Str),
        "LocalTime" | "Time" | "LocalDateTime" | "OffsetDateTime" | "ZonedDateTime" => {
            text().map(|text| Value::Str(shortest(&text)))
        }
        "List" => {
            let items = value.as_array().ok_or_else(malformed)?;
            items.iter().map(answered).collect::<Result<_, _>>().map(Value::List)
        }
        "Map" => properties(value).map(Value::Map),
        "Node" => {
            let labels = value["_labels"].as_array().ok_or_else(malformed)?;
            let labels = labels.iter().map(|label| label.as_str().map(str::to_owned).ok_or_else(malformed));
            let mut labels = labels.collect::<Result<Vec<String>, String>>()?;
            labels.sort();
            Ok(Value::Node(labels, properties(&value["_properties"])?))
        }
        "Relationship" => {
            let kind = value["_type"].as_str().ok_or_else(malformed)?;
            Ok(Value::Rel(kind.to_owned(), properties(&value["_properties"])?))
        }
        "Path" => path(value.as_array().ok_or_else(malformed)?),
        _ => Err(malformed()),
    }
}

fn properties(json: &Json) -> Result<BTreeMap<String, Value>, String> {
    let members = json.as_object().ok_or_else(|| format!("not an object: {json}"))?;
    members.iter().map(|(key, value)| Ok((key.clone(), answered(value)?))).collect()
}

fn path(parts: &[Json]) -> Result<Value, String> {
    let (start, rest) = parts.split_first().ok_or("a path without a node")?;
    let id = |node: &Json| node["_value"]["_element_id"].clone();
    let (mut steps, mut at) = (Vec::new(), id(start));
    for step in rest.chunks(2) {
        let [rel, node] = step else { return Err("a path ends with a node".to_owned()) };
        let ends = [&rel["_value"]["_start_node_element_id"], &rel["_value"]["_end_node_element_id"]];
        let next = id(node);
        let forward = ends == [&at, &next];
        if !forward && ends != [&next, &at] {
            return Err(format!("a relationship of a path does not join its neighbors: {rel}"));
        }
        steps.push((forward, answered(rel)?, answered(node)?));
        at = next;
    }
    Ok(Value::Path(Box::new(answered(start)?), steps))
}

/// `12:00:00.500000000` → `12:00:00.5`, `12:00:00` → `12:00`: features write the shortest form.
fn shortest(text: &str) -> String {
    static CLOCK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?").expect("it is well-formed"));
    let Some(found) = CLOCK.captures(text) else { return text.to_owned() };
    let part = |index| found.get(index).map_or("", |part| part.as_str());
    let (seconds, fraction) = (part(2), part(3).trim_end_matches('0'));
    let tail = match (seconds, fraction) {
        ("" | "00", "") => String::new(),
        (seconds, "") => format!(":{seconds}"),
        (seconds, fraction) => format!(":{seconds}.{fraction}"),
    };
    let whole = found.get(0).expect("a match has a place").range();
    format!("{}{}{tail}{}", &text[..whole.start], part(1), &text[whole.end..])
}

/// The value that a feature writes.
pub(super) fn written(text: &str) -> Result<Value, String> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value()?;
    if reader.rest().trim().is_empty() { Ok(value) } else { Err(reader.mistake("the end")) }
}

/// Reads the notation of features from left to right.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn mistake(&self, wanted: &str) -> String {
        format!("expected {wanted} at {} of the expected value {}", self.at, self.text)
    }

    /// Takes a mark if it comes next.
    fn take(&mut self, mark: &str) -> bool {
        let rest = self.rest().trim_start();
        let found = rest.starts_with(mark);
        if found {
            self.at = self.text.len() - rest.len() + mark.len();
        }
        found
    }

    fn need(&mut self, mark: &str) -> Result<(), String> {
        if self.take(mark) { Ok(()) } else { Err(self.mistake(mark)) }
    }

    fn name(&mut self) -> Result<String, String> {
        if self.take("`") {
            let end = self.rest().find('`').ok_or_else(|| self.mistake("`"))?;
            let name = self.rest()[..end].to_owned();
            self.at += end + 1;
            return Ok(name);
        }
        self.take("");
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(rest.len());
        self.at += end;
        if end == 0 { Err(self.mistake("a name")) } else { Ok(rest[..end].to_owned()) }
    }

    fn value(&mut self) -> Result<Value, String> {
        if self.take("'") {
            return self.string().map(Value::Str);
        }
        if self.take("(") {
            return self.node();
        }
        if self.take("<") {
            return self.path();
        }
        if self.take("{") {
            return self.map().map(Value::Map);
        }
        if self.take("[") {
            if self.take(":") {
                return self.rel();
            }
            let mut items = Vec::new();
            while !self.take("]") {
                if !items.is_empty() {
                    self.need(",")?;
                }
                items.push(self.value()?);
            }
            return Ok(Value::List(items));
        }
        self.word()
    }

    fn word(&mut self) -> Result<Value, String> {
        self.take("");
        let rest = self.rest();
        let inside = |(at, c): (usize, char)| {
            c.is_alphanumeric() || c == '.' || ((c == '-' || c == '+') && (at == 0 || rest[..at].ends_with(['e', 'E'])))
        };
        let end = rest.char_indices().find(|each| !inside(*each)).map_or(rest.len(), |(at, _)| at);
        let word = &rest[..end];
        let value = match word {
            "null" => Some(Value::Null),
            "true" | "false" => Some(Value::Bool(word == "true")),
            "NaN" => Some(Value::Float(f64::NAN)),
            "Infinity" | "Inf" => Some(Value::Float(f64::INFINITY)),
            "-Infinity" | "-Inf" => Some(Value::Float(f64::NEG_INFINITY)),
            _ if word.contains(['.', 'e', 'E']) => word.parse().ok().map(Value::Float),
            _ => word.parse().ok().map(Value::Int),
        };
        self.at += end;
        value.ok_or_else(|| self.mistake("a value"))
    }

    fn string(&mut self) -> Result<String, String> {
        let mut text = String::new();
        let mut chars = self.rest().char_indices();
        while let Some((at, each)) = chars.next() {
            match each {
                '\'' => {
                    self.at += at + 1;
                    return Ok(text);
                }
                '\\' if chars.as_str().starts_with(['\\', '\'']) => text.extend(chars.next().map(|(_, each)| each)),
                each => text.push(each),
            }
        }
        Err(self.mistake("a quote"))
    }

    fn map(&mut self) -> Result<BTreeMap<String, Value>, String> {
        let mut map = BTreeMap::new();
        while !self.take("}") {
            if !map.is_empty() {
                self.need(",")?;
            }
            let key = self.name()?;
            self.need(":")?;
            map.insert(key, self.value()?);
        }
        Ok(map)
    }

    fn properties(&mut self) -> Result<BTreeMap<String, Value>, String> {
        if self.take("{") { self.map() } else { Ok(BTreeMap::new()) }
    }

    fn node(&mut self) -> Result<Value, String> {
        let mut labels = Vec::new();
        while self.take(":") {
            labels.push(self.name()?);
        }
        labels.sort();
        let properties = self.properties()?;
        self.need(")")?;
        Ok(Value::Node(labels, properties))
    }

    fn rel(&mut self) -> Result<Value, String> {
        let kind = self.name()?;
        let properties = self.properties()?;
        self.need("]")?;
        Ok(Value::Rel(kind, properties))
    }

    fn path(&mut self) -> Result<Value, String> {
        self.need("(")?;
        let start = self.node()?;
        let mut steps = Vec::new();
        while !self.take(">") {
            let back = self.take("<-");
            if !back {
                self.need("-")?;
            }
            self.need("[")?;
            self.need(":")?;
            let rel = self.rel()?;
            self.need(if back { "-" } else { "->" })?;
            self.need("(")?;
            steps.push((!back, rel, self.node()?));
        }
        Ok(Value::Path(Box::new(start), steps))
    }
}

#[test]
fn written_and_answered_values_meet() {
    let cases = [
        ("1", json!({"$type": "Integer", "_value": "1"})),
        ("-1.5e-7", json!({"$type": "Float", "_value": "-1.5E-7"})),
        ("0.0", json!({"$type": "Float", "_value": "-0.0"})),
        ("NaN", json!({"$type": "Float", "_value": "NaN"})),
        (r"'it\'s'", json!({"$type": "String", "_value": "it's"})),
        ("'12:00:00.5Z'", json!({"$type": "Time", "_value": "12:00:00.500Z"})),
        (
            "[{a: null}, true]",
            json!({"$type": "List", "_value": [
                {"$type": "Map", "_value": {"a": {"$type": "Null", "_value": null}}}, {"$type": "Boolean", "_value": true}
            ]}),
        ),
        (
            "<(:B:A {p: 1})<-[:T]-()>",
            json!({"$type": "Path", "_value": [
                {"$type": "Node", "_value": {"_element_id": "1", "_labels": ["A", "B"],
                    "_properties": {"p": {"$type": "Integer", "_value": "1"}}}},
                {"$type": "Relationship", "_value": {"_element_id": "1", "_start_node_element_id": "2",
                    "_end_node_element_id": "1", "_type": "T", "_properties": {}}},
                {"$type": "Node", "_value": {"_element_id": "2", "_labels": [], "_properties": {}}},
            ]}),
        ),
    ];
    for (text, json) in cases {
        let (written, answered) = (written(text).expect(text), answered(&json).expect(text));
        assert_eq!(written.text(false), answered.text(false));
    }
    let list = |text| written(text).expect(text);
    assert_ne!(list("[1, 2]").text(false), list("[2, 1]").text(false));
    assert_eq!(list("[1, 2]").text(true), list("[2, 1]").text(true));
    assert_ne!(list("1").text(false), list("1.0").text(false));
}
