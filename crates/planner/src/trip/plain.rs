//! The plain fastest drive, without any battery: many of them on the same roads.

use std::sync::PoisonError;

use hierarchy::{Field, FieldMemory, Metric, UNREACHABLE};
use roads::{Anchor, Network, RoadGraph, Route, Way};
use units::{Meters, Seconds};

use super::Planner;
use super::ground::Ground;
use super::tuned::{TICKS, milliseconds};
use crate::{TripError, TripRequest};

/// Times of the hierarchy's arcs, and room to compute in.
#[derive(Debug)]
pub(super) struct Plain {
    /// For each arc of the network the time to drive it, in milliseconds.
    times: Vec<u32>,
    metric: Metric<1>,
    memory: Option<FieldMemory<1>>,
}

impl Plain {
    fn new(ground: &Ground, roads: &RoadGraph) -> Self {
        let arcs = ground.network.arcs();
        let times = arcs
            .iter()
            .map(|arc| milliseconds(ground.network.way(arc).time(roads)));
        let times: Vec<u32> = times.collect();
        let weights = ground.network.tails().zip(arcs).zip(&times);
        let arcs = weights.map(|((tail, arc), time)| (tail, arc.head, [*time]));
        Self {
            metric: Metric::new(&ground.hierarchy, arcs),
            memory: None,
            times,
        }
    }
}

impl Planner {
    /// The fastest drive from the request's start to its end, by typical speeds alone; places on
    /// the way are not looked at. `None` when no road leads there.
    ///
    /// The hierarchy knows the least time from every node to the end, so the way is followed node by
    /// node: A* with an exact bound settles no others. The first drive prepares those that follow.
    pub fn route(&self, request: &TripRequest) -> Result<Option<Route>, TripError> {
        self.plainly(request, |plain, from, to| {
            let (_, ways) = self.fastest(plain, from, to, true)?;
            Some(drawn(&self.roads, &ways, from))
        })
    }

    /// The ways of [`Self::route`], one after the other, not drawn.
    pub fn drive_ways(&self, request: &TripRequest) -> Result<Option<Vec<Way>>, TripError> {
        self.plainly(request, |plain, from, to| {
            self.fastest(plain, from, to, true).map(|(_, ways)| ways)
        })
    }

    /// The time of [`Self::route`], in a part of its time.
    pub fn drive_time(&self, request: &TripRequest) -> Result<Option<Seconds>, TripError> {
        self.plainly(request, |plain, from, to| {
            let (time, _) = self.fastest(plain, from, to, false)?;
            Some(Seconds(f64::from(time) / TICKS))
        })
    }

    fn plainly<T>(
        &self,
        request: &TripRequest,
        answer: impl FnOnce(&mut Plain, &Anchor, &Anchor) -> Option<T>,
    ) -> Result<Option<T>, TripError> {
        let anchors = self.anchors(request)?;
        let mut plain = self.plain.lock().unwrap_or_else(PoisonError::into_inner);
        let plain = plain.get_or_insert_with(|| Plain::new(&self.ground, &self.roads));
        let ends = anchors.first().zip(anchors.last());
        Ok(ends.and_then(|(from, to)| answer(plain, from, to)))
    }

    /// The least time in milliseconds, and the ways if they are asked for.
    fn fastest(
        &self,
        plain: &mut Plain,
        from: &Anchor,
        to: &Anchor,
        asks_for_ways: bool,
    ) -> Option<(u32, Vec<Way>)> {
        let time = |ways: &[Way]| {
            let times = ways.iter().map(|way| milliseconds(way.time(&self.roads)));
            times.fold(0, u32::saturating_add)
        };
        let direct = Network::direct(&self.roads, from, to).into_iter();
        let direct = direct
            .map(|ways| (time(&ways), ways))
            .min_by_key(|direct| direct.0);
        let memory = plain.memory.take();
        let memory = memory.unwrap_or_else(|| FieldMemory::new(self.ground.hierarchy.nodes()));
        let exits = to.enter.iter().map(|(node, ways)| (*node, [time(ways)]));
        let exits: Vec<(u32, [u32; 1])> = exits.collect();
        let mut field = Field::new(&self.ground.hierarchy, &plain.metric, memory, &exits);
        let starts = from.leave.iter().map(|(node, ways)| {
            let total = time(ways).saturating_add(field.at(*node)[0]);
            (total, *node, ways)
        });
        let start = starts.min_by_key(|start| (start.0, start.1));
        let over = start.filter(|start| {
            let is_slower = direct.as_ref().is_some_and(|direct| direct.0 <= start.0);
            start.0 < UNREACHABLE && !is_slower
        });
        let found = match over {
            Some((total, node, ways)) if asks_for_ways => {
                let ends = to.enter.iter().zip(&exits);
                let network = &self.ground.network;
                let found = follow(network, &plain.times, &mut field, node, |at, left| {
                    let is_last = |(_, exit): &(_, &(u32, [u32; 1]))| **exit == (at, [left]);
                    ends.clone().find(is_last).map(|((_, ways), _)| ways)
                });
                found.map(|(arcs, last)| {
                    let between = arcs.into_iter().map(|arc| self.ground.way(arc));
                    let all = ways.iter().copied().chain(between);
                    (total, all.chain(last.iter().copied()).collect())
                })
            }
            Some((total, ..)) => Some((total, Vec::new())),
            None => direct,
        };
        plain.memory = Some(field.into_memory());
        found
    }
}

/// The arcs of a fastest way from `start` on, to the first node that `is_last` knows, which is told
/// how much time is left there; and what it says.
///
/// Goes along arcs that lose no time only. Whichever takes time leads on; among those that take
/// none it looks around.
fn follow<T>(
    network: &Network,
    times: &[u32],
    field: &mut Field<'_, 1>,
    start: u32,
    is_last: impl Fn(u32, u32) -> Option<T>,
) -> Option<(Vec<usize>, T)> {
    let mut arcs = Vec::new();
    let [mut left] = field.at(start);
    // Nodes from which no less time is left, with how they are come to, and those looked at.
    let (mut open, mut seen) = (vec![(start, 0, None)], Vec::new());
    while let Some((at, before, last)) = open.pop() {
        arcs.truncate(before);
        arcs.extend(last);
        if let Some(found) = is_last(at, left) {
            return Some((arcs, found));
        }
        seen.push(at);
        for arc in network.arcs_of(at) {
            let head = network.arcs()[arc].head;
            let [after] = field.at(head);
            if times[arc].saturating_add(after) != left {
                continue;
            }
            if after < left {
                left = after;
                open.clear();
                seen.clear();
                open.push((head, arcs.len(), Some(arc)));
                break;
            }
            if !seen.contains(&head) {
                open.push((head, arcs.len(), Some(arc)));
            }
        }
    }
    None
}

fn drawn(roads: &RoadGraph, ways: &[Way], from: &Anchor) -> Route {
    let mut route = Route {
        distance: Meters(0.0),
        duration: Seconds(0.0),
        line: Vec::new(),
    };
    for way in ways {
        route.distance += way.length(roads);
        route.duration += way.time(roads);
        way.draw_onto(roads, &mut route.line);
    }
    if route.line.is_empty() {
        route.line.push(from.position());
    }
    route
}
