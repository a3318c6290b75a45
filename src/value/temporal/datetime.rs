//! A day with a time: without a zone, and with one, which makes it an instant.

use super::date::{Date, out_of_range};
use super::time::{LocalTime, NANOS_PER_DAY, NANOS_PER_SECOND, Offset, SECONDS_PER_DAY};
use super::zone::Zone;
use crate::value::Fault;
use std::cmp::Ordering;
use std::time::{SystemTime, UNIX_EPOCH};

/// A point on the time line: seconds and nanoseconds since the beginning of 1970 in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant {
    /// The whole seconds, rounded down.
    pub seconds: i64,
    /// The nanoseconds after them.
    pub nanos: i64,
}

impl Instant {
    /// What the clock of the machine shows; a clock before 1970 counts as 1970.
    #[must_use]
    pub fn now() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
        Self { seconds, nanos: i64::from(since.subsec_nanos()) }
    }

    /// The instant so many nanoseconds after the beginning of 1970.
    #[must_use]
    pub fn from_nanos(nanos: i128) -> Option<Self> {
        let unit = i128::from(NANOS_PER_SECOND);
        let seconds = i64::try_from(nanos.div_euclid(unit)).ok()?;
        Some(Self { seconds, nanos: i64::try_from(nanos.rem_euclid(unit)).ok()? })
    }

    /// The nanoseconds since the beginning of 1970.
    #[must_use]
    pub fn as_nanos(self) -> i128 {
        i128::from(self.seconds) * i128::from(NANOS_PER_SECOND) + i128::from(self.nanos)
    }
}

/// A day with a time of it, anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalDateTime {
    /// The day.
    pub date: Date,
    /// The time of the day.
    pub time: LocalTime,
}

impl LocalDateTime {
    /// The nanoseconds since the beginning of 1970 on the same clock.
    #[must_use]
    pub fn as_nanos(self) -> i128 {
        i128::from(self.date.days()) * i128::from(NANOS_PER_DAY) + i128::from(self.time.nanos())
    }

    /// The seconds since the beginning of 1970 on the same clock, rounded down.
    #[must_use]
    pub fn as_seconds(self) -> i64 {
        self.date.days() * SECONDS_PER_DAY + self.time.seconds()
    }

    /// So many nanoseconds after the beginning of 1970 on the same clock, if the year can be written.
    #[must_use]
    pub fn from_nanos(nanos: i128) -> Option<Self> {
        let days = i64::try_from(nanos.div_euclid(i128::from(NANOS_PER_DAY))).ok()?;
        Some(Self { date: Date::from_days(days)?, time: LocalTime::from_nanos(nanos) })
    }

    /// Later by months, then days, then nanoseconds.
    #[must_use]
    pub fn plus(self, months: i64, days: i64, nanos: i128) -> Option<Self> {
        let date = self.date.plus_months(months)?.plus_days(days)?;
        Self::from_nanos(Self { date, ..self }.as_nanos().checked_add(nanos)?)
    }
}

/// A day with a time of it in a zone.
///
/// The order is that of the instants, then of the offsets, then of the names of the zones.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DateTime {
    /// What calendar and clock show there.
    pub local: LocalDateTime,
    /// How far the clock is from UTC at this instant.
    pub offset: Offset,
    /// The zone, which decides about the offset at other instants.
    pub zone: Zone,
}

impl DateTime {
    /// What calendar and clock of a zone show at an instant.
    ///
    /// # Errors
    /// [`FaultKind::Overflow`](crate::value::FaultKind) beyond the years that can be written.
    pub fn at(instant: Instant, zone: Zone) -> Result<Self, Fault> {
        let offset = zone.offset_at(instant.seconds);
        let local = instant.as_nanos() + i128::from(offset.seconds()) * i128::from(NANOS_PER_SECOND);
        let local = LocalDateTime::from_nanos(local).ok_or_else(out_of_range)?;
        Ok(Self { local, offset, zone })
    }

    /// The instant when calendar and clock of a zone show this. Of an hour that happens twice the first one is taken,
    /// unless `preferred` is the offset of the second; a time that a zone skips is moved behind the gap.
    #[must_use]
    pub fn resolve(local: LocalDateTime, zone: Zone, preferred: Option<Offset>) -> Self {
        let (shift, offset) = zone.offset_of(local, preferred);
        let moved = LocalDateTime::from_nanos(local.as_nanos() + i128::from(shift) * i128::from(NANOS_PER_SECOND));
        // Gaps are of years with rules, far from the ends of the calendar.
        Self { local: moved.unwrap_or(local), offset, zone }
    }

    /// The instant.
    #[must_use]
    pub fn instant(&self) -> Instant {
        let seconds = self.local.as_seconds() - self.offset.seconds();
        Instant { seconds, nanos: self.local.time.nanosecond() }
    }

    /// The same instant in another zone.
    ///
    /// # Errors
    /// [`FaultKind::Overflow`](crate::value::FaultKind) beyond the years that can be written.
    pub fn in_zone(&self, zone: Zone) -> Result<Self, Fault> {
        Self::at(self.instant(), zone)
    }

    /// Later by months, then days of the calendar, then nanoseconds of the time line.
    #[must_use]
    pub fn plus(&self, months: i64, days: i64, nanos: i128) -> Option<Self> {
        let moved = if months == 0 && days == 0 {
            self.clone()
        } else {
            Self::resolve(self.local.plus(months, days, 0)?, self.zone.clone(), Some(self.offset))
        };
        let instant = Instant::from_nanos(moved.instant().as_nanos().checked_add(nanos)?)?;
        moved.with_instant(instant)
    }

    fn with_instant(self, instant: Instant) -> Option<Self> {
        if instant == self.instant() { Some(self) } else { Self::at(instant, self.zone).ok() }
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        let instants = self.instant().cmp(&other.instant());
        instants.then(self.offset.cmp(&other.offset)).then_with(|| self.zone.cmp(&other.zone))
    }
}
impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_instant_has_one_reading_in_a_zone() {
        let mut random = fastrand::Rng::with_seed(7);
        let names =
            ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "UTC"];
        for _ in 0..20_000 {
            let zone = Zone::named(names[random.usize(..names.len())]).expect("it is in the database");
            let years = if random.bool() { 300 } else { 900_000_000 };
            let seconds = random.i64(-years * 31_556_952..years * 31_556_952);
            let instant = Instant { seconds, nanos: random.i64(0..1_000_000_000) };
            let shown = DateTime::at(instant, zone.clone()).expect("it is in the calendar");
            assert_eq!(shown.instant(), instant);
            assert_eq!(DateTime::resolve(shown.local, zone.clone(), Some(shown.offset)), shown);
            assert_eq!(DateTime::parse(&shown.to_string()), Ok(shown.clone()));
            assert_eq!(shown.in_zone(Zone::UTC).and_then(|utc| utc.in_zone(zone)), Ok(shown));
        }
    }

    #[test]
    fn moving_there_and_back_by_the_time_line_is_no_move() {
        let mut random = fastrand::Rng::with_seed(5);
        let zone = Zone::named("Europe/Paris").expect("it is in the database");
        for _ in 0..2_000 {
            let instant = Instant { seconds: random.i64(0..4_000_000_000), nanos: 0 };
            let start = DateTime::at(instant, zone.clone()).expect("it is in the calendar");
            let nanos = i128::from(random.i64(..));
            let moved = start.plus(0, 0, nanos).and_then(|moved| moved.plus(0, 0, -nanos));
            assert_eq!(moved, Some(start));
        }
    }
}
