//! One trip on a tuned ground.

use hierarchy::{Field, FieldMemory};
use roads::{Anchor, Attachment, Network, RoadGraph, Way};

use super::Effort;
use super::ground::Ground;
use super::tuned::{TICKS, Tuned};
use crate::TripRequest;
use crate::search::{Battery, END, LANES, Leg, Link, Search, State, Trip};

/// One step of a plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    /// Drive this way.
    Drive {
        way: Way,
        /// In milliseconds.
        time: u32,
        /// In milliwatt-hours.
        energy: i32,
    },
    /// Charge here.
    Charge {
        /// Index of the candidate.
        candidate: usize,
        /// Charge to leave with, in milliwatt-hours.
        to: f64,
    },
}

/// What a search found out.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Found {
    Plan(Vec<Step>),
    Nothing,
    /// The limit of labels was met first.
    Open,
}

/// Labels after which a search gives up: some 40 MB.
const LABELS_MAX: usize = 400_000;

/// Plans the trip through `points`: start, places on the way, end.
pub(super) fn search(
    ground: &Ground,
    tuned: &Tuned,
    roads: &RoadGraph,
    request: &TripRequest,
    points: &[Attachment],
) -> (Found, Effort) {
    let anchors: Vec<Anchor> = points
        .iter()
        .map(|point| ground.network.anchor(roads, point))
        .collect();
    let mut extra = Extra {
        first: tuned.core.ids(),
        ways: Vec::new(),
    };
    let legs: Vec<Leg<Field<'_, LANES>>> = anchors
        .windows(2)
        .map(|ends| leg(ground, tuned, roads, (&ends[0], &ends[1]), &mut extra))
        .collect();
    let capacity = tuned.conditions.vehicle.capacity();
    let floor = request
        .arrival
        .energy(capacity)
        .0
        .max(request.reserve.energy(capacity).0);
    #[expect(clippy::cast_possible_truncation, reason = "a share of the capacity")]
    let reserve = (request.reserve.energy(capacity).0 * TICKS).ceil() as i32;
    let trip = Trip {
        battery: Battery {
            capacity: tuned.capacity,
            reserve,
        },
        initial: request.charge.energy(capacity).0 * TICKS,
        floor: floor * TICKS,
        legs,
    };
    let mut search = Search::new(tuned.terrain(), trip);
    let state = search.run(LABELS_MAX);
    let found = match (search.found(), state) {
        (Some(found), State::Done) => {
            let mut steps = Vec::new();
            search.steps_back(found, |step| {
                let begin = steps.len();
                match step {
                    Ok(id) => extra.drive(ground, tuned, roads, id, &mut steps),
                    Err((point, to)) => {
                        let candidate = point as usize;
                        steps.push(Step::Charge { candidate, to });
                    }
                }
                steps[begin..].reverse();
            });
            steps.reverse();
            Found::Plan(steps)
        }
        (None, State::Done) => Found::Nothing,
        (_, State::Open { .. }) => Found::Open,
    };
    let effort = Effort {
        labels: search.labels(),
    };
    for leg in search.into_legs() {
        give_memory(tuned, leg.field.into_memory());
    }
    (found, effort)
}

/// Links that only one trip has, with ids beyond those of the core.
struct Extra {
    first: u32,
    ways: Vec<Vec<Way>>,
}

impl Extra {
    fn add(&mut self, ways: &[Way]) -> u32 {
        self.ways.push(ways.to_vec());
        self.first + u32::try_from(self.ways.len() - 1).unwrap_or(0)
    }

    /// The steps of driving the link `id`.
    fn drive(
        &self,
        ground: &Ground,
        tuned: &Tuned,
        roads: &RoadGraph,
        id: u32,
        steps: &mut Vec<Step>,
    ) {
        match id.checked_sub(self.first) {
            Some(own) => {
                for way in &self.ways[own as usize] {
                    let (time, energy) = tuned.cost(way, roads);
                    let way = *way;
                    steps.push(Step::Drive { way, time, energy });
                }
            }
            None => tuned.core.unpack(id, |arc| {
                steps.push(Step::Drive {
                    way: ground.way(arc),
                    time: ground.times[arc as usize],
                    energy: tuned.energies[arc as usize],
                });
            }),
        }
    }
}

fn leg<'a>(
    ground: &'a Ground,
    tuned: &'a Tuned,
    roads: &RoadGraph,
    (from, to): (&Anchor, &Anchor),
    extra: &mut Extra,
) -> Leg<Field<'a, LANES>> {
    let mut link = |head: u32, ways: &[Way]| {
        let hop = tuned.hop(ways, roads)?;
        let id = extra.add(ways);
        Some(Link { head, id, hop })
    };
    let mut entries: Vec<Link> = from
        .leave
        .iter()
        .filter_map(|(node, ways)| link(*node, ways))
        .collect();
    let direct = Network::direct(roads, from, to);
    entries.extend(direct.iter().filter_map(|ways| link(END, ways)));
    let exits: Vec<(u32, Link)> = to
        .enter
        .iter()
        .filter_map(|(node, ways)| Some((*node, link(END, ways)?)))
        .collect();
    let (end_potential, seeds) = tuned.end_of(&exits);
    let memory = take_memory(tuned, ground);
    Leg {
        entries,
        exits: tuned.core.exits(exits),
        field: Field::new(&ground.hierarchy, &tuned.metric, memory, &seeds),
        end_potential,
    }
}

fn take_memory(tuned: &Tuned, ground: &Ground) -> FieldMemory<LANES> {
    let kept = tuned.memories.lock().ok().and_then(|mut kept| kept.pop());
    kept.unwrap_or_else(|| FieldMemory::new(ground.hierarchy.nodes()))
}

fn give_memory(tuned: &Tuned, memory: FieldMemory<LANES>) {
    if let Ok(mut kept) = tuned.memories.lock() {
        kept.push(memory);
    }
}
