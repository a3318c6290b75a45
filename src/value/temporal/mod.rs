//! Temporal values: points in time with or without a day, a clock and a zone, and the durations between them.
//!
//! | type | what it says | text |
//! |---|---|---|
//! | [`Date`] | a day | `2015-07-21` |
//! | [`LocalTime`] | a time of any day, anywhere | `21:40:32.142` |
//! | [`Time`] | a time of any day at an offset from UTC | `21:40:32.142+02:00` |
//! | [`LocalDateTime`] | a day with a time, anywhere | `2015-07-21T21:40` |
//! | [`DateTime`] | a day with a time in a zone: an instant | `2015-07-21T21:40+02:00[Europe/Stockholm]` |
//! | [`Duration`] | months, days and seconds, side by side | `P1Y2M10DT2H30M` |
//!
//! Two values are equal when they are written alike: the same instant in two zones is two values, of which one comes
//! first.

mod access;
mod arith;
mod between;
mod date;
mod datetime;
mod decimal;
mod duration;
mod iso;
mod iso_duration;
mod print;
mod time;
mod truncate;
mod zone;

pub use access::components;
pub(super) use arith::{add, divide, multiply, subtract};
pub use between::{Measure, between};
pub use date::{Date, MAX_YEAR, MIN_YEAR, within};
pub use datetime::{DateTime, Instant, LocalDateTime};
pub use decimal::Decimal;
pub use duration::{Duration, DurationParts, Factor};
pub use time::{LocalTime, Offset, Time};
pub use truncate::Unit;
pub use zone::{Named, Zone};

use super::{Fault, Type, Value};
use std::sync::Arc;

/// A temporal value. The order of the variants is that of ORDER BY.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Temporal {
    /// A day with a time in a zone.
    DateTime(Arc<DateTime>),
    /// A day with a time.
    LocalDateTime(LocalDateTime),
    /// A day.
    Date(Date),
    /// A time of any day at an offset.
    Time(Time),
    /// A time of any day.
    LocalTime(LocalTime),
    /// An amount of time.
    Duration(Arc<Duration>),
}

impl Temporal {
    /// The type.
    #[must_use]
    pub fn kind(&self) -> Type {
        match self {
            Self::DateTime(_) => Type::DateTime,
            Self::LocalDateTime(_) => Type::LocalDateTime,
            Self::Date(_) => Type::Date,
            Self::Time(_) => Type::Time,
            Self::LocalTime(_) => Type::LocalTime,
            Self::Duration(_) => Type::Duration,
        }
    }

    /// The function that makes such a value of its text.
    #[must_use]
    pub fn function(&self) -> &'static str {
        match self {
            Self::DateTime(_) => "datetime",
            Self::LocalDateTime(_) => "localdatetime",
            Self::Date(_) => "date",
            Self::Time(_) => "time",
            Self::LocalTime(_) => "localtime",
            Self::Duration(_) => "duration",
        }
    }

    /// The day, if it says one.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::DateTime(datetime) => Some(datetime.local.date),
            Self::LocalDateTime(datetime) => Some(datetime.date),
            Self::Date(date) => Some(*date),
            Self::Time(_) | Self::LocalTime(_) | Self::Duration(_) => None,
        }
    }

    /// The time of the day, if it says one.
    #[must_use]
    pub fn time(&self) -> Option<LocalTime> {
        match self {
            Self::DateTime(datetime) => Some(datetime.local.time),
            Self::LocalDateTime(datetime) => Some(datetime.time),
            Self::Time(time) => Some(time.local),
            Self::LocalTime(time) => Some(*time),
            Self::Date(_) | Self::Duration(_) => None,
        }
    }

    /// The offset from UTC, if it says one.
    #[must_use]
    pub fn offset(&self) -> Option<Offset> {
        match self {
            Self::DateTime(datetime) => Some(datetime.offset),
            Self::Time(time) => Some(time.offset),
            _ => None,
        }
    }

    /// The zone, if it says one; an offset is one.
    #[must_use]
    pub fn zone(&self) -> Option<Zone> {
        match self {
            Self::DateTime(datetime) => Some(datetime.zone.clone()),
            Self::Time(time) => Some(Zone::Fixed(time.offset)),
            _ => None,
        }
    }
}

impl From<Date> for Temporal {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}
impl From<LocalTime> for Temporal {
    fn from(time: LocalTime) -> Self {
        Self::LocalTime(time)
    }
}
impl From<Time> for Temporal {
    fn from(time: Time) -> Self {
        Self::Time(time)
    }
}
impl From<LocalDateTime> for Temporal {
    fn from(datetime: LocalDateTime) -> Self {
        Self::LocalDateTime(datetime)
    }
}
impl From<DateTime> for Temporal {
    fn from(datetime: DateTime) -> Self {
        Self::DateTime(Arc::new(datetime))
    }
}
impl From<Duration> for Temporal {
    fn from(duration: Duration) -> Self {
        Self::Duration(Arc::new(duration))
    }
}

impl<T: Into<Temporal>> From<T> for Value {
    fn from(temporal: T) -> Self {
        Self::Temporal(temporal.into())
    }
}

impl Value {
    /// A temporal value as interchange formats write it: the name of its type, with datetimes told apart by whether they
    /// have a zone or an offset, and its text. None for other values.
    ///
    /// ```
    /// use casegraph::value::{Value, temporal::Date};
    /// let date = Value::from(Date::new(1984, 10, 11).expect("it is in the calendar"));
    /// assert_eq!(date.temporal_text(), Some(("Date", "1984-10-11".to_owned())));
    /// assert_eq!(Value::Int(1).temporal_text(), None);
    /// ```
    #[must_use]
    pub fn temporal_text(&self) -> Option<(&'static str, String)> {
        let Self::Temporal(temporal) = self else { return None };
        let name = match temporal {
            Temporal::DateTime(datetime) if datetime.zone.name().is_some() => "ZonedDateTime",
            Temporal::DateTime(_) => "OffsetDateTime",
            Temporal::LocalDateTime(_) => "LocalDateTime",
            Temporal::Date(_) => "Date",
            Temporal::Time(_) => "Time",
            Temporal::LocalTime(_) => "LocalTime",
            Temporal::Duration(_) => "Duration",
        };
        Some((name, temporal.to_string()))
    }

    /// The value that [`Value::temporal_text`] wrote. None for a name that is no temporal type's.
    ///
    /// # Errors
    /// [`FaultKind::Argument`](super::FaultKind) for a text that is not of the type.
    pub fn from_temporal_text(name: &str, text: &str) -> Option<Result<Self, Fault>> {
        Some(match name {
            "ZonedDateTime" | "OffsetDateTime" => DateTime::parse(text).map(Self::from),
            "LocalDateTime" => LocalDateTime::parse(text).map(Self::from),
            "Date" => Date::parse(text).map(Self::from),
            "Time" => Time::parse(text).map(Self::from),
            "LocalTime" => LocalTime::parse(text).map(Self::from),
            "Duration" => Duration::parse(text).map(Self::from),
            _ => return None,
        })
    }
}
