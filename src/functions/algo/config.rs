//! The map that steers an algorithm.
//!
//! Every entry is optional, and one that is not known is an error with a suggestion, as is a label or type that the
//! schema lacks.

use super::super::Context;
use super::super::procedure::BuiltIn;
use crate::diag::{nearest, or_list};
use crate::graph::{Direction, Projection, Selection};
use crate::value::{Bounds, Fault, FaultKind, Map, Value};
use std::sync::Arc;

/// The bytes of a row without its values, with those of the lists that it is made from.
const ROW: usize = 64;

/// The map of one call.
pub(super) struct Config<'a> {
    context: &'a Context<'a>,
    row: &'static BuiltIn,
    entries: Arc<Map>,
}

impl<'a> Config<'a> {
    /// Reads the map; null is an empty one.
    pub(super) fn new(context: &'a Context<'a>, row: &'static BuiltIn, map: &Value) -> Result<Self, Fault> {
        let entries = match map {
            Value::Map(entries) => Arc::clone(entries),
            Value::Null => Arc::default(),
            other => {
                let message = format!("{}() needs a map as its last argument, this is {}", row.name, other.kind());
                return Err(Fault::new(FaultKind::ArgumentType, message).hint("Such as {types: ['USES']}."));
            }
        };
        let known: Vec<&str> = row.settings.iter().map(|setting| setting.name).collect();
        match entries.keys().find(|key| !known.contains(&&***key)) {
            None => Ok(Self { context, row, entries }),
            Some(key) => {
                let fault = Fault::new(FaultKind::Argument, format!("{}() has no setting `{key}`", row.name));
                Err(suggest(fault, key, &known, "Its settings are"))
            }
        }
    }

    /// The part of the graph to run on: relationships lead as the map says, or else this way.
    pub(super) fn projection(&self, usual: Option<Direction>) -> Result<Projection<'a>, Fault> {
        let view = self.context.view;
        let schema = view.schema();
        let labels = self.names("labels", "label", schema.nodes.iter().map(|node| &*node.name).collect())?;
        let types = self.names("types", "relationship type", schema.rels.iter().map(|rel| &*rel.name).collect())?;
        let labels = labels.map(|names| names.iter().filter_map(|name| view.names().labels.get(name)).collect());
        let types = types.map(|names| names.iter().filter_map(|name| view.names().types.get(name)).collect());
        let weight = match self.text("weight")? {
            None => None,
            Some(name) => Some(view.names().keys.get(&name).ok_or_else(|| {
                let keys: Vec<&str> = view.names().keys.ids().map(|key| &**view.names().keys.name(key)).collect();
                let fault = Fault::new(FaultKind::Argument, format!("no relationship has a property `{name}`"));
                suggest(fault, &name, &keys, "")
            })?),
        };
        let default_weight = self.entries.contains_key("defaultWeight").then(|| self.number("defaultWeight", 1.0));
        let default_weight = default_weight.transpose()?;
        let selection = Selection { labels, types, direction: self.direction(usual)?, weight, default_weight };
        Projection::new(view, &selection, self.context.bounds)
    }

    fn direction(&self, usual: Option<Direction>) -> Result<Option<Direction>, Fault> {
        const WORDS: [&str; 3] = ["out", "in", "both"];
        let Some(word) = self.text("direction")? else { return Ok(usual) };
        match word.as_str() {
            "out" => Ok(Some(Direction::Out)),
            "in" => Ok(Some(Direction::In)),
            "both" => Ok(None),
            _ => {
                let fault = Fault::new(FaultKind::Argument, format!("there is no direction '{word}'"));
                Err(suggest(fault, &word, &WORDS, "There are"))
            }
        }
    }

    /// A name or a list of names, each of which a strict schema must have.
    fn names(&self, key: &str, thing: &str, known: Vec<&str>) -> Result<Option<Vec<String>>, Fault> {
        let names: Vec<String> = match self.entries.get(key) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Str(name)) => vec![name.to_string()],
            Some(Value::List(items)) => {
                let names = items.iter().map(|item| match item {
                    Value::Str(name) => Ok(name.to_string()),
                    other => Err(self.wrong(key, "a name or a list of names", other)),
                });
                names.collect::<Result<_, _>>()?
            }
            Some(other) => return Err(self.wrong(key, "a name or a list of names", other)),
        };
        let open = self.context.view.schema().open;
        match names.iter().find(|name| !open && !known.contains(&name.as_str())) {
            None => Ok(Some(names)),
            Some(name) => {
                let fault = Fault::new(FaultKind::Argument, format!("there is no {thing} `{name}`"));
                Err(suggest(fault, name, &known, "There are"))
            }
        }
    }

    fn text(&self, key: &str) -> Result<Option<String>, Fault> {
        match self.entries.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Str(text)) => Ok(Some(text.to_string())),
            Some(other) => Err(self.wrong(key, "a string", other)),
        }
    }

    /// A finite number from 0 up.
    pub(super) fn number(&self, key: &str, usual: f64) -> Result<f64, Fault> {
        let number = match self.entries.get(key) {
            None | Some(Value::Null) => return Ok(usual),
            Some(Value::Int(number)) => *number as f64,
            Some(Value::Float(number)) => *number,
            Some(other) => return Err(self.wrong(key, "a number from 0 up", other)),
        };
        if number.is_finite() && number >= 0.0 {
            return Ok(number);
        }
        Err(self.wrong(key, "a number from 0 up", &Value::Float(number)))
    }

    /// A number from 0 to 1.
    pub(super) fn share(&self, key: &str, usual: f64) -> Result<f64, Fault> {
        let number = self.number(key, usual)?;
        if number <= 1.0 { Ok(number) } else { Err(self.wrong(key, "a number from 0 to 1", &Value::Float(number))) }
    }

    /// A whole number from 1 up.
    pub(super) fn count(&self, key: &str, usual: usize) -> Result<usize, Fault> {
        match self.entries.get(key) {
            None | Some(Value::Null) => Ok(usual),
            Some(Value::Int(number @ 1..)) => Ok(usize::try_from(*number).unwrap_or(usize::MAX)),
            Some(other) => Err(self.wrong(key, "a whole number from 1 up", other)),
        }
    }

    pub(super) fn flag(&self, key: &str) -> Result<bool, Fault> {
        match self.entries.get(key) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(other) => Err(self.wrong(key, "true or false", other)),
        }
    }

    /// The bounds of the statement.
    pub(super) fn bounds(&self) -> &'a Bounds {
        self.context.bounds
    }

    /// The rows that the call yields, for which there must be room.
    pub(super) fn rows(&self, rows: impl ExactSizeIterator<Item = Vec<Value>>) -> Result<Vec<Vec<Value>>, Fault> {
        let row = ROW + size_of::<Value>() * self.row.outputs.len();
        // From when they are whole, they are counted by who asked for them.
        let _room = self.bounds().room((row * rows.len()) as u64)?;
        self.bounds().collect(rows)
    }

    fn wrong(&self, key: &str, wanted: &str, found: &Value) -> Fault {
        let message = format!("{}() needs {wanted} as `{key}`, this is {}", self.row.name, found.to_literal());
        Fault::new(FaultKind::Argument, message)
    }
}

/// The fault with the name that was probably meant, or with all of them when there are few.
fn suggest(fault: Fault, word: &str, known: &[&str], head: &str) -> Fault {
    match nearest(word, known.iter().copied()) {
        Some(near) => fault.hint(format!("Did you mean `{near}`?")),
        None if head.is_empty() || known.len() > 20 => fault,
        None => fault.hint(format!("{head} {}.", or_list(known).replace(" or ", " and "))),
    }
}
