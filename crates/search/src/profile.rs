//! How a path changes the charge: three numbers (Eisner, Funke and Storandt, AAAI 2011), and a
//! fourth, so that they serve any reserve.

/// The charge after a path as a function of the charge before it, in ticks of energy.
///
/// A path can be driven with a charge of at least `reserve + need`, and leaves
/// `min(charge - cost, capacity - top)`. Exact for recuperation, also when the battery is full on
/// the way and energy is lost. The numbers depend neither on the reserve nor on the capacity, so a
/// profile made once serves every trip of a car.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// Greatest energy that any first part of the path takes.
    pub need: i32,
    /// Energy that the path takes in sum.
    pub cost: i32,
    /// Energy that lacks from full at its end at least.
    pub top: i32,
    /// Greatest energy that any part of the path takes, wherever it begins: what a battery that was
    /// filled on the way needs, above the reserve.
    pub span: i32,
}

impl Profile {
    /// The path of no arcs. Nothing is asked of the charge there, not even the reserve.
    pub const STAY: Self = Self {
        need: i32::MIN / 2,
        cost: 0,
        top: 0,
        span: i32::MIN / 2,
    };

    /// The path of one arc that takes `energy`.
    pub fn arc(energy: i32) -> Self {
        Self {
            need: energy,
            cost: energy,
            top: energy.max(0),
            span: energy,
        }
    }

    /// This path and then `next`; `None` when not even a full battery drives both. `room` is the
    /// capacity without the reserve.
    #[inline]
    pub fn then(self, next: Self, room: i32) -> Option<Self> {
        let need = self.need.max(self.cost + next.need);
        let span = next.span.max(self.top + next.need);
        if need > room || span > room {
            return None;
        }
        Some(Self {
            need,
            // A gain beyond any capacity is one: the battery is full whatever it was before.
            cost: (self.cost + next.cost).max(COST_MIN),
            top: next.top.max(self.top + next.cost).max(0),
            span: span.max(self.span),
        })
    }

    /// True when, whatever the charge before, this path leaves no less than `other`.
    #[inline]
    pub fn is_no_worse(self, other: Self) -> bool {
        self.need <= other.need
            && self.cost <= other.cost
            && self.top <= other.top
            && self.span <= other.span
    }
}

/// The greatest capacity in ticks.
pub const CAPACITY_MAX: i32 = 1_000_000_000;
const COST_MIN: i32 = -CAPACITY_MAX;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The rules of a single arc, one after the other.
    fn drive(arcs: &[i32], mut charge: i32, reserve: i32, capacity: i32) -> Option<i32> {
        for energy in arcs {
            if charge - energy < reserve {
                return None;
            }
            charge = (charge - energy).min(capacity);
        }
        Some(charge)
    }

    proptest! {
        #[test]
        fn a_profile_says_what_driving_arc_by_arc_says(
            arcs in prop::collection::vec(-60..100_i32, 1..8),
            split in 0..8_usize,
            charge in 0..=200_i32,
            reserve in 0..50_i32,
        ) {
            let capacity = 200;
            let room = capacity - reserve;
            let split = split.min(arcs.len());
            let path = |arcs: &[i32]| {
                arcs.iter().try_fold(Profile::STAY, |path, arc| path.then(Profile::arc(*arc), room))
            };
            let whole = path(&arcs[..split]).zip(path(&arcs[split..]));
            let whole = whole.and_then(|(first, second)| first.then(second, room));
            // As the core has it: made for no reserve, used with one.
            let link = arcs.iter().try_fold(Profile::STAY, |path, arc| {
                path.then(Profile::arc(*arc), capacity)
            });
            prop_assert_eq!(whole, link.and_then(|link| Profile::STAY.then(link, room)));
            let by_profile = whole.filter(|p| charge >= reserve + p.need);
            let by_profile = by_profile.map(|p| (charge - p.cost).min(capacity - p.top));
            prop_assert_eq!(by_profile, drive(&arcs, charge, reserve, capacity));
        }
    }
}
