//! What else is known about a station: what one reads before one drives there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use units::LatLon;

use crate::Money;

/// Datums of coordinates in feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Datum {
    /// WGS 84, as satellites give it; OCPI, OpenStreetMap.
    Wgs84,
    /// GCJ-02; T/CEC 102, `AMap`, Tencent.
    Gcj02,
    /// BD-09; Baidu.
    Bd09,
}

impl Datum {
    /// All of them by their names in files.
    pub(crate) const NAMES: [(&str, Self); 3] = [
        ("wgs84", Self::Wgs84),
        ("gcj02", Self::Gcj02),
        ("bd09", Self::Bd09),
    ];
}

/// Where a station comes from, and what was said of its place there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    /// Id of the source, as in the file's `about`.
    pub source: String,
    /// Id of the station there.
    pub id: String,
    /// Latitude as given, in degrees of `datum`.
    pub lat: f64,
    /// Longitude as given, in degrees of `datum`.
    pub lon: f64,
    /// Their datum.
    pub datum: Datum,
}

/// Opening hours.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Opening {
    /// As OpenStreetMap writes them (wiki, "Key:`opening_hours`"), such as `24/7`; empty when
    /// unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
    /// In the source's own words, where it has any that `rule` does not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl Opening {
    /// Open day and night.
    pub fn always() -> Self {
        Self {
            rule: "24/7".to_owned(),
            text: String::new(),
        }
    }

    /// Hours in words, which say nothing that a program understands.
    pub fn in_words(text: impl Into<String>) -> Self {
        Self {
            rule: String::new(),
            text: text.into(),
        }
    }

    /// True when the station is known to be open day and night.
    pub fn is_always(&self) -> bool {
        self.rule == "24/7"
    }
}

/// What parking costs (T/CEC 102 `ParkType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParkingKind {
    /// Nothing.
    Free,
    /// Something.
    Paid,
    /// Nothing for a limited time.
    FreeAtFirst,
    /// Less while charging.
    Reduced,
    /// As the site says.
    SiteRule,
    /// Not known.
    #[default]
    Unknown,
}

impl ParkingKind {
    /// All of them by their names in files.
    pub(crate) const NAMES: [(&str, Self); 6] = [
        ("free", Self::Free),
        ("paid", Self::Paid),
        ("free_at_first", Self::FreeAtFirst),
        ("reduced", Self::Reduced),
        ("site_rule", Self::SiteRule),
        ("unknown", Self::Unknown),
    ];
}

/// How a driver gets a reduction of the parking fee (T/CEC 102 `ParkReductionMode`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParkingReduction {
    /// By the number plate, without doing anything.
    Plate,
    /// With a printed slip.
    Slip,
    /// With the code of the order.
    Code,
}

impl ParkingReduction {
    /// All of them by their names in files.
    pub(crate) const NAMES: [(&str, Self); 3] = [
        ("plate", Self::Plate),
        ("slip", Self::Slip),
        ("code", Self::Code),
    ];
}

/// Parking while charging.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Parking {
    /// What it costs.
    #[serde(default)]
    pub kind: ParkingKind,
    /// In the source's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// How long one may park, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes_max: Option<u32>,
    /// How to get a reduction.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reductions: Vec<ParkingReduction>,
}

/// What staying costs after charging has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overstay {
    /// First minute of the day.
    pub from: u16,
    /// Minute of the day at which it ends, 1440 at most.
    pub to: u16,
    /// For each minute.
    pub per_minute: Money,
    /// For each minute when the station is full, where that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_minute_full: Option<Money>,
    /// At most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Money>,
    /// Minutes that cost nothing.
    #[serde(default)]
    pub free_minutes: u16,
    /// First day, `YYYY-MM-DD`; empty when it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub valid_from: String,
    /// Last day, `YYYY-MM-DD`; empty when it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub valid_to: String,
}

/// What the site offers beside charging.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Amenity {
    /// Toilets.
    Toilet,
    /// A shop.
    Shop,
    /// A restaurant or café.
    Food,
    /// A lounge.
    Lounge,
    /// A roof over the bays.
    Canopy,
    /// Wireless network.
    Wifi,
    /// A hotel.
    Hotel,
    /// Fuel.
    Fuel,
    /// A playground, sports or park.
    Recreation,
    /// Staff.
    Attended,
    /// Cameras.
    Cameras,
    /// Locks that keep bays free.
    BayLocks,
    /// Reservation.
    Reservable,
}

impl Amenity {
    /// All of them by their names in files.
    pub(crate) const NAMES: [(&str, Self); 13] = [
        ("toilet", Self::Toilet),
        ("shop", Self::Shop),
        ("food", Self::Food),
        ("lounge", Self::Lounge),
        ("canopy", Self::Canopy),
        ("wifi", Self::Wifi),
        ("hotel", Self::Hotel),
        ("fuel", Self::Fuel),
        ("recreation", Self::Recreation),
        ("attended", Self::Attended),
        ("cameras", Self::Cameras),
        ("bay_locks", Self::BayLocks),
        ("reservable", Self::Reservable),
    ];
}

/// Fees in the source's own words, kept as they are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FeeTexts {
    /// For electricity, or for charging as a whole.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub energy: String,
    /// For the service.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service: String,
}

/// A way in from the road.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entrance {
    /// Where one turns in.
    pub position: LatLon,
    /// Its name in the source's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
}

/// What else is known about a station. All of it may be absent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// Street address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Township code of twelve digits.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub township: String,
    /// Telephone of the station or its service.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// The operator's code in its feed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub operator_id: String,
    /// Parking bays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bays: Option<u16>,
    /// Where one turns in; the main one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entrances: Vec<Entrance>,
    /// How to find the bays.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub guide: String,
    /// Which vehicles fit, in words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub vehicles: String,
    /// Greatest height of a vehicle in centimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height_max_cm: Option<u16>,
    /// How to start and pay, in words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub payment: String,
    /// Parking.
    pub parking: Parking,
    /// What staying after charging costs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overstay: Vec<Overstay>,
    /// Fees in words.
    pub fees: FeeTexts,
    /// What else is there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amenities: Vec<Amenity>,
    /// Addresses of pictures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<String>,
    /// Day of opening, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub opened_on: String,
    /// When the source last changed the record, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<i64>,
    /// Fields of the source that have no place above, as they were.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub ext: BTreeMap<String, Value>,
}
