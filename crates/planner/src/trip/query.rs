//! One trip on a tuned ground.

use roads::{Anchor, Attachment, Network, RoadGraph, Way};

use super::Planner;
use super::ground::Ground;
use super::tuned::{TICKS, Tuned};
use units::Seconds;

use crate::TripRequest;
use search::{Back, Battery, Breaks, END, Found, Leg, Link, Needs, PackedField, Search, Trip};

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
        /// Least time at the connector, in milliseconds.
        least: f64,
        /// True when there is a break before one waits for the doors.
        rests_before: bool,
    },
    /// Be at this place on the way, as long as one stays there.
    Visit {
        /// Index of the place.
        via: usize,
        /// True when one stays for a break at least, unless there was no drive since the last one.
        is_break: bool,
    },
}

/// What the search is asked for a trip through `points`: start, places on the way, end.
pub(super) fn trip<'a>(
    ground: &'a Ground,
    tuned: &'a Tuned,
    roads: &RoadGraph,
    request: &TripRequest,
    points: &[Attachment],
    extra: &mut Extra,
) -> Trip<PackedField<'a>> {
    let anchors = ground.anchors(roads, request, points);
    let capacity = tuned.conditions.vehicle.capacity();
    let [arrival, reserve] =
        [request.arrival, request.reserve].map(|charge| charge.energy(capacity).0 * TICKS);
    let places = request.via.iter().map(|via| {
        let floor = via.charge.energy(capacity).0 * TICKS;
        (floor.max(reserve), via.stay.0 * TICKS)
    });
    let places = places.chain([(arrival.max(reserve), 0.0)]);
    let legs = anchors.windows(2).zip(places);
    let legs = legs.map(|(ends, (floor, stay))| Leg {
        floor,
        stay,
        ..leg(ground, tuned, roads, (&ends[0], &ends[1]), extra)
    });
    let legs = legs.collect();
    #[expect(clippy::cast_possible_truncation, reason = "a share of the capacity")]
    let battery = Battery {
        capacity: tuned.capacity,
        reserve: reserve.ceil() as i32,
    };
    Trip {
        battery,
        initial: request.charge.energy(capacity).0 * TICKS,
        legs,
        needs: needs(request),
    }
}

fn needs(request: &TripRequest) -> Needs {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a day at most"
    )]
    let ticks = |time: Seconds| (time.0 * TICKS).round() as u32;
    Needs {
        breaks: request.breaks.map(|breaks| Breaks {
            after: ticks(breaks.after),
            length: breaks.length.0 * TICKS,
        }),
        meal: request.meal.map(|meal| meal.0 * TICKS),
        stop_least: request.stop_least.0 * TICKS,
        stop_most: request.stop_most.map(|most| most.0 * TICKS),
    }
}

/// Links that only one trip has, with ids beyond those of the core.
#[derive(Debug)]
pub(super) struct Extra {
    first: u32,
    ways: Vec<Vec<Way>>,
}

impl Extra {
    pub(super) fn new(tuned: &Tuned) -> Self {
        Self {
            first: tuned.core.ids(),
            ways: Vec::new(),
        }
    }

    /// The steps of a plan that `search` found, for a trip that these links were made for.
    pub(super) fn steps(
        &self,
        planner: &Planner,
        tuned: &Tuned,
        search: &Search<'_, PackedField<'_>>,
        found: Found,
    ) -> Vec<Step> {
        let mut steps = Vec::new();
        search.steps_back(found, |step| {
            let begin = steps.len();
            match step {
                Back::Drive(id) => {
                    self.drive(&planner.ground, tuned, &planner.roads, id, &mut steps);
                }
                Back::Stop {
                    point,
                    left,
                    least,
                    rests_before,
                } => steps.push(Step::Charge {
                    candidate: point as usize,
                    to: left,
                    least,
                    rests_before,
                }),
                Back::Place { leg, is_break } => steps.push(Step::Visit {
                    via: leg as usize,
                    is_break,
                }),
            }
            steps[begin..].reverse();
        });
        steps.reverse();
        steps
    }

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
            None => tuned.core.unpack(id, &mut |arc| {
                steps.push(Step::Drive {
                    way: ground.way(arc as usize),
                    time: tuned.times[arc as usize],
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
) -> Leg<PackedField<'a>> {
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
    let end_potential = tuned.end_potential(&exits);
    let around = tuned.around(ground, &entries, exits);
    let field = tuned.field(ground, (&entries, &around), end_potential);
    let mut exits = around.up;
    exits.extend(around.down);
    // What is equal keeps its order: the ways up are looked at first.
    sorting::by_key(&mut exits, |exit| exit.0);
    Leg {
        field,
        entries,
        exits,
        end_potential,
        floor: 0.0,
        stay: 0.0,
        stops: Vec::new(),
    }
}
