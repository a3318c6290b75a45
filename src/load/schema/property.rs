//! Declarations of properties.

use super::reader::Reader;
use crate::diag::{Diagnostic, Diagnostics, Span, codes, nearest};
use crate::graph::schema::Property;
use crate::load::value::convert;
use crate::value::Type;
use crate::yaml::{Content, Entry, Node, Scalar};
use std::sync::Arc;

/// The words for types, and what people write for them elsewhere.
const TYPES: [(&str, Type, &[&str]); 5] = [
    ("string", Type::Str, &["str", "text", "varchar", "date"]),
    ("integer", Type::Int, &["int", "long", "i64", "year"]),
    ("float", Type::Float, &["double", "real", "decimal", "f64"]),
    ("number", Type::Number, &["num", "numeric"]),
    ("boolean", Type::Bool, &["bool", "flag"]),
];

const KEYS: [&str; 7] = ["type", "required", "allowed", "default", "refers", "inherit", "about"];

impl Reader<'_> {
    /// The properties under a key, in order.
    pub(super) fn properties(&mut self, node: &Node, owner: &str, common: bool) -> Vec<Property> {
        let entries = self.mapping(node, &format!("the list of properties of {owner}"));
        entries.iter().map(|entry| self.property(entry, common)).collect()
    }

    fn property(&mut self, entry: &Entry, common: bool) -> Property {
        let name = &entry.key.text;
        let node = &entry.value;
        let mut property = Property {
            name: Arc::clone(name),
            about: String::new(),
            item: Type::Any,
            list: false,
            required: false,
            allowed: Vec::new(),
            default: None,
            refers: None,
            inherit: false,
            common,
        };
        let what = format!("the property `{name}`");
        if !matches!(node.content, Content::Mapping(_)) {
            (property.item, property.list) = self.type_of(node, entry.key.span);
            return property;
        }
        let entries = self.mapping(node, &what);
        self.check_keys(entries, &KEYS, &what);
        (property.item, property.list) = match node.get("type") {
            Some(kind) => self.type_of(kind, entry.key.span),
            None => {
                let finding = self.shape(entry.key.span, format!("{what} needs a type"));
                self.report(finding.hint(format!("Such as `{name}: {{type: string, …}}`.")));
                (Type::Any, false)
            }
        };
        property.about = self.about(node);
        property.required = self.boolean(node, "required");
        property.inherit = self.boolean(node, "inherit");
        property.refers = node.get("refers").and_then(|label| self.text(label, "`refers`")).cloned();
        if let Some(allowed) = node.get("allowed") {
            property.allowed = self.allowed(allowed, &property);
        }
        if let Some(default) = node.get("default").filter(|default| !default.is_null()) {
            match convert(&property, default, self.source) {
                Ok(value) => property.default = Some(value),
                Err(findings) => self.report_values(findings),
            }
        }
        property
    }

    /// Values in the schema are judged like values in documents, but are mistakes of the schema.
    pub(super) fn report_values(&mut self, findings: Diagnostics) {
        for finding in findings {
            self.report(Diagnostic { code: codes::SCHEMA_SHAPE, ..finding });
        }
    }

    /// `string`, or `[string]` for a list. An unknown type is reported and then fits nothing.
    fn type_of(&mut self, node: &Node, name: Span) -> (Type, bool) {
        let (word, list) = match &node.content {
            Content::Sequence(items) if items.len() == 1 => (&items[0], true),
            _ => (node, false),
        };
        let Content::Scalar(Scalar::Text(text)) = &word.content else {
            let span = if word.is_null() { name } else { word.head(self.source) };
            let finding = self.shape(span, "a type is one word, or one word in [ ] for a list").hint(types_hint());
            self.report(finding);
            return (Type::Any, list);
        };
        if let Some((_, kind, _)) = TYPES.iter().find(|(known, ..)| *known == &**text) {
            return (kind.clone(), list);
        }
        let lower = text.to_lowercase();
        let meant = TYPES.iter().find(|(_, _, others)| others.contains(&&*lower)).map(|(known, ..)| *known);
        let near = meant.or_else(|| nearest(text, TYPES.iter().map(|(known, ..)| *known)));
        let finding = Diagnostic::error(codes::SCHEMA_NAME, format!("there is no type `{text}` for a property"))
            .at(self.source, word.span, "")
            .hint(types_hint());
        self.report(match near {
            Some(near) => finding.fix(word.span, near),
            None => finding,
        });
        (Type::Any, list)
    }

    /// The values allowed; each must itself be of the type.
    fn allowed(&mut self, node: &Node, property: &Property) -> Vec<Arc<str>> {
        let item = Property { list: false, allowed: Vec::new(), ..property.clone() };
        let mut allowed = Vec::new();
        for value in self.sequence(node, "`allowed`") {
            match (convert(&item, value, self.source), &value.content) {
                (Ok(_), Content::Scalar(scalar)) => allowed.push(Arc::from(scalar.to_string())),
                (Err(findings), _) if property.item != Type::Any => self.report_values(findings),
                _ => {}
            }
        }
        allowed
    }
}

fn types_hint() -> String {
    let known: Vec<&str> = TYPES.iter().map(|(known, ..)| *known).collect();
    format!("The types are {}; [string] is a list of strings.", super::reader::and_list(&known))
}
