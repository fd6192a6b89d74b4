//! The formula beside published consumption: what is computed here is predicted, with `k` = 1, from
//! mass, drag area and rolling resistance as published. Nothing is fitted to the cars.
//!
//! - Drag coefficient, frontal area, rolling resistance: vehicle data base of `FASTSim` 2.1.5 (NREL),
//!   grade B; mass as it computes it, with 136 kg of driver and load as on EPA's dynamometers.
//! - EPA: city and highway label of the same data base, in kWh per mile from the socket. Labels are
//!   the measured test cycles over 0.7 (40 CFR 600.210), and 0.86 of the socket's energy gets into
//!   the battery and out of it (`FASTSim`): so the cycle at the battery is the label times 0.7 × 0.86.
//! - WLTP: usable energy over the range, both from the open-ev-data data set 1.24, grade B; mass is
//!   its kerb mass and 100 kg for driver and test load. The four cars that both have.
//! - Steady speed: summer tests of a private tester (Bjørn Nyland, as listed by tbtp-ev), read from
//!   the car's display, grade C: all of cars that the data base has with the same drive. The
//!   Ampera-e is the Bolt's twin, the Leaf of 2018 is computed with the figures of its forerunner,
//!   and the Model 3 of 2018 with those of 2022.
//!
//! The data base's makers may have fitted some of its figures to tests of their own.
//!
//! What it shows: cycles and motorway speeds of cars from 1.4 to 2.3 t come out within 15 %. What it
//! does not: hills, wind and load, which only physics vouches for, and winters, see the other test.

use super::*;
use crate::OwnCar;

/// Usual speeds of the cycles in km/h: mean of their time in motion (UDDS and HWFET, 40 CFR 86
/// and 600), with UDDS's standing time in its overall mean of 31.5 km/h.
const UDDS: (f64, f64) = (38.3, 31.5);
const HWFET: (f64, f64) = (78.1, 77.7);

/// Name, mass in kg, drag coefficient, frontal area in m², rolling resistance.
type Car = (&'static str, f64, f64, f64, f64);

const BOLT: Car = ("Chevrolet Bolt 2017", 1758.0, 0.29, 2.845, 0.0073);
const SPARK: Car = ("Chevrolet Spark EV 2016", 1436.0, 0.33, 2.357, 0.0070);
const LEAF_24: Car = ("Nissan Leaf 24 kWh 2016", 1613.0, 0.315, 2.755, 0.0080);
const LEAF_30: Car = ("Nissan Leaf 30 kWh 2016", 1636.0, 0.315, 2.755, 0.0080);
const I_MIEV: Car = ("Mitsubishi i-MiEV 2016", 1440.0, 0.34, 2.56, 0.0070);
const MODEL_S: Car = ("Tesla Model S 60 2016", 2270.0, 0.30, 2.832, 0.0080);
const DOLPHIN: Car = ("BYD Dolphin 44.9", 1505.0, 0.301, 2.501, 0.0090);
const ATTO_3: Car = ("BYD Yuan Plus 60.48", 1850.0, 0.29, 2.58, 0.0060);
const MODEL_3: Car = ("Tesla Model 3 RWD", 1865.0, 0.23, 2.22, 0.0070);
const MODEL_Y: Car = ("Tesla Model Y LR RWD", 2000.0, 0.23, 2.45, 0.0060);

/// Label figures in kWh per mile from the socket: city, highway.
const LABELS: [(Car, f64, f64); 6] = [
    (BOLT, 0.263, 0.306),
    (SPARK, 0.261, 0.306),
    (LEAF_24, 0.2675, 0.331),
    (LEAF_30, 0.265, 0.331),
    (I_MIEV, 0.265, 0.337),
    (MODEL_S, 0.380, 0.371),
];

/// Usable kWh and WLTP range in km.
const RANGES: [(Car, f64, f64); 4] = [
    (DOLPHIN, 44.0, 340.0),
    (ATTO_3, 60.48, 420.0),
    (MODEL_3, 57.0, 554.0),
    (MODEL_Y, 75.0, 600.0),
];

/// Speed in km/h and Wh/km.
const STEADY: [(Car, f64, f64); 4] = [
    (BOLT, 90.0, 144.0),
    (BOLT, 120.0, 208.0),
    (LEAF_30, 90.0, 137.0),
    (MODEL_3, 120.0, 176.0),
];

/// Without calibration.
fn predicted(car: Car) -> Consumption {
    Consumption::scaled(&vehicle(car), &Driving::at(MILD), 1.0)
}

/// Electronics take 250 W, as `FASTSim` has it, and braking returns 65 %, the middle of our
/// catalogue.
fn vehicle((_, mass, coefficient, area, rolling): Car) -> Vehicle {
    Vehicle {
        mass_kg: mass,
        drag_area_m2: coefficient * area,
        rolling_resistance: rolling,
        auxiliary_w: 250.0,
        recuperation_efficiency: 0.65,
        ..OwnCar::default().into_vehicle().unwrap()
    }
}

/// kWh per 100 km at a usual speed, with another mean over all the time.
fn at(consumption: &Consumption, (speed, mean): (f64, f64)) -> f64 {
    let stretch = Stretch {
        time: Seconds(3600.0 / mean),
        ..flat(Meters(1000.0), KilometersPerHour(speed))
    };
    consumption.of(&stretch).0 / 10.0
}

/// kWh per 100 km of EPA's combined cycle.
pub(super) fn combined(consumption: &Consumption) -> f64 {
    0.55 * at(consumption, UDDS) + 0.45 * at(consumption, HWFET)
}

/// Energy at the battery in kWh per 100 km of a label in kWh per mile from the socket.
fn at_battery(label: f64) -> f64 {
    label * 0.86 / 1.609_344 * 100.0
}

/// Prints a row and returns how far off it is, as a share.
fn compare(car: Car, what: &str, published: f64, computed: f64) -> f64 {
    let off = computed / published - 1.0;
    let name = car.0;
    println!(
        "{name:24} {what:12} {published:5.1} {computed:5.1} {:+4.0} %",
        off * 100.0
    );
    off
}

/// `cargo test -p planner published -- --nocapture` prints the table, in kWh per 100 km.
#[test]
fn published_consumption_is_predicted_within_15_percent() {
    let check = |car: Car, what: &str, published: f64, computed: f64| {
        let off = compare(car, what, published, computed);
        assert!(off.abs() < 0.15, "{}, {what}", car.0);
    };
    for (car, city, highway) in LABELS {
        let consumption = predicted(car);
        let cycle = |label: f64| at_battery(label) * 0.7;
        check(car, "EPA city", cycle(city), at(&consumption, UDDS));
        check(car, "EPA highway", cycle(highway), at(&consumption, HWFET));
    }
    for (car, usable, range) in RANGES {
        let computed = predicted(car).mixed() / 10.0;
        check(car, "WLTP", usable / range * 100.0, computed);
    }
    for (car, speed, published) in STEADY {
        let computed = at(&predicted(car), (speed, speed));
        check(car, &format!("{speed} km/h"), published / 10.0, computed);
    }
}

/// What the planner does with a car of which the combined label is known: calibrated with that, it
/// errs on the careful side where it matters, at a steady speed on the motorway.
#[test]
fn a_calibrated_car_takes_somewhat_more_on_motorways_than_testers_measured() {
    for (car, speed, published) in STEADY {
        let Some(label) = LABELS.iter().find(|label| label.0.0 == car.0) else {
            continue;
        };
        let vehicle = Vehicle {
            reference_kwh_per_100km: at_battery(0.55 * label.1 + 0.45 * label.2),
            ..vehicle(car)
        };
        let consumption = Consumption::new(&vehicle, &Driving::at(MILD));
        let computed = at(&consumption, (speed, speed));
        let what = format!("{speed}, cal.");
        let off = compare(car, &what, published / 10.0, computed);
        assert!((0.0..0.3).contains(&off), "{}, {speed} km/h", car.0);
    }
}
