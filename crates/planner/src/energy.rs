//! Energy that a drive takes from the battery.
//!
//! At the wheel, `F = k (m g Crr(T) + ½ ρ(T, h) CdA v²)` over the length, plus `m g` times the
//! height; positive work is drawn through the drive train, negative work returns through
//! recuperation; cabin and electronics take their power for the time. `k` makes a flat drive at
//! 20 °C take the car's reference consumption, so it stands for all that the formula leaves out.

use roads::{Piece, RoadClass, RoadGraph, Way};
use units::{Celsius, KilometersPerHour, Meters, Seconds, WattHours};

use crate::Vehicle;
use crate::climate::{
    MILD, air_density, battery_share, cabin_power, charging_share, rolling_factor,
};

/// Standard gravity in m/s² (ISO 80000-3).
const GRAVITY: f64 = 9.806_65;
/// Share of the battery's energy that reaches the wheels (grade D: inverter, motor, gear).
const DRIVE_EFFICIENCY: f64 = 0.88;
/// Speeds in km/h whose even mix by length is "mixed driving", for the reference consumption.
const MIXED_SPEEDS: [f64; 3] = [40.0, 70.0, 100.0];

/// A stretch to drive at one speed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Its length.
    pub length: Meters,
    /// Time to drive it.
    pub time: Seconds,
    /// Speed on it.
    pub speed: KilometersPerHour,
    /// All rises added.
    pub climb: Meters,
    /// All falls added.
    pub drop: Meters,
    /// Mean height above sea level.
    pub elevation: Meters,
    /// True on a ferry, which carries the car: it takes time but no energy.
    pub is_carried: bool,
}

impl Stretch {
    /// The stretch that a way is. Ways off the network count as flat and at sea level, where air
    /// is thickest.
    pub fn of(way: &Way, roads: &RoadGraph) -> Self {
        let is_ferry = |piece: &Piece| roads.road(piece.road).class == RoadClass::Ferry;
        let (climb, drop, elevation) = match way {
            Way::Road(piece) => {
                let road = roads.road(piece.road);
                let (climb, drop) = road.climb_and_drop_of(*piece);
                let ends = roads.node(road.tail).elevation + roads.node(road.head).elevation;
                (climb, drop, ends * 0.5)
            }
            Way::Access { .. } => (Meters(0.0), Meters(0.0), Meters(0.0)),
        };
        Self {
            length: way.length(roads),
            time: way.time(roads),
            speed: way.speed(roads),
            climb,
            drop,
            elevation,
            is_carried: matches!(way, Way::Road(piece) if is_ferry(piece)),
        }
    }
}

/// What one vehicle takes at one temperature. Made once for a trip.
#[derive(Debug, Clone)]
pub struct Consumption {
    /// Rolling force in N, times `k`.
    rolling: f64,
    /// Drag force in N for 1 m/s and 1 kg/m³, times `k`.
    drag: f64,
    /// Weight in N.
    weight: f64,
    /// Cabin and electronics in W.
    steady: f64,
    /// Share of braking work that returns.
    recuperation: f64,
    /// Share of the drawn energy that leaves the battery.
    battery: f64,
    temperature: Celsius,
}

impl Consumption {
    /// The consumption of `vehicle`, which must have passed its check, at `temperature`.
    pub fn new(vehicle: &Vehicle, temperature: Celsius) -> Self {
        let k = calibration(vehicle);
        let weight = vehicle.mass_kg * GRAVITY;
        Self {
            rolling: k * weight * vehicle.rolling_resistance * rolling_factor(temperature),
            drag: k * 0.5 * vehicle.drag_area_m2,
            weight,
            steady: vehicle.auxiliary_w + cabin_power(temperature, vehicle.heating),
            // A cold battery takes back less, as it charges slower.
            recuperation: vehicle.recuperation_efficiency * charging_share(temperature),
            battery: battery_share(temperature, vehicle.battery),
            temperature,
        }
    }

    /// Energy that driving `stretch` takes from the battery; negative where it charges it.
    ///
    /// Rises and falls are taken as a steady climb and a steady descent one after the other, each
    /// over its share of the length.
    pub fn of(&self, stretch: &Stretch) -> WattHours {
        if stretch.is_carried {
            return WattHours(0.0);
        }
        let speed = stretch.speed.0 / 3.6;
        let density = air_density(self.temperature, stretch.elevation);
        let resistance = self.rolling + self.drag * density * speed * speed;
        let height = stretch.climb.0 + stretch.drop.0;
        let climbing = if height > 0.0 {
            stretch.climb.0 / height
        } else {
            1.0
        };
        let work = resistance * stretch.length.0;
        let up = work * climbing + self.weight * stretch.climb.0;
        let down = work * (1.0 - climbing) - self.weight * stretch.drop.0;
        let drawn = self.at_battery(up) + self.at_battery(down) + self.steady * stretch.time.0;
        let drawn = if drawn > 0.0 {
            drawn / self.battery
        } else {
            drawn * self.battery
        };
        WattHours::from_joules(drawn)
    }

    /// Energy that comes back for each metre of descent at most, in watt-hours.
    pub(crate) fn returned(&self) -> WattHours {
        WattHours::from_joules(self.weight * self.recuperation * self.battery)
    }

    /// Battery-side energy in J of `work` in J at the wheel.
    fn at_battery(&self, work: f64) -> f64 {
        if work > 0.0 {
            work / DRIVE_EFFICIENCY
        } else {
            work * self.recuperation
        }
    }
}

/// The factor `k` that makes mixed flat driving at 20 °C and sea level take the reference
/// consumption. Not positive when the electronics alone take more.
pub(crate) fn calibration(vehicle: &Vehicle) -> f64 {
    let density = air_density(MILD, Meters(0.0));
    let count = 3.0;
    let mean = |of: fn(f64) -> f64| MIXED_SPEEDS.iter().map(|v| of(v / 3.6)).sum::<f64>() / count;
    let resistance = vehicle.mass_kg * GRAVITY * vehicle.rolling_resistance
        + 0.5 * density * vehicle.drag_area_m2 * mean(|speed| speed * speed);
    let electronics = vehicle.auxiliary_w * mean(|speed| 1.0 / speed);
    // kWh per 100 km times 36 is J per m.
    (vehicle.reference_kwh_per_100km * 36.0 - electronics) * DRIVE_EFFICIENCY / resistance
}

#[cfg(test)]
mod tests;
