//! Temporal values as ISO 8601 writes them, in the shortest form that reads back as the same value.

use super::{Date, DateTime, Duration, LocalDateTime, LocalTime, Offset, Temporal, Time, Zone};
use std::fmt::{Display, Formatter, Result};

impl Display for Temporal {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::LocalTime(time) => time.fmt(f),
            Self::Time(time) => time.fmt(f),
            Self::LocalDateTime(datetime) => datetime.fmt(f),
            Self::DateTime(datetime) => datetime.fmt(f),
            Self::Duration(duration) => duration.fmt(f),
        }
    }
}

impl Display for Date {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let (year, month, day) = self.parts();
        // A year of more than four digits has a sign, so that it is not taken for a year and something else.
        let sign = match year {
            ..0 => "-",
            10_000.. => "+",
            _ => "",
        };
        write!(f, "{sign}{:04}-{month:02}-{day:02}", year.abs())
    }
}

impl Display for LocalTime {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())?;
        if self.second() != 0 || self.nanosecond() != 0 {
            write!(f, ":{:02}", self.second())?;
            fraction(f, self.nanosecond())?;
        }
        Ok(())
    }
}

impl Display for Offset {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.seconds() == 0 {
            return f.write_str("Z");
        }
        let (sign, size) = (if self.seconds() < 0 { '-' } else { '+' }, self.seconds().abs());
        write!(f, "{sign}{:02}:{:02}", size / 3_600, size / 60 % 60)?;
        if size % 60 != 0 {
            write!(f, ":{:02}", size % 60)?;
        }
        Ok(())
    }
}

impl Display for Time {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}{}", self.local, self.offset)
    }
}

impl Display for LocalDateTime {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}T{}", self.date, self.time)
    }
}

impl Display for DateTime {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}{}", self.local, self.offset)?;
        match self.zone.name() {
            Some(name) => write!(f, "[{name}]"),
            None => Ok(()),
        }
    }
}

/// The name of the zone, or the offset.
impl Display for Zone {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Fixed(offset) => offset.fmt(f),
            Self::Named(zone) => f.write_str(zone.name()),
        }
    }
}

impl Display for Duration {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if *self == Self::default() {
            return f.write_str("PT0S");
        }
        // Every part has a sign of its own; seconds and their fraction share one.
        let negative = self.total_nanos() < 0;
        let borrow = i64::from(negative && self.nanos() != 0);
        let (seconds, nanos) = (self.seconds() + borrow, (self.nanos() - borrow * 1_000_000_000).abs());
        f.write_str("P")?;
        part(f, self.months() / 12, 'Y')?;
        part(f, self.months() % 12, 'M')?;
        part(f, self.days(), 'D')?;
        if self.total_nanos() == 0 {
            return Ok(());
        }
        f.write_str("T")?;
        part(f, seconds / 3_600, 'H')?;
        part(f, seconds / 60 % 60, 'M')?;
        if seconds % 60 == 0 && nanos == 0 {
            return Ok(());
        }
        write!(f, "{}{}", if negative { "-" } else { "" }, (seconds % 60).abs())?;
        fraction(f, nanos)?;
        f.write_str("S")
    }
}

fn part(f: &mut Formatter<'_>, amount: i64, unit: char) -> Result {
    if amount == 0 { Ok(()) } else { write!(f, "{amount}{unit}") }
}

/// The digits after the point, without the zeros at their end.
fn fraction(f: &mut Formatter<'_>, nanos: i64) -> Result {
    if nanos == 0 {
        return Ok(());
    }
    let digits = format!("{nanos:09}");
    write!(f, ".{}", digits.trim_end_matches('0'))
}
