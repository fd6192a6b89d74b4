//! A phone's clock, corrected by the server's.

use crate::UnixTime;

/// What the device's two clocks say at one moment, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ticks {
    /// The wall clock: Unix seconds. It may be wrong, and may be set while the page lives.
    pub wall: f64,
    /// A clock that nobody sets, since any moment. It may stand still while the device sleeps.
    pub steady: f64,
}

/// The time by the server's clock. A phone's own is often minutes off, and then what is old would
/// look new.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clock {
    server: UnixTime,
    heard: Ticks,
}

/// The clocks of a device may disagree by this much before it is asked for the time again, in
/// seconds.
const DOUBT_S: f64 = 30.0;

impl Clock {
    /// From a server that said its time just now.
    pub fn new(server: UnixTime, heard: Ticks) -> Self {
        Self { server, heard }
    }

    /// Takes a time that is at least as early as the server's own now, such as that of a file: it
    /// may move this clock on, never back.
    pub fn is_at_least(&mut self, server: UnixTime, heard: Ticks) {
        if server > self.now(heard) {
            *self = Self::new(server, heard);
        }
    }

    /// The server's time now. Of the two clocks the one counts by which more time went by: so that a
    /// sleep or a clock that was set makes what is known older than it is, and never newer.
    pub fn now(&self, ticks: Ticks) -> UnixTime {
        let elapsed = (ticks.wall - self.heard.wall).max(ticks.steady - self.heard.steady);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "casts saturate, and seconds since 1970 are far from that"
        )]
        let elapsed = elapsed.max(0.0).floor() as i64;
        UnixTime(self.server.0.saturating_add(elapsed))
    }

    /// True when the two clocks disagree about how much time went by: the device slept, or its
    /// clock was set. The server should be asked again.
    pub fn is_doubtful(&self, ticks: Ticks) -> bool {
        let by_wall = ticks.wall - self.heard.wall;
        let by_steady = ticks.steady - self.heard.steady;
        (by_wall - by_steady).abs() > DOUBT_S
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(wall: f64, steady: f64) -> Ticks {
        Ticks { wall, steady }
    }

    #[test]
    fn a_phone_that_is_ten_minutes_slow_is_corrected() {
        let clock = Clock::new(UnixTime(10_600), at(10_000.0, 5.0));
        assert_eq!(clock.now(at(10_030.5, 35.5)), UnixTime(10_630));
        assert!(!clock.is_doubtful(at(10_030.5, 35.5)));
    }

    #[test]
    fn neither_sleep_nor_a_clock_that_is_set_makes_anything_fresher() {
        let clock = Clock::new(UnixTime(10_000), at(10_000.0, 0.0));
        let slept = at(10_900.0, 20.0);
        assert_eq!(clock.now(slept), UnixTime(10_900));
        let set_back = at(6_400.0, 120.0);
        assert_eq!(clock.now(set_back), UnixTime(10_120));
        let set_forward = at(17_200.0, 120.0);
        assert_eq!(clock.now(set_forward), UnixTime(17_200));
        for doubtful in [slept, set_back, set_forward] {
            assert!(clock.is_doubtful(doubtful));
        }
    }

    #[test]
    fn a_file_moves_it_on_and_never_back() {
        let mut clock = Clock::new(UnixTime(10_000), at(0.0, 0.0));
        clock.is_at_least(UnixTime(9_000), at(10.0, 10.0));
        assert_eq!(clock.now(at(10.0, 10.0)), UnixTime(10_010));
        clock.is_at_least(UnixTime(10_020), at(10.0, 10.0));
        assert_eq!(clock.now(at(11.0, 11.0)), UnixTime(10_021));
    }
}
