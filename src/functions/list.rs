//! Functions of lists, and of strings and maps where the question is the same.

use super::argument::{At, any_null, integer, list as items_of, too_large, wrong_type, wrong_value};
use super::signature::{any, boolean, container, integer as int, list, list_or_string, param};
use super::{Context, Function};
use crate::value::{Cell, Fault, MAX_ITEMS, Type, Value};

/// The rows of the table.
pub(super) static FUNCTIONS: &[Function] = &[
    Function::new("size", &[param("value", list_or_string)], int, size)
        .of_text(|text| Cell::Int(text.chars().count() as i64))
        .about("How many elements a list has, or characters a string.")
        .example("size(['Flink', 'Storm'])", "2"),
    Function::new("isEmpty", &[param("value", container)], boolean, is_empty)
        .about("Whether a list, map or string holds nothing.")
        .example("isEmpty([])", "true"),
    Function::new("head", &[param("list", list)], any, |_, args| pick("head", args, <[Value]>::first))
        .about("The first element of a list, null when it is empty.")
        .example("head([1, 2, 3])", "1"),
    Function::new("last", &[param("list", list)], any, |_, args| pick("last", args, <[Value]>::last))
        .about("The last element of a list, null when it is empty.")
        .example("last([1, 2, 3])", "3"),
    Function::new("tail", &[param("list", list)], list, tail)
        .about("A list without its first element.")
        .example("tail([1, 2, 3])", "[2, 3]"),
    Function::new("reverse", &[param("value", list_or_string)], list_or_string, reverse)
        .about("A list or string with its last element first.")
        .example("reverse([1, 2, 3])", "[3, 2, 1]"),
    Function::new("range", &[param("start", int), param("end", int), param("step", int)], integers, range)
        .optional(1)
        .about("The integers from start to end, both included, in steps of 1 or of the step given.")
        .example("range(2, 8, 3)", "[2, 5, 8]"),
];

fn integers() -> Type {
    Type::list(Type::Int)
}

fn size(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    let count = match &args[0] {
        Value::Null => return Ok(Value::Null),
        Value::List(items) => items.len(),
        Value::Str(text) => text.chars().count(),
        path @ Value::Path(_) => {
            let fault = wrong_type(At("size", ""), &list_or_string(), path);
            return Err(fault.hint("length() counts the relationships of a path"));
        }
        other => return Err(wrong_type(At("size", ""), &list_or_string(), other)),
    };
    Ok(Value::Int(count as i64))
}

fn is_empty(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    match &args[0] {
        Value::Null => Ok(Value::Null),
        Value::List(items) => Ok(Value::Bool(items.is_empty())),
        Value::Map(entries) => Ok(Value::Bool(entries.is_empty())),
        Value::Str(text) => Ok(Value::Bool(text.is_empty())),
        other => Err(wrong_type(At("isEmpty", ""), &container(), other)),
    }
}

fn pick(name: &'static str, args: &[Value], choose: fn(&[Value]) -> Option<&Value>) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    Ok(choose(items_of(At(name, ""), &args[0])?).cloned().unwrap_or_default())
}

fn tail(context: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    let items = items_of(At("tail", ""), &args[0])?;
    Ok(Value::list(context.bounds.collect(items.iter().skip(1).cloned())?))
}

fn reverse(context: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    match &args[0] {
        Value::Null => Ok(Value::Null),
        Value::List(items) => Ok(Value::list(context.bounds.collect(items.iter().rev().cloned())?)),
        Value::Str(text) => Ok(Value::str(context.bounds.text(text.chars().rev(), text.len())?)),
        other => Err(wrong_type(At("reverse", ""), &list_or_string(), other)),
    }
}

/// The bytes of a list of so many values that hold nothing.
pub(super) fn list_bytes(count: usize) -> u64 {
    (count * size_of::<Value>()) as u64
}

fn range(context: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    let start = integer(At("range", "start"), &args[0])?;
    let end = integer(At("range", "end"), &args[1])?;
    let at = At("range", "step");
    let step = args.get(2).map_or(Ok(1), |step| integer(at, step))?;
    if step == 0 {
        return Err(wrong_value(at, "a `step` other than 0", &Value::Int(0)));
    }
    // The distance between two integers of 64 bits needs 65.
    let steps = (i128::from(end) - i128::from(start)) / i128::from(step);
    let wrong_way = (end < start && step > 0) || (end > start && step < 0);
    let count = if wrong_way { 0 } else { steps + 1 };
    if count > MAX_ITEMS as i128 {
        let fault = too_large(at, &format!("a list of {count} integers"), MAX_ITEMS);
        return Err(fault.hint("a larger `step` makes it shorter"));
    }
    context.bounds.fits(list_bytes(count as usize))?;
    // No element passes the end, so none leaves 64 bits, even where a factor or a sum on the way to it does.
    let element = |index: i64| Value::Int(start.wrapping_add(index.wrapping_mul(step)));
    Ok(Value::list(context.bounds.collect((0..count as i64).map(element))?))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, fault, list, text};
    use crate::value::{FaultKind, NodeId, Path, Value};
    use std::sync::Arc;

    fn ints(numbers: &[i64]) -> Vec<Value> {
        numbers.iter().copied().map(Value::Int).collect()
    }

    #[test]
    fn lists_are_taken_apart() {
        check(&[
            ("size", vec![list(ints(&[1, 2]))], "2"),
            ("size", vec![text("Zoë")], "3"),
            ("size", vec![Value::Null], "null"),
            ("isEmpty", vec![text("")], "true"),
            ("isEmpty", vec![Value::map(Default::default())], "true"),
            ("isEmpty", vec![list(ints(&[1]))], "false"),
            ("isEmpty", vec![Value::Null], "null"),
            ("head", vec![list([])], "null"),
            ("last", vec![list(ints(&[1, 2]))], "2"),
            ("tail", vec![list([])], "[]"),
            ("tail", vec![list(ints(&[1]))], "[]"),
            ("tail", vec![Value::Null], "null"),
            ("reverse", vec![text("raksO")], "'Oskar'"),
            ("reverse", vec![list(ints(&[1, 2]))], "[2, 1]"),
            ("reverse", vec![Value::Null], "null"),
        ]);
        assert_eq!(fault("head", &[text("a")]).message, "head() needs a list, this is a string");
        let path = Path { start: NodeId(0), steps: Vec::new() };
        let fault = fault("size", &[Value::Path(Arc::new(path))]);
        assert_eq!(fault.message, "size() needs a list or a string, this is a path");
        assert!(fault.hint.is_some_and(|hint| hint.contains("length()")));
    }

    #[test]
    fn ranges_include_both_ends() {
        check(&[
            ("range", ints(&[-1236, -1234]), "[-1236, -1235, -1234]"),
            ("range", ints(&[0, -1]), "[]"),
            ("range", ints(&[0, 0]), "[0]"),
            ("range", ints(&[0, 0, -1]), "[0]"),
            ("range", ints(&[0, 10, 1000]), "[0]"),
            ("range", ints(&[2, 8, -3]), "[]"),
            ("range", ints(&[8, 2, -3]), "[8, 5, 2]"),
            ("range", ints(&[i64::MIN, i64::MAX, i64::MAX]), "[-9223372036854775808, -1, 9223372036854775806]"),
            ("range", vec![Value::Int(1), Value::Null], "null"),
        ]);
        assert_eq!(fault("range", &ints(&[2, 8, 0])).kind, FaultKind::Argument);
        assert_eq!(fault("range", &ints(&[2, 8, 0])).message, "range() needs a `step` other than 0, this is 0");
        let fault_of_types = fault("range", &[Value::Int(1), Value::Float(2.0)]);
        assert_eq!(fault_of_types.message, "range() needs an integer as `end`, this is a float");
        let large = fault("range", &ints(&[i64::MIN, i64::MAX]));
        assert_eq!(large.kind, FaultKind::TooLarge);
        assert!(large.message.contains("18446744073709551616 integers"), "{}", large.message);
    }
}
