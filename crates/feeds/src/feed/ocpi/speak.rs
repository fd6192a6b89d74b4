//! Speaking OCPI: times and states in locations, and stations as a partner sends them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use stations::{Connector, ConnectorStandard, Evse, Station};

use crate::feed::tcec::TcecState;

/// The state of an EVSE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OcpiState {
    /// `uid`.
    pub evse: String,
    /// Its connectors, by the ids that they have in stations that are read from the location.
    pub connectors: Vec<String>,
    /// `status`.
    pub status: String,
    /// `last_updated`, in milliseconds since 1970; `None` when it is not there.
    pub updated: Option<i64>,
}

/// The time of a `DateTime`, in milliseconds since 1970: RFC 3339, in UTC also where no zone is
/// named (OCPI 2.2.1, 17.7). `None` when it is none.
pub fn ocpi_time(text: &str) -> Option<i64> {
    let text = text.trim();
    let with_zone = text.parse::<Timestamp>().ok();
    let without = || {
        let civil: DateTime = text.parse().ok()?;
        Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp())
    };
    Some(with_zone.or_else(without)?.as_millisecond())
}

/// The `DateTime` of a time in milliseconds since 1970.
pub fn ocpi_date_time(millis: i64) -> String {
    Timestamp::from_millisecond(millis)
        .unwrap_or_default()
        .to_string()
}

/// `last_updated` of an object.
pub(super) fn updated(object: &Value) -> Option<i64> {
    ocpi_time(object.get("last_updated")?.as_str()?)
}

/// The id of an object; numbers count as their digits.
pub(super) fn id_in(object: &Value, name: &str) -> Option<String> {
    let id = object.get(name)?;
    let number = || id.is_number().then(|| id.to_string());
    let id = id.as_str().map(|id| id.trim().to_owned()).or_else(number)?;
    (!id.is_empty()).then_some(id)
}

/// The objects of a list.
pub(super) fn list<'a>(object: &'a Value, name: &str) -> &'a [Value] {
    let list = object.get(name).and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

/// The states in a location; an EVSE without an id or a status is left out.
pub fn ocpi_states(location: &Value) -> Vec<OcpiState> {
    let evses = list(location, "evses").iter();
    evses.filter_map(ocpi_state).collect()
}

/// The state of an EVSE.
pub fn ocpi_state(evse: &Value) -> Option<OcpiState> {
    let uid = id_in(evse, "uid")?;
    let connectors = list(evse, "connectors").iter();
    let connectors = connectors.filter_map(|connector| id_in(connector, "id"));
    Some(OcpiState {
        connectors: connectors.map(|id| connector_id(&uid, &id)).collect(),
        evse: uid,
        status: evse.get("status")?.as_str()?.to_owned(),
        updated: updated(evse),
    })
}

/// Ids of connectors are unique with their EVSE only.
pub(super) fn connector_id(evse: &str, own: &str) -> String {
    format!("{evse}-{own}")
}

/// What lasts of a location: without the times of changes, and with EVSEs that are in operation,
/// whatever they do now. Only PLANNED and REMOVED say more than what a car may do there today.
pub fn ocpi_lasting(location: &Value) -> Value {
    fn strip(object: &mut Value, lists: &[&str]) {
        let Value::Object(fields) = object else {
            return;
        };
        fields.remove("last_updated");
        if let Some(status) = fields.get_mut("status")
            && status != "PLANNED"
            && status != "REMOVED"
        {
            *status = "AVAILABLE".into();
        }
        if let Some((name, deeper)) = lists.split_first()
            && let Some(Value::Array(items)) = fields.get_mut(*name)
        {
            for item in items {
                strip(item, deeper);
            }
        }
    }
    let mut lasting = location.clone();
    strip(&mut lasting, &["evses", "connectors"]);
    lasting
}

/// The `status` of an EVSE whose connectors do this; OCPI does not know cars that are plugged in
/// and do not charge, and no difference between offline and unknown.
pub fn ocpi_status(states: &[TcecState]) -> &'static str {
    let has = |wanted: &[i64]| states.iter().any(|state| wanted.contains(&state.status));
    let is_taken = states.iter().any(|state| state.park_status == 50);
    match () {
        () if has(&[2, 3]) => "CHARGING",
        () if has(&[4]) => "RESERVED",
        () if has(&[1]) && is_taken => "BLOCKED",
        () if has(&[1]) => "AVAILABLE",
        () if has(&[255]) => "OUTOFORDER",
        () => "UNKNOWN",
    }
}

/// The `uid` of an EVSE as [`ocpi_location`] tells it: the id of its first connector.
pub fn ocpi_uid(evse: &Evse) -> &str {
    let first = evse.connectors.first();
    first.map_or("", |connector| &connector.id.0)
}

/// The location of a station of a party (country and party id). `told` gives status and
/// `last_updated` of an EVSE.
pub fn ocpi_location(
    station: &Station,
    (country, party): (&str, &str),
    told: impl Fn(&Evse) -> (&'static str, String),
) -> Value {
    let origin = station.origins.first();
    let evses = station.cabinets.iter().flat_map(|cabinet| &cabinet.evses);
    let evses: Vec<Value> = evses.map(|evse| ocpi_evse(evse, &told(evse))).collect();
    let times = evses
        .iter()
        .filter_map(|evse| evse["last_updated"].as_str());
    let updated = times.max().unwrap_or("1970-01-01T00:00:00Z").to_owned();
    json!({
        "country_code": country,
        "party_id": party,
        "id": origin.map_or(&station.id.0, |origin| &origin.id),
        "publish": true,
        "name": station.name.zh,
        "address": station.details.address,
        "city": "",
        "country": "CHN",
        "coordinates": {
            "latitude": format!("{:.6}", station.position.lat()),
            "longitude": format!("{:.6}", station.position.lon()),
        },
        "evses": evses,
        "operator": {"name": station.operator.zh},
        "time_zone": "Asia/Shanghai",
        "last_updated": updated,
    })
}

fn ocpi_evse(evse: &Evse, (status, updated): &(&str, String)) -> Value {
    let connectors = evse.connectors.iter().enumerate();
    let connectors = connectors.map(|(number, one)| ocpi_connector(one, number + 1, updated));
    json!({
        "uid": ocpi_uid(evse),
        "status": status,
        "connectors": connectors.collect::<Vec<Value>>(),
        "last_updated": updated,
    })
}

fn ocpi_connector(connector: &Connector, number: usize, updated: &str) -> Value {
    let standard = match connector.standard {
        ConnectorStandard::GbtDc => "GBT_DC",
        ConnectorStandard::GbtAc => "GBT_AC",
        ConnectorStandard::Chaoji => "CHAOJI",
        ConnectorStandard::Chademo => "CHADEMO",
        ConnectorStandard::Domestic => "DOMESTIC_I",
        ConnectorStandard::Ccs1 => "IEC_62196_T1_COMBO",
        ConnectorStandard::Ccs2 => "IEC_62196_T2_COMBO",
        ConnectorStandard::Type1 => "IEC_62196_T1",
        ConnectorStandard::Type2 => "IEC_62196_T2",
        ConnectorStandard::Nacs => "SAE_J3400",
        ConnectorStandard::Wireless | ConnectorStandard::Other => "OTHER",
    };
    let is_direct = connector.standard.is_direct_current();
    let (volts, kind) = if is_direct {
        (750, "DC")
    } else {
        (220, "AC_1_PHASE")
    };
    let volts = connector.details.volts.map_or(volts, |(_, most)| most);
    let watts = connector.power.0 * 1000.0;
    json!({
        "id": number.to_string(),
        "standard": standard,
        "format": if connector.details.has_cable == Some(false) { "SOCKET" } else { "CABLE" },
        "power_type": kind,
        "max_voltage": volts,
        "max_amperage": (watts / f64::from(volts.max(1))).round(),
        "max_electric_power": watts.round(),
        "last_updated": updated,
    })
}

#[cfg(test)]
mod tests {
    use container::Text;
    use stations::Cabinet;
    use units::{Kilowatts, LatLon};

    use super::*;
    use crate::feed::{FeedKind, Keys, Reading, read_feed};

    #[test]
    fn times_are_read_with_and_without_a_zone() {
        assert_eq!(ocpi_time("2026-11-26T08:00:00Z"), Some(1_795_680_000_000));
        assert_eq!(ocpi_time("2026-11-26T08:00:00.25"), Some(1_795_680_000_250));
        assert_eq!(
            ocpi_time("2026-11-26T16:00:00+08:00"),
            Some(1_795_680_000_000)
        );
        assert_eq!(ocpi_time("yesterday"), None);
        assert_eq!(ocpi_date_time(1_795_680_000_250), "2026-11-26T08:00:00.25Z");
    }

    #[test]
    fn a_location_that_is_told_is_read_as_it_was() {
        let connector = |id: &str| Connector::new(id, ConnectorStandard::GbtDc, Kilowatts(60.0));
        let station = Station {
            cabinets: vec![Cabinet {
                evses: vec![Evse {
                    connectors: vec![connector("c1"), connector("c2")],
                }],
                ..Cabinet::default()
            }],
            ..Station::new("s1", Text::new("站", ""), LatLon::new(38.4, 112.7).unwrap())
        };
        let told = |_: &Evse| ("BLOCKED", "2026-11-26T08:00:00Z".to_owned());
        let location = ocpi_location(&station, ("CN", "XZD"), told);
        let reading = Reading {
            kind: FeedKind::Ocpi,
            name: "told",
            datum: FeedKind::Ocpi.datum(),
            keys: &Keys::default(),
        };
        let feed = read_feed(&reading, location.to_string().as_bytes()).unwrap();
        let read = &feed.stations[0];
        let ids = read.connectors().map(|(connector, _)| &connector.id.0[..]);
        let ids: Vec<&str> = ids.collect();
        let states = ocpi_states(&location);
        assert_eq!((ids, &read.id.0[..]), (vec!["c1-1", "c1-2"], "CN*XZD*s1"));
        assert_eq!(states[0].connectors, ["c1-1", "c1-2"]);
        assert_eq!(states[0].updated, Some(1_795_680_000_000));
        let mut later = location.clone();
        later["evses"][0]["status"] = "CHARGING".into();
        later["last_updated"] = "2026-11-26T09:00:00Z".into();
        assert_eq!(ocpi_lasting(&later), ocpi_lasting(&location));
        later["evses"][0]["status"] = "REMOVED".into();
        assert_ne!(ocpi_lasting(&later), ocpi_lasting(&location));
    }
}
