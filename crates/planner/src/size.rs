//! How large and heavy a vehicle is, and where it may not drive for it.

use roads::Limits;
use serde::{Deserialize, Serialize};

/// The outline of a vehicle. What is 0 is not known and never in the way.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Size {
    /// True for a heavy goods vehicle.
    pub is_truck: bool,
    /// Height in m.
    pub height_m: f64,
    /// Width in m.
    pub width_m: f64,
    /// Length in m.
    pub length_m: f64,
    /// Greatest load of an axle in kg.
    pub axle_kg: f64,
}

impl Size {
    /// True for a vehicle of which only the mass counts.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// True when a road with these limits lets the vehicle through, with a mass of `mass_kg`.
    pub fn fits(&self, limits: &Limits, mass_kg: f64) -> bool {
        let within = |found: f64, limit: Option<u16>, unit: f64| {
            limit.is_none_or(|limit| found <= f64::from(limit) * unit)
        };
        !(self.is_truck && limits.no_trucks)
            && within(mass_kg, limits.weight_100kg, 100.0)
            && within(self.axle_kg, limits.axle_100kg, 100.0)
            && within(self.height_m, limits.height_cm, 0.01)
            && within(self.width_m, limits.width_cm, 0.01)
            && within(self.length_m, limits.length_cm, 0.01)
    }

    /// Figures with the greatest that each may be.
    pub(crate) fn figures(&self) -> [(&'static str, f64, f64, &'static str); 4] {
        [
            ("size.height_m", self.height_m, 10.0, "0 to 10 m"),
            ("size.width_m", self.width_m, 10.0, "0 to 10 m"),
            ("size.length_m", self.length_m, 60.0, "0 to 60 m"),
            ("size.axle_kg", self.axle_kg, 60_000.0, "0 to 60000 kg"),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_is_kept_and_none_is_invented() {
        let truck = Size {
            is_truck: true,
            height_m: 4.0,
            width_m: 2.5,
            length_m: 12.0,
            axle_kg: 10_000.0,
        };
        let none = Limits::default();
        assert!(truck.fits(&none, 40_000.0));
        let all = [
            Limits {
                no_trucks: true,
                ..none
            },
            Limits {
                weight_100kg: Some(300),
                ..none
            },
            Limits {
                axle_100kg: Some(99),
                ..none
            },
            Limits {
                height_cm: Some(390),
                ..none
            },
            Limits {
                width_cm: Some(240),
                ..none
            },
            Limits {
                length_cm: Some(1190),
                ..none
            },
        ];
        for limits in all {
            assert!(!truck.fits(&limits, 30_100.0), "{limits:?}");
            assert!(limits.weight_100kg.is_some() || Size::default().fits(&limits, 30_100.0));
        }
        assert!(truck.fits(
            &Limits {
                weight_100kg: Some(301),
                ..none
            },
            30_100.0
        ));
    }
}
