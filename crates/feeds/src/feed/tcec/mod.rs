//! T/CEC 102 of 2016 and the provincial profiles of 2021: answers and notifications, plain or in
//! their envelope (`reference/domain.md` 2.1 to 2.4).

mod code;
mod envelope;
mod equipment;
mod keys;
mod overstay;
mod periods;
mod site;
mod speak;
mod stamp;
mod station;
mod status;
mod tariff;
mod tell;

use container::Finding;
use serde_json::Value;

use super::json::items;
use super::record::{Record, excerpt};
use super::settle::Page;
use super::{Feed, FeedError, Reading};

pub use envelope::EnvelopeError;
pub use keys::{KeyError, Keys};
pub use speak::{TcecRequest, TcecState, open_answer, seal_answer, tcec_states};
pub use stamp::{tcec_time, tcec_time_stamp};
pub use tell::{tcec_station_info, tcec_status_info};

/// Reads one message, or a list of them: the pages of an answer in one file.
pub(super) fn read(reading: &Reading<'_>, value: Value, feed: &mut Feed) -> Result<(), FeedError> {
    for message in items(value) {
        read_message(reading, message, feed)?;
    }
    Ok(())
}

fn read_message(reading: &Reading<'_>, value: Value, feed: &mut Feed) -> Result<(), FeedError> {
    let opened = envelope::open(value, reading.keys)
        .map_err(|error| FeedError::Envelope(reading.name.to_owned(), error))?;
    if let Some((problem, found)) = opened.mended {
        let finding = Finding::new(format!("{} Data", reading.name), "*", problem, found);
        feed.findings.push(finding);
    }
    if let Value::Array(stations) = opened.payload {
        // A list inside an envelope is a list of stations.
        station::read_all(reading, stations, feed);
    } else {
        read_payload(reading, opened.payload, feed);
    }
    Ok(())
}

fn read_payload(reading: &Reading<'_>, payload: Value, feed: &mut Feed) {
    let shown = excerpt(&payload);
    let Some(mut record) = Record::new(reading.name, payload, &mut feed.findings) else {
        return;
    };
    if record.has(&["StationInfos"]) || record.has(&["PageCount"]) {
        read_page(reading, &mut record, feed);
    } else if record.has(&status::STATIONS) || record.has(&status::CONNECTORS) {
        status::read(&mut record, feed);
    } else if record.has(&["StationFee"]) {
        tariff::read_station_fee(&mut record, feed);
    } else if record.has(&["PolicyInfos"]) && record.has(&["ConnectorID"]) {
        tariff::read_policy(&mut record, feed);
    } else if record.has(&["StationInfo"]) {
        let stations = record.list(&["StationInfo"]);
        station::read_all(reading, stations, feed);
    } else if record.has(&["StationID"]) {
        station::read(reading, record, feed);
        return;
    } else {
        let problem = "expected stations, states or prices as T/CEC 102 has them; nothing is read";
        record.complain("*", problem, shown);
    }
    record.finish(&mut feed.findings);
}

fn read_page(reading: &Reading<'_>, record: &mut Record, feed: &mut Feed) {
    let (number, count) = (record.whole(&["PageNo"]), record.whole(&["PageCount"]));
    let size: Option<usize> = record.whole(&["ItemSize"]);
    if let (Some(number), Some(count)) = (number, count) {
        feed.pages.push(Page { number, count });
    }
    let stations = record.list(&["StationInfos"]);
    // On one page of several, partners disagree on whether ItemSize counts the page or all.
    if let Some(size) = size.filter(|size| *size != stations.len() && count == Some(1)) {
        let problem = format!("expected {}, the number of stations", stations.len());
        record.complain("ItemSize", &problem, size.to_string());
    }
    station::read_all(reading, stations, feed);
}
