//! A share of a count, with its interval.

use core::fmt;

/// `hits` of `n`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// How many had the property.
    pub hits: u32,
    /// How many were looked at.
    pub n: u32,
}

impl Rate {
    /// Counts one more.
    pub fn add(&mut self, hit: bool) {
        self.hits += u32::from(hit);
        self.n += 1;
    }

    /// Both counts together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { hits: self.hits + other.hits, n: self.n + other.n }
    }

    /// The share; 0 of nothing is 0.
    pub fn share(self) -> f64 {
        f64::from(self.hits) / f64::from(self.n.max(1))
    }

    /// How many of 1,000.
    pub fn per_thousand(self) -> f64 {
        self.share() * 1000.0
    }

    /// Wilson's 95 % interval, which stays within 0 and 1 and is honest where n is small.
    pub fn interval(self) -> (f64, f64) {
        if self.n == 0 {
            return (0.0, 1.0);
        }
        const Z: f64 = 1.959_963_984_540_054;
        let n = f64::from(self.n);
        let p = self.share();
        let middle = (p + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
        let half = Z / (1.0 + Z * Z / n) * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        ((middle - half).max(0.0), (middle + half).min(1.0))
    }
}

/// `0.93 (0.86–0.97) 64`: share, interval, n. Nothing counted is `–`.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.n == 0 {
            return f.pad("–");
        }
        let (low, high) = self.interval();
        f.pad(&format!("{:.2} ({low:.2}–{high:.2}) {}", self.share(), self.n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_written_with_its_wilson_interval_and_n() {
        assert_eq!(Rate { hits: 9, n: 10 }.to_string(), "0.90 (0.60–0.98) 10");
        assert_eq!(Rate { hits: 0, n: 50 }.to_string(), "0.00 (0.00–0.07) 50");
        assert_eq!(Rate::default().to_string(), "–");
    }
}
