//! `StationInfo`: one site.

use container::Text;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use serde_json::Value;
use stations::{Access, Details, FeeTexts, Lifecycle, Opening, Place, Station, Swap};

use super::code::{ACCESS, CLASSIFICATION, LIFECYCLE, PLACE};
use super::{equipment, overstay, site, tariff};
use crate::feed::price::date;
use crate::feed::record::Record;
use crate::feed::{Feed, Reading, position};
use crate::opening::opening;

pub(super) fn read_all(reading: &Reading<'_>, stations: Vec<Value>, feed: &mut Feed) {
    for (index, value) in stations.into_iter().enumerate() {
        let subject = format!("{} station {}", reading.name, index + 1);
        if let Some(record) = Record::new(subject, value, &mut feed.findings) {
            read(reading, record, feed);
        }
    }
}

/// Reads one station. What is left out is a finding.
pub(super) fn read(reading: &Reading<'_>, mut record: Record, feed: &mut Feed) {
    let station = read_station(reading, &mut record, feed);
    let ext = record.finish(&mut feed.findings);
    let Some(mut station) = station else { return };
    station.details.ext.extend(ext);
    feed.stations.push(station);
}

fn read_station(reading: &Reading<'_>, record: &mut Record, feed: &mut Feed) -> Option<Station> {
    let own = record.text(&["StationID"]);
    if own.is_empty() {
        let problem = "expected an id; the station is left out";
        record.complain("StationID", problem, "nothing");
        return None;
    }
    let operator_id = record.text(&["OperatorID"]);
    let id = station_id(&operator_id, own.clone());
    record.subject.clone_from(&id);
    let (lat, lon) = (
        record.number(&["StationLat"]),
        record.number(&["StationLng"]),
    );
    let (place_on_earth, origin) = position(record, reading, &own, lat, lon)?;
    let zh = record.text(&["StationName"]);
    if zh.is_empty() {
        record.complain(
            "StationName",
            "expected a name; its id stands for it",
            "nothing",
        );
    }
    let name = if zh.is_empty() { id.clone() } else { zh };
    let equipment = record.list(&["EquipmentInfos", "EquipmentInfo"]);
    let cabinets = equipment::read_all(&id, equipment, &mut feed.findings);
    let swap = swap(record);
    if cabinets.is_empty() && swap.is_none() {
        let problem = "expected equipment with connectors; nobody can charge there";
        record.complain("EquipmentInfos", problem, "nothing usable");
    }
    record.keep("Construction");
    let mut details = Details {
        operator_id,
        opened_on: record
            .read(&["OfficialRunTime"], "a day", |value| date(value.as_str()?))
            .unwrap_or_default(),
        updated_at: record.read(&["LastUpdateTime"], "yyyy-MM-dd HH:mm:ss", |value| {
            seconds(value.as_str()?)
        }),
        fees: FeeTexts {
            energy: record.text(&["ElectricityFee"]),
            service: record.text(&["ServiceFee"]),
        },
        ..site::read(record)
    };
    details.overstay = overstay::read(record);
    feed.prices
        .extend(tariff::of_station(&id, record, &details.fees));
    Some(Station {
        county: county(record),
        access: coded(record, "StationType", &ACCESS, Access::Other),
        place: coded(record, "Construction", &PLACE, Place::Other),
        lifecycle: coded(record, "StationStatus", &LIFECYCLE, Lifecycle::Unknown),
        operator: Text::new(record.text(&["OperatorName"]), ""),
        opening: hours(record),
        cabinets,
        swap,
        origins: vec![origin],
        details,
        ..Station::new(
            id,
            Text::new(name, record.text(&["StationNameEn"])),
            place_on_earth,
        )
    })
}

/// The id of a station: its own is unique with its operator only.
pub(super) fn station_id(operator: &str, own: String) -> String {
    if operator.is_empty() {
        own
    } else {
        format!("{operator}-{own}")
    }
}

/// A code that the standard requires: its absence is a finding too.
fn coded<T: Copy>(record: &mut Record, name: &str, codes: &[(i64, T)], otherwise: T) -> T {
    if !record.has(&[name]) {
        record.complain(name, "expected a code; nothing is assumed", "nothing");
    }
    record.code(&[name], codes).unwrap_or(otherwise)
}

/// The county of `AreaCode`, its first six digits (GB/T 2260).
fn county(record: &mut Record) -> String {
    let county = record.read(&["AreaCode"], "six digits or more", |value| {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        let digits: String = text.trim().chars().take(6).collect();
        let is_code = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_code.then_some(digits)
    });
    county.unwrap_or_default()
}

fn hours(record: &mut Record) -> Opening {
    let text = record.text(&["BusineHours", "BusinessHours"]);
    if record.flag(&["Is24Hour", "RoundTheClock"]) == Some(true) {
        return Opening::always();
    }
    opening(&text)
}

fn swap(record: &mut Record) -> Option<Swap> {
    let (_, swaps) = record
        .code(&["StationClassification"], &CLASSIFICATION)
        .unwrap_or((true, false));
    let slots = record.whole(&["PositionNum"]).filter(|slots| *slots > 0);
    swaps.then(|| Swap {
        slots,
        vehicles: Text::default(),
    })
}

/// Seconds since 1970 of a time as Chinese operators write it: UTC+8.
fn seconds(text: &str) -> Option<i64> {
    let text = text.trim().replace(' ', "T");
    let time: DateTime = text.parse().ok()?;
    let china = TimeZone::fixed(Offset::constant(8));
    Some(time.to_zoned(china).ok()?.timestamp().as_second())
}
