//! A location: a site with its EVSEs.

use std::collections::BTreeSet;

use container::Text;
use serde_json::Value;
use stations::{Access, Amenity, Datum, Details, Entrance, Place, Station};

use super::evse::{Sum, read_evse};
use super::parking::{parking_places, vehicles};
use super::{hours, words};
use crate::feed::record::Record;
use crate::feed::{Feed, Reading, on_earth, position};

/// Reads one location into the feed.
pub(super) fn read(reading: &Reading<'_>, mut record: Record, feed: &mut Feed) {
    let station = read_station(reading, &mut record, feed);
    let ext = record.finish(&mut feed.findings);
    if let Some(mut station) = station {
        station.details.ext.extend(ext);
        feed.stations.push(station);
    }
}

fn read_station(reading: &Reading<'_>, record: &mut Record, feed: &mut Feed) -> Option<Station> {
    let own = record.text(&["id"]);
    let party = [record.text(&["country_code"]), record.text(&["party_id"])];
    let id = full_id(&party, &own);
    record.subject.clone_from(&id);
    let coordinates = record.value(&["coordinates"]).unwrap_or_default();
    let (lat, lon) = degrees(&coordinates);
    let (at, origin) = position(record, reading, &own, lat, lon)?;
    let address = [record.text(&["address"]), record.text(&["city"])];
    let address = address.join(", ").trim_matches([',', ' ']).to_owned();
    let names = [record.text(&["name"]), address.clone()];
    let name = names.into_iter().find(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| {
        let problem = "expected a name or an address; its id stands for it";
        record.complain("name", problem, "nothing");
        id.clone()
    });
    let places = parking_places(record);
    let mut sum = Sum::default();
    for value in record.list(&["evses"]) {
        read_evse(value, &id, &party, &places, &mut sum, feed);
    }
    if sum.cabinets.is_empty() {
        let problem = "expected EVSEs with connectors; nobody can charge there";
        record.complain("evses", problem, "nothing usable");
    }
    let operator = record.name_in("operator", "name");
    let mut details = details(record, &sum, reading.datum);
    details.operator_id.clone_from(&party[1]);
    details.address = address;
    details.height_max_cm = places.values().filter_map(|place| place.height_cm).min();
    details.vehicles = vehicles(&places);
    details.parking.minutes_max = places.values().filter_map(|place| place.minutes).min();
    Some(Station {
        access: access(record, &sum),
        place: place(record),
        lifecycle: sum.lifecycle(),
        operator: Text::new(operator, ""),
        opening: hours::read(record),
        cabinets: sum.cabinets,
        origins: vec![origin],
        details,
        ..Station::new(id, Text::new(name, ""), at)
    })
}

fn place(record: &mut Record) -> Place {
    record.keep("parking_type");
    let word = record.text(&["parking_type"]);
    let place = words::place(&word);
    if place.is_none() && !word.is_empty() {
        record.complain(
            "parking_type",
            "expected a known word; it is not known",
            word,
        );
    }
    place.unwrap_or(Place::Other)
}

fn details(record: &mut Record, sum: &Sum, datum: Datum) -> Details {
    record.keep("facilities");
    record.keep("directions");
    let facilities = record.texts(&["facilities"]);
    let mut amenities: BTreeSet<Amenity> = sum.amenities.clone();
    amenities.extend(facilities.iter().filter_map(|word| words::amenity(word)));
    Details {
        phone: record.text(&["help_phone"]),
        entrances: entrances(record, datum),
        guide: in_a_language(&record.list(&["directions"])),
        photos: photos(record),
        amenities: amenities.into_iter().collect(),
        updated_at: record.read(&["last_updated"], "a time", |value| {
            let time: jiff::Timestamp = value.as_str()?.parse().ok()?;
            Some(time.as_second())
        }),
        ..Details::default()
    }
}

/// Degrees of a position as OCPI has it: numbers, or texts of numbers.
fn degrees(of: &Value) -> (Option<f64>, Option<f64>) {
    let degree = |name: &str| {
        let value = of.get(name)?;
        let spelled = || value.as_str()?.trim().parse().ok();
        let degree = value.as_f64().or_else(spelled);
        degree.filter(|degree: &f64| degree.is_finite())
    };
    (degree("latitude"), degree("longitude"))
}

/// Places that belong to the location: entrances (OCPI 2.2.1, 8.4.1: "geographical location of related
/// points relevant to the user").
fn entrances(record: &mut Record, datum: Datum) -> Vec<Entrance> {
    let mut entrances = Vec::new();
    for value in record.list(&["related_locations"]) {
        let (lat, lon) = degrees(&value);
        match lat
            .zip(lon)
            .and_then(|(lat, lon)| on_earth(datum, lat, lon))
        {
            Some(position) => {
                let name = value.get("name").cloned().unwrap_or_default();
                let label = in_a_language(&[name]);
                entrances.push(Entrance { position, label });
            }
            None => record.complain(
                "related_locations",
                "expected degrees; it is left out",
                value.to_string(),
            ),
        }
    }
    entrances
}

/// Ids are unique with the party that they are of (OCPI 2.2.1, 8.3.1).
pub(super) fn full_id(party: &[String; 2], id: &str) -> String {
    let words = party.iter().map(String::as_str).chain([id]);
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("*")
}

/// `publish: false` may be shown to nobody but its own; who those are is personal and not kept.
fn access(record: &mut Record, sum: &Sum) -> Access {
    let is_published = record.flag(&["publish"]) != Some(false);
    if record.value(&["publish_allowed_to"]).is_some() {
        record.complain("publish_allowed_to", "personal; it is not kept", "tokens");
    }
    let all = |word: &str| {
        let mut evses = sum.restrictions.iter();
        !sum.restrictions.is_empty() && evses.all(|words| words.iter().any(|known| known == word))
    };
    if !is_published {
        record.complain(
            "publish",
            "expected true for the public; it counts as private",
            "false",
        );
        Access::Private
    } else if all("TAXIS") {
        Access::Taxi
    } else if all("EMPLOYEES") {
        Access::Unit
    } else if all("TENANTS") {
        Access::Community
    } else if all("CUSTOMERS") {
        Access::Restricted
    } else {
        Access::Public
    }
}

/// The text in Chinese, else in English, else in whatever comes first.
pub(super) fn in_a_language(texts: &[Value]) -> String {
    let text_in = |wanted: &str| {
        texts.iter().find_map(|text| {
            let language = text.get("language")?.as_str()?;
            language
                .starts_with(wanted)
                .then(|| text.get("text")?.as_str())?
        })
    };
    let found = ["zh", "en", ""].into_iter().find_map(text_in);
    found.unwrap_or_default().to_owned()
}

fn photos(record: &mut Record) -> Vec<String> {
    record.keep("images");
    let images = record.list(&["images"]);
    let urls = images.iter().filter_map(|image| image.get("url")?.as_str());
    urls.filter(|url| url.starts_with("https://") || url.starts_with("http://"))
        .map(str::to_owned)
        .collect()
}
