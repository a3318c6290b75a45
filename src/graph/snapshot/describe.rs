//! Names and schema as bytes.

use super::bytes::{Input, Output};
use super::{Result, damaged, values};
use crate::diag::{Source, Span};
use crate::graph::schema::{Cardinality, NodeType, Place, Property, RelType};
use crate::graph::{Interner, Names, Schema};
use crate::value::Type;
use std::sync::Arc;

/// Types nest no deeper in any schema.
const DEEPEST: u32 = 32;

pub(super) fn put_names(output: &mut Output, names: &Names) {
    fn put<Id: From<u32> + Into<u32> + Copy>(output: &mut Output, names: &Interner<Id>) {
        let ids: Vec<Id> = names.ids().collect();
        output.list(&ids, |output, id| output.text(names.name(*id)));
    }
    put(output, &names.labels);
    put(output, &names.types);
    put(output, &names.keys);
}

pub(super) fn get_names(input: &mut Input<'_>) -> Result<Names> {
    fn get<Id: From<u32> + Into<u32> + Copy>(input: &mut Input<'_>) -> Result<Interner<Id>> {
        let mut names = Interner::default();
        let count = input.list(|input| Ok(names.intern(input.str()?)))?.len();
        if names.len() == count { Ok(names) } else { Err(damaged("a name stands twice")) }
    }
    Ok(Names { labels: get(input)?, types: get(input)?, keys: get(input)? })
}

/// The files in which the schema is declared, each once.
type Sources = Vec<Arc<Source>>;

pub(super) fn put_schema(output: &mut Output, schema: &Schema) {
    let mut sources = Sources::new();
    let places = schema.nodes.iter().map(|node| &node.place).chain(schema.rels.iter().map(|rel| &rel.place));
    for place in places.flatten() {
        if !sources.iter().any(|source| Arc::ptr_eq(source, &place.source)) {
            sources.push(Arc::clone(&place.source));
        }
    }
    output.list(&sources, |output, source| {
        output.text(source.name());
        output.text(source.text());
    });
    output.bool(schema.open);
    output.list(&schema.nodes, |output, node| {
        output.text(&node.name);
        output.text(&node.about);
        output.option(node.key.as_ref(), |output, key| output.text(key));
        output.option(node.caption.as_ref(), |output, caption| output.text(caption));
        output.list(&node.properties, put_property);
        put_place(output, node.place.as_ref(), &sources);
    });
    output.list(&schema.rels, |output, rel| {
        output.text(&rel.name);
        output.text(&rel.about);
        output.list(&rel.ends, |output, (start, end)| {
            output.text(start);
            output.text(end);
        });
        output.byte(cardinality_tag(rel.per_start));
        output.byte(cardinality_tag(rel.per_end));
        output.bool(rel.derived);
        output.list(&rel.properties, put_property);
        put_place(output, rel.place.as_ref(), &sources);
    });
}

pub(super) fn get_schema(input: &mut Input<'_>) -> Result<Schema> {
    let sources = input.list(|input| Ok(Source::new(input.str()?, input.str()?)))?;
    let open = input.bool()?;
    let nodes = input.list(|input| {
        Ok(NodeType {
            name: input.text()?,
            about: input.str()?.to_owned(),
            key: input.option(Input::text)?,
            caption: input.option(Input::text)?,
            properties: input.list(get_property)?,
            place: get_place(input, &sources)?,
        })
    })?;
    let rels = input.list(|input| {
        Ok(RelType {
            name: input.text()?,
            about: input.str()?.to_owned(),
            ends: input.list(|input| Ok((input.text()?, input.text()?)))?,
            per_start: get_cardinality(input)?,
            per_end: get_cardinality(input)?,
            derived: input.bool()?,
            properties: input.list(get_property)?,
            place: get_place(input, &sources)?,
        })
    })?;
    Ok(Schema { nodes, rels, open })
}

fn put_place(output: &mut Output, place: Option<&Place>, sources: &Sources) {
    output.option(place, |output, place| {
        let at = sources.iter().position(|source| Arc::ptr_eq(source, &place.source));
        output.u32(at.unwrap_or_default() as u32);
        output.u32(place.span.start);
        output.u32(place.span.end);
    });
}

fn get_place(input: &mut Input<'_>, sources: &Sources) -> Result<Option<Place>> {
    input.option(|input| {
        let source = sources.get(input.u32()? as usize).cloned();
        let span = Span { start: input.u32()?, end: input.u32()? };
        let source = source.ok_or_else(|| damaged("the schema names a file that is not there"))?;
        Ok(Place { source, span })
    })
}

fn put_property(output: &mut Output, property: &Property) {
    let Property { name, about, item, list, required, allowed, default, refers, inherit, common } = property;
    output.text(name);
    output.text(about);
    put_type(output, item);
    [list, required, inherit, common].into_iter().for_each(|flag| output.bool(*flag));
    output.list(allowed, |output, value| output.text(value));
    output.option(default.as_ref(), values::put);
    output.option(refers.as_ref(), |output, refers| output.text(refers));
}

fn get_property(input: &mut Input<'_>) -> Result<Property> {
    let (name, about, item) = (input.text()?, input.str()?.to_owned(), get_type(input, 0)?);
    let [list, required, inherit, common] = [input.bool()?, input.bool()?, input.bool()?, input.bool()?];
    let allowed = input.list(Input::text)?;
    let default = input.option(values::get)?;
    let refers = input.option(Input::text)?;
    Ok(Property { name, about, item, list, required, allowed, default, refers, inherit, common })
}

fn cardinality_tag(cardinality: Cardinality) -> u8 {
    match cardinality {
        Cardinality::Many => 0,
        Cardinality::Optional => 1,
        Cardinality::One => 2,
        Cardinality::Some => 3,
    }
}

fn get_cardinality(input: &mut Input<'_>) -> Result<Cardinality> {
    Ok(match input.byte()? {
        0 => Cardinality::Many,
        1 => Cardinality::Optional,
        2 => Cardinality::One,
        3 => Cardinality::Some,
        other => return Err(damaged(format!("{other} is no cardinality"))),
    })
}

/// The types that hold no others, by their number.
const PLAIN: [Type; 16] = [
    Type::Any,
    Type::Null,
    Type::Bool,
    Type::Int,
    Type::Float,
    Type::Number,
    Type::Str,
    Type::Map,
    Type::Node,
    Type::Rel,
    Type::Path,
    Type::Date,
    Type::LocalTime,
    Type::Time,
    Type::LocalDateTime,
    Type::DateTime,
];
const DURATION: u8 = 16;
const LIST: u8 = 32;
const ONE_OF: u8 = 33;

fn put_type(output: &mut Output, ty: &Type) {
    match ty {
        Type::List(item) => {
            output.byte(LIST);
            put_type(output, item);
        }
        Type::OneOf(types) => {
            output.byte(ONE_OF);
            output.list(types, put_type);
        }
        plain => output.byte(PLAIN.iter().position(|each| each == plain).map_or(DURATION, |at| at as u8)),
    }
}

fn get_type(input: &mut Input<'_>, depth: u32) -> Result<Type> {
    if depth > DEEPEST {
        return Err(damaged("a type is nested too deep"));
    }
    match input.byte()? {
        LIST => Ok(Type::list(get_type(input, depth + 1)?)),
        ONE_OF => Ok(Type::OneOf(input.list(|input| get_type(input, depth + 1))?)),
        DURATION => Ok(Type::Duration),
        plain => PLAIN.get(plain as usize).cloned().ok_or_else(|| damaged(format!("{plain} is no type"))),
    }
}
