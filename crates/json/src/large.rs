//! Whole numbers of any size, with the few operations that reading and writing floats asks for.

use std::cmp::Ordering;

/// A whole number, its least significant word first, without zeros at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Large(Vec<u32>);

impl Large {
    pub(crate) fn new(value: u64) -> Self {
        let mut large = Self(vec![low_word(value), low_word(value >> 32)]);
        large.trim();
        large
    }

    /// Multiplies by `factor` and adds `more`.
    pub(crate) fn multiply_add(&mut self, factor: u32, more: u32) {
        let mut carry = u64::from(more);
        for word in &mut self.0 {
            carry += u64::from(*word) * u64::from(factor);
            *word = low_word(carry);
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(low_word(carry));
        }
    }

    /// Multiplies by a power of ten.
    pub(crate) fn scale(&mut self, tens: u32) {
        for _ in 0..tens {
            self.multiply_add(10, 0);
        }
    }

    /// Multiplies by a power of two.
    pub(crate) fn shift(&mut self, bits: u32) {
        self.multiply_add(1 << (bits % 32), 0);
        let zeros = std::iter::repeat_n(0, bits as usize / 32);
        self.0.splice(0..0, zeros);
        self.trim();
    }

    /// This and `other` together.
    pub(crate) fn plus(&self, other: &Self) -> Self {
        let mut sum = self.clone();
        sum.0.resize(self.0.len().max(other.0.len()) + 1, 0);
        let mut carry = 0;
        for (at, word) in sum.0.iter_mut().enumerate() {
            carry += u64::from(*word) + u64::from(other.word(at));
            *word = low_word(carry);
            carry >>= 32;
        }
        sum.trim();
        sum
    }

    /// Takes off `other`, which must not be greater.
    pub(crate) fn subtract(&mut self, other: &Self) {
        let mut borrow = false;
        for (at, word) in self.0.iter_mut().enumerate() {
            let (rest, below) = word.overflowing_sub(other.word(at));
            let (rest, again) = rest.overflowing_sub(u32::from(borrow));
            *word = rest;
            borrow = below || again;
        }
        self.trim();
    }

    /// Number of bits without zeros in front.
    pub(crate) fn bits(&self) -> u32 {
        let words = u32::try_from(self.0.len()).unwrap_or(u32::MAX / 32);
        self.0
            .last()
            .map_or(0, |last| words * 32 - last.leading_zeros())
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    fn word(&self, at: usize) -> u32 {
        self.0.get(at).copied().unwrap_or(0)
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

impl PartialOrd for Large {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Large {
    fn cmp(&self, other: &Self) -> Ordering {
        let words = self.0.len().max(other.0.len());
        let differs = (0..words)
            .rev()
            .map(|at| self.word(at).cmp(&other.word(at)));
        differs
            .into_iter()
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the low word is meant")]
fn low_word(value: u64) -> u32 {
    value as u32
}
