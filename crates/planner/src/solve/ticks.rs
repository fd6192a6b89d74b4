//! The size of ticks for one problem.

use units::{Seconds, WattHours};

use super::Problem;
use ::search::CAPACITY_MAX;

/// How many ticks a watt-hour and a second have: powers of ten, so that figures with a few
/// decimals are whole numbers of ticks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ticks {
    energy: f64,
    time: f64,
}

/// Closer than this to a whole number of ticks counts as one.
const ALMOST: f64 = 1e-6;

impl Ticks {
    /// The finest ticks that still fit.
    pub(super) fn of(problem: &Problem) -> Self {
        let all = problem.graph.edge_weights().map(|arc| arc.time.0);
        let longest = all.sum::<f64>().max(1.0);
        Self {
            energy: finest(f64::from(CAPACITY_MAX) / problem.capacity.0.max(1.0), 5),
            time: finest(1e9 / longest, 5).max(1000.0),
        }
    }

    /// Time in ticks, to the nearest.
    pub(super) fn time(self, time: Seconds) -> u32 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "casts of positive floats saturate"
        )]
        let ticks = (time.0 * self.time).round() as u32;
        ticks.min(u32::MAX / 4)
    }

    /// Time in ticks and parts of them.
    pub(super) fn seconds(self, time: Seconds) -> f64 {
        time.0 * self.time
    }

    /// Energy of an arc in ticks, rounded up: so no cycle comes to gain energy by rounding, and
    /// no plan to need more than it was found with. What is beyond any capacity stays so.
    pub(super) fn energy(self, energy: WattHours) -> i32 {
        let limit = CAPACITY_MAX + 1;
        to_i32((energy.0 * self.energy - ALMOST).ceil()).clamp(-limit, limit)
    }

    /// Charge in ticks and parts of them.
    pub(super) fn charge(self, charge: WattHours) -> f64 {
        charge.0 * self.energy
    }

    /// A limit from below in ticks.
    pub(super) fn charge_up(self, charge: WattHours) -> i32 {
        to_i32((charge.0 * self.energy - ALMOST).ceil())
    }

    /// A limit from above in ticks.
    pub(super) fn charge_down(self, charge: WattHours) -> i32 {
        to_i32((charge.0 * self.energy + ALMOST).floor())
    }

    /// A charge from ticks.
    pub(super) fn watt_hours(self, charge: f64) -> WattHours {
        WattHours(charge / self.energy)
    }
}

/// The greatest power of ten up to `most`, between one and `10^digits`.
fn finest(most: f64, digits: u8) -> f64 {
    let mut ticks = 1.0;
    for _ in 0..digits {
        if ticks * 10.0 <= most {
            ticks *= 10.0;
        }
    }
    ticks
}

#[expect(clippy::cast_possible_truncation, reason = "casts saturate")]
fn to_i32(value: f64) -> i32 {
    value as i32
}
