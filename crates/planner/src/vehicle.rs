//! A car as the planner needs it, and the checks on figures that come from outside.

use container::Text;
use serde::{Deserialize, Serialize};
use stations::Station;
use thiserror::Error;
use units::WattHours;

use crate::{Assumptions, Size};

/// Heating of the cabin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heating {
    /// A heat pump, which falls back to plain heating in deep cold.
    HeatPump,
    /// An electric resistor.
    Resistive,
}

/// Cell chemistry, which decides what cold does to a battery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Battery {
    /// Lithium iron phosphate.
    Lfp,
    /// Nickel manganese cobalt.
    Nmc,
}

/// Where a charging curve comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CurveKind {
    /// A general shape, scaled to the car's greatest power.
    Template,
    /// Measured on the car.
    Measured,
}

/// A car. The field names are those of `data/vehicles.toml`, explained in `data/README.md`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vehicle {
    /// Short id.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Usable energy of the battery in kWh; the gross capacity is not usable.
    pub usable_kwh: f64,
    /// Mass with a driver in kg.
    pub mass_kg: f64,
    /// Drag coefficient times frontal area in m².
    pub drag_area_m2: f64,
    /// Rolling resistance coefficient at 20 °C, without unit.
    pub rolling_resistance: f64,
    /// Consumption in kWh per 100 km at 20 °C on flat roads in mixed driving.
    pub reference_kwh_per_100km: f64,
    /// Lights and electronics in W.
    pub auxiliary_w: f64,
    /// How the cabin is heated.
    pub heating: Heating,
    /// Part of the braking energy that returns to the battery, 0 to 0.95.
    pub recuperation_efficiency: f64,
    /// Power in kW that braking returns to the battery at most, when mild.
    #[serde(default = "default_recuperation_kw_max")]
    pub recuperation_kw_max: f64,
    /// Cell chemistry.
    pub battery: Battery,
    /// Greatest direct-current charging power in kW; 0 when it has no such socket.
    pub dc_kw_max: f64,
    /// Greatest alternating-current charging power in kW; 0 when it has no such socket.
    pub ac_kw_max: f64,
    /// Where the curve comes from.
    pub curve_kind: CurveKind,
    /// Direct-current charging power in kW over state of charge (0 to 1), from 0 to 1.
    pub curve: Vec<(f64, f64)>,
    /// Whether the battery can be swapped.
    #[serde(default)]
    pub swap: bool,
    /// What a station that swaps batteries must name for this car, in any language: makes, kinds.
    #[serde(default)]
    pub swap_with: Vec<String>,
    /// How large it is: what roads have limits for.
    #[serde(default, skip_serializing_if = "Size::is_default")]
    pub size: Size,
    /// How well the figures are known, A to D.
    #[serde(default)]
    pub grade: String,
    /// What is derived or estimated.
    #[serde(default)]
    pub note: String,
    /// Where the figures come from.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What the energy model takes as known of every car; a file may change it for this one.
    #[serde(default, skip_serializing_if = "Assumptions::is_default")]
    pub assumptions: Assumptions,
}

/// What a car returns at most where its record does not say (grade D: small cars of today return
/// 40 to 70 kW, large ones more).
fn default_recuperation_kw_max() -> f64 {
    50.0
}

/// A figure of a vehicle that no car has.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("vehicle \"{vehicle}\": {field} is {found}, expected {expected}")]
pub struct VehicleError {
    /// Id of the vehicle.
    pub vehicle: String,
    /// The field.
    pub field: &'static str,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: &'static str,
}

/// The few numbers by which a driver describes a car that is not in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OwnCar {
    /// Usable energy of the battery in kWh.
    pub usable_kwh: f64,
    /// Consumption in kWh per 100 km in mild weather.
    pub reference_kwh_per_100km: f64,
    /// Greatest direct-current charging power in kW.
    pub dc_kw_max: f64,
    /// Mass with a driver in kg.
    pub mass_kg: f64,
}

impl Default for OwnCar {
    fn default() -> Self {
        Self {
            usable_kwh: 50.0,
            reference_kwh_per_100km: 14.0,
            dc_kw_max: 80.0,
            mass_kg: 1700.0,
        }
    }
}

/// Charging power over charge as a share of the greatest: the template of `data/vehicles.toml`.
const TEMPLATE_CURVE: [(f64, f64); 9] = [
    (0.0, 0.85),
    (0.1, 1.0),
    (0.5, 1.0),
    (0.6, 0.85),
    (0.7, 0.7),
    (0.8, 0.55),
    (0.9, 0.32),
    (0.95, 0.2),
    (1.0, 0.1),
];

impl OwnCar {
    /// The id of every car made from few numbers.
    pub const ID: &'static str = "own";

    /// A whole car: what the driver did not say is that of a middling hatchback without heat
    /// pump, so that the plan errs on the careful side.
    pub fn into_vehicle(self) -> Result<Vehicle, VehicleError> {
        let vehicle = self.blank();
        vehicle.check()?;
        Ok(vehicle)
    }

    /// The same before any check.
    pub(crate) fn blank(self) -> Vehicle {
        Vehicle {
            id: Self::ID.into(),
            zh: "我的车".into(),
            en: "My own car".into(),
            usable_kwh: self.usable_kwh,
            mass_kg: self.mass_kg,
            drag_area_m2: 0.68,
            rolling_resistance: 0.009,
            reference_kwh_per_100km: self.reference_kwh_per_100km,
            auxiliary_w: 300.0,
            heating: Heating::Resistive,
            recuperation_efficiency: 0.62,
            recuperation_kw_max: default_recuperation_kw_max(),
            battery: Battery::Lfp,
            dc_kw_max: self.dc_kw_max,
            ac_kw_max: 6.6,
            curve_kind: CurveKind::Template,
            curve: TEMPLATE_CURVE
                .iter()
                .map(|(soc, share)| (*soc, share * self.dc_kw_max))
                .collect(),
            swap: false,
            swap_with: Vec::new(),
            size: Size::default(),
            grade: "D".into(),
            note: "Few numbers by the driver; the rest is a middling hatchback.".into(),
            sources: Vec::new(),
            assumptions: Assumptions::default(),
        }
    }
}

impl Vehicle {
    /// Its name in both languages.
    pub fn name(&self) -> Text {
        Text::new(&self.zh, &self.en)
    }

    /// True when its battery can be swapped at `station`, as far as is known: when the station
    /// names something that the vehicle answers to.
    pub fn can_swap_at(&self, station: &Station) -> bool {
        let names = station.swap.as_ref().map(|swap| &swap.vehicles);
        // Byte by byte: the standard library's search is quicker, and a kilobyte of wasm.
        let has = |text: &str, word: &str| {
            let mut parts = text.as_bytes().windows(word.len().max(1));
            parts.any(|part| part == word.as_bytes())
        };
        let is_named = |text: &Text, word: &String| has(&text.zh, word) || has(&text.en, word);
        self.swap
            && names.is_some_and(|text| self.swap_with.iter().any(|word| is_named(text, word)))
    }

    /// Usable capacity of its battery.
    pub fn capacity(&self) -> WattHours {
        WattHours::from_kilowatt_hours(self.usable_kwh)
    }

    /// Checks that every figure is one that a road car can have.
    pub fn check(&self) -> Result<(), VehicleError> {
        for (field, found, least, most, expected) in self.figures() {
            if !(least..=most).contains(&found) {
                return Err(self.error(field, json::plain(found), expected));
            }
        }
        for (field, found, most, expected) in self.size.figures() {
            if !(0.0..=most).contains(&found) {
                return Err(self.error(field, json::plain(found), expected));
            }
        }
        if self.id.is_empty() || self.id.len() > 64 {
            return Err(self.error("id", format!("\"{}\"", self.id), "1 to 64 characters"));
        }
        if self.dc_kw_max <= 0.0 && self.ac_kw_max <= 0.0 {
            let expected = "a power above 0, or one in ac_kw_max";
            return Err(self.error("dc_kw_max", json::plain(self.dc_kw_max), expected));
        }
        self.check_curve()?;
        let known = self.assumptions.check();
        known.map_err(|(field, found, expected)| self.error(field, found, expected))?;
        let flat = crate::energy::calibration(self);
        if flat > 0.0 {
            Ok(())
        } else {
            let found = json::plain(self.reference_kwh_per_100km);
            let expected = "more than electronics and speeding up take alone";
            Err(self.error("reference_kwh_per_100km", found, expected))
        }
    }

    /// Figures with the least and the most that a road vehicle can have.
    fn figures(&self) -> [(&'static str, f64, f64, f64, &'static str); 10] {
        [
            ("usable_kwh", self.usable_kwh, 1.0, 1000.0, "1 to 1000 kWh"),
            ("mass_kg", self.mass_kg, 300.0, 60_000.0, "300 to 60000 kg"),
            ("drag_area_m2", self.drag_area_m2, 0.1, 20.0, "0.1 to 20 m²"),
            (
                "rolling_resistance",
                self.rolling_resistance,
                0.001,
                0.05,
                "0.001 to 0.05",
            ),
            (
                "reference_kwh_per_100km",
                self.reference_kwh_per_100km,
                4.0,
                300.0,
                "4 to 300 kWh per 100 km",
            ),
            (
                "auxiliary_w",
                self.auxiliary_w,
                0.0,
                20_000.0,
                "0 to 20000 W",
            ),
            (
                "recuperation_efficiency",
                self.recuperation_efficiency,
                0.0,
                0.95,
                "0 to 0.95",
            ),
            (
                "recuperation_kw_max",
                self.recuperation_kw_max,
                0.0,
                5000.0,
                "0 to 5000 kW",
            ),
            ("dc_kw_max", self.dc_kw_max, 0.0, 5000.0, "0 to 5000 kW"),
            ("ac_kw_max", self.ac_kw_max, 0.0, 100.0, "0 to 100 kW"),
        ]
    }

    fn check_curve(&self) -> Result<(), VehicleError> {
        let expected = "pairs [charge, kW] with charge rising from 0 to 1 and kW above 0";
        let describe = |index: usize| match self.curve.get(index) {
            Some((charge, power)) => {
                let (charge, power) = (json::plain(*charge), json::plain(*power));
                format!("[{charge}, {power}] at index {index}")
            }
            None => format!("{} pairs", self.curve.len()),
        };
        let last = self.curve.len().saturating_sub(1);
        if self.curve.len() < 2 || self.curve.len() > 1000 {
            return Err(self.error("curve", describe(usize::MAX), expected));
        }
        for (index, (charge, power)) in self.curve.iter().enumerate() {
            let rises = index == 0 || self.curve[index - 1].0 < *charge;
            let ends =
                (index > 0 || charge.abs() < 1e-9) && (index < last || (charge - 1.0).abs() < 1e-9);
            if !(rises && ends && *power > 0.0 && *power <= 5000.0) {
                return Err(self.error("curve", describe(index), expected));
            }
        }
        Ok(())
    }

    fn error(&self, field: &'static str, found: String, expected: &'static str) -> VehicleError {
        VehicleError {
            vehicle: self.id.clone(),
            field,
            found,
            expected,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_numbers_make_a_whole_car() {
        let car = OwnCar::default().into_vehicle().unwrap();
        assert_eq!(car.capacity(), WattHours(50_000.0));
        assert_eq!(car.curve.len(), TEMPLATE_CURVE.len());
    }

    #[test]
    fn impossible_figures_name_their_field() {
        let check = |change: fn(&mut Vehicle), field: &str| {
            let mut car = OwnCar::default().into_vehicle().unwrap();
            change(&mut car);
            assert_eq!(car.check().unwrap_err().field, field);
        };
        check(|car| car.usable_kwh = f64::NAN, "usable_kwh");
        check(|car| car.mass_kg = -1.0, "mass_kg");
        check(
            |car| car.recuperation_efficiency = 1.2,
            "recuperation_efficiency",
        );
        check(|car| car.recuperation_kw_max = -1.0, "recuperation_kw_max");
        check(
            |car| car.assumptions.drive_efficiency = 2.0,
            "assumptions.drive_efficiency",
        );
        check(|car| car.curve.truncate(1), "curve");
        check(|car| car.curve[3].1 = 0.0, "curve");
        check(|car| car.curve[0].0 = 0.1, "curve");
        check(
            |car| {
                car.auxiliary_w = 20_000.0;
            },
            "reference_kwh_per_100km",
        );
        check(
            |car| (car.dc_kw_max, car.ac_kw_max) = (0.0, 0.0),
            "dc_kw_max",
        );
    }
}
