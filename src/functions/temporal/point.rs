//! Points in time out of a clock, a text, a map or another point in time; and cut down to a unit.

use super::fields::{CLOCK, DAY, Fields, ZONE};
use crate::functions::argument::{At, text, wrong_type};
use crate::value::temporal::{
    Date, DateTime, Instant, LocalDateTime, LocalTime, Offset, Temporal, Time, Unit, Zone, within,
};
use crate::value::{Fault, FaultKind, Map, Type, Value};

/// The types of points in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Date,
    LocalTime,
    Time,
    LocalDateTime,
    DateTime,
}

impl Shape {
    fn has_day(self) -> bool {
        matches!(self, Self::Date | Self::LocalDateTime | Self::DateTime)
    }

    fn has_clock(self) -> bool {
        self != Self::Date
    }

    fn has_zone(self) -> bool {
        matches!(self, Self::Time | Self::DateTime)
    }

    /// The entries that a map may have.
    fn known(self) -> Vec<&'static [&'static str]> {
        const EPOCH: &[&str] = &["epochSeconds", "epochMillis"];
        match self {
            Self::Date => vec![&["date"], DAY, ZONE],
            Self::LocalTime | Self::Time => vec![&["time"], CLOCK, ZONE],
            Self::LocalDateTime => vec![&["datetime", "date", "time"], DAY, CLOCK, ZONE],
            Self::DateTime => vec![&["datetime", "date", "time"], DAY, CLOCK, EPOCH, ZONE],
        }
    }

    /// What a function makes of its argument; of none, the instant `now`.
    pub(super) fn make(self, function: &'static str, now: Instant, args: &[Value]) -> Result<Value, Fault> {
        match args.first() {
            None => self.at(now, Zone::UTC).map(Value::from),
            Some(Value::Null) => Ok(Value::Null),
            Some(Value::Str(text)) => self.parse(text).map(Value::from),
            Some(Value::Map(map)) => self.build(function, now, map).map(Value::from),
            Some(Value::Temporal(temporal)) => self.select(function, temporal).map(Value::from),
            Some(other) => Err(wrong_type(At(function, ""), &super::source(), other)),
        }
    }

    /// What a clock function makes of its argument, the zone of the clock.
    pub(super) fn tell(self, function: &'static str, now: Instant, args: &[Value]) -> Result<Value, Fault> {
        let zone = match args.first() {
            None => Zone::UTC,
            Some(Value::Null) => return Ok(Value::Null),
            Some(Value::Map(map)) => Fields::new(function, map, &[ZONE])?.zone()?.unwrap_or(Zone::UTC),
            Some(name) => Zone::parse(text(At(function, "timezone"), name)?)?,
        };
        self.at(now, zone).map(Value::from)
    }

    /// What calendar and clock of a zone show at an instant.
    pub(super) fn at(self, now: Instant, zone: Zone) -> Result<Temporal, Fault> {
        let shown = DateTime::at(now, zone)?;
        Ok(match self {
            Self::Date => shown.local.date.into(),
            Self::LocalTime => shown.local.time.into(),
            Self::Time => Time { local: shown.local.time, offset: shown.offset }.into(),
            Self::LocalDateTime => shown.local.into(),
            Self::DateTime => shown.into(),
        })
    }

    fn parse(self, text: &str) -> Result<Temporal, Fault> {
        match self {
            Self::Date => Date::parse(text).map(Temporal::from),
            Self::LocalTime => LocalTime::parse(text).map(Temporal::from),
            Self::Time => Time::parse(text).map(Temporal::from),
            Self::LocalDateTime => LocalDateTime::parse(text).map(Temporal::from),
            Self::DateTime => DateTime::parse(text).map(Temporal::from),
        }
    }

    /// The part of another point in time that is of this type.
    fn select(self, function: &'static str, from: &Temporal) -> Result<Temporal, Fault> {
        let (offset, zone) = (from.offset(), from.zone().unwrap_or(Zone::UTC));
        let part = match (self, from.date(), from.time()) {
            (Self::Date, Some(date), _) => Some(date.into()),
            (Self::LocalTime, _, Some(time)) => Some(time.into()),
            (Self::Time, _, Some(local)) => Some(Time { local, offset: offset.unwrap_or_default() }.into()),
            (Self::LocalDateTime, Some(date), Some(time)) => Some(LocalDateTime { date, time }.into()),
            (Self::DateTime, Some(date), Some(time)) => {
                Some(DateTime::resolve(LocalDateTime { date, time }, zone, offset).into())
            }
            _ => None,
        };
        let wanted = match self {
            Self::Date => vec![Type::Date, Type::LocalDateTime, Type::DateTime],
            Self::LocalTime | Self::Time => vec![Type::LocalTime, Type::Time, Type::LocalDateTime, Type::DateTime],
            Self::LocalDateTime | Self::DateTime => vec![Type::LocalDateTime, Type::DateTime],
        };
        let fault = || wrong_type(At(function, ""), &Type::OneOf(wanted), &Value::Temporal(from.clone()));
        part.ok_or_else(|| match from {
            Temporal::Date(_) => fault().hint("a map adds what is missing, as in {date: …, hour: 12}"),
            Temporal::LocalTime(_) | Temporal::Time(_) => {
                fault().hint("a map adds what is missing, as in {year: 2015, month: 7, day: 21, time: …}")
            }
            _ => fault(),
        })
    }

    fn build(self, function: &'static str, now: Instant, map: &Map) -> Result<Temporal, Fault> {
        let fields = Fields::new(function, map, &self.known())?;
        let zone = fields.zone()?;
        if fields.has_only(ZONE) {
            return self.at(now, zone.unwrap_or(Zone::UTC));
        }
        if zone.is_some() && !self.has_zone() {
            let message = format!("{function}() takes a `timezone` only alone, to read the clock there");
            return Err(Fault::new(FaultKind::Argument, message));
        }
        match self {
            Self::Date => Ok(fields.day(fields.day_of("date")?)?.into()),
            Self::LocalTime => Ok(clock(function, fields)?.into()),
            Self::Time => {
                let local = clock(function, fields)?;
                let wanted = zone.map(|zone| zone.offset_at(now.seconds));
                Ok(match (fields.temporal("time")?.and_then(Temporal::offset), wanted) {
                    (Some(offset), Some(wanted)) => Time { local, offset }.at_offset(wanted).into(),
                    (offset, wanted) => Time { local, offset: offset.or(wanted).unwrap_or_default() }.into(),
                })
            }
            Self::LocalDateTime => Ok(local_datetime(function, fields)?.into()),
            Self::DateTime => datetime(function, fields, zone).map(Temporal::from),
        }
    }

    /// A point in time cut down to a unit, with some parts changed afterwards.
    pub(super) fn truncate(self, function: &'static str, now: Instant, args: &[Value]) -> Result<Value, Fault> {
        let (unit, point, changes) = match args {
            [Value::Null, ..] | [_, Value::Null, ..] => return Ok(Value::Null),
            [unit] => (unit, self.at(now, Zone::UTC)?, None),
            [unit, Value::Temporal(point), changes @ ..] => (unit, point.clone(), changes.first()),
            [_, other, ..] => return Err(wrong_type(At(function, "value"), &super::point(), other)),
            [] => return Ok(Value::Null),
        };
        let unit = self.unit(function, unit)?;
        let empty = Map::new();
        let changes = match changes {
            None | Some(Value::Null) => &empty,
            Some(Value::Map(map)) => &**map,
            Some(other) => return Err(wrong_type(At(function, "changes"), &Type::Map, other)),
        };
        let known = [(self.has_day(), DAY), (self.has_clock(), CLOCK), (self.has_zone(), ZONE)];
        let known: Vec<&[&str]> = known.into_iter().filter(|(has, _)| *has).map(|(_, names)| names).collect();
        let fields = Fields::new(function, changes, &known)?;
        self.cut(function, unit, now, &point, fields).map(Value::from)
    }

    fn unit(self, function: &'static str, name: &Value) -> Result<Unit, Fault> {
        let name = text(At(function, "unit"), name)?;
        let fits = |unit: Unit| match self {
            Self::Date => !unit.is_of_clock(),
            Self::LocalTime | Self::Time => unit >= Unit::Day,
            Self::LocalDateTime | Self::DateTime => true,
        };
        Unit::named(name).filter(|unit| fits(*unit)).ok_or_else(|| {
            let units: Vec<&str> =
                Unit::ALL.into_iter().filter(|(_, unit)| fits(*unit)).map(|(name, _)| name).collect();
            let fault = Fault::new(FaultKind::Argument, format!("{function}() knows no unit '{name}'"));
            fault.hint(format!("its units are {}", units.join(", ")))
        })
    }

    fn cut(
        self,
        function: &'static str,
        unit: Unit,
        now: Instant,
        point: &Temporal,
        fields: Fields<'_>,
    ) -> Result<Temporal, Fault> {
        let lacks = |part: &str| {
            let message = format!("{function}() needs a value with a {part}, and {} has none", point.kind());
            Fault::new(FaultKind::Type, message)
        };
        let day = || fields.day(Some(point.date().ok_or_else(|| lacks("date"))?.truncate(unit)?));
        let time = || {
            let needed = unit.is_of_clock() || !self.has_day();
            let time = point.time().or((!needed).then_some(LocalTime::MIDNIGHT)).ok_or_else(|| lacks("time"))?;
            fields.clock(Some(time.truncate(unit)), Some(unit))
        };
        // A zone among the changes leaves what calendar and clock show as it is.
        let zone = fields.zone()?;
        Ok(match self {
            Self::Date => day()?.into(),
            Self::LocalTime => time()?.into(),
            Self::Time => {
                let wanted = zone.map(|zone| zone.offset_at(now.seconds));
                Time { local: time()?, offset: wanted.or(point.offset()).unwrap_or_default() }.into()
            }
            Self::LocalDateTime => LocalDateTime { date: day()?, time: time()? }.into(),
            Self::DateTime => {
                let local = LocalDateTime { date: day()?, time: time()? };
                let zone = zone.or_else(|| point.zone()).unwrap_or(Zone::UTC);
                DateTime::resolve(local, zone, point.offset()).into()
            }
        })
    }
}

fn clock(function: &'static str, fields: Fields<'_>) -> Result<LocalTime, Fault> {
    let base = fields.time_of("time")?;
    if base.is_none() && !fields.has_any(CLOCK) {
        return Err(Fault::new(FaultKind::Argument, format!("{function}() needs an `hour`")));
    }
    fields.clock(base, None)
}

fn local_datetime(function: &'static str, fields: Fields<'_>) -> Result<LocalDateTime, Fault> {
    if fields.has_any(&["datetime"]) && fields.has_any(&["date", "time"]) {
        let message = format!("{function}() has a `datetime`, which is a date and a time already");
        return Err(Fault::new(FaultKind::Argument, message));
    }
    let whole = (fields.day_of("datetime")?, fields.time_of("datetime")?);
    let date = fields.day(whole.0.or(fields.day_of("date")?))?;
    let time = fields.clock(whole.1.or(fields.time_of("time")?), None)?;
    Ok(LocalDateTime { date, time })
}

fn datetime(function: &'static str, fields: Fields<'_>, zone: Option<Zone>) -> Result<DateTime, Fault> {
    if let Some(instant) = epoch(function, fields)? {
        return DateTime::at(instant, zone.unwrap_or(Zone::UTC));
    }
    let local = local_datetime(function, fields)?;
    let source = fields.temporal("datetime")?.or(fields.temporal("time")?);
    let Some(own) = source.and_then(Temporal::zone) else {
        return Ok(DateTime::resolve(local, zone.unwrap_or(Zone::UTC), None));
    };
    // What was taken from a zone is an instant: in another zone, calendar and clock show something else.
    let resolved = DateTime::resolve(local, own, source.and_then(Temporal::offset));
    match zone {
        Some(zone) => resolved.in_zone(zone),
        None => Ok(resolved),
    }
}

/// The instant that is counted from the beginning of 1970.
fn epoch(function: &'static str, fields: Fields<'_>) -> Result<Option<Instant>, Fault> {
    let (seconds, millis) = (fields.integer("epochSeconds")?, fields.integer("epochMillis")?);
    if seconds.is_none() && millis.is_none() {
        return Ok(None);
    }
    let others = [&["datetime", "date", "time", "hour", "minute", "second"], DAY].concat();
    if (seconds.is_some() && millis.is_some()) || fields.has_any(&others) {
        let message = format!("{function}() has an instant counted from 1970, and something else that tells the time");
        return Err(Fault::new(FaultKind::Argument, message));
    }
    match (seconds, millis) {
        (Some(seconds), _) => Ok(Some(Instant { seconds, nanos: fields.nanos(0, None)? })),
        (None, Some(millis)) => {
            let part = millis.rem_euclid(1_000) * 1_000_000;
            let nanos = fields.nanos(part, Some(Unit::Millisecond))?;
            Ok(Some(Instant { seconds: millis.div_euclid(1_000), nanos }))
        }
        (None, None) => Ok(None),
    }
}

/// The instant of `datetime.fromepoch`.
pub(super) fn from_epoch(seconds: i64, nanos: i64) -> Result<Value, Fault> {
    let nanos = within("nanoseconds", nanos, 0, 999_999_999)?;
    DateTime::at(Instant { seconds, nanos }, Zone::Fixed(Offset::UTC)).map(Value::from)
}
