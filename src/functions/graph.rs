//! Functions of nodes, relationships and paths, which look at the graph.

use super::argument::{At, any_null, entries, path as path_of, wrong_type};
use super::signature::{entity, entity_or_map, integer, map, node, param, path, rel, string, strings};
use super::{Context, Function, Param};
use crate::graph::{Entity, View};
use crate::value::{Fault, FaultKind, Map, NodeId, RelId, Type, Value};
use std::sync::Arc;

const ENTITY: Param = param("entity", entity);
const REL: Param = param("relationship", rel);
const PATH: Param = param("path", path);
const SOURCE: Param = param("value", entity_or_map);

/// The rows of the table.
pub(super) static FUNCTIONS: &[Function] = &[
    Function::new("id", &[ENTITY], integer, id)
        .about("The number of a node or relationship, unlike that of any other.")
        .example("CREATE (n) RETURN id(n)", "0"),
    Function::new("elementId", &[ENTITY], string, element_id)
        .about("The number of a node or relationship as a string.")
        .example("CREATE (n) RETURN elementId(n)", "'0'"),
    Function::new("labels", &[param("node", node)], strings, labels)
        .about("The labels of a node.")
        .example("CREATE (n:Company) RETURN labels(n)", "['Company']"),
    Function::new("type", &[REL], string, rel_type)
        .about("The type of a relationship.")
        .example("CREATE ()-[r:USES]->() RETURN type(r)", "'USES'"),
    Function::new("properties", &[SOURCE], map, properties)
        .about("All properties of a node or relationship, as a map.")
        .example("CREATE (n:Company {name: 'Uber'}) RETURN properties(n)", "{name: 'Uber'}"),
    Function::new("keys", &[SOURCE], strings, keys)
        .about("The names of the properties of a node or relationship, or of the entries of a map.")
        .example("keys({name: 'Uber', since: 2009})", "['name', 'since']"),
    Function::new("startNode", &[REL], node, |context, args| end_of(context, "startNode", args))
        .about("The node where a relationship starts.")
        .example("CREATE (:Company)-[r:USES]->(:Technology) RETURN labels(startNode(r))", "['Company']"),
    Function::new("endNode", &[REL], node, |context, args| end_of(context, "endNode", args))
        .about("The node where a relationship ends.")
        .example("CREATE (:Company)-[r:USES]->(:Technology) RETURN labels(endNode(r))", "['Technology']"),
    Function::new("nodes", &[PATH], || Type::list(Type::Node), nodes)
        .about("The nodes of a path in its order.")
        .example("CREATE p = ()-[:USES]->() RETURN size(nodes(p))", "2"),
    Function::new("relationships", &[PATH], || Type::list(Type::Rel), relationships)
        .about("The relationships of a path in its order.")
        .example("CREATE p = ()-[:USES]->() RETURN size(relationships(p))", "1"),
    Function::new("length", &[PATH], integer, length)
        .about("How many relationships a path has.")
        .example("CREATE p = ()-[:USES]->()-[:USES]->() RETURN length(p)", "2"),
];

fn id(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    Ok(number_of("id", &args[0])?.map_or(Value::Null, |number| Value::Int(i64::from(number))))
}

fn element_id(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    Ok(number_of("elementId", &args[0])?.map_or(Value::Null, |number| Value::str(number.to_string())))
}

/// The number of an entity, also of one that was deleted; `None` for null.
fn number_of(name: &'static str, value: &Value) -> Result<Option<u32>, Fault> {
    match value {
        Value::Null => Ok(None),
        Value::Node(node) => Ok(Some(node.0)),
        Value::Rel(rel) => Ok(Some(rel.0)),
        _ => Err(wrong_type(At(name, ""), &entity(), value)),
    }
}

fn labels(context: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    let node = match &args[0] {
        Value::Null => return Ok(Value::Null),
        Value::Node(node) => *node,
        rel @ Value::Rel(_) => {
            return Err(wrong_type(At("labels", ""), &Type::Node, rel).hint("type() tells the type of a relationship"));
        }
        other => return Err(wrong_type(At("labels", ""), &Type::Node, other)),
    };
    check_exists(context.view, "labels", Entity::Node(node))?;
    let names = &context.view.names().labels;
    Ok(Value::list(context.view.labels(node).iter().map(|label| Value::Str(Arc::clone(names.name(*label)))).collect()))
}

/// The relationship that is the only argument; `None` for null.
fn only_rel(context: &Context<'_>, name: &'static str, args: &[Value]) -> Result<Option<RelId>, Fault> {
    match &args[0] {
        Value::Null => Ok(None),
        Value::Rel(rel) => {
            check_exists(context.view, name, Entity::Rel(*rel))?;
            Ok(Some(*rel))
        }
        other => Err(wrong_type(At(name, ""), &Type::Rel, other)),
    }
}

/// The type of a relationship, also of a deleted one: openCypher lets a statement name what it has deleted.
fn rel_type(context: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    match &args[0] {
        Value::Null => Ok(Value::Null),
        Value::Rel(rel) => Ok(Value::Str(Arc::clone(context.view.names().types.name(context.view.rel_type(*rel))))),
        other => Err(wrong_type(At("type", ""), &Type::Rel, other)),
    }
}

fn end_of(context: &Context<'_>, name: &'static str, args: &[Value]) -> Result<Value, Fault> {
    let rel = only_rel(context, name, args)?;
    let choose = |(start, end): (NodeId, NodeId)| if name == "startNode" { start } else { end };
    Ok(rel.map_or(Value::Null, |rel| Value::Node(choose(context.view.ends(rel)))))
}

/// The entity behind a value.
fn entity_of(value: &Value) -> Option<Entity> {
    match value {
        Value::Node(node) => Some(Entity::Node(*node)),
        Value::Rel(rel) => Some(Entity::Rel(*rel)),
        _ => None,
    }
}

fn properties(context: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    let value = &args[0];
    if value.is_null() || entries(value).is_some() {
        return Ok(value.clone());
    }
    let Some(entity) = entity_of(value) else {
        return Err(wrong_type(At("properties", ""), &entity_or_map(), value));
    };
    check_exists(context.view, "properties", entity)?;
    let names = &context.view.names().keys;
    let found = context.view.properties(entity).map(|(key, value)| (Arc::clone(names.name(key)), value));
    Ok(Value::map(found.collect::<Map>()))
}

fn keys(context: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    let value = &args[0];
    if value.is_null() {
        return Ok(Value::Null);
    }
    if let Some(entries) = entries(value) {
        return Ok(Value::list(entries.keys().cloned().map(Value::Str).collect()));
    }
    let Some(entity) = entity_of(value) else {
        return Err(wrong_type(At("keys", ""), &entity_or_map(), value));
    };
    check_exists(context.view, "keys", entity)?;
    let names = &context.view.names().keys;
    let found = context.view.properties(entity).map(|(key, _)| Value::Str(Arc::clone(names.name(key))));
    Ok(Value::list(found.collect()))
}

fn nodes(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    Ok(Value::list(path_of(At("nodes", ""), &args[0])?.nodes().map(Value::Node).collect()))
}

fn relationships(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    Ok(Value::list(path_of(At("relationships", ""), &args[0])?.rels().map(Value::Rel).collect()))
}

fn length(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    match &args[0] {
        Value::Null => Ok(Value::Null),
        Value::Path(path) => Ok(Value::Int(path.steps.len() as i64)),
        other @ (Value::List(_) | Value::Str(_)) => {
            Err(wrong_type(At("length", ""), &Type::Path, other).hint("size() counts elements and characters"))
        }
        other => Err(wrong_type(At("length", ""), &Type::Path, other)),
    }
}

fn check_exists(view: View<'_>, function: &str, entity: Entity) -> Result<(), Fault> {
    if view.exists(entity) {
        return Ok(());
    }
    let what = match entity {
        Entity::Node(_) => "node",
        Entity::Rel(_) => "relationship",
    };
    Err(Fault::new(FaultKind::Missing, format!("{function}() looks at a {what} that was deleted")))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, fault, run_in, text};
    use crate::graph::{Entity, Graph, Schema};
    use crate::value::{FaultKind, NodeId, Path, RelId, Value};
    use std::sync::Arc;

    /// `(:Company {name: 'Uber', since: 2009})-[:USES {since: 2016}]->(:Technology:Stream)`
    fn graph() -> Graph {
        let mut graph = Graph::new(Arc::new(Schema { open: true, ..Schema::default() }));
        let names = graph.names_mut();
        let [company, technology, stream] = ["Company", "Technology", "Stream"].map(|label| names.labels.intern(label));
        let [name, since] = ["name", "since"].map(|key| names.keys.intern(key));
        let uses = names.types.intern("USES");
        let uber = graph.add_node(&[company]);
        let flink = graph.add_node(&[technology, stream]);
        let rel = graph.add_rel(uber, uses, flink);
        graph.set_property(Entity::Node(uber), name, text("Uber"));
        graph.set_property(Entity::Node(uber), since, Value::Int(2009));
        graph.set_property(Entity::Rel(rel), since, Value::Int(2016));
        graph
    }

    #[test]
    fn entities_tell_what_they_carry() {
        let graph = graph();
        let [uber, flink] = [0, 1].map(|id| Value::Node(NodeId(id)));
        let rel = Value::Rel(RelId(0));
        let path = Value::Path(Arc::new(Path { start: NodeId(0), steps: vec![(RelId(0), NodeId(1))] }));
        let cases = [
            ("id", &flink, "1"),
            ("elementId", &flink, "'1'"),
            ("elementId", &rel, "'0'"),
            ("labels", &flink, "['Technology', 'Stream']"),
            ("type", &rel, "'USES'"),
            ("properties", &uber, "{name: 'Uber', since: 2009}"),
            ("properties", &rel, "{since: 2016}"),
            ("properties", &flink, "{}"),
            ("keys", &uber, "['name', 'since']"),
            ("keys", &flink, "[]"),
            ("startNode", &rel, "(#0)"),
            ("endNode", &rel, "(#1)"),
            ("nodes", &path, "[(#0), (#1)]"),
            ("relationships", &path, "[[#0]]"),
            ("length", &path, "1"),
        ];
        for (name, argument, expected) in cases {
            let result = run_in(&graph, name, std::slice::from_ref(argument)).map(|value| value.to_literal());
            assert_eq!(result.as_deref(), Ok(expected), "{name}");
        }
    }

    #[test]
    fn null_gives_null_and_maps_have_keys() {
        let map = || Value::map([("b", Value::Null), ("a", Value::Int(1))].map(|(k, v)| (Arc::from(k), v)).into());
        check(&[("keys", vec![map()], "['a', 'b']"), ("properties", vec![map()], "{a: 1, b: null}")]);
        for row in super::FUNCTIONS {
            check(&[(row.name, vec![Value::Null], "null")]);
        }
    }

    #[test]
    fn what_was_deleted_and_other_types_are_refused() {
        let gone = [("labels", Value::Node(NodeId(9))), ("keys", Value::Rel(RelId(9)))];
        for (name, value) in gone {
            assert_eq!(fault(name, &[value]).kind, FaultKind::Missing, "{name}");
        }
        assert_eq!(fault("labels", &[Value::Node(NodeId(9))]).message, "labels() looks at a node that was deleted");
        for row in super::FUNCTIONS {
            assert_eq!(fault(row.name, &[Value::Int(1)]).kind, FaultKind::ArgumentType, "{}", row.name);
        }
        assert_eq!(fault("type", &[Value::Node(NodeId(0))]).message, "type() needs a relationship, this is a node");
        assert!(fault("length", &[text("a")]).hint.is_some_and(|hint| hint.contains("size()")));
    }
}
