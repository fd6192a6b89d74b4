//! What the energy model takes as known of every car: each figure with unit, source and grade.
//!
//! The defaults suit cars. A vehicle file may have others, under `assumptions`; those it does not
//! name keep their default. Grades: A published norm, B one published source, C general knowledge,
//! D engineering judgement, kept by the tests that compare with published consumption and winters.

use serde::{Deserialize, Serialize};

use crate::Battery;

/// Straight lines between points of rising first coordinate; constant beyond both ends.
pub type Line = Vec<(f64, f64)>;

/// Most points of a line.
const POINTS_MAX: usize = 100;

/// The figures of the energy model that a vehicle shares with most others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Assumptions {
    /// Share of the battery's energy that reaches the wheels: inverter, motor, gear (grade D; the
    /// comparison with published consumption holds it where it is).
    pub drive_efficiency: f64,
    /// Share of alternating current that reaches the battery through the car's own charger
    /// (grade D; `FASTSim` has 0.86 from the socket).
    pub charger_efficiency: f64,
    /// Rolling resistance more for each kelvin below 20 °C, as a share (grade A: UN GTR 15,
    /// coefficient K0 of the road load correction).
    pub rolling_per_kelvin: f64,
    /// Heat that a cabin loses, ventilation included, in W per kelvin (grade D).
    pub cabin_loss_w_per_kelvin: f64,
    /// Temperature outside in °C below which the cabin is heated: driver, sun and electronics do
    /// the rest (grade D).
    pub heating_below_celsius: f64,
    /// Electric power that cooling takes, in W per kelvin (grade D).
    pub cooling_w_per_kelvin: f64,
    /// Temperature outside in °C above which the cabin is cooled (grade D).
    pub cooling_above_celsius: f64,
    /// Heat from a heat pump over its electric energy, by temperature outside in °C (grade D).
    pub heat_pump: Line,
    /// Share of the energy taken from an LFP battery that arrives, by °C: cold cells lose the rest
    /// inside (grade D).
    pub battery_share_lfp: Line,
    /// The same of an NMC battery (grade D).
    pub battery_share_nmc: Line,
    /// Share of the mild charging power that a cold battery takes, by °C. Published winter tests
    /// give 1.3 to 2 times the charging time without preheating (grade C).
    pub charging_share: Line,
    /// Relative positive acceleration in m/s² (gain of v²/2 over length) by usual speed in km/h:
    /// WLTC class 3b, phases low, medium and high (UN GTR 15), and the EPA highway cycle (grade A);
    /// that roads of such a speed are driven so, and steadily from 100 km/h on, is grade D.
    pub speeding_up: Line,
    /// Time that swapping the battery takes, in s, besides the overhead of a stop (grade D; makers
    /// say three to five minutes).
    pub swap_s: f64,
    /// Charge of the battery that one gets, as a share (grade D).
    pub swap_charge: f64,
    /// Mean square of the speed over the square of its mean, by usual speed in km/h, of the same
    /// cycles (grade A, and D for roads).
    pub uneven_speed: Line,
}

// The lines of the defaults: data, not code that fills lists.
const HEAT_PUMP: [(f64, f64); 5] = [
    (-20.0, 1.0),
    (-15.0, 1.2),
    (-7.0, 1.5),
    (0.0, 2.0),
    (7.0, 2.5),
];
const BATTERY_SHARE_LFP: [(f64, f64); 6] = [
    (-20.0, 0.78),
    (-15.0, 0.82),
    (-10.0, 0.86),
    (0.0, 0.94),
    (10.0, 0.98),
    (20.0, 1.0),
];
const BATTERY_SHARE_NMC: [(f64, f64); 6] = [
    (-20.0, 0.84),
    (-15.0, 0.87),
    (-10.0, 0.90),
    (0.0, 0.96),
    (10.0, 0.99),
    (20.0, 1.0),
];
const CHARGING_SHARE: [(f64, f64); 5] = [
    (-20.0, 0.5),
    (-15.0, 0.55),
    (-10.0, 0.6),
    (0.0, 0.75),
    (20.0, 1.0),
];
const SPEEDING_UP: [(f64, f64); 5] = [
    (25.0, 0.207),
    (44.0, 0.199),
    (60.0, 0.134),
    (78.0, 0.071),
    (100.0, 0.0),
];
const UNEVEN_SPEED: [(f64, f64); 5] = [
    (25.0, 1.88),
    (44.0, 1.44),
    (60.0, 1.54),
    (78.0, 1.10),
    (100.0, 1.0),
];

impl Default for Assumptions {
    fn default() -> Self {
        Self {
            drive_efficiency: 0.88,
            charger_efficiency: 0.9,
            rolling_per_kelvin: 0.0086,
            cabin_loss_w_per_kelvin: 75.0,
            heating_below_celsius: 16.0,
            cooling_w_per_kelvin: 60.0,
            cooling_above_celsius: 25.0,
            heat_pump: HEAT_PUMP.to_vec(),
            battery_share_lfp: BATTERY_SHARE_LFP.to_vec(),
            battery_share_nmc: BATTERY_SHARE_NMC.to_vec(),
            charging_share: CHARGING_SHARE.to_vec(),
            swap_s: 300.0,
            swap_charge: 0.9,
            speeding_up: SPEEDING_UP.to_vec(),
            uneven_speed: UNEVEN_SPEED.to_vec(),
        }
    }
}

/// A figure that cannot be: its field, what was found and what was expected.
pub(crate) type Refusal = (&'static str, String, &'static str);

impl Assumptions {
    /// True when every figure has its default.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// The battery's share for its chemistry.
    pub(crate) fn battery_share(&self, battery: Battery) -> &Line {
        match battery {
            Battery::Lfp => &self.battery_share_lfp,
            Battery::Nmc => &self.battery_share_nmc,
        }
    }

    /// Checks that every figure is one that can be.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        for (field, found, least, most, expected) in self.figures() {
            if !(least..=most).contains(&found) {
                return Err((field, json::plain(found), expected));
            }
        }
        for (field, line, range, expected) in self.lines() {
            check_line(line, range).map_err(|found| (field, found, expected))?;
        }
        Ok(())
    }

    /// Figures with the least and the most that they can be.
    fn figures(&self) -> [(&'static str, f64, f64, f64, &'static str); 9] {
        let share = "0.3 to 1";
        [
            (
                "assumptions.drive_efficiency",
                self.drive_efficiency,
                0.3,
                1.0,
                share,
            ),
            (
                "assumptions.charger_efficiency",
                self.charger_efficiency,
                0.3,
                1.0,
                share,
            ),
            (
                "assumptions.rolling_per_kelvin",
                self.rolling_per_kelvin,
                0.0,
                0.05,
                "0 to 0.05",
            ),
            (
                "assumptions.cabin_loss_w_per_kelvin",
                self.cabin_loss_w_per_kelvin,
                0.0,
                5000.0,
                "0 to 5000 W per kelvin",
            ),
            (
                "assumptions.heating_below_celsius",
                self.heating_below_celsius,
                -50.0,
                30.0,
                "-50 to 30 °C",
            ),
            (
                "assumptions.cooling_w_per_kelvin",
                self.cooling_w_per_kelvin,
                0.0,
                5000.0,
                "0 to 5000 W per kelvin",
            ),
            (
                "assumptions.cooling_above_celsius",
                self.cooling_above_celsius,
                0.0,
                60.0,
                "0 to 60 °C",
            ),
            (
                "assumptions.swap_s",
                self.swap_s,
                0.0,
                86_400.0,
                "0 to 86400 s",
            ),
            (
                "assumptions.swap_charge",
                self.swap_charge,
                0.1,
                1.0,
                "0.1 to 1",
            ),
        ]
    }

    /// Lines with the range of their second coordinate.
    fn lines(&self) -> [(&'static str, &Line, (f64, f64), &'static str); 6] {
        let share = "pairs with rising °C and a share of 0.05 to 1";
        [
            (
                "assumptions.heat_pump",
                &self.heat_pump,
                (1.0, 10.0),
                "pairs with rising °C and 1 to 10",
            ),
            (
                "assumptions.battery_share_lfp",
                &self.battery_share_lfp,
                (0.05, 1.0),
                share,
            ),
            (
                "assumptions.battery_share_nmc",
                &self.battery_share_nmc,
                (0.05, 1.0),
                share,
            ),
            (
                "assumptions.charging_share",
                &self.charging_share,
                (0.05, 1.0),
                share,
            ),
            (
                "assumptions.speeding_up",
                &self.speeding_up,
                (0.0, 1.0),
                "pairs with rising km/h and 0 to 1 m/s²",
            ),
            (
                "assumptions.uneven_speed",
                &self.uneven_speed,
                (1.0, 4.0),
                "pairs with rising km/h and 1 to 4",
            ),
        ]
    }
}

fn check_line(line: &Line, (least, most): (f64, f64)) -> Result<(), String> {
    if line.is_empty() || line.len() > POINTS_MAX {
        return Err(format!("{} pairs", line.len()));
    }
    for (index, (x, y)) in line.iter().enumerate() {
        let rises = index == 0 || line[index - 1].0 < *x;
        if !(x.is_finite() && rises && (least..=most).contains(y)) {
            let (x, y) = (json::plain(*x), json::plain(*y));
            return Err(format!("[{x}, {y}] at index {index}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_names_what_it_changes_and_keeps_the_rest() {
        let own: Assumptions = serde_json::from_str(r#"{"drive_efficiency": 0.9}"#).unwrap();
        let rest = Assumptions::default();
        assert_eq!(
            own,
            Assumptions {
                drive_efficiency: 0.9,
                ..rest
            }
        );
        assert!(serde_json::from_str::<Assumptions>(r#"{"drive": 0.9}"#).is_err());
    }

    #[test]
    fn the_template_shows_the_defaults() {
        let text = include_str!("../../../data/templates/vehicles.toml");
        let list: crate::Catalogue = toml::from_str(text).unwrap();
        assert!(list.vehicle[0].assumptions.is_default());
        assert!(text.contains("recuperation_kw_max = 50"));
        // All of them: none may be left out.
        let named = serde_json::to_value(Assumptions::default()).unwrap();
        for key in named.as_object().unwrap().keys() {
            assert!(text.contains(&format!("\n{key} = ")), "{key}");
        }
    }

    #[test]
    fn impossible_figures_name_their_field() {
        Assumptions::default().check().unwrap();
        let check = |change: fn(&mut Assumptions), field: &str| {
            let mut own = Assumptions::default();
            change(&mut own);
            assert_eq!(own.check().unwrap_err().0, field);
        };
        check(
            |own| own.drive_efficiency = 1.1,
            "assumptions.drive_efficiency",
        );
        check(
            |own| own.charger_efficiency = f64::NAN,
            "assumptions.charger_efficiency",
        );
        check(|own| own.heat_pump.clear(), "assumptions.heat_pump");
        check(
            |own| own.charging_share[0].1 = 0.0,
            "assumptions.charging_share",
        );
        check(|own| own.speeding_up.swap(0, 1), "assumptions.speeding_up");
        check(
            |own| own.uneven_speed[2].1 = 0.9,
            "assumptions.uneven_speed",
        );
    }
}
