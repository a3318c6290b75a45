//! Functions that tell where a node or relationship comes from.

use super::argument::{At, wrong_type};
use super::signature::{entity, integer, param, string};
use super::{Context, Function, Param};
use crate::graph::{Entity, Origin};
use crate::value::{Fault, Value};

const ENTITY: Param = param("entity", entity);

/// The rows of the table.
pub(super) static FUNCTIONS: &[Function] = &[
    Function::new("file", &[ENTITY], string, |context, args| written(context, "file", args, |file, _| Value::str(file)))
        .about("The file in which a node or relationship is written; null for what a rule or a query made.")
        .example("CREATE (n) RETURN file(n)", "null"),
    Function::new("line", &[ENTITY], integer, |context, args| {
        written(context, "line", args, |_, line| Value::Int(i64::from(line)))
    })
    .about("The line at which a node or relationship is written; null for what a rule or a query made.")
    .example("CREATE (n) RETURN line(n)", "null"),
    Function::new("source", &[ENTITY], string, source)
        .about("The source that says so: the property `source`, or of what a rule derived that of the first fact with one.")
        .example("CREATE (n) RETURN source(n)", "null"),
    Function::new("rule", &[ENTITY], string, rule)
        .about("The rule that derived a node or relationship; null for what is written or a query made.")
        .example("CREATE (n) RETURN rule(n)", "null"),
];

/// The entity of an argument; none for null.
fn entity_of(function: &'static str, value: &Value) -> Result<Option<Entity>, Fault> {
    match value {
        Value::Node(node) => Ok(Some(Entity::Node(*node))),
        Value::Rel(rel) => Ok(Some(Entity::Rel(*rel))),
        Value::Null => Ok(None),
        other => Err(wrong_type(At(function, ""), &entity(), other)),
    }
}

fn written(
    context: &Context<'_>,
    function: &'static str,
    args: &[Value],
    part: fn(&str, u32) -> Value,
) -> Result<Value, Fault> {
    let origin = entity_of(function, &args[0])?.and_then(|entity| context.view.origin(entity));
    Ok(match origin {
        Some(Origin::Written { file, line, .. }) => part(file, *line),
        _ => Value::Null,
    })
}

fn source(context: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    Ok(entity_of("source", &args[0])?.map_or(Value::Null, |entity| context.view.source(entity)))
}

fn rule(context: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    let origin = entity_of("rule", &args[0])?.and_then(|entity| context.view.origin(entity));
    Ok(match origin {
        Some(Origin::Derived { rule, .. }) => Value::str(&**rule),
        _ => Value::Null,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Graph, Schema};
    use std::sync::Arc;

    #[test]
    fn origins_are_told_apart() {
        let mut graph = Graph::new(Schema::open().into());
        let (written, derived) = (graph.add_node(&[]), graph.add_node(&[]));
        let key = graph.names_mut().keys.intern("source");
        graph.set_property(Entity::Node(written), key, Value::from("a talk"));
        graph.set_origin(Entity::Node(written), Origin::Written { file: Arc::from("a.yaml"), line: 3, column: 1 });
        let facts = Arc::from([Entity::Node(written)]);
        graph.set_origin(Entity::Node(derived), Origin::Derived { rule: Arc::from("a-rule"), facts });
        let bounds = Default::default();
        let context = Context { view: graph.view(), now: Default::default(), bounds: &bounds };
        let all = |value: Value| {
            let args = [value];
            let call = |function: &Function| (function.call)(&context, &args).map(|value| value.to_literal());
            let texts: Result<Vec<String>, Fault> = FUNCTIONS.iter().map(call).collect();
            texts.map(|texts| texts.join(" "))
        };
        assert_eq!(all(Value::Node(written)).as_deref(), Ok("'a.yaml' 3 'a talk' null"));
        assert_eq!(all(Value::Node(derived)).as_deref(), Ok("null null 'a talk' 'a-rule'"));
        assert_eq!(all(Value::Null).as_deref(), Ok("null null null null"));
        assert!(all(Value::Int(1)).is_err());
    }
}
