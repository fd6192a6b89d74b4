//! `parking_places` (2.3.0).

use std::collections::BTreeMap;

use crate::feed::record::Record;

/// A place to park (2.3.0).
pub(super) struct ParkingPlace {
    pub(super) name: String,
    pub(super) minutes: Option<u32>,
    pub(super) height_cm: Option<u16>,
    pub(super) is_roofed: bool,
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
        };
        places.insert(id, found);
        place.finish(&mut findings);
    }
    record.adopt(findings);
    places
}
