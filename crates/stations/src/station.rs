//! A site one drives to, and what stands there.

use std::fmt;

use container::Text;
use serde::{Deserialize, Serialize};
use units::{Kilowatts, LatLon};

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

/// Who may charge at a station (T/CEC 102 `StationType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Everyone.
    Public,
    /// Some, under rules of the place.
    Restricted,
    /// Buses only.
    Bus,
    /// Sanitation vehicles only.
    Sanitation,
    /// Logistics vehicles only.
    Logistics,
    /// Taxis only.
    Taxi,
    /// Its owner only.
    Private,
    /// Anything else.
    Other,
}

/// Where a station stands (T/CEC 102 `Construction`, the values a driver searches by).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// In a county seat or town, car parks and streets.
    Town,
    /// In a township or village.
    Village,
    /// At a sight.
    Scenic,
    /// At an expressway service area.
    ServiceArea,
    /// At a railway station, airport or bus terminal.
    TransportHub,
    /// In a depot for buses, taxis, trucks.
    Depot,
    /// In an industrial park or at a mine.
    Industrial,
    /// Beside an ordinary road.
    Roadside,
    /// Anywhere else.
    Other,
}

/// Whether a station can be used at all (T/CEC 102 `StationStatus`). Not live state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lifecycle {
    /// In operation.
    Open,
    /// Planned or being built.
    Planned,
    /// Under maintenance.
    Maintenance,
    /// Suspended by its operator.
    Suspended,
    /// Closed.
    Closed,
    /// Not known.
    Unknown,
}

/// Plug families, in OCPI's words where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectorStandard {
    /// GB/T 20234.3 direct current.
    GbtDc,
    /// GB/T 20234.2 alternating current.
    GbtAc,
    /// GB/T 20234.4 (`ChaoJi`) direct current.
    Chaoji,
    /// A household socket.
    Domestic,
    /// Anything else.
    Other,
}

impl ConnectorStandard {
    /// True for direct current, which bypasses the car's own charger.
    pub fn is_direct_current(self) -> bool {
        matches!(self, Self::GbtDc | Self::Chaoji)
    }
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
}

/// Serves one car at a time; several connectors on it exclude each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Evse {
    /// Its connectors, one at least.
    pub connectors: Vec<Connector>,
}

/// A box (桩) that shares its power among its EVSEs.
#[derive(Debug, Clone, PartialEq)]
pub struct Cabinet {
    /// Power that all of its EVSEs share.
    pub power: Kilowatts,
    /// Its EVSEs, one at least.
    pub evses: Vec<Evse>,
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
    /// Opening hours in words; "24 h" when always open.
    pub opening: String,
    /// What stands there.
    pub cabinets: Vec<Cabinet>,
    /// Battery swap, if offered.
    pub swap: Option<Swap>,
    /// True when the station is invented for demonstration.
    pub demo: bool,
}

impl Station {
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
