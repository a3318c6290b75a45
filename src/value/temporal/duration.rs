//! Amounts of time: months, days and seconds side by side, since a month has no fixed number of days, nor a day of
//! seconds.

use super::decimal::Decimal;
use super::time::{NANOS_PER_SECOND, SECONDS_PER_DAY};
use crate::value::{Fault, FaultKind, Value};
use std::cmp::Ordering;

/// The seconds of a month of average length, into which the fraction of a month is turned.
const SECONDS_PER_MONTH: i128 = 2_629_746;

/// An amount of time. Equal are those with the same months, days and seconds; the order is that of the average lengths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Duration {
    months: i64,
    days: i64,
    seconds: i64,
    /// Never negative: half a second backwards is a second backwards and half a second forwards.
    nanos: i64,
}

/// An amount of time in the parts that a map or a text names, each with a fraction.
#[derive(Clone, Copy, Debug, Default)]
pub struct DurationParts {
    /// The months.
    pub months: Decimal,
    /// The days.
    pub days: Decimal,
    /// The seconds.
    pub seconds: Decimal,
}

/// The parts of a duration by the names that maps give them: which of the three sums they belong to, and the factor or
/// divisor that makes that unit of them.
const UNITS: [(&str, Sum, i128, i128); 11] = [
    ("years", Sum::Months, 12, 1),
    ("quarters", Sum::Months, 3, 1),
    ("months", Sum::Months, 1, 1),
    ("weeks", Sum::Days, 7, 1),
    ("days", Sum::Days, 1, 1),
    ("hours", Sum::Seconds, 3_600, 1),
    ("minutes", Sum::Seconds, 60, 1),
    ("seconds", Sum::Seconds, 1, 1),
    ("milliseconds", Sum::Seconds, 1, 1_000),
    ("microseconds", Sum::Seconds, 1, 1_000_000),
    ("nanoseconds", Sum::Seconds, 1, 1_000_000_000),
];

#[derive(Clone, Copy, PartialEq)]
enum Sum {
    Months,
    Days,
    Seconds,
}

impl DurationParts {
    /// The names of the units, from the largest.
    pub fn units() -> impl Iterator<Item = &'static str> {
        UNITS.iter().map(|(name, ..)| *name)
    }

    /// Adds so many of a unit; none when there is no such unit, or too many of it.
    pub fn add(&mut self, unit: &str, amount: Decimal) -> Option<()> {
        let (_, sum, factor, divisor) = UNITS.iter().find(|(name, ..)| *name == unit)?;
        let amount = amount.times(*factor)?.over(*divisor);
        let total = match sum {
            Sum::Months => &mut self.months,
            Sum::Days => &mut self.days,
            Sum::Seconds => &mut self.seconds,
        };
        *total = total.plus(amount)?;
        Some(())
    }
}

impl Duration {
    /// An amount of whole parts; nanoseconds beyond a second become seconds.
    ///
    /// # Errors
    /// [`FaultKind::Overflow`] when a part leaves 64 bits.
    ///
    /// ```
    /// use casegraph::value::temporal::Duration;
    /// let duration = Duration::new(14, -3, 90, 500_000_000).expect("it is in range");
    /// assert_eq!(duration.to_string(), "P1Y2M-3DT1M30.5S");
    /// ```
    pub fn new(months: i64, days: i64, seconds: i64, nanos: i64) -> Result<Self, Fault> {
        Self::from_nanos(months, days, i128::from(seconds) * i128::from(NANOS_PER_SECOND) + i128::from(nanos))
    }

    /// An amount of months, days and nanoseconds.
    ///
    /// # Errors
    /// [`FaultKind::Overflow`] when the seconds leave 64 bits.
    pub fn from_nanos(months: i64, days: i64, nanos: i128) -> Result<Self, Fault> {
        let unit = i128::from(NANOS_PER_SECOND);
        let seconds = i64::try_from(nanos.div_euclid(unit)).map_err(|_| overflow())?;
        let nanos = i64::try_from(nanos.rem_euclid(unit)).map_err(|_| overflow())?;
        Ok(Self { months, days, seconds, nanos })
    }

    /// An amount of parts with fractions: what is left of a month becomes days, by the average length of months, and
    /// what is left of a day becomes seconds.
    ///
    /// # Errors
    /// [`FaultKind::Overflow`] when a part leaves 64 bits.
    pub fn from_parts(parts: DurationParts) -> Result<Self, Fault> {
        Self::settle(parts).ok_or_else(overflow)
    }

    fn settle(parts: DurationParts) -> Option<Self> {
        let day = Decimal::from(SECONDS_PER_DAY);
        let of_month = parts.months.fraction().times(SECONDS_PER_MONTH)?;
        let of_day = parts.days.fraction().times(i128::from(SECONDS_PER_DAY))?;
        let mut rest = of_month.plus(of_day)?;
        let carried = rest.whole() / i128::from(SECONDS_PER_DAY);
        let mut days = parts.days.whole() + carried;
        rest = rest.plus(day.times(-carried)?)?;
        // A day forwards and half a day backwards is half a day.
        if days > 0 && rest.is_negative() {
            days -= 1;
            rest = rest.plus(day)?;
        } else if days < 0 && rest != Decimal::default() && !rest.is_negative() {
            days += 1;
            rest = rest.plus(day.times(-1)?)?;
        }
        let seconds = parts.seconds.plus(rest)?;
        let fraction = seconds.fraction().times(i128::from(NANOS_PER_SECOND))?;
        // The last of 18 digits of a month weighs less than this much of a nanosecond.
        let noise = SECONDS_PER_MONTH * 2 * i128::from(NANOS_PER_SECOND);
        let nanos = seconds.whole() * i128::from(NANOS_PER_SECOND) + fraction.settled(noise);
        let months = i64::try_from(parts.months.whole()).ok()?;
        Self::from_nanos(months, i64::try_from(days).ok()?, nanos).ok()
    }

    /// The months, with the years.
    #[must_use]
    pub fn months(&self) -> i64 {
        self.months
    }

    /// The days, with the weeks.
    #[must_use]
    pub fn days(&self) -> i64 {
        self.days
    }

    /// The seconds, with the hours and minutes, rounded down.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.seconds
    }

    /// The nanoseconds after the seconds, from 0.
    #[must_use]
    pub fn nanos(&self) -> i64 {
        self.nanos
    }

    /// The seconds as nanoseconds.
    #[must_use]
    pub fn total_nanos(&self) -> i128 {
        i128::from(self.seconds) * i128::from(NANOS_PER_SECOND) + i128::from(self.nanos)
    }

    /// The sum, part by part.
    ///
    /// # Errors
    /// [`FaultKind::Overflow`] when a part leaves 64 bits.
    pub fn plus(&self, other: &Self) -> Result<Self, Fault> {
        let months = self.months.checked_add(other.months).ok_or_else(overflow)?;
        let days = self.days.checked_add(other.days).ok_or_else(overflow)?;
        Self::from_nanos(months, days, self.total_nanos() + other.total_nanos())
    }

    /// The difference, part by part.
    ///
    /// # Errors
    /// [`FaultKind::Overflow`] when a part leaves 64 bits.
    pub fn minus(&self, other: &Self) -> Result<Self, Fault> {
        let months = self.months.checked_sub(other.months).ok_or_else(overflow)?;
        let days = self.days.checked_sub(other.days).ok_or_else(overflow)?;
        Self::from_nanos(months, days, self.total_nanos() - other.total_nanos())
    }

    /// Each part so many times; fractions become smaller parts.
    ///
    /// # Errors
    /// [`FaultKind::Overflow`] when a part leaves 64 bits, or the factor is not finite.
    pub fn times(&self, factor: Factor) -> Result<Self, Fault> {
        let product = match factor {
            Factor::Whole(factor) => self.times_whole(i128::from(factor)),
            Factor::Real(factor) => Decimal::from_float(factor).and_then(|factor| self.times_real(factor)),
        };
        product.ok_or_else(overflow)
    }

    fn times_whole(&self, factor: i128) -> Option<Self> {
        let months = i64::try_from(i128::from(self.months) * factor).ok()?;
        let days = i64::try_from(i128::from(self.days) * factor).ok()?;
        Self::from_nanos(months, days, self.total_nanos().checked_mul(factor)?).ok()
    }

    fn times_real(&self, factor: Decimal) -> Option<Self> {
        let nanos = factor.times(i128::from(self.nanos))?.over(i128::from(NANOS_PER_SECOND));
        Self::settle(DurationParts {
            months: factor.times(i128::from(self.months))?,
            days: factor.times(i128::from(self.days))?,
            seconds: factor.times(i128::from(self.seconds))?.plus(nanos)?,
        })
    }

    /// One of so many equal parts; fractions become smaller parts.
    ///
    /// # Errors
    /// [`FaultKind::DivisionByZero`]; [`FaultKind::Overflow`] when a part leaves 64 bits, or the divisor is NaN.
    pub fn over(&self, divisor: Factor) -> Result<Self, Fault> {
        let quotient = match divisor {
            Factor::Whole(0) => return Err(division_by_zero()),
            Factor::Real(0.0) => return Err(division_by_zero()),
            Factor::Whole(divisor) => self.over_whole(i128::from(divisor)),
            Factor::Real(divisor) => self.over_real(divisor),
        };
        quotient.ok_or_else(overflow)
    }

    fn over_whole(&self, divisor: i128) -> Option<Self> {
        Self::settle(DurationParts {
            months: Decimal::from_ratio(i128::from(self.months), divisor)?,
            days: Decimal::from_ratio(i128::from(self.days), divisor)?,
            seconds: Decimal::from_ratio(i128::from(self.seconds), divisor)?
                .plus(Decimal::from_ratio(i128::from(self.nanos), divisor * i128::from(NANOS_PER_SECOND))?)?,
        })
    }

    fn over_real(&self, divisor: f64) -> Option<Self> {
        let over = |part: i64| Decimal::from_float(part as f64 / divisor);
        let nanos = over(self.nanos)?.over(i128::from(NANOS_PER_SECOND));
        Self::settle(DurationParts {
            months: over(self.months)?,
            days: over(self.days)?,
            seconds: over(self.seconds)?.plus(nanos)?,
        })
    }

    fn average_seconds(&self) -> i128 {
        let days = i128::from(self.days) * i128::from(SECONDS_PER_DAY);
        i128::from(self.months) * SECONDS_PER_MONTH + days + i128::from(self.seconds)
    }
}

impl Ord for Duration {
    fn cmp(&self, other: &Self) -> Ordering {
        let averages = self.average_seconds().cmp(&other.average_seconds());
        let exact = |each: &Self| (each.nanos, each.months, each.days);
        averages.then_with(|| exact(self).cmp(&exact(other)))
    }
}
impl PartialOrd for Duration {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What a duration is multiplied with or divided by.
#[derive(Clone, Copy, Debug)]
pub enum Factor {
    /// A whole number.
    Whole(i64),
    /// A number with a fraction.
    Real(f64),
}

impl Factor {
    /// The factor that a value is; none when it is no number.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Int(number) => Some(Self::Whole(*number)),
            Value::Float(number) => Some(Self::Real(*number)),
            _ => None,
        }
    }
}

fn overflow() -> Fault {
    Fault::new(FaultKind::Overflow, "a part of the duration leaves the range of integers, which have 64 bits")
}

fn division_by_zero() -> Fault {
    Fault::new(FaultKind::DivisionByZero, "a duration is divided by zero")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_operation_on_extreme_durations_fails_otherwise_than_by_overflow() {
        let ends = [i64::MIN, -1, 0, 1, i64::MAX];
        let factors = [Factor::Whole(i64::MIN), Factor::Whole(-1), Factor::Whole(0), Factor::Whole(i64::MAX)];
        let reals = [f64::MAX, f64::MIN_POSITIVE, -0.1, f64::NAN, f64::INFINITY].map(Factor::Real);
        for months in ends {
            for seconds in ends {
                let duration = Duration::new(months, months, seconds, 0).expect("it is in range");
                assert_eq!(Duration::parse(&duration.to_string()).ok().unwrap_or(duration), duration);
                let other = Duration::new(seconds, 1, months, 999_999_999).unwrap_or_default();
                let mut results = vec![duration.plus(&other), duration.minus(&other)];
                for factor in factors.into_iter().chain(reals) {
                    results.push(duration.times(factor));
                    results.push(duration.over(factor));
                }
                for fault in results.into_iter().filter_map(Result::err) {
                    assert!(matches!(fault.kind, FaultKind::Overflow | FaultKind::DivisionByZero), "{}", fault.message);
                }
                assert!(duration.cmp(&other) == other.cmp(&duration).reverse());
            }
        }
    }

    #[test]
    fn a_product_and_its_quotient_are_the_same() {
        let mut random = fastrand::Rng::with_seed(3);
        for _ in 0..2_000 {
            let (months, days) = (random.i64(-9_999..9_999), random.i64(-99_999..99_999));
            let (seconds, nanos) = (random.i64(-9_999_999..9_999_999), random.i64(0..NANOS_PER_SECOND));
            let duration = Duration::new(months, days, seconds, nanos).expect("it is in range");
            let factor = Factor::Whole(random.i64(1..1_000));
            assert_eq!(duration.times(factor).and_then(|product| product.over(factor)), Ok(duration));
        }
    }
}
