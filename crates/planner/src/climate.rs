//! What temperature and height do to air, tyres, cabin and battery.
//!
//! The figures are those of [`Assumptions`], chosen so that the catalogue as a whole meets the
//! published winter ranges; a test keeps them there.

use units::{Celsius, Meters};

use crate::{Assumptions, Battery, Heating};

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

/// Factor on rolling resistance, which is greater in the cold.
pub(crate) fn rolling_factor(known: &Assumptions, temperature: Celsius) -> f64 {
    (1.0 + known.rolling_per_kelvin * (MILD.0 - temperature.0)).max(0.8)
}

/// Electric power in W that keeps the cabin comfortable.
pub(crate) fn cabin_power(known: &Assumptions, temperature: Celsius, heating: Heating) -> f64 {
    let cold = known.heating_below_celsius - temperature.0;
    if cold <= 0.0 {
        let heat = (temperature.0 - known.cooling_above_celsius).max(0.0);
        return known.cooling_w_per_kelvin * heat;
    }
    let performance = match heating {
        Heating::Resistive => 1.0,
        Heating::HeatPump => interpolate(&known.heat_pump, temperature.0),
    };
    known.cabin_loss_w_per_kelvin * cold / performance
}

/// Share of the energy taken from a battery that arrives.
pub(crate) fn battery_share(known: &Assumptions, temperature: Celsius, battery: Battery) -> f64 {
    interpolate(known.battery_share(battery), temperature.0)
}

/// Share of the mild charging power that a cold battery takes.
pub(crate) fn charging_share(known: &Assumptions, temperature: Celsius) -> f64 {
    interpolate(&known.charging_share, temperature.0)
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
        let share = |degrees| charging_share(&Assumptions::default(), Celsius(degrees));
        assert!((share(-40.0) - 0.5).abs() < 1e-12);
        assert!((share(10.0) - 0.875).abs() < 1e-12);
        assert!((share(35.0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_heat_pump_never_takes_more_than_a_resistor() {
        for degrees in -30..=20 {
            let at = Celsius(f64::from(degrees));
            let known = Assumptions::default();
            let pump = cabin_power(&known, at, Heating::HeatPump);
            assert!(
                pump <= cabin_power(&known, at, Heating::Resistive) + 1e-9,
                "{degrees} °C"
            );
        }
    }
}
