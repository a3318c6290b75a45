//! Cutting a point in time down to the beginning of the unit that it is in.

use super::time::NANOS_PER_SECOND;
use super::{Date, LocalTime};
use crate::value::Fault;

/// A unit of the calendar or the clock, from the largest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A thousand years; the third began with the year 2000.
    Millennium,
    /// A hundred years.
    Century,
    /// Ten years.
    Decade,
    /// A year of the calendar.
    Year,
    /// A year of weeks.
    WeekYear,
    /// Three months.
    Quarter,
    /// A month.
    Month,
    /// A week, from Monday.
    Week,
    /// A day.
    Day,
    /// An hour.
    Hour,
    /// A minute.
    Minute,
    /// A second.
    Second,
    /// A thousandth of a second.
    Millisecond,
    /// A millionth of a second.
    Microsecond,
}

impl Unit {
    /// All units with their names, from the largest.
    pub const ALL: [(&'static str, Self); 14] = [
        ("millennium", Self::Millennium),
        ("century", Self::Century),
        ("decade", Self::Decade),
        ("year", Self::Year),
        ("weekYear", Self::WeekYear),
        ("quarter", Self::Quarter),
        ("month", Self::Month),
        ("week", Self::Week),
        ("day", Self::Day),
        ("hour", Self::Hour),
        ("minute", Self::Minute),
        ("second", Self::Second),
        ("millisecond", Self::Millisecond),
        ("microsecond", Self::Microsecond),
    ];

    /// The unit of this name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(unit, _)| unit.eq_ignore_ascii_case(name)).map(|(_, unit)| unit)
    }

    /// Whether it is smaller than a day.
    #[must_use]
    pub fn is_of_clock(self) -> bool {
        self > Self::Day
    }
}

impl Date {
    /// The first day of the unit; the day itself for a unit of the clock.
    ///
    /// # Errors
    /// [`FaultKind::Argument`](crate::value::FaultKind) when the unit began before the calendar.
    pub fn truncate(self, unit: Unit) -> Result<Self, Fault> {
        let (year, month, _) = self.parts();
        let first_year_of = |years: i64| Self::new(year.div_euclid(years) * years, 1, 1);
        match unit {
            Unit::Millennium => first_year_of(1_000),
            Unit::Century => first_year_of(100),
            Unit::Decade => first_year_of(10),
            Unit::Year => first_year_of(1),
            Unit::WeekYear => Self::from_week(self.week_year(), 1, 1),
            Unit::Quarter => Self::from_quarter(year, self.quarter(), 1),
            Unit::Month => Self::new(year, month, 1),
            Unit::Week => Self::from_week(self.week_year(), self.week(), 1),
            _ => Ok(self),
        }
    }
}

impl LocalTime {
    /// The beginning of the unit; midnight for a unit of the calendar.
    #[must_use]
    pub fn truncate(self, unit: Unit) -> Self {
        let length = match unit {
            Unit::Hour => 3_600 * NANOS_PER_SECOND,
            Unit::Minute => 60 * NANOS_PER_SECOND,
            Unit::Second => NANOS_PER_SECOND,
            Unit::Millisecond => 1_000_000,
            Unit::Microsecond => 1_000,
            _ => return Self::MIDNIGHT,
        };
        Self::from_nanos(i128::from(self.nanos() / length * length))
    }
}
