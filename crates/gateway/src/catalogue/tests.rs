use serde_json::json;
use stations::{
    Cabinet, Connector, ConnectorStandard, Datum, Evse, Lifecycle, Money, Origin, Tariff,
    TariffPeriod, read_snapshot,
};
use units::{Kilowatts, LatLon};

use super::*;
use crate::documents::Kind;

/// A station of the file on disk, whose id is not the one that its operator would give it.
fn on_disk(id: &str) -> Station {
    let connector = Connector::new(format!("{id}-c"), ConnectorStandard::GbtDc, Kilowatts(60.0));
    let cabinet = Cabinet {
        power: Kilowatts(60.0),
        evses: vec![Evse {
            connectors: vec![connector],
        }],
        ..Cabinet::default()
    };
    Station {
        cabinets: vec![cabinet],
        origins: vec![Origin {
            source: "op".to_owned(),
            id: id.to_owned(),
            lat: 38.4,
            lon: 112.7,
            datum: Datum::Gcj02,
        }],
        operator: Text::new("某公司", ""),
        tariffs: vec![TariffId("old".to_owned())],
        ..Station::new(
            format!("disk-{id}"),
            Text::new("旧名", "Old name"),
            LatLon::new(38.4, 112.7).unwrap(),
        )
    }
}

fn base(ids: &[&str]) -> Vec<u8> {
    let tariff = Tariff {
        periods: vec![TariffPeriod {
            from: 0,
            to: 1440,
            energy: Money(4000),
            service: Money(0),
            per_minute: Money(0),
        }],
        ..Tariff::new("old", "CNY")
    };
    let content = Content {
        stations: ids.iter().map(|id| on_disk(id)).collect(),
        tariffs: vec![tariff],
        ..Content::default()
    };
    let (about, _, _) = Catalogue::new(None, Vec::new()).content(None, &[]);
    write_snapshot(&about, &content).unwrap()
}

fn info(id: &str, name: &str) -> Value {
    json!({
        "StationID": id, "OperatorID": "123456789", "StationName": name, "StationType": 1,
        "StationStatus": 50, "Construction": 255, "StationLng": 112.7, "StationLat": 38.4,
        "EquipmentInfos": [{"EquipmentID": "e", "EquipmentType": 1, "ConnectorInfos": [
            {"ConnectorID": format!("{id}-c"), "ConnectorType": 4, "Power": 120.0}
        ]}],
    })
}

fn document(kind: Kind, id: &str, millis: i64, value: Value) -> Arc<Document> {
    Arc::new(Document {
        key: ("op".to_owned(), kind, id.to_owned()),
        order: (millis, 0),
        value,
        gone: None,
    })
}

fn file(kind: FeedKind, base: Option<Vec<u8>>, documents: &[Arc<Document>]) -> Snapshot {
    let teacher = Teacher {
        source: "op".to_owned(),
        kind,
        demo: false,
    };
    let catalogue = Catalogue::new(base, vec![teacher]);
    let (bytes, _) = catalogue.file(documents).unwrap();
    assert_eq!(catalogue.file(documents).unwrap().0, bytes);
    let read = read_snapshot(&bytes).unwrap();
    assert!(read.findings.is_empty(), "{:?}", read.findings);
    read.value
}

fn fee(id: &str, price: f64) -> Value {
    json!({"OperatorID": "123456789", "StationID": id, "ChargeFeeDetail": [
        {"StartTime": "00:00", "EndTime": "24:00", "ElectricityFee": price, "ServiceFee": 0.1}
    ]})
}

/// Price of a kilowatt-hour at each station, in 0.0001 yuan.
fn prices(snapshot: &Snapshot) -> Vec<(String, Vec<i64>)> {
    let of = |station: &Station| {
        let named = snapshot
            .tariffs
            .iter()
            .filter(|tariff| station.tariffs.contains(&tariff.id));
        let prices = named.map(|tariff| tariff.periods[0].energy.0);
        (station.id.0.clone(), prices.collect())
    };
    snapshot.stations.iter().map(of).collect()
}

#[test]
fn a_station_that_is_told_of_takes_the_place_of_the_one_in_the_file() {
    let documents = [
        document(Kind::Station, "1", 1_795_680_000_000, info("1", "新名")),
        document(Kind::Station, "3", 1_795_680_000_000, info("3", "新站")),
    ];
    let snapshot = file(FeedKind::Tcec, Some(base(&["1", "2"])), &documents);
    let station = |id: &str| {
        let mut all = snapshot.stations.iter();
        all.find(|station| station.id.0 == id).unwrap()
    };
    let (one, two, three) = (station("disk-1"), station("disk-2"), station("123456789-3"));
    assert_eq!((&one.name.zh[..], &one.name.en[..]), ("新名", "Old name"));
    assert_eq!(one.connectors().next().unwrap().1, Kilowatts(120.0));
    // It keeps what its operator leaves open.
    assert_eq!((&one.operator.zh[..], one.tariffs.len()), ("某公司", 1));
    assert_eq!(two, &on_disk("2"));
    assert_eq!(
        (&three.origins[0].source[..], &three.origins[0].id[..]),
        ("op", "3")
    );
    assert_eq!(snapshot.about.edition, "2026-11-26");
}

#[test]
fn a_pushed_price_counts_for_stations_of_the_file_and_told_ones() {
    let mut priced = info("3", "新站");
    priced["ElectricityFee"] = "0.8元/度".into();
    let documents = [
        document(Kind::Fee, "1", 20, fee("1", 0.5)),
        document(Kind::Fee, "2", 20, fee("2", 0.6)),
        document(Kind::Fee, "3", 20, fee("3", 0.7)),
        document(Kind::Station, "1", 10, info("1", "新名")),
        document(Kind::Station, "3", 10, priced.clone()),
    ];
    let found = |documents: &[Arc<Document>]| {
        prices(&file(FeedKind::Tcec, Some(base(&["1", "2"])), documents))
    };
    let expect = |all: [(&str, i64); 3]| all.map(|(id, price)| (id.to_owned(), vec![price]));
    let mut all = found(&documents);
    all.sort();
    assert_eq!(
        all,
        expect([("123456789-3", 7000), ("disk-1", 5000), ("disk-2", 6000)])
    );
    // A station whose own prices were told later has these.
    let mut documents = documents.to_vec();
    documents[4] = document(Kind::Station, "3", 30, priced);
    let mut all = found(&documents);
    all.sort();
    assert_eq!(all[0].1, [8000]);
}

#[test]
fn what_is_gone_leaves_a_tombstone() {
    let gone = |id: &str, value| {
        let mut document = Document::clone(&document(Kind::Station, id, 1, value));
        document.gone = Some("2026-11-26".to_owned());
        Arc::new(document)
    };
    let documents = [gone("2", Value::Null), gone("3", info("3", "新站"))];
    let snapshot = file(FeedKind::Tcec, Some(base(&["1", "2"])), &documents);
    let left: Vec<_> = snapshot.stations.iter().map(|one| &one.id.0[..]).collect();
    let gone: Vec<_> = snapshot
        .tombstones
        .iter()
        .map(|one| &one.id.0[..])
        .collect();
    assert_eq!(left, ["disk-1"]);
    assert_eq!(gone, ["123456789-3", "disk-2"]);
}

#[test]
fn states_of_ocpi_make_no_new_file() {
    let location = |status: &str, time: &str| {
        json!({"country_code": "CN", "party_id": "XZD", "id": "L", "name": "站",
            "coordinates": {"latitude": "38.4", "longitude": "112.7"}, "last_updated": time,
            "evses": [{"uid": "E", "status": status, "last_updated": time, "connectors": [
                {"id": "1", "standard": "GBT_DC", "format": "CABLE", "power_type": "DC",
                 "max_voltage": 750, "max_amperage": 160, "last_updated": time}]}]})
    };
    let file = |status, time| {
        let value = location(status, time);
        file(
            FeedKind::Ocpi,
            None,
            &[document(Kind::Station, "L", 5, value)],
        )
    };
    let free = file("AVAILABLE", "2026-11-26T08:00:00Z");
    assert_eq!(free.stations[0].lifecycle, Lifecycle::Open);
    assert_eq!(free, file("CHARGING", "2026-11-26T09:00:00Z"));
    assert_ne!(free, file("PLANNED", "2026-11-26T09:00:00Z"));
}

#[test]
fn only_a_station_with_the_right_id_is_one() {
    let is = |id: &str, value: &Value| station_of(FeedKind::Tcec, id, value).is_some();
    assert!(is("1", &info("1", "站")) && !is("2", &info("1", "站")));
    let mut nowhere = info("1", "站");
    nowhere["StationLat"] = 0.0.into();
    nowhere["StationLng"] = 0.0.into();
    assert!(!is("1", &nowhere));
    let sealed = json!({"StationID": "1", "Data": "il7B0BSEjFdzpyKzfOFpvg"});
    assert!(!is("1", &sealed) && !is("1", &json!([1, 2])) && !is("1", &Value::Null));
    let two = json!({"StationInfos": [info("1", "站"), info("1", "站")]});
    assert!(!is("1", &two));
}
