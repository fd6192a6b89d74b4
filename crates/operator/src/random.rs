//! A small generator (splitmix64): the same seed gives the same city everywhere.

/// Numbers that follow from a seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Random(u64);

impl Random {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Another one, for the part of this number.
    #[must_use]
    pub fn part(&self, number: usize) -> Self {
        let mut part = Self(self.0 ^ (number as u64).wrapping_mul(0xd6e8_feb8_6659_fd93));
        part.next();
        part
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below 1.
    pub fn share(&mut self) -> f64 {
        // 32 bits are enough, and exact.
        f64::from(u32::try_from(self.next() >> 32).unwrap_or(0)) / 4_294_967_296.0
    }

    /// True with this probability.
    pub fn is(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// From `least` to below `limit`; `least` where there is nothing between.
    pub fn between(&mut self, least: u64, limit: u64) -> u64 {
        least + self.next() % limit.saturating_sub(least).max(1)
    }
}
