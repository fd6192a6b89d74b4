//! A report of a connector: from its source, in the journal, on the board.

use live::{Board, Heard, Order, Reading, Report, Slot, UnixTime};

use crate::journal::Entry;

/// One report of a source, by the source's own names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceReport {
    /// The connector's id there.
    pub(crate) connector: String,
    /// What it says.
    pub(crate) reading: Reading,
    /// When it said so, by its clock.
    pub(crate) order: Order,
    /// When it said so, by ours.
    pub(crate) told: UnixTime,
}

pub(super) fn hear(board: &mut Board, source: &str, report: &SourceReport) -> Heard {
    let Some(slot) = board.layout().slot(source, &report.connector) else {
        return Heard::Unknown;
    };
    board.hear(&told(slot, report))
}

pub(super) fn told(slot: Slot, report: &SourceReport) -> Report {
    Report {
        slot,
        reading: report.reading,
        order: report.order,
        told: report.told,
    }
}

pub(super) fn entry(source: &str, report: &SourceReport) -> Entry {
    Entry {
        source: source.to_owned(),
        connector: report.connector.clone(),
        letters: report.reading.letters(),
        order: (report.order.millis, report.order.sequence),
        told: report.told,
    }
}

/// A line of a journal as the board hears it.
pub(super) fn report(entry: &Entry) -> SourceReport {
    SourceReport {
        connector: entry.connector.clone(),
        reading: Reading::of_letters(&entry.letters),
        order: Order {
            millis: entry.order.0,
            sequence: entry.order.1,
        },
        told: entry.told,
    }
}

/// The newest of every connector.
pub(super) fn newest(board: &Board) -> impl Iterator<Item = Entry> {
    let layout = board.layout();
    layout.slots().filter_map(|(source, connector, slot)| {
        let newest = board.newest(slot)?;
        let report = SourceReport {
            connector: connector.to_owned(),
            reading: newest.reading,
            order: newest.order,
            told: newest.told,
        };
        Some(entry(source, &report))
    })
}
