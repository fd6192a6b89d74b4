//! Words of OCPI and what they are.

use stations::{Amenity, ConnectorStandard, Lifecycle, Place};

/// `ConnectorType`. Household sockets (`DOMESTIC_A` to `O`) are told by their beginning.
const PLUGS: [(&str, ConnectorStandard); 16] = [
    ("GBT_DC", ConnectorStandard::GbtDc),
    ("GBT_AC", ConnectorStandard::GbtAc),
    ("CHAOJI", ConnectorStandard::Chaoji),
    ("CHADEMO", ConnectorStandard::Chademo),
    ("IEC_62196_T1", ConnectorStandard::Type1),
    ("IEC_62196_T1_COMBO", ConnectorStandard::Ccs1),
    ("IEC_62196_T2", ConnectorStandard::Type2),
    ("IEC_62196_T2_COMBO", ConnectorStandard::Ccs2),
    ("IEC_62196_T3A", ConnectorStandard::Other),
    ("IEC_62196_T3C", ConnectorStandard::Other),
    ("SAE_J3400", ConnectorStandard::Nacs),
    ("TESLA_R", ConnectorStandard::Nacs),
    ("TESLA_S", ConnectorStandard::Nacs),
    ("MCS", ConnectorStandard::Other),
    ("PANTOGRAPH_BOTTOM_UP", ConnectorStandard::Other),
    ("PANTOGRAPH_TOP_DOWN", ConnectorStandard::Other),
];

/// The plug that a word names; `None` for one that is not ours to know.
pub(super) fn plug(word: &str) -> Option<ConnectorStandard> {
    if word.starts_with("DOMESTIC_") {
        return Some(ConnectorStandard::Domestic);
    }
    if word.starts_with("IEC_60309_") || word.starts_with("NEMA_") {
        return Some(ConnectorStandard::Other);
    }
    let mut plugs = PLUGS.iter();
    let found = plugs.find(|(known, _)| *known == word);
    found.map(|(_, standard)| *standard)
}

/// `ParkingType`.
pub(super) fn place(word: &str) -> Option<Place> {
    match word {
        "ALONG_MOTORWAY" => Some(Place::ServiceArea),
        "PARKING_GARAGE" | "PARKING_LOT" | "UNDERGROUND_GARAGE" => Some(Place::CarPark),
        "ON_DRIVEWAY" | "ON_STREET" => Some(Place::Roadside),
        _ => None,
    }
}

/// `Facility`; nothing for those that no driver who charges asks for.
pub(super) fn amenity(word: &str) -> Option<Amenity> {
    match word {
        "HOTEL" => Some(Amenity::Hotel),
        "RESTAURANT" | "CAFE" => Some(Amenity::Food),
        "MALL" | "SUPERMARKET" => Some(Amenity::Shop),
        "SPORT" | "RECREATION_AREA" | "NATURE" | "MUSEUM" => Some(Amenity::Recreation),
        "FUEL_STATION" => Some(Amenity::Fuel),
        "WIFI" => Some(Amenity::Wifi),
        _ => None,
    }
}

/// `Status` of an EVSE as what it says of the station's life, and as the word of its state.
pub(super) fn status(word: &str) -> Option<(Lifecycle, &'static str)> {
    match word {
        "AVAILABLE" => Some((Lifecycle::Open, "free")),
        "BLOCKED" => Some((Lifecycle::Open, "blocked")),
        "CHARGING" => Some((Lifecycle::Open, "charging")),
        "RESERVED" => Some((Lifecycle::Open, "reserved")),
        "OUTOFORDER" => Some((Lifecycle::Open, "fault")),
        "INOPERATIVE" => Some((Lifecycle::Maintenance, "fault")),
        "PLANNED" => Some((Lifecycle::Planned, "offline")),
        "REMOVED" => Some((Lifecycle::Closed, "offline")),
        "UNKNOWN" => Some((Lifecycle::Unknown, "unknown")),
        _ => None,
    }
}
