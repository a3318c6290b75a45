//! Arithmetic with durations.

use super::date::out_of_range;
use super::time::SECONDS_PER_DAY;
use super::{Duration, Factor, LocalTime, Temporal, Time};
use crate::value::{Fault, Value};
use std::sync::Arc;

/// `a + b`; none for two values that cannot be added.
pub(in crate::value) fn add(a: &Temporal, b: &Temporal) -> Option<Result<Temporal, Fault>> {
    match (a, b) {
        (Temporal::Duration(a), Temporal::Duration(b)) => Some(a.plus(b).map(Temporal::from)),
        (point, Temporal::Duration(duration)) | (Temporal::Duration(duration), point) => {
            Some(moved(point, duration, 1))
        }
        _ => None,
    }
}

/// `a - b`; none for two values that cannot be subtracted.
pub(in crate::value) fn subtract(a: &Temporal, b: &Temporal) -> Option<Result<Temporal, Fault>> {
    match (a, b) {
        (Temporal::Duration(a), Temporal::Duration(b)) => Some(a.minus(b).map(Temporal::from)),
        (point, Temporal::Duration(duration)) => Some(moved(point, duration, -1)),
        _ => None,
    }
}

/// A duration times a number.
pub(in crate::value) fn multiply(a: &Temporal, b: &Value) -> Option<Result<Temporal, Fault>> {
    let (Temporal::Duration(duration), Some(factor)) = (a, Factor::from_value(b)) else { return None };
    Some(duration.times(factor).map(Temporal::from))
}

/// A duration divided by a number.
pub(in crate::value) fn divide(a: &Temporal, b: &Value) -> Option<Result<Temporal, Fault>> {
    let (Temporal::Duration(duration), Some(factor)) = (a, Factor::from_value(b)) else { return None };
    Some(duration.over(factor).map(Temporal::from))
}

/// A point in time moved by a duration, forwards or backwards: first by its months, then its days, then its seconds.
///
/// A date is moved by the whole days in the seconds, a time only by the seconds, around the clock.
fn moved(point: &Temporal, duration: &Duration, sign: i64) -> Result<Temporal, Fault> {
    let nanos = i128::from(sign) * duration.total_nanos();
    let signed = |part: i64| part.checked_mul(sign).ok_or_else(out_of_range);
    let (months, days) = (signed(duration.months())?, signed(duration.days())?);
    let local = |time: LocalTime| LocalTime::from_nanos(i128::from(time.nanos()) + nanos);
    let result = match point {
        Temporal::Date(date) => {
            let whole = signed(duration.seconds() / SECONDS_PER_DAY)?.checked_add(days);
            let month = date.plus_months(months);
            month.zip(whole).and_then(|(date, days)| date.plus_days(days)).map(Temporal::Date)
        }
        Temporal::LocalTime(time) => Some(Temporal::LocalTime(local(*time))),
        Temporal::Time(time) => Some(Temporal::Time(Time { local: local(time.local), ..*time })),
        Temporal::LocalDateTime(datetime) => datetime.plus(months, days, nanos).map(Temporal::LocalDateTime),
        Temporal::DateTime(datetime) => {
            datetime.plus(months, days, nanos).map(|moved| Temporal::DateTime(Arc::new(moved)))
        }
        Temporal::Duration(_) => None,
    };
    result.ok_or_else(out_of_range)
}
