//! What kinds there are: who may charge, where a station is, whether it works, which plug.

use serde::{Deserialize, Serialize};

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
