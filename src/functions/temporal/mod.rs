//! Functions of dates, times and durations.
//!
//! Each type has a function of its name, which makes a value out of nothing (the clock), a text, a map or another
//! value; functions that read the clock of the transaction, the statement or the moment; and one that cuts a value down
//! to a unit.

mod fields;
mod point;

use super::argument::{At, any_null, integer as int_of, wrong_type};
use super::signature::{integer, map, param, string};
use super::{Context, Function, Param};
use crate::value::temporal::{Decimal, Duration, DurationParts, Instant, Measure, Temporal, between};
use crate::value::{Fault, FaultKind, Map, Type, Value};
use fields::Fields;
use point::Shape;

const SOURCE: &[Param] = &[param("value", source)];
const CLOCK: &[Param] = &[param("timezone", zone)];
const CUT: &[Param] = &[param("unit", string), param("value", point), param("changes", map)];
const TWO: &[Param] = &[param("from", point), param("to", point)];

/// What a point in time is made of.
fn source() -> Type {
    let mut types = vec![Type::Str, Type::Map];
    types.extend_from_slice(&Type::TEMPORAL[..5]);
    Type::OneOf(types)
}

/// A point in time.
fn point() -> Type {
    Type::OneOf(Type::TEMPORAL[..5].to_vec())
}

fn zone() -> Type {
    Type::OneOf(vec![Type::Str, Type::Map])
}

fn duration_source() -> Type {
    Type::OneOf(vec![Type::Str, Type::Map, Type::Duration])
}

fn date() -> Type {
    Type::Date
}
fn local_time() -> Type {
    Type::LocalTime
}
fn time() -> Type {
    Type::Time
}
fn local_datetime() -> Type {
    Type::LocalDateTime
}
fn datetime() -> Type {
    Type::DateTime
}
fn duration() -> Type {
    Type::Duration
}

/// The rows for one type of points in time. A clock can have no example but one that does not tell the time.
macro_rules! rows {
    ($($shape:ident $result:ident $what:literal:
        $make:literal ($make_call:literal, $make_result:literal)
        $transaction:literal ($transaction_call:literal, $transaction_result:literal)
        $statement:literal ($statement_call:literal, $statement_result:literal)
        $realtime:literal ($realtime_call:literal, $realtime_result:literal)
        $truncate:literal ($truncate_call:literal, $truncate_result:literal);)*) => {
        /// The rows of the table for points in time.
        pub(super) static POINTS: &[Function] = &[
            $(
                Function::new($make, SOURCE, $result, |context, args| Shape::$shape.make($make, context.now, args))
                    .optional(1)
                    .about(concat!(
                        "The ",
                        $what,
                        " of a text, of a map of its parts, or in another value; without them, of the clock."
                    ))
                    .example($make_call, $make_result),
                Function::new($transaction, CLOCK, $result, |context, args| {
                    Shape::$shape.tell($transaction, context.now, args)
                })
                .optional(1)
                .about(concat!("The ", $what, " when the transaction began, which is one statement; in UTC or a zone."))
                .example($transaction_call, $transaction_result),
                Function::new($statement, CLOCK, $result, |context, args| {
                    Shape::$shape.tell($statement, context.now, args)
                })
                .optional(1)
                .about(concat!("The ", $what, " when the statement began; in UTC or a zone."))
                .example($statement_call, $statement_result),
                Function::new($realtime, CLOCK, $result, |_, args| Shape::$shape.tell($realtime, Instant::now(), args))
                    .optional(1)
                    .about(concat!("The ", $what, " at this moment; in UTC or a zone."))
                    .example($realtime_call, $realtime_result),
                Function::new($truncate, CUT, $result, |context, args| {
                    Shape::$shape.truncate($truncate, context.now, args)
                })
                .optional(2)
                .about(concat!(
                    "The ",
                    $what,
                    " at the beginning of a unit such as 'month', with some parts changed afterwards."
                ))
                .example($truncate_call, $truncate_result),
            )*
            Function::new(
                "datetime.fromEpoch",
                &[param("seconds", integer), param("nanoseconds", integer)],
                datetime,
                from_epoch,
            )
            .optional(1)
            .about("The datetime so many seconds and nanoseconds after the beginning of 1970.")
            .example("datetime.fromEpoch(416779, 42)", "datetime('1970-01-05T19:46:19.000000042Z')"),
            Function::new("datetime.fromEpochMillis", &[param("milliseconds", integer)], datetime, from_epoch_millis)
                .about("The datetime so many milliseconds after the beginning of 1970.")
                .example("datetime.fromEpochMillis(237821673987)", "datetime('1977-07-15T13:34:33.987Z')"),
        ];
    };
}

rows! {
    Date date "date":
        "date" ("date({year: 2015, week: 30, dayOfWeek: 2})", "date('2015-07-21')")
        "date.transaction" ("date.transaction() = date()", "true")
        "date.statement" ("date.statement() = date()", "true")
        "date.realtime" ("date.realtime().year > 2000", "true")
        "date.truncate" ("date.truncate('month', date('2015-07-21'))", "date('2015-07-01')");
    LocalTime local_time "local time":
        "localtime" ("localtime('214032.142')", "localtime('21:40:32.142')")
        "localtime.transaction" ("localtime.transaction() = localtime()", "true")
        "localtime.statement" ("localtime.statement() = localtime()", "true")
        "localtime.realtime" ("localtime.realtime().hour < 24", "true")
        "localtime.truncate" ("localtime.truncate('hour', localtime('21:40'))", "localtime('21:00')");
    Time time "time":
        "time" ("time('21:40:32+0100')", "time('21:40:32+01:00')")
        "time.transaction" ("time.transaction() = time()", "true")
        "time.statement" ("time.statement('+01:00').offset", "'+01:00'")
        "time.realtime" ("time.realtime().offset", "'Z'")
        "time.truncate" ("time.truncate('minute', time('21:40:32+01:00'))", "time('21:40+01:00')");
    LocalDateTime local_datetime "local datetime":
        "localdatetime" ("localdatetime('2015-202T21')", "localdatetime('2015-07-21T21:00')")
        "localdatetime.transaction" ("localdatetime.transaction() = localdatetime()", "true")
        "localdatetime.statement" ("localdatetime.statement() = localdatetime()", "true")
        "localdatetime.realtime" ("localdatetime.realtime().year > 2000", "true")
        "localdatetime.truncate" (
            "localdatetime.truncate('day', localdatetime('2015-07-21T21:40'), {hour: 8})",
            "localdatetime('2015-07-21T08:00')"
        );
    DateTime datetime "datetime":
        "datetime" (
            "datetime('2015-07-21T21:40[Europe/Stockholm]')", "datetime('2015-07-21T21:40+02:00[Europe/Stockholm]')"
        )
        "datetime.transaction" ("datetime.transaction() = datetime()", "true")
        "datetime.statement" ("datetime.statement('Europe/Stockholm').timezone", "'Europe/Stockholm'")
        "datetime.realtime" ("datetime.realtime('Europe/Stockholm').timezone", "'Europe/Stockholm'")
        "datetime.truncate" (
            "datetime.truncate('week', datetime('2015-07-21T21:40+02:00'))", "datetime('2015-07-20T00:00+02:00')"
        );
}

/// The rows of the table for durations.
pub(super) static DURATIONS: &[Function] = &[
    Function::new("duration", &[param("value", duration_source)], duration, make_duration)
        .about("The duration of a text or of a map of its parts, each of which may have a fraction.")
        .example("duration({days: 1.5, minutes: -1})", "duration('P1DT11H59M')"),
    Function::new("duration.between", TWO, duration, |_, args| measure("duration.between", Measure::Mixed, args))
        .about("From one point in time to another, in months, then days, then seconds, each as many as fit.")
        .example("duration.between(date('2015-07-21'), date('2016-09-01'))", "duration('P1Y1M11D')"),
    Function::new("duration.inMonths", TWO, duration, |_, args| measure("duration.inMonths", Measure::Months, args))
        .about("From one point in time to another, in whole months.")
        .example("duration.inMonths(date('2015-07-21'), date('2016-09-01'))", "duration('P1Y1M')"),
    Function::new("duration.inDays", TWO, duration, |_, args| measure("duration.inDays", Measure::Days, args))
        .about("From one point in time to another, in whole days.")
        .example("duration.inDays(date('2015-07-21'), date('2016-09-01'))", "duration('P408D')"),
    Function::new("duration.inSeconds", TWO, duration, |_, args| measure("duration.inSeconds", Measure::Seconds, args))
        .about("From one point in time to another, in seconds.")
        .example("duration.inSeconds(time('08:00Z'), time('10:30+01:00'))", "duration('PT1H30M')"),
];

fn from_epoch(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    let seconds = int_of(At("datetime.fromEpoch", "seconds"), &args[0])?;
    let nanos = args.get(1).map_or(Ok(0), |nanos| int_of(At("datetime.fromEpoch", "nanoseconds"), nanos))?;
    point::from_epoch(seconds, nanos)
}

fn from_epoch_millis(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    let millis = int_of(At("datetime.fromEpochMillis", ""), &args[0])?;
    point::from_epoch(millis.div_euclid(1_000), millis.rem_euclid(1_000) * 1_000_000)
}

fn make_duration(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    match &args[0] {
        Value::Null => Ok(Value::Null),
        Value::Str(text) => Duration::parse(text).map(Value::from),
        Value::Map(map) => duration_of(map).map(Value::from),
        Value::Temporal(Temporal::Duration(_)) => Ok(args[0].clone()),
        other => Err(wrong_type(At("duration", ""), &duration_source(), other)),
    }
}

fn duration_of(map: &Map) -> Result<Duration, Fault> {
    let units: Vec<&str> = DurationParts::units().collect();
    Fields::new("duration", map, &[&units])?;
    let mut parts = DurationParts::default();
    for unit in units {
        let Some(value) = map.get(unit).filter(|value| !value.is_null()) else { continue };
        if !Type::Number.accepts(&value.kind()) {
            return Err(wrong_type(At("duration", unit), &Type::Number, value));
        }
        let added = Decimal::from_value(value).and_then(|amount| parts.add(unit, amount));
        added.ok_or_else(|| {
            let message =
                format!("duration() leaves the range of integers, which have 64 bits: {}", value.to_literal());
            Fault::new(FaultKind::Overflow, message)
        })?;
    }
    Duration::from_parts(parts)
}

fn measure(name: &'static str, measure: Measure, args: &[Value]) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    for (at, arg) in ["from", "to"].into_iter().zip(args) {
        if !matches!(arg, Value::Temporal(point) if point.kind() != Type::Duration) {
            return Err(wrong_type(At(name, at), &point(), arg));
        }
    }
    match (&args[0], &args[1]) {
        (Value::Temporal(from), Value::Temporal(to)) => {
            between(measure, from, to).unwrap_or_else(|| Ok(Duration::default())).map(Value::from)
        }
        _ => Ok(Value::Null),
    }
}
