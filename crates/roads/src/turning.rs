//! Turning round near bans.
//!
//! A search for the fastest way turns round on the road only to get round a ban: it drives past the
//! junction, turns, and comes back from the other side. That is no way to drive. Near bans turning
//! round is therefore banned itself, except where a road ends. Elsewhere no search wants it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use crate::driving::WaysOut;
use crate::table::Roads;
use crate::{NodeId, RoadEdge, TurnBan};

/// Within so many metres of a ban. Farther away, turning round costs more than obeying.
const NEAR: f64 = 1000.0;
/// Where more roads meet there is room to turn.
const ROADS_MAX: usize = 16;

/// The bans on turning round that go with `bans`.
pub(crate) fn turning_round(roads: &Roads, ways_out: &WaysOut, bans: &[TurnBan]) -> Vec<TurnBan> {
    let pairs = bans.iter().filter(|ban| ban.0.len() == 2);
    let mut turns: BTreeSet<(RoadEdge, RoadEdge)> = BTreeSet::new();
    turns.extend(pairs.map(|ban| (ban.0[0], ban.0[1])));
    let is_destination = |edge: &RoadEdge| roads.packed[edge.road.0 as usize].is_destination_only();
    let mut found = Vec::new();
    for node in near(roads, ways_out, bans) {
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
                    && !turns.contains(&(arriving, *other))
            });
            if goes_on {
                found.push(TurnBan(vec![arriving, *back]));
            }
        }
    }
    found
}

/// Nodes near the junctions of bans, in order.
fn near(roads: &Roads, ways_out: &WaysOut, bans: &[TurnBan]) -> BTreeSet<u32> {
    let begin = |edge: RoadEdge| {
        let road = &roads.packed[edge.road.0 as usize];
        NodeId(if edge.is_backward {
            road.head
        } else {
            road.tail
        })
    };
    let starts = bans.iter().filter_map(|ban| ban.0.last());
    let mut nodes: BTreeSet<NodeId> = BTreeSet::new();
    nodes.extend(starts.map(|edge| begin(*edge)));
    // Dijkstra's search from all of them at once, in decimetres.
    let mut open: BinaryHeap<Reverse<(u64, u32)>> =
        nodes.iter().map(|node| Reverse((0, node.0))).collect();
    let mut done: BTreeMap<u32, u64> = BTreeMap::new();
    while let Some(Reverse((distance, node))) = open.pop() {
        if done.contains_key(&node) {
            continue;
        }
        done.insert(node, distance);
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
            if is_near && !done.contains_key(&head.0) {
                open.push(Reverse((next, head.0)));
            }
        }
    }
    done.into_keys().collect()
}
