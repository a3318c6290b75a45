//! Text of ISO 8601 → durations: by units, as in `P1Y2M10DT2H30.5M`, or like a date, as in
//! `P2012-02-02T14:37:21.545`.

use super::decimal::Decimal;
use super::{Duration, DurationParts};
use crate::value::{Fault, FaultKind};

/// The units before and after the `T`, in the order in which they must come.
const CALENDAR: [(char, &str); 4] = [('Y', "years"), ('M', "months"), ('W', "weeks"), ('D', "days")];
const CLOCK: [(char, &str); 3] = [('H', "hours"), ('M', "minutes"), ('S', "seconds")];

impl Duration {
    /// Reads a duration. Each part may be negative and have a fraction.
    ///
    /// # Errors
    /// [`FaultKind::Argument`] for a text that is not a duration.
    ///
    /// ```
    /// use casegraph::value::temporal::Duration;
    /// let text = |text| Duration::parse(text).map(|duration| duration.to_string());
    /// assert_eq!(text("P2.5W"), Ok("P17DT12H".to_owned()));
    /// assert_eq!(text("P2012-02-02T14:37:21.545"), Ok("P2012Y2M2DT14H37M21.545S".to_owned()));
    /// ```
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let Some(parts) = parts(&text.to_ascii_uppercase()) else {
            let fault = Fault::new(FaultKind::Argument, format!("'{text}' is not a duration"));
            return Err(fault.hint("a duration is written as 'P1Y2M10DT2H30M' or 'P0001-02-10T02:30:00'"));
        };
        Self::from_parts(parts)
    }
}

fn parts(text: &str) -> Option<DurationParts> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let text = text.strip_prefix('P')?;
    let (calendar, clock) = match text.split_once('T') {
        Some((_, "")) => return None,
        Some((calendar, clock)) => (calendar, clock),
        None => (text, ""),
    };
    if calendar.is_empty() && clock.is_empty() {
        return None;
    }
    let mut parts = DurationParts::default();
    let like_a_date = !calendar.is_empty() && calendar.bytes().all(|each| each.is_ascii_digit() || each == b'-');
    if like_a_date || (calendar.is_empty() && !clock.ends_with(['H', 'M', 'S'])) {
        date_part(&mut parts, calendar, negative)?;
        time_part(&mut parts, clock, negative)?;
    } else {
        unit_part(&mut parts, calendar, &CALENDAR, negative)?;
        unit_part(&mut parts, clock, &CLOCK, negative)?;
    }
    Some(parts)
}

/// `1Y2M`: numbers with units in their order, each at most once.
fn unit_part(parts: &mut DurationParts, text: &str, units: &[(char, &str)], negative: bool) -> Option<()> {
    let (mut rest, mut units) = (text, units.iter());
    while !rest.is_empty() {
        let end = rest.find(|each: char| each.is_ascii_alphabetic())?;
        let (number, after) = rest.split_at(end);
        let unit = after.chars().next()?;
        let (_, name) = units.find(|(sign, _)| *sign == unit)?;
        add(parts, name, number, negative)?;
        rest = &after[1..];
    }
    Some(())
}

/// `2012-02-02` or `20120202`
fn date_part(parts: &mut DurationParts, text: &str, negative: bool) -> Option<()> {
    let pieces: Vec<&str> = match text.len() {
        0 => return Some(()),
        8 => vec![text.get(..4)?, text.get(4..6)?, text.get(6..)?],
        _ => text.split('-').collect(),
    };
    let [year, month, day] = pieces.as_slice() else { return None };
    if [year.len(), month.len(), day.len()] != [4, 2, 2] {
        return None;
    }
    add(parts, "years", year, negative)?;
    add(parts, "months", month, negative)?;
    add(parts, "days", day, negative)
}

/// `14:37:21.545` or `143721.545`
fn time_part(parts: &mut DurationParts, text: &str, negative: bool) -> Option<()> {
    let whole = text.find(['.', ',']).unwrap_or(text.len());
    let pieces: Vec<&str> = match text {
        "" => return Some(()),
        text if text.contains(':') => text.split(':').collect(),
        text => match whole {
            2 if whole == text.len() => vec![text],
            4 if whole == text.len() => vec![text.get(..2)?, text.get(2..)?],
            6 => vec![text.get(..2)?, text.get(2..4)?, text.get(4..)?],
            _ => return None,
        },
    };
    let fits = |(at, piece): (usize, &&str)| {
        let digits = piece.split(['.', ',']).next().map_or(0, str::len);
        digits == 2 && (at == 2 || piece.len() == 2)
    };
    if pieces.len() > 3 || !pieces.iter().enumerate().all(fits) {
        return None;
    }
    for (name, piece) in ["hours", "minutes", "seconds"].into_iter().zip(pieces) {
        add(parts, name, piece, negative)?;
    }
    Some(())
}

/// Adds a number with a sign and a fraction.
fn add(parts: &mut DurationParts, unit: &str, number: &str, negative: bool) -> Option<()> {
    let digits = number.strip_prefix(['-', '+']).unwrap_or(number);
    let well_formed =
        digits.split(['.', ',']).all(|run| !run.is_empty() && run.bytes().all(|each| each.is_ascii_digit()));
    if !well_formed {
        return None;
    }
    let amount = Decimal::parse(number)?;
    parts.add(unit, if negative { amount.times(-1)? } else { amount })
}
