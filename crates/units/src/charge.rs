//! How full a battery is.

use serde::{Deserialize, Serialize};

use crate::WattHours;

/// Share of usable battery capacity, always within `0.0..=1.0`.
///
/// Percent exists only on screen.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct StateOfCharge(f64);

impl StateOfCharge {
    /// An empty battery.
    pub const EMPTY: Self = Self(0.0);
    /// A full battery.
    pub const FULL: Self = Self(1.0);

    /// Returns `None` outside `0.0..=1.0`, and for NaN.
    pub fn from_fraction(fraction: f64) -> Option<Self> {
        (0.0..=1.0).contains(&fraction).then_some(Self(fraction))
    }

    /// The share of `capacity` that `energy` is, cut to `0.0..=1.0`.
    pub fn of(energy: WattHours, capacity: WattHours) -> Self {
        Self((energy.0 / capacity.0).clamp(0.0, 1.0))
    }

    /// The share as a number within `0.0..=1.0`.
    pub fn fraction(self) -> f64 {
        self.0
    }

    /// The greater of two.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }

    /// The energy that this share of `capacity` holds.
    pub fn energy(self, capacity: WattHours) -> WattHours {
        capacity * self.0
    }
}

impl TryFrom<f64> for StateOfCharge {
    type Error = String;

    fn try_from(fraction: f64) -> Result<Self, String> {
        Self::from_fraction(fraction).ok_or_else(|| {
            format!(
                "state of charge {} is outside 0 to 1",
                json::plain(fraction)
            )
        })
    }
}

impl From<StateOfCharge> for f64 {
    fn from(charge: StateOfCharge) -> Self {
        charge.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charge_outside_the_battery_is_refused() {
        assert!(StateOfCharge::from_fraction(1.01).is_none());
        assert!(StateOfCharge::from_fraction(-0.01).is_none());
        assert!(StateOfCharge::from_fraction(f64::NAN).is_none());
    }

    #[test]
    fn energy_and_share_are_inverse() {
        let capacity = WattHours(44_000.0);
        let charge = StateOfCharge::from_fraction(0.45).unwrap();
        assert_eq!(StateOfCharge::of(charge.energy(capacity), capacity), charge);
    }
}
