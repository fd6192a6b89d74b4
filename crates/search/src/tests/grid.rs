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

/// When a state is reached.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Moment {
    /// By the clock.
    clock: f64,
    /// What counts more than that.
    ahead: f64,
}

impl Moment {
    fn later(self, time: f64) -> Self {
        Self {
            clock: self.clock + time,
            ..self
        }
    }

    fn counted(self) -> f64 {
        self.clock + self.ahead
    }
}

/// The states that are known and those that are to be looked at, by what counts.
#[derive(Default)]
struct Reached {
    least: BTreeMap<State, Vec<Moment>>,
    open: BinaryHeap<Reverse<(u64, State, [u64; 2])>>,
}

impl Reached {
    fn add(&mut self, moment: Moment, state: State) {
        let known = self.least.entry(state).or_default();
        let beats =
            |one: &Moment, other: &Moment| one.clock <= other.clock && one.ahead <= other.ahead;
        if !known.iter().any(|known| beats(known, &moment)) {
            known.retain(|known| !beats(&moment, known));
            known.push(moment);
            let bits = [moment.clock, moment.ahead].map(f64::to_bits);
            let counted = moment.counted();
            self.open.push(Reverse((counted.to_bits(), state, bits)));
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
        let begin = Moment {
            clock: 0.0,
            ahead: 0.0,
        };
        reached.add(begin, start);
        while let Some(Reverse((_, state, bits))) = reached.open.pop() {
            let [clock, ahead] = bits.map(f64::from_bits);
            let now = Moment { clock, ahead };
            if !reached.least[&state].contains(&now) {
                continue;
            }
            if state.leg == self.places.len() {
                if state.has_eaten {
                    return Some(now.counted());
                }
                continue;
            }
            if let Some(breaks) = self.needs.breaks {
                reached.add(now.later(breaks.length), State { driven: 0, ..state });
            }
            let (place, floor, stay) = self.places[state.leg];
            if state.node == place && f64::from(state.charge) >= floor * f64::from(fine) {
                let leg = state.leg + 1;
                self.park(&mut reached, now, stay, State { leg, ..state });
            }
            for link in self.links.of(state.node) {
                let left = state.charge - link.hop.profile.cost * fine;
                if left >= self.battery.reserve * fine {
                    let (taken, driven) = self.drive(state.driven, link.hop.clock);
                    let (node, charge) = (link.head, left.min(full));
                    let then = State {
                        node,
                        charge,
                        driven,
                        ..state
                    };
                    let there = Moment {
                        ahead: now.ahead + f64::from(link.hop.ahead()),
                        ..now.later(taken)
                    };
                    reached.add(there, then);
                }
            }
            for point in &self.points {
                if point.node == state.node && !point.is_closed {
                    self.charge(&mut reached, now, point, (state, fine));
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
    fn park(&self, reached: &mut Reached, now: Moment, time: f64, state: State) {
        let length = self.needs.breaks.map(|breaks| breaks.length);
        if length.is_none_or(|length| time < length) {
            reached.add(now.later(time), state);
        }
        if let Some(length) = length {
            reached.add(now.later(time.max(length)), State { driven: 0, ..state });
        }
    }

    /// Charges to each charge on the grid, and stays for a break or the meal if that takes longer.
    fn charge(
        &self,
        reached: &mut Reached,
        now: Moment,
        point: &Point,
        (state, fine): (State, i32),
    ) {
        let curve = &self.curves[point.curve as usize];
        let waiting = self.waitings.get(point.waiting as usize);
        let begin = waiting.map_or(now.clock, |waiting| waiting.begin(now.clock));
        let begin = Moment {
            clock: begin + point.delay - point.ahead,
            ahead: now.ahead + point.ahead,
        };
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
            let (least, most) = (self.needs.stop_least, self.needs.stop_most);
            let (least, most) = if is_jump { (0.0, None) } else { (least, most) };
            for time in [Some(0.0), to_break, self.needs.meal].into_iter().flatten() {
                let time = time.max(charging).max(least);
                if most.is_some_and(|most| time > most + 1e-9) {
                    continue;
                }
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
                reached.add(begin.later(time), then);
            }
        }
    }
}
