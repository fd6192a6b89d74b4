//! A site one drives to, and what stands there.

use std::collections::BTreeMap;
use std::fmt;

use container::Text;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use units::{Kilowatts, LatLon};

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
    /// Shared cars only.
    CarShare,
    /// People of a residential area.
    Community,
    /// Staff of an institution or company.
    Unit,
    /// Whom its owner shares it with.
    SharedPrivate,
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
    /// In a residential area.
    Residential,
    /// At offices, companies and public institutions.
    Workplace,
    /// At sports grounds, theatres, parks.
    Leisure,
    /// In the car park of a large building.
    CarPark,
    /// At a fuel station.
    FuelStation,
    /// Beside an ordinary road.
    Roadside,
    /// Anywhere else.
    Other,
}

impl Place {
    /// All of them by their names in files.
    pub(crate) const NAMES: [(&str, Self); 14] = [
        ("town", Self::Town),
        ("village", Self::Village),
        ("scenic", Self::Scenic),
        ("service_area", Self::ServiceArea),
        ("transport_hub", Self::TransportHub),
        ("depot", Self::Depot),
        ("industrial", Self::Industrial),
        ("residential", Self::Residential),
        ("workplace", Self::Workplace),
        ("leisure", Self::Leisure),
        ("car_park", Self::CarPark),
        ("fuel_station", Self::FuelStation),
        ("roadside", Self::Roadside),
        ("other", Self::Other),
    ];
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
    /// IEC 62196-3 Configuration EE, CCS1.
    Ccs1,
    /// IEC 62196-3 Configuration FF, CCS2.
    Ccs2,
    /// `CHAdeMO`.
    Chademo,
    /// IEC 62196-2 Type 1.
    Type1,
    /// IEC 62196-2 Type 2.
    Type2,
    /// SAE J3400, Tesla's plug.
    Nacs,
    /// Without any plug.
    Wireless,
    /// Anything else.
    Other,
}

impl ConnectorStandard {
    /// True for direct current, which bypasses the car's own charger.
    pub fn is_direct_current(self) -> bool {
        matches!(
            self,
            Self::GbtDc | Self::Chaoji | Self::Ccs1 | Self::Ccs2 | Self::Chademo
        )
    }
}

impl Access {
    /// All of them by their names in files.
    pub(crate) const NAMES: [(&str, Self); 12] = [
        ("public", Self::Public),
        ("restricted", Self::Restricted),
        ("bus", Self::Bus),
        ("sanitation", Self::Sanitation),
        ("logistics", Self::Logistics),
        ("taxi", Self::Taxi),
        ("car_share", Self::CarShare),
        ("community", Self::Community),
        ("unit", Self::Unit),
        ("shared_private", Self::SharedPrivate),
        ("private", Self::Private),
        ("other", Self::Other),
    ];
}

impl Lifecycle {
    /// All of them by their names in files.
    pub(crate) const NAMES: [(&str, Self); 6] = [
        ("open", Self::Open),
        ("planned", Self::Planned),
        ("maintenance", Self::Maintenance),
        ("suspended", Self::Suspended),
        ("closed", Self::Closed),
        ("unknown", Self::Unknown),
    ];
}

impl ConnectorStandard {
    /// All of them by their names in files.
    pub(crate) const NAMES: [(&str, Self); 12] = [
        ("gbt_dc", Self::GbtDc),
        ("gbt_ac", Self::GbtAc),
        ("chaoji", Self::Chaoji),
        ("domestic", Self::Domestic),
        ("ccs1", Self::Ccs1),
        ("ccs2", Self::Ccs2),
        ("chademo", Self::Chademo),
        ("type1", Self::Type1),
        ("type2", Self::Type2),
        ("nacs", Self::Nacs),
        ("wireless", Self::Wireless),
        ("other", Self::Other),
    ];
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
