//! OCPI 2.2.1 and 2.3.0: locations and tariffs (`reference/domain.md` 2.6 and 2.7). Enumerations
//! are open: a word that nobody knows is kept, not refused.

mod change;
mod evse;
mod hours;
mod location;
mod parking;
mod speak;
mod tariff;
mod week;
mod words;

use container::Finding;
use serde_json::Value;

use super::json::items;
use super::record::{Record, excerpt};
use super::{Feed, Reading};

pub use change::{OcpiChange, OcpiChanged, OcpiError, OcpiPlace};
pub use speak::{
    OcpiState, ocpi_date_time, ocpi_lasting, ocpi_location, ocpi_state, ocpi_states, ocpi_status,
    ocpi_time, ocpi_uid,
};

/// Reads a response (`{"data": …}`), a list, or one object.
pub(super) fn read(reading: &Reading<'_>, value: Value, feed: &mut Feed) {
    for (index, object) in items(value).into_iter().enumerate() {
        let subject = format!("{} object {}", reading.name, index + 1);
        read_object(reading, subject, object, feed);
    }
}

fn read_object(reading: &Reading<'_>, subject: String, value: Value, feed: &mut Feed) {
    let shown = excerpt(&value);
    let Some(mut record) = Record::new(subject, value, &mut feed.findings) else {
        return;
    };
    if record.has(&["coordinates"]) && record.has(&["id"]) {
        location::read(reading, record, feed);
        return;
    }
    if record.has(&["elements"]) && record.has(&["currency"]) {
        tariff::read(record, feed);
        return;
    }
    let status: Option<i64> = record.whole(&["status_code"]);
    if let Some(code) = status.filter(|code| *code >= 2000) {
        let message = record.text(&["status_message"]);
        let problem = "expected status_code 1000; the partner refused to answer";
        record.complain("status_code", problem, format!("{code} {message}"));
    }
    if let Some(data) = record.value(&["data"]) {
        record.finish(&mut feed.findings);
        read(reading, data, feed);
        return;
    }
    if status.is_none() {
        let problem = "expected a location or a tariff, found a fragment; nothing is read from it";
        let finding = Finding::new(&record.subject, "*", problem, shown);
        feed.findings.push(finding);
    }
    record.finish(&mut feed.findings);
}
