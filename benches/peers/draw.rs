//! Random draws of the shapes that real graphs have, the same on every machine for one seed.

use fastrand::Rng;

/// A choice among `n` things whose `k`-th has the weight `1 / k^exponent`, as popularity mostly has.
pub struct Zipf(Vec<f64>);

impl Zipf {
    pub fn new(n: usize, exponent: f64) -> Self {
        Self::of((1..=n).map(|k| (k as f64).powf(-exponent)).collect())
    }

    /// A choice by any weights.
    pub fn of(weights: Vec<f64>) -> Self {
        let mut sum = 0.0;
        let sums = weights.into_iter().map(|weight| {
            sum += weight;
            sum
        });
        Self(sums.collect())
    }

    pub fn pick(&self, rng: &mut Rng) -> usize {
        let at = rng.f64() * self.0[self.0.len() - 1];
        self.0.partition_point(|sum| *sum < at).min(self.0.len() - 1)
    }
}

/// A number around 0 with deviation 1.
pub fn normal(rng: &mut Rng) -> f64 {
    (-2.0 * (1.0 - rng.f64()).ln()).sqrt() * (std::f64::consts::TAU * rng.f64()).cos()
}

/// A number from 0 on, mostly small and seldom very large: the smaller the exponent, the larger.
pub fn heavy(rng: &mut Rng, exponent: f64) -> f64 {
    (1.0 - rng.f64()).powf(-1.0 / exponent) - 1.0
}

/// A whole number from 0 on whose mean is `mean`, as many events as come when they come alone.
pub fn geometric(rng: &mut Rng, mean: f64) -> usize {
    ((1.0 - rng.f64()).ln() / (mean / (mean + 1.0)).ln()) as usize
}

/// A whole part, and one more as often as the rest says.
pub fn round(rng: &mut Rng, number: f64) -> usize {
    number as usize + usize::from(rng.f64() < number.fract())
}

/// Neighbors of each of `n` things, from pairs; those of thing `i` are `list[starts[i]..starts[i + 1]]`.
pub struct Lists {
    starts: Vec<u32>,
    list: Vec<u32>,
}

impl Lists {
    pub fn new(n: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0u32; n + 1];
        for (from, _) in pairs.clone() {
            starts[from as usize + 1] += 1;
        }
        for at in 0..n {
            starts[at + 1] += starts[at];
        }
        let (mut next, mut list) = (starts.clone(), vec![0; starts[n] as usize]);
        for (from, to) in pairs {
            list[next[from as usize] as usize] = to;
            next[from as usize] += 1;
        }
        Self { starts, list }
    }

    pub fn of(&self, at: u32) -> &[u32] {
        &self.list[self.starts[at as usize] as usize..self.starts[at as usize + 1] as usize]
    }
}
