use super::*;
use crate::{OwnCar, Wind};

fn car() -> Vehicle {
    OwnCar::default().into_vehicle().unwrap()
}

fn stretch(kilometers: f64, speed: f64) -> Stretch {
    flat(Meters(kilometers * 1000.0), KilometersPerHour(speed))
}

fn mild() -> Driving {
    Driving::at(MILD)
}

/// Energy in Wh for 100 km of mixed flat driving.
fn mixed(vehicle: &Vehicle, temperature: f64) -> f64 {
    Consumption::new(vehicle, &Driving::at(Celsius(temperature))).mixed() * 100.0
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
    let consumption = Consumption::new(&car(), &mild());
    let level = stretch(30.0, 100.0);
    let up = Stretch {
        climb: Meters(800.0),
        ..level
    };
    let down = Stretch {
        drop: Meters(800.0),
        ..level
    };
    let (up, down, level) = (
        consumption.of(&up).0,
        consumption.of(&down).0,
        consumption.of(&level).0,
    );
    assert!(down < level && level < up);
    assert!(
        up + down > 2.0 * level,
        "going up and down must not be free"
    );
    // 1700 kg lifted by 800 m is 3.7 kWh at the wheel, 4.2 kWh at the battery.
    let lifted = 1700.0 * GRAVITY * 800.0 / 3600.0 / 0.88;
    assert!((up - level - lifted).abs() < 1.0);
}

#[test]
fn a_steep_fast_descent_returns_no_more_than_the_power_of_recuperation() {
    // 600 m down in 6 km at 108 km/h: 200 s.
    let descent = Stretch {
        drop: Meters(600.0),
        ..stretch(6.0, 108.0)
    };
    let returned = |kilowatts: f64, temperature: f64| {
        let vehicle = Vehicle {
            auxiliary_w: 0.0,
            mass_kg: 2500.0,
            recuperation_kw_max: kilowatts,
            ..car()
        };
        let driving = Driving::at(Celsius(temperature));
        -Consumption::new(&vehicle, &driving).of(&descent).0
    };
    let unlimited = returned(1000.0, 20.0);
    assert!(unlimited > 1_200.0, "{unlimited}");
    let limited = returned(15.0, 20.0);
    let expected = 15_000.0 * 200.0 / 3600.0;
    assert!((limited - expected).abs() < 1e-6, "{limited}");
    let cold = returned(15.0, -15.0);
    assert!(cold < 0.55 * limited, "a cold battery takes less: {cold}");
    assert!(returned(0.0, 20.0).abs() < 1e-9);
}

#[test]
fn wind_counts_as_it_blows_along_the_way() {
    let blowing = |speed_m_s: f64, from_deg: f64| {
        let wind = Wind {
            speed_m_s,
            from_deg,
        };
        let consumption = Consumption::new(&car(), &Driving { wind, ..mild() });
        let east = Stretch {
            displacement: (Meters(100_000.0), Meters(0.0)),
            ..stretch(100.0, 108.0)
        };
        consumption.of(&east).0
    };
    let calm = blowing(0.0, 0.0);
    let drag = |air: f64| {
        let k = calibration(&car());
        let force = 0.5 * air_density(MILD, Meters(0.0)) * car().drag_area_m2 * air * air;
        k * force * 100_000.0 / 0.88 / 3600.0
    };
    let against = drag(40.0) - drag(30.0);
    assert!((blowing(10.0, 90.0) - calm - against).abs() < 1e-6);
    let with = drag(20.0) - drag(30.0);
    assert!((blowing(10.0, 270.0) - calm - with).abs() < 1e-6);
    // Across, 10 m/s add their own square.
    assert!((blowing(10.0, 0.0) - calm - drag(10.0)).abs() < 1e-6);
    // A storm from behind that outruns the car does not push it.
    assert!(blowing(50.0, 270.0) > blowing(30.0, 270.0));
}

#[test]
fn a_way_there_and_back_through_wind_costs_more_than_without() {
    let wind = Wind {
        speed_m_s: 8.0,
        from_deg: 30.0,
    };
    let (windy, calm) = (
        Consumption::new(&car(), &Driving { wind, ..mild() }),
        Consumption::new(&car(), &mild()),
    );
    let there = Stretch {
        displacement: (Meters(3_000.0), Meters(-4_000.0)),
        ..stretch(5.5, 60.0)
    };
    let back = Stretch {
        displacement: (Meters(-3_000.0), Meters(4_000.0)),
        ..there
    };
    let sum = |with: &Consumption| with.of(&there).0 + with.of(&back).0;
    assert!(sum(&windy) > sum(&calm));
}

#[test]
fn load_adds_to_rolling_slope_and_speeding_up() {
    let loaded = Driving {
        payload_kg: 340.0,
        ..mild()
    };
    let (loaded, empty) = (
        Consumption::new(&car(), &loaded),
        Consumption::new(&car(), &mild()),
    );
    let up = Stretch {
        climb: Meters(1_000.0),
        ..stretch(30.0, 100.0)
    };
    let lifted = 340.0 * GRAVITY * 1_000.0 / 0.88 / 3600.0;
    let rolled = calibration(&car()) * 340.0 * GRAVITY * 0.009 * 30_000.0 / 0.88 / 3600.0;
    let more = loaded.of(&up).0 - empty.of(&up).0;
    assert!((more - lifted - rolled).abs() < 1e-6, "{more}");
    let town = stretch(10.0, 30.0);
    // A fifth more mass, of which drag and electronics do not care.
    let factor = loaded.of(&town).0 / empty.of(&town).0;
    assert!((1.1..1.2).contains(&factor), "{factor}");
}

#[test]
fn slower_takes_longer_and_less() {
    let at = |speed_factor: f64, stretch: &Stretch| {
        let driving = Driving {
            speed_factor,
            ..mild()
        };
        let consumption = Consumption::new(&car(), &driving);
        (consumption.time(stretch).0, consumption.of(stretch).0)
    };
    let motorway = stretch(100.0, 120.0);
    let (usual, slow) = (at(1.0, &motorway), at(0.75, &motorway));
    assert!((usual.0 - 3000.0).abs() < 1e-9 && (slow.0 - 4000.0).abs() < 1e-9);
    assert!(
        (0.6..0.75).contains(&(slow.1 / usual.1)),
        "{}",
        slow.1 / usual.1
    );
    let street = stretch(5.0, 28.0);
    assert_eq!(at(0.75, &street), at(1.0, &street));
    let ferry = Stretch {
        is_carried: true,
        ..motorway
    };
    assert_eq!(at(0.75, &ferry), (ferry.time.0, 0.0));
}

#[test]
fn no_round_trip_gains_energy() {
    for temperature in [-25.0, -10.0, 5.0, 20.0, 35.0] {
        for (speed_m_s, payload_kg, speed_factor) in
            [(0.0, 0.0, 1.0), (30.0, 2_000.0, 0.5), (50.0, 0.0, 1.3)]
        {
            let wind = Wind {
                speed_m_s,
                from_deg: 250.0,
            };
            let driving = Driving {
                temperature: Celsius(temperature),
                wind,
                payload_kg,
                speed_factor,
            };
            let vehicle = Vehicle {
                recuperation_efficiency: 0.95,
                recuperation_kw_max: 5_000.0,
                auxiliary_w: 0.0,
                ..car()
            };
            let consumption = Consumption::new(&vehicle, &driving);
            for (height, speed) in [(0.0, 20.0), (10.0, 50.0), (300.0, 80.0), (30_000.0, 130.0)] {
                let up = Stretch {
                    climb: Meters(height),
                    displacement: (Meters(30_000.0), Meters(0.0)),
                    ..stretch(30.0, speed)
                };
                let down = Stretch {
                    climb: Meters(0.0),
                    drop: Meters(height),
                    displacement: (Meters(-30_000.0), Meters(0.0)),
                    ..up
                };
                let sum = consumption.of(&up).0 + consumption.of(&down).0;
                assert!(sum > 0.0, "{driving:?}, {height} m: {sum}");
            }
        }
    }
}
