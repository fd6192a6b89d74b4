//! What driving slower saves, by the planner's own model of energy.

use planner::{Consumption, Driving, Stretch, Vehicle};
use units::{Celsius, KilometersPerHour, Meters, Seconds, WattHours};

/// Speeds that are tried, over the planned one: nobody creeps on a trunk road.
const FACTORS: [f64; 6] = [0.95, 0.9, 0.85, 0.8, 0.75, 0.7];

/// A car under the conditions of a trip.
#[derive(Debug, Clone, PartialEq)]
pub struct Pace {
    vehicle: Vehicle,
    driving: Driving,
}

impl Pace {
    /// That of a car that drives at `speed_factor` of usual speeds.
    pub fn new(vehicle: Vehicle, temperature: Celsius, payload_kg: f64, speed_factor: f64) -> Self {
        Self {
            vehicle,
            driving: Driving {
                payload_kg,
                speed_factor,
                ..Driving::at(temperature)
            },
        }
    }

    /// How much slower, in percent, saves a share of the battery over `length` that is planned to take
    /// `time`, and what it saves; `None` when 30 % do not. Climbs cost the same at any speed, so a flat
    /// road at the mean speed is reckoned: air drag goes with the square of the speed (docs/energy.md),
    /// heating with the time.
    pub fn slower(&self, length: Meters, time: Seconds, wanted: f64) -> Option<(u8, f64)> {
        let planned = self.energy(length, time, 1.0);
        let capacity = self.vehicle.capacity().0.max(1.0);
        let tried = (1..).zip(FACTORS).map(|(step, factor)| {
            let saved = (planned.0 - self.energy(length, time, factor).0) / capacity;
            (step * 5, saved)
        });
        let mut enough = tried.filter(|(_, saved)| *saved >= wanted);
        enough.next()
    }

    fn energy(&self, length: Meters, time: Seconds, factor: f64) -> WattHours {
        if length.0 <= 0.0 || time.0 <= 0.0 {
            return WattHours(0.0);
        }
        let usual = self.driving.speed_factor.max(0.1);
        let driving = Driving {
            speed_factor: usual * factor,
            ..self.driving
        };
        Consumption::new(&self.vehicle, &driving).of(&Stretch {
            length,
            time: Seconds(time.0 * usual),
            speed: KilometersPerHour(length.0 / time.0 * 3.6 / usual),
            climb: Meters(0.0),
            drop: Meters(0.0),
            elevation: Meters(0.0),
            displacement: (length, Meters(0.0)),
            is_carried: false,
        })
    }
}
