//! Text of ISO 8601 → dates, times and zones.
//!
//! All forms that openCypher allows: calendar, week, quarter and ordinal dates, whole or cut short (`2015-07`,
//! `2015W30`), times with and without colons, offsets, and the name of a zone in brackets.

use super::{Date, DateTime, LocalDateTime, LocalTime, Offset, Time, Zone};
use crate::value::{Fault, FaultKind};

/// Why a text was not read.
enum Trouble {
    /// It has another form.
    Form,
    /// It has the form, but a part of it is no good.
    Value(Fault),
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Value(fault)
    }
}

type Read<T> = Result<T, Trouble>;

macro_rules! parse_with {
    ($type:ty, $read:expr, $what:literal, $forms:literal) => {
        impl $type {
            #[doc = concat!("Reads ", $what, ".")]
            ///
            /// # Errors
            #[doc = concat!("[`FaultKind::Argument`] for a text that is not ", $what, ".")]
            pub fn parse(text: &str) -> Result<Self, Fault> {
                whole(text, $read, $what, $forms)
            }
        }
    };
}

parse_with!(Date, date, "a date", "a date is written as '2015-07-21', '2015-W30-2', '2015-Q3-21' or '2015-202'");
parse_with!(LocalTime, local_time, "a local time", "a local time is written as '21:40:32.142' or '214032'");
parse_with!(Time, time, "a time", "a time is written as '21:40:32.142+01:00' or '2140Z'");
parse_with!(
    LocalDateTime,
    local_datetime,
    "a local datetime",
    "a local datetime is a date and a time, as in '2015-07-21T21:40:32.142'"
);
parse_with!(
    DateTime,
    datetime,
    "a datetime",
    "a datetime has a date, a time, and an offset or a zone, as in '2015-07-21T21:40+02:00[Europe/Stockholm]'"
);

impl Zone {
    /// Reads an offset such as `+01:00`, `Z`, or the name of a zone.
    ///
    /// # Errors
    /// [`FaultKind::Argument`] for what is neither.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let mut reader = Reader { rest: text };
        match reader.offset() {
            Ok(Some(offset)) if reader.rest.is_empty() => Ok(Self::Fixed(offset)),
            Err(Trouble::Value(fault)) => Err(fault),
            _ => Self::named(text),
        }
    }
}

/// Reads a text to its end.
fn whole<T>(text: &str, read: fn(&mut Reader<'_>) -> Read<T>, what: &str, forms: &str) -> Result<T, Fault> {
    let mut reader = Reader { rest: text };
    let result =
        read(&mut reader).and_then(|value| if reader.rest.is_empty() { Ok(value) } else { Err(Trouble::Form) });
    result.map_err(|trouble| match trouble {
        Trouble::Form => Fault::new(FaultKind::Argument, format!("'{text}' is not {what}")).hint(forms),
        Trouble::Value(fault) => {
            let message = format!("'{text}' is not {what}: {}", fault.message);
            Fault { message, ..fault }
        }
    })
}

/// What is still to be read.
struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    /// Passes over one of these characters, and says which.
    fn any(&mut self, of: &[char]) -> Option<char> {
        let first = self.rest.chars().next().filter(|first| of.contains(first))?;
        self.rest = &self.rest[first.len_utf8()..];
        Some(first)
    }

    fn take(&mut self, sign: char) -> bool {
        self.any(&[sign]).is_some()
    }

    /// Passes over all digits that come now.
    fn digits(&mut self) -> &'t str {
        let end = self.rest.find(|each: char| !each.is_ascii_digit()).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        digits
    }

    /// Passes over the digits that come now, of which there must be this many.
    fn number(&mut self, lengths: std::ops::RangeInclusive<usize>) -> Read<i64> {
        let digits = self.digits();
        if lengths.contains(&digits.len()) { number(digits) } else { Err(Trouble::Form) }
    }

    /// `Z`, `+01`, `+0100`, `+01:00`, `+01:00:30`; none when nothing of that kind comes.
    fn offset(&mut self) -> Read<Option<Offset>> {
        if self.any(&['Z', 'z']).is_some() {
            return Ok(Some(Offset::UTC));
        }
        let Some(sign) = self.any(&['+', '-']) else { return Ok(None) };
        let digits = self.digits();
        let (hours, minutes, seconds) = match digits.len() {
            1 | 2 => {
                let minutes = if self.take(':') { self.number(2..=2)? } else { 0 };
                let seconds = if self.take(':') { self.number(2..=2)? } else { 0 };
                (number(digits)?, minutes, seconds)
            }
            4 => (number(&digits[..2])?, number(&digits[2..])?, 0),
            6 => (number(&digits[..2])?, number(&digits[2..4])?, number(&digits[4..])?),
            _ => return Err(Trouble::Form),
        };
        if minutes > 59 || seconds > 59 {
            return Err(Trouble::Form);
        }
        let size = (hours * 60 + minutes) * 60 + seconds;
        Ok(Some(Offset::from_seconds(if sign == '-' { -size } else { size })?))
    }

    /// `[Europe/Stockholm]`
    fn zone_name(&mut self) -> Read<Option<Zone>> {
        if !self.take('[') {
            return Ok(None);
        }
        let (name, rest) = self.rest.split_once(']').ok_or(Trouble::Form)?;
        self.rest = rest;
        Ok(Some(Zone::named(name)?))
    }
}

fn number(digits: &str) -> Read<i64> {
    digits.parse().map_err(|_| Trouble::Form)
}

fn date(reader: &mut Reader<'_>) -> Read<Date> {
    if let Some(sign) = reader.any(&['+', '-']) {
        // With a sign the year has any number of digits, so that only separators can end it.
        let year = reader.number(1..=9)?;
        let year = if sign == '-' { -year } else { year };
        return if reader.take('-') { separated(reader, year) } else { Ok(Date::new(year, 1, 1)?) };
    }
    let digits = reader.digits();
    if digits.len() < 4 {
        return Err(Trouble::Form);
    }
    let (year, rest) = (number(&digits[..4])?, &digits[4..]);
    match rest.len() {
        0 if reader.take('-') => separated(reader, year),
        0 if reader.take('W') => compact_week(reader, year),
        0 if reader.take('Q') => compact_quarter(reader, year),
        0 => Ok(Date::new(year, 1, 1)?),
        2 => Ok(Date::new(year, number(rest)?, 1)?),
        3 => Ok(Date::from_ordinal(year, number(rest)?)?),
        4 => Ok(Date::new(year, number(&rest[..2])?, number(&rest[2..])?)?),
        _ => Err(Trouble::Form),
    }
}

/// What comes after `2015-`.
fn separated(reader: &mut Reader<'_>, year: i64) -> Read<Date> {
    if reader.take('W') {
        let week = reader.number(1..=2)?;
        let day = if reader.take('-') { reader.number(1..=1)? } else { 1 };
        return Ok(Date::from_week(year, week, day)?);
    }
    if reader.take('Q') {
        let quarter = reader.number(1..=1)?;
        let day = if reader.take('-') { reader.number(1..=2)? } else { 1 };
        return Ok(Date::from_quarter(year, quarter, day)?);
    }
    let digits = reader.digits();
    match digits.len() {
        1 | 2 => {
            let day = if reader.take('-') { reader.number(1..=2)? } else { 1 };
            Ok(Date::new(year, number(digits)?, day)?)
        }
        3 => Ok(Date::from_ordinal(year, number(digits)?)?),
        _ => Err(Trouble::Form),
    }
}

/// What comes after `2015W`.
fn compact_week(reader: &mut Reader<'_>, year: i64) -> Read<Date> {
    let digits = reader.digits();
    match digits.len() {
        2 => Ok(Date::from_week(year, number(digits)?, 1)?),
        3 => Ok(Date::from_week(year, number(&digits[..2])?, number(&digits[2..])?)?),
        _ => Err(Trouble::Form),
    }
}

/// What comes after `2015Q`.
fn compact_quarter(reader: &mut Reader<'_>, year: i64) -> Read<Date> {
    let digits = reader.digits();
    match digits.len() {
        1 => Ok(Date::from_quarter(year, number(digits)?, 1)?),
        2 | 3 => Ok(Date::from_quarter(year, number(&digits[..1])?, number(&digits[1..])?)?),
        _ => Err(Trouble::Form),
    }
}

fn local_time(reader: &mut Reader<'_>) -> Read<LocalTime> {
    let digits = reader.digits();
    let (hour, minute, second) = match digits.len() {
        1 | 2 if reader.take(':') => {
            let minute = reader.number(1..=2)?;
            let second = if reader.take(':') { Some(reader.number(1..=2)?) } else { None };
            (number(digits)?, minute, second)
        }
        2 => (number(digits)?, 0, None),
        4 => (number(&digits[..2])?, number(&digits[2..])?, None),
        6 => (number(&digits[..2])?, number(&digits[2..4])?, Some(number(&digits[4..])?)),
        _ => return Err(Trouble::Form),
    };
    let nanos = if second.is_some() && reader.any(&['.', ',']).is_some() {
        let digits = reader.digits();
        if !(1..=9).contains(&digits.len()) {
            return Err(Trouble::Form);
        }
        number(&format!("{digits:0<9}"))?
    } else {
        0
    };
    Ok(LocalTime::new(hour, minute, second.unwrap_or(0), nanos)?)
}

fn time(reader: &mut Reader<'_>) -> Read<Time> {
    let local = local_time(reader)?;
    let offset = reader.offset()?.unwrap_or(Offset::UTC);
    if reader.rest.starts_with('[') {
        let message = "the offset of a named zone depends on the day, which a time has not";
        return Err(Fault::new(FaultKind::Argument, message).into());
    }
    Ok(Time { local, offset })
}

fn local_datetime(reader: &mut Reader<'_>) -> Read<LocalDateTime> {
    let date = date(reader)?;
    let time = if reader.any(&['T', 't']).is_some() { local_time(reader)? } else { LocalTime::MIDNIGHT };
    Ok(LocalDateTime { date, time })
}

fn datetime(reader: &mut Reader<'_>) -> Read<DateTime> {
    let local = local_datetime(reader)?;
    let offset = reader.offset()?;
    let zone = reader.zone_name()?;
    match (offset, zone) {
        (Some(offset), Some(zone)) if !zone.allows(local, offset) => {
            let message = format!("the offset in {zone} is not {offset} then");
            Err(Fault::new(FaultKind::Argument, message).into())
        }
        (offset, Some(zone)) => Ok(DateTime::resolve(local, zone, offset)),
        (offset, None) => Ok(DateTime::resolve(local, Zone::Fixed(offset.unwrap_or(Offset::UTC)), None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::temporal::Duration;

    /// Texts that are nearly right, so that every part of the readers is met: pieces of right ones in any order.
    fn nearly(random: &mut fastrand::Rng) -> String {
        const PIECES: [&str; 30] = [
            "2024",
            "02",
            "29",
            "-",
            "-",
            ":",
            ":",
            "T",
            "W",
            "Q",
            "P",
            "Z",
            "+",
            ".",
            ",",
            "5",
            "09",
            "060",
            "000000001",
            "[",
            "]",
            "Europe/Paris",
            "é",
            "Y",
            "M",
            "D",
            "H",
            "S",
            " ",
            "99999999999999999999",
        ];
        (0..random.usize(1..12)).map(|_| PIECES[random.usize(..PIECES.len())]).collect()
    }

    fn check<T: std::fmt::Display + PartialEq + std::fmt::Debug>(text: &str, parse: fn(&str) -> Result<T, Fault>) {
        if let Ok(value) = parse(text) {
            assert_eq!(parse(&value.to_string()), Ok(value), "{text}");
        }
    }

    #[test]
    fn any_text_is_refused_or_reads_back() {
        let mut random = fastrand::Rng::with_seed(11);
        for _ in 0..40_000 {
            let text = nearly(&mut random);
            check(&text, Date::parse);
            check(&text, LocalTime::parse);
            check(&text, Time::parse);
            check(&text, LocalDateTime::parse);
            check(&text, DateTime::parse);
            check(&text, Zone::parse);
            check(&text, Duration::parse);
            check(&format!("P{text}"), Duration::parse);
            check(&format!("2024-10-27T02:30{text}"), DateTime::parse);
        }
    }
}
