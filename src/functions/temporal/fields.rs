//! The entries of a map → a day, a time of the day, a zone.
//!
//! Input: the map that a query gives to `date({…})` and its kin, and the day or time that is changed by it, if any.
//! A part without the larger part that it belongs to is refused, unless there is a day or time to take it from.

use crate::functions::argument::{At, wrong_type};
use crate::value::temporal::{Date, LocalTime, Temporal, Unit, Zone, within};
use crate::value::{Fault, FaultKind, Map, Type, Value};

/// The parts of a day.
pub(super) const DAY: &[&str] = &["year", "quarter", "month", "week", "dayOfQuarter", "dayOfWeek", "ordinalDay", "day"];
/// The parts of a time of the day.
pub(super) const CLOCK: &[&str] = &["hour", "minute", "second", "millisecond", "microsecond", "nanosecond"];
/// The zone.
pub(super) const ZONE: &[&str] = &["timezone"];

/// Ways to count the days of a year. A map uses one of them.
const WAYS: [&[&str]; 4] = [&["month", "day"], &["week", "dayOfWeek"], &["quarter", "dayOfQuarter"], &["ordinalDay"]];

/// A map, and the function that reads it. An entry that is null counts as missing.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    function: &'static str,
    map: &'a Map,
}

impl<'a> Fields<'a> {
    /// A map whose keys are all known to the function.
    pub(super) fn new(function: &'static str, map: &'a Map, known: &[&[&str]]) -> Result<Self, Fault> {
        let known: Vec<&str> = known.iter().copied().flatten().copied().collect();
        match map.keys().find(|key| !known.contains(&&***key)) {
            Some(key) => {
                let fault = Fault::new(FaultKind::Argument, format!("{function}() knows no `{key}`"));
                Err(fault.hint(format!("its entries are {}", known.join(", "))))
            }
            None => Ok(Self { function, map }),
        }
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        self.map.get(name).filter(|value| !value.is_null())
    }

    /// Whether the map has one of these entries.
    pub(super) fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.get(name).is_some())
    }

    /// Whether these entries are all that the map has.
    pub(super) fn has_only(&self, names: &[&str]) -> bool {
        !self.map.is_empty() && self.map.keys().all(|key| names.contains(&&**key))
    }

    pub(super) fn integer(&self, name: &'static str) -> Result<Option<i64>, Fault> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Int(number)) => Ok(Some(*number)),
            Some(other) => Err(wrong_type(At(self.function, name), &Type::Int, other)),
        }
    }

    /// The zone, if the map has one.
    pub(super) fn zone(&self) -> Result<Option<Zone>, Fault> {
        match self.get("timezone") {
            None => Ok(None),
            Some(Value::Str(text)) => Zone::parse(text).map(Some),
            Some(other) => Err(wrong_type(At(self.function, "timezone"), &Type::Str, other)),
        }
    }

    /// The temporal value of an entry from which a day or time is taken.
    pub(super) fn temporal(&self, name: &'static str) -> Result<Option<&'a Temporal>, Fault> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Temporal(temporal)) => Ok(Some(temporal)),
            Some(other) => Err(wrong_type(At(self.function, name), &Type::OneOf(Type::TEMPORAL[..5].to_vec()), other)),
        }
    }

    /// The day that an entry has.
    pub(super) fn day_of(&self, name: &'static str) -> Result<Option<Date>, Fault> {
        let wanted = Type::OneOf(vec![Type::Date, Type::LocalDateTime, Type::DateTime]);
        self.part_of(name, &wanted, Temporal::date)
    }

    /// The time of the day that an entry has.
    pub(super) fn time_of(&self, name: &'static str) -> Result<Option<LocalTime>, Fault> {
        let wanted = Type::OneOf(vec![Type::LocalTime, Type::Time, Type::LocalDateTime, Type::DateTime]);
        self.part_of(name, &wanted, Temporal::time)
    }

    fn part_of<T>(
        &self,
        name: &'static str,
        wanted: &Type,
        part: fn(&Temporal) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        let Some(temporal) = self.temporal(name)? else { return Ok(None) };
        match part(temporal) {
            Some(part) => Ok(Some(part)),
            None => Err(wrong_type(At(self.function, name), wanted, &Value::Temporal(temporal.clone()))),
        }
    }

    /// Refuses a part without the one that it is a part of.
    fn require(&self, part: &'static str, whole: &'static str) -> Result<(), Fault> {
        if self.get(part).is_none() || self.get(whole).is_some() {
            return Ok(());
        }
        let message = format!("{}() has `{part}` without `{whole}`", self.function);
        Err(Fault::new(FaultKind::Argument, message))
    }

    /// The day that the entries name. What they leave out is taken from `base`, or is the first of its kind.
    pub(super) fn day(&self, base: Option<Date>) -> Result<Date, Fault> {
        let used: Vec<&&[&str]> = WAYS.iter().filter(|way| self.has_any(way)).collect();
        if let [first, second, ..] = used.as_slice() {
            let name =
                |way: &[&'static str]| way.iter().copied().find(|name| self.get(name).is_some()).unwrap_or("day");
            let message = format!("{}() has `{}` and `{}`", self.function, name(first), name(second));
            return Err(Fault::new(FaultKind::Argument, message)
                .hint("days are counted in months, weeks or quarters, or through the year: one of them is enough"));
        }
        if base.is_none() {
            for (part, whole) in [("day", "month"), ("dayOfWeek", "week"), ("dayOfQuarter", "quarter")] {
                self.require(part, whole)?;
            }
        }
        match used.first().map(|way| way[0]) {
            Some("week") => self.week_day(base),
            Some("quarter") => self.quarter_day(base),
            Some("ordinalDay") => {
                let day = self.integer("ordinalDay")?.unwrap_or(1);
                Date::from_ordinal(self.year(base.map(Date::year))?, day)
            }
            _ => self.month_day(base),
        }
    }

    fn year(&self, base: Option<i64>) -> Result<i64, Fault> {
        match self.integer("year")?.or(base) {
            Some(year) => Ok(year),
            None => Err(Fault::new(FaultKind::Argument, format!("{}() needs a `year`", self.function))),
        }
    }

    fn month_day(&self, base: Option<Date>) -> Result<Date, Fault> {
        let year = self.year(base.map(Date::year))?;
        let month = self.integer("month")?.or(base.map(Date::month)).unwrap_or(1);
        match self.integer("day")? {
            Some(day) => Date::new(year, month, day),
            // A day that was only taken over gives way to a shorter month.
            None => Date::clamped(year, month, base.map_or(1, Date::day)),
        }
    }

    fn week_day(&self, base: Option<Date>) -> Result<Date, Fault> {
        let year = self.year(base.map(Date::week_year))?;
        let week = self.integer("week")?.or(base.map(Date::week)).unwrap_or(1);
        let day = self.integer("dayOfWeek")?.or(base.map(Date::day_of_week)).unwrap_or(1);
        Date::from_week(year, week, day)
    }

    fn quarter_day(&self, base: Option<Date>) -> Result<Date, Fault> {
        let year = self.year(base.map(Date::year))?;
        let quarter = self.integer("quarter")?.or(base.map(Date::quarter)).unwrap_or(1);
        match (self.integer("dayOfQuarter")?, base) {
            (Some(day), _) => Date::from_quarter(year, quarter, day),
            (None, None) => Date::from_quarter(year, quarter, 1),
            // The same day of the same month in another quarter.
            (None, Some(base)) => {
                let quarter = within("quarter", quarter, 1, 4)?;
                Date::clamped(year, quarter * 3 - 2 + (base.month() - 1) % 3, base.day())
            }
        }
    }

    /// The time of the day that the entries name. What they leave out is taken from `base`, or is 0.
    ///
    /// `cut` is the unit that `base` was cut down to: an entry for a smaller unit is added to it.
    pub(super) fn clock(&self, base: Option<LocalTime>, cut: Option<Unit>) -> Result<LocalTime, Fault> {
        let from = base.unwrap_or_default();
        if base.is_none() {
            for (whole, part) in [("hour", "minute"), ("minute", "second")] {
                self.require(part, whole)?;
            }
            for part in ["millisecond", "microsecond", "nanosecond"] {
                self.require(part, "second")?;
            }
        }
        let hour = self.integer("hour")?.unwrap_or(from.hour());
        let minute = self.integer("minute")?.unwrap_or(from.minute());
        let second = self.integer("second")?.unwrap_or(from.second());
        LocalTime::new(hour, minute, second, self.nanos(from.nanosecond(), cut)?)
    }

    /// The nanoseconds of the second: entries for smaller units are added to those for larger ones.
    pub(super) fn nanos(&self, base: i64, cut: Option<Unit>) -> Result<i64, Fault> {
        if !self.has_any(&["millisecond", "microsecond", "nanosecond"]) {
            return Ok(base);
        }
        let mut millis = self.integer("millisecond")?;
        let mut micros = self.integer("microsecond")?;
        match cut {
            Some(Unit::Millisecond) => millis = millis.or(Some(base / 1_000_000)),
            Some(Unit::Microsecond) if millis.is_none() => micros = micros.or(Some(base / 1_000)),
            _ => {}
        }
        let nanos = self.integer("nanosecond")?;
        let most_micros = if millis.is_some() { 999 } else { 999_999 };
        let most_nanos = match (millis, micros) {
            (_, Some(_)) => 999,
            (Some(_), None) => 999_999,
            (None, None) => 999_999_999,
        };
        let millis = within("millisecond", millis.unwrap_or(0), 0, 999)?;
        let micros = within("microsecond", micros.unwrap_or(0), 0, most_micros)?;
        Ok(millis * 1_000_000 + micros * 1_000 + within("nanosecond", nanos.unwrap_or(0), 0, most_nanos)?)
    }
}
