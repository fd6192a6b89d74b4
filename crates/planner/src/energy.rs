//! Energy that a drive takes from the battery.
//!
//! At the wheel, over a stretch of length `L` driven at `v` in time `t`:
//!
//! | term | work | source |
//! |---|---|---|
//! | rolling | `k m g Crr(T) L` | `Crr` by the car; with temperature UN GTR 15 |
//! | air | `k ½ ρ(T, h) CdA (q v² L + 2 v w D + w² L)` | `ρ` by ISO 2533; `w` speed of the wind, `D` how far the stretch leads against it |
//! | slope | `m g` times the rises, less `m g` times the falls | ISO 80000-3 |
//! | uneven speed | `m a L` to speed up, less `m a L` to slow down | `a` and `q` by test cycles |
//!
//! Rises and speeding up are taken as one half of the stretch, falls and slowing down as the other.
//! What either half needs is drawn through the drive train; what is left over returns through
//! recuperation, but not more than its power for the time. Cabin and electronics take theirs for
//! all the time. A cold battery gives a share of what is drawn.
//!
//! `k` makes mixed driving at 20 °C take the car's reference consumption, so it stands for all that
//! the formula leaves out; with figures as published and `k` = 1 the formula is within 15 % of
//! published consumption (`energy/published.rs`).
//!
//! The term of the wind is exact along the way, whatever its bends, as `D` is the sum of all their
//! parts against the wind; across the way it counts the whole `w²`, which is at least what a car of
//! the same drag area from all sides has. It never gets negative: `D` is at most `L`.

use serde::Serialize;
use units::{Celsius, KilometersPerHour, Meters, Seconds, WattHours};

use crate::climate::{
    MILD, air_density, battery_share, cabin_power, charging_share, interpolate, rolling_factor,
};
use crate::{Driving, Line, Stretch, Vehicle};
use search::bounded;

/// Standard gravity in m/s² (ISO 80000-3).
const GRAVITY: f64 = 9.806_65;

/// "Mixed driving", for the reference consumption: shares of the length and usual speeds in km/h
/// of the four phases of WLTC class 3b (UN GTR 15). The last is driven evenly, as roads of its kind
/// are, at the speed whose square is that of the phase.
const MIXED: [(f64, f64); 4] = [(0.133, 25.0), (0.204, 44.0), (0.308, 60.0), (0.355, 109.0)];

/// What one vehicle takes under some conditions. Made once for a trip.
#[derive(Debug, Clone)]
pub struct Consumption {
    /// Rolling force in N, times `k`.
    rolling: f64,
    /// Drag force in N for 1 m/s and 1 kg/m³, times `k`.
    drag: f64,
    /// Mass in kg, with all that it carries.
    mass: f64,
    /// Cabin and electronics in W.
    steady: f64,
    drive_efficiency: f64,
    /// Share of braking work that returns.
    recuperation: f64,
    /// Greatest power of that in W.
    recuperation_max: f64,
    /// Share of the drawn energy that leaves the battery.
    battery: f64,
    /// Headwind of a car that drives east and of one that drives north, in m/s.
    against: (f64, f64),
    speeding_up: Line,
    uneven_speed: Line,
    driving: Driving,
}

/// What temperature and calibration come to for one car: derived figures, to be shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effects {
    /// The factor `k` on rolling resistance and drag.
    pub calibration: f64,
    /// Density of the air at sea level in kg/m³.
    pub air_density_kg_m3: f64,
    /// Factor on rolling resistance.
    pub rolling_factor: f64,
    /// Electric power for the cabin in W.
    pub cabin_w: f64,
    /// Share of the drawn energy that leaves the battery.
    pub battery_share: f64,
    /// Share of the mild charging power.
    pub charging_share: f64,
    /// Greatest power that braking returns, in kW.
    pub recuperation_kw_max: f64,
}

impl Effects {
    /// The figures of `vehicle`, which must have passed its check, at `temperature`.
    pub fn of(vehicle: &Vehicle, temperature: Celsius) -> Self {
        let known = &vehicle.assumptions;
        let charging = charging_share(known, temperature);
        Self {
            calibration: calibration(vehicle),
            air_density_kg_m3: air_density(temperature, Meters(0.0)),
            rolling_factor: rolling_factor(known, temperature),
            cabin_w: cabin_power(known, temperature, vehicle.heating),
            battery_share: battery_share(known, temperature, vehicle.battery),
            charging_share: charging,
            recuperation_kw_max: vehicle.recuperation_kw_max * charging,
        }
    }
}

impl Consumption {
    /// The consumption of `vehicle`, which must have passed its check.
    pub fn new(vehicle: &Vehicle, driving: &Driving) -> Self {
        Self::scaled(vehicle, driving, calibration(vehicle))
    }

    /// With `k` as given.
    fn scaled(vehicle: &Vehicle, driving: &Driving, k: f64) -> Self {
        let temperature = driving.temperature;
        let known = &vehicle.assumptions;
        let charging = charging_share(known, temperature);
        let mass = vehicle.mass_kg + driving.payload_kg;
        let resistance = vehicle.rolling_resistance * rolling_factor(known, temperature);
        Self {
            rolling: k * mass * GRAVITY * resistance,
            drag: k * 0.5 * vehicle.drag_area_m2,
            mass,
            steady: vehicle.auxiliary_w + cabin_power(known, temperature, vehicle.heating),
            drive_efficiency: known.drive_efficiency,
            recuperation: vehicle.recuperation_efficiency,
            // A cold battery takes less back, as it charges slower.
            recuperation_max: vehicle.recuperation_kw_max * 1000.0 * charging,
            battery: battery_share(known, temperature, vehicle.battery),
            against: driving.wind.against(),
            speeding_up: known.speeding_up.clone(),
            uneven_speed: known.uneven_speed.clone(),
            driving: *driving,
        }
    }

    /// Energy that driving `stretch` takes from the battery; negative where it charges it.
    pub fn of(&self, stretch: &Stretch) -> WattHours {
        if stretch.is_carried {
            return WattHours(0.0);
        }
        let time = self.time(stretch);
        let work = self.resistance(stretch);
        let pace = self.driving.pace(stretch.speed);
        let swing = interpolate(&self.speeding_up, stretch.speed.0) * pace * pace;
        let swing = self.mass * swing * stretch.length.0;
        let rise = self.mass * GRAVITY * stretch.climb.0 + swing;
        let fall = self.mass * GRAVITY * stretch.drop.0 + swing;
        let rising = if rise + fall > 0.0 {
            rise / (rise + fall)
        } else {
            1.0
        };
        let up = work * rising + rise;
        let down = work * (1.0 - rising) - fall;
        let braking = Seconds(time.0 * (1.0 - rising));
        let drawn = self.at_battery(up, time) + self.at_battery(down, braking);
        let drawn = drawn + self.steady * time.0;
        let drawn = if drawn > 0.0 {
            drawn / self.battery
        } else {
            drawn * self.battery
        };
        WattHours::from_joules(drawn)
    }

    /// Time that `stretch` takes.
    pub fn time(&self, stretch: &Stretch) -> Seconds {
        if stretch.is_carried {
            return stretch.time;
        }
        stretch.time_at(self.driving.pace(stretch.speed))
    }

    /// Energy that comes back for each metre of descent at most, in watt-hours.
    pub(crate) fn returned(&self) -> WattHours {
        WattHours::from_joules(self.mass * GRAVITY * self.recuperation * self.battery)
    }

    /// Work in J against rolling resistance and air.
    fn resistance(&self, stretch: &Stretch) -> f64 {
        let length = stretch.length.0;
        let speed = stretch.speed.0 / 3.6 * self.driving.pace(stretch.speed);
        let wind = self.driving.wind.speed_m_s;
        let (east, north) = stretch.displacement;
        let along = self.against.0 * east.0 + self.against.1 * north.0;
        // Lengths in tables may be rounded below the straight line.
        let along = bounded(along, -wind * length, wind * length);
        let uneven = interpolate(&self.uneven_speed, stretch.speed.0);
        let air = uneven * speed * speed * length + 2.0 * speed * along + wind * wind * length;
        let density = air_density(self.driving.temperature, stretch.elevation);
        self.rolling * length + self.drag * density * air
    }

    /// Battery-side energy in J of `work` in J at the wheel, done in `time`.
    fn at_battery(&self, work: f64, time: Seconds) -> f64 {
        if work > 0.0 {
            work / self.drive_efficiency
        } else {
            (work * self.recuperation).max(-self.recuperation_max * time.0)
        }
    }

    /// Energy in Wh for a kilometre of mixed driving.
    fn mixed(&self) -> f64 {
        let each = MIXED.iter().map(|(share, speed)| {
            let stretch = flat(Meters(1000.0 * share), KilometersPerHour(*speed));
            self.of(&stretch).0
        });
        each.sum()
    }
}

/// A flat stretch at sea level that leads nowhere.
fn flat(length: Meters, speed: KilometersPerHour) -> Stretch {
    Stretch {
        length,
        time: Seconds(length.0 * 3.6 / speed.0),
        speed,
        climb: Meters(0.0),
        drop: Meters(0.0),
        elevation: Meters(0.0),
        displacement: (Meters(0.0), Meters(0.0)),
        is_carried: false,
    }
}

/// The factor `k` that makes mixed flat driving at 20 °C and sea level take the reference
/// consumption. Not positive when that is not enough even without any resistance.
pub(crate) fn calibration(vehicle: &Vehicle) -> f64 {
    const MOST: f64 = 64.0;
    // Consumption rises with k, so halving finds it; the steps are the same on every platform.
    const HALVINGS: usize = 60;
    let driving = Driving::at(MILD);
    let mixed = |k| Consumption::scaled(vehicle, &driving, k).mixed();
    let reference = vehicle.reference_kwh_per_100km * 10.0;
    let (mut low, mut high) = (0.0, MOST);
    if mixed(low) >= reference {
        return 0.0;
    }
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if mixed(middle) < reference {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod published;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod winter;
