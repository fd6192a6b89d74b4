use container::Text;

use super::*;

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
    let nodes = vec![
        RoadNode {
            position: at(38.407, 112.734),
            elevation: Meters(795.0),
        },
        RoadNode {
            position: at(38.729, 112.707),
            elevation: Meters(835.0),
        },
    ];
    let road = Road {
        tail: NodeId(0),
        head: NodeId(1),
        class: RoadClass::Motorway,
        reference: "G55".into(),
        name: Text::new("二广高速", "Erguang Expressway"),
        length: Meters(37_100.0),
        speed: KilometersPerHour(100.0),
        is_dual: true,
        is_oneway: false,
        is_toll: true,
        climb: Meters(40.0),
        drop: Meters(0.0),
        grade: Grade::Measured,
        line: vec![at(38.407, 112.734), at(38.55, 112.7), at(38.729, 112.707)],
    };
    let place = NamedPlace {
        key: "gucheng".into(),
        node: NodeId(0),
        name: Text::new("忻州古城", "Xinzhou Ancient City"),
        kind: PlaceKind::Sight,
        county: "140902".into(),
    };
    let water = Water {
        name: Text::new("滹沱河", "Hutuo River"),
        line: vec![at(38.5, 112.9)],
    };
    RoadGraph::new(nodes, vec![road], vec![place], vec![water]).unwrap()
}

#[test]
fn what_is_written_is_read() {
    let (bytes, roads) = (write_roads(&about(), &sample()).unwrap(), sample());
    let read = read_roads(&bytes).unwrap();
    assert_eq!(read.roads.roads(), roads.roads());
    assert_eq!(read.roads.places(), roads.places());
    assert_eq!(read.roads.waters(), roads.waters());
    assert_eq!(read.roads.graph().edge_count(), 2);
    assert_eq!(read.about.bounds, roads.bounds());
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
    let mut body = vec![255; 4];
    body.extend_from_slice(&[0; 12]);
    let file = container::write(Kind::Roads, VERSION, &about(), &body).unwrap();
    let message = read_roads(&file).unwrap_err().to_string();
    assert_eq!(
        message,
        "byte 16 of the body: 4294967295 records announced, at most 0 fit"
    );
}
