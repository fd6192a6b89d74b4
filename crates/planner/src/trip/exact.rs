//! The planner, with its hierarchy and its core, against the same search on the bare problem, which
//! has neither, and which is tested against brute force.

use container::Text;
use roads::{LabelId, NodeId, Road, RoadEdge, RoadId, RoadLabel, RoadNode, RoadParts, TurnBan};
use stations::{Access, Cabinet, Connector, ConnectorStandard, Evse, Lifecycle, Place};
use units::{Celsius, KilometersPerHour, Kilowatts, LatLon, Meters, Seconds, StateOfCharge};

use super::*;
use crate::solve::{Outcome, solve};
use crate::{OwnCar, Preferences, Wind};

const SIDE: u32 = 7;

/// A small generator (splitmix64), so that every run tests the same worlds.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn within(&mut self, low: u32, high: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        low + u32::try_from(mixed % u64::from(high - low)).unwrap()
    }

    fn share(&mut self) -> f64 {
        f64::from(self.within(0, 1001)) / 1000.0
    }

    pub(super) fn one_in(&mut self, chances: u32) -> bool {
        self.within(0, chances) == 0
    }
}

/// A grid of mountain roads with gaps, one-way roads, roads for residents and banned turns.
pub(super) fn roads(random: &mut Random) -> RoadGraph {
    let node = |row: u32, column: u32, height: u32| RoadNode {
        position: LatLon::new(
            38.0 + 0.05 * f64::from(row),
            112.0 + 0.06 * f64::from(column),
        )
        .unwrap(),
        elevation: Meters(f64::from(height)),
    };
    let mut nodes = Vec::new();
    for row in 0..SIDE {
        for column in 0..SIDE {
            nodes.push(node(row, column, random.within(600, 1500)));
        }
    }
    let mut parts = RoadParts::new(nodes.clone());
    let name = Text::new("旅游公路", "Tourism Road");
    let reference = String::new();
    let tourism = parts.label(RoadLabel { reference, name });
    let plain = LabelId::default();
    let (mut count, mut tolls) = (0, Random(random.0));
    for row in 0..SIDE {
        for column in 0..SIDE {
            for (other_row, other_column) in [(row + 1, column), (row, column + 1)] {
                if other_row == SIDE || other_column == SIDE || random.one_in(7) {
                    continue;
                }
                let ends = [row * SIDE + column, other_row * SIDE + other_column].map(NodeId);
                let [tail, head] = if random.one_in(2) {
                    ends
                } else {
                    [ends[1], ends[0]]
                };
                let height = |node: NodeId| nodes[node.0 as usize].elevation.0;
                let rise = height(head) - height(tail);
                let more = f64::from(random.within(0, 80));
                let speed = KilometersPerHour(f64::from(random.within(20, 110)));
                let length = Meters(f64::from(random.within(5_600, 8_000)));
                let road = Road {
                    climb: Meters(rise.max(0.0) + more),
                    drop: Meters((-rise).max(0.0) + more),
                    is_oneway: random.one_in(8),
                    is_toll: tolls.one_in(12),
                    label: [plain, tourism][usize::from(tolls.one_in(3))],
                    is_destination_only: random.one_in(12),
                    delay: Seconds(f64::from(random.within(0, 60))),
                    ..Road::between(tail, head, length, speed)
                };
                parts.add_road(road, &[]).unwrap();
                count += 1;
            }
        }
    }
    for _ in 0..6 {
        let [from, to] = [(); 2].map(|()| RoadEdge {
            road: RoadId(random.within(0, count)),
            is_backward: false,
        });
        // Most pairs do not meet; such a ban bans nothing.
        parts.bans.push(TurnBan(vec![from, to]));
    }
    RoadGraph::new(parts).unwrap()
}

pub(super) fn somewhere(random: &mut Random) -> LatLon {
    LatLon::new(38.0 + 0.3 * random.share(), 112.0 + 0.36 * random.share()).unwrap()
}

pub(super) fn stations(random: &mut Random) -> Vec<Station> {
    (0..random.within(3, 14))
        .map(|index| {
            let power = Kilowatts([7.0, 20.0, 40.0, 120.0][random.within(0, 4) as usize]);
            let connector = Connector::new("1", ConnectorStandard::GbtDc, power);
            let cabinet = Cabinet {
                power,
                evses: vec![Evse {
                    connectors: vec![connector],
                }],
                ..Cabinet::default()
            };
            Station {
                access: Access::Public,
                place: Place::Roadside,
                lifecycle: Lifecycle::Open,
                cabinets: vec![cabinet],
                ..Station::new(
                    format!("s{index}").as_str(),
                    Text::new("站", "Station"),
                    somewhere(random),
                )
            }
        })
        .collect()
}

pub(super) fn request(random: &mut Random) -> TripRequest {
    let share = |fraction: f64| StateOfCharge::from_fraction(fraction).unwrap();
    let via = (0..random.within(0, 3))
        .map(|_| somewhere(random).into())
        .collect();
    TripRequest {
        via,
        charge: share(0.15 + 0.6 * random.share()),
        reserve: share(0.15 * random.share()),
        arrival: share(0.3 * random.share()),
        temperature: Celsius(f64::from(random.within(0, 40)) - 15.0),
        stop_overhead: Seconds(f64::from(random.within(0, 3) * 200)),
        wind: Wind {
            speed_m_s: f64::from(random.within(0, 3) * 7),
            from_deg: f64::from(random.within(0, 360)),
        },
        payload_kg: f64::from(random.within(0, 5) * 100),
        speed_factor: 0.7 + 0.5 * random.share(),
        ..TripRequest::between(somewhere(random), somewhere(random))
    }
}

#[test]
fn every_plan_is_as_good_as_that_of_the_bare_search() {
    let (mut by_stops, mut refused) = ([0; 5], 0);
    for seed in 0..400 {
        let mut random = Random(seed);
        let planner = Planner::new(roads(&mut random), stations(&mut random));
        let car = OwnCar {
            usable_kwh: f64::from(random.within(6, 12)),
            ..OwnCar::default()
        };
        let vehicle = car.into_vehicle().unwrap();
        let dislikes = seed % 5 == 2;
        let prefer = Preferences {
            stations: ["s0", "s2"].map(|id| StationId(id.into())).to_vec(),
            roads: vec!["游".into()],
            ..Preferences::default()
        };
        let prefer = Preferences {
            stations: if dislikes {
                prefer.stations
            } else {
                Vec::new()
            },
            roads: if seed % 5 > 1 {
                prefer.roads
            } else {
                Vec::new()
            },
            ..prefer
        };
        let request = TripRequest {
            prefer,
            avoid_tolls: seed % 8 == 3,
            charge_max: StateOfCharge::from_fraction(if seed % 3 == 0 { 0.7 } else { 1.0 })
                .unwrap(),
            ..request(&mut random)
        };
        let answer = planner.plan(&vehicle, &request).unwrap();
        let planning = planner.begin(&vehicle, &request).unwrap();
        let bare = BareTrip::new(&planner, &planning);
        match (answer, solve(&bare.problem, 1_000_000)) {
            (Answer::Feasible(plan), Outcome::Solved(solution)) => {
                // As if it were long.
                let mut planning = planning;
                planning.looks_after = Some(5);
                while planner.advance(&mut planning, 5) == Progress::Open {}
                let (found, expected) = (planning.lower_bound() / 1000.0, solution.total.0);
                assert!(found >= plan.total_time.0 - 1e-3);
                let is_true = !dislikes && request.prefer.roads.is_empty();
                assert!(!is_true || (found - plan.total_time.0).abs() < 1e-3);
                assert!(
                    (found - expected).abs() < 1e-3,
                    "seed {seed}: {found} s, {expected} s"
                );
                let thorough = planner.plan_thoroughly(&vehicle, &request).unwrap();
                let thorough = thorough.map_or(f64::INFINITY, |total| total.0);
                assert!(
                    (found - thorough).abs() < 1e-3,
                    "seed {seed}: {found} s, {thorough} s"
                );
                by_stops[plan.stops.len().min(4)] += 1;
            }
            (Answer::Infeasible(_), Outcome::Infeasible(_)) => refused += 1,
            (answer, outcome) => panic!("seed {seed}: {answer:?}\n{outcome:?}"),
        }
    }
    println!("refused {refused}, by stops {by_stops:?}");
    assert!(
        by_stops[1..].iter().all(|count| *count > 8) && refused > 20,
        "{by_stops:?}"
    );
}

/// With all the charge that is needed a plan is the fastest drive, also where start and end lie in
/// the same part that was contracted.
#[test]
fn short_trips_take_the_fastest_drive() {
    let vehicle = OwnCar::default().into_vehicle().unwrap();
    let mut compared = 0;
    for seed in 0..60 {
        let mut random = Random(seed);
        let roads = roads(&mut random);
        let mut stations = stations(&mut random);
        stations.truncate(random.within(0, 3) as usize);
        let planner = Planner::new(roads, stations);
        for _ in 0..40 {
            let request = TripRequest {
                charge: StateOfCharge::FULL,
                ..TripRequest::between(somewhere(&mut random), somewhere(&mut random))
            };
            let fastest = planner.drive_time(&request).unwrap();
            let Answer::Feasible(plan) = planner.plan(&vehicle, &request).unwrap() else {
                assert_eq!(fastest, None, "seed {seed}");
                continue;
            };
            let fastest = fastest.unwrap();
            assert!(
                (plan.total_time.0 - fastest.0).abs() < 0.01,
                "seed {seed}: {} s, {} s",
                plan.total_time.0,
                fastest.0
            );
            compared += 1;
        }
    }
    assert!(compared > 1000, "{compared}");
}
