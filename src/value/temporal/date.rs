//! Dates of the proleptic Gregorian calendar, as calendar, week, quarter and ordinal dates.
//!
//! A date is a count of days, so that arithmetic is addition. The algorithms turn the year so that it begins in March:
//! the leap day is then its last day, and the lengths of the months repeat.

use crate::value::{Fault, FaultKind};

/// The first year that a date can have.
pub const MIN_YEAR: i64 = -999_999_999;
/// The last year that a date can have.
pub const MAX_YEAR: i64 = 999_999_999;

const MIN_DAYS: i64 = days_of(MIN_YEAR, 1, 1);
const MAX_DAYS: i64 = days_of(MAX_YEAR, 12, 31);

/// The days of 400 years, after which the calendar repeats with its weekdays.
pub(super) const DAYS_OF_CYCLE: i64 = 146_097;

/// A day. The years go from [`MIN_YEAR`] to [`MAX_YEAR`]; the year 0 is there, as in ISO 8601.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(i64);

impl Date {
    /// The first day of 1970.
    pub const EPOCH: Self = Self(0);

    /// The day of a calendar date.
    ///
    /// # Errors
    /// [`FaultKind::Argument`] for a day that is not in the calendar.
    ///
    /// ```
    /// use casegraph::value::temporal::Date;
    /// let date = Date::new(1984, 10, 11).expect("it is in the calendar");
    /// assert_eq!((date.to_string().as_str(), date.week(), date.day_of_week()), ("1984-10-11", 41, 4));
    /// assert!(Date::new(1983, 2, 29).is_err());
    /// ```
    pub fn new(year: i64, month: i64, day: i64) -> Result<Self, Fault> {
        let year = within("year", year, MIN_YEAR, MAX_YEAR)?;
        let month = within("month", month, 1, 12)?;
        let day = within("day", day, 1, days_in_month(year, month))?;
        Ok(Self(days_of(year, month, day)))
    }

    /// The day of a calendar date; past the end of the month, its last day.
    ///
    /// # Errors
    /// [`FaultKind::Argument`] for a year or month that is not in the calendar.
    pub fn clamped(year: i64, month: i64, day: i64) -> Result<Self, Fault> {
        let year = within("year", year, MIN_YEAR, MAX_YEAR)?;
        let month = within("month", month, 1, 12)?;
        Self::new(year, month, day.min(days_in_month(year, month)))
    }

    /// The day of a week date; Monday is day 1, and week 1 is the first with a Thursday in the year.
    ///
    /// # Errors
    /// [`FaultKind::Argument`] for a week that the year has not, or a day that a week has not.
    pub fn from_week(year: i64, week: i64, day: i64) -> Result<Self, Fault> {
        let year = within("year", year, MIN_YEAR, MAX_YEAR)?;
        let week = within("week", week, 1, weeks_in_year(year))?;
        let day = within("dayOfWeek", day, 1, 7)?;
        Self::from_days(first_monday(year) + (week - 1) * 7 + day - 1).ok_or_else(out_of_range)
    }

    /// The day of a quarter.
    ///
    /// # Errors
    /// [`FaultKind::Argument`] for a quarter that the year has not, or a day that the quarter has not.
    pub fn from_quarter(year: i64, quarter: i64, day: i64) -> Result<Self, Fault> {
        let year = within("year", year, MIN_YEAR, MAX_YEAR)?;
        let month = within("quarter", quarter, 1, 4)? * 3 - 2;
        let length = (month..month + 3).map(|month| days_in_month(year, month)).sum();
        let day = within("dayOfQuarter", day, 1, length)?;
        Ok(Self(days_of(year, month, 1) + day - 1))
    }

    /// The day of an ordinal date.
    ///
    /// # Errors
    /// [`FaultKind::Argument`] for a day that the year has not.
    pub fn from_ordinal(year: i64, day: i64) -> Result<Self, Fault> {
        let year = within("year", year, MIN_YEAR, MAX_YEAR)?;
        let length = if is_leap(year) { 366 } else { 365 };
        let day = within("ordinalDay", day, 1, length)?;
        Ok(Self(days_of(year, 1, 1) + day - 1))
    }

    /// The day so many days after the beginning of 1970, if its year can be written.
    #[must_use]
    pub fn from_days(days: i64) -> Option<Self> {
        (MIN_DAYS..=MAX_DAYS).contains(&days).then_some(Self(days))
    }

    /// How many days it is after the beginning of 1970.
    #[must_use]
    pub fn days(self) -> i64 {
        self.0
    }

    /// Year, month and day.
    #[must_use]
    pub fn parts(self) -> (i64, i64, i64) {
        let shifted = self.0 + DAYS_TO_1970;
        let (era, day_of_era) = (shifted.div_euclid(DAYS_OF_CYCLE), shifted.rem_euclid(DAYS_OF_CYCLE));
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        (year_of_era + era * 400 + i64::from(month <= 2), month, day)
    }

    /// The year of the calendar.
    #[must_use]
    pub fn year(self) -> i64 {
        self.parts().0
    }

    /// The month, from 1.
    #[must_use]
    pub fn month(self) -> i64 {
        self.parts().1
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> i64 {
        self.parts().2
    }

    /// The quarter, from 1.
    #[must_use]
    pub fn quarter(self) -> i64 {
        (self.month() - 1) / 3 + 1
    }

    /// The day of the quarter, from 1.
    #[must_use]
    pub fn day_of_quarter(self) -> i64 {
        self.0 - days_of(self.year(), self.quarter() * 3 - 2, 1) + 1
    }

    /// The day of the year, from 1.
    #[must_use]
    pub fn ordinal_day(self) -> i64 {
        self.0 - days_of(self.year(), 1, 1) + 1
    }

    /// The day of the week; Monday is 1.
    #[must_use]
    pub fn day_of_week(self) -> i64 {
        weekday(self.0)
    }

    /// The week of the week year, from 1.
    #[must_use]
    pub fn week(self) -> i64 {
        (self.0 - first_monday(self.week_year())) / 7 + 1
    }

    /// The year that the week is counted in, which is that of its Thursday.
    #[must_use]
    pub fn week_year(self) -> i64 {
        Self(self.0 - self.day_of_week() + 4).year()
    }

    /// So many months later, on the same day or the last one of a shorter month.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Option<Self> {
        let (year, month, day) = self.parts();
        let total = (year * 12 + month - 1).checked_add(months)?;
        Self::clamped(total.div_euclid(12), total.rem_euclid(12) + 1, day).ok()
    }

    /// So many days later.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Option<Self> {
        Self::from_days(self.0.checked_add(days)?)
    }
}

/// The fault of a result beyond the years that can be written.
pub(super) fn out_of_range() -> Fault {
    let message = format!("the result leaves the years {MIN_YEAR} to {MAX_YEAR}");
    Fault::new(FaultKind::Overflow, message)
}

/// A number between two bounds, both allowed.
///
/// # Errors
/// [`FaultKind::Argument`] beyond them, in words that name the number.
pub fn within(name: &str, value: i64, low: i64, high: i64) -> Result<i64, Fault> {
    if (low..=high).contains(&value) {
        return Ok(value);
    }
    Err(Fault::new(FaultKind::Argument, format!("`{name}` goes from {low} to {high}, and this is {value}")))
}

/// The days from the first March of the year 0 to 1970.
const DAYS_TO_1970: i64 = 719_468;

const fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let march_year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (march_year.div_euclid(400), march_year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * DAYS_OF_CYCLE + day_of_era - DAYS_TO_1970
}

fn weekday(days: i64) -> i64 {
    // The first day of 1970 was a Thursday.
    (days + 3).rem_euclid(7) + 1
}

/// The Monday of week 1, which is the week of January 4.
fn first_monday(year: i64) -> i64 {
    let fourth = days_of(year, 1, 4);
    fourth - weekday(fourth) + 1
}

fn weeks_in_year(year: i64) -> i64 {
    (first_monday(year + 1) - first_monday(year)) / 7
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_agree_over_several_cycles() {
        let mut expected = Date::new(-401, 1, 1).expect("it is in the calendar").days();
        for year in -401..=801 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    let date = Date::new(year, month, day).expect("it is in the calendar");
                    assert_eq!((date.days(), date.parts()), (expected, (year, month, day)));
                    expected += 1;
                }
            }
        }
    }

    #[test]
    fn every_count_reads_back() {
        for days in (-800_000..800_000).step_by(13) {
            let date = Date::from_days(days).expect("it is in range");
            let year = date.year();
            assert_eq!(Date::from_week(date.week_year(), date.week(), date.day_of_week()), Ok(date));
            assert_eq!(Date::from_quarter(year, date.quarter(), date.day_of_quarter()), Ok(date));
            assert_eq!(Date::from_ordinal(year, date.ordinal_day()), Ok(date));
        }
    }

    #[test]
    fn the_bounds_hold() {
        let (first, last) = (Date::new(MIN_YEAR, 1, 1), Date::new(MAX_YEAR, 12, 31));
        assert_eq!(first.map(|date| date.plus_days(-1)), Ok(None));
        assert_eq!(last.clone().map(|date| date.plus_months(1)), Ok(None));
        assert_eq!(last.map(|date| date.plus_months(i64::MAX)), Ok(None));
        for date in [Date::new(MAX_YEAR + 1, 1, 1), Date::new(2015, 13, 1), Date::new(2015, 1, 0)] {
            assert_eq!(date.map_err(|fault| fault.kind), Err(FaultKind::Argument));
        }
        assert!(Date::from_week(1817, 53, 1).is_err() && Date::from_week(1818, 53, 1).is_ok());
        assert!(Date::from_quarter(2015, 1, 91).is_err() && Date::from_quarter(2016, 1, 91).is_ok());
        assert!(Date::from_ordinal(2015, 366).is_err() && Date::from_ordinal(2016, 366).is_ok());
    }
}
