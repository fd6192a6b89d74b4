//! The plain fastest drive, without any battery: many of them on the same roads.

use std::sync::PoisonError;

use hierarchy::{RouteMemory, Routing, UNREACHABLE};
use roads::{Anchor, Network, RoadGraph, Route, Way, Ways};
use units::{Meters, Seconds};

use super::Planner;
use super::ground::Ground;
use super::tuned::{TICKS, milliseconds};
use crate::{TripError, TripRequest};

/// Times of the hierarchy's arcs, and room to compute in.
#[derive(Debug)]
pub(super) struct Plain {
    routing: Routing,
    memory: RouteMemory,
}

impl Plain {
    fn new(ground: &Ground, roads: &RoadGraph) -> Self {
        let arcs = ground.network.tails().zip(ground.network.arcs());
        let weighted = arcs.map(|(tail, arc)| {
            let time = milliseconds(ground.network.way(arc).time(roads));
            (tail, arc.head, time)
        });
        Self {
            routing: Routing::new(&ground.hierarchy, weighted),
            memory: RouteMemory::new(ground.hierarchy.nodes()),
        }
    }
}

impl Planner {
    /// The fastest drive from the request's start to its end, by typical speeds alone; places on
    /// the way are not looked at. `None` when no road leads there.
    ///
    /// The first drive prepares those that follow.
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
        let timed = |(node, ways): &(u32, Ways)| (*node, time(ways));
        let [starts, ends] =
            [&from.leave, &to.enter].map(|all| all.iter().map(timed).collect::<Vec<(u32, u32)>>());
        let ends = [&starts[..], &ends[..]];
        let limit = direct.as_ref().map_or(UNREACHABLE, |direct| direct.0);
        let (hierarchy, memory) = (&self.ground.hierarchy, &mut plain.memory);
        let limit = limit.min(UNREACHABLE);
        let Some(over) = plain.routing.least(hierarchy, memory, ends, limit) else {
            return direct;
        };
        if !asks_for_ways {
            return Some((over.sum, Vec::new()));
        }
        let (arcs, [start, end]) = plain.routing.arcs(hierarchy, memory, ends, over)?;
        let between = arcs.iter().map(|arc| self.ground.way(*arc as usize));
        let all = from.leave[start].1.iter().copied().chain(between);
        let all = all.chain(to.enter[end].1.iter().copied());
        Some((over.sum, all.collect()))
    }
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
