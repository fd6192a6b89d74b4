//! Telling as T/CEC 102.2 has it: stations and states as an operator sends them.

use serde_json::{Value, json};
use stations::{Cabinet, Connector, ConnectorStandard, Datum, Station};
use units::Gcj02;

use super::code::{ACCESS, LIFECYCLE, PLACE};
use super::speak::TcecState;

/// The `StationInfo` of a station of `operator`. Its `StationID` is the one that its first source
/// has for it, or its own.
pub fn tcec_station_info(station: &Station, operator: &str) -> Value {
    let origin = station.origins.first();
    let told = origin.filter(|origin| origin.datum == Datum::Gcj02);
    let (lat, lon) = told.map_or_else(
        || {
            let gcj02 = Gcj02::from(station.position);
            (gcj02.lat, gcj02.lon)
        },
        |origin| (origin.lat, origin.lon),
    );
    let equipment = station.cabinets.iter().enumerate();
    let equipment = equipment.map(|(number, cabinet)| equipment_info(cabinet, number));
    json!({
        "StationID": origin.map_or(&station.id.0, |origin| &origin.id),
        "OperatorID": operator,
        "EquipmentOwnerID": operator,
        "StationName": station.name.zh,
        "CountryCode": "CN",
        "AreaCode": station.county,
        "Address": station.details.address,
        "ServiceTel": station.details.phone,
        "StationType": code_of(&ACCESS, station.access).unwrap_or(255),
        "StationStatus": code_of(&LIFECYCLE, station.lifecycle).unwrap_or(0),
        "ParkNums": station.details.bays.unwrap_or(0),
        "StationLng": lon,
        "StationLat": lat,
        "Construction": code_of(&PLACE, station.place).unwrap_or(255),
        "EquipmentInfos": equipment.collect::<Vec<Value>>(),
    })
}

/// The `ConnectorStatusInfo` of a connector.
pub fn tcec_status_info(state: &TcecState) -> Value {
    json!({
        "ConnectorID": state.connector,
        "Status": state.status,
        "ParkStatus": state.park_status,
        "LockStatus": state.lock_status,
    })
}

fn equipment_info(cabinet: &Cabinet, number: usize) -> Value {
    let connectors = || cabinet.evses.iter().flat_map(|evse| &evse.connectors);
    let is_direct = |connector: &Connector| connector.standard.is_direct_current();
    let kind = match (connectors().any(is_direct), connectors().all(is_direct)) {
        (true, true) => 1,
        (true, false) => 3,
        (false, _) => 2,
    };
    let id = match &cabinet.id[..] {
        "" => format!("{}", number + 1),
        id => id.to_owned(),
    };
    json!({
        "EquipmentID": id,
        "EquipmentName": cabinet.name,
        "EquipmentType": kind,
        "Power": cabinet.power.0,
        "ConnectorInfos": connectors().map(connector_info).collect::<Vec<Value>>(),
    })
}

fn connector_info(connector: &Connector) -> Value {
    let direct = connector.standard.is_direct_current();
    let kind = match connector.standard {
        ConnectorStandard::Domestic => 1,
        ConnectorStandard::GbtAc if connector.details.has_cable == Some(false) => 2,
        ConnectorStandard::GbtAc => 3,
        ConnectorStandard::GbtDc => 4,
        ConnectorStandard::Wireless => 5,
        ConnectorStandard::Chaoji
        | ConnectorStandard::Ccs1
        | ConnectorStandard::Ccs2
        | ConnectorStandard::Chademo
        | ConnectorStandard::Type1
        | ConnectorStandard::Type2
        | ConnectorStandard::Nacs
        | ConnectorStandard::Other => 6,
    };
    let usual = if direct { (200, 750) } else { (220, 220) };
    let (lower, upper) = connector.details.volts.unwrap_or(usual);
    json!({
        "ConnectorID": connector.id,
        "ConnectorName": connector.details.label,
        "ConnectorType": kind,
        "VoltageUpperLimits": upper,
        "VoltageLowerLimits": lower,
        "Current": connector.details.amperes.unwrap_or(0),
        "Power": connector.power.0,
        "ParkNo": connector.details.bay,
        "NationalStandard": 2,
    })
}

fn code_of<T: Copy + PartialEq>(codes: &[(i64, T)], value: T) -> Option<i64> {
    let mut codes = codes.iter();
    codes.find(|known| known.1 == value).map(|known| known.0)
}

#[cfg(test)]
mod tests {
    use container::Text;
    use stations::{Access, Evse, Lifecycle, Place};
    use units::{Kilowatts, LatLon};

    use super::*;
    use crate::feed::{FeedKind, Keys, Reading, read_feed};

    #[test]
    fn a_station_that_is_told_is_read_as_it_was() {
        let connector = Connector::new("s1-1", ConnectorStandard::GbtDc, Kilowatts(60.0));
        let cabinet = Cabinet {
            id: "s1-e".to_owned(),
            power: Kilowatts(120.0),
            evses: vec![Evse {
                connectors: vec![connector],
            }],
            ..Cabinet::default()
        };
        let station = Station {
            county: "140902".to_owned(),
            access: Access::Taxi,
            place: Place::Scenic,
            lifecycle: Lifecycle::Open,
            cabinets: vec![cabinet],
            ..Station::new("s1", Text::new("站", ""), LatLon::new(38.4, 112.7).unwrap())
        };
        let info = tcec_station_info(&station, "123456789");
        let page = json!({"PageNo": 1, "PageCount": 1, "ItemSize": 1, "StationInfos": [info]});
        let reading = Reading {
            kind: FeedKind::Tcec,
            name: "told",
            datum: Datum::Gcj02,
            keys: &Keys::default(),
        };
        let feed = read_feed(&reading, page.to_string().as_bytes()).unwrap();
        let read = &feed.stations[0];
        assert_eq!(read.origins[0].id, "s1");
        assert!(read.position.distance_to(station.position).0 < 1.0);
        assert_eq!(
            (read.access, read.place, read.lifecycle, &read.county[..]),
            (Access::Taxi, Place::Scenic, Lifecycle::Open, "140902")
        );
        let (connector, power) = read.connectors().next().unwrap();
        assert_eq!((&connector.id.0[..], power.0), ("s1-1", 60.0));
        assert_eq!(connector.standard, ConnectorStandard::GbtDc);
    }
}
