//! The search against a plain one: states of place, charge and leg on a grid of charges, earliest
//! first. It knows no labels, no bounds and no bends of curves; with one state for each quarter
//! of a unit of charge it comes close to the optimum from above.

mod grid;
mod world;

use super::*;
use world::{CAPACITY, Random, World, world};

impl World {
    /// What the search finds.
    fn searched(&self, manner: Manner) -> Option<f64> {
        self.searched_by(manner, false)
    }

    /// The same, with the stops of the last leg looked at from the third label on.
    fn searched_by(&self, manner: Manner, looks_at_stops: bool) -> Option<f64> {
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
            minds_clock: self.links.all().any(|(_, link)| link.hop.ahead() > 0)
                || self.points.iter().any(|point| point.ahead > 0.0),
            clock_share: 0.5,
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
                stops: Vec::new(),
            }
        });
        let trip = Trip {
            battery: self.battery,
            initial: f64::from(self.initial),
            legs: legs.collect(),
            needs: self.needs,
        };
        let mut search = Search::new(terrain, trip, manner);
        if looks_at_stops {
            search.run(3);
            let (mut trip, work) = search.pause();
            self.add_stops(&mut trip, &price);
            search = Search::resume(terrain, trip, work);
            search.look_at_stops();
        }
        assert_eq!(search.run(1_000_000), State::Done);
        search.found().map(|found| found.total())
    }
}

impl World {
    /// Each curve has a class of its own, or the slower half of them has one together.
    fn add_stops(&self, trip: &mut Trip<FullField>, price: &Price) {
        let leg = trip.legs.last_mut().unwrap();
        let open = || self.points.iter().filter(|point| !point.is_closed);
        let quickest = |curve: usize| {
            let own = open().filter(|point| point.curve as usize == curve);
            own.map(|point| point.delay).reduce(f64::min)
        };
        let used = (0..self.curves.len()).filter(|curve| quickest(*curve).is_some());
        let mut used: Vec<usize> = used.collect();
        used.sort_by(|a, b| {
            let fastest = |curve: usize| self.curves[curve].slope_min();
            fastest(*a).total_cmp(&fastest(*b))
        });
        let weigh = |tail: u32, link: &Link| {
            let fall = self.potential[tail as usize] - self.potential[link.head as usize];
            weights(link.hop.time, link.hop.profile.cost, fall, price)
        };
        let classes = used.len().min(CLASSES_MAX);
        for class in 0..classes {
            let last = if class + 1 == classes {
                used.len()
            } else {
                class + 1
            };
            let own = open().filter(|point| used[class..last].contains(&(point.curve as usize)));
            let exits = own.map(|point| {
                let mut sums = leg.field.at(point.node);
                let longer = point.delay - quickest(point.curve as usize).unwrap();
                let longer = (0..1000)
                    .take_while(|whole| f64::from(*whole) <= longer)
                    .last();
                for sum in &mut sums[PRICED..] {
                    *sum = plus(*sum, longer.unwrap());
                }
                (point.node, sums)
            });
            let exits: Vec<(u32, [u32; LANES])> = exits.collect();
            let further = used[class..].iter();
            let further = further.map(|curve| (quickest(*curve).unwrap(), &self.curves[*curve]));
            let further: Vec<(f64, &Curve)> = further.collect();
            leg.stops.push(StopClass {
                field: FullField::new(&self.links, weigh, &exits),
                price: price.above(0.0, &further).into(),
            });
        }
    }
}

/// What the search finds, if it is what the thorough search and a grid with so many steps for each
/// unit of charge find; the grid up to `tolerance` more.
fn compared(world: &World, number: i32, fine: i32, tolerance: f64) -> Option<f64> {
    let (exact, grid) = (world.searched(Manner::Exact), world.on_grid(fine));
    let thorough = world.searched(Manner::Thorough);
    let (Some(exact), Some(grid), Some(thorough)) = (exact, grid, thorough) else {
        assert_eq!(
            (exact, grid, thorough),
            (None, None, None),
            "world {number}"
        );
        return None;
    };
    assert!(
        (exact - thorough).abs() < 1e-3,
        "world {number}: {exact}, thorough {thorough}"
    );
    let over_stops = world.searched_by(Manner::Exact, true);
    assert!(
        over_stops.is_some_and(|total| (total - thorough).abs() < 1e-3),
        "world {number}: {over_stops:?} with stops looked at, thorough {thorough}"
    );
    assert!(
        exact <= grid + 1e-3 && grid <= exact + tolerance,
        "world {number}: {exact}, on the grid {grid}"
    );
    Some(exact)
}

/// With floors and stays at places, opening hours, queues that depend on the time, swaps and closed
/// points.
#[test]
fn the_search_finds_what_a_grid_finds() {
    let mut random = Random(7);
    let (mut solved, mut waited, mut stopped) = (0, 0, 0);
    for number in 0..400 {
        let world = world(&mut random, false);
        // A quarter of a unit of charge takes up to two units of time, at each stop.
        let Some(exact) = compared(&world, number, 4, 8.0) else {
            continue;
        };
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

/// With breaks and a meal, besides all the above.
#[test]
fn the_search_finds_what_a_grid_finds_with_breaks_and_meals() {
    let mut random = Random(11);
    let (mut solved, mut rested, mut eaten) = (0, 0, 0);
    for number in 0..300 {
        let world = world(&mut random, true);
        // Half a unit of charge takes up to one and a half units of time, at each stop.
        let Some(exact) = compared(&world, number, 2, 4.5) else {
            continue;
        };
        solved += 1;
        let needs = world.needs;
        let without = |needs| World {
            needs,
            links: world.links.clone(),
            potential: world.potential.clone(),
            points: world.points.clone(),
            curves: world.curves.clone(),
            waitings: world.waitings.clone(),
            places: world.places.clone(),
            ..world
        };
        let is_worse = |needs| {
            without(needs)
                .searched(Manner::Exact)
                .is_some_and(|total| total < exact - 1e-3)
        };
        rested += usize::from(is_worse(Needs {
            breaks: None,
            ..needs
        }));
        eaten += usize::from(is_worse(Needs {
            meal: None,
            ..needs
        }));
    }
    assert!(
        solved > 100 && rested > 40 && eaten > 20,
        "{solved} {rested} {eaten}"
    );
}

/// With a least and a greatest time of stops, alone and beside breaks and meals. A grid that allows
/// stops as much longer as one of its steps may take finds no more than the search.
#[test]
fn the_search_finds_what_a_grid_finds_with_stops_of_limited_length() {
    let mut random = Random(23);
    let (mut solved, mut longer, mut shorter) = (0, 0, 0);
    for number in 0..400 {
        let plain = world(&mut random, number % 3 == 0);
        let (least, more) = (f64::from(random.below(60)), f64::from(random.below(60)));
        let with = |stop_least, stop_most, links| World {
            needs: Needs {
                stop_least,
                stop_most,
                ..plain.needs
            },
            links,
            potential: plain.potential.clone(),
            points: plain.points.clone(),
            curves: plain.curves.clone(),
            waitings: plain.waitings.clone(),
            places: plain.places.clone(),
            ..plain
        };
        let links = || plain.links.clone();
        let least = [0.0, least][random.below(2) as usize];
        let most = [None, Some(least + 10.0 + more)][random.below(2) as usize];
        let limited = with(least, most, links());
        let exact = limited.searched(Manner::Exact);
        let thorough = limited.searched(Manner::Thorough);
        assert_eq!(
            exact.map(f64::round),
            thorough.map(f64::round),
            "world {number}: {exact:?}, thorough {thorough:?}"
        );
        // A quarter of a unit of charge takes up to two units of time, at each stop.
        let (fine, step) = if number % 3 == 0 { (2, 2.0) } else { (4, 2.0) };
        let tight = limited.on_grid(fine);
        let loose = with(least, most.map(|most| most + step), links()).on_grid(fine);
        let (Some(exact), Some(loose)) = (exact, loose) else {
            assert!(
                exact.is_none() && tight.is_none(),
                "world {number}: {exact:?}"
            );
            continue;
        };
        assert!(
            loose <= exact + 8.0 && tight.is_none_or(|tight| exact <= tight + 1e-3),
            "world {number}: {exact}, on the grid {tight:?}, with longer stops {loose}"
        );
        solved += 1;
        let without = |least, most| {
            let found = with(least, most, links()).searched(Manner::Exact);
            found.is_some_and(|total| total < exact - 1e-3)
        };
        longer += usize::from(least > 0.0 && without(0.0, most));
        shorter += usize::from(most.is_some() && without(least, None));
    }
    assert!(
        solved > 100 && longer > 10 && shorter > 10,
        "{solved} {longer} {shorter}"
    );
}

/// Some roads and some stops count more than the time that they take; doors and queues go by
/// the clock.
#[test]
fn the_search_finds_what_a_grid_finds_where_not_all_time_counts_alike() {
    let mut random = Random(31);
    let (mut solved, mut other) = (0, 0);
    for number in 0..200 {
        let plain = world(&mut random, number % 3 == 0);
        let mut felt = World {
            links: plain.links.clone(),
            potential: plain.potential.clone(),
            points: plain.points.clone(),
            curves: plain.curves.clone(),
            waitings: plain.waitings.clone(),
            places: plain.places.clone(),
            ..plain
        };
        for point in &mut felt.points {
            point.ahead = f64::from(random.below(3) * random.below(40));
            point.delay += point.ahead;
        }
        let links = plain.links.all().map(|(tail, mut link)| {
            link.hop.time = link.hop.clock * [2, 2, 3, 4][random.below(4) as usize] / 2;
            (tail, link)
        });
        let links: Vec<(u32, Link)> = links.collect();
        felt.links = Links::new(plain.links.nodes(), links.into_iter());
        let (fine, tolerance) = if number % 3 == 0 { (2, 4.5) } else { (4, 8.0) };
        if let Some(exact) = compared(&felt, number, fine, tolerance) {
            solved += 1;
            let usual = plain.searched(Manner::Exact);
            other += usize::from(usual.is_some_and(|usual| (usual - exact).abs() > 1.0));
        }
    }
    assert!(solved > 60 && other > 30, "{solved} {other}");
}

/// The stop before charges faster, but during a break charging is free: it is left with as much as
/// makes what is needed with what the break adds.
#[test]
fn a_break_ties_the_charges_of_two_stops() {
    let arc = |head, id, energy| {
        let profile = Profile::arc(energy);
        let hop = Hop {
            time: 100,
            clock: 100,
            profile,
        };
        Link { head, id, hop }
    };
    let links = Links::new(3, [(0, arc(1, 0, 15)), (1, arc(2, 1, 28))].into_iter());
    let curve = |slope: f64| Curve::new([(0.0, 0.0), (40.0, 40.0 * slope)].into_iter());
    let point = |node| Point {
        node,
        delay: 5.0,
        ahead: 0.0,
        parked: 5.0,
        curve: node,
        waiting: NONE,
        is_closed: false,
    };
    let world = World {
        potential: potentials(links.all(), vec![0; 3]),
        links,
        points: vec![point(0), point(1)],
        curves: vec![curve(0.5), curve(1.0)],
        waitings: Vec::new(),
        from: 0,
        places: vec![(2, 2.0, 0.0)],
        initial: 10,
        battery: Battery {
            capacity: CAPACITY,
            reserve: 0,
        },
        needs: Needs {
            breaks: Some(Breaks {
                after: 100,
                length: 25.0,
            }),
            ..Needs::default()
        },
    };
    // From 10 to 25, then from 10 to 30.
    let expected = 200.0 + 5.0 + 7.5 + 5.0 + 20.0;
    for manner in [Manner::Exact, Manner::Thorough] {
        let found = world.searched(manner).unwrap();
        assert!((found - expected).abs() < 1e-6, "{found}");
    }
}
