//! OpenStreetMap: `amenity=charging_station` with `socket:*` (its wiki has a page on each).

mod sockets;

use std::io::Cursor;

use container::Text;
use serde_json::Value;
use stations::{
    Access, Amenity, Details, FeeTexts, Lifecycle, Parking, ParkingKind, Place, Station,
};

use super::price::date;
use super::record::Record;
use super::{Feed, FeedError, Reading, position};
use crate::opening::opening;

/// Reads the stations of an extract.
pub(super) fn read(reading: &Reading<'_>, bytes: &[u8]) -> Result<Feed, FeedError> {
    let source = osm::Source {
        name: reading.name.to_owned(),
        open: Box::new(|| Ok(Box::new(Cursor::new(bytes)))),
    };
    let (sites, findings) = osm::charging_sites(&source)?;
    let mut feed = Feed::of(bytes.len());
    feed.findings = findings;
    for site in sites {
        let tags = site.tags.into_iter();
        let tags = tags
            .map(|(key, value)| (key, Value::String(value)))
            .collect();
        read_tags(
            reading,
            &site.id,
            (Some(site.lat), Some(site.lon)),
            tags,
            &mut feed,
        );
    }
    Ok(feed)
}

/// Reads one station from its tags.
pub(super) fn read_tags(
    reading: &Reading<'_>,
    id: &str,
    (lat, lon): (Option<f64>, Option<f64>),
    tags: Value,
    feed: &mut Feed,
) {
    let Some(mut record) = Record::new(id, tags, &mut feed.findings) else {
        return;
    };
    let station = read_station(reading, id, (lat, lon), &mut record);
    let ext = record.finish(&mut feed.findings);
    if let Some(mut station) = station {
        station.details.ext = ext;
        feed.push_counted(station);
    }
}

fn read_station(
    reading: &Reading<'_>,
    id: &str,
    (lat, lon): (Option<f64>, Option<f64>),
    record: &mut Record,
) -> Option<Station> {
    let (place_on_earth, origin) = position(record, reading, id, lat, lon)?;
    let _ = record.take(&["amenity"]);
    // Read, but not all of what they may say.
    for key in [
        "access",
        "brand",
        "covered",
        "fee",
        "motorcar",
        "network",
        "parking:fee",
        "reservation",
    ] {
        record.keep(key);
    }
    let cabinets = sockets::read(record);
    let cars = record.text(&["motorcar"]);
    let is_for_cars = match cars.as_str() {
        "no" => false,
        "" => !(record.has(&["bicycle"]) && cabinets.is_empty()),
        _ => true,
    };
    if !is_for_cars {
        let problem = "expected a station for cars; it is left out";
        record.complain("motorcar", problem, cars);
        return None;
    }
    if cabinets.is_empty() {
        let problem = "expected sockets; which cars can charge there is not known";
        record.complain("socket:*", problem, "nothing");
    }
    let access = record.text(&["access"]);
    let operator = bilingual(record, "operator");
    let name = bilingual(record, "name");
    let maker = [bilingual(record, "brand"), bilingual(record, "network")];
    let mut names = [name, operator.clone()].into_iter().chain(maker);
    let name = names.find(|text| *text != Text::default());
    let details = details(record);
    Some(Station {
        access: match access.as_str() {
            "" | "yes" | "public" | "permissive" | "designated" => Access::Public,
            "customers" | "permit" | "members" | "destination" => Access::Restricted,
            "private" | "no" => Access::Private,
            other => {
                record.complain("access", "expected a known word; it is not known", other);
                Access::Other
            }
        },
        place: Place::Other,
        lifecycle: Lifecycle::Open,
        operator,
        opening: opening(&record.text(&["opening_hours"])),
        cabinets,
        origins: vec![origin],
        details,
        ..Station::new(
            id,
            name.unwrap_or_else(|| Text::new("充电站", "Charging station")),
            place_on_earth,
        )
    })
}

/// A name in Chinese and English; the local one counts as Chinese.
fn bilingual(record: &mut Record, key: &str) -> Text {
    let [zh, en] = ["zh", "en"].map(|language| record.text(&[&format!("{key}:{language}")]));
    let own = record.text(&[key]);
    Text::new(if zh.is_empty() { own } else { zh }, en)
}

fn details(record: &mut Record) -> Details {
    let mut energy = record.text(&["charge"]);
    if energy.is_empty() && record.text(&["fee"]) == "no" {
        energy.push_str("免费 free");
    }
    let kind = match record.text(&["parking:fee"]).as_str() {
        "no" => ParkingKind::Free,
        "yes" => ParkingKind::Paid,
        _ => ParkingKind::Unknown,
    };
    let amenities = [
        ("covered", Amenity::Canopy),
        ("reservation", Amenity::Reservable),
    ];
    let amenities = amenities.into_iter();
    Details {
        bays: record.read(&["capacity"], "a number", |value| {
            value.as_str()?.parse().ok()
        }),
        phone: record.text(&["phone", "contact:phone"]),
        address: record.text(&["addr:full"]),
        guide: record.text(&["description:zh", "description"]),
        height_max_cm: record.read(&["maxheight"], "metres", |value| height(value.as_str()?)),
        fees: FeeTexts {
            energy,
            service: String::new(),
        },
        parking: Parking {
            kind,
            ..Parking::default()
        },
        amenities: amenities
            .filter(|(key, _)| matches!(record.text(&[key]).as_str(), "yes" | "required"))
            .map(|(_, amenity)| amenity)
            .collect(),
        opened_on: record
            .read(&["start_date"], "a day", |value| date(value.as_str()?))
            .unwrap_or_default(),
        ..Details::default()
    }
}

fn height(text: &str) -> Option<u16> {
    let metres: f64 = text.trim().trim_end_matches('m').trim().parse().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked by the range"
    )]
    let centimetres = (metres * 100.0).round() as u16;
    (0.5..=20.0).contains(&metres).then_some(centimetres)
}
