//! Lower bounds in few bytes.

use super::{ENERGY, LANES, UNREACHABLE};

/// Sums of all lanes in twelve bytes instead of twenty, rounded down where they are great: bounds
/// stay bounds. The sum of time alone is kept as it is, up to 37 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packed {
    /// The first lane, and above it by how many bits the others are shifted.
    first: u32,
    /// How much more the lanes of priced energy are than the first, and the lane of energy.
    others: [u16; LANES - 1],
}

/// Bits of the first lane.
const FIRST_BITS: u32 = 27;
/// All of them set: no way leads there.
const NO_WAY: u32 = (1 << FIRST_BITS) - 1;

impl hierarchy::Weights<LANES> for Packed {
    #[inline]
    fn pack([first, slope, rate, steep, energy]: [u32; LANES]) -> Self {
        if first >= UNREACHABLE {
            return Self {
                first: NO_WAY,
                others: [0; LANES - 1],
            };
        }
        let first = first.min(NO_WAY - 1);
        // Energy has no negative price: no lane but the last is less than the first.
        let more = [slope, rate, steep].map(|lane| lane.saturating_sub(first));
        let others = [more[0], more[1], more[2], energy];
        let bits = u32::BITS
            - others
                .iter()
                .fold(0, |all, other| all | other)
                .leading_zeros();
        let shift = bits.saturating_sub(u16::BITS);
        #[expect(clippy::cast_possible_truncation, reason = "16 bits are left")]
        let others = others.map(|other| (other >> shift) as u16);
        Self {
            first: first | shift << FIRST_BITS,
            others,
        }
    }

    #[inline]
    fn unpack(self) -> [u32; LANES] {
        if hierarchy::Weights::is_way(self) {
            self.sums()
        } else {
            [UNREACHABLE; LANES]
        }
    }

    #[inline]
    fn is_way(self) -> bool {
        self.first & NO_WAY != NO_WAY
    }

    #[inline]
    fn lower(self, least: &mut [u32; LANES], sums: &[u32; LANES]) {
        let energy = u32::from(self.others[ENERGY - 1]) << (self.first >> FIRST_BITS);
        let both = [(self.first & NO_WAY, sums[0]), (energy, sums[ENERGY])];
        if LOOKS_FIRST && is_no_less(both, most(least), least[ENERGY]) {
            return;
        }
        for ((least, own), sum) in least.iter_mut().zip(self.sums()).zip(sums) {
            *least = own.wrapping_add(*sum).min(*least);
        }
    }

    #[inline]
    fn lower_to(&mut self, a: &[u32; LANES], b: &[u32; LANES]) {
        let before = self.unpack();
        let both = [(a[0], b[0]), (a[ENERGY], b[ENERGY])];
        if LOOKS_FIRST && is_no_less(both, most(&before), before[ENERGY]) {
            return;
        }
        let sum = |lane: usize| a[lane].wrapping_add(b[lane]).min(before[lane]);
        let least = std::array::from_fn(sum);
        if least != before {
            *self = Self::pack(least);
        }
    }
}

impl Packed {
    /// The sums of a way.
    #[inline]
    fn sums(self) -> [u32; LANES] {
        let (first, shift) = (self.first & NO_WAY, self.first >> FIRST_BITS);
        let [slope, rate, steep, energy] = self.others.map(|other| u32::from(other) << shift);
        [first, first + slope, first + rate, first + steep, energy]
    }
}

/// Most ways lower nothing, and two lanes say so. Without vectors it pays to look at these first;
/// with them all lanes are as quick, and nothing has to be guessed.
const LOOKS_FIRST: bool = cfg!(target_arch = "wasm32");

/// The greatest of the lanes of time, with and without priced energy.
#[inline]
fn most(sums: &[u32; LANES]) -> u32 {
    sums[1].max(sums[2]).max(sums[3])
}

/// True when sums lower no lane, as the first and the one of energy say: no lane of priced energy is
/// less than the first.
#[inline]
fn is_no_less([first, energy]: [(u32, u32); 2], most: u32, most_energy: u32) -> bool {
    first.0.wrapping_add(first.1) >= most && energy.0.wrapping_add(energy.1) >= most_energy
}

#[cfg(test)]
mod tests {
    use hierarchy::Weights;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn where_no_way_leads_is_kept() {
        let nowhere = [UNREACHABLE; LANES];
        assert_eq!(Packed::pack(nowhere).unpack(), nowhere);
    }

    proptest! {
        #[test]
        fn sums_are_never_kept_as_more_and_hardly_as_less(
            first in 0..100_000_000_u32,
            more in prop::array::uniform3(0..1_000_000_000_u32),
            energy in 0..1_000_000_000_u32,
            short in 0..20_u32,
        ) {
            let more = more.map(|more| more >> short);
            let sums = [first, first + more[0], first + more[1], first + more[2], energy >> short];
            let kept = Packed::pack(sums).unpack();
            prop_assert_eq!(kept[0], first);
            let most = more.into_iter().chain([energy >> short]).max().unwrap_or(0);
            for (kept, sum) in kept.into_iter().zip(sums) {
                prop_assert!(kept <= sum && sum - kept <= most >> 15);
            }
            // What was rounded once stays.
            prop_assert_eq!(Packed::pack(kept).unpack(), kept);
        }
    }
}
