//! Turning round near bans.
//!
//! A search for the fastest way turns round on the road only to get round a ban: it drives past the
//! junction, turns, and comes back from the other side. That is no way to drive. Near bans turning
//! round is therefore banned itself, except where a road ends. Elsewhere no search wants it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use sorting::{Numbers, pair};

use crate::driving::WaysOut;
use crate::network::code;
use crate::table::Roads;
use crate::{NodeId, Piece, RoadEdge, TurnBan, TurnWait};

/// Within so many metres of a ban. Farther away, turning round costs more than obeying.
const NEAR: f64 = 1000.0;
/// Where more roads meet there is room to turn.
const ROADS_MAX: usize = 16;

/// The bans on turning round that go with `bans`.
pub(crate) fn turning_round(
    roads: &Roads,
    ways_out: &WaysOut,
    bans: &[TurnBan],
    waits: &[TurnWait],
) -> Vec<TurnBan> {
    let pairs = bans.iter().filter(|ban| ban.0.len() == 2);
    let mut turns = Numbers::default();
    let turn = |from: RoadEdge, to: RoadEdge| pair(code(from), code(to));
    for ban in pairs {
        turns.of(turn(ban.0[0], ban.0[1]));
    }
    let is_destination = |edge: &RoadEdge| roads.packed[edge.road.0 as usize].is_destination_only();
    let mut found = Vec::new();
    let mut nodes = near(roads, ways_out, bans);
    nodes.extend(dodges(roads, ways_out, waits));
    sorting::numbers(&mut nodes);
    nodes.dedup();
    for node in nodes {
        let out = ways_out.of(node as usize);
        if out.len() > ROADS_MAX {
            continue;
        }
        for back in out {
            let is_backward = !back.is_backward;
            let road = &roads.packed[back.road.0 as usize];
            if road.is_oneway() {
                continue;
            }
            let arriving = RoadEdge {
                road: back.road,
                is_backward,
            };
            let goes_on = out.iter().any(|other| {
                other.road != back.road
                    && (!is_destination(other) || road.is_destination_only())
                    && turns.get(turn(arriving, *other)).is_none()
            });
            if goes_on {
                found.push(TurnBan(vec![arriving, *back]));
            }
        }
    }
    found
}

/// Nodes near the junctions of bans.
fn near(roads: &Roads, ways_out: &WaysOut, bans: &[TurnBan]) -> Vec<u32> {
    let starts = bans.iter().filter_map(|ban| ban.0.last());
    // Dijkstra's search from all of them at once, in decimetres.
    let mut open: BinaryHeap<Reverse<(u64, u32)>> = starts
        .map(|edge| Reverse((0, begin(roads, *edge).0)))
        .collect();
    let mut is_done = vec![false; ways_out.nodes()];
    let mut found = Vec::new();
    while let Some(Reverse((distance, node))) = open.pop() {
        if std::mem::replace(&mut is_done[node as usize], true) {
            continue;
        }
        found.push(node);
        for edge in ways_out.of(node as usize) {
            let road = roads.at(edge.road.0 as usize);
            let head = if edge.is_backward {
                road.tail
            } else {
                road.head
            };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "lengths are positive and shorter than the earth is round"
            )]
            let next = distance + (road.length.0 * 10.0) as u64;
            #[expect(clippy::cast_precision_loss, reason = "small")]
            let is_near = next as f64 <= NEAR * 10.0;
            if is_near && !is_done[head.0 as usize] {
                open.push(Reverse((next, head.0)));
            }
        }
    }
    found
}

/// Nodes so near to a turn that waits that passing its junction, turning round there and coming
/// back from the other side might take less time than waiting.
fn dodges(roads: &Roads, ways_out: &WaysOut, waits: &[TurnWait]) -> Vec<u32> {
    // Dijkstra's search from all of them at once: what is left of a wait, in milliseconds.
    let mut open: BinaryHeap<(u64, u32)> = BinaryHeap::new();
    let beyond = |left: u64, node: u32, open: &mut BinaryHeap<(u64, u32)>| {
        for edge in ways_out.of(node as usize) {
            let road = roads.at(edge.road.0 as usize);
            // One comes back the same way.
            if road.is_oneway || road.is_destination_only {
                continue;
            }
            let back = RoadEdge {
                is_backward: !edge.is_backward,
                ..*edge
            };
            let there_and_back = road.time_of(whole(*edge)) + road.time_of(whole(back));
            if let Some(left) = left.checked_sub(milliseconds(there_and_back.0)) {
                open.push((left, begin(roads, back).0));
            }
        }
    };
    for TurnWait { to, wait, .. } in waits {
        beyond(milliseconds(wait.0), begin(roads, *to).0, &mut open);
    }
    let mut is_done = vec![false; ways_out.nodes()];
    let mut found = Vec::new();
    while let Some((left, node)) = open.pop() {
        if !std::mem::replace(&mut is_done[node as usize], true) {
            found.push(node);
            beyond(left, node, &mut open);
        }
    }
    found
}

/// All of an edge.
fn whole(edge: RoadEdge) -> Piece {
    let (start, end) = if edge.is_backward {
        (1.0, 0.0)
    } else {
        (0.0, 1.0)
    };
    let road = edge.road;
    Piece { road, start, end }
}

fn milliseconds(seconds: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "casts saturate"
    )]
    let milliseconds = (seconds * 1000.0) as u64;
    milliseconds
}

/// Where a drive over `edge` begins.
fn begin(roads: &Roads, edge: RoadEdge) -> NodeId {
    let road = roads.at(edge.road.0 as usize);
    if edge.is_backward {
        road.head
    } else {
        road.tail
    }
}
