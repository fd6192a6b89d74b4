//! When to ask again.

/// Slower than this it never gets, in seconds.
const SLOWEST_S: f64 = 600.0;
/// So many times slower where the driver saves data.
const SAVING: f64 = 5.0;
/// The share of a wait by which it varies, so that not all phones ask at once.
const JITTER: f64 = 0.2;
/// Fewer seconds than this are never waited, whatever a manifest says.
const LEAST_S: u32 = 5;

/// How often the live file is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    usual_s: u32,
    is_saving: bool,
    failures: u32,
}

impl Pace {
    /// Asks every `usual_s` seconds; less often where the driver saves data.
    pub fn new(usual_s: u32, is_saving: bool) -> Self {
        Self {
            usual_s: usual_s.max(LEAST_S),
            is_saving,
            failures: 0,
        }
    }

    /// The last try succeeded.
    pub fn succeeded(&mut self) {
        self.failures = 0;
    }

    /// The last try failed: each one more in a row doubles the wait.
    pub fn failed(&mut self) {
        self.failures = self.failures.saturating_add(1);
    }

    /// Seconds to wait before the next try. `random` is from 0 to 1 and spreads them.
    pub fn wait_s(&self, random: f64) -> f64 {
        let saving = if self.is_saving { SAVING } else { 1.0 };
        let usual = f64::from(self.usual_s) * saving;
        let doubled = usual * f64::from(self.failures.min(10)).exp2();
        let most = SLOWEST_S.max(usual);
        doubled.min(most) * (1.0 + JITTER * (2.0 * random.clamp(0.0, 1.0) - 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_double_the_wait_up_to_ten_minutes_and_one_success_ends_that() {
        let mut pace = Pace::new(60, false);
        let mut waits = Vec::new();
        for _ in 0..6 {
            waits.push(pace.wait_s(0.5));
            pace.failed();
        }
        assert_eq!(waits, [60.0, 120.0, 240.0, 480.0, 600.0, 600.0]);
        pace.succeeded();
        assert!((pace.wait_s(0.5) - 60.0).abs() < 1e-9);
    }

    #[test]
    fn phones_do_not_ask_all_at_once_and_none_asks_all_the_time() {
        let pace = Pace::new(60, false);
        assert!((pace.wait_s(0.0) - 48.0).abs() < 1e-9 && (pace.wait_s(1.0) - 72.0).abs() < 1e-9);
        assert!(Pace::new(0, false).wait_s(0.0) >= 4.0);
        assert!((Pace::new(60, true).wait_s(0.5) - 300.0).abs() < 1e-9);
    }
}
