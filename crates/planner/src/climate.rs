//! What temperature and height do to air, tyres, cabin and battery.
//!
//! Physics with its source where there is one. The tables for cabin and battery are defaults of
//! grade D (engineering judgement), chosen so that the catalogue as a whole meets the published
//! winter ranges; a test keeps them there.

use units::{Celsius, Meters};

use crate::{Battery, Heating};

/// Temperature at which a car's consumption is given.
pub(crate) const MILD: Celsius = Celsius(20.0);

/// Density of dry air in kg/m³: the pressure of the International Standard Atmosphere (ISO 2533)
/// at `elevation`, the gas law at `temperature`.
pub(crate) fn air_density(temperature: Celsius, elevation: Meters) -> f64 {
    const SEA_LEVEL_PRESSURE: f64 = 101_325.0;
    const SEA_LEVEL_KELVIN: f64 = 288.15;
    const LAPSE: f64 = 0.0065;
    const EXPONENT: f64 = 5.255_88;
    const GAS_CONSTANT: f64 = 287.053;
    let cooled = 1.0 - LAPSE * elevation.0.clamp(-500.0, 9_000.0) / SEA_LEVEL_KELVIN;
    let pressure = SEA_LEVEL_PRESSURE * libm::pow(cooled, EXPONENT);
    pressure / (GAS_CONSTANT * (temperature.0 + 273.15))
}

/// Factor on rolling resistance: 0.86 % more for each kelvin below 20 °C
/// (UN GTR 15, coefficient K0 of the road load correction).
pub(crate) fn rolling_factor(temperature: Celsius) -> f64 {
    (1.0 + 0.0086 * (MILD.0 - temperature.0)).max(0.8)
}

/// Electric power in W that keeps the cabin comfortable.
pub(crate) fn cabin_power(temperature: Celsius, heating: Heating) -> f64 {
    /// Heat that a cabin loses, in W per kelvin, ventilation included.
    const LOSS: f64 = 75.0;
    /// Outside temperature below which it is heated: driver, sun and electronics do the rest.
    const HEATING_BELOW: f64 = 16.0;
    /// Electric power for each kelvin that is cooled.
    const COOLING: f64 = 60.0;
    const COMFORT_MAX: f64 = 25.0;
    let cold = HEATING_BELOW - temperature.0;
    if cold <= 0.0 {
        return COOLING * (temperature.0 - COMFORT_MAX).max(0.0);
    }
    let performance = match heating {
        Heating::Resistive => 1.0,
        Heating::HeatPump => interpolate(
            &[
                (-20.0, 1.0),
                (-15.0, 1.2),
                (-7.0, 1.5),
                (0.0, 2.0),
                (7.0, 2.5),
            ],
            temperature.0,
        ),
    };
    LOSS * cold / performance
}

/// Share of the energy taken from a battery that arrives: cold cells lose the rest inside.
pub(crate) fn battery_share(temperature: Celsius, battery: Battery) -> f64 {
    let table = match battery {
        Battery::Lfp => [
            (-20.0, 0.78),
            (-15.0, 0.82),
            (-10.0, 0.86),
            (0.0, 0.94),
            (10.0, 0.98),
            (20.0, 1.0),
        ],
        Battery::Nmc => [
            (-20.0, 0.84),
            (-15.0, 0.87),
            (-10.0, 0.90),
            (0.0, 0.96),
            (10.0, 0.99),
            (20.0, 1.0),
        ],
    };
    interpolate(&table, temperature.0)
}

/// Share of the mild charging power that a cold battery takes. Published winter tests give
/// 1.3 to 2 times the charging time without preheating.
pub(crate) fn charging_share(temperature: Celsius) -> f64 {
    interpolate(
        &[
            (-20.0, 0.5),
            (-15.0, 0.55),
            (-10.0, 0.6),
            (0.0, 0.75),
            (20.0, 1.0),
        ],
        temperature.0,
    )
}

/// Straight lines between points of rising `x`; constant beyond both ends.
pub(crate) fn interpolate(points: &[(f64, f64)], x: f64) -> f64 {
    let above = points.partition_point(|point| point.0 <= x);
    match (
        above.checked_sub(1).and_then(|at| points.get(at)),
        points.get(above),
    ) {
        (Some(a), Some(b)) => a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0),
        (Some(end), None) | (None, Some(end)) => end.1,
        (None, None) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_atmosphere_is_met() {
        assert!((air_density(Celsius(15.0), Meters(0.0)) - 1.225).abs() < 1e-3);
        // ISO 2533 at 2000 m: 2.0 °C and 1.0066 kg/m³.
        assert!((air_density(Celsius(2.0), Meters(2000.0)) - 1.0066).abs() < 1e-3);
    }

    #[test]
    fn tables_end_flat_and_are_straight_between() {
        assert!((charging_share(Celsius(-40.0)) - 0.5).abs() < 1e-12);
        assert!((charging_share(Celsius(10.0)) - 0.875).abs() < 1e-12);
        assert!((charging_share(Celsius(35.0)) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_heat_pump_never_takes_more_than_a_resistor() {
        for degrees in -30..=20 {
            let at = Celsius(f64::from(degrees));
            let pump = cabin_power(at, Heating::HeatPump);
            assert!(
                pump <= cabin_power(at, Heating::Resistive) + 1e-9,
                "{degrees} °C"
            );
        }
    }
}
