//! Random worlds.

use crate::*;

/// Full.
pub(super) const CAPACITY: i32 = 40;

/// A small generator (splitmix64), so that every run tests the same worlds.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        u32::try_from(mixed % u64::from(limit)).unwrap()
    }

    pub(super) fn within(&mut self, low: i32, high: i32) -> i32 {
        low + i32::try_from(self.below(u32::try_from(high - low).unwrap())).unwrap()
    }
}

/// Places on the way: node, charge that is asked for there, time that one stays.
pub(super) type Place = (u32, f64, f64);

pub(super) struct World {
    pub(super) links: Links,
    pub(super) potential: Vec<i32>,
    pub(super) points: Vec<Point>,
    pub(super) curves: Vec<Curve>,
    pub(super) waitings: Vec<Waiting>,
    pub(super) from: u32,
    pub(super) places: Vec<Place>,
    pub(super) initial: i32,
    pub(super) battery: Battery,
    pub(super) needs: Needs,
}

/// With breaks and a meal, if `has_needs`.
pub(super) fn world(random: &mut Random, has_needs: bool) -> World {
    let nodes = 6;
    let round = if has_needs { 5 } else { 1 };
    let heights: Vec<i32> = (0..nodes).map(|_| random.within(0, 8)).collect();
    let mut arcs = Vec::new();
    for id in 0..random.within(9, 16) {
        let (tail, head) = (random.below(nodes), random.below(nodes));
        if tail == head {
            continue;
        }
        let climb = heights[head as usize] - heights[tail as usize];
        let time = (5 + random.below(90)).div_ceil(round) * round;
        let hop = Hop {
            time,
            clock: time,
            profile: Profile::arc(random.within(1, 14) + climb),
        };
        let id = u32::try_from(id).unwrap();
        arcs.push((tail, Link { head, id, hop }));
    }
    let links = Links::new(nodes as usize, arcs.iter().copied());
    let steepest = if has_needs { 4 } else { 9 };
    let (curves, waitings) = (curves(random, steepest), waitings(random));
    let mut points: Vec<Point> = (0..random.within(1, 5))
        .map(|_| Point {
            node: random.below(nodes),
            delay: f64::from(random.below(40)),
            ahead: 0.0,
            parked: 0.0,
            curve: random.below(3),
            waiting: [NONE, random.below(3)][random.below(2) as usize],
            is_closed: random.below(6) == 0,
        })
        .collect();
    points.sort_by_key(|point| point.node);
    let needs = if has_needs {
        needs(random, &mut points)
    } else {
        Needs::default()
    };
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
        potential: potentials(links.all(), vec![0; nodes as usize]),
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
        needs,
    }
}

/// Breaks, a meal or both.
fn needs(random: &mut Random, points: &mut [Point]) -> Needs {
    for point in points {
        point.parked = (point.delay * f64::from(random.below(3)) / 2.0).floor();
    }
    let kind = random.below(4);
    let breaks = Breaks {
        after: 5 * (4 + random.below(20)),
        length: f64::from(10 + random.below(60)),
    };
    Needs {
        breaks: (kind > 0).then_some(breaks),
        meal: (kind < 2).then(|| f64::from(10 + random.below(90))),
        ..Needs::default()
    }
}

/// Two that bend, and one that does or swaps.
fn curves(random: &mut Random, steepest: i32) -> Vec<Curve> {
    (0..3)
        .map(|kind| {
            if kind == 2 && random.below(2) == 0 {
                return Curve::jump(f64::from(random.within(20, CAPACITY)));
            }
            let (mut charge, mut time) = (0.0, 0.0);
            let mut points = vec![(0.0, 0.0)];
            for _ in 0..4 {
                charge += 10.0;
                time += 10.0 * f64::from(random.within(1, steepest));
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
