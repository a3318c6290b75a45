//! Functions of any value, and of the clock.

use super::signature::{any, boolean, integer, param};
use super::{Context, Function};
use crate::value::{Fault, Value, equals};

/// The rows of the table.
pub(super) static FUNCTIONS: &[Function] = &[
    Function::new("coalesce", &[param("value", any), param("more", any)], any, coalesce)
        .variadic()
        .about("The first of its arguments that is not null.")
        .example("coalesce(null, 'Kafka')", "'Kafka'"),
    Function::new("nullIf", &[param("value", any), param("null", any)], any, null_if)
        .about("The first argument, unless it equals the second: then null.")
        .example("nullIf('unknown', 'unknown')", "null"),
    Function::new("exists", &[param("property", any)], boolean, exists)
        .about("Whether the property is there, which is to say not null.")
        .example("exists({name: 'Kafka'}.name)", "true"),
    Function::new("timestamp", &[], integer, timestamp)
        .about("The milliseconds from the beginning of 1970 to that of the statement.")
        .example("timestamp() > 0", "true"),
];

fn coalesce(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    Ok(args.iter().find(|value| !value.is_null()).cloned().unwrap_or_default())
}

fn null_if(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    Ok(if equals(&args[0], &args[1]) == Some(true) { Value::Null } else { args[0].clone() })
}

fn exists(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    Ok(Value::Bool(!args[0].is_null()))
}

fn timestamp(context: &Context<'_>, _: &[Value]) -> Result<Value, Fault> {
    Ok(Value::Int(i64::try_from(context.now.as_nanos() / 1_000_000).unwrap_or(i64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use crate::value::Value;

    #[test]
    fn null_is_looked_at() {
        let null = || Value::Null;
        check(&[
            ("coalesce", vec![null(), Value::Int(1), Value::Int(2)], "1"),
            ("coalesce", vec![null()], "null"),
            ("nullIf", vec![Value::Int(1), Value::Float(1.0)], "null"),
            ("nullIf", vec![Value::Int(1), Value::Int(2)], "1"),
            ("nullIf", vec![Value::Int(1), null()], "1"),
            ("nullIf", vec![null(), Value::Int(1)], "null"),
            ("exists", vec![null()], "false"),
            ("exists", vec![Value::Int(0)], "true"),
        ]);
    }

    #[test]
    fn the_clock_is_that_of_the_statement() {
        check(&[("timestamp", vec![], "0")]);
    }
}
