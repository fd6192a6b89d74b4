//! Reports that wait to be sent, as they stand in the browser's storage.

use live::UnixTime;
use stations::StationId;

use super::Report;

/// Most reports that wait.
const MOST: usize = 20;
/// So long a driver may change their mind before a report is sent, in seconds.
const UNDO_S: u32 = 8;
/// What was wrong so long ago, in seconds, is no news: thirty days.
const LASTS_S: u32 = 30 * 24 * 3600;
/// Longest text that is read, in bytes.
const BYTES_MAX: usize = 100_000;
const HEAD: &str = "yilu-reports 1";

/// There are too many waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

/// Reports that wait, oldest first.
///
/// As text: a line `yilu-reports 1`, then a line of JSON for each. It may have been written by
/// anything: what is no report is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outbox(Vec<Report>);

impl Outbox {
    /// Reads such a text at `now`; reports that are too old are left out.
    pub fn read(text: &str, now: UnixTime) -> Self {
        let mut own = Self::default();
        let mut lines = text.lines();
        if text.len() > BYTES_MAX || lines.next() != Some(HEAD) {
            return own;
        }
        for line in lines.take(2 * MOST) {
            let Ok(report) = Report::read(line) else {
                continue;
            };
            if now.since(report.at) <= LASTS_S {
                // One too many is left out too.
                let _ = own.add(report);
            }
        }
        own
    }

    /// Writes it.
    pub fn write(&self) -> String {
        let lines = self.0.iter().map(Report::to_json);
        let all: Vec<String> = std::iter::once(HEAD.to_owned()).chain(lines).collect();
        all.join("\n")
    }

    /// Adds a report, unless it is there.
    pub fn add(&mut self, report: Report) -> Result<(), Full> {
        if self.0.iter().any(|known| known.id == report.id) {
            return Ok(());
        }
        if self.0.len() >= MOST {
            return Err(Full);
        }
        self.0.push(report);
        Ok(())
    }

    /// Takes one away; false when it is not there.
    pub fn remove(&mut self, id: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|report| report.id != id);
        self.0.len() < before
    }

    /// How many wait.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Those about a station.
    pub fn about(&self, station: &StationId) -> impl Iterator<Item = &Report> {
        self.0
            .iter()
            .filter(move |report| report.station == *station)
    }

    /// What is to be sent next, and in how many seconds; `None` when nothing waits.
    pub fn next(&self, now: UnixTime) -> Option<(&Report, u32)> {
        let wait = |report: &Report| {
            // A clock that was set back would let one wait for long.
            let is_new = report.at <= now;
            let left = UNDO_S.saturating_sub(now.since(report.at));
            if is_new { left } else { 0 }
        };
        let each = self.0.iter().map(|report| (report, wait(report)));
        each.min_by_key(|(_, wait)| *wait)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::report;
    use super::*;

    const NOW: UnixTime = UnixTime(1_795_411_200);

    fn ids(outbox: &Outbox) -> Vec<&str> {
        outbox.0.iter().map(|report| &report.id[..]).collect()
    }

    #[test]
    fn what_waits_survives_its_text() {
        let mut outbox = Outbox::default();
        outbox.add(report("a", NOW.0)).unwrap();
        outbox.add(report("b", NOW.0 - 100)).unwrap();
        outbox.add(report("a", NOW.0)).unwrap();
        assert_eq!(Outbox::read(&outbox.write(), NOW), outbox);
        assert_eq!((ids(&outbox), outbox.count()), (vec!["a", "b"], 2));
        assert!(outbox.remove("a") && !outbox.remove("a"));
        assert_eq!(outbox.about(&report("x", 0).station).count(), 1);
        assert_eq!(outbox.about(&StationId("other".into())).count(), 0);
    }

    #[test]
    fn it_is_bounded_whatever_the_storage_holds() {
        let lines = |reports: &[Report]| {
            let lines: Vec<String> = reports.iter().map(Report::to_json).collect();
            format!("{HEAD}\n{}", lines.join("\n"))
        };
        let many: Vec<Report> = (0..1000).map(|n| report(&n.to_string(), NOW.0)).collect();
        assert_eq!(Outbox::read(&lines(&many[..200]), NOW).count(), MOST);
        assert_eq!(Outbox::read(&lines(&many), NOW), Outbox::default());
        let mut full = Outbox::read(&lines(&many[..200]), NOW);
        assert_eq!(full.add(report("x", NOW.0)), Err(Full));
        for text in ["", "yilu-reports 2\n{}", "yilu-reports 1\nnonsense\n{}"] {
            assert_eq!(Outbox::read(text, NOW), Outbox::default(), "{text}");
        }
        let old = lines(&[report("old", NOW.0 - 40 * 86_400), report("new", NOW.0)]);
        assert_eq!(ids(&Outbox::read(&old, NOW)), ["new"]);
    }

    #[test]
    fn a_driver_may_change_their_mind_before_it_is_sent() {
        let mut outbox = Outbox::default();
        assert_eq!(outbox.next(NOW), None);
        outbox.add(report("a", NOW.0)).unwrap();
        assert_eq!(outbox.next(NOW).unwrap().1, UNDO_S);
        outbox.add(report("b", NOW.0 - 5)).unwrap();
        let (first, wait) = outbox.next(NOW).unwrap();
        assert_eq!((&first.id[..], wait), ("b", 3));
        assert_eq!(outbox.next(UnixTime(NOW.0 + 60)).unwrap().1, 0);
        // The clock was set back by a day.
        assert_eq!(outbox.next(UnixTime(NOW.0 - 86_400)).unwrap().1, 0);
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest::proptest! {
        /// Whatever the storage holds, what is read of it is small and survives being written.
        #[test]
        fn any_text_is_read(
            lines in proptest::collection::vec("[ -~充]{0,80}|\\{\"v\":1,\"id\":\"[a-c]\",\"station\":\"s\",\"kind\":\"other\",\"at\":[0-9]{1,12}\\}", 0..60),
            now in 0_i64..3_000_000_000,
        ) {
            let text = format!("{HEAD}\n{}", lines.join("\n"));
            let read = Outbox::read(&text, UnixTime(now));
            assert!(read.count() <= MOST);
            assert_eq!(Outbox::read(&read.write(), UnixTime(now)), read);
        }
    }
}
