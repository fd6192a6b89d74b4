use container::Text;
use guide::{
    Corridor, CorridorKind, CorridorNode, Grade, Guide, NodeKind, ServiceArea, Side, read_guide,
};
use planner::OwnCar;
use roads::{NodeId, Road, RoadGraph, RoadNode, RoadParts};
use stations::Station;
use units::{Celsius, KilometersPerHour, LatLon, Meters, StateOfCharge};

use super::*;

fn guide() -> Guide {
    let bytes = include_bytes!("../../../data/xinzhou/built/guide.yilu");
    read_guide(bytes).unwrap().1.value
}

fn roads() -> RoadGraph {
    let bytes = include_bytes!("../../../data/xinzhou/built/roads.yilu");
    roads::read_roads(bytes).unwrap().roads
}

fn stations() -> Vec<Station> {
    let bytes = include_bytes!("../../../data/xinzhou/built/stations.yilu");
    stations::read_snapshot(bytes).unwrap().value.stations
}

fn share(percent: f64) -> StateOfCharge {
    StateOfCharge::from_fraction(percent / 100.0).unwrap()
}

/// A straight road to the east, a junction each ten kilometres, and the points of those.
fn straight(junctions: u32) -> (RoadGraph, Vec<LatLon>) {
    let points: Vec<LatLon> = (0..junctions)
        .map(|number| LatLon::new(39.0, 112.0 + 0.1157 * f64::from(number)).unwrap())
        .collect();
    let mut parts = RoadParts::new(points.iter().map(|point| RoadNode {
        position: *point,
        elevation: Meters(800.0),
    }));
    for tail in 1..junctions {
        let (tail, head) = (NodeId(tail - 1), NodeId(tail));
        let speed = KilometersPerHour(60.0);
        let road = Road::between(tail, head, Meters(10_000.0), speed);
        parts.add_road(road, &[]).unwrap();
    }
    (RoadGraph::new(parts).unwrap(), points)
}

fn node(position: LatLon, km: Option<f64>) -> CorridorNode {
    CorridorNode {
        name: Text::new("地", "Place"),
        kind: NodeKind::Town,
        position,
        elevation: None,
        along: km.map(|km| Meters(km * 1000.0)),
        side: Side::Both,
        stations: Vec::new(),
    }
}

fn corridor(nodes: Vec<CorridorNode>) -> Corridor {
    Corridor {
        id: "x".into(),
        name: Text::new("路", "Road"),
        road: "G1".into(),
        kind: CorridorKind::Trunk,
        length: None,
        grade: Grade::Published,
        source: String::new(),
        note: Text::default(),
        nodes,
    }
}

fn strip(corridor: &Corridor, is_reversed: bool, roads: &RoadGraph, all: &[Station]) -> Strip {
    Strip::new(corridor, is_reversed, &Guide::default(), roads, all)
}

fn kilometres(strip: &Strip) -> Vec<Option<(f64, bool)>> {
    let places = strip.places.iter();
    let told = places.map(|place| {
        let along = place.along?;
        Some(((along.way.0 / 100.0).round() / 10.0, along.is_told))
    });
    told.collect()
}

#[test]
fn what_the_guide_does_not_say_is_taken_from_the_roads_and_marked() {
    let (roads, points) = straight(5);
    let known = [Some(0.0), None, Some(24.0), None, None];
    let nodes = points.iter().zip(known).map(|(at, km)| node(*at, km));
    let corridor = corridor(nodes.collect());
    let one_way = strip(&corridor, false, &roads, &[]);
    let expected = [
        (0.0, true),
        (12.0, false),
        (24.0, true),
        (34.0, false),
        (44.0, false),
    ];
    assert_eq!(kilometres(&one_way), expected.map(Some));
    let back = strip(&corridor, true, &roads, &[]);
    let expected = [
        (0.0, true),
        (10.0, false),
        (20.0, false),
        (32.0, false),
        (44.0, false),
    ];
    assert_eq!(kilometres(&back), expected.map(Some));
    let middle = one_way.between(0.5, 2.5).unwrap();
    assert!(
        (middle.way.0 - 23_000.0).abs() < 1.0 && !middle.is_told,
        "{middle:?}"
    );
}

#[test]
fn places_far_from_all_roads_have_no_kilometres_and_the_others_keep_theirs() {
    let (roads, mut points) = straight(4);
    points[1] = LatLon::new(39.8, 112.1).unwrap();
    let known = [None, None, None, Some(30.0)];
    let nodes: Vec<_> = points
        .iter()
        .zip(known)
        .map(|(at, km)| node(*at, km))
        .collect();
    let strip = strip(&corridor(nodes), false, &roads, &[]);
    let expected = [Some((0.0, true)), None, None, Some((30.0, true))];
    assert_eq!(kilometres(&strip), expected);
    assert_eq!(strip.between(0.0, 1.5), None);
    let gaps = strip.gaps(&[]);
    assert_eq!(gaps.len(), 1);
    assert_eq!(gaps[0].length, strip.length());
    let car = OwnCar::default().into_vehicle().unwrap();
    let drive = strip.drive(&car, share(90.0), share(10.0), Celsius(20.0));
    assert_eq!((drive.ends, drive.is_whole), (None, false));
    assert_eq!(drive.charges[1..], [None, None, None]);
}

#[test]
fn hostile_corridors_give_a_strip_without_inventions() {
    let (roads, points) = straight(3);
    let far = LatLon::new(-60.0, 10.0).unwrap();
    let empty = RoadGraph::default();
    let same = |count: usize| vec![node(points[0], Some(f64::NAN)); count];
    let back = vec![node(points[0], Some(9.0)), node(points[1], Some(1.0))];
    let cases = [
        vec![],
        same(1),
        same(3),
        vec![node(far, None), node(far, Some(f64::INFINITY))],
        vec![node(far, Some(-1.0)), node(points[2], None)],
        back,
    ];
    let stations = stations();
    let car = OwnCar::default().into_vehicle().unwrap();
    for nodes in cases {
        for (graph, is_reversed) in [(&roads, false), (&roads, true), (&empty, false)] {
            let strip = strip(&corridor(nodes.clone()), is_reversed, graph, &stations);
            assert_eq!(strip.places.len(), nodes.len());
            let known = strip.places.iter().filter_map(|place| place.along);
            assert!(
                known
                    .clone()
                    .all(|along| along.way.0.is_finite() && along.way.0 >= 0.0)
            );
            let usable = vec![true; strip.stations.len()];
            let gaps = strip.gaps(&usable);
            let drive = strip.drive(&car, share(50.0), share(60.0), Celsius(-20.0));
            let rows = strip.rows(&gaps, Some(&drive), Some(0.0));
            assert!(rows.len() >= nodes.len());
            assert!(strip.vias(8).len() <= nodes.len().saturating_sub(2));
            let _ = strip.next(0.0, &usable);
        }
    }
}

#[test]
fn stations_are_those_near_by_road_and_those_of_the_other_carriageway_do_not_close_a_gap() {
    let (roads, points) = straight(9);
    let mut nodes: Vec<_> = points.iter().map(|at| node(*at, None)).collect();
    nodes[0].along = Some(Meters(0.0));
    nodes[8].along = Some(Meters(80_000.0));
    nodes[2].stations = vec!["other".into(), "no such".into()];
    nodes[2].side = Side::Backward;
    let station = |id: &str, lat: f64, lon: f64| {
        Station::new(
            id,
            Text::new("站", "Station"),
            LatLon::new(lat, lon).unwrap(),
        )
    };
    let all = [
        station("far", 39.5, 112.4),
        station("beside", 39.01, 112.0 + 0.1157 * 6.5),
        station("other", 39.0, 112.0 + 0.1157 * 2.0),
    ];
    let corridor = corridor(nodes);
    let one_way = strip(&corridor, false, &roads, &all);
    let found: Vec<_> = one_way
        .stations
        .iter()
        .map(|station| station.index)
        .collect();
    assert_eq!(found, [2, 1]);
    assert_eq!(one_way.stations[0].side, Carriageway::Other);
    assert!((one_way.stations[1].spot - 6.5).abs() < 0.01);
    let usable =
        |strip: &Strip| -> Vec<bool> { strip.stations.iter().map(Beside::is_on_the_way).collect() };
    let gaps = one_way.gaps(&usable(&one_way));
    let lengths: Vec<f64> = gaps
        .iter()
        .map(|gap| gap.length.unwrap().way.0.round())
        .collect();
    assert_eq!(lengths, [65_000.0, 15_000.0]);
    assert!(gaps[0].is_long() && gaps[0].is_closed && !gaps[1].is_closed);
    let back = strip(&corridor, true, &roads, &all);
    let gaps = back.gaps(&usable(&back));
    let lengths: Vec<f64> = gaps
        .iter()
        .map(|gap| gap.length.unwrap().way.0.round())
        .collect();
    assert_eq!(lengths, [15_000.0, 45_000.0, 20_000.0]);
    assert_eq!(Strip::longest(&gaps).unwrap().spots, gaps[1].spots);
    let [next, after] = back.next(0.0, &usable(&back));
    assert!((next.unwrap().way.unwrap().way.0 - 15_000.0).abs() < 100.0);
    assert!((after.unwrap().way.unwrap().way.0 - 60_000.0).abs() < 100.0);
}

#[test]
fn a_service_area_has_the_side_that_leads_to_its_town() {
    let (roads, points) = straight(4);
    let mut nodes: Vec<_> = points.iter().map(|at| node(*at, None)).collect();
    nodes[3].name = Text::new("太原北", "Taiyuan North");
    let station = Station::new("s", Text::default(), points[1]);
    let area = |toward: &str| ServiceArea {
        id: "a".into(),
        name: Text::default(),
        road: "G1".into(),
        post: None,
        toward: Text::new(toward, ""),
        position: points[1],
        stations: vec!["s".into()],
        amenities: Vec::new(),
        grade: Grade::Published,
        source: String::new(),
    };
    let side = |toward: &str, is_reversed: bool| {
        let guide = Guide {
            service_areas: vec![area(toward)],
            ..Guide::default()
        };
        let all = [station.clone()];
        let strip = Strip::new(&corridor(nodes.clone()), is_reversed, &guide, &roads, &all);
        strip.stations[0].side.clone()
    };
    assert_eq!(side("太原", false), Carriageway::Own);
    assert_eq!(side("太原", true), Carriageway::Other);
    assert_eq!(side("", false), Carriageway::Either);
    assert_eq!(
        side("北京", false),
        Carriageway::Toward(Text::new("北京", ""))
    );
}

#[test]
fn a_car_gets_as_far_as_its_charge_and_the_list_says_where() {
    let (roads, points) = straight(30);
    let nodes = points.iter().map(|at| node(*at, None)).collect();
    let strip = strip(&corridor(nodes), false, &roads, &[]);
    let car = OwnCar::default().into_vehicle().unwrap();
    let drive =
        |charge: f64, cold: f64| strip.drive(&car, share(charge), share(10.0), Celsius(cold));
    let (mild, winter) = (drive(60.0, 20.0), drive(60.0, -20.0));
    // 25 kWh at 14 kWh per 100 km are 179 km; mixed driving is not this road.
    assert!((14.0..25.0).contains(&mild.ends.unwrap()), "{mild:?}");
    assert!(winter.ends.unwrap() < mild.ends.unwrap());
    let known: Vec<f64> = mild
        .charges
        .iter()
        .flatten()
        .map(|c| c.fraction())
        .collect();
    assert!(known.is_sorted_by(|a, b| a > b) && known.iter().all(|charge| *charge >= 0.1));
    assert_eq!(drive(10.0, 20.0).ends, Some(0.0));
    let rows = strip.rows(&strip.gaps(&[]), Some(&mild), None);
    let spots: Vec<f64> = rows.iter().map(|row| row.spot(&strip)).collect();
    assert!(spots.is_sorted());
    assert_eq!(
        rows.iter()
            .filter(|row| matches!(row, Row::Reach(_)))
            .count(),
        1
    );
}

#[test]
fn the_roads_of_xinzhou_read_the_same_both_ways() {
    let (guide, roads, stations) = (guide(), roads(), stations());
    assert!(guide.corridors.len() >= 9);
    for corridor in &guide.corridors {
        let make = |is_reversed| Strip::new(corridor, is_reversed, &guide, &roads, &stations);
        let (one_way, back) = (make(false), make(true));
        let known: Vec<f64> = kilometres(&one_way)
            .into_iter()
            .flatten()
            .map(|km| km.0)
            .collect();
        assert!(known.is_sorted(), "{}: {known:?}", corridor.id);
        assert_eq!(known.len(), one_way.places.len(), "{}", corridor.id);
        let (there, here) = (one_way.length().unwrap(), back.length().unwrap());
        assert!((there.way.0 - here.way.0).abs() < 1.0, "{}", corridor.id);
        if let Some(length) = corridor.length {
            assert!((there.way.0 - length.0).abs() < 1.0, "{}", corridor.id);
        }
        let set = |strip: &Strip| {
            let mut all: Vec<usize> = strip.stations.iter().map(|station| station.index).collect();
            all.sort_unstable();
            all
        };
        assert_eq!(set(&one_way), set(&back), "{}", corridor.id);
        assert!(
            one_way
                .stations
                .iter()
                .all(|station| station.off.0 <= OFF_MAX.0)
        );
        assert_eq!(one_way.lines.len(), 1, "{}", corridor.id);
        let usable = vec![true; one_way.stations.len()];
        let sum: f64 = one_way
            .gaps(&usable)
            .iter()
            .map(|gap| gap.length.unwrap().way.0)
            .sum();
        assert!((sum - there.way.0).abs() < 1.0, "{}", corridor.id);
    }
}

#[test]
fn who_is_beside_a_road_is_at_a_spot_of_it_in_both_directions_and_who_is_far_is_not() {
    let (roads, points) = straight(5);
    let corridor = corridor(points.iter().map(|at| node(*at, None)).collect());
    let spot = |is_reversed, lat, lon| {
        let at = LatLon::new(lat, lon).unwrap();
        Strip::spot_of(&corridor, is_reversed, &roads, at)
    };
    let at = 112.0 + 0.1157 * 1.25;
    assert!((spot(false, 39.01, at).unwrap() - 1.25).abs() < 0.01);
    assert!((spot(true, 39.01, at).unwrap() - 2.75).abs() < 0.01);
    assert_eq!(spot(false, 39.3, at), None);
    assert_eq!(spot(false, -39.0, at), None);
    let strip = strip(&corridor, false, &roads, &[]);
    let rows = strip.rows(&[], None, spot(false, 39.01, at));
    assert!(matches!(rows[2], Row::Here(_)), "{rows:?}");
}
