//! What a station offers beside charging.

use stations::{Amenity, Details, Parking, ParkingKind};

use super::code::{AMENITY_FLAGS, FACILITY, PARKING, REDUCTION};
use crate::feed::record::Record;

/// Longest address of a picture, in bytes.
const ADDRESS_MAX: usize = 2000;

pub(super) fn read(record: &mut Record) -> Details {
    let guide = [record.text(&["SiteGuide"]), record.text(&["ParkInfo"])];
    let guide: Vec<String> = guide.into_iter().filter(|text| !text.is_empty()).collect();
    let bays = record.whole(&["ParkNums"]);
    Details {
        address: record.text(&["Address"]),
        township: record.text(&["AreaCodeCountryside"]),
        phone: phone(record),
        // Nought means that nobody counted.
        bays: bays.filter(|bays| *bays > 0),
        guide: guide.join(" "),
        vehicles: record.text(&["MatchCars"]),
        payment: record.text(&["Payment"]),
        parking: parking(record),
        amenities: amenities(record),
        photos: photos(record),
        ..Details::default()
    }
}

fn phone(record: &mut Record) -> String {
    let (service, station) = (record.text(&["ServiceTel"]), record.text(&["StationTel"]));
    if service.is_empty() { station } else { service }
}

fn parking(record: &mut Record) -> Parking {
    let mut kind = record.code(&["ParkType"], &PARKING).unwrap_or_default();
    let is_free = record.flag(&["FreeParking"]);
    if kind == ParkingKind::Unknown && is_free == Some(true) {
        kind = ParkingKind::Free;
    }
    let mut reductions = codes(record, "ParkReductionMode", &REDUCTION);
    reductions.sort_unstable();
    reductions.dedup();
    Parking {
        kind,
        text: record.text(&["ParkFee"]),
        minutes_max: None,
        reductions,
    }
}

fn amenities(record: &mut Record) -> Vec<Amenity> {
    let mut amenities = codes(record, "SupportingFacilities", &FACILITY);
    for (names, amenity) in AMENITY_FLAGS {
        if record.flag(names) == Some(true) {
            amenities.push(amenity);
        }
    }
    amenities.sort_unstable();
    amenities.dedup();
    amenities
}

/// A list of codes, also as one text with commas; each unknown code is a finding.
fn codes<T: Copy>(record: &mut Record, name: &str, known: &[(i64, T)]) -> Vec<T> {
    let mut found = Vec::new();
    for text in record.texts(&[name]) {
        for code in text.split([',', '，', '、', ';']).map(str::trim) {
            let number: Option<i64> = code.parse().ok();
            match known.iter().find(|(known, _)| Some(*known) == number) {
                Some((_, meaning)) => found.push(*meaning),
                None => record.complain(name, "expected a known code; it is left out", code),
            }
        }
    }
    found
}

fn photos(record: &mut Record) -> Vec<String> {
    let mut photos = record.texts(&["Pictures"]);
    photos.retain(|address| {
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        let is_usable = is_web && address.len() <= ADDRESS_MAX;
        if !is_usable && !address.is_empty() {
            let shown: String = address.chars().take(80).collect();
            record.complain(
                "Pictures",
                "expected an http address; it is left out",
                shown,
            );
        }
        is_usable
    });
    photos
}
