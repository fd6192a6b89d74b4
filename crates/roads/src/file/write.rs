//! From a checked graph to bytes, column by column.

use super::{AXLE, HEIGHT, LENGTH, NO_TRUCKS, WEIGHT, WIDTH};
use crate::bytes::{Writer, to_micro};
use crate::table::{code, half_seconds};
use crate::{Limits, PlaceKind, RoadEdge, RoadGraph, TurnBan, TurnWait, Water};

pub(super) fn body(roads: &RoadGraph) -> Vec<u8> {
    let mut writer = Writer::default();
    let writer = &mut writer;
    let nodes = &roads.nodes().packed;
    writer.count(nodes.len());
    steps(writer, nodes.iter().map(|node| node.lat.into()));
    steps(writer, nodes.iter().map(|node| node.lon.into()));
    steps(writer, nodes.iter().map(|node| node.elevation.into()));
    writer.count(roads.labels().len());
    for label in roads.labels() {
        writer.string(&label.reference);
        writer.text(&label.name);
    }
    writer.count(roads.roads().len());
    write_roads(writer, roads);
    for index in 0..roads.roads().len() {
        writer.count(roads.lines().of(index).len());
    }
    writer.bytes.extend_from_slice(roads.lines().bytes());
    write_limits(writer, roads);
    write_bans(writer, roads.bans());
    write_waits(writer, roads.waits());
    writer.count(roads.places().len());
    for place in roads.places() {
        writer.unsigned(place.node.0.into());
        writer.u8(code(&PlaceKind::ALL, &place.kind));
        writer.string(&place.key);
        writer.text(&place.name);
        writer.string(&place.county);
    }
    writer.count(roads.waters().len());
    for water in roads.waters() {
        write_water(writer, water);
    }
    std::mem::take(&mut writer.bytes)
}

/// Numbers of which each is stored as its difference to the one before.
fn steps(writer: &mut Writer, values: impl Iterator<Item = i64>) {
    let mut before = 0;
    for value in values {
        writer.signed(value - before);
        before = value;
    }
}

fn write_roads(writer: &mut Writer, graph: &RoadGraph) {
    let roads = &graph.roads().packed;
    steps(writer, roads.iter().map(|road| road.tail.into()));
    for road in roads {
        writer.signed(i64::from(road.head) - i64::from(road.tail));
    }
    for road in roads {
        writer.u8(road.class);
    }
    for road in roads {
        writer.u8(road.flags);
    }
    for road in roads {
        writer.unsigned(road.speed.into());
    }
    for road in roads {
        writer.signed(i64::from(road.speed_back) - i64::from(road.speed));
    }
    for road in roads {
        writer.unsigned(road.delay.into());
    }
    for road in roads {
        writer.signed(i64::from(road.delay_back) - i64::from(road.delay));
    }
    for road in roads {
        writer.unsigned(road.length.into());
    }
    for road in roads {
        writer.unsigned(road.climb.into());
    }
    for road in roads {
        let height = |node: u32| i64::from(graph.nodes().packed[node as usize].elevation);
        let expected = i64::from(road.climb) - (height(road.head) - height(road.tail));
        writer.signed(i64::from(road.drop) - expected);
    }
    steps(writer, roads.iter().map(|road| road.label.into()));
}

fn write_limits(writer: &mut Writer, graph: &RoadGraph) {
    writer.count(graph.all_limits().len());
    let mut before = 0;
    for (road, limits) in graph.all_limits() {
        writer.signed(i64::from(road.0) - before);
        before = i64::from(road.0);
        let Limits {
            no_trucks,
            weight_100kg,
            axle_100kg,
            height_cm,
            width_cm,
            length_cm,
        } = *limits;
        let values = [
            (WEIGHT, weight_100kg),
            (AXLE, axle_100kg),
            (HEIGHT, height_cm),
            (WIDTH, width_cm),
            (LENGTH, length_cm),
        ];
        let there = values.iter().filter(|(_, value)| value.is_some());
        let has: u8 = there.map(|(bit, _)| bit).sum();
        writer.u8(has | if no_trucks { NO_TRUCKS } else { 0 });
        for value in values.iter().filter_map(|(_, value)| *value) {
            writer.unsigned(value.into());
        }
    }
}

fn write_bans(writer: &mut Writer, bans: &[TurnBan]) {
    writer.count(bans.len());
    let mut before = 0;
    for ban in bans {
        writer.count(ban.0.len());
        for edge in &ban.0 {
            let code = edge_code(*edge);
            writer.signed(code - before);
            before = code;
        }
    }
}

fn write_waits(writer: &mut Writer, waits: &[TurnWait]) {
    writer.count(waits.len());
    let mut before = 0;
    for TurnWait { from, to, wait } in waits {
        let [from, to] = [*from, *to].map(edge_code);
        writer.signed(from - before);
        writer.signed(to - from);
        writer.unsigned(half_seconds(*wait).into());
        before = from;
    }
}

/// A driving direction of a road as one number.
fn edge_code(edge: RoadEdge) -> i64 {
    i64::from(edge.road.0) * 2 + i64::from(edge.is_backward)
}

fn write_water(writer: &mut Writer, water: &Water) {
    writer.text(&water.name);
    writer.count(water.line.len());
    let mut before = (0, 0);
    for at in &water.line {
        let here = (i64::from(to_micro(at.lat())), i64::from(to_micro(at.lon())));
        writer.signed(here.0 - before.0);
        writer.signed(here.1 - before.1);
        before = here;
    }
}
