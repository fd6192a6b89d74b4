//! The search against a plain one: states of place, charge and leg on a grid of charges, earliest
//! first. It knows no labels, no bounds and no bends of curves; with one state for each quarter
//! of a unit of charge it comes close to the optimum from above.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::*;

const CAPACITY: i32 = 40;
/// States of charge for each unit of it.
const FINE: i32 = 4;

/// A small generator (splitmix64), so that every run tests the same worlds.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        u32::try_from(mixed % u64::from(limit)).unwrap()
    }

    fn within(&mut self, low: i32, high: i32) -> i32 {
        low + i32::try_from(self.below(u32::try_from(high - low).unwrap())).unwrap()
    }
}

/// Places on the way: node, charge that is asked for there, time that one stays.
type Place = (u32, f64, f64);

struct World {
    links: Links,
    potential: Vec<i32>,
    points: Vec<Point>,
    curves: Vec<Curve>,
    waitings: Vec<Waiting>,
    from: u32,
    places: Vec<Place>,
    initial: i32,
    battery: Battery,
}

fn world(random: &mut Random) -> World {
    let nodes = 6;
    let heights: Vec<i32> = (0..nodes).map(|_| random.within(0, 8)).collect();
    let mut arcs = Vec::new();
    for id in 0..random.within(9, 16) {
        let (tail, head) = (random.below(nodes), random.below(nodes));
        if tail == head {
            continue;
        }
        let climb = heights[head as usize] - heights[tail as usize];
        let hop = Hop {
            time: 5 + random.below(90),
            profile: Profile::arc(random.within(1, 14) + climb),
        };
        let id = u32::try_from(id).unwrap();
        arcs.push((tail, Link { head, id, hop }));
    }
    let links = Links::new(nodes as usize, arcs.iter().copied());
    let (curves, waitings) = (curves(random), waitings(random));
    let mut points: Vec<Point> = (0..random.within(1, 5))
        .map(|_| Point {
            node: random.below(nodes),
            delay: f64::from(random.below(40)),
            curve: random.below(3),
            waiting: [NONE, random.below(3)][random.below(2) as usize],
            is_closed: random.below(6) == 0,
        })
        .collect();
    points.sort_by_key(|point| point.node);
    let reserve = random.within(0, 5);
    let places = 0..random.within(1, 3);
    let places: Vec<Place> = places
        .map(|_| {
            let floor = f64::from(random.within(0, 20));
            (
                random.below(nodes),
                floor.max(f64::from(reserve)),
                f64::from(random.below(50)),
            )
        })
        .collect();
    World {
        potential: potentials(
            links.all().map(|(tail, link)| (tail, *link)),
            vec![0; nodes as usize],
        ),
        links,
        points,
        curves,
        waitings,
        from: random.below(nodes),
        places,
        initial: random.within(reserve, CAPACITY + 1),
        battery: Battery {
            capacity: CAPACITY,
            reserve,
        },
    }
}

/// Two that bend, and one that does or swaps.
fn curves(random: &mut Random) -> Vec<Curve> {
    (0..3)
        .map(|kind| {
            if kind == 2 && random.below(2) == 0 {
                return Curve::jump(f64::from(random.within(20, CAPACITY)));
            }
            let (mut charge, mut time) = (0.0, 0.0);
            let mut points = vec![(0.0, 0.0)];
            for _ in 0..4 {
                charge += 10.0;
                time += 10.0 * f64::from(random.within(1, 9));
                points.push((charge, time));
            }
            Curve::new(points.into_iter())
        })
        .collect()
}

/// Doors that close and queues.
fn waitings(random: &mut Random) -> Vec<Waiting> {
    (0..3)
        .map(|_| {
            let (mut at, mut begin) = (0.0, 0.0_f64);
            Waiting::new((0..random.within(1, 6)).map(|_| {
                at += f64::from(random.within(0, 60));
                begin = begin.max(at) + f64::from(random.below(2) * random.below(80));
                (at, begin)
            }))
        })
        .collect()
}

impl World {
    /// What the search finds.
    fn searched(&self, manner: Manner) -> Option<f64> {
        let kinds = self
            .points
            .iter()
            .map(|point| (point.delay, &self.curves[point.curve as usize]));
        let kinds: Vec<(f64, &Curve)> = kinds.collect();
        let price = Price::new(f64::from(CAPACITY), &kinds);
        let terrain = Terrain {
            links: &self.links,
            potential: &self.potential,
            points: &self.points,
            curves: &self.curves,
            waitings: &self.waitings,
            penalty: 0.0,
            price: &price,
        };
        let stay = |head| Link {
            head,
            id: NONE,
            hop: Hop::STAY,
        };
        let starts = [self.from]
            .into_iter()
            .chain(self.places.iter().map(|place| place.0));
        let legs = starts.zip(&self.places).map(|(from, (to, floor, time))| {
            let weigh = |tail: u32, link: &Link| {
                let fall = self.potential[tail as usize] - self.potential[link.head as usize];
                weights(link.hop.time, link.hop.profile.cost, fall, &price)
            };
            Leg {
                entries: vec![stay(from)],
                exits: vec![(*to, stay(END))],
                field: FullField::new(&self.links, weigh, &[(*to, [0; LANES])]),
                end_potential: self.potential[*to as usize],
                floor: *floor,
                stay: *time,
            }
        });
        let trip = Trip {
            battery: self.battery,
            initial: f64::from(self.initial),
            legs: legs.collect(),
        };
        let mut search = Search::new(terrain, trip, manner);
        assert_eq!(search.run(1_000_000), State::Done);
        search.found().map(|found| found.total())
    }

    /// What a grid of charges finds: earliest arrivals at (leg, node, charge), which waits that
    /// never let the late overtake make enough; while charging also where one is plugged in.
    fn on_grid(&self) -> Option<f64> {
        let full = CAPACITY * FINE;
        let mut least = std::collections::BTreeMap::new();
        let mut open = BinaryHeap::new();
        let mut reach = |open: &mut BinaryHeap<_>, time: f64, state: Grid| {
            let known = least.entry(state).or_insert(f64::INFINITY);
            if time < *known {
                *known = time;
                open.push(Reverse((time.to_bits(), state)));
            }
        };
        let at = |charge: i32| f64::from(charge) / f64::from(FINE);
        reach(&mut open, 0.0, (0, self.from, self.initial * FINE, None));
        while let Some(Reverse((time, (leg, node, charge, plug)))) = open.pop() {
            let time = f64::from_bits(time);
            if leg == self.places.len() {
                return Some(time);
            }
            if let Some(point) = plug {
                let curve = &self.curves[self.points[point].curve as usize];
                reach(&mut open, time, (leg, node, charge, None));
                if charge < full && at(charge + 1) <= curve.last() {
                    let more = curve.at(at(charge + 1)) - curve.at(at(charge));
                    reach(&mut open, time + more, (leg, node, charge + 1, plug));
                }
                continue;
            }
            let (place, floor, stay) = self.places[leg];
            if node == place && at(charge) >= floor {
                reach(&mut open, time + stay, (leg + 1, node, charge, None));
            }
            for link in self.links.of(node) {
                let left = charge - link.hop.profile.cost * FINE;
                if left >= self.battery.reserve * FINE {
                    let then = time + f64::from(link.hop.time);
                    reach(&mut open, then, (leg, link.head, left.min(full), None));
                }
            }
            for (index, point) in self.points.iter().enumerate() {
                if point.node != node || point.is_closed {
                    continue;
                }
                let curve = &self.curves[point.curve as usize];
                let waiting = self.waitings.get(point.waiting as usize);
                let begin = waiting.map_or(time, |waiting| waiting.begin(time)) + point.delay;
                if !curve.is_jump() {
                    reach(&mut open, begin, (leg, node, charge, Some(index)));
                } else if at(charge) < curve.last() {
                    #[expect(clippy::cast_possible_truncation, reason = "a whole charge")]
                    let swapped = curve.last() as i32 * FINE;
                    reach(&mut open, begin, (leg, node, swapped, None));
                }
            }
        }
        None
    }
}

/// Leg, node, charge on the grid, and where one is plugged in.
type Grid = (usize, u32, i32, Option<usize>);

/// With floors and stays at places, opening hours, queues that depend on the time, swaps and closed
/// points.
#[test]
fn the_search_finds_what_a_grid_finds() {
    let mut random = Random(7);
    let (mut solved, mut waited, mut stopped) = (0, 0, 0);
    for number in 0..400 {
        let world = world(&mut random);
        let (exact, grid) = (world.searched(Manner::Exact), world.on_grid());
        let thorough = world.searched(Manner::Thorough);
        let (Some(exact), Some(grid), Some(thorough)) = (exact, grid, thorough) else {
            assert_eq!(
                (exact, grid, thorough),
                (None, None, None),
                "world {number}"
            );
            continue;
        };
        assert!(
            (exact - thorough).abs() < 1e-3,
            "world {number}: {exact}, thorough {thorough}"
        );
        // A quarter of a unit of charge takes up to two units of time, at each stop.
        assert!(
            exact <= grid + 1e-3 && grid <= exact + 8.0,
            "world {number}: {exact}, on the grid {grid}"
        );
        solved += 1;
        let plain = World {
            waitings: Vec::new(),
            ..world
        };
        waited += usize::from(
            plain
                .searched(Manner::Exact)
                .is_some_and(|plain| plain < exact - 1e-3),
        );
        let without = World {
            points: Vec::new(),
            ..plain
        };
        stopped += usize::from(
            without
                .searched(Manner::Exact)
                .is_none_or(|total| total > exact),
        );
    }
    assert!(
        solved > 100 && stopped > 40 && waited > 10,
        "{solved} {stopped} {waited}"
    );
}
