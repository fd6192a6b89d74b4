//! The search loop.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::blocks::Blocks;
use super::bound::Ahead;
use super::breaks::Rests;
use super::label::{Here, LabelId};
use super::offer::ahead_of_ends;
use super::room::Room;
use super::tie::Tie;
use super::{
    Curve, END, Field, Label, Leg, Link, Made, NONE, PackedField, Profile, TIME_EPSILON, Terrain,
    Trip,
};

/// A complete plan that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    total: f64,
    /// Its last label.
    label: LabelId,
    /// The charge its last stop is left with.
    left: f64,
}

impl Found {
    /// Its time in ticks.
    pub fn total(&self) -> f64 {
        self.total
    }
}

/// One step of a plan, as it is read from its end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Back {
    /// The link with this id was driven.
    Drive(u32),
    /// This charge point was left with this charge.
    Stop {
        /// The charge point.
        point: u32,
        /// The charge that it was left with.
        left: f64,
        /// Least time at its connector.
        least: f64,
        /// True when there was a break before the stop.
        rests_before: bool,
    },
    /// The end of this leg was reached, and is not the end of the trip. If there was no break since
    /// before, the stay was made one.
    Place {
        /// Counted from 0.
        leg: u32,
        /// True when the stay was made a break.
        is_break: bool,
    },
}

/// How far a search has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum State {
    /// There is more to do. No plan takes less than `bound`.
    Open {
        /// Ticks of time.
        bound: f64,
    },
    /// What was found is an optimum; nothing found means that there is no plan.
    Done,
}

/// Which labels go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
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
pub struct Work {
    pub(super) manner: Manner,
    /// Least sums from the end of each leg to the end of the trip.
    pub(super) after: Vec<Option<Ahead>>,
    pub(super) labels: Blocks<Label>,
    /// Undominated labels.
    pub(super) room: Room,
    pub(super) open: BinaryHeap<Reverse<(u64, LabelId)>>,
    pub(super) found: Option<Found>,
    /// Only plans that take less than this are looked for.
    pub(super) limit: f64,
    pub(super) scratch: Vec<f64>,
    /// Ties that labels have as their curves.
    pub(super) ties: Vec<Arc<Tie>>,
    pub(super) rests: Rests,
}

impl Work {
    /// Room for another search.
    pub fn into_room(self) -> Room {
        self.room.emptied()
    }
}

/// Label-setting A*. Explores labels by their bound; a label is dropped when another reaches the
/// same node, for every charge, no later with no less.
#[derive(Debug)]
pub struct Search<'a, F> {
    pub(super) terrain: Terrain<'a>,
    pub(super) trip: Trip<F>,
    pub(super) work: Work,
    /// True when more than time and charge says which of two labels is better off.
    pub(super) minds_more: bool,
}

/// On packed fields, compiled here: see [`super::packed_field`].
impl<'a> Search<'a, PackedField<'a>> {
    /// As [`Self::new`], in this room.
    pub fn begin(
        terrain: Terrain<'a>,
        trip: Trip<PackedField<'a>>,
        manner: Manner,
        room: Room,
    ) -> Self {
        Self::with_room(terrain, trip, manner, room)
    }

    /// As [`Self::run`].
    pub fn go_on(&mut self, labels: usize) -> State {
        self.run(labels)
    }
}

impl<'a, F: Field> Search<'a, F> {
    /// A search that has not begun.
    pub fn new(terrain: Terrain<'a>, trip: Trip<F>, manner: Manner) -> Self {
        Self::with_room(terrain, trip, manner, Room::default())
    }

    fn with_room(terrain: Terrain<'a>, mut trip: Trip<F>, manner: Manner, room: Room) -> Self {
        let nodes = terrain.links.nodes();
        let work = Work {
            manner,
            after: ahead_of_ends(&terrain, &mut trip.legs),
            labels: Blocks::default(),
            room: room.of_places(nodes * trip.legs.len() + trip.legs.len() + 1),
            open: BinaryHeap::new(),
            found: None,
            limit: f64::INFINITY,
            scratch: Vec::new(),
            ties: Vec::new(),
            rests: Rests::new(&trip.needs, &terrain),
        };
        let mut search = Self::resume(terrain, trip, work);
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
            curve: NONE,
            ahead: 0.0,
            driven: 0,
            has_eaten: false,
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
    pub fn resume(terrain: Terrain<'a>, trip: Trip<F>, work: Work) -> Self {
        let is_hasty = work.manner == Manner::Hasty;
        Self {
            terrain,
            minds_more: is_hasty || terrain.minds_clock || trip.needs.has_rests(),
            trip,
            work,
        }
    }

    /// Lets go of the terrain.
    pub fn pause(self) -> (Trip<F>, Work) {
        (self.trip, self.work)
    }

    /// From now on only plans that take less than `limit` are looked for.
    pub fn look_below(&mut self, limit: f64) {
        self.work.limit = self.work.limit.min(limit);
    }

    /// Goes on until it is done or has made `labels` labels in all.
    pub fn run(&mut self, labels: usize) -> State {
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
    pub fn found(&self) -> Option<Found> {
        self.work.found
    }

    /// Number of labels made: the cost of the search, independent of the machine.
    pub fn labels(&self) -> usize {
        self.work.labels.len()
    }

    /// What a plan does, from its end to its start.
    pub fn steps_back(&self, found: Found, mut step: impl FnMut(Back)) {
        let (mut id, mut leave) = (found.label, found.left);
        while let Some(label) = self.work.labels.get(id as usize) {
            if label.node == END && label.leg > 0 && (label.leg as usize) < self.trip.legs.len() {
                let is_break = self.trip.needs.breaks.is_some() && label.driven == 0;
                let leg = label.leg - 1;
                step(Back::Place { leg, is_break });
            }
            match label.made {
                Made::Drive(NONE) | Made::Start => {}
                Made::Drive(link) => step(Back::Drive(link)),
                Made::Stop { before, gives } => {
                    let (point, left) = (label.point, leave);
                    let place = &self.terrain.points[point as usize];
                    let curve = self.terrain.curves.get(place.curve as usize);
                    let is_swap = curve.is_some_and(Curve::is_jump);
                    let least = self.trip.needs.least(place, gives, is_swap);
                    step(Back::Stop {
                        point,
                        left,
                        least,
                        rests_before: gives.rests_before,
                    });
                    leave = self.left_before(before, left);
                }
            }
            id = label.parent;
        }
    }

    pub(super) fn best_total(&self) -> f64 {
        self.work.found.map_or(self.work.limit, |found| found.total)
    }

    fn settle(&mut self, id: LabelId) {
        let label = self.work.labels[id as usize];
        // A curve that is a tie is held on to while more of them are made.
        let beyond = (label.curve as usize).checked_sub(self.terrain.curves.len());
        let tie = beyond.and_then(|index| self.work.ties.get(index).cloned());
        let curve = match &tie {
            Some(tie) => Some(tie.curve()),
            None => self.terrain.curves.get(label.curve as usize),
        };
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
            if self.is_late(&label, link) {
                continue;
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
    fn settle_end(&mut self, id: LabelId, label: &Label, curve: Option<&Curve>) {
        if label.leg as usize == self.trip.legs.len() {
            // What the end asks for, the label has: it leaves with the least that is enough.
            let (left, total) = (label.low, label.time(label.low, curve));
            let lacks_meal = self.trip.needs.meal.is_some() && !label.has_eaten;
            if total < self.best_total() && !lacks_meal {
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

    fn drive(&mut self, id: LabelId, label: &Label, link: &Link, leg: u32, curve: Option<&Curve>) {
        // Straight back is never on the way.
        if let Some(parent) = self.work.labels.get(label.parent as usize)
            && parent.node == link.head
            && parent.leg == leg
            && parent.point == label.point
            && link.head != END
        {
            return;
        }
        let (battery, breaks) = (self.trip.battery, self.trip.needs.breaks);
        let Some(mut driven) = label.drive(id, &link.hop, battery, curve, breaks) else {
            return;
        };
        driven.node = link.head;
        driven.leg = leg + u32::from(link.head == END);
        driven.made = Made::Drive(link.id);
        if link.head == END {
            let Leg { floor, stay, .. } = self.trip.legs[leg as usize];
            let arrive = |stay| driven.arrive(floor, stay, battery, curve);
            // A stay that is not long enough for a break can be made longer.
            if let Some(breaks) = breaks.filter(|breaks| stay > 0.0 && stay < breaks.length)
                && let Some(arrived) = arrive(breaks.length)
            {
                self.offer(Label {
                    driven: 0,
                    ..arrived
                });
            }
            match arrive(stay) {
                Some(arrived) => driven = arrived,
                None => return,
            }
            if breaks.is_some_and(|breaks| stay >= breaks.length) {
                driven.driven = 0;
            }
        }
        self.offer(driven);
    }
}
