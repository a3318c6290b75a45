//! The time of a day: without an offset from UTC, and with one.

use super::date::within;
use crate::value::{Fault, FaultKind};
use std::cmp::Ordering;

pub(super) const NANOS_PER_SECOND: i64 = 1_000_000_000;
pub(super) const SECONDS_PER_DAY: i64 = 86_400;
pub(super) const NANOS_PER_DAY: i64 = SECONDS_PER_DAY * NANOS_PER_SECOND;

/// The widest offset, in seconds.
const WIDEST: i64 = 18 * 3_600;

/// A time of any day, to the nanosecond.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalTime(i64);

impl LocalTime {
    /// The beginning of a day.
    pub const MIDNIGHT: Self = Self(0);

    /// A time by its parts; a day has no second 60.
    ///
    /// # Errors
    /// [`FaultKind::Argument`] for a part that is out of its range.
    pub fn new(hour: i64, minute: i64, second: i64, nanos: i64) -> Result<Self, Fault> {
        let hour = within("hour", hour, 0, 23)?;
        let minute = within("minute", minute, 0, 59)?;
        let second = within("second", second, 0, 59)?;
        let nanos = within("nanosecond", nanos, 0, NANOS_PER_SECOND - 1)?;
        Ok(Self(((hour * 60 + minute) * 60 + second) * NANOS_PER_SECOND + nanos))
    }

    /// The time so many nanoseconds after midnight, counted around the clock.
    #[must_use]
    pub fn from_nanos(nanos: i128) -> Self {
        let of_day = nanos.rem_euclid(i128::from(NANOS_PER_DAY));
        Self(i64::try_from(of_day).expect("a day has fewer nanoseconds than 2^63"))
    }

    /// The nanoseconds since midnight.
    #[must_use]
    pub fn nanos(self) -> i64 {
        self.0
    }

    /// The seconds since midnight.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0 / NANOS_PER_SECOND
    }

    /// The hour, from 0.
    #[must_use]
    pub fn hour(self) -> i64 {
        self.seconds() / 3_600
    }

    /// The minute of the hour.
    #[must_use]
    pub fn minute(self) -> i64 {
        self.seconds() / 60 % 60
    }

    /// The second of the minute.
    #[must_use]
    pub fn second(self) -> i64 {
        self.seconds() % 60
    }

    /// The nanosecond of the second.
    #[must_use]
    pub fn nanosecond(self) -> i64 {
        self.0 % NANOS_PER_SECOND
    }
}

/// A distance from UTC, east positive, to the second; at most 18 hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Offset(i32);

impl Offset {
    /// No distance.
    pub const UTC: Self = Self(0);

    /// An offset of so many seconds.
    ///
    /// # Errors
    /// [`FaultKind::Argument`] beyond 18 hours.
    pub fn from_seconds(seconds: i64) -> Result<Self, Fault> {
        match i32::try_from(seconds) {
            Ok(short) if seconds.abs() <= WIDEST => Ok(Self(short)),
            _ => Err(Fault::new(FaultKind::Argument, "an offset goes from -18:00 to +18:00")),
        }
    }

    /// The seconds.
    #[must_use]
    pub fn seconds(self) -> i64 {
        i64::from(self.0)
    }

    pub(super) fn from_zone(offset: jiff::tz::Offset) -> Self {
        Self(offset.seconds())
    }
}

/// A time of any day at an offset from UTC.
///
/// The order is that of the instants on one day, and of the offsets where these are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    /// What the clock shows.
    pub local: LocalTime,
    /// How far the clock is from UTC.
    pub offset: Offset,
}

impl Time {
    /// The nanoseconds after midnight UTC of the day of the clock; less than none before it.
    #[must_use]
    pub fn utc_nanos(self) -> i64 {
        self.local.nanos() - self.offset.seconds() * NANOS_PER_SECOND
    }

    /// The same instant on a clock at another offset.
    #[must_use]
    pub fn at_offset(self, offset: Offset) -> Self {
        let nanos = self.utc_nanos() + offset.seconds() * NANOS_PER_SECOND;
        Self { local: LocalTime::from_nanos(i128::from(nanos)), offset }
    }
}

impl Ord for Time {
    fn cmp(&self, other: &Self) -> Ordering {
        self.utc_nanos().cmp(&other.utc_nanos()).then(self.offset.cmp(&other.offset))
    }
}
impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
