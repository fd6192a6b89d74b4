//! Everything that depends on the car and the weather, prepared once for many trips.

use std::sync::{Arc, Mutex};

use roads::{Network, RoadClass, RoadGraph, RoadId, Way};
use stations::Station;
use units::{Seconds, StateOfCharge, WattHours};

use super::bounds::Bounds;
use super::candidates::{Candidate, Refill, candidates};
use super::ground::Ground;
use crate::{Consumption, Driving, Preferences, Size, Stretch, TripRequest, Vehicle};
use search::{
    CAPACITY_MAX, Core, Curve, Hop, Link, NONE, Point, Price, Profile, Terrain, Waiting, potentials,
};

/// Ticks of energy in a watt-hour, of time in a second: milliwatt-hours and milliseconds.
pub(super) const TICKS: f64 = 1000.0;

/// Prices that are kept.
const PRICES_MAX: usize = 16;

/// What a tuned ground depends on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Conditions {
    pub(super) vehicle: Vehicle,
    pub(super) driving: Driving,
    pub(super) stop_overhead: Seconds,
    pub(super) expected_wait: Seconds,
    avoid_tolls: bool,
    avoid_expressways: bool,
    /// No stop charges to more than this.
    pub(super) charge_max: StateOfCharge,
    /// What is said about roads alone.
    prefer: Preferences,
}

impl Conditions {
    pub(super) fn of(vehicle: &Vehicle, request: &TripRequest) -> Self {
        Self {
            vehicle: vehicle.clone(),
            driving: request.driving(),
            stop_overhead: request.stop_overhead,
            expected_wait: request.expected_wait,
            avoid_tolls: request.avoid_tolls,
            avoid_expressways: request.avoid_expressways,
            charge_max: request.charge_max,
            prefer: Preferences {
                roads: request.prefer.roads.clone(),
                factor: request.prefer.factor,
                ..Preferences::default()
            },
        }
    }
}

/// A ground as one car in one weather sees it.
#[derive(Debug)]
pub(super) struct Tuned {
    pub(super) conditions: Conditions,
    pub(super) capacity: i32,
    consumption: Consumption,
    /// For each arc of the network the time to drive it, in milliseconds.
    pub(super) times: Vec<u32>,
    /// For each arc of the network the time that it counts, in milliseconds; none when that is the
    /// time it takes everywhere.
    counted: Vec<u32>,
    /// For each arc of the network the energy it takes, in milliwatt-hours.
    pub(super) energies: Vec<i32>,
    /// Charge points, sorted by node.
    pub(super) candidates: Vec<Candidate>,
    /// What the candidates' curves stand for.
    pub(super) refills: Vec<Refill>,
    points: Vec<Point>,
    pub(super) curves: Vec<Curve>,
    potential: Vec<i32>,
    price: Arc<Price>,
    /// The latest prices that were made, with the bits of what they were made for.
    prices: Mutex<Vec<(Vec<u64>, Arc<Price>)>>,
    pub(super) bounds: Bounds,
    pub(super) core: Core,
}

impl Tuned {
    /// `conditions` must have passed their checks.
    pub(super) fn new(
        ground: &Ground,
        roads: &RoadGraph,
        stations: &[Station],
        conditions: Conditions,
    ) -> Self {
        let (vehicle, driving) = (&conditions.vehicle, &conditions.driving);
        let consumption = Consumption::new(vehicle, driving);
        let network = &ground.network;
        let arcs = network.arcs();
        let passage = Passage::new(&conditions);
        let cost = |arc| passage.cost(&consumption, &network.way(arc), roads);
        let costs = arcs.iter().map(cost);
        let (times, energies): (Vec<u32>, Vec<i32>) = costs.unzip();
        let counted = passage.all_counted(network, &times, roads);
        let counts = if counted.is_empty() { &times } else { &counted };
        let (candidates, refills) = candidates(ground, stations, &conditions);
        let curves: Vec<Curve> = refills.iter().map(Refill::in_ticks).collect();
        let parked = |curve: u32| conditions.stop_overhead + refills[curve as usize].handling();
        let delay = |curve: u32| (parked(curve) + conditions.expected_wait).0 * TICKS;
        let points = candidates.iter().map(|candidate| Point {
            node: candidate.node,
            delay: delay(candidate.curve),
            ahead: 0.0,
            parked: parked(candidate.curve).0 * TICKS,
            curve: candidate.curve,
            waiting: NONE,
            is_closed: false,
        });
        let points = points.collect();
        let capacity = whole((vehicle.capacity().0 * TICKS).floor());
        let kinds = curves.iter().zip(0..);
        let kinds: Vec<(f64, &Curve)> = kinds.map(|(curve, at)| (delay(at), curve)).collect();
        let price = Price::new(f64::from(capacity), &kinds);
        let returned = consumption.returned().0 * TICKS;
        let guess = |node| whole((network.elevation(roads, node).0 * -returned).floor());
        let guess = (0..network.nodes()).map(guess).collect();
        let links = network.tails().zip(arcs).zip(0..);
        let mut links = links.filter_map(|((tail, arc), id)| {
            let at = id as usize;
            let cost = (times[at], counts[at], energies[at]);
            (cost.2 != CAPACITY_MAX).then(|| (tail, link(arc.head, cost, id)))
        });
        let potential = potentials(links.clone(), guess);
        let is_kept = has_stops(&candidates, network.nodes());
        let ids = u32::try_from(arcs.len()).unwrap_or(u32::MAX);
        // The core first: making it takes the most memory.
        let core = Core::new(&mut links.clone(), ids, capacity, &is_kept);
        let bounds = Bounds::new(ground, &core, &mut links, (&potential, &price));
        Self {
            capacity,
            consumption,
            times,
            counted,
            energies,
            candidates,
            refills,
            points,
            curves,
            potential,
            price: price.into(),
            bounds,
            core,
            prices: Mutex::default(),
            conditions,
        }
    }

    /// What energy costs in time.
    pub(super) fn price(&self) -> &Arc<Price> {
        &self.price
    }

    /// What it costs in stops of these kinds that never start below `lowest`: each with the least time
    /// that it takes besides charging.
    pub(super) fn price_of(&self, lowest: f64, kinds: &[(f64, &Curve)]) -> Arc<Price> {
        let mut key = vec![lowest.to_bits()];
        for (delay, curve) in kinds {
            key.push(delay.to_bits());
            key.extend(curve.bits());
        }
        let mut kept = self.prices.lock();
        let known = kept.as_ref().ok().and_then(|kept| {
            let known = kept.iter().find(|known| known.0 == key);
            known.map(|known| Arc::clone(&known.1))
        });
        known.unwrap_or_else(|| {
            let price = Arc::new(self.price.above(lowest, kinds));
            if let Ok(kept) = &mut kept {
                kept.truncate(PRICES_MAX - 1);
                kept.insert(0, (key, Arc::clone(&price)));
            }
            price
        })
    }

    /// For each candidate what the search is told, when all are open.
    pub(super) fn points(&self) -> &[Point] {
        &self.points
    }

    /// What the search drives on, with these stops.
    pub(super) fn terrain<'a>(
        &'a self,
        points: &'a [Point],
        waitings: &'a [Waiting],
        price: &'a Price,
    ) -> Terrain<'a> {
        Terrain {
            links: &self.core.links,
            potential: &self.potential,
            points,
            curves: &self.curves,
            waitings,
            minds_clock: false,
            clock_share: if self.has_liked() {
                1.0 / self.conditions.prefer.factor
            } else {
                1.0
            },
            price,
        }
    }

    /// Least energy, but for a constant: no arc takes less than the potential of its tail minus
    /// that of its head.
    pub(super) fn potential_of(&self, node: u32) -> i32 {
        self.potential[node as usize]
    }

    /// Time and energy of a way that is no arc of the network.
    pub(super) fn cost(&self, way: &Way, roads: &RoadGraph) -> (u32, i32) {
        Passage::new(&self.conditions).cost(&self.consumption, way, roads)
    }

    /// What the time on a way counts.
    pub(super) fn counted(&self, way: &Way, time: u32, roads: &RoadGraph) -> u32 {
        Passage::new(&self.conditions).counted(way, time, roads)
    }

    /// What the time on an arc counts.
    pub(super) fn counted_on(&self, arc: usize) -> u32 {
        *self.counted.get(arc).unwrap_or(&self.times[arc])
    }

    /// True when the driver likes some roads better.
    pub(super) fn has_liked(&self) -> bool {
        !self.counted.is_empty()
    }

    /// Ways one after the other as one hop; `None` when no battery drives them.
    pub(super) fn hop(&self, ways: &[Way], roads: &RoadGraph) -> Option<Hop> {
        ways.iter().try_fold(Hop::STAY, |hop, way| {
            let (time, energy) = self.cost(way, roads);
            let next = link(0, (time, self.counted(way, time, roads), energy), 0);
            hop.then(next.hop, self.capacity)
        })
    }
}

/// For each node whether one may stop there.
fn has_stops(candidates: &[Candidate], nodes: u32) -> Vec<bool> {
    let mut has_stops = vec![false; nodes as usize];
    for candidate in candidates {
        has_stops[candidate.node as usize] = true;
    }
    has_stops
}

/// An arc as the search sees it, by the time it takes, what that counts, and its energy.
pub(super) fn link(head: u32, (clock, time, energy): (u32, u32, i32), id: u32) -> Link {
    let hop = Hop {
        time,
        clock,
        profile: Profile::arc(energy),
    };
    Link { head, id, hop }
}

/// Which roads let the vehicle through, and which the driver wants.
struct Passage<'a> {
    size: Size,
    mass_kg: f64,
    avoid_tolls: bool,
    avoid_expressways: bool,
    prefer: &'a Preferences,
}

impl<'a> Passage<'a> {
    fn new(conditions: &'a Conditions) -> Self {
        let Conditions {
            vehicle, driving, ..
        } = conditions;
        Self {
            size: vehicle.size,
            mass_kg: vehicle.mass_kg + driving.payload_kg,
            avoid_tolls: conditions.avoid_tolls,
            avoid_expressways: conditions.avoid_expressways,
            prefer: &conditions.prefer,
        }
    }

    fn has_liked(&self) -> bool {
        !self.prefer.roads.is_empty()
    }

    /// What the times on all arcs count; none when that is what they are.
    fn all_counted(&self, network: &Network, times: &[u32], roads: &RoadGraph) -> Vec<u32> {
        if !self.has_liked() {
            return Vec::new();
        }
        let arcs = network.arcs().iter().zip(times);
        arcs.map(|(arc, time)| self.counted(&network.way(arc), *time, roads))
            .collect()
    }

    /// What the time on a way counts.
    fn counted(&self, way: &Way, time: u32, roads: &RoadGraph) -> u32 {
        let is_liked = |id| self.prefer.likes(roads.label(roads.road(id).label));
        match way.piece() {
            Some(piece) if self.has_liked() && !is_liked(piece.road) => {
                milliseconds(Seconds(f64::from(time) * self.prefer.factor / TICKS)).max(time)
            }
            _ => time,
        }
    }

    fn is_open(&self, id: RoadId, roads: &RoadGraph) -> bool {
        let road = roads.road(id);
        self.size.fits(&roads.limits(id), self.mass_kg)
            && !(self.avoid_tolls && road.is_toll)
            && !(self.avoid_expressways && road.class == RoadClass::Motorway)
    }

    /// Time in whole milliseconds and energy in whole milliwatt-hours, rounded up: so no round trip
    /// comes to gain energy. A road that is not open takes more energy than any battery has.
    fn cost(&self, consumption: &Consumption, way: &Way, roads: &RoadGraph) -> (u32, i32) {
        // Where a road only begins or ends, it lets everything through.
        if let Some(piece) = way.piece()
            && (piece.start - piece.end).abs() > 0.0
            && !self.is_open(piece.road, roads)
        {
            return (u32::MAX / 8, CAPACITY_MAX);
        }
        let stretch = Stretch::of(way, roads);
        let energy = whole((consumption.of(&stretch).0 * TICKS).ceil());
        (
            milliseconds(consumption.time(&stretch)),
            energy.min(CAPACITY_MAX - 1),
        )
    }
}

/// A charge in ticks as watt-hours.
pub(super) fn watt_hours(ticks: f64) -> WattHours {
    WattHours(ticks / TICKS)
}

/// A time in whole milliseconds.
pub(super) fn milliseconds(time: Seconds) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "casts of positive floats saturate"
    )]
    let time = (time.0 * 1000.0).round() as u32;
    time.min(u32::MAX / 8)
}

#[expect(clippy::cast_possible_truncation, reason = "casts saturate")]
fn whole(value: f64) -> i32 {
    let limit = f64::from(CAPACITY_MAX + 1);
    value.clamp(-limit, limit) as i32
}
