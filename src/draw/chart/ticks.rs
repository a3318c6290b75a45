//! A stretch of years → where its axis begins, ends, and is marked.

/// The steps between marks, in years.
const STEPS: [f64; 9] = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 500.0, 1000.0];

/// The years of an axis, as many as have room when labels stand `apart` units from each other at least.
pub(super) fn ticks(first: f64, last: f64, width: f64, apart: f64) -> Vec<f64> {
    let most = (width / apart).max(1.0);
    let step = STEPS.into_iter().find(|step| (last - first) / step <= most).unwrap_or(last - first).max(1.0);
    let start = (first / step).ceil() as i64;
    let end = (last / step).floor() as i64;
    (start..=end).map(|at| at as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::ticks;

    #[test]
    fn labels_have_room() {
        assert_eq!(ticks(2008.0, 2012.0, 400.0, 60.0), [2008.0, 2009.0, 2010.0, 2011.0, 2012.0]);
        assert_eq!(ticks(2007.5, 2012.0, 180.0, 60.0), [2008.0, 2010.0, 2012.0]);
        assert_eq!(ticks(1990.0, 2020.0, 300.0, 60.0), [1990.0, 2000.0, 2010.0, 2020.0]);
        assert_eq!(ticks(2010.0, 2010.0, 100.0, 60.0), [2010.0]);
    }
}
