//! How a path changes the charge: three numbers (Eisner, Funke and Storandt, AAAI 2011).

use super::CHARGE_EPSILON;

/// The charge after a path as a function of the charge before it:
/// `min(before - cost, out_max)`, if `before` is at least `in_min`.
///
/// Exact for recuperation, also when the battery is full on the way and energy is lost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Profile {
    /// Least charge with which the path can be driven.
    pub(super) in_min: f64,
    /// Energy that the path takes in sum.
    pub(super) cost: f64,
    /// Greatest charge with which it can be left.
    pub(super) out_max: f64,
}

impl Profile {
    /// The path of no arcs.
    pub(super) fn stay(capacity: f64) -> Self {
        Self {
            in_min: f64::NEG_INFINITY,
            cost: 0.0,
            out_max: capacity,
        }
    }

    /// This path and then an arc that takes `energy` and must leave `reserve`.
    ///
    /// Returns `None` when even a full battery cannot drive it.
    pub(super) fn then(self, energy: f64, reserve: f64, capacity: f64) -> Option<Self> {
        let needed = reserve + energy;
        if self.out_max < needed - CHARGE_EPSILON {
            return None;
        }
        Some(Self {
            in_min: self.in_min.max(needed + self.cost),
            cost: self.cost + energy,
            out_max: capacity.min(self.out_max - energy),
        })
    }

    /// The charge after the path, for a charge before it of at least `in_min`.
    pub(super) fn after(&self, before: f64) -> f64 {
        (before - self.cost).min(self.out_max)
    }
}
