//! `parking_places` (2.3.0).

use std::collections::BTreeMap;

use crate::feed::record::Record;

/// A place to park (2.3.0).
pub(super) struct ParkingPlace {
    pub(super) name: String,
    pub(super) minutes: Option<u32>,
    pub(super) height_cm: Option<u16>,
    pub(super) is_roofed: bool,
    /// Kinds of vehicles that it is for; empty when that is not said.
    kinds: Vec<String>,
    is_drive_through: bool,
}

/// `VehicleType` in words of both languages; several kinds may be one word.
const KINDS: [(&str, &str, &str); 8] = [
    ("MOTORCYCLE", "摩托车", "motorcycles"),
    ("PERSONAL_VEHICLE", "乘用车", "cars"),
    (
        "PERSONAL_VEHICLE_WITH_TRAILER",
        "带挂乘用车",
        "cars with trailers",
    ),
    ("VAN", "厢式车", "vans"),
    ("SEMI_TRACTOR", "货车", "trucks"),
    ("RIGID", "货车", "trucks"),
    ("TRUCK_WITH_TRAILER", "货车", "trucks"),
    ("BUS", "客车", "buses"),
];

/// Which vehicles fit, in words; empty when no place says so.
pub(super) fn vehicles(places: &BTreeMap<String, ParkingPlace>) -> String {
    let said = |word: &str| {
        let mut places = places.values();
        places.any(|place| place.kinds.iter().any(|kind| kind == word))
    };
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (_, own, english) in KINDS.iter().filter(|(word, ..)| said(word)) {
        if !zh.contains(own) {
            zh.push(*own);
            en.push(*english);
        }
    }
    if places.values().any(|place| place.is_drive_through) {
        zh.push("可直行驶出");
        en.push("drive-through");
    }
    if zh.is_empty() {
        return String::new();
    }
    format!("{} / {}", zh.join("、"), en.join(", "))
}

/// The places by their ids.
pub(super) fn parking_places(record: &mut Record) -> BTreeMap<String, ParkingPlace> {
    record.keep("parking_places");
    let mut places = BTreeMap::new();
    let mut findings = Vec::new();
    for value in record.list(&["parking_places"]) {
        let Some(mut place) = Record::new(&record.subject, value, &mut findings) else {
            continue;
        };
        let id = place.text(&["id"]);
        let height: Option<f64> = place.number(&["max_vehicle_height"]);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked by the range"
        )]
        let height_cm = height
            .filter(|height| (1.0..=2000.0).contains(height))
            .map(|height| height as u16);
        let found = ParkingPlace {
            name: place.text(&["physical_reference"]),
            minutes: place.whole(&["time_limit"]),
            height_cm,
            is_roofed: place.flag(&["roofed"]) == Some(true),
            kinds: place.texts(&["vehicle_types"]),
            is_drive_through: place.flag(&["drive_through"]) == Some(true),
        };
        places.insert(id, found);
        place.finish(&mut findings);
    }
    record.adopt(findings);
    places
}
