//! Lower bounds in few bytes.

use super::{ENERGY, LANES, TIME, UNREACHABLE};

/// Sums of all lanes in twelve bytes instead of twenty, rounded down where they are great: bounds
/// stay bounds. The sum of time alone is kept as it is, up to 37 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packed {
    /// The lane of time alone, and above it by how many bits the others are shifted.
    time: u32,
    /// The lane of energy, and how much more those of priced energy are than the one of time.
    others: [u16; LANES - 1],
}

/// Bits of the lane of time.
const TIME_BITS: u32 = 27;
/// All of them set: no way leads there.
const NO_WAY: u32 = (1 << TIME_BITS) - 1;

impl hierarchy::Weights<LANES> for Packed {
    #[inline]
    fn pack([energy, rate, slope, time]: [u32; LANES]) -> Self {
        if time >= UNREACHABLE {
            return Self {
                time: NO_WAY,
                others: [0; LANES - 1],
            };
        }
        let time = time.min(NO_WAY - 1);
        // Energy has no negative price: no lane but its own is less than that of time.
        let [rate, slope] = [rate, slope].map(|lane| lane.saturating_sub(time));
        let others = [energy, rate, slope];
        let bits = u32::BITS
            - others
                .iter()
                .fold(0, |all, other| all | other)
                .leading_zeros();
        let shift = bits.saturating_sub(u16::BITS);
        #[expect(clippy::cast_possible_truncation, reason = "16 bits are left")]
        let others = others.map(|other| (other >> shift) as u16);
        Self {
            time: time | shift << TIME_BITS,
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
        self.time & NO_WAY != NO_WAY
    }

    #[inline]
    fn lower(self, least: &mut [u32; LANES], sums: &[u32; LANES]) {
        let energy = u32::from(self.others[ENERGY]) << (self.time >> TIME_BITS);
        let both = [(self.time & NO_WAY, sums[TIME]), (energy, sums[ENERGY])];
        if LOOKS_FIRST && is_no_less(both, most(least), least[ENERGY]) {
            return;
        }
        // Step by step for all lanes, so that the compiler makes vectors of it.
        let (time, shift) = (self.time & NO_WAY, self.time >> TIME_BITS);
        let base = [0, time, time];
        let own: [u32; LANES - 1] = std::array::from_fn(|lane| {
            (u32::from(self.others[lane]) << shift).wrapping_add(base[lane])
        });
        let both: [u32; LANES - 1] = std::array::from_fn(|lane| own[lane].wrapping_add(sums[lane]));
        let low: [u32; LANES - 1] = std::array::from_fn(|lane| both[lane].min(least[lane]));
        least[..TIME].copy_from_slice(&low);
        least[TIME] = time.wrapping_add(sums[TIME]).min(least[TIME]);
    }

    // A browser compiles a function well once it was called often. What calls this one is called once
    // for each car and weather, and would take it in as it is.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    fn lower_to(&mut self, a: &[u32; LANES], b: &[u32; LANES]) {
        let before = self.unpack();
        let both = [(a[TIME], b[TIME]), (a[ENERGY], b[ENERGY])];
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
        let (time, shift) = (self.time & NO_WAY, self.time >> TIME_BITS);
        let [energy, rate, slope] = self.others.map(|other| u32::from(other) << shift);
        [energy, time + rate, time + slope, time]
    }
}

/// Most ways lower nothing, and two lanes say so. Without vectors it pays to look at these first;
/// with them all lanes are as quick, and nothing has to be guessed.
const LOOKS_FIRST: bool = cfg!(target_arch = "wasm32");

/// The greatest of the lanes of time, with priced energy; none is less without.
#[inline]
fn most([_, rate, slope, _]: &[u32; LANES]) -> u32 {
    *rate.max(slope)
}

/// True when sums lower no lane, as those of time and of energy say: no lane of priced energy is
/// less than that of time alone.
#[inline]
fn is_no_less([time, energy]: [(u32, u32); 2], most: u32, most_energy: u32) -> bool {
    time.0.wrapping_add(time.1) >= most && energy.0.wrapping_add(energy.1) >= most_energy
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
            time in 0..100_000_000_u32,
            more in prop::array::uniform2(0..1_000_000_000_u32),
            energy in 0..1_000_000_000_u32,
            short in 0..20_u32,
        ) {
            let more = more.map(|more| more >> short);
            let [rate, slope] = more.map(|more| time + more);
            let sums = [energy >> short, rate, slope, time];
            let kept = Packed::pack(sums).unpack();
            prop_assert_eq!(kept[TIME], time);
            let most = more.into_iter().chain([energy >> short]).max().unwrap_or(0);
            for (kept, sum) in kept.into_iter().zip(sums) {
                prop_assert!(kept <= sum && sum - kept <= most >> 15);
            }
            // What was rounded once stays.
            prop_assert_eq!(Packed::pack(kept).unpack(), kept);
        }
    }
}
