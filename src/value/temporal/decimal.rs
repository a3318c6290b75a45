//! Numbers with a fraction in parts of time: exact, so that a tenth of a day is a tenth of a day.

use crate::value::Value;

/// The parts of one.
const SCALE: i128 = 1_000_000_000_000_000_000;

/// A number with 18 digits after the point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decimal(i128);

impl Decimal {
    /// The number that a value is, when it is one; none beyond 64 bits.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Int(number) => Some(Self::from(*number)),
            Value::Float(number) => Self::from_float(*number),
            _ => None,
        }
    }

    /// The shortest decimal that reads back as the float, as people wrote it; none for NaN, an infinity, and what is
    /// beyond 64 bits.
    pub(super) fn from_float(number: f64) -> Option<Self> {
        if number.is_finite() { Self::parse(&number.to_string()) } else { None }
    }

    /// Reads digits with a point or comma and a sign; further digits than 18 after the point are left out.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let kept = &fraction[..fraction.len().min(18)];
        let padded: i128 = format!("{kept:0<18}").parse().ok()?;
        let whole = whole.parse::<u64>().ok().filter(|whole| *whole <= i64::MAX.unsigned_abs())?;
        let size = i128::from(whole) * SCALE + padded;
        Some(Self(if negative { -size } else { size }))
    }

    pub(super) fn from_ratio(number: i128, divisor: i128) -> Option<Self> {
        number.checked_mul(SCALE).map(|scaled| Self(scaled / divisor))
    }

    /// The sum.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// So many times the number.
    pub(super) fn times(self, factor: i128) -> Option<Self> {
        self.0.checked_mul(factor).map(Self)
    }

    /// One of so many equal parts.
    pub(super) fn over(self, divisor: i128) -> Self {
        Self(self.0 / divisor)
    }

    /// What is before the point.
    pub(super) fn whole(self) -> i128 {
        self.0 / SCALE
    }

    /// What is after the point, with the sign.
    pub(super) fn fraction(self) -> Self {
        Self(self.0 % SCALE)
    }

    /// The number without its fraction, unless that is so near to the next one that only the 18 digits separate them,
    /// as of three thirds.
    pub(super) fn settled(self, noise: i128) -> i128 {
        (self.0 + self.0.signum() * noise) / SCALE
    }

    pub(super) fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Self(i128::from(number) * SCALE)
    }
}
