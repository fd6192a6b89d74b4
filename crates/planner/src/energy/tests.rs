use super::*;
use crate::OwnCar;

fn car() -> Vehicle {
    OwnCar::default().into_vehicle().unwrap()
}

fn flat(speed: f64) -> Stretch {
    let length = Meters(100_000.0 / 3.0);
    let speed = KilometersPerHour(speed);
    Stretch {
        is_carried: false,
        length,
        time: length.time_at(speed).unwrap(),
        speed,
        climb: Meters(0.0),
        drop: Meters(0.0),
        elevation: Meters(0.0),
    }
}

/// Energy for 100 km of mixed flat driving.
fn mixed(vehicle: &Vehicle, temperature: f64) -> f64 {
    let consumption = Consumption::new(vehicle, Celsius(temperature));
    let each = MIXED_SPEEDS
        .iter()
        .map(|speed| consumption.of(&flat(*speed)).0);
    each.sum()
}

#[test]
fn mild_flat_driving_takes_the_reference_consumption() {
    assert!((mixed(&car(), 20.0) - 14_000.0).abs() < 1e-6);
}

#[test]
fn cold_takes_more_and_always_more() {
    for degrees in -29..20 {
        let (colder, warmer) = (f64::from(degrees), f64::from(degrees + 1));
        assert!(
            mixed(&car(), colder) > mixed(&car(), warmer),
            "{degrees} °C"
        );
    }
}

#[test]
fn a_pass_costs_more_than_a_flat_road_and_a_descent_returns_part_of_it() {
    let consumption = Consumption::new(&car(), Celsius(20.0));
    let up = Stretch {
        climb: Meters(800.0),
        ..flat(50.0)
    };
    let down = Stretch {
        drop: Meters(800.0),
        ..flat(50.0)
    };
    let (up, down, flat) = (
        consumption.of(&up).0,
        consumption.of(&down).0,
        consumption.of(&flat(50.0)).0,
    );
    assert!(down < flat && flat < up);
    assert!(up + down > 2.0 * flat, "going up and down must not be free");
    // 1700 kg lifted by 800 m is 3.7 kWh at the wheel, 4.2 kWh at the battery.
    assert!((up - flat - 1700.0 * GRAVITY * 800.0 / 3600.0 / DRIVE_EFFICIENCY).abs() < 1.0);
}

#[test]
fn no_round_trip_gains_energy() {
    for temperature in [-25.0, -10.0, 5.0, 20.0, 35.0] {
        let consumption = Consumption::new(&car(), Celsius(temperature));
        for height in [0.0, 10.0, 300.0, 5000.0, 30_000.0] {
            let up = Stretch {
                climb: Meters(height),
                ..flat(40.0)
            };
            let down = Stretch {
                drop: Meters(height),
                ..flat(40.0)
            };
            assert!(consumption.of(&up).0 + consumption.of(&down).0 > 0.0);
        }
    }
}

/// Reference factors on a car's realistic range at 20 °C (domain.md 4.5, grade D, from the
/// published winter tests it lists).
#[test]
fn the_catalogue_loses_range_in_winter_as_published() {
    let text = include_str!("../../../../data/vehicles.toml");
    let catalogue: crate::catalogue::Catalogue = toml::from_str(text).unwrap();
    for (temperature, published) in [
        (10.0, 0.92),
        (0.0, 0.80),
        (-7.0, 0.70),
        (-10.0, 0.66),
        (-15.0, 0.58),
        (-20.0, 0.52),
    ] {
        let factors: Vec<f64> = catalogue
            .vehicle
            .iter()
            .map(|car| mixed(car, 20.0) / mixed(car, temperature))
            .collect();
        let mean = factors.iter().sum::<f64>() / f64::from(u32::try_from(factors.len()).unwrap());
        println!("{temperature} °C: {mean:.3}, published {published}");
        assert!(
            (mean - published).abs() < 0.03,
            "{temperature} °C: {mean:.3}, not {published}"
        );
    }
}
