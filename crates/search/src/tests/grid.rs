//! A plain search: states of leg, place, charge, driver on a grid of charges, earliest first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::world::{CAPACITY, World};
use crate::*;

/// A state, but for its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    leg: usize,
    node: u32,
    /// In steps of the grid.
    charge: i32,
    driven: u32,
    has_eaten: bool,
}

/// The states that are known and those that are to be looked at.
#[derive(Default)]
struct Reached {
    least: BTreeMap<State, f64>,
    open: BinaryHeap<Reverse<(u64, State)>>,
}

impl Reached {
    fn add(&mut self, time: f64, state: State) {
        let known = self.least.entry(state).or_insert(f64::INFINITY);
        if time < *known {
            *known = time;
            self.open.push(Reverse((time.to_bits(), state)));
        }
    }
}

impl World {
    /// The least time with so many steps for each unit of charge: earliest arrivals, which waits
    /// that never let the late overtake make enough.
    pub(super) fn on_grid(&self, fine: i32) -> Option<f64> {
        let full = CAPACITY * fine;
        let mut reached = Reached::default();
        let start = State {
            leg: 0,
            node: self.from,
            charge: self.initial * fine,
            driven: 0,
            has_eaten: self.needs.meal.is_none(),
        };
        reached.add(0.0, start);
        while let Some(Reverse((time, state))) = reached.open.pop() {
            let time = f64::from_bits(time);
            if time > reached.least[&state] {
                continue;
            }
            if state.leg == self.places.len() {
                if state.has_eaten {
                    return Some(time);
                }
                continue;
            }
            if let Some(breaks) = self.needs.breaks {
                reached.add(time + breaks.length, State { driven: 0, ..state });
            }
            let (place, floor, stay) = self.places[state.leg];
            if state.node == place && f64::from(state.charge) >= floor * f64::from(fine) {
                let leg = state.leg + 1;
                self.park(&mut reached, time, stay, State { leg, ..state });
            }
            for link in self.links.of(state.node) {
                let left = state.charge - link.hop.profile.cost * fine;
                if left >= self.battery.reserve * fine {
                    let (taken, driven) = self.drive(state.driven, link.hop.time);
                    let (node, charge) = (link.head, left.min(full));
                    let then = State {
                        node,
                        charge,
                        driven,
                        ..state
                    };
                    reached.add(time + taken, then);
                }
            }
            for point in &self.points {
                if point.node == state.node && !point.is_closed {
                    self.charge(&mut reached, time, point, (state, fine));
                }
            }
        }
        None
    }

    /// Drives on to the end of the time that one may drive, breaks, and so on.
    fn drive(&self, mut driven: u32, mut left: u32) -> (f64, u32) {
        let mut taken = f64::from(left);
        let Some(breaks) = self.needs.breaks else {
            return (taken, 0);
        };
        while driven + left > breaks.after {
            left -= breaks.after - driven;
            driven = 0;
            taken += breaks.length;
        }
        (taken, driven + left)
    }

    /// Stays for `time`, or a break if that is longer.
    fn park(&self, reached: &mut Reached, now: f64, time: f64, state: State) {
        let length = self.needs.breaks.map(|breaks| breaks.length);
        if length.is_none_or(|length| time < length) {
            reached.add(now + time, state);
        }
        if let Some(length) = length {
            reached.add(now + time.max(length), State { driven: 0, ..state });
        }
    }

    /// Charges to each charge on the grid, and stays for a break or the meal if that takes longer.
    fn charge(&self, reached: &mut Reached, now: f64, point: &Point, (state, fine): (State, i32)) {
        let curve = &self.curves[point.curve as usize];
        let waiting = self.waitings.get(point.waiting as usize);
        let begin = waiting.map_or(now, |waiting| waiting.begin(now)) + point.delay;
        let at = |charge: i32| f64::from(charge) / f64::from(fine);
        let breaks = self.needs.breaks;
        let to_break = breaks.map(|breaks| breaks.length - point.parked);
        let (is_jump, is_full) = (curve.is_jump(), at(state.charge) >= curve.last());
        let ends = (state.charge..=CAPACITY * fine).filter(|end| {
            let fits = at(*end) <= curve.last() && (!is_jump || at(*end) >= curve.last());
            fits || is_full && *end == state.charge
        });
        for charge in ends {
            let charging = curve.at(at(charge)) - curve.at(at(state.charge));
            for time in [Some(0.0), to_break, self.needs.meal].into_iter().flatten() {
                let time = time.max(charging);
                let is_break = to_break.is_some_and(|least| time >= least - 1e-9);
                // With a full battery one only eats.
                let is_meal = self.needs.meal.is_some_and(|least| time >= least - 1e-9);
                if is_full && !is_meal {
                    continue;
                }
                let then = State {
                    charge,
                    driven: if is_break { 0 } else { state.driven },
                    has_eaten: state.has_eaten || is_meal,
                    ..state
                };
                reached.add(begin + time, then);
            }
        }
    }
}
