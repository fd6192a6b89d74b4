use units::KilometersPerHour;

use super::*;
use crate::{NodeId, Road, RoadClass, RoadEdge, RoadId, RoadNode, RoadParts, TurnBan, snap};

fn at(lat: f64, lon: f64) -> LatLon {
    LatLon::new(lat, lon).unwrap()
}

fn node(lat: f64, lon: f64) -> RoadNode {
    RoadNode {
        position: at(lat, lon),
        elevation: Meters(800.0),
    }
}

fn road(tail: u32, head: u32, class: RoadClass, km: f64, kmh: f64) -> Road {
    let length = Meters::from_kilometers(km);
    Road {
        class,
        ..Road::between(NodeId(tail), NodeId(head), length, KilometersPerHour(kmh))
    }
}

/// Roads with straight lines.
fn graph(nodes: Vec<RoadNode>, roads: &[Road], bans: &[&[(u32, bool)]]) -> RoadGraph {
    let ban = |ban: &&[(u32, bool)]| {
        let edge = |(road, is_backward): &(u32, bool)| RoadEdge {
            road: RoadId(*road),
            is_backward: *is_backward,
        };
        TurnBan(ban.iter().map(edge).collect())
    };
    let mut parts = RoadParts::new(nodes);
    parts.bans = bans.iter().map(ban).collect();
    for road in roads {
        parts.add_road(*road, &[]).unwrap();
    }
    RoadGraph::new(parts).unwrap()
}

/// A(0) and B(1) 0.2 degrees apart: a slow road between them, a fast parallel one, a motorway
/// over both that ends elsewhere.
fn two_towns() -> RoadGraph {
    let nodes = vec![node(38.0, 112.0), node(38.2, 112.0)];
    let roads = [
        road(0, 1, RoadClass::Secondary, 30.0, 30.0),
        road(0, 1, RoadClass::Trunk, 32.0, 80.0),
        road(0, 1, RoadClass::Motorway, 24.0, 100.0),
    ];
    graph(nodes, &roads, &[])
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
        road: RoadId(0),
        share,
        position: at(38.0 + share * 0.2, 112.0),
        distance: Meters(0.0),
    };
    let route = fastest_route(&roads, &piece(0.6), &piece(0.5)).unwrap();
    assert!((route.distance.0 - 3_000.0).abs() < 1e-6, "{route:?}");
    let points = [(at(38.1, 112.0), piece(0.5)), (at(38.1, 112.1), piece(0.5))];
    assert_eq!(Network::new(&roads, &points).points(), [2, 3]);
}

#[test]
fn a_point_off_the_road_is_reached_over_an_access_way() {
    let roads = two_towns();
    let here = at(38.1, 112.05);
    let network = Network::new(&roads, &[(here, snap(&roads, here).unwrap())]);
    let arcs = &network.arcs()[network.arcs_of(network.points()[0])];
    let ways: Vec<Way> = arcs.iter().map(|arc| network.way(arc)).collect();
    let [Way::Access { from, .. }] = ways[..] else {
        panic!("{ways:?}")
    };
    assert_eq!(from, here);
    assert!((ways[0].length(&roads).0 - 4_375.0 * 1.3).abs() < 30.0);
}

#[test]
fn the_route_equals_petgraph_dijkstra_on_random_networks() {
    for seed in 0..40_u32 {
        let roads = random_network(seed);
        let network = Network::new(&roads, &[]);
        let times = petgraph::algo::dijkstra(&network, 0, None, |arc: crate::ArcRef<'_>| {
            network.way(arc.weight()).time(&roads).0
        });
        for (index, place) in roads.nodes().iter().enumerate() {
            let ends = [roads.node(NodeId(0)).position, place.position];
            let [from, to] = ends.map(|end| snap(&roads, end).unwrap());
            let route = fastest_route(&roads, &from, &to).unwrap();
            let expected = times[&u32::try_from(index).unwrap()];
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
        let (km, kmh) = (f64::from(km), f64::from(kmh));
        roads.push(road(a, b, RoadClass::Primary, km, kmh));
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
    graph(nodes, &roads, &[])
}

/// A square of short roads with a long way around:
/// 0 --r0-- 1 --r1-- 2, 1 --r2-- 3 --r3-- 2, each 1 km but r2 and r3, which have 2.
fn block() -> (Vec<RoadNode>, Vec<Road>) {
    let nodes = vec![
        node(38.0, 112.00),
        node(38.0, 112.01),
        node(38.0, 112.02),
        node(38.01, 112.015),
    ];
    let one = |tail, head, km| road(tail, head, RoadClass::Residential, km, 36.0);
    let roads = vec![
        one(0, 1, 1.0),
        one(1, 2, 1.0),
        one(1, 3, 2.0),
        one(3, 2, 2.0),
    ];
    (nodes, roads)
}

fn drive(roads: &RoadGraph, from: u32, to: u32) -> Option<f64> {
    // From and to the middle of roads: what counts is the turns between.
    let middle = |road: u32| {
        let line = roads.line(RoadId(road));
        Snap {
            road: RoadId(road),
            share: 0.5,
            position: line[0].toward(line[1], 0.5),
            distance: Meters(0.0),
        }
    };
    let route = fastest_route(roads, &middle(from), &middle(to))?;
    Some(route.distance.0)
}

#[test]
fn a_banned_turn_costs_the_way_around() {
    let (nodes, roads) = block();
    let free = graph(nodes.clone(), &roads, &[]);
    assert_eq!(drive(&free, 0, 1), Some(1_000.0));
    let banned = graph(nodes.clone(), &roads, &[&[(0, false), (1, false)]]);
    // Over 3, into the road from its far end.
    assert_eq!(drive(&banned, 0, 1), Some(5_000.0));
    // The turn is banned in its direction only, and only for those who come from road 0.
    assert_eq!(drive(&banned, 1, 0), Some(1_000.0));
    assert_eq!(drive(&banned, 2, 1), Some(1_500.0));
}

#[test]
fn a_ban_over_a_road_between_bans_only_the_whole_sequence() {
    let (nodes, roads) = block();
    let banned = graph(nodes, &roads, &[&[(0, false), (2, false), (3, false)]]);
    assert_eq!(drive(&banned, 0, 2), Some(1_500.0));
    assert_eq!(drive(&banned, 2, 3), Some(2_000.0));
    // Through road 1 instead of roads 2 and 3.
    assert_eq!(drive(&banned, 0, 3), Some(2_500.0));
}

#[test]
fn roads_for_destinations_are_no_way_through_but_a_way_there() {
    let (nodes, mut roads) = block();
    roads[1].is_destination_only = true;
    let mut longer = nodes.clone();
    longer.push(node(38.0, 112.03));
    roads.push(road(2, 4, RoadClass::Residential, 1.0, 36.0));
    let roads = graph(longer, &roads, &[]);
    assert_eq!(
        drive(&roads, 0, 4),
        Some(5_000.0),
        "around, not through road 1"
    );
    assert_eq!(drive(&roads, 0, 1), Some(1_000.0), "to road 1");
    assert_eq!(drive(&roads, 1, 4), Some(1_000.0), "from road 1");
    assert_eq!(drive(&roads, 1, 0), Some(1_000.0), "and back");
}

#[test]
fn places_behind_roads_for_destinations_are_reached_from_each_other() {
    let (nodes, mut roads) = block();
    for road in &mut roads {
        road.is_destination_only = true;
    }
    let roads = graph(nodes, &roads, &[]);
    assert_eq!(drive(&roads, 0, 3), Some(2_500.0));
    assert_eq!(drive(&roads, 3, 0), Some(2_500.0));
}

/// Two anchors see the network as two points do that are part of it.
#[test]
fn a_route_between_anchors_equals_one_between_attached_points() {
    use petgraph::visit::EdgeRef;
    for seed in 0..60_u32 {
        let roads = random_network(seed);
        let Some(last) = roads.nodes().iter().last() else {
            continue;
        };
        let place = |share: f64| {
            let first = roads.nodes().at(0).position;
            first.toward(last.position, share)
        };
        let attach = |position: LatLon| (position, snap(&roads, position).unwrap());
        let others: Vec<_> = [0.2, 0.5, 0.7].map(|share| attach(place(share))).to_vec();
        let [from, to] = [0.1, f64::from(seed % 9) / 9.0].map(|share| attach(place(share)));
        let seconds = |ways: &[Way]| ways.iter().map(|way| way.time(&roads).0).sum::<f64>();
        let network = Network::new(&roads, &others);
        let [start, goal] = [&from, &to].map(|point| network.anchor(&roads, point));
        let arcs = |arc: crate::ArcRef<'_>| network.way(arc.weight()).time(&roads).0;
        let mut best = Network::direct(&roads, &start, &goal)
            .iter()
            .map(|ways| seconds(ways))
            .fold(f64::INFINITY, f64::min);
        for (node, ways) in &start.leave {
            let times = petgraph::algo::dijkstra(&network, *node, None, arcs);
            for (end, last) in &goal.enter {
                let between = times.get(end).copied().unwrap_or(f64::INFINITY);
                best = best.min(seconds(ways) + between + seconds(last));
            }
        }
        let all: Vec<_> = others.iter().copied().chain([from, to]).collect();
        let whole = Network::new(&roads, &all);
        let [start, goal] = [3, 4].map(|point| whole.points()[point]);
        let times = petgraph::algo::dijkstra(&whole, start, None, |arc| {
            whole.way(arc.weight()).time(&roads).0
        });
        let expected = times.get(&goal).copied().unwrap_or(f64::INFINITY);
        assert!(
            (best - expected).abs() < 1e-6 || (best.is_infinite() && expected.is_infinite()),
            "seed {seed}: {best} and {expected}"
        );
    }
}
