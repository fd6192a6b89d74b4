//! How far a partner's clock is off.

use live::UnixTime;

/// So long the smallest delay that was seen is taken for none, in seconds.
const KEPT_S: u32 = 900;

/// A partner's clock less ours, as its messages tell it: they are sent before they arrive, so the
/// greatest difference is nearest to the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Offset {
    seen: Option<(i64, UnixTime)>,
}

impl Offset {
    /// Learns from a message that was sent at `sent` by the partner's clock and arrived `now`.
    pub(crate) fn learn(&mut self, sent: UnixTime, now: UnixTime) {
        let found = sent.0 - now.0;
        let is_better = self
            .seen
            .is_none_or(|(known, at)| found >= known || now.since(at) > KEPT_S);
        if is_better {
            self.seen = Some((found, now));
        }
    }

    /// The partner's clock at `now`.
    pub(crate) fn there(self, now: UnixTime) -> UnixTime {
        UnixTime(now.0 + self.seen.map_or(0, |(offset, _)| offset))
    }

    /// When something was sent, by our clock: never later than now.
    pub(crate) fn here(self, sent: UnixTime, now: UnixTime) -> UnixTime {
        UnixTime(sent.0 - self.seen.map_or(0, |(offset, _)| offset)).min(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_off_makes_nothing_fresher() {
        let mut offset = Offset::default();
        // Five minutes ahead; the first message took 4 s, the second 1 s.
        offset.learn(UnixTime(1300), UnixTime(1004));
        offset.learn(UnixTime(1310), UnixTime(1011));
        assert_eq!(offset.there(UnixTime(1011)), UnixTime(1310));
        // One that was held up for two minutes is two minutes old.
        assert_eq!(offset.here(UnixTime(1320), UnixTime(1141)), UnixTime(1021));
        offset.learn(UnixTime(1320), UnixTime(1141));
        assert_eq!(offset.there(UnixTime(1200)), UnixTime(1499));
        // After a while what was learnt is learnt again: the clock may have been set.
        offset.learn(UnixTime(2000), UnixTime(2000));
        assert_eq!(offset.there(UnixTime(2000)), UnixTime(2000));
    }
}
