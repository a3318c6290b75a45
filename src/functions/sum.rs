//! Sums of numbers that do not depend on the order of the rows.
//!
//! Integers are summed in 128 bits. Floats are summed without any rounding on the way, after J. R. Shewchuk, "Adaptive
//! Precision Floating-Point Arithmetic and Fast Robust Geometric Predicates" (1997): the sum is kept as a few floats
//! that do not overlap, and is rounded once, at its end. So a plan may hand the rows over in any order. Only a sum that
//! leaves the range of floats on the way is infinite whatever follows.

/// A sum under way. Most sums are of integers alone, which take no more than this.
#[derive(Clone, Debug, Default)]
pub(super) struct Sum {
    whole: i128,
    floats: Option<Box<Floats>>,
}

/// A sum of floats under way.
#[derive(Clone, Debug, Default)]
struct Floats {
    /// Floats without common digits, in the order of their size, that together are the exact sum.
    partials: Vec<f64>,
    /// The plain sum, which alone knows of infinities and NaN.
    plain: f64,
}

impl Sum {
    /// Adds an integer. 2^64 of them fit.
    pub(super) fn add_int(&mut self, number: i64) {
        self.whole += i128::from(number);
    }

    /// Adds several integers.
    pub(super) fn add_ints(&mut self, numbers: &[i64]) {
        self.whole += numbers.iter().map(|number| i128::from(*number)).sum::<i128>();
    }

    /// Adds a float, mostly in O(1).
    pub(super) fn add_float(&mut self, number: f64) {
        let floats = self.floats.get_or_insert_default();
        floats.plain += number;
        if floats.plain.is_finite() {
            floats.fold_in(number);
        }
    }

    /// Adds all of another sum.
    pub(super) fn add_sum(&mut self, other: &Self) {
        self.whole += other.whole;
        let Some(later) = &other.floats else { return };
        let floats = self.floats.get_or_insert_default();
        floats.plain += later.plain;
        if floats.plain.is_finite() {
            later.partials.iter().for_each(|part| floats.fold_in(*part));
        }
    }

    /// The sum of what was added, if that were only integers and the sum is one of 64 bits.
    pub(super) fn whole(&self) -> Result<i64, i128> {
        i64::try_from(self.whole).map_err(|_| self.whole)
    }

    /// Whether a float was added.
    pub(super) fn has_float(&self) -> bool {
        self.floats.is_some()
    }

    /// The sum as a float.
    pub(super) fn real(&self) -> f64 {
        let mut all = self.floats.as_deref().cloned().unwrap_or_default();
        if !all.plain.is_finite() {
            return all.plain;
        }
        // An integer of 128 bits is the sum of three floats without a loss.
        let mut rest = self.whole;
        while rest != 0 {
            let part = rest as f64;
            all.fold_in(part);
            rest -= part as i128;
        }
        all.rounded()
    }
}

impl Floats {
    /// Adds to the exact sum.
    fn fold_in(&mut self, number: f64) {
        let mut carried = number;
        let mut kept = 0;
        for index in 0..self.partials.len() {
            let (high, low) = two_sum(carried, self.partials[index]);
            if low != 0.0 {
                self.partials[kept] = low;
                kept += 1;
            }
            carried = high;
        }
        self.partials.truncate(kept);
        self.partials.push(carried);
    }

    /// The float nearest to the exact sum.
    fn rounded(&self) -> f64 {
        let mut parts = self.partials.iter().rev().copied();
        let mut sum = parts.next().unwrap_or(0.0);
        while let Some(part) = parts.next() {
            let (high, low) = two_sum(sum, part);
            sum = high;
            if low != 0.0 {
                // A tie between two floats is decided by what is still to come.
                let beyond = parts.next().unwrap_or(0.0);
                let (doubled, carried) = (low * 2.0, sum + low * 2.0);
                if beyond * low > 0.0 && doubled == carried - sum {
                    sum = carried;
                }
                break;
            }
        }
        sum
    }
}

/// The rounded sum of two floats, and what rounding took away.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let (a, b) = if a.abs() < b.abs() { (b, a) } else { (a, b) };
    let high = a + b;
    (high, b - (high - a))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(numbers: &[f64]) -> f64 {
        let mut sum = Sum::default();
        numbers.iter().for_each(|number| sum.add_float(*number));
        sum.real()
    }

    #[test]
    fn floats_are_rounded_once() {
        assert_eq!(sum(&[]), 0.0);
        assert_eq!(sum(&[0.1; 10]), 1.0);
        assert_eq!(sum(&[0.1, 0.2, 0.3]), 0.6);
        assert_eq!(sum(&[1e16, 1.0, -1e16]), 1.0);
        assert_eq!(sum(&[1e300, 1.0, -1e300, 1e-300]), 1.0);
        // 1 and half a unit in its last place is a tie, which the smallest part decides.
        assert_eq!(sum(&[1.0, f64::EPSILON / 2.0, 1e-300]), 1.0 + f64::EPSILON);
        assert_eq!(sum(&[1.0, f64::EPSILON / 2.0, -1e-300]), 1.0);
        assert_eq!(sum(&[f64::INFINITY, 1.0]), f64::INFINITY);
        assert_eq!(sum(&[f64::MAX, f64::MAX]), f64::INFINITY);
        assert!(sum(&[f64::INFINITY, f64::NEG_INFINITY]).is_nan());
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter() {
        let mut numbers: Vec<f64> =
            (1..200).map(|n| f64::from(n).powi(n % 17 - 8) * f64::from(1 - 2 * (n % 2))).collect();
        let forward = sum(&numbers);
        numbers.reverse();
        assert_eq!(sum(&numbers).to_bits(), forward.to_bits());
        numbers.sort_by(f64::total_cmp);
        assert_eq!(sum(&numbers).to_bits(), forward.to_bits());
    }

    #[test]
    fn integers_and_floats_add_up_exactly() {
        let mut mixed = Sum::default();
        mixed.add_int(i64::MAX);
        mixed.add_int(i64::MAX);
        assert!(mixed.whole().is_err());
        mixed.add_int(-i64::MAX);
        assert_eq!(mixed.whole(), Ok(i64::MAX));
        mixed.add_float(-(2_f64.powi(63)));
        assert_eq!(mixed.real(), -1.0);
        assert!(mixed.has_float());
    }
}
