//! Requests that were here before.

use std::collections::BTreeMap;

/// Sequence numbers of one second: four digits.
const NUMBERS: usize = 10_000;

/// Which requests of the last while were seen, by second and sequence number: a bit each.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    seconds: BTreeMap<i64, Box<[u64; NUMBERS.div_ceil(64)]>>,
}

impl Seen {
    /// Remembers a request; false when it was here before. Seconds before `oldest` are forgotten:
    /// they must be refused for their time.
    pub(crate) fn is_new(&mut self, second: i64, number: u32, oldest: i64) -> bool {
        if self
            .seconds
            .first_key_value()
            .is_some_and(|first| *first.0 < oldest)
        {
            self.seconds = self.seconds.split_off(&oldest);
        }
        let number = number as usize % NUMBERS;
        let bits = self
            .seconds
            .entry(second)
            .or_insert_with(|| Box::new([0; NUMBERS.div_ceil(64)]));
        let (word, bit) = (&mut bits[number / 64], 1_u64 << (number % 64));
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_request_is_new_once() {
        let mut seen = Seen::default();
        for number in [0, 1, 63, 64, 9_999] {
            assert!(seen.is_new(100, number, 50));
            assert!(!seen.is_new(100, number, 50));
            assert!(seen.is_new(101, number, 50));
        }
        assert_eq!(seen.seconds.len(), 2);
        assert!(seen.is_new(200, 0, 150));
        assert_eq!(seen.seconds.len(), 1);
    }
}
