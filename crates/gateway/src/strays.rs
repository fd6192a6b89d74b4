//! What operators say of connectors that the file of stations does not have: it may have them soon.

use std::collections::BTreeMap;

use crate::store::SourceReport;

/// Connectors at most; what is said of more is only counted.
const MOST: usize = 100_000;

/// The newest report about each of them, by source and id.
#[derive(Debug, Default)]
pub(crate) struct Strays {
    all: BTreeMap<(String, String), SourceReport>,
}

impl Strays {
    /// Keeps a report unless a newer one is kept; false when there is no room.
    pub(crate) fn keep(&mut self, source: &str, report: &SourceReport) -> bool {
        let key = (source.to_owned(), report.connector.clone());
        let known = self.all.get(&key);
        if known.is_some_and(|known| known.order >= report.order) {
            return true;
        }
        let has_room = known.is_some() || self.all.len() < MOST;
        if has_room {
            self.all.insert(key, report.clone());
        }
        has_room
    }

    /// All of them with their sources.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &SourceReport)> {
        let all = self.all.iter();
        all.map(|(key, report)| (&key.0[..], report))
    }

    /// The clock was set back: all stay as old as they were.
    pub(crate) fn set_back(&mut self, seconds: u32) {
        for report in self.all.values_mut() {
            report.told = report.told.before(seconds);
        }
    }

    /// Keeps only those for which `stays` is true.
    pub(crate) fn retain(&mut self, mut stays: impl FnMut(&str, &SourceReport) -> bool) {
        self.all.retain(|key, report| stays(&key.0, report));
    }
}
