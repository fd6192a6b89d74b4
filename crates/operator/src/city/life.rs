//! The life of one post: cars come, charge and go; other cars stand in the way; things break.

use crate::random::Random;

/// Cars that come to a post at which fast charging is possible, in an hour of a usual day, by hour.
const ARRIVALS: [f64; 24] = [
    0.05, 0.04, 0.03, 0.02, 0.02, 0.04, 0.12, 0.25, 0.35, 0.40, 0.50, 0.60, //
    0.65, 0.60, 0.45, 0.40, 0.40, 0.45, 0.50, 0.55, 0.50, 0.40, 0.25, 0.10,
];
/// The greatest of them.
const ARRIVALS_MAX: f64 = 0.65;
/// Slow posts see fewer cars, which stay longer.
const SLOW: f64 = 0.3;
/// Events in an hour beside arrivals: fuel cars in the bay by day, reservations by day, faults,
/// links that break.
const BLOCKED: f64 = 0.04;
const RESERVED: f64 = 0.03;
const FAULT: f64 = 0.002;
const OFFLINE: f64 = 0.003;

/// What a post does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nothing.
    Idle,
    /// A car that does not charge stands in its bay.
    Blocked,
    /// It is kept for somebody.
    Reserved,
    /// A car is plugged in and will charge.
    Plugged,
    /// A car charges.
    Charging,
    /// A car has charged and is still there.
    Full,
    /// It is broken.
    Fault,
    /// Its link is down.
    Offline,
}

impl Phase {
    /// `Status`, `ParkStatus` and `LockStatus` of the connector that is used, or of another one of
    /// the post.
    pub(super) fn codes(self, is_used: bool) -> (i64, i64, i64) {
        match (self, is_used) {
            (Self::Idle, _) | (Self::Reserved, false) => (1, 10, 10),
            (Self::Blocked, _) | (Self::Plugged | Self::Charging | Self::Full, false) => {
                (1, 50, 10)
            }
            (Self::Reserved, true) => (4, 10, 50),
            (Self::Plugged | Self::Full, true) => (2, 50, 10),
            (Self::Charging, true) => (3, 50, 10),
            (Self::Fault, _) => (255, 10, 10),
            (Self::Offline, _) => (0, 0, 0),
        }
    }
}

/// What a post does, until when, and what then.
#[derive(Debug, Clone)]
pub(super) struct Life {
    random: Random,
    is_fast: bool,
    phase: Phase,
    until: u64,
    then: Phase,
}

impl Life {
    /// Idle from second `at` on.
    pub(super) fn new(random: Random, is_fast: bool, at: u64) -> Self {
        let mut life = Self {
            random,
            is_fast,
            phase: Phase::Idle,
            until: at,
            then: Phase::Idle,
        };
        life.plan();
        life
    }

    /// What it does now.
    pub(super) fn phase(&self) -> Phase {
        self.phase
    }

    /// The second in which that ends.
    pub(super) fn until(&self) -> u64 {
        self.until
    }

    /// One of so many.
    pub(super) fn pick(&mut self, count: usize) -> usize {
        usize::try_from(self.random.between(0, count as u64)).unwrap_or(0)
    }

    /// Does what comes next.
    pub(super) fn step(&mut self) {
        self.phase = self.then;
        self.plan();
    }

    fn plan(&mut self) {
        let (random, minute) = (&mut self.random, 60);
        let roll = random.share();
        let (time, then) = match self.phase {
            Phase::Idle => return self.wait(),
            Phase::Blocked => (random.between(10 * minute, 90 * minute), Phase::Idle),
            Phase::Reserved => {
                let then = if roll < 0.85 {
                    Phase::Plugged
                } else {
                    Phase::Idle
                };
                (random.between(5 * minute, 15 * minute), then)
            }
            Phase::Plugged => {
                let then = match roll {
                    _ if roll < 0.02 => Phase::Idle,
                    _ if roll < 0.03 => Phase::Fault,
                    _ => Phase::Charging,
                };
                (random.between(10, 90), then)
            }
            Phase::Charging => {
                // The mean of two: most are near the middle.
                let (least, limit) = if self.is_fast { (12, 75) } else { (60, 420) };
                let mut minutes = || random.between(least * minute, limit * minute);
                let whole = u64::midpoint(minutes(), minutes());
                if roll < 0.01 {
                    (random.between(minute, whole), Phase::Fault)
                } else {
                    (whole, Phase::Full)
                }
            }
            Phase::Full => {
                let limit = if self.is_fast { 20 } else { 120 };
                (random.between(minute, limit * minute), Phase::Idle)
            }
            Phase::Fault => (random.between(30 * minute, 36 * 60 * minute), Phase::Idle),
            Phase::Offline => (random.between(2 * minute, 60 * minute), Phase::Idle),
        };
        (self.until, self.then) = (self.until + time, then);
    }

    /// Waits for the first of all that may happen. By day and by night different things do: more
    /// are drawn than happen, and some of them are dropped.
    fn wait(&mut self) {
        let scale = if self.is_fast { 1.0 } else { SLOW };
        let total = ARRIVALS_MAX * scale + BLOCKED + RESERVED + FAULT + OFFLINE;
        loop {
            let hours = -(1.0 - self.random.share()).ln() / total;
            self.until += seconds(hours).max(1);
            let hour = usize::try_from(self.until / 3600 % 24).unwrap_or(0);
            let by_day = ARRIVALS[hour] / ARRIVALS_MAX;
            let mut roll = self.random.share() * total;
            let kinds = [
                (ARRIVALS_MAX * scale, by_day, Phase::Plugged),
                (BLOCKED, by_day, Phase::Blocked),
                (RESERVED, by_day, Phase::Reserved),
                (FAULT, 1.0, Phase::Fault),
                (OFFLINE, 1.0, Phase::Offline),
            ];
            for (rate, share, then) in kinds {
                if roll < rate * share {
                    self.then = then;
                    return;
                }
                if roll < rate {
                    break;
                }
                roll -= rate;
            }
        }
    }
}

fn seconds(hours: f64) -> u64 {
    std::time::Duration::try_from_secs_f64(hours * 3600.0)
        .map_or(u64::from(u32::MAX), |it| it.as_secs())
}
