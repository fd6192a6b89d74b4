//! A planner that knows only the fastest way between start, stations and end.
//!
//! Exact over these legs: any charge amounts, any stops. A stop that charges nothing is not looked
//! at. An optimum of the amounts, a linear program, lies where each stop charges the least that
//! the leg ahead asks for, or to a bend of its curve, or so that one arrives at a bend of the next.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::Task;
use super::fields::Key;
use super::net::Net;

/// A drive that nobody can make: it asks for more than any battery.
const TOO_FAR: i32 = i32::MAX;

/// The fastest way between two places, and how it changes the charge: one needs `reserve + need`
/// and arrives with `min(charge - cost, capacity - top)`.
#[derive(Debug, Clone, Copy)]
struct Leg {
    time: u32,
    need: i32,
    cost: i32,
    top: i32,
}

/// All legs.
#[derive(Debug)]
pub(super) struct Legs {
    /// For each charge point, then for each trip's start, the leg to each charge point.
    to_points: Vec<Vec<Option<Leg>>>,
    /// The same to each end.
    to_ends: Vec<Vec<Option<Leg>>>,
    /// For each end its column.
    ends: BTreeMap<u32, usize>,
}

#[derive(Debug, Clone, Copy)]
struct Label {
    /// A charge point, or a number of a trip's start behind them.
    at: usize,
    time: f64,
    charge: f64,
}

impl Legs {
    /// From every charge point and start to all charge points and ends.
    pub(super) fn new(net: &Net, trips: &[(u32, u32)]) -> Self {
        let ends: BTreeMap<u32, usize> = trips.iter().map(|trip| (trip.1, 0)).collect();
        let ends: BTreeMap<u32, usize> = ends.into_keys().zip(0..).collect();
        let points = net.points.iter().map(|point| point.node);
        let sources = points.chain(trips.iter().map(|trip| trip.0));
        let (mut to_points, mut to_ends) = (Vec::new(), Vec::new());
        for source in sources {
            let all = fastest(net, source);
            let points = net.points.iter().map(|point| all[point.node as usize]);
            to_points.push(points.collect());
            to_ends.push(ends.keys().map(|end| all[*end as usize]).collect());
        }
        Self {
            to_points,
            to_ends,
            ends,
        }
    }

    /// True when the charge lasts on the fastest way.
    pub(super) fn lasts(&self, net: &Net, task: &Task) -> bool {
        let leg = self.to_ends[net.points.len() + task.trip][self.ends[&task.to]];
        leg.is_some_and(|leg| {
            leg.arrival(net, task.initial)
                .is_some_and(|left| left >= task.floor)
        })
    }

    /// The least time in milliseconds.
    pub(super) fn plan(&self, net: &Net, task: &Task) -> Option<f64> {
        let end = self.ends[&task.to];
        let energies = self.energies(net, end);
        let ahead = |label: &Label| {
            let time = self.time(label.at, end);
            let energy = energies.get(label.at).copied().unwrap_or(f64::NEG_INFINITY);
            let lacks = energy + task.floor - label.charge;
            if lacks > 0.0 {
                time + net.delay_min + lacks * net.slope_min
            } else {
                time
            }
        };
        let stop = |at: usize| net.points.get(at).map_or(0.0, |point| point.delay);
        let mut best = f64::INFINITY;
        let mut fronts: Vec<Vec<(f64, f64)>> = vec![Vec::new(); net.points.len()];
        let start = Label {
            at: net.points.len() + task.trip,
            time: 0.0,
            charge: task.initial,
        };
        let mut open = BinaryHeap::from([Reverse(Key(0.0, start))]);
        while let Some(Reverse(Key(key, label))) = open.pop() {
            if key >= best {
                break;
            }
            let front = fronts.get(label.at);
            if front.is_some_and(|front| !front.contains(&(label.time, label.charge))) {
                continue;
            }
            if let Some(leg) = self.to_ends[label.at][end] {
                for (time, _) in departures(net, &label, &leg, task.floor, None) {
                    best = best.min(time);
                }
            }
            for (next, leg) in self.to_points[label.at].iter().enumerate() {
                let Some(leg) = leg.filter(|_| next != label.at) else {
                    continue;
                };
                let drive = f64::from(leg.time) + self.time(next, end);
                if label.time + drive + stop(label.at) >= best {
                    continue;
                }
                for (time, charge) in departures(net, &label, &leg, net.reserve, Some(next)) {
                    let label = Label {
                        at: next,
                        time,
                        charge,
                    };
                    let key = time + ahead(&label);
                    let front = &mut fronts[next];
                    let is_worse = |known: &(f64, f64)| known.0 <= time && known.1 >= charge;
                    if key < best && !front.iter().any(is_worse) {
                        front.retain(|known| known.0 < time || known.1 > charge);
                        front.push((time, charge));
                        open.push(Reverse(Key(key, label)));
                    }
                }
            }
        }
        best.is_finite().then_some(best)
    }

    /// Driving time to an end.
    fn time(&self, at: usize, end: usize) -> f64 {
        self.to_ends[at][end].map_or(f64::INFINITY, |leg| f64::from(leg.time))
    }

    /// For each charge point the least energy to an end over any legs.
    fn energies(&self, net: &Net, end: usize) -> Vec<f64> {
        let cost = |leg: &Option<Leg>| match leg {
            Some(leg) if leg.need != TOO_FAR => f64::from(leg.cost),
            _ => f64::INFINITY,
        };
        let points = 0..net.points.len();
        let mut least: Vec<f64> = points
            .clone()
            .map(|at| cost(&self.to_ends[at][end]))
            .collect();
        loop {
            let mut is_still = true;
            for at in points.clone() {
                let legs = self.to_points[at].iter().zip(&least);
                let through = legs.map(|(leg, ahead)| cost(leg) + ahead);
                let through = through.fold(f64::INFINITY, f64::min);
                if through < least[at] {
                    least[at] = through;
                    is_still = false;
                }
            }
            if is_still {
                return least;
            }
        }
    }
}

/// Times and charges on arrival after a leg; from a charge point with all amounts that an optimum
/// may charge there.
fn departures(
    net: &Net,
    label: &Label,
    leg: &Leg,
    floor: f64,
    target: Option<usize>,
) -> Vec<(f64, f64)> {
    let drive = f64::from(leg.time);
    let Some(here) = net.points.get(label.at) else {
        let left = leg.arrival(net, label.charge).filter(|left| *left >= floor);
        return left
            .map(|left| (label.time + drive, left))
            .into_iter()
            .collect();
    };
    let (need, cost) = (f64::from(leg.need), f64::from(leg.cost));
    let least = (net.reserve + need).max(floor + cost).max(label.charge);
    let behind = target.map(|target| &net.points[target]);
    let behind = behind
        .into_iter()
        .flat_map(|point| point.bends().map(|bend| bend + cost));
    let amounts = here.bends().chain(behind).filter(|amount| *amount > least);
    let amounts = std::iter::once(least).chain(amounts);
    let arrive = |amount: f64| {
        let is_possible = amount <= here.last().max(label.charge);
        let left = leg
            .arrival(net, amount)
            .filter(|left| is_possible && *left >= floor)?;
        let charging = here.time_to(amount) - here.time_to(label.charge);
        Some((label.time + here.delay + charging + drive, left))
    };
    amounts.filter_map(arrive).collect()
}

impl Leg {
    /// The charge on arrival; `None` when it does not last.
    fn arrival(&self, net: &Net, charge: f64) -> Option<f64> {
        let is_enough = self.need != TOO_FAR && charge >= net.reserve + f64::from(self.need);
        let left = (charge - f64::from(self.cost)).min(net.capacity - f64::from(self.top));
        is_enough.then_some(left)
    }

    /// What the fastest way is least in.
    fn key(&self) -> (u32, bool, i32) {
        (self.time, self.need == TOO_FAR, self.cost)
    }

    /// This leg and an arc more.
    fn then(self, time: u32, energy: i32, room: f64) -> Self {
        let time = self.time + time;
        if self.need == TOO_FAR || f64::from(self.top + energy) > room {
            let need = TOO_FAR;
            return Self { time, need, ..self };
        }
        Self {
            time,
            need: self.need.max(self.cost + energy),
            cost: self.cost + energy,
            top: (self.top + energy).max(0),
        }
    }
}

/// The fastest way to every node; of ways that take the same time one that takes least energy.
fn fastest(net: &Net, source: u32) -> Vec<Option<Leg>> {
    let mut legs: Vec<Option<Leg>> = vec![None; net.nodes()];
    let here = Leg {
        time: 0,
        need: 0,
        cost: 0,
        top: 0,
    };
    legs[source as usize] = Some(here);
    let mut open = BinaryHeap::from([Reverse((here.key(), source))]);
    let room = net.capacity - net.reserve;
    while let Some(Reverse((key, node))) = open.pop() {
        let Some(leg) = legs[node as usize].filter(|leg| leg.key() == key) else {
            continue;
        };
        for arc in net.out(node) {
            let through = leg.then(arc.time, arc.energy, room);
            let known = &mut legs[arc.node as usize];
            if known.is_none_or(|known| through.key() < known.key()) {
                *known = Some(through);
                open.push(Reverse((through.key(), arc.node)));
            }
        }
    }
    legs
}
