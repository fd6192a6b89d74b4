use petgraph::graph::{DiGraph, NodeIndex};
use units::{Seconds, WattHours};

use super::oracle::brute_force;
use super::*;

const LABELS_MAX: usize = 1_000_000;
const STOPS_MAX: usize = 3;

/// A small generator (splitmix64), so that every run tests the same instances.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number within `low..high`.
    fn within(&mut self, low: u32, high: u32) -> u32 {
        low + u32::try_from(self.next() % u64::from(high - low)).unwrap()
    }

    fn float(&mut self, low: u32, high: u32) -> f64 {
        f64::from(self.within(low, high))
    }

    fn one_in(&mut self, chances: u32) -> bool {
        self.within(0, chances) == 0
    }
}

/// Three to six nodes at different heights; energies follow from heights, so no cycle gains.
fn random_problem(seed: u64) -> Problem {
    let mut random = Random(seed);
    let nodes = random.within(3, 7);
    let capacity = 4000.0;
    // One in three asks for several stops: long arcs, and more to charge at.
    let is_long = random.one_in(3);
    let (friction_low, friction_high) = if is_long { (1200, 2800) } else { (0, 1600) };
    let mut graph = DiGraph::new();
    let heights: Vec<f64> = (0..nodes).map(|_| random.float(0, 1500)).collect();
    for _ in 0..nodes {
        graph.add_node(());
    }
    for _ in 0..random.within(nodes, nodes * 2 + 3) {
        let (a, b) = (random.within(0, nodes), random.within(0, nodes));
        if a == b {
            continue;
        }
        let climb = heights[b as usize] - heights[a as usize];
        let friction = random.float(friction_low, friction_high);
        let arc = |energy| Arc {
            time: Seconds(300.0),
            energy: WattHours(energy),
        };
        let time = Seconds(random.float(0, 2000));
        let ends = [NodeIndex::new(a as usize), NodeIndex::new(b as usize)];
        graph.add_edge(
            ends[0],
            ends[1],
            Arc {
                time,
                ..arc(friction + climb)
            },
        );
        if random.one_in(2) {
            graph.add_edge(
                ends[1],
                ends[0],
                Arc {
                    time,
                    ..arc(friction - climb)
                },
            );
        }
    }
    let stations = if is_long {
        random.within(2, 5)
    } else {
        random.within(0, 4)
    };
    let points = (0..stations)
        .map(|_| random_point(&mut random, nodes, capacity))
        .collect();
    let node = |index: u32| NodeIndex::new(index as usize);
    Problem {
        capacity: WattHours(capacity),
        initial: WattHours(random.float(100, 4001)),
        reserve: WattHours(random.float(0, 400)),
        arrival: WattHours(random.float(0, 1500)),
        graph,
        from: node(0),
        to: node(if random.one_in(12) { 0 } else { nodes - 1 }),
        points,
    }
}

fn random_point(random: &mut Random, nodes: u32, capacity: f64) -> ChargePoint {
    let pieces = random.within(1, 4);
    let last = if random.one_in(4) {
        capacity * 0.8
    } else {
        capacity
    };
    let mut slopes: Vec<f64> = (0..pieces).map(|_| random.float(2, 30) / 10.0).collect();
    // One in four has a power that also rises: the search does not need it to fall.
    if !random.one_in(4) {
        slopes.sort_by(f64::total_cmp);
    }
    let mut curve = vec![(WattHours(0.0), Seconds(0.0))];
    for (index, slope) in slopes.iter().enumerate() {
        let (charge, time) = curve[curve.len() - 1];
        let left = last - charge.0;
        let is_last = index + 1 == slopes.len();
        let step = if is_last {
            left
        } else {
            (left * random.float(2, 9) / 10.0).round()
        };
        curve.push((charge + WattHours(step), time + Seconds(step * slope)));
    }
    ChargePoint {
        node: NodeIndex::new(random.within(0, nodes) as usize),
        stop: Seconds(if random.one_in(5) {
            0.0
        } else {
            random.float(30, 600)
        }),
        wait: Seconds(if random.one_in(2) {
            0.0
        } else {
            random.float(0, 900)
        }),
        curve: ChargeTime::new(&curve).unwrap(),
    }
}

fn stops_in(steps: &[Step]) -> usize {
    steps
        .iter()
        .filter(|step| matches!(step, Step::Charge { .. }))
        .count()
}

/// Compares one instance with the oracle; returns the number of stops, `None` when infeasible.
fn check(seed: u64) -> Option<usize> {
    let problem = random_problem(seed);
    let expected = brute_force(&problem, STOPS_MAX);
    match solve(&problem, LABELS_MAX) {
        Outcome::Solved(solution) => {
            let replayed = replay(&problem, &solution.steps)
                .unwrap_or_else(|illegal| panic!("seed {seed}: {illegal}"));
            assert!(
                (replayed.total.0 - solution.total.0).abs() < 1e-9,
                "seed {seed}"
            );
            let (found, expected) = (solution.total.0, expected.unwrap_or(f64::INFINITY));
            assert!(
                found <= expected + 1e-3,
                "seed {seed}: {found} s, the oracle {expected} s"
            );
            let stops = stops_in(&solution.steps);
            let is_comparable = stops <= STOPS_MAX;
            assert!(
                !is_comparable || found >= expected - 1e-3,
                "seed {seed}: {found} s is too good, the oracle needs {expected} s"
            );
            Some(stops)
        }
        Outcome::Infeasible(_) => {
            assert_eq!(expected, None, "seed {seed}: the oracle finds a plan");
            None
        }
        Outcome::LabelsExhausted { .. } => panic!("seed {seed}: too many labels"),
    }
}

#[test]
fn the_search_equals_brute_force_on_random_instances() {
    let instances: u64 =
        std::option_env!("YILU_ORACLE_INSTANCES").map_or(2_000, |text| text.parse().unwrap());
    let mut by_stops = [0; 6];
    let mut infeasible = 0;
    for seed in 0..instances {
        match check(seed) {
            Some(stops) => by_stops[stops.min(5)] += 1,
            None => infeasible += 1,
        }
    }
    println!("{instances} instances: {infeasible} infeasible, by stops {by_stops:?}");
    assert!(
        by_stops[1] > 50 && by_stops[2] > 20 && infeasible > 50,
        "{by_stops:?}"
    );
}

#[test]
fn an_infeasible_instance_says_what_lacks() {
    let mut problem = line_of_three(1000.0);
    problem.initial = WattHours(1500.0);
    let Outcome::Infeasible(gap) = solve(&problem, LABELS_MAX) else {
        panic!("feasible")
    };
    let Gap::Charge {
        from,
        to,
        missing,
        path,
    } = gap
    else {
        panic!("{gap:?}")
    };
    assert_eq!((from, to, path.len()), (None, None, 2));
    assert!((missing.0 - 700.0).abs() < 1e-6, "{missing:?}");
}

#[test]
fn without_a_road_the_answer_says_so() {
    let mut problem = line_of_three(1000.0);
    (problem.from, problem.to) = (problem.to, problem.from);
    assert_eq!(
        solve(&problem, LABELS_MAX),
        Outcome::Infeasible(Gap::NotConnected)
    );
}

#[test]
fn a_search_at_its_limit_says_so() {
    let problem = line_of_three(500.0);
    assert_eq!(
        solve(&problem, 0),
        Outcome::LabelsExhausted { labels_max: 0 }
    );
}

#[test]
fn a_free_stop_that_helps_nothing_is_left_out() {
    let mut problem = line_of_three(1000.0);
    let curve = [(0.0, 0.0), (4000.0, 3600.0)].map(|(wh, s)| (WattHours(wh), Seconds(s)));
    for node in [problem.from, NodeIndex::new(1), problem.to] {
        problem.points.push(ChargePoint {
            node,
            stop: Seconds(0.0),
            wait: Seconds(0.0),
            curve: ChargeTime::new(&curve).unwrap(),
        });
    }
    let Outcome::Solved(solution) = solve(&problem, LABELS_MAX) else {
        panic!("not solved")
    };
    assert_eq!(solution.total, Seconds(120.0));
    assert_eq!(solution.steps.len(), 2, "{:?}", solution.steps);
}

#[test]
fn replay_refuses_what_breaks_a_rule() {
    let problem = line_of_three(1000.0);
    let drive = |index| Step::Drive(petgraph::graph::EdgeIndex::new(index));
    assert!(matches!(
        replay(&problem, &[drive(1)]),
        Err(Illegal::Place { step: 0, .. })
    ));
    assert!(matches!(
        replay(&problem, &[drive(0)]),
        Err(Illegal::Elsewhere { .. })
    ));
    let mut low = problem.clone();
    low.initial = WattHours(1100.0);
    assert!(matches!(
        replay(&low, &[drive(0), drive(1)]),
        Err(Illegal::Empty { step: 0, .. })
    ));
    assert!(replay(&problem, &[drive(0), drive(1)]).is_ok());
}

/// Three nodes in a line, one way, no charge point; each arc takes `energy`.
fn line_of_three(energy: f64) -> Problem {
    let mut graph = DiGraph::new();
    let nodes: Vec<NodeIndex> = (0..3).map(|_| graph.add_node(())).collect();
    let arc = Arc {
        time: Seconds(60.0),
        energy: WattHours(energy),
    };
    graph.add_edge(nodes[0], nodes[1], arc);
    graph.add_edge(nodes[1], nodes[2], arc);
    Problem {
        capacity: WattHours(4000.0),
        initial: WattHours(3000.0),
        reserve: WattHours(200.0),
        arrival: WattHours(0.0),
        graph,
        from: nodes[0],
        to: nodes[2],
        points: Vec::new(),
    }
}
