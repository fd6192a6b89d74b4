//! `query_station_status` and `notification_stationStatus`. A snapshot holds no states; they are
//! checked, so that a deployer sees what an operator sends.

use container::Finding;
use serde_json::Value;

use super::code::{BAY, LOCK, STATE};
use crate::feed::record::Record;
use crate::feed::{ConnectorState, Feed};

/// Names of a list of stations' states.
pub(super) const STATIONS: [&str; 2] = ["StationStatusInfos", "StationStatusInfo"];
/// Names of a list of connectors' states.
pub(super) const CONNECTORS: [&str; 2] = ["ConnectorStatusInfos", "ConnectorStatusInfo"];

pub(super) fn read(record: &mut Record, feed: &mut Feed) {
    let total: Option<usize> = record.whole(&["Total"]);
    if record.has(&STATIONS) {
        let stations = record.list(&STATIONS);
        if let Some(total) = total.filter(|total| *total != stations.len()) {
            let problem = format!("expected {}, the number of stations", stations.len());
            record.complain("Total", &problem, total.to_string());
        }
        for station in stations {
            let Some(mut station) = Record::new("a station", station, &mut feed.findings) else {
                continue;
            };
            station.subject = station.text(&["StationID"]);
            read_connectors(station.list(&CONNECTORS), feed);
            station.finish(&mut feed.findings);
        }
    }
    read_connectors(record.list(&CONNECTORS), feed);
}

fn read_connectors(connectors: Vec<Value>, feed: &mut Feed) {
    for connector in connectors {
        let Some(mut record) = Record::new("a connector", connector, &mut feed.findings) else {
            continue;
        };
        let id = record.text(&["ConnectorID"]);
        if id.is_empty() {
            let problem = "expected an id; the state is left out";
            let finding = Finding::new("a connector", "ConnectorID", problem, "nothing");
            feed.findings.push(finding);
            continue;
        }
        record.subject.clone_from(&id);
        let state = record.code(&["Status"], &STATE);
        record.code(&["ParkStatus"], &BAY);
        record.code(&["LockStatus"], &LOCK);
        record.finish(&mut feed.findings);
        let state = state.map(|state| ConnectorState {
            connector: id,
            state,
        });
        feed.states.extend(state);
    }
}
