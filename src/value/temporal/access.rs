//! The components of temporal values, which a query reads as it reads properties: `d.year`, `d.minutesOfHour`.

use super::{Date, DateTime, Duration, LocalTime, Offset, Temporal};
use crate::value::{Fault, FaultKind, Type, Value};

/// A component that is a number.
type Row<T> = (&'static str, fn(&T) -> i128);

const DATE: &[Row<Date>] = &[
    ("year", |date| date.year().into()),
    ("quarter", |date| date.quarter().into()),
    ("month", |date| date.month().into()),
    ("week", |date| date.week().into()),
    ("weekYear", |date| date.week_year().into()),
    ("day", |date| date.day().into()),
    ("ordinalDay", |date| date.ordinal_day().into()),
    ("dayOfWeek", |date| date.day_of_week().into()),
    ("weekDay", |date| date.day_of_week().into()),
    ("dayOfQuarter", |date| date.day_of_quarter().into()),
];

const CLOCK: &[Row<LocalTime>] = &[
    ("hour", |time| time.hour().into()),
    ("minute", |time| time.minute().into()),
    ("second", |time| time.second().into()),
    ("millisecond", |time| (time.nanosecond() / 1_000_000).into()),
    ("microsecond", |time| (time.nanosecond() / 1_000).into()),
    ("nanosecond", |time| time.nanosecond().into()),
];

const OFFSET: &[Row<Offset>] =
    &[("offsetMinutes", |offset| (offset.seconds() / 60).into()), ("offsetSeconds", |offset| offset.seconds().into())];

const INSTANT: &[Row<DateTime>] = &[
    ("epochSeconds", |datetime| datetime.instant().seconds.into()),
    ("epochMillis", |datetime| datetime.instant().as_nanos().div_euclid(1_000_000)),
];

const DURATION: &[Row<Duration>] = &[
    ("years", |duration| (duration.months() / 12).into()),
    ("quarters", |duration| (duration.months() / 3).into()),
    ("months", |duration| duration.months().into()),
    ("weeks", |duration| (duration.days() / 7).into()),
    ("days", |duration| duration.days().into()),
    ("hours", |duration| (duration.seconds() / 3_600).into()),
    ("minutes", |duration| (duration.seconds() / 60).into()),
    ("seconds", |duration| duration.seconds().into()),
    ("milliseconds", |duration| duration.total_nanos().div_euclid(1_000_000)),
    ("microseconds", |duration| duration.total_nanos().div_euclid(1_000)),
    ("nanoseconds", |duration| duration.total_nanos()),
    ("quartersOfYear", |duration| (duration.months() / 3 % 4).into()),
    ("monthsOfYear", |duration| (duration.months() % 12).into()),
    ("monthsOfQuarter", |duration| (duration.months() % 3).into()),
    ("daysOfWeek", |duration| (duration.days() % 7).into()),
    ("minutesOfHour", |duration| (duration.seconds() / 60 % 60).into()),
    ("secondsOfMinute", |duration| (duration.seconds() % 60).into()),
    ("millisecondsOfSecond", |duration| (duration.nanos() / 1_000_000).into()),
    ("microsecondsOfSecond", |duration| (duration.nanos() / 1_000).into()),
    ("nanosecondsOfSecond", |duration| duration.nanos().into()),
];

/// The components of values with an offset that are texts.
const TEXTS: [&str; 2] = ["timezone", "offset"];

/// The names of the components of a temporal type; none for another type.
///
/// ```
/// use casegraph::value::{Type, temporal::components};
/// assert!(components(&Type::Date).contains(&"weekYear"));
/// assert!(components(&Type::Int).is_empty());
/// ```
#[must_use]
pub fn components(ty: &Type) -> Vec<&'static str> {
    let (date, clock) = (names(DATE), names(CLOCK));
    let offset = || TEXTS.into_iter().chain(names(OFFSET));
    match ty {
        Type::Date => date.collect(),
        Type::LocalTime => clock.collect(),
        Type::Time => clock.chain(offset()).collect(),
        Type::LocalDateTime => date.chain(clock).collect(),
        Type::DateTime => date.chain(clock).chain(offset()).chain(names(INSTANT)).collect(),
        Type::Duration => names(DURATION).collect(),
        _ => Vec::new(),
    }
}

fn names<T>(rows: &'static [Row<T>]) -> impl Iterator<Item = &'static str> {
    rows.iter().map(|(name, _)| *name)
}

fn find<T>(rows: &[Row<T>], name: &str, of: &T) -> Option<i128> {
    rows.iter().find(|(row, _)| *row == name).map(|(_, read)| read(of))
}

impl Temporal {
    /// The component of this name; none when the type has no such component.
    ///
    /// # Errors
    /// [`FaultKind::Overflow`] when the number leaves 64 bits, as of the nanoseconds of a thousand years.
    pub fn component(&self, name: &str) -> Result<Option<Value>, Fault> {
        let number = match self {
            Self::Date(date) => find(DATE, name, date),
            Self::LocalTime(time) => find(CLOCK, name, time),
            Self::Time(time) => find(CLOCK, name, &time.local).or_else(|| find(OFFSET, name, &time.offset)),
            Self::LocalDateTime(local) => find(DATE, name, &local.date).or_else(|| find(CLOCK, name, &local.time)),
            Self::DateTime(datetime) => {
                let local = datetime.local;
                let shown = find(DATE, name, &local.date).or_else(|| find(CLOCK, name, &local.time));
                shown.or_else(|| find(OFFSET, name, &datetime.offset)).or_else(|| find(INSTANT, name, datetime))
            }
            Self::Duration(duration) => find(DURATION, name, duration),
        };
        let Some(number) = number else {
            return Ok(self.text_component(name).map(Value::str));
        };
        let message = || format!("`{name}` leaves the range of integers, which have 64 bits: {number}");
        let number = i64::try_from(number).map_err(|_| Fault::new(FaultKind::Overflow, message()))?;
        Ok(Some(Value::Int(number)))
    }

    fn text_component(&self, name: &str) -> Option<String> {
        match (self, name) {
            (Self::Time(time), "timezone" | "offset") => Some(time.offset.to_string()),
            (Self::DateTime(datetime), "timezone") => Some(datetime.zone.to_string()),
            (Self::DateTime(datetime), "offset") => Some(datetime.offset.to_string()),
            _ => None,
        }
    }
}
