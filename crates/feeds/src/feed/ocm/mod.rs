//! Open Charge Map, verbose and compact (`reference/domain.md` 2.7; ids from its reference lists
//! of 2021-08).

mod connection;

use container::{Finding, Text};
use serde_json::Value;
use stations::{Access, Details, FeeTexts, Lifecycle, Place, Station};

use super::json::items;
use super::record::{Record, excerpt};
use super::{Feed, Reading, position};

/// `StatusTypeID`.
const STATUS: [(i64, Lifecycle); 10] = [
    (0, Lifecycle::Unknown),
    (10, Lifecycle::Open),
    (20, Lifecycle::Open),
    (30, Lifecycle::Maintenance),
    (50, Lifecycle::Open),
    (75, Lifecycle::Open),
    (100, Lifecycle::Maintenance),
    (150, Lifecycle::Planned),
    (200, Lifecycle::Closed),
    (210, Lifecycle::Closed),
];

/// `UsageTypeID`.
const USAGE: [(i64, Access); 8] = [
    (0, Access::Other),
    (1, Access::Public),
    (2, Access::Private),
    (3, Access::Restricted),
    (4, Access::Public),
    (5, Access::Public),
    (6, Access::Restricted),
    (7, Access::Public),
];

/// Reads a list of points, or one.
pub(super) fn read(reading: &Reading<'_>, value: Value, feed: &mut Feed) {
    for (index, point) in items(value).into_iter().enumerate() {
        let shown = excerpt(&point);
        let subject = format!("{} point {}", reading.name, index + 1);
        let Some(record) = Record::new(subject, point, &mut feed.findings) else {
            continue;
        };
        if record.has(&["AddressInfo"]) {
            read_point(reading, record, feed);
        } else {
            let problem = "expected AddressInfo; it is no point and is left out";
            let finding = Finding::new(&record.subject, "AddressInfo", problem, shown);
            feed.findings.push(finding);
        }
    }
}

fn read_point(reading: &Reading<'_>, mut record: Record, feed: &mut Feed) {
    let station = read_station(reading, &mut record, feed);
    let ext = record.finish(&mut feed.findings);
    if let Some(mut station) = station {
        station.details.ext.extend(ext);
        feed.push_counted(station);
    }
}

fn read_station(reading: &Reading<'_>, record: &mut Record, feed: &mut Feed) -> Option<Station> {
    let own = record.text(&["ID"]);
    if own.is_empty() {
        record.complain("ID", "expected an id; the point is left out", "nothing");
        return None;
    }
    let id = format!("OCM-{own}");
    record.subject.clone_from(&id);
    let mut address = record.record(&["AddressInfo"])?;
    address.subject.clone_from(&id);
    let (lat, lon) = (
        address.number(&["Latitude"]),
        address.number(&["Longitude"]),
    );
    let (at, origin) = position(record, reading, &own, lat, lon)?;
    let lines = ["AddressLine1", "AddressLine2", "Town", "StateOrProvince"];
    let mut lines = lines.map(|name| address.text(&[name])).to_vec();
    lines.retain(|line| is_legible(line));
    let mut name = address.text(&["Title"]);
    if !is_legible(&name) {
        let problem = "expected a legible name; its address stands for it";
        record.complain("Title", problem, name.clone());
        name.clone_from(lines.first().unwrap_or(&id));
    }
    let details = Details {
        address: lines.join(", "),
        phone: address.text(&["ContactTelephone1"]),
        guide: address.text(&["AccessComments"]),
        ..details(record)
    };
    record.absorb("AddressInfo", address);
    if record.take(&["UserComments"]).is_some() {
        record.complain("UserComments", "personal; they are not kept", "comments");
    }
    let operator = record.name_in("OperatorInfo", "Title");
    let access = id_of(record, "UsageTypeID", "UsageType", &USAGE);
    let lifecycle = id_of(record, "StatusTypeID", "StatusType", &STATUS);
    let (mut cabinets, mut swap) = (Vec::new(), None);
    let connections = record.list(&["Connections"]);
    if connections.is_empty() {
        let problem = "expected connections; which cars can charge there is not known";
        record.complain("Connections", problem, "nothing");
    }
    for (index, connection) in connections.into_iter().enumerate() {
        connection::read(&id, index, connection, &mut cabinets, &mut swap, feed);
    }
    Some(Station {
        access: access.unwrap_or(Access::Other),
        place: Place::Other,
        lifecycle: lifecycle.unwrap_or(Lifecycle::Unknown),
        operator: Text::new(operator, ""),
        cabinets,
        swap,
        origins: vec![origin],
        details,
        ..Station::new(id, Text::new(name, ""), at)
    })
}

fn details(record: &mut Record) -> Details {
    let updated = ["DateLastStatusUpdate", "DateLastVerified"];
    Details {
        fees: FeeTexts {
            energy: record.text(&["UsageCost"]),
            service: String::new(),
        },
        photos: photos(record),
        updated_at: record.read(&updated, "a time", |value| {
            let time: jiff::Timestamp = value.as_str()?.parse().ok()?;
            Some(time.as_second())
        }),
        ..Details::default()
    }
}

/// Text that lost its encoding is question marks.
fn is_legible(text: &str) -> bool {
    let is_lost = |c: char| matches!(c, '?' | '\u{fffd}') || c.is_whitespace();
    !text.is_empty() && !text.chars().all(is_lost)
}

/// A meaning by its id: plain in a compact answer, inside an object in a verbose one.
fn id_of<T: Copy>(
    record: &mut Record,
    compact: &str,
    verbose: &str,
    codes: &[(i64, T)],
) -> Option<T> {
    if record.has(&[compact]) {
        return record.code(&[compact], codes);
    }
    record.keep(verbose);
    record.record(&[verbose])?.code(&["ID"], codes)
}

fn photos(record: &mut Record) -> Vec<String> {
    // Who took them is personal and not kept.
    let items = record.list(&["MediaItems"]);
    let addresses = items
        .iter()
        .filter_map(|item| item.get("ItemURL")?.as_str());
    addresses
        .filter(|address| address.starts_with("https://") || address.starts_with("http://"))
        .map(str::to_owned)
        .collect()
}
