use container::Text;
use petgraph::graph::NodeIndex;
use units::KilometersPerHour;

use super::*;
use crate::{Grade, NodeId, Piece, Road, RoadClass, RoadNode, snap};

fn at(lat: f64, lon: f64) -> LatLon {
    LatLon::new(lat, lon).unwrap()
}

fn node(lat: f64, lon: f64) -> RoadNode {
    RoadNode {
        position: at(lat, lon),
        elevation: Meters(800.0),
    }
}

fn road(tail: u32, head: u32, class: RoadClass, ends: [&RoadNode; 2], km: f64, kmh: f64) -> Road {
    Road {
        tail: NodeId(tail),
        head: NodeId(head),
        class,
        reference: String::new(),
        name: Text::default(),
        length: Meters::from_kilometers(km),
        speed: KilometersPerHour(kmh),
        is_dual: false,
        is_oneway: false,
        is_toll: false,
        climb: Meters(0.0),
        drop: Meters(0.0),
        grade: Grade::Estimate,
        line: ends.map(|end| end.position).to_vec(),
    }
}

/// A(0) and B(1) 0.2 degrees apart: a slow road between them, a fast parallel one, a motorway
/// over both that ends elsewhere.
fn two_towns() -> RoadGraph {
    let nodes = vec![node(38.0, 112.0), node(38.2, 112.0)];
    let ends = [&nodes[0], &nodes[1]];
    let roads = vec![
        road(0, 1, RoadClass::Secondary, ends, 30.0, 30.0),
        road(0, 1, RoadClass::Trunk, ends, 32.0, 80.0),
        road(0, 1, RoadClass::Motorway, ends, 24.0, 100.0),
    ];
    RoadGraph::new(nodes, roads, Vec::new(), Vec::new()).unwrap()
}

#[test]
fn the_fastest_of_parallel_roads_is_taken() {
    let roads = two_towns();
    let from = snap(&roads, at(38.0, 112.0)).unwrap();
    let to = snap(&roads, at(38.2, 112.0)).unwrap();
    let route = fastest_route(&roads, &from, &to).unwrap();
    assert!((route.distance.0 - 24_000.0).abs() < 1e-6, "{route:?}");
    assert!((route.duration.0 - 864.0).abs() < 1e-6, "{route:?}");
}

#[test]
fn a_point_beside_the_motorway_belongs_to_the_ordinary_road() {
    let roads = two_towns();
    let found = snap(&roads, at(38.1, 112.05)).unwrap();
    assert_eq!(roads.road(found.road).class, RoadClass::Secondary);
    assert!((found.share - 0.5).abs() < 1e-4, "{found:?}");
    assert!((found.distance.0 - 4_375.0).abs() < 20.0, "{found:?}");
}

#[test]
fn a_point_far_from_any_road_is_refused_with_its_distance() {
    let error = snap(&two_towns(), at(38.1, 113.0)).unwrap_err().to_string();
    assert_eq!(
        error,
        "38.1,113 is 88 km from the nearest road, at most 20 km are allowed"
    );
}

#[test]
fn two_points_of_one_road_are_linked_directly() {
    let roads = two_towns();
    let piece = |share| Snap {
        road: crate::RoadId(0),
        share,
        position: at(38.0 + share * 0.2, 112.0),
        distance: Meters(0.0),
    };
    let route = fastest_route(&roads, &piece(0.6), &piece(0.5)).unwrap();
    assert!((route.distance.0 - 3_000.0).abs() < 1e-6, "{route:?}");
    let network = attach(
        &roads,
        &[(at(38.1, 112.0), piece(0.5)), (at(38.1, 112.1), piece(0.5))],
    );
    assert_eq!(network.points, [NodeIndex::new(2), NodeIndex::new(3)]);
}

#[test]
fn a_point_off_the_road_is_reached_over_an_access_way() {
    let roads = two_towns();
    let here = at(38.1, 112.05);
    let network = attach(&roads, &[(here, snap(&roads, here).unwrap())]);
    let ways: Vec<&Way> = network
        .graph
        .edges(network.points[0])
        .map(|edge| edge.weight())
        .collect();
    let [Way::Access { from, .. }] = ways[..] else {
        panic!("{ways:?}")
    };
    assert_eq!(*from, here);
    assert!((ways[0].length(&roads).0 - 4_375.0 * 1.3).abs() < 30.0);
}

#[test]
fn the_route_equals_petgraph_dijkstra_on_random_networks() {
    for seed in 0..40_u32 {
        let roads = random_network(seed);
        let whole = |road: &Road, id| {
            road.time_of(Piece {
                road: id,
                start: 0.0,
                end: 1.0,
            })
            .0
        };
        let times = petgraph::algo::dijkstra(roads.graph(), NodeIndex::new(0), None, |edge| {
            whole(roads.road(edge.weight().road), edge.weight().road)
        });
        for (index, place) in roads.graph().node_weights().enumerate() {
            let ends = [roads.node(NodeId(0)).position, place.position];
            let [from, to] = ends.map(|end| snap(&roads, end).unwrap());
            let route = fastest_route(&roads, &from, &to).unwrap();
            let expected = times[&NodeIndex::new(index)];
            assert!(
                (route.duration.0 - expected).abs() < 1e-6,
                "seed {seed}, node {index}"
            );
        }
    }
}

/// Nine nodes on a line of latitude, a chain of roads and some shortcuts.
fn random_network(seed: u32) -> RoadGraph {
    let nodes: Vec<RoadNode> = (0..9)
        .map(|i| node(38.0, 112.0 + f64::from(i) * 0.05))
        .collect();
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    let mut next = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % below
    };
    let mut roads = Vec::new();
    let mut add = |a: u32, b: u32, km: u32, kmh: u32| {
        let ends = [&nodes[a as usize], &nodes[b as usize]];
        roads.push(road(
            a,
            b,
            RoadClass::Primary,
            ends,
            f64::from(km),
            f64::from(kmh),
        ));
    };
    for i in 0..8 {
        add(i, i + 1, 5 + next(10), 20 + next(60));
    }
    for _ in 0..6 {
        let (a, b) = (next(9), next(9));
        if a != b {
            add(a, b, 5 + next(30), 30 + next(70));
        }
    }
    RoadGraph::new(nodes.clone(), roads, Vec::new(), Vec::new()).unwrap()
}
