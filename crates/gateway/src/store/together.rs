//! The store where several gateways share a stream: what comes goes there, what comes from there is
//! heard by all in one order.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use live::{Board, Heard, Layout, LiveFile, UnixTime};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

use super::{BACK_S, BEHIND, Inner, LINES, SourceReport, Store, Told, entry, hear, report, told};
use crate::journal::{Entry, Log};
use crate::metrics::Metrics;
use crate::shared::{Envelope, Event, Known, NAME_MAX, Shared};
use crate::strays::Strays;

/// Reports in one event: it must fit into a message.
const TOGETHER: usize = 1_000;

/// How far the shared stream was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Course {
    /// The last event.
    position: u64,
    /// The last tick that counted.
    tick: u64,
    /// Seconds by which the clock was set back, in sum.
    shift: i64,
    /// When the last event was.
    at: UnixTime,
    /// The number of the last `live.json`, and when it was made.
    pub(super) file: (u64, UnixTime),
}

impl Course {
    /// What is sent along with events.
    pub(crate) fn known(self) -> Known {
        Known {
            position: self.position,
            tick: self.tick,
            shift: self.shift,
        }
    }

    /// When the last event was.
    pub(crate) fn at(self) -> UnixTime {
        self.at
    }
}

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
    /// Of a gateway that shares its state with others; nothing is known yet.
    pub(crate) fn shared(shared: &Arc<Shared>) -> Self {
        let layout = Arc::new(Layout::new("", &[]));
        let inner = Inner {
            board: Board::new(layout, 0),
            recent: std::collections::VecDeque::new(),
            strays: Strays::default(),
            lines: 0,
            lines_max: LINES,
            numbers: 0,
            clock: None,
            course: Course::default(),
        };
        Self {
            inner: Mutex::new(inner),
            log: Log::Shared(Arc::clone(shared)),
            told: broadcast::channel(BEHIND).0,
            folder: std::path::PathBuf::new(),
            missed: Mutex::default(),
            metrics: Metrics::default(),
        }
    }

    pub(super) async fn tell_push(
        &self,
        shared: &Shared,
        source: &str,
        reports: &[SourceReport],
        alive: UnixTime,
    ) -> io::Result<()> {
        for some in reports.chunks(TOGETHER) {
            let event = Event::Pushed {
                source: source.to_owned(),
                reports: self.entries(source, some),
                alive,
            };
            let done = shared.submit(event).await;
            if done.is_err() {
                // Whoever sent it may not send it again.
                self.miss(source);
            }
            done?;
        }
        Ok(())
    }

    /// What others can hear; longer ids are no ids.
    fn entries(&self, source: &str, reports: &[SourceReport]) -> Vec<Entry> {
        let is_id = |report: &&SourceReport| {
            let is_id = report.connector.len() <= NAME_MAX;
            if !is_id {
                self.metrics.heard(Heard::Unknown);
            }
            is_id
        };
        let reports = reports.iter().filter(is_id);
        reports.map(|report| entry(source, report)).collect()
    }

    /// Tells an answer about all states of a source.
    pub(super) async fn tell_pull(
        &self,
        shared: &Shared,
        source: &str,
        reports: &[SourceReport],
        since: UnixTime,
        alive: UnixTime,
    ) -> io::Result<()> {
        self.tell_answer(shared, source, reports).await?;
        let source = source.to_owned();
        let event = Event::Linked {
            source,
            since,
            alive,
        };
        shared.submit(event).await.map(drop)
    }

    /// Tells an answer about all that changed.
    pub(super) async fn tell_caught_up(
        &self,
        shared: &Shared,
        source: &str,
        reports: &[SourceReport],
        alive: UnixTime,
    ) -> io::Result<()> {
        self.tell_answer(shared, source, reports).await?;
        let source = source.to_owned();
        let event = Event::CaughtUp { source, alive };
        shared.submit(event).await.map(drop)
    }

    /// Tells an answer, in parts that fit into messages.
    pub(super) async fn tell_answer(
        &self,
        shared: &Shared,
        source: &str,
        reports: &[SourceReport],
    ) -> io::Result<()> {
        for some in reports.chunks(TOGETHER) {
            let event = Event::Answered {
                source: source.to_owned(),
                reports: self.entries(source, some),
            };
            shared.submit(event).await?;
        }
        Ok(())
    }

    pub(super) async fn tell_unlink(&self, shared: &Shared, source: &str) {
        let source = source.to_owned();
        let event = Event::Unlinked {
            source: source.clone(),
        };
        if shared.submit(event).await.is_err() {
            self.miss(&source);
        }
    }

    fn miss(&self, source: &str) {
        let mut missed = self.missed.lock().unwrap_or_else(PoisonError::into_inner);
        missed.insert(source.to_owned());
    }

    /// Tells others of which sources something was refused while nobody could be told.
    pub(crate) async fn tell_missed(&self, shared: &Shared) {
        let missed = {
            let mut missed = self.missed.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *missed)
        };
        for source in missed {
            self.tell_unlink(shared, &source).await;
        }
    }

    /// True when there is something to tell, or the last `live.json` is older than what was told.
    pub(crate) fn is_due(&self, now: UnixTime) -> bool {
        let inner = self.inner();
        let (number, at) = inner.course.file;
        inner.board.has_news() || (number != inner.board.sequence() && now != at)
    }

    /// How far the stream was heard.
    pub(crate) fn course(&self) -> Course {
        self.inner().course
    }

    /// An event with the stamp `millis` is the next one. Returns by how many seconds the clock was
    /// set back since it was sent, and a whole file if it was just now.
    pub(crate) fn go_on(
        &self,
        position: u64,
        millis: i64,
        envelope: &Envelope,
    ) -> (i64, Option<LiveFile>) {
        let mut inner = self.inner();
        let inner = &mut *inner;
        let at = UnixTime(millis.div_euclid(1000));
        if inner.board.sequence() == 0 {
            // Greater than any number of a stream before: there are not so many in a second.
            inner.board.go_on_from(u64::try_from(millis).unwrap_or(1));
        }
        let before = inner.course;
        // Whoever knew the event before this one knows how long ago it was.
        let knew = before.position > 0 && envelope.from == before.position;
        let due = before.at.max(if knew { envelope.sent } else { at });
        let back = due.since(at);
        inner.course.position = position;
        let mut file = None;
        if back > BACK_S {
            inner.course.at = at;
            inner.course.shift = before.shift.saturating_add(back.into());
            file = Some(self.set_back(inner, back, at));
        } else {
            inner.course.at = before.at.max(at);
        }
        let moved = inner.course.shift.saturating_sub(envelope.shift);
        (moved, file)
    }

    /// An event that nobody can read is the next one.
    pub(crate) fn go_past(&self, position: u64) {
        self.inner().course.position = position;
    }

    /// Hears an event; `moved` is what `go_on` said. True when it changed what it should.
    pub(crate) fn hear_event(&self, event: &Event, moved: i64, is_ours: bool) -> bool {
        let mut inner = self.inner();
        let inner = &mut *inner;
        let at = inner.course.at;
        // Nothing is later than now, whatever clock it was told by.
        let here = |time: UnixTime| UnixTime(time.0.saturating_sub(moved)).min(at);
        let heard = |heard| {
            if is_ours {
                self.metrics.heard(heard);
            }
        };
        match event {
            Event::Pushed {
                source,
                reports,
                alive,
            } => {
                for one in reports {
                    let mut report = report(one);
                    report.told = here(report.told);
                    let outcome = hear(&mut inner.board, source, &report);
                    heard(outcome);
                    if outcome == Heard::Unknown {
                        inner.strays.keep(source, &report);
                    }
                }
                inner.board.alive(source, here(*alive));
            }
            Event::Answered { source, reports } => {
                for one in reports {
                    let mut report = report(one);
                    report.told = here(report.told);
                    let slot = inner.board.layout().slot(source, &report.connector);
                    let outcome = slot.map(|slot| inner.board.hear_answer(&told(slot, &report)));
                    heard(outcome.unwrap_or(Heard::Unknown));
                    if slot.is_none() {
                        inner.strays.keep(source, &report);
                    }
                }
            }
            Event::Linked {
                source,
                since,
                alive,
            } => inner.link(source, here(*since), here(*alive)),
            Event::CaughtUp { source, alive } => inner.board.relink(source, here(*alive)),
            Event::Unlinked { source } => inner.board.unlink(source),
            Event::Begun { number } => {
                // Something may have been missed while it was not there.
                let links = inner.board.links().map(|(source, ..)| source.to_owned());
                for source in links.collect::<Vec<String>>() {
                    inner.board.unlink(&source);
                }
                inner.board.go_on_from(*number);
            }
            Event::Tick { .. } | Event::Document { .. } | Event::Stations { .. } => {}
        }
        true
    }

    /// A tick: what changed, if anything, is told, if it is the next one. Returns whether it is, and `live.json`
    /// when there is a new one: once a second at most, and the same at every gateway.
    pub(crate) fn hear_tick(&self, after: u64) -> (bool, Option<LiveFile>) {
        let mut inner = self.inner();
        if after != inner.course.tick {
            return (false, None);
        }
        let (position, at) = (inner.course.position, inner.course.at);
        inner.course.tick = position;
        // Also when nothing changed: a number stands for one file.
        let delta = inner.board.next_delta(at);
        self.tell_delta(&mut inner, &delta);
        if inner.course.file.1 == at {
            return (true, None);
        }
        let sequence = inner.board.sequence();
        inner.course.file = (sequence, at);
        (true, Some(inner.board.file(at)))
    }

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
        publish(&inner.board.file(states.course.at));
        self.tell_gap(states.number);
    }

    /// Tells listeners that no delta leads to file `sequence`.
    pub(super) fn tell_gap(&self, sequence: u64) {
        let gap = Told {
            sequence,
            previous: sequence,
            json: Bytes::new(),
            event: format!("event: gap\ndata: {sequence}\n\n").into(),
        };
        // Nobody may be listening.
        let _ = self.told.send(Arc::new(gap));
    }
}

#[cfg(test)]
mod tests;
