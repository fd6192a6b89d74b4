//! What a gateway that begins must know of states, where several share a stream.

use std::sync::Arc;

use live::{Board, Layout, LiveFile, UnixTime};
use serde::{Deserialize, Serialize};

use super::{Course, SourceReport, Store, entry, report, told};
use crate::journal::Entry;
use crate::strays::Strays;

/// All states as they are kept for gateways that begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct States {
    course: Course,
    /// The number of the latest delta.
    number: u64,
    /// What is known of each connector, and since when it is so.
    newest: Vec<(Entry, UnixTime)>,
    links: Vec<(String, Option<UnixTime>, bool)>,
    strays: Vec<Entry>,
}

impl States {
    /// How far the stream was heard.
    pub(crate) fn course(&self) -> Course {
        self.course
    }
}

impl Store {
    /// All of it, for gateways that begin.
    pub(crate) fn states(&self) -> States {
        let inner = self.inner();
        let board = &inner.board;
        let slots = board.layout().slots();
        let newest = slots.filter_map(|(source, connector, slot)| {
            let (newest, (_, changed)) = (board.newest(slot)?, board.reading(slot)?);
            let report = SourceReport {
                connector: connector.to_owned(),
                reading: newest.reading,
                order: newest.order,
                told: newest.told,
            };
            Some((entry(source, &report), changed))
        });
        let links = board.links();
        let strays = inner.strays.all();
        States {
            course: inner.course,
            number: board.sequence(),
            newest: newest.collect(),
            links: links
                .map(|(source, alive, is_whole)| (source.to_owned(), alive, is_whole))
                .collect(),
            strays: strays
                .map(|(source, report)| entry(source, report))
                .collect(),
        }
    }

    /// Goes on from what another gateway kept. Whoever listens must fetch the whole file, which
    /// `publish` gives out.
    pub(crate) fn restore(
        &self,
        states: &States,
        layout: Arc<Layout>,
        publish: impl FnOnce(&LiveFile),
    ) {
        let mut board = Board::new(layout, states.number);
        for (line, changed) in &states.newest {
            if let Some(slot) = board.layout().slot(&line.source, &line.connector) {
                board.restore(&told(slot, &report(line)), *changed);
            }
        }
        for (source, alive, is_whole) in &states.links {
            board.restore_link(source, *alive, *is_whole);
        }
        let mut strays = Strays::default();
        for line in &states.strays {
            strays.keep(&line.source, &report(line));
        }
        let mut inner = self.inner();
        inner.recent.clear();
        (inner.board, inner.strays) = (board, strays);
        inner.course = states.course;
        publish(&inner.board.file(states.course.at()));
        self.tell_gap(states.number);
    }
}
