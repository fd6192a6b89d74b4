//! Choosing stations: by what a driver can use, and by distance.

use units::{Kilowatts, LatLon, Meters};

use crate::{ConnectorStandard, Station};

/// What a driver wants to see. The default shows what anyone may use.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// Hides dedicated, private and closed stations.
    pub only_open_to_all: bool,
    /// Keeps stations with one of these plugs; empty keeps all.
    pub standards: Vec<ConnectorStandard>,
    /// Keeps stations with a connector of at least this power.
    pub power_min: Kilowatts,
    /// Keeps stations that only swap batteries.
    pub with_swap: bool,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            only_open_to_all: true,
            standards: Vec::new(),
            power_min: Kilowatts(0.0),
            with_swap: true,
        }
    }
}

impl Filter {
    /// True when `station` is to be shown.
    pub fn accepts(&self, station: &Station) -> bool {
        let charges = station.connectors().any(|(connector, power)| {
            power.0 >= self.power_min.0
                && (self.standards.is_empty() || self.standards.contains(&connector.standard))
        });
        let swaps = self.with_swap && station.swap.is_some();
        (charges || swaps) && (!self.only_open_to_all || station.is_open_to_all())
    }
}

/// A station and how far it is in a straight line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearby {
    /// Index in the list that was searched.
    pub index: usize,
    /// Straight-line distance.
    pub distance: Meters,
}

/// The `count` accepted stations nearest to `position`, nearest first.
///
/// Equal distances keep the order of the list.
pub fn nearest(
    stations: &[Station],
    filter: &Filter,
    position: LatLon,
    count: usize,
) -> Vec<Nearby> {
    let mut found: Vec<Nearby> = stations
        .iter()
        .enumerate()
        .filter(|(_, station)| filter.accepts(station))
        .map(|(index, station)| Nearby {
            index,
            distance: position.distance_to(station.position),
        })
        .collect();
    found.sort_by(|a, b| a.distance.0.total_cmp(&b.distance.0));
    found.truncate(count);
    found
}
