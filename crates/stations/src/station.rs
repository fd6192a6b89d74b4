//! A site one drives to, and what stands there.

use std::collections::BTreeMap;
use std::fmt;

use container::Text;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use units::{Kilowatts, LatLon};

use crate::kinds::{Access, ConnectorStandard, Lifecycle, Place};
use crate::{Details, Opening, Origin, TariffId};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

id! {
    /// Id of a station, unique in a snapshot.
    StationId
}
id! {
    /// Id of a connector, unique in its station.
    ConnectorId
}

/// A socket or cable.
#[derive(Debug, Clone, PartialEq)]
pub struct Connector {
    /// Its id.
    pub id: ConnectorId,
    /// Its plug family.
    pub standard: ConnectorStandard,
    /// Greatest power it can deliver.
    pub power: Kilowatts,
    /// What else is known of it.
    pub details: ConnectorDetails,
}

/// What else is known of a connector. All of it may be absent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ConnectorDetails {
    /// What is written on it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// True with a cable, false for a socket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_cable: Option<bool>,
    /// Least and greatest voltage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volts: Option<(u16, u16)>,
    /// Greatest current in ampere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amperes: Option<u16>,
    /// Number of its parking bay.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub bay: String,
    /// Fields of the source that have no place above, as they were.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub ext: BTreeMap<String, Value>,
}

impl Connector {
    /// A connector of which no more is known.
    pub fn new(id: impl Into<String>, standard: ConnectorStandard, power: Kilowatts) -> Self {
        Self {
            id: ConnectorId(id.into()),
            standard,
            power,
            details: ConnectorDetails::default(),
        }
    }
}

/// Serves one car at a time; several connectors on it exclude each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Evse {
    /// Its connectors, one at least.
    pub connectors: Vec<Connector>,
}

/// A box (桩) that shares its power among its EVSEs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cabinet {
    /// Its id in its source; empty when it has none.
    pub id: String,
    /// Its name; empty when it has none.
    pub name: String,
    /// Power that all of its EVSEs share.
    pub power: Kilowatts,
    /// Its EVSEs, one at least.
    pub evses: Vec<Evse>,
    /// Fields of the source that have no place above, as they were.
    pub ext: BTreeMap<String, Value>,
}

/// Battery swap at a station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    /// Battery slots, if known.
    pub slots: Option<u16>,
    /// What can be swapped there, in words.
    pub vehicles: Text,
}

/// A site one drives to in order to charge.
#[derive(Debug, Clone, PartialEq)]
pub struct Station {
    /// Its id.
    pub id: StationId,
    /// Its name.
    pub name: Text,
    /// Where it is.
    pub position: LatLon,
    /// County code (GB/T 2260), empty when unknown.
    pub county: String,
    /// Who may use it.
    pub access: Access,
    /// What kind of place it stands at.
    pub place: Place,
    /// Whether it is in operation.
    pub lifecycle: Lifecycle,
    /// Who runs it.
    pub operator: Text,
    /// When it is open.
    pub opening: Opening,
    /// What stands there.
    pub cabinets: Vec<Cabinet>,
    /// Battery swap, if offered.
    pub swap: Option<Swap>,
    /// What charging costs there; tariffs of the same snapshot.
    pub tariffs: Vec<TariffId>,
    /// Where it comes from, the source that counts first.
    pub origins: Vec<Origin>,
    /// What else is known about it.
    pub details: Details,
    /// True when the station is invented for demonstration.
    pub demo: bool,
}

impl Station {
    /// A station of which nothing else is known yet, to be completed with the update syntax.
    pub fn new(id: impl Into<String>, name: Text, position: LatLon) -> Self {
        Self {
            id: StationId(id.into()),
            name,
            position,
            county: String::new(),
            access: Access::Public,
            place: Place::Other,
            lifecycle: Lifecycle::Unknown,
            operator: Text::default(),
            opening: Opening::default(),
            cabinets: Vec::new(),
            swap: None,
            tariffs: Vec::new(),
            origins: Vec::new(),
            details: Details::default(),
            demo: false,
        }
    }

    /// All connectors with the power that reaches the car: the connector's, cut by its cabinet's.
    pub fn connectors(&self) -> impl Iterator<Item = (&Connector, Kilowatts)> {
        self.cabinets.iter().flat_map(|cabinet| {
            cabinet
                .evses
                .iter()
                .flat_map(|evse| &evse.connectors)
                .map(move |connector| {
                    (connector, Kilowatts(connector.power.0.min(cabinet.power.0)))
                })
        })
    }

    /// Number of cars that can charge at once.
    pub fn evse_count(&self) -> usize {
        self.cabinets
            .iter()
            .map(|cabinet| cabinet.evses.len())
            .sum()
    }

    /// The strongest connector that `is_usable` accepts.
    pub fn best_connector(
        &self,
        is_usable: impl Fn(&Connector) -> bool,
    ) -> Option<(&Connector, Kilowatts)> {
        self.connectors()
            .filter(|(connector, _)| is_usable(connector))
            .max_by(|(a, a_power), (b, b_power)| {
                a_power
                    .0
                    .total_cmp(&b_power.0)
                    .then_with(|| b.id.cmp(&a.id))
            })
    }

    /// True when any driver may charge there today, as far as the snapshot knows.
    pub fn is_open_to_all(&self) -> bool {
        self.access == Access::Public
            && matches!(self.lifecycle, Lifecycle::Open | Lifecycle::Unknown)
    }
}
