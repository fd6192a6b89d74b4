//! How a car charges at a connector: the lesser of what both can, less in the cold.

use std::cmp::Ordering;

use stations::{Connector, ConnectorId, ConnectorStandard, Station};
use units::{Celsius, Kilowatts, Seconds, WattHours};

use crate::Vehicle;
use crate::climate::{charging_share, interpolate};
use crate::solve::{ChargeTime, CurveError};

/// Grid of states of charge between which the power counts as constant.
const GRID: u32 = 20;

/// A connector that fits a car.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plug<'a> {
    /// The connector.
    pub connector: &'a Connector,
    /// Power that reaches the car at most: the least of connector, cabinet and car.
    pub power: Kilowatts,
}

impl<'a> Plug<'a> {
    /// The strongest connector of `station` that fits `vehicle`; of equals the first by id.
    ///
    /// Returns `None` when nothing fits.
    pub fn best(vehicle: &Vehicle, station: &'a Station) -> Option<Self> {
        Self::all(vehicle, station).min_by(Self::order)
    }

    /// The strongest connector of `station` that fits `vehicle` and is not among `out`.
    pub(crate) fn best_without(
        vehicle: &Vehicle,
        station: &'a Station,
        out: &[ConnectorId],
    ) -> Option<Self> {
        let working = Self::all(vehicle, station).filter(|plug| !out.contains(&plug.connector.id));
        working.min_by(Self::order)
    }

    /// The connectors that fit, the best first, each of those that charge alike: what a driver may
    /// have to do with when others are out of order.
    pub(crate) fn kinds(vehicle: &Vehicle, station: &'a Station) -> Vec<Self> {
        let mut kinds: Vec<Self> = Vec::new();
        for plug in Self::all(vehicle, station) {
            match kinds.iter_mut().find(|known| known.is_like(&plug)) {
                Some(known) if Self::order(&plug, known).is_lt() => *known = plug,
                Some(_) => {}
                None => kinds.push(plug),
            }
        }
        sorting::few(&mut kinds, Self::order);
        kinds
    }

    /// All connectors that fit.
    fn all(vehicle: &Vehicle, station: &'a Station) -> impl Iterator<Item = Self> {
        station.connectors().filter_map(|(connector, power)| {
            let power = Kilowatts(power.0.min(limit(vehicle, connector.standard).0));
            (power.0 > 0.0).then_some(Plug { connector, power })
        })
    }

    fn order(a: &Self, b: &Self) -> Ordering {
        let by_power = b.power.0.total_cmp(&a.power.0);
        by_power.then_with(|| a.connector.id.cmp(&b.connector.id))
    }

    /// True when a car charges at both in the same way.
    fn is_like(&self, other: &Self) -> bool {
        self.key() == other.key()
    }

    /// What decides how a car charges there.
    pub(crate) fn key(&self) -> u64 {
        let is_direct = self.connector.standard.is_direct_current();
        // Powers are positive: the bit of the sign is free.
        self.power.0.to_bits() << 1 | u64::from(is_direct)
    }

    /// Charging time of `vehicle` over its charge, at this connector.
    pub fn charge_time(
        &self,
        vehicle: &Vehicle,
        temperature: Celsius,
    ) -> Result<ChargeTime, CurveError> {
        let capacity = vehicle.capacity().0;
        let share = charging_share(&vehicle.assumptions, temperature);
        let charger = vehicle.assumptions.charger_efficiency;
        let is_direct = self.connector.standard.is_direct_current();
        let power_at = |charge: f64| {
            let battery = interpolate(&vehicle.curve, charge) * share;
            if is_direct {
                battery.min(self.power.0)
            } else if vehicle.dc_kw_max > 0.0 {
                battery.min(self.power.0 * charger)
            } else {
                self.power.0 * charger
            }
        };
        let mut elapsed = 0.0;
        let mut points = vec![(WattHours(0.0), Seconds(0.0))];
        for pair in grid(vehicle).windows(2) {
            let energy = (pair[1] - pair[0]) * capacity;
            let power = power_at(f64::midpoint(pair[0], pair[1]));
            elapsed += energy * 3.6 / power;
            points.push((WattHours(pair[1] * capacity), Seconds(elapsed)));
        }
        ChargeTime::new(&points)
    }
}

impl Vehicle {
    /// True when the vehicle can charge at a plug of this kind.
    pub fn fits(&self, standard: ConnectorStandard) -> bool {
        limit(self, standard).0 > 0.0
    }

    /// For each connector of a station, in its order, whether it fits the vehicle.
    pub fn fitting(&self, station: &Station) -> Vec<bool> {
        let connectors = station.connectors();
        connectors
            .map(|(connector, _)| self.fits(connector.standard))
            .collect()
    }
}

/// States of charge at which the curve may bend: even steps and the curve's own points.
fn grid(vehicle: &Vehicle) -> Vec<f64> {
    let even = (0..=GRID).map(|step| f64::from(step) / f64::from(GRID));
    let mut grid: Vec<f64> = even
        .chain(vehicle.curve.iter().map(|point| point.0))
        .collect();
    sorting::few(&mut grid, f64::total_cmp);
    // Points that are almost equal would make pieces of no length.
    grid.dedup_by(|b, a| *b - *a < 1e-6);
    grid
}

/// Greatest power of `vehicle` at a plug; 0 where the plug does not fit.
fn limit(vehicle: &Vehicle, standard: ConnectorStandard) -> Kilowatts {
    Kilowatts(match standard {
        ConnectorStandard::GbtDc => vehicle.dc_kw_max,
        ConnectorStandard::GbtAc => vehicle.ac_kw_max,
        // The catalogue's cars have GB/T inlets.
        ConnectorStandard::Chaoji
        | ConnectorStandard::Domestic
        | ConnectorStandard::Ccs1
        | ConnectorStandard::Ccs2
        | ConnectorStandard::Chademo
        | ConnectorStandard::Type1
        | ConnectorStandard::Type2
        | ConnectorStandard::Nacs
        | ConnectorStandard::Wireless
        | ConnectorStandard::Other => 0.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OwnCar;

    fn connector(standard: ConnectorStandard, power: f64) -> Connector {
        Connector::new("1", standard, Kilowatts(power))
    }

    /// Minutes from 20 % to 80 % of the default own car: 30 kWh.
    fn minutes(standard: ConnectorStandard, power: f64, temperature: f64) -> f64 {
        let car = OwnCar::default().into_vehicle().unwrap();
        let connector = connector(standard, power);
        let plug = Plug {
            connector: &connector,
            power: Kilowatts(power.min(limit(&car, standard).0)),
        };
        let time = plug.charge_time(&car, Celsius(temperature)).unwrap();
        (time.time_to(WattHours(40_000.0)).0 - time.time_to(WattHours(10_000.0)).0) / 60.0
    }

    #[test]
    fn a_weak_connector_limits_and_a_strong_one_does_not() {
        // 30 kWh at 20 kW.
        assert!((minutes(ConnectorStandard::GbtDc, 20.0, 20.0) - 90.0).abs() < 1e-6);
        let strong = minutes(ConnectorStandard::GbtDc, 480.0, 20.0);
        // Along the template: 15 kWh at 80 kW, then 5 kWh at about 74, 62 and 50 kW.
        assert!((strong - 26.3).abs() < 0.5, "{strong}");
    }

    #[test]
    fn alternating_current_passes_the_cars_own_charger() {
        let slow = minutes(ConnectorStandard::GbtAc, 7.0, 20.0);
        assert!((slow - 30.0 / (6.6 * 0.9) * 60.0).abs() < 1e-6, "{slow}");
    }

    #[test]
    fn cold_slows_fast_charging_by_its_share() {
        let ratio = minutes(ConnectorStandard::GbtDc, 480.0, -15.0)
            / minutes(ConnectorStandard::GbtDc, 480.0, 20.0);
        assert!((ratio - 1.0 / 0.55).abs() < 1e-6, "{ratio}");
    }
}
