//! Where a car can get energy, and how.

use sorting::Table;
use stations::{ConnectorId, Station};
use units::{Kilowatts, Seconds, WattHours};

use super::ground::Ground;
use super::tuned::{Conditions, TICKS};
use crate::Vehicle;
use crate::charging::Plug;
use crate::solve::ChargeTime;
use search::Curve;

/// The connector that a plan names where it swaps the battery.
const SWAP: &str = "swap";
/// How long a swap counts as charging, in seconds, where only charging is known: nothing to speak
/// of, but time must rise.
const INSTANT: f64 = 1e-3;

/// A way to get energy at a station. One that has weaker connectors besides, or swaps batteries, is
/// there more than once.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Index of the station.
    pub(super) station: usize,
    /// Its node in the network.
    pub(super) node: u32,
    /// The connector that the plan counts on.
    pub(super) connector: ConnectorId,
    /// Power that reaches the car at most; 0 for a swap.
    pub(super) power: Kilowatts,
    /// Index of how energy comes there.
    pub(super) curve: u32,
    /// True when the station has a stronger connector: nobody stops here unless that is out of
    /// order.
    pub(super) is_spare: bool,
    /// What decides how the car charges there; 0 for a swap.
    pub(super) key: u64,
}

impl Candidate {
    /// True when the battery is swapped there.
    pub(super) fn is_swap(&self) -> bool {
        self.power.0 <= 0.0
    }
}

/// How energy comes into the car.
#[derive(Debug, Clone)]
pub(super) enum Refill {
    /// Along a curve.
    Charge(ChargeTime),
    /// By another battery.
    Swap {
        /// As a curve, for those who know curves only: up to the charge of the other battery,
        /// instantly.
        curve: ChargeTime,
        /// Time that it takes.
        handling: Seconds,
    },
}

impl Refill {
    /// Charging time over charge.
    pub(super) fn curve(&self) -> &ChargeTime {
        match self {
            Self::Charge(curve) | Self::Swap { curve, .. } => curve,
        }
    }

    /// Time that a stop takes whatever is charged, besides the overhead of every stop.
    pub(super) fn handling(&self) -> Seconds {
        match self {
            Self::Charge(_) => Seconds(0.0),
            Self::Swap { handling, .. } => *handling,
        }
    }

    /// As the search reads it.
    pub(super) fn in_ticks(&self) -> Curve {
        match self {
            Self::Charge(curve) => {
                let points = curve.points();
                Curve::new(points.map(|(charge, time)| (charge.0 * TICKS, time.0 * TICKS)))
            }
            Self::Swap { curve, .. } => Curve::jump(curve.charge_max().0 * TICKS),
        }
    }
}

/// Stations that fit, sorted by node, and how energy comes there.
pub(super) fn candidates(
    ground: &Ground,
    stations: &[Station],
    conditions: &Conditions,
) -> (Vec<Candidate>, Vec<Refill>) {
    let (vehicle, temperature) = (&conditions.vehicle, conditions.driving.temperature);
    let most = conditions.charge_max.energy(vehicle.capacity());
    let (mut candidates, mut refills) = (Vec::new(), Vec::new());
    let swap = swap(vehicle).map(|swap| add(&mut refills, swap));
    // Connectors of the same power charge alike.
    let mut known: Table<u32> = Table::default();
    for (index, node) in ground.stations.iter().zip(ground.network.points()) {
        let station = &stations[*index];
        let height = station
            .details
            .height_max_cm
            .map(|height| f64::from(height) * 0.01);
        let is_too_low = height.is_some_and(|height| vehicle.size.height_m > height);
        if is_too_low || !station.is_open_to_all() {
            continue;
        }
        let candidate = |connector: ConnectorId, power, curve| Candidate {
            station: *index,
            node: *node,
            connector,
            power,
            curve,
            is_spare: false,
            key: 0,
        };
        for (rank, plug) in Plug::kinds(vehicle, station).into_iter().enumerate() {
            let key = plug.key();
            let mut curve = known.get(key).copied();
            if curve.is_none()
                && let Ok(whole) = plug.charge_time(vehicle, temperature)
                && let Some(new) = whole.up_to(most)
            {
                curve = Some(add(&mut refills, Refill::Charge(new)));
                if let Some(curve) = curve {
                    known.or_insert(key, curve);
                }
            }
            let id = plug.connector.id.clone();
            candidates.extend(curve.map(|curve| Candidate {
                is_spare: rank > 0,
                key,
                ..candidate(id, plug.power, curve)
            }));
        }
        if let Some(curve) = swap
            && vehicle.can_swap_at(station)
        {
            let id = ConnectorId(SWAP.to_owned());
            candidates.push(candidate(id, Kilowatts(0.0), curve));
        }
    }
    sorting::by_key(&mut candidates, |candidate| candidate.node);
    (candidates, refills)
}

fn add(refills: &mut Vec<Refill>, refill: Refill) -> u32 {
    refills.push(refill);
    u32::try_from(refills.len() - 1).unwrap_or(u32::MAX)
}

/// How a battery is swapped; `None` when it is not.
fn swap(vehicle: &Vehicle) -> Option<Refill> {
    if !vehicle.swap {
        return None;
    }
    let full = vehicle.capacity().0 * vehicle.assumptions.swap_charge;
    let points = [
        (WattHours(0.0), Seconds(0.0)),
        (WattHours(full), Seconds(INSTANT)),
    ];
    let curve = ChargeTime::new(&points).ok()?;
    let handling = Seconds(vehicle.assumptions.swap_s);
    Some(Refill::Swap { curve, handling })
}
