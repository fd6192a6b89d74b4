//! From a bare problem to the search and back.

use petgraph::graph::EdgeIndex;
use petgraph::visit::EdgeRef;
use units::{Seconds, WattHours};

use super::ticks::Ticks;
use super::{ChargeTime, Outcome, Problem, Solution, Step, TIME_EPSILON, reach, replay};
use ::search::{
    Back, Battery, Curve, END, FullField, Hop, LANES, Leg, Link, Links, Manner, NONE, Needs, Point,
    Price, Profile, Search, State, Terrain, Trip, potentials, weights,
};

/// Charge added to each computed stop so that rounding never ends below the reserve: a hundredth
/// of a milliwatt-hour.
const ROUNDING_MARGIN: f64 = 1e-5;
/// Labels after which it is worth to ask whether there is a plan at all.
const LABELS_BEFORE_DOUBT: usize = 20_000;

/// Finds the least total time, or what lacks; gives up after `labels_max` labels.
pub fn solve(problem: &Problem, labels_max: usize) -> Outcome {
    solve_in(Manner::Exact, problem, labels_max)
}

/// As [`solve()`], without anything that makes it quick: an oracle for tests.
pub fn solve_thoroughly(problem: &Problem, labels_max: usize) -> Outcome {
    solve_in(Manner::Thorough, problem, labels_max)
}

fn solve_in(manner: Manner, problem: &Problem, labels_max: usize) -> Outcome {
    let ticks = Ticks::of(problem);
    let links = links(problem, ticks);
    let potential = potentials(links.all(), vec![0; links.nodes()]);
    let curves = problem
        .points
        .iter()
        .map(|point| in_ticks(&point.curve, ticks));
    let curves: Vec<Curve> = curves.collect();
    let (points, order) = points(problem, ticks);
    let initial = ticks.charge(problem.initial);
    let battery = Battery {
        capacity: ticks.charge_down(problem.capacity),
        reserve: ticks.charge_up(problem.reserve),
    };
    let curve_of = |point: &Point| &curves[point.curve as usize];
    let kinds = points.iter().map(|point| (point.delay, curve_of(point)));
    let kinds: Vec<(f64, &Curve)> = kinds.collect();
    let lowest = initial.min(f64::from(battery.reserve)).max(0.0);
    let price = Price::new(f64::from(battery.capacity), &kinds).above(lowest, &kinds);
    let terrain = Terrain {
        links: &links,
        potential: &potential,
        points: &points,
        curves: &curves,
        waitings: &[],
        minds_clock: false,
        clock_share: 1.0,
        price: &price,
    };
    let trip = Trip {
        battery,
        initial,
        legs: vec![only_leg(problem, ticks, &terrain)],
        needs: Needs::default(),
    };
    let mut search = Search::new(terrain, trip, manner);
    if let State::Open { .. } = search.run(LABELS_BEFORE_DOUBT.min(labels_max)) {
        if let Some(gap) = reach::gap(problem) {
            return Outcome::Infeasible(gap);
        }
        if let State::Open { .. } = search.run(labels_max) {
            return Outcome::LabelsExhausted { labels_max };
        }
    }
    let Some(found) = search.found() else {
        // The reach and the search say the same, but for rounding.
        return match reach::gap(problem) {
            Some(gap) => Outcome::Infeasible(gap),
            None => Outcome::LabelsExhausted { labels_max },
        };
    };
    let mut steps = Vec::new();
    search.steps_back(found, |step| {
        match step {
            Back::Drive(edge) => steps.push(Step::Drive(EdgeIndex::new(edge as usize))),
            Back::Stop { point, left, .. } => {
                steps.push(charge_at(problem, order[point as usize], ticks, left));
            }
            // The only leg ends where the trip does.
            Back::Place { .. } => {}
        }
    });
    steps.reverse();
    let steps = without_idle_stops(problem, steps);
    let total = replay(problem, &steps).map_or(Seconds(f64::INFINITY), |done| done.total);
    Outcome::Solved(Solution {
        total,
        steps,
        labels: search.labels(),
    })
}

/// From the problem's start to its end.
fn only_leg(problem: &Problem, ticks: Ticks, terrain: &Terrain<'_>) -> Leg<FullField> {
    let (from, to) = (index(problem.from.index()), index(problem.to.index()));
    let stay = |head| Link {
        head,
        id: NONE,
        hop: Hop::STAY,
    };
    let weights = |tail: u32, link: &Link| {
        let fall = terrain.potential[tail as usize] - terrain.potential[link.head as usize];
        weights(link.hop.time, link.hop.profile.cost, fall, terrain.price)
    };
    Leg {
        entries: vec![stay(from)],
        exits: vec![(to, stay(END))],
        field: FullField::new(terrain.links, weights, &[(to, [0; LANES])]),
        end_potential: terrain.potential[to as usize],
        floor: ticks.charge(problem.floor()),
        stay: 0.0,
        stops: Vec::new(),
    }
}

fn charge_at(problem: &Problem, point: usize, ticks: Ticks, charge: f64) -> Step {
    let most = problem.points[point].curve.charge_max().0;
    let most = most.min(problem.capacity.0);
    let to = (ticks.watt_hours(charge).0 + ROUNDING_MARGIN).min(most);
    let to = WattHours(to);
    Step::Charge { point, to }
}

fn index(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn links(problem: &Problem, ticks: Ticks) -> Links {
    let links = problem.graph.edge_references().map(|edge| {
        let (time, energy) = (edge.weight().time, edge.weight().energy);
        let time = ticks.time(time);
        let hop = Hop {
            time,
            clock: time,
            profile: Profile::arc(ticks.energy(energy)),
        };
        let head = index(edge.target().index());
        let id = index(edge.id().index());
        (index(edge.source().index()), Link { head, id, hop })
    });
    Links::new(problem.graph.node_count(), links)
}

fn in_ticks(curve: &ChargeTime, ticks: Ticks) -> Curve {
    Curve::new(curve.points().map(|(charge, time)| {
        let charge = ticks.charge(charge);
        (charge, ticks.seconds(time))
    }))
}

/// The charge points by node, and for each its index in the problem.
fn points(problem: &Problem, ticks: Ticks) -> (Vec<Point>, Vec<usize>) {
    let mut order: Vec<usize> = (0..problem.points.len()).collect();
    sorting::by_key(&mut order, |point| problem.points[*point].node);
    let points = order.iter().map(|index| {
        let point = &problem.points[*index];
        Point {
            node: self::index(point.node.index()),
            delay: ticks.seconds(point.stop + point.wait),
            ahead: 0.0,
            parked: ticks.seconds(point.stop),
            curve: self::index(*index),
            waiting: NONE,
            is_closed: false,
        }
    });
    (points.collect(), order)
}

/// Leaves out stops that the plan does as well without: among plans that take the same time, the
/// search may have met one with a free stop first.
fn without_idle_stops(problem: &Problem, mut steps: Vec<Step>) -> Vec<Step> {
    for index in (0..steps.len()).rev() {
        if !matches!(steps[index], Step::Charge { .. }) {
            continue;
        }
        let mut shorter = steps.clone();
        shorter.remove(index);
        let (Ok(before), Ok(after)) = (replay(problem, &steps), replay(problem, &shorter)) else {
            continue;
        };
        if after.total.0 <= before.total.0 + TIME_EPSILON {
            steps = shorter;
        }
    }
    steps
}
