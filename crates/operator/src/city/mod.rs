//! The city: what its connectors do, second by second. No clock and no network: time is an
//! argument, and the same seed gives the same life.

mod life;

use std::collections::{BTreeMap, BTreeSet};

use feeds::TcecState;
use stations::Station;

use self::life::{Life, Phase};
use crate::random::Random;

/// Seconds that a city lives before it is shown, so that it does not begin empty.
const BEFORE_S: u64 = 12 * 3600;

/// The stations of one operator and what happens there.
#[derive(Debug, Clone)]
pub struct City {
    stations: Vec<Station>,
    /// Connectors of each station, by its id at the operator: first and number.
    places: BTreeMap<String, (usize, usize)>,
    connectors: Vec<String>,
    posts: Vec<Post>,
    /// Post of each connector.
    post_of: Vec<usize>,
    /// What happens when: second and post.
    queue: BTreeSet<(u64, usize)>,
}

/// Where one car charges at a time: an EVSE with its bay.
#[derive(Debug, Clone)]
struct Post {
    /// Its connectors: first and number.
    first: usize,
    count: usize,
    /// The one that is used.
    used: usize,
    life: Life,
}

/// A connector that is in another state now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// Second by the city's clock.
    pub at: u64,
    /// The connector's index.
    pub connector: usize,
    /// What it was.
    pub before: TcecState,
    /// What it is.
    pub after: TcecState,
}

impl City {
    /// Of the stations of `source`, at second `start` by the city's clock, which is midnight at
    /// multiples of 86 400.
    pub fn new(stations: Vec<Station>, source: &str, seed: u64, start: u64) -> Self {
        let is_its = |station: &Station| {
            let origin = station.origins.first();
            origin.map_or("", |origin| &origin.source[..]) == source
        };
        let mut city = Self {
            stations: stations.into_iter().filter(is_its).collect(),
            places: BTreeMap::new(),
            connectors: Vec::new(),
            posts: Vec::new(),
            post_of: Vec::new(),
            queue: BTreeSet::new(),
        };
        let random = Random::new(seed);
        let begin = start.saturating_sub(BEFORE_S);
        for station in &city.stations {
            let from = city.connectors.len();
            for evse in station.cabinets.iter().flat_map(|cabinet| &cabinet.evses) {
                let (first, post) = (city.connectors.len(), city.posts.len());
                for connector in &evse.connectors {
                    city.connectors.push(connector.id.0.clone());
                    city.post_of.push(post);
                }
                let strongest = evse.connectors.iter().map(|connector| connector.power.0);
                let life = Life::new(
                    random.part(post),
                    strongest.fold(0.0, f64::max) >= 20.0,
                    begin,
                );
                city.queue.insert((life.until(), post));
                city.posts.push(Post {
                    first,
                    count: evse.connectors.len(),
                    used: 0,
                    life,
                });
            }
            let origin = station.origins.first();
            let id = origin.map_or(&station.id.0, |origin| &origin.id).clone();
            let count = city.connectors.len() - from;
            city.places.insert(id, (from, count));
        }
        city.advance(start);
        city
    }

    /// Lets time pass until second `to`: what happened, in order.
    pub fn advance(&mut self, to: u64) -> Vec<Happened> {
        let mut happened = Vec::new();
        while let Some((at, index)) = self.queue.first().copied().filter(|(at, _)| *at <= to) {
            self.queue.remove(&(at, index));
            let first = self.posts[index].first;
            let all = first..first + self.posts[index].count;
            let before: Vec<TcecState> = all.clone().map(|one| self.state(one)).collect();
            let post = &mut self.posts[index];
            post.life.step();
            if post.life.phase() == Phase::Idle {
                // The next car takes any of them.
                post.used = post.life.pick(post.count);
            }
            self.queue.insert((post.life.until(), index));
            for (connector, before) in all.zip(before) {
                let after = self.state(connector);
                if after != before {
                    happened.push(Happened {
                        at,
                        connector,
                        before,
                        after,
                    });
                }
            }
        }
        happened
    }

    /// Number of connectors.
    pub fn connectors(&self) -> usize {
        self.connectors.len()
    }

    /// Its stations.
    pub fn stations(&self) -> &[Station] {
        &self.stations
    }

    /// The true state of a connector.
    pub fn state(&self, connector: usize) -> TcecState {
        let post = &self.posts[self.post_of[connector]];
        let is_used = connector == post.first + post.used;
        let (status, park_status, lock_status) = post.life.phase().codes(is_used);
        TcecState {
            connector: self.connectors[connector].clone(),
            status,
            park_status,
            lock_status,
        }
    }

    /// The true states at the station with this id; `None` when there is none.
    pub fn states_at(&self, station: &str) -> Option<Vec<TcecState>> {
        let (first, count) = self.places.get(station)?;
        Some((*first..first + count).map(|one| self.state(one)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invent::invent;

    const DAY: u64 = 86_400;

    fn city(seed: u64) -> City {
        City::new(invent(40, 200, "op"), "op", seed, DAY)
    }

    #[test]
    fn the_same_seed_gives_the_same_life_whatever_the_steps() {
        let (mut one, mut other) = (city(7), city(7));
        let whole = one.advance(2 * DAY);
        let mut parts = Vec::new();
        for hour in 25..=48 {
            parts.extend(other.advance(hour * 3600));
        }
        assert_eq!(whole, parts);
        assert_ne!(whole, city(8).advance(2 * DAY));
        assert!(whole.len() > 1000, "{} changes", whole.len());
    }

    #[test]
    fn only_legal_transitions_happen_and_all_kinds_of_them() {
        // From Status to Status; a free one may also get or lose a blocked bay.
        let legal = [
            (1, 1),
            (1, 2),
            (1, 4),
            (1, 255),
            (1, 0),
            (4, 2),
            (4, 1),
            (2, 3),
            (2, 1),
            (2, 255),
            (3, 2),
            (3, 255),
            (255, 1),
            (0, 1),
        ];
        let mut seen = BTreeSet::new();
        let mut known = BTreeMap::new();
        for happened in city(1).advance(30 * DAY) {
            let step = (happened.before.status, happened.after.status);
            assert!(legal.contains(&step), "{happened:?}");
            let before = known.insert(happened.connector, happened.after.clone());
            assert!(before.is_none_or(|before| before == happened.before));
            seen.insert(step);
        }
        assert_eq!(seen.len(), legal.len(), "{seen:?}");
    }

    #[test]
    fn days_are_busier_than_nights_and_bays_are_blocked_by_other_cars() {
        let mut city = city(3);
        let mut busy = |hour: u64| {
            city.advance(5 * DAY + hour * 3600);
            let all = (0..city.connectors()).map(|one| city.state(one));
            let all: Vec<TcecState> = all.collect();
            let charging = all.iter().filter(|state| state.status == 3).count();
            let blocked = |state: &&TcecState| state.status == 1 && state.park_status == 50;
            (charging, all.iter().filter(blocked).count())
        };
        let (night, noon) = (busy(4), busy(13));
        assert!(noon.0 > 2 * night.0 && noon.0 < 150, "{night:?} {noon:?}");
        assert!(noon.1 > 0);
    }

    #[test]
    fn connectors_of_one_post_exclude_each_other() {
        let mut stations = invent(1, 4, "op");
        let evses: Vec<stations::Evse> = stations[0]
            .cabinets
            .drain(..)
            .flat_map(|one| one.evses)
            .collect();
        let connectors = evses.into_iter().flat_map(|one| one.connectors).collect();
        stations[0].cabinets.push(stations::Cabinet {
            evses: vec![stations::Evse { connectors }],
            ..stations::Cabinet::default()
        });
        let mut city = City::new(stations, "op", 1, DAY);
        for minute in 0..3000 {
            city.advance(DAY + minute * 60);
            let states = (0..4).map(|one| city.state(one).status);
            assert!(states.filter(|status| matches!(status, 2..=4)).count() <= 1);
        }
    }
}
