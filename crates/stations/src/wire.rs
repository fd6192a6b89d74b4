//! The snapshot's JSON, version 2. Only this module knows its field names.

use std::collections::BTreeMap;

use container::{Finding, Text};
use json::plain;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use units::{Kilowatts, LatLon};

use crate::{
    Access, Cabinet, Connector, ConnectorDetails, ConnectorId, ConnectorStandard, Details, Evse,
    Lifecycle, Opening, Origin, Place, Station, StationId, Swap, TariffId,
};

#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(crate) struct WireStation {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) lat: f64,
    pub(crate) lon: f64,
    pub(crate) county: String,
    pub(crate) access: Access,
    pub(crate) place: Place,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) operator: Text,
    #[serde(default)]
    pub(crate) opening: Opening,
    pub(crate) cabinets: Vec<WireCabinet>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) swap: Option<WireSwap>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) tariffs: Vec<TariffId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) origins: Vec<Origin>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) details: Details,
    pub(crate) demo: bool,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(crate) struct WireMerged {
    pub(crate) into: StationId,
    pub(crate) station: WireStation,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(crate) struct WireCabinet {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) id: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) name: String,
    pub(crate) power_kw: f64,
    pub(crate) evses: Vec<Vec<WireConnector>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) ext: BTreeMap<String, Value>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(crate) struct WireConnector {
    pub(crate) id: String,
    pub(crate) standard: ConnectorStandard,
    pub(crate) power_kw: f64,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) details: ConnectorDetails,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(crate) struct WireSwap {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) slots: Option<u16>,
    pub(crate) vehicles: Text,
}

impl From<&Station> for WireStation {
    fn from(station: &Station) -> Self {
        Self {
            id: station.id.0.clone(),
            name: station.name.clone(),
            lat: station.position.lat(),
            lon: station.position.lon(),
            county: station.county.clone(),
            access: station.access,
            place: station.place,
            lifecycle: station.lifecycle,
            operator: station.operator.clone(),
            opening: station.opening.clone(),
            cabinets: station.cabinets.iter().map(WireCabinet::from).collect(),
            swap: station.swap.as_ref().map(|swap| WireSwap {
                slots: swap.slots,
                vehicles: swap.vehicles.clone(),
            }),
            tariffs: station.tariffs.clone(),
            origins: station.origins.clone(),
            details: station.details.clone(),
            demo: station.demo,
        }
    }
}

impl From<&Cabinet> for WireCabinet {
    fn from(cabinet: &Cabinet) -> Self {
        let connector = |connector: &Connector| WireConnector {
            id: connector.id.0.clone(),
            standard: connector.standard,
            power_kw: connector.power.0,
            details: connector.details.clone(),
        };
        Self {
            id: cabinet.id.clone(),
            name: cabinet.name.clone(),
            ext: cabinet.ext.clone(),
            power_kw: cabinet.power.0,
            evses: cabinet
                .evses
                .iter()
                .map(|evse| evse.connectors.iter().map(connector).collect())
                .collect(),
        }
    }
}

impl WireStation {
    /// Checks the values. A broken connector is left out with a finding; a station without a
    /// possible position is no station.
    pub(crate) fn into_station(self, findings: &mut Vec<Finding>) -> Option<Station> {
        let position = LatLon::new(self.lat, self.lon)
            .map_err(|_| {
                findings.push(Finding::new(
                    &self.id,
                    "lat, lon",
                    "expected degrees within -90 to 90 and -180 to 180; the station is left out",
                    plain(self.lat) + ", " + &plain(self.lon),
                ));
            })
            .ok()?;
        let id = self.id;
        let cabinets = self
            .cabinets
            .into_iter()
            .filter_map(|cabinet| cabinet.into_cabinet(&id, findings))
            .collect();
        Some(Station {
            id: StationId(id),
            name: self.name,
            position,
            county: self.county,
            access: self.access,
            place: self.place,
            lifecycle: self.lifecycle,
            operator: self.operator,
            opening: self.opening,
            cabinets,
            swap: self.swap.map(|swap| Swap {
                slots: swap.slots,
                vehicles: swap.vehicles,
            }),
            tariffs: self.tariffs,
            origins: self.origins,
            details: self.details,
            demo: self.demo,
        })
    }
}

impl WireCabinet {
    fn into_cabinet(self, station: &str, findings: &mut Vec<Finding>) -> Option<Cabinet> {
        let power = checked_power(self.power_kw, station, "cabinets.power_kw", findings)?;
        let evses: Vec<Evse> = self
            .evses
            .into_iter()
            .map(|connectors| Evse {
                connectors: connectors
                    .into_iter()
                    .filter_map(|connector| {
                        let field = "cabinets.evses.power_kw";
                        let power = checked_power(connector.power_kw, station, field, findings)?;
                        let id = ConnectorId(connector.id);
                        Some(Connector {
                            id,
                            standard: connector.standard,
                            power,
                            details: connector.details,
                        })
                    })
                    .collect(),
            })
            .filter(|evse| !evse.connectors.is_empty())
            .collect();
        (!evses.is_empty()).then_some(Cabinet {
            id: self.id,
            name: self.name,
            power,
            evses,
            ext: self.ext,
        })
    }
}

/// Power of a public connector: above zero, and below 10 MW, beyond which it is a unit mistake.
pub(crate) fn is_possible_power(power: Kilowatts) -> bool {
    power.0 > 0.0 && power.0 < 10_000.0
}

fn checked_power(
    power_kw: f64,
    station: &str,
    field: &str,
    findings: &mut Vec<Finding>,
) -> Option<Kilowatts> {
    let possible = is_possible_power(Kilowatts(power_kw));
    if !possible {
        let problem = "expected kilowatts above 0 and below 10000; the part is left out";
        findings.push(Finding::new(station, field, problem, plain(power_kw)));
    }
    possible.then_some(Kilowatts(power_kw))
}
