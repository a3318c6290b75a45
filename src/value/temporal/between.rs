//! The duration between two points in time.

use super::{Date, DateTime, Duration, LocalDateTime, LocalTime, Offset, Temporal, Zone};
use crate::value::Fault;

/// In what a distance is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// In months, then days, then seconds, each as many as fit.
    Mixed,
    /// In whole months.
    Months,
    /// In whole days.
    Days,
    /// In seconds and nanoseconds.
    Seconds,
}

/// How far it is from one point in time to another. What one of them lacks, a day or a zone, it takes from the other; a
/// date without a time is its midnight. Two times of no day are no months and no days apart. None for a duration, which
/// is no point in time.
///
/// # Errors
/// [`FaultKind::Overflow`](crate::value::FaultKind) when a point moved by months leaves the calendar.
pub fn between(measure: Measure, from: &Temporal, to: &Temporal) -> Option<Result<Duration, Fault>> {
    let (from, to) = (Point::of(from)?, Point::of(to)?);
    let dated = from.date.is_some() && to.date.is_some();
    let date = from.date.or(to.date);
    let zone = from.zone.clone().or_else(|| to.zone.clone());
    // A day that neither has is the same for both, and so is a zone.
    let place = |point: Point| {
        let local = LocalDateTime { date: point.date.or(date).unwrap_or(Date::EPOCH), time: point.time };
        let zone = point.zone.or_else(|| zone.clone()).unwrap_or(Zone::UTC);
        DateTime::resolve(local, zone, point.offset)
    };
    Some(distance(measure, dated, place(from), &place(to)))
}

/// What a point in time says of itself.
struct Point {
    date: Option<Date>,
    time: LocalTime,
    offset: Option<Offset>,
    zone: Option<Zone>,
}

impl Point {
    fn of(temporal: &Temporal) -> Option<Self> {
        let zone = match temporal {
            Temporal::Duration(_) => return None,
            Temporal::Time(time) => Some(Zone::Fixed(time.offset)),
            Temporal::DateTime(datetime) => Some(datetime.zone.clone()),
            _ => None,
        };
        let offset = temporal.offset();
        Some(Self { date: temporal.date(), time: temporal.time().unwrap_or_default(), offset, zone })
    }
}

fn distance(measure: Measure, dated: bool, mut from: DateTime, to: &DateTime) -> Result<Duration, Fault> {
    let (mut months, mut days) = (0, 0);
    if dated && matches!(measure, Measure::Mixed | Measure::Months) {
        months = whole_months(&from, to)?;
        from = from.plus(months, 0, 0).ok_or_else(super::date::out_of_range)?;
    }
    if dated && matches!(measure, Measure::Mixed | Measure::Days) {
        days = whole_days(&from, to)?;
        from = from.plus(0, days, 0).ok_or_else(super::date::out_of_range)?;
    }
    let nanos = match measure {
        Measure::Mixed | Measure::Seconds => to.instant().as_nanos() - from.instant().as_nanos(),
        Measure::Months | Measure::Days => 0,
    };
    Duration::from_nanos(months, days, nanos)
}

/// The day that the second point has on the calendar of the first, unless the last day of the way is not complete: then
/// the day before it.
fn last_complete_day(from: &DateTime, to: &DateTime) -> Result<Date, Fault> {
    let end = to.in_zone(from.zone.clone())?.local;
    let (start_date, start_time) = (from.local.date, from.local.time);
    let step = match () {
        () if end.date > start_date && end.time < start_time => -1,
        () if end.date < start_date && end.time > start_time => 1,
        () => 0,
    };
    end.date.plus_days(step).ok_or_else(super::date::out_of_range)
}

fn whole_days(from: &DateTime, to: &DateTime) -> Result<i64, Fault> {
    Ok(last_complete_day(from, to)?.days() - from.local.date.days())
}

fn whole_months(from: &DateTime, to: &DateTime) -> Result<i64, Fault> {
    // With months of 32 days, which no month has, whole months are counted by a division.
    let packed = |date: Date| {
        let (year, month, day) = date.parts();
        (year * 12 + month - 1) * 32 + day
    };
    Ok((packed(last_complete_day(from, to)?) - packed(from.local.date)) / 32)
}
