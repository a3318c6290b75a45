//! Time zones: an offset for good, or a name with rules of its own.
//!
//! The rules are those of the bundled database, whatever the machine has, so that the same query gives the same bytes
//! everywhere. It knows the years −9999 to 9999. What stands beyond is asked for another year of the same kind: rules
//! repeat with the calendar every 400 years, and before the first rule there is none to repeat.

use super::date::DAYS_OF_CYCLE;
use super::datetime::LocalDateTime;
use super::time::{Offset, SECONDS_PER_DAY};
use crate::value::{Fault, FaultKind};
use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

/// The first year that is asked for as it is.
const FIRST_YEAR: i64 = -8_800;
/// The last year that is asked for as it is.
const LAST_YEAR: i64 = 9_000;
/// The years after which rules repeat.
const CYCLE: i64 = 400;
/// About the last second of [`LAST_YEAR`].
const LAST_SECOND: i64 = (LAST_YEAR - 1_970) / CYCLE * CYCLE_SECONDS;
/// The seconds of [`CYCLE`].
const CYCLE_SECONDS: i64 = DAYS_OF_CYCLE * SECONDS_PER_DAY;

/// Where a clock stands.
#[derive(Clone, Debug)]
pub enum Zone {
    /// Always the same distance from UTC.
    Fixed(Offset),
    /// A place with rules.
    Named(Named),
}

/// A zone of the database.
#[derive(Clone, Debug)]
pub struct Named(TimeZone);

impl Named {
    /// The name, such as `Europe/Stockholm`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The offsets that the clock may be at when calendar and clock show this.
    fn offsets(&self, local: LocalDateTime) -> AmbiguousOffset {
        let (year, month, day) = local.date.parts();
        let year = match year {
            // This year is a leap year, so that each day of another one is in it.
            ..FIRST_YEAR => FIRST_YEAR,
            FIRST_YEAR..=LAST_YEAR => year,
            _ => LAST_YEAR - CYCLE + (year - LAST_YEAR).rem_euclid(CYCLE),
        };
        let time = local.time;
        let civil = jiff::civil::DateTime::new(
            i16::try_from(year).expect("the year is one that the database knows"),
            small(month),
            small(day),
            small(time.hour()),
            small(time.minute()),
            small(time.second()),
            0,
        );
        self.0.to_ambiguous_timestamp(civil.expect("the parts are of a day and a time")).offset()
    }
}

impl Zone {
    /// The zone of values that say none.
    pub const UTC: Self = Self::Fixed(Offset::UTC);

    /// The zone of this name, in any case.
    ///
    /// # Errors
    /// [`FaultKind::Argument`] for a name that the database has not.
    pub fn named(name: &str) -> Result<Self, Fault> {
        static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);
        match ZONES.get(&name.replace(' ', "_")) {
            Ok(zone) if zone.iana_name().is_some() => Ok(Self::Named(Named(zone))),
            _ => {
                let fault = Fault::new(FaultKind::Argument, format!("there is no time zone '{name}'"));
                Err(fault.hint("a zone is a name such as 'Europe/Stockholm' or an offset such as '+01:00'"))
            }
        }
    }

    /// The offset at so many seconds after the beginning of 1970.
    #[must_use]
    pub fn offset_at(&self, seconds: i64) -> Offset {
        let zone = match self {
            Self::Fixed(offset) => return *offset,
            Self::Named(Named(zone)) => zone,
        };
        let seconds = if seconds > LAST_SECOND {
            LAST_SECOND - CYCLE_SECONDS + (seconds - LAST_SECOND).rem_euclid(CYCLE_SECONDS)
        } else {
            seconds.max(-LAST_SECOND)
        };
        let timestamp = Timestamp::from_second(seconds).expect("the seconds are of years that the database knows");
        Offset::from_zone(zone.to_offset(timestamp))
    }

    /// The offset when calendar and clock show this, and by how many seconds they must be moved, because the zone skips
    /// that time. Of two offsets the first one is taken, unless the second is preferred.
    pub(super) fn offset_of(&self, local: LocalDateTime, preferred: Option<Offset>) -> (i64, Offset) {
        match self {
            Self::Fixed(offset) => (0, *offset),
            Self::Named(zone) => match zone.offsets(local) {
                AmbiguousOffset::Unambiguous { offset } => (0, Offset::from_zone(offset)),
                AmbiguousOffset::Gap { before, after } => {
                    (i64::from(after.seconds() - before.seconds()), Offset::from_zone(after))
                }
                AmbiguousOffset::Fold { before, after } => {
                    let (before, after) = (Offset::from_zone(before), Offset::from_zone(after));
                    (0, if preferred == Some(after) { after } else { before })
                }
            },
        }
    }

    /// Whether the clock can be at this offset when calendar and clock show this.
    pub(super) fn allows(&self, local: LocalDateTime, offset: Offset) -> bool {
        let (shift, found) = self.offset_of(local, Some(offset));
        shift == 0 && found == offset
    }

    /// The name of the zone, or none for an offset.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Fixed(_) => None,
            Self::Named(zone) => Some(zone.name()),
        }
    }

    /// What two zones are told apart and put in order by.
    fn key(&self) -> (Option<&str>, Offset) {
        match self {
            Self::Fixed(offset) => (None, *offset),
            Self::Named(zone) => (Some(zone.name()), Offset::UTC),
        }
    }
}

fn small(part: i64) -> i8 {
    i8::try_from(part).expect("months, days, hours, minutes and seconds are below 128")
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}
impl Eq for Zone {}

impl Hash for Zone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl Ord for Zone {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}
impl PartialOrd for Zone {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
