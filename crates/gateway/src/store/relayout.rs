//! The store when stations come and go.

use std::io;
use std::sync::Arc;

use live::{Heard, Layout, LiveFile, UnixTime};

use super::{LINES, SourceReport, Store, hear};

/// So long, in seconds, it is remembered what was said of connectors that no station has.
const STRAYS_S: u32 = 7 * 86_400;

impl Store {
    /// The source's id of the station at which a connector stands.
    pub(crate) fn stands_at(&self, source: &str, connector: &str) -> Option<String> {
        let inner = self.inner();
        let layout = inner.board.layout();
        let slot = layout.slot(source, connector)?;
        Some(layout.origin(slot.station).to_owned())
    }

    /// Number of connectors of the station that a source calls so.
    pub(crate) fn connectors_at(&self, source: &str, origin: &str) -> usize {
        let inner = self.inner();
        let layout = inner.board.layout();
        let mut all = 0..layout.stations();
        let found = all.find(|one| layout.source(*one) == source && layout.origin(*one) == origin);
        found.map_or(0, |station| layout.connectors(station))
    }

    /// Goes on with other stations. States stay with their connectors; those of connectors that are
    /// gone are kept in case that they come back. `publish` gives out the new file; only then are
    /// listeners told that there is a gap.
    pub(crate) fn relayout(
        &self,
        layout: Arc<Layout>,
        now: UnixTime,
        publish: impl FnOnce(&LiveFile),
    ) -> io::Result<()> {
        let mut inner = self.inner();
        let inner = &mut *inner;
        self.take_number(inner)?;
        for (source, connector, report) in inner.board.relayout(layout) {
            let report = SourceReport {
                connector,
                reading: report.reading,
                order: report.order,
                told: report.told,
            };
            inner.strays.keep(&source, &report);
        }
        let board = &mut inner.board;
        inner.strays.retain(|source, report| {
            let is_old = now.since(report.told) > STRAYS_S;
            !is_old && hear(board, source, report) == Heard::Unknown
        });
        inner.lines_max = LINES + board.layout().slots().count();
        inner.recent.clear();
        publish(&board.file(now));
        let sequence = board.sequence();
        inner.course.file = (sequence, now);
        self.tell_gap(sequence);
        Ok(())
    }
}
