use container::Text;
use units::{KilometersPerHour, LatLon, Meters, Seconds};

use super::*;
use crate::{
    Grade, Limits, NamedPlace, NodeId, PlaceKind, Road, RoadClass, RoadEdge, RoadId, RoadLabel,
    RoadNode, RoadParts, TurnBan, TurnWait, Water,
};

fn about() -> About {
    About {
        id: "test".into(),
        title: Text::new("测试", "Test"),
        edition: "2026-11-23".into(),
        demo: false,
        schematic: true,
        licence: "CC0-1.0".into(),
        attribution: String::new(),
        sources: Vec::new(),
        bounds: None,
    }
}

fn at(lat: f64, lon: f64) -> LatLon {
    LatLon::new(lat, lon).unwrap()
}

fn sample() -> RoadGraph {
    let node = |lat, lon, height| RoadNode {
        position: at(lat, lon),
        elevation: Meters(height),
    };
    let mut parts = RoadParts::new(vec![
        node(38.407, 112.734, 795.0),
        node(38.729, 112.707, 835.0),
        node(-38.9, -112.7, -30.0),
    ]);
    parts.places = vec![NamedPlace {
        key: "gucheng".into(),
        node: NodeId(0),
        name: Text::new("忻州古城", "Xinzhou Ancient City"),
        kind: PlaceKind::Sight,
        county: "140902".into(),
    }];
    parts.waters = vec![Water {
        name: Text::new("滹沱河", "Hutuo River"),
        line: vec![at(38.5, 112.9), at(38.6, 112.8)],
    }];
    let label = parts.label(RoadLabel {
        reference: "G55".into(),
        name: Text::new("二广高速", "Erguang Expressway"),
    });
    let speed = KilometersPerHour(100.0);
    let motorway = Road {
        class: RoadClass::Motorway,
        label,
        is_dual: true,
        is_toll: true,
        climb: Meters(60.0),
        drop: Meters(20.0),
        grade: Grade::Estimate,
        ..Road::between(NodeId(0), NodeId(1), Meters(37_100.4), speed)
    };
    parts.add_road(motorway, &[at(38.55, 112.7)]).unwrap();
    let yard = Road {
        class: RoadClass::Service,
        speed_back: KilometersPerHour(8.0),
        delay: Seconds(7.0),
        delay_back: Seconds(11.5),
        is_oneway: true,
        is_destination_only: true,
        climb: Meters(0.0),
        drop: Meters(866.0),
        ..Road::between(NodeId(1), NodeId(2), Meters(120.0), KilometersPerHour(15.0))
    };
    parts.add_road(yard, &[]).unwrap();
    let edge = |road| RoadEdge {
        road: RoadId(road),
        is_backward: false,
    };
    parts.bans = vec![TurnBan(vec![edge(0), edge(1)])];
    parts.waits = vec![TurnWait {
        from: edge(0),
        to: edge(1),
        wait: Seconds(12.5),
    }];
    let limits = Limits {
        no_trucks: true,
        weight_100kg: Some(185),
        height_cm: Some(450),
        ..Limits::default()
    };
    parts.limits = vec![(RoadId(1), Limits::default()), (RoadId(1), limits)];
    RoadGraph::new(parts).unwrap()
}

#[test]
fn what_is_written_is_read() {
    let (bytes, roads) = (write_roads(&about(), &sample()).unwrap(), sample());
    let read = read_roads(&bytes).unwrap();
    assert_eq!(read.roads.nodes(), roads.nodes());
    assert_eq!(read.roads.roads(), roads.roads());
    assert_eq!(read.roads.line(RoadId(0)), roads.line(RoadId(0)));
    let label = read.roads.label(read.roads.road(RoadId(0)).label);
    assert_eq!(label.reference, "G55");
    assert_eq!(read.roads.limits(RoadId(0)), Limits::default());
    assert_eq!(read.roads.limits(RoadId(1)), roads.limits(RoadId(1)));
    assert_eq!(read.roads.bans(), roads.bans());
    assert_eq!(read.roads.waits(), roads.waits());
    assert_eq!(read.roads.places(), roads.places());
    assert_eq!(read.roads.waters(), roads.waters());
    assert_eq!(read.roads.edge_count(), 3);
    assert_eq!(read.about.bounds, roads.bounds());
}

#[test]
fn an_older_file_is_refused_with_both_numbers() {
    let old = container::write(Kind::Roads, 1, &about(), &[0; 16]).unwrap();
    let message = read_roads(&old).unwrap_err().to_string();
    assert_eq!(
        message,
        "roads version 1 cannot be read, this program reads version 3"
    );
}

#[test]
fn a_body_cut_anywhere_is_refused_even_when_its_checksum_is_right() {
    let bytes = write_roads(&about(), &sample()).unwrap();
    let body = container::read(&bytes).unwrap().body;
    for length in 0..body.len() {
        let cut = container::write(Kind::Roads, VERSION, &about(), &body[..length]).unwrap();
        assert!(read_roads(&cut).is_err(), "cut at {length}");
    }
}

#[test]
fn no_changed_byte_makes_the_reader_panic() {
    let bytes = write_roads(&about(), &sample()).unwrap();
    let body = container::read(&bytes).unwrap().body;
    for at in 0..body.len() {
        for value in [0, 1, 127, 128, 255] {
            let mut changed = body.to_vec();
            changed[at] = value;
            let file = container::write(Kind::Roads, VERSION, &about(), &changed).unwrap();
            // Either outcome is right; what counts is that there is one.
            drop(read_roads(&file));
        }
    }
}

#[test]
fn a_count_beyond_the_file_asks_for_no_memory() {
    let body = [255, 255, 255, 255, 15, 0, 0, 0];
    let file = container::write(Kind::Roads, VERSION, &about(), &body).unwrap();
    let message = read_roads(&file).unwrap_err().to_string();
    assert_eq!(
        message,
        "byte 5 of the body: 4294967295 records announced, at most 1 fit"
    );
}
