//! What connectors do now, as far as it is known, and how old that is.

use live::{Clock, Freshness, Limits, Mirror, StationLive, Ticks, UnixTime};
use planner::{StationNow, Vehicle};
use stations::Station;

/// Live states of all stations of the region.
#[derive(Debug, Clone)]
pub struct Live {
    /// The states, as of the latest file.
    pub mirror: Mirror,
    /// The time where the files are written.
    pub clock: Clock,
    /// How old what is known may be.
    pub limits: Limits,
}

/// Where following the live files stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Following {
    /// The site announces none.
    #[default]
    Unannounced,
    /// The first file is on its way.
    Connecting,
    /// What changes arrives.
    Connected,
    /// Nothing arrives. Says when the latest file was written.
    Cut(Option<UnixTime>),
    /// There is no network: what was seen last is history.
    Offline(Option<UnixTime>),
}

impl Following {
    /// What is known at `now`, where following stands so: without a network only what was seen last.
    pub fn judge(self, known: Availability, now: UnixTime) -> Availability {
        match self {
            Self::Offline(_) => known.as_history(now),
            Self::Unannounced | Self::Connecting | Self::Connected | Self::Cut(_) => known,
        }
    }
}

/// What is known of a station, or of those of its connectors that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Availability {
    /// Nothing.
    #[default]
    Unknown,
    /// So many are free.
    Known {
        /// Connectors that are reported free.
        free: usize,
        /// Connectors that are reported out of use.
        out: usize,
        /// All of them; never 0.
        of: usize,
        /// Seconds since that was confirmed.
        age: u32,
        /// How far it may be trusted; never worse than [`Freshness::Stale`].
        freshness: Freshness,
    },
    /// It is too old to count: what was seen last.
    Seen {
        /// Connectors that were reported free.
        free: usize,
        /// All of them; never 0.
        of: usize,
        /// When that was confirmed.
        at: UnixTime,
    },
}

impl Availability {
    fn of(known: Option<StationLive<'_>>, counts: impl Fn(usize) -> bool) -> Self {
        let Some(known) = known else {
            return Self::Unknown;
        };
        match (known.available_of(&counts), known.seen_of(&counts)) {
            (Some((free, of)), _) => Self::Known {
                free,
                out: known.out_of(&counts),
                of,
                age: known.age,
                freshness: known.freshness,
            },
            (None, Some((free, of))) => Self::Seen {
                free,
                of,
                at: known.confirmed,
            },
            (None, None) => Self::Unknown,
        }
    }

    /// The same without a network: what was known a moment ago was only seen last.
    #[must_use]
    pub fn as_history(self, now: UnixTime) -> Self {
        match self {
            Self::Known { free, of, age, .. } => Self::Seen {
                free,
                of,
                at: now.before(age),
            },
            Self::Unknown | Self::Seen { .. } => self,
        }
    }

    /// Connectors that are free, when that is known well enough to act on it.
    pub fn free(self) -> Option<usize> {
        match self {
            Self::Known { free, .. } => Some(free),
            Self::Unknown | Self::Seen { .. } => None,
        }
    }

    /// What several stations have together: as old as the oldest of them. Those of which nothing is
    /// known do not count.
    pub fn together(all: impl IntoIterator<Item = Self>) -> Self {
        let mut sum = Self::Unknown;
        for one in all {
            sum = match (sum, one) {
                (
                    Self::Known {
                        free,
                        out,
                        of,
                        age,
                        freshness,
                    },
                    Self::Known {
                        free: more,
                        out: broken,
                        of: others,
                        age: other,
                        freshness: as_fresh,
                    },
                ) => Self::Known {
                    free: free + more,
                    out: out + broken,
                    of: of + others,
                    age: age.max(other),
                    freshness: freshness.max(as_fresh),
                },
                (_, Self::Known { .. }) => one,
                (_, Self::Unknown | Self::Seen { .. }) => sum,
            };
        }
        sum
    }
}

impl Live {
    /// The time where the files are written.
    pub fn now(&self, ticks: Ticks) -> UnixTime {
        self.clock.now(ticks)
    }

    /// What is known of the station at `index`, when the connectors that fit `vehicle` count, or
    /// all of them where none fits or there is no vehicle.
    pub fn availability(
        &self,
        index: usize,
        station: &Station,
        vehicle: Option<&Vehicle>,
        now: UnixTime,
    ) -> Availability {
        let counts = counting(station, vehicle);
        let known = self.mirror.station(index, now, self.limits);
        Availability::of(known, |connector| counts.get(connector) == Some(&true))
    }

    /// What is known of some connectors of a station, by their index.
    pub fn availability_of(
        &self,
        index: usize,
        connectors: &[usize],
        now: UnixTime,
    ) -> Availability {
        let known = self.mirror.station(index, now, self.limits);
        Availability::of(known, |connector| connectors.contains(&connector))
    }

    /// For how many seconds the operator of a station has been silent; `None` while it is not, and
    /// when it never was heard.
    pub fn silence(&self, index: usize, now: UnixTime) -> Option<u32> {
        let source = self.mirror.layout().source(index);
        let silence = self.mirror.silence(source, now)?;
        (silence > self.limits.recent).then_some(silence)
    }

    /// True when no connector of a station works that fits `vehicle`, as far as is known.
    pub fn is_down(
        &self,
        index: usize,
        station: &Station,
        vehicle: &Vehicle,
        now: UnixTime,
    ) -> bool {
        let fits = vehicle.fitting(station);
        let known = self.mirror.station(index, now, self.limits);
        known.is_some_and(|known| {
            let out = known.prospect(|_| true).out;
            let mut fitting = (0..fits.len()).filter(|connector| fits[*connector]);
            fitting.clone().next().is_some() && fitting.all(|connector| out.contains(&connector))
        })
    }

    /// What a plan that begins now has to reckon with.
    pub fn for_plan(
        &self,
        stations: &[Station],
        vehicle: &Vehicle,
        now: UnixTime,
    ) -> Vec<StationNow> {
        let all = stations.iter().enumerate();
        let told = all.filter_map(|(index, station)| {
            let known = self.mirror.station(index, now, self.limits)?;
            let fits = vehicle.fitting(station);
            let prospect = known.prospect(|connector| fits.get(connector) == Some(&true));
            StationNow::of(station, &prospect.out, prospect.free_in_s)
        });
        told.collect()
    }
}

/// For each connector of a station whether it counts: those that fit; all where none does.
fn counting(station: &Station, vehicle: Option<&Vehicle>) -> Vec<bool> {
    let fits = vehicle.map(|vehicle| vehicle.fitting(station));
    let fits = fits.filter(|fits| fits.contains(&true));
    fits.unwrap_or_else(|| station.connectors().map(|_| true).collect())
}

#[cfg(test)]
mod tests;
