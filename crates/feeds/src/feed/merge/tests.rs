use container::Text;
use proptest::prelude::*;
use stations::{Cabinet, Connector, Datum, Evse, Origin};
use units::Kilowatts;

use super::*;

const LAT: f64 = 38.4;
const LON: f64 = 112.7;
/// Metres of a degree of latitude.
const DEGREE_M: f64 = 111_195.0;

fn station(source: &str, id: &str, north_m: f64, name: &str, operator: &str) -> Station {
    let at = LatLon::new(LAT + north_m / DEGREE_M, LON).unwrap();
    Station {
        operator: Text::new(operator, ""),
        origins: vec![Origin {
            source: source.to_owned(),
            id: id.to_owned(),
            lat: at.lat(),
            lon: at.lon(),
            datum: Datum::Wgs84,
        }],
        ..Station::new(id, Text::new(name, ""), at)
    }
}

fn with_plug(station: Station, standard: ConnectorStandard) -> Station {
    let connector = Connector::new("1", standard, Kilowatts(60.0));
    let evse = Evse {
        connectors: vec![connector],
    };
    let cabinet = Cabinet {
        power: Kilowatts(60.0),
        evses: vec![evse],
        ..Cabinet::default()
    };
    Station {
        cabinets: vec![cabinet],
        ..station
    }
}

/// How many stations two make.
fn count(a: Station, b: Station) -> usize {
    merge(vec![vec![a], vec![b]], true).0.len()
}

#[test]
fn near_is_one_site_unless_something_speaks_against_it() {
    let at = |north, name, operator| station("b", "b", north, name, operator);
    let first = || station("a", "a", 0.0, "古城充电站", "国家电网");
    assert_eq!(count(first(), at(50.0, "x", "")), 1);
    assert_eq!(count(first(), at(70.0, "x", "")), 2);
    assert_eq!(count(first(), at(50.0, "x", "特来电")), 2);
    assert_eq!(count(first(), at(50.0, "x", "国家电网有限公司")), 1);
    // The same name reaches farther, whatever the words around it.
    assert_eq!(count(first(), at(190.0, "古城 公共充电桩", "")), 1);
    assert_eq!(count(first(), at(210.0, "古城充电站", "")), 2);
    let (dc, ac) = (ConnectorStandard::GbtDc, ConnectorStandard::GbtAc);
    assert_eq!(
        count(with_plug(first(), dc), with_plug(at(5.0, "x", ""), ac)),
        2
    );
    assert_eq!(
        count(with_plug(first(), dc), with_plug(at(5.0, "x", ""), dc)),
        1
    );
    assert_eq!(count(with_plug(first(), dc), at(5.0, "x", "")), 1);
    let demo = Station {
        demo: true,
        ..at(5.0, "x", "")
    };
    assert_eq!(count(first(), demo), 2);
}

#[test]
fn the_first_source_counts_and_the_second_fills_its_gaps() {
    let first = station("a", "a", 0.0, "甲", "");
    let mut second = with_plug(
        station("b", "b", 10.0, "乙", "演示"),
        ConnectorStandard::GbtDc,
    );
    second.details.phone = "95598".to_owned();
    let (all, merged, findings) = merge(vec![vec![first], vec![second]], true);
    assert_eq!((all.len(), merged.len(), findings.len()), (1, 2, 0));
    assert_eq!((all[0].name.zh.as_str(), all[0].id.0.as_str()), ("甲", "a"));
    assert_eq!(all[0].operator.zh, "演示");
    assert_eq!(all[0].details.phone, "95598");
    assert_eq!(all[0].evse_count(), 1);
    let sources: Vec<&str> = all[0].origins.iter().map(|o| o.source.as_str()).collect();
    assert_eq!(sources, ["a", "b"]);
}

#[test]
fn an_id_of_two_sources_is_said_and_changed() {
    let lists = vec![
        vec![station("a", "1", 0.0, "甲", "")],
        vec![station("b", "1", 5000.0, "乙", "")],
    ];
    let (all, _, findings) = merge(lists, true);
    assert_eq!(all[1].id.0, "b:1");
    assert_eq!(findings.len(), 1);
}

prop_compose! {
    fn any_station()(north in 0.0..600.0, name in 0usize..4, operator in 0usize..3, plug in 0usize..3)
        -> (f64, usize, usize, usize) {
        (north, name, operator, plug)
    }
}

fn sources() -> impl Strategy<Value = Vec<Vec<Station>>> {
    let list = prop::collection::vec(any_station(), 0..12);
    prop::collection::vec(list, 1..4).prop_map(|lists| {
        let lists = lists.into_iter().enumerate();
        lists
            .map(|(source, list)| {
                let list = list.into_iter().enumerate();
                list.map(|(index, (north, name, operator, plug))| {
                    let source = ["a", "b", "c"][source];
                    let name = ["古城", "顿村", "云中河", ""][name];
                    let operator = ["", "国家电网", "特来电"][operator];
                    let id = format!("{source}{index}");
                    let station = station(source, &id, north, name, operator);
                    match plug {
                        0 => station,
                        1 => with_plug(station, ConnectorStandard::GbtDc),
                        _ => with_plug(station, ConnectorStandard::GbtAc),
                    }
                })
                .collect()
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn merging_is_undone_without_a_trace(lists in sources()) {
        let mut wanted: Vec<Station> = lists.iter().flatten().cloned().collect();
        let (all, merged, _) = merge(lists, true);
        for station in &all {
            let from: BTreeSet<&str> = station.origins.iter().map(|o| o.source.as_str()).collect();
            // No two of one source are ever one.
            prop_assert_eq!(from.len(), station.origins.len());
        }
        prop_assert_eq!(all.iter().map(|s| s.origins.len()).sum::<usize>(), wanted.len());
        let mut back = split(all, merged);
        back.sort_by(|a, b| a.id.cmp(&b.id));
        wanted.sort_by(|a, b| a.id.cmp(&b.id));
        prop_assert_eq!(back, wanted);
    }

    #[test]
    fn without_joining_everything_stays(lists in sources()) {
        let count: usize = lists.iter().map(Vec::len).sum();
        let (all, merged, _) = merge(lists, false);
        prop_assert_eq!((all.len(), merged.len()), (count, 0));
    }
}
