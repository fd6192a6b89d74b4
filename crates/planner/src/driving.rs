//! Under what conditions a trip is driven: weather, load, and how fast.

use serde::{Deserialize, Serialize};
use units::{Celsius, KilometersPerHour, angle};

/// Speed in km/h up to which junctions and traffic set the pace, not the driver (grade D).
const PACE_FROM: f64 = 30.0;
/// Speed in km/h from which the driver alone sets it (grade D).
const PACE_FULL: f64 = 90.0;

/// Steady wind.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wind {
    /// Its speed at the height of a car, in m/s. Forecasts give it 10 m above ground, where it is
    /// about 1.5 times as fast (logarithmic profile over open land, grade C).
    pub speed_m_s: f64,
    /// The direction that it blows from, in degrees clockwise from north: 270 is a west wind.
    pub from_deg: f64,
}

impl Wind {
    /// Parts of the headwind in m/s of a car that drives east, and of one that drives north.
    pub(crate) fn against(self) -> (f64, f64) {
        let from = self.from_deg.to_radians();
        (
            self.speed_m_s * angle::sin(from),
            self.speed_m_s * angle::cos(from),
        )
    }
}

/// What consumption and driving times depend on besides the car and the road.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Driving {
    /// Temperature outside.
    pub temperature: Celsius,
    /// Wind, everywhere the same.
    pub wind: Wind,
    /// Mass of passengers and luggage in kg, besides the driver.
    pub payload_kg: f64,
    /// Driven speed over the usual one on open roads.
    pub speed_factor: f64,
}

impl Driving {
    /// At `temperature`, without wind and load, at the usual speeds.
    pub fn at(temperature: Celsius) -> Self {
        Self {
            temperature,
            wind: Wind::default(),
            payload_kg: 0.0,
            speed_factor: 1.0,
        }
    }

    /// Driven speed over the usual one on roads of usual speed `usual`: 1 on slow streets, where
    /// junctions and traffic set the pace, [`Self::speed_factor`] on fast roads, straight between.
    pub(crate) fn pace(&self, usual: KilometersPerHour) -> f64 {
        let own = ((usual.0 - PACE_FROM) / (PACE_FULL - PACE_FROM)).clamp(0.0, 1.0);
        1.0 + (self.speed_factor - 1.0) * own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_driver_sets_the_pace_on_open_roads_only() {
        let slow = Driving {
            speed_factor: 0.8,
            ..Driving::at(Celsius(20.0))
        };
        for (usual, pace) in [
            (20.0, 1.0),
            (30.0, 1.0),
            (60.0, 0.9),
            (90.0, 0.8),
            (120.0, 0.8),
        ] {
            let found = slow.pace(KilometersPerHour(usual));
            assert!((found - pace).abs() < 1e-12, "{usual} km/h: {found}");
        }
    }

    #[test]
    fn a_west_wind_is_against_those_who_drive_west() {
        let wind = Wind {
            speed_m_s: 10.0,
            from_deg: 270.0,
        };
        let (east, north) = wind.against();
        assert!((east + 10.0).abs() < 1e-9 && north.abs() < 1e-9);
    }
}
