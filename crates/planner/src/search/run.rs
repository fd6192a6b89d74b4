//! The search loop.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::blocks::Blocks;
use super::bound::{Ahead, Bound};
use super::label::{Here, LabelId};
use super::switching::{all_charges, switching_charges};
use super::waiting::Doors;
use super::{
    CHARGE_EPSILON, Curve, END, Field, LAMBDAS, Label, Leg, Link, Made, NONE, Profile,
    TIME_EPSILON, Terrain, Trip,
};

/// A complete plan that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Found {
    total: f64,
    /// Its last label.
    label: LabelId,
    /// The charge its last stop is left with.
    left: f64,
}

impl Found {
    /// Its time in ticks.
    pub(crate) fn total(&self) -> f64 {
        self.total
    }
}

/// One step of a plan, as it is read from its end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Back {
    /// The link with this id was driven.
    Drive(u32),
    /// This charge point was left with this charge.
    Stop { point: u32, left: f64 },
    /// The end of this leg was reached, and is not the end of the trip.
    Place(u32),
}

/// How far a search has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum State {
    /// There is more to do. No plan takes less than `bound`.
    Open {
        /// Ticks of time.
        bound: f64,
    },
    /// What was found is an optimum; nothing found means that there is no plan.
    Done,
}

/// An undominated label of a node, with what most comparisons need.
#[derive(Debug, Clone, Copy)]
struct Entry {
    time: f64,
    charge: f64,
    id: LabelId,
}

/// Which labels go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// All that may be part of a better plan: what is found in the end is an optimum.
    Exact,
    /// As exact, without anything that makes it quick: by time alone, no bounds, no choice among
    /// the bends of curves. What is found must be the same.
    Thorough,
    /// Of the labels of a node with as many stops only the one that promises most, and those near
    /// the end first:
    /// finds some good plan quickly, or none.
    Hasty,
}

/// What a search has done so far.
#[derive(Debug)]
pub(crate) struct Work {
    manner: Manner,
    /// Least sums from the end of each leg to the end of the trip.
    after: Vec<Option<Ahead>>,
    labels: Blocks<Label>,
    /// For each leg and node, one more than the index of its list.
    slots: Vec<u32>,
    /// Undominated labels; the first lists are those of the ends of legs.
    lists: Vec<Vec<Entry>>,
    open: BinaryHeap<Reverse<(u64, LabelId)>>,
    found: Option<Found>,
    /// Only plans that take less than this are looked for.
    limit: f64,
    scratch: Vec<f64>,
}

/// Label-setting A*. Explores labels by their bound; a label is dropped when another reaches the
/// same node, for every charge, no later with no less.
#[derive(Debug)]
pub(crate) struct Search<'a, F> {
    terrain: Terrain<'a>,
    trip: Trip<F>,
    work: Work,
}

/// How much more the time that is left counts than the time that is spent, when hasty.
const HASTE: f64 = 1.3;

impl<'a, F: Field> Search<'a, F> {
    /// A search that has not begun.
    pub(crate) fn new(terrain: Terrain<'a>, mut trip: Trip<F>, manner: Manner) -> Self {
        let nodes = terrain.links.nodes();
        let work = Work {
            manner,
            after: ahead_of_ends(&terrain, &mut trip.legs),
            labels: Blocks::default(),
            slots: vec![0; nodes * trip.legs.len()],
            lists: vec![Vec::new(); trip.legs.len() + 1],
            open: BinaryHeap::new(),
            found: None,
            limit: f64::INFINITY,
            scratch: Vec::new(),
        };
        let mut search = Self {
            terrain,
            trip,
            work,
        };
        let here = Here {
            time: 0.0,
            charge: search.trip.initial,
        };
        search.offer(Label {
            node: END,
            leg: 0,
            parent: NONE,
            point: NONE,
            stops: 0,
            point_leg: 0,
            made: Made::Start,
            profile: Profile::STAY,
            offset: 0.0,
            low: here.charge,
            high: here.charge,
            first: here,
            last: here,
            is_dominated: false,
        });
        search
    }

    /// A search that goes on with `work`, for the same terrain and trip.
    pub(crate) fn resume(terrain: Terrain<'a>, trip: Trip<F>, work: Work) -> Self {
        Self {
            terrain,
            trip,
            work,
        }
    }

    /// Lets go of the terrain.
    pub(crate) fn pause(self) -> (Trip<F>, Work) {
        (self.trip, self.work)
    }

    /// From now on only plans that take less than `limit` are looked for.
    pub(crate) fn look_below(&mut self, limit: f64) {
        self.work.limit = self.work.limit.min(limit);
    }

    /// Goes on until it is done or has made `labels` labels in all.
    pub(crate) fn run(&mut self, labels: usize) -> State {
        while let Some(Reverse((key, id))) = self.work.open.peek().copied() {
            let bound = f64::from_bits(key);
            let is_first = self.work.manner == Manner::Hasty && self.work.found.is_some();
            if is_first || bound >= self.best_total() - TIME_EPSILON {
                return State::Done;
            }
            if self.work.labels.len() >= labels {
                return State::Open { bound };
            }
            self.work.open.pop();
            if !self.work.labels[id as usize].is_dominated {
                self.settle(id);
            }
        }
        State::Done
    }

    /// The best plan so far.
    pub(crate) fn found(&self) -> Option<Found> {
        self.work.found
    }

    /// Number of labels made: the cost of the search, independent of the machine.
    pub(crate) fn labels(&self) -> usize {
        self.work.labels.len()
    }

    /// What a plan does, from its end to its start.
    pub(crate) fn steps_back(&self, found: Found, mut step: impl FnMut(Back)) {
        let (mut id, mut leave) = (found.label, found.left);
        while let Some(label) = self.work.labels.get(id as usize) {
            if label.node == END && label.leg > 0 && (label.leg as usize) < self.trip.legs.len() {
                step(Back::Place(label.leg - 1));
            }
            match label.made {
                Made::Drive(NONE) | Made::Start => {}
                Made::Drive(link) => step(Back::Drive(link)),
                Made::Stop(left) => {
                    let point = label.point;
                    step(Back::Stop { point, left: leave });
                    leave = left;
                }
            }
            id = label.parent;
        }
    }

    fn best_total(&self) -> f64 {
        self.work.found.map_or(self.work.limit, |found| found.total)
    }

    fn curve_of(&self, label: &Label) -> Option<&'a Curve> {
        let point = self.terrain.points.get(label.point as usize)?;
        self.terrain.curves.get(point.curve as usize)
    }

    fn settle(&mut self, id: LabelId) {
        let label = self.work.labels[id as usize];
        let curve = self.curve_of(&label);
        if label.node == END {
            self.settle_end(id, &label, curve);
            return;
        }
        self.stop(id, &label, curve);
        let links = self.terrain.links;
        for link in links.of(label.node) {
            if self.work.labels[id as usize].is_dominated {
                return;
            }
            self.drive(id, &label, link, label.leg, curve);
        }
        let mut index = 0;
        while let Some((_, link)) = self.trip.legs[label.leg as usize]
            .exits_of(label.node)
            .get(index)
            .copied()
        {
            self.drive(id, &label, &link, label.leg, curve);
            index += 1;
        }
    }

    /// At a place of the trip: the plan ends there, or the next leg begins.
    fn settle_end(&mut self, id: LabelId, label: &Label, curve: Option<&'a Curve>) {
        if label.leg as usize == self.trip.legs.len() {
            // What the end asks for, the label has: it leaves with the least that is enough.
            let (left, total) = (label.low, label.time(label.low, curve));
            if total < self.best_total() {
                let label = id;
                self.work.found = Some(Found { total, label, left });
            }
            return;
        }
        let mut index = 0;
        while let Some(link) = self.trip.legs[label.leg as usize]
            .entries
            .get(index)
            .copied()
        {
            self.drive(id, label, &link, label.leg, curve);
            index += 1;
        }
    }

    fn drive(
        &mut self,
        id: LabelId,
        label: &Label,
        link: &Link,
        leg: u32,
        curve: Option<&'a Curve>,
    ) {
        // Straight back is never on the way.
        if let Some(parent) = self.work.labels.get(label.parent as usize)
            && parent.node == link.head
            && parent.leg == leg
            && parent.point == label.point
            && link.head != END
        {
            return;
        }
        let Some(mut driven) = label.drive(id, &link.hop, self.trip.battery, curve) else {
            return;
        };
        driven.node = link.head;
        driven.leg = leg + u32::from(link.head == END);
        driven.made = Made::Drive(link.id);
        if link.head == END {
            let Leg { floor, stay, .. } = self.trip.legs[leg as usize];
            match driven.arrive(floor, stay, self.trip.battery, curve) {
                Some(arrived) => driven = arrived,
                None => return,
            }
        }
        self.offer(driven);
    }

    /// Stops at the charge points of the label's node.
    fn stop(&mut self, id: LabelId, label: &Label, curve: Option<&'a Curve>) {
        let (first, points) = self.terrain.points_at(label.node);
        for (point, index) in points.iter().zip(first..) {
            // Stopping again where one has just charged is never faster than charging at once,
            // unless the trip led elsewhere in between.
            if point.is_closed || label.point == index && label.point_leg == label.leg {
                continue;
            }
            let next = &self.terrain.curves[point.curve as usize];
            let waiting = self.terrain.waitings.get(point.waiting as usize);
            let doors = waiting.map(|waiting| Doors {
                waiting,
                ahead: f64::from(label.stops) * self.terrain.penalty,
            });
            let mut charges = std::mem::take(&mut self.work.scratch);
            match self.work.manner {
                Manner::Thorough => all_charges(label, curve, (next, doors), &mut charges),
                Manner::Exact | Manner::Hasty => {
                    switching_charges(label, curve, (next, doors), &mut charges);
                }
            }
            for left in &charges {
                let arrival = label.time(*left, curve);
                let wait = doors.map_or(0.0, |doors| doors.begin(arrival) - arrival);
                let place = (index, point.delay + wait, next);
                if let Some(stopped) = label.stop(id, *left, self.trip.battery, curve, place) {
                    self.offer(stopped);
                }
            }
            self.work.scratch = charges;
        }
    }

    /// Least sums from where `label` is to the end of the trip.
    #[inline]
    fn ahead(&mut self, label: &Label) -> Option<Ahead> {
        if label.node == END {
            return self.work.after[label.leg as usize];
        }
        let rest = self.work.after[label.leg as usize + 1]?;
        let mut ahead = self.trip.legs[label.leg as usize].ahead(label.node, &self.terrain)?;
        for (sum, rest) in ahead.iter_mut().zip(rest) {
            *sum += rest;
        }
        Some(ahead)
    }

    /// Keeps `label` if it may be part of the best plan.
    fn offer(&mut self, label: Label) {
        let Some(ahead) = self.ahead(&label) else {
            return;
        };
        let bound = Bound {
            price: self.terrain.price,
            floor: self.trip.floor(),
        };
        let limit = self.best_total() - TIME_EPSILON;
        let is_thorough = self.work.manner == Manner::Thorough;
        if !is_thorough && bound.rough(&label, &ahead) >= limit {
            return;
        }
        let (curve, battery) = (self.curve_of(&label), self.trip.battery);
        let list = self.list_of(&label);
        let (points, curves, labels) = (
            self.terrain.points,
            self.terrain.curves,
            &mut self.work.labels,
        );
        let curve_of = |label: &Label| {
            let point = points.get(label.point as usize)?;
            curves.get(point.curve as usize)
        };
        let here = &mut self.work.lists[list];
        let is_exact = self.work.manner != Manner::Hasty;
        // Lists are sorted by time: those that may beat the label come first.
        let (time, charge) = (label.first.time, label.last.charge);
        let earlier = here.partition_point(|entry| entry.time <= time + TIME_EPSILON);
        let is_beaten = |entry: &Entry| {
            entry.charge >= charge - CHARGE_EPSILON && {
                let other = &labels[entry.id as usize];
                other.dominates(&label, battery, (curve_of(other), curve))
            }
        };
        if is_exact && here[..earlier].iter().any(is_beaten) {
            return;
        }
        let key = if is_thorough {
            label.first.time
        } else {
            bound.of(&label, curve, &ahead)
        };
        if key.is_nan() || key >= limit {
            return;
        }
        if !is_exact {
            self.offer_hastily(label, key, list);
            return;
        }
        let later = here.partition_point(|entry| entry.time < time - TIME_EPSILON);
        let mut kept = later;
        for at in later..here.len() {
            let entry = here[at];
            let is_worse = charge >= entry.charge - CHARGE_EPSILON && {
                let other = &labels[entry.id as usize];
                label.dominates(other, battery, (curve, curve_of(other)))
            };
            if is_worse {
                labels[entry.id as usize].is_dominated = true;
            } else {
                here[kept] = entry;
                kept += 1;
            }
        }
        here.truncate(kept);
        let id = u32::try_from(labels.len()).unwrap_or(NONE);
        let place = here.partition_point(|entry| entry.time <= time);
        here.insert(place, Entry { time, charge, id });
        labels.push(label);
        self.work.open.push(Reverse((key.max(0.0).to_bits(), id)));
    }

    /// Keeps `label` if it promises most of its list.
    fn offer_hastily(&mut self, label: Label, key: f64, list: usize) {
        let (labels, others) = (&mut self.work.labels, &mut self.work.lists[list]);
        let same = |other: &Entry| labels[other.id as usize].stops == label.stops;
        let same = others.iter().position(same);
        if same.is_some_and(|at| others[at].time <= key) {
            return;
        }
        if let Some(at) = same {
            let other = others.swap_remove(at);
            labels[other.id as usize].is_dominated = true;
        }
        let id = u32::try_from(labels.len()).unwrap_or(NONE);
        others.push(Entry {
            time: key,
            charge: label.last.charge,
            id,
        });
        let spent = label.first.time;
        let urgency = spent + HASTE * (key - spent).max(0.0);
        self.work.labels.push(label);
        self.work
            .open
            .push(Reverse((urgency.max(0.0).to_bits(), id)));
    }

    /// The list of the undominated labels where `label` is.
    fn list_of(&mut self, label: &Label) -> usize {
        if label.node == END {
            return label.leg as usize;
        }
        let index = label.leg as usize * self.terrain.links.nodes() + label.node as usize;
        let slot = &mut self.work.slots[index];
        if *slot == 0 {
            self.work.lists.push(Vec::new());
            *slot = u32::try_from(self.work.lists.len()).unwrap_or(NONE);
        }
        *slot as usize - 1
    }
}

/// Least sums from each place of the trip to its end; none from where no road leads there.
fn ahead_of_ends<F: Field>(terrain: &Terrain<'_>, legs: &mut [Leg<F>]) -> Vec<Option<Ahead>> {
    let mut after = vec![Some([0.0; super::LANES])];
    for leg in legs.iter_mut().rev() {
        let rest = after.last().copied().flatten();
        let entries = std::mem::take(&mut leg.entries);
        let ways = entries.iter().filter_map(|link| {
            let mut sums = match link.head {
                END => [0.0; super::LANES],
                node => leg.ahead(node, terrain)?,
            };
            let energy = f64::from(link.hop.profile.cost);
            for (lane, sum) in sums.iter_mut().enumerate() {
                *sum += match terrain.price.lambda.get(lane) {
                    Some(lambda) => f64::from(link.hop.time) + lambda * energy,
                    None => energy,
                };
            }
            Some(sums)
        });
        let least = ways.reduce(|a, b| std::array::from_fn(|lane| a[lane].min(b[lane])));
        leg.entries = entries;
        let least = least.zip(rest);
        let stay = |lane: usize| if lane < LAMBDAS { leg.stay } else { 0.0 };
        after.push(least.map(|(a, b)| std::array::from_fn(|lane| a[lane] + b[lane] + stay(lane))));
    }
    after.reverse();
    after
}
