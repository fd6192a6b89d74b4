//! The store: the board, its journal, and the files that follow from it.
//!
//! Alone, a gateway hears what comes and writes it to its journal. Where several share a stream, what
//! comes goes there first, and `together` hears it when it comes back, as all others do.

mod kept;
mod numbers;
mod relayout;
mod report;
mod together;

use std::collections::{BTreeSet, VecDeque};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::body::Bytes;
use live::{Board, Delta, Heard, Layout, Limits, LiveFile, UnixTime};
use tokio::sync::broadcast;

use crate::journal::{Entry, Journal, Log};
use crate::metrics::Metrics;
use crate::strays::Strays;

pub(crate) use kept::States;
pub(crate) use report::SourceReport;
use report::{entry, hear, newest, report, told};
pub(crate) use together::Course;

/// Deltas that are kept for those who come back.
const RECENT: usize = 1_000;
/// Deltas that a slow listener may be behind.
const BEHIND: usize = 256;
/// Lines of the journal after which it is compacted, besides one for each connector.
const LINES: usize = 100_000;
/// A clock that goes back by more, in seconds, was set back.
const BACK_S: u32 = 2;

/// A delta that was told.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// Its number.
    pub(crate) sequence: u64,
    /// The number before it.
    pub(crate) previous: u64,
    /// As JSON.
    pub(crate) json: Bytes,
    /// As a server-sent event.
    pub(crate) event: Bytes,
}

/// What a listener begins with.
#[derive(Debug)]
pub(crate) struct Listening {
    /// Deltas since the one that it knows; `None` when some are gone, or it knows none.
    pub(crate) missed: Option<Vec<Arc<Told>>>,
    /// The number of the latest file.
    pub(crate) sequence: u64,
    /// All that follow.
    pub(crate) next: broadcast::Receiver<Arc<Told>>,
}

/// Keeps and tells what connectors do.
#[derive(Debug)]
pub(crate) struct Store {
    inner: Mutex<Inner>,
    log: Log<Entry>,
    told: broadcast::Sender<Arc<Told>>,
    folder: PathBuf,
    /// Sources of which something was refused that others were not told of yet.
    missed: Mutex<BTreeSet<String>>,
    /// What happened, counted.
    pub(crate) metrics: Metrics,
}

#[derive(Debug)]
struct Inner {
    board: Board,
    recent: VecDeque<Arc<Told>>,
    /// Reports about connectors that the layout does not have.
    strays: Strays,
    /// Lines in the journal since it was compacted.
    lines: usize,
    /// Lines after which it is compacted.
    lines_max: usize,
    /// Numbers up to this are taken.
    numbers: u64,
    /// When a file was told last, by the machine's clock and by one that nobody sets.
    clock: Option<(UnixTime, Instant)>,
    /// How far the shared stream was heard.
    course: Course,
}

impl Store {
    /// Opens the journal of `folder` and goes on from there. `now` numbers the files.
    pub(crate) fn open(layout: Arc<Layout>, folder: &Path, now: UnixTime) -> io::Result<Self> {
        let (journal, entries) = Journal::<Entry>::open(folder, "journal")?;
        let first = numbers::first(folder, now)?;
        let (mut board, mut strays) = (Board::new(layout, first), Strays::default());
        for entry in &entries {
            let mut report = report(entry);
            if report.told > now {
                // The clock was set back since: nobody knows how old it is, so it counts as too old.
                report.told = now.before(Limits::default().expired + 1);
            }
            if hear(&mut board, &entry.source, &report) == Heard::Unknown {
                strays.keep(&entry.source, &report);
            }
        }
        let inner = Inner {
            // Counted once: it takes as long as hearing thousands of reports.
            lines_max: LINES + board.layout().slots().count(),
            board,
            recent: VecDeque::new(),
            strays,
            lines: entries.len(),
            numbers: first + numbers::TAKEN,
            clock: None,
            course: Course::default(),
        };
        Ok(Self {
            inner: Mutex::new(inner),
            log: Log::Journal(journal),
            told: broadcast::channel(BEHIND).0,
            folder: folder.to_owned(),
            missed: Mutex::default(),
            metrics: Metrics::default(),
        })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // What a panicking thread left is still the newest of each connector.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hears what a source pushed, and that it was `alive` then; done when it is on disk, so that it
    /// can be acknowledged. What is said of connectors that no station has yet is kept too, if there
    /// is room.
    pub(crate) async fn push(
        &self,
        source: &str,
        reports: &[SourceReport],
        alive: UnixTime,
    ) -> io::Result<()> {
        let journal = match &self.log {
            Log::Journal(journal) => journal,
            Log::Shared(shared) => return self.tell_push(shared, source, reports, alive).await,
        };
        let (added, compacted) = {
            let mut inner = self.inner();
            let inner = &mut *inner;
            let known = reports.iter().filter(|report| {
                let heard = hear(&mut inner.board, source, report);
                self.metrics.heard(heard);
                // A late one may be one that could not be kept: it is sent again.
                heard != Heard::Unknown || inner.strays.keep(source, report)
            });
            let entries: Vec<Entry> = known.map(|report| entry(source, report)).collect();
            inner.lines += entries.len();
            let added = journal.add(entries);
            let compacted = (inner.lines > inner.lines_max).then(|| {
                let strays = inner
                    .strays
                    .all()
                    .map(|(source, report)| entry(source, report));
                let newest: Vec<Entry> = newest(&inner.board).chain(strays).collect();
                inner.lines = newest.len();
                journal.compact(newest)
            });
            (added, compacted)
        };
        added.await?;
        self.inner().board.alive(source, alive);
        if let Some(compacted) = compacted
            && let Err(error) = compacted.await
        {
            // The old file still holds everything.
            tracing::warn!("the journal was not compacted: {error}");
        }
        Ok(())
    }

    /// Hears what a source answered when it was asked for all its states from `since` on: what it
    /// tells of later is confirmed by its signs of life.
    pub(crate) async fn pulled(
        &self,
        source: &str,
        reports: &[SourceReport],
        since: UnixTime,
        now: UnixTime,
    ) -> io::Result<()> {
        if let Log::Shared(shared) = &self.log {
            return self.tell_pull(shared, source, reports, since, now).await;
        }
        let mut inner = self.inner();
        self.answered(&mut inner, source, reports);
        inner.link(source, since, now);
        Ok(())
    }

    /// Hears what a source answered when it was asked for all that changed since it was asked last.
    pub(crate) async fn caught_up(
        &self,
        source: &str,
        reports: &[SourceReport],
        now: UnixTime,
    ) -> io::Result<()> {
        if let Log::Shared(shared) = &self.log {
            return self.tell_caught_up(shared, source, reports, now).await;
        }
        let mut inner = self.inner();
        self.answered(&mut inner, source, reports);
        inner.board.relink(source, now);
        Ok(())
    }

    /// Hears a part of what a source knows; the rest may have been missed.
    pub(crate) async fn answered_in_part(
        &self,
        source: &str,
        reports: &[SourceReport],
    ) -> io::Result<()> {
        if let Log::Shared(shared) = &self.log {
            self.tell_answer(shared, source, reports).await?;
        } else {
            self.answered(&mut self.inner(), source, reports);
        }
        self.unlink(source).await;
        Ok(())
    }

    fn answered(&self, inner: &mut Inner, source: &str, reports: &[SourceReport]) {
        for report in reports {
            let slot = inner.board.layout().slot(source, &report.connector);
            let heard = slot.map(|slot| inner.board.hear_answer(&told(slot, report)));
            self.metrics.heard(heard.unwrap_or(Heard::Unknown));
            if slot.is_none() {
                inner.strays.keep(source, report);
            }
        }
    }

    /// The ids that a source has for its stations.
    pub(crate) fn origins(&self, source: &str) -> Vec<String> {
        let inner = self.inner();
        inner
            .board
            .layout()
            .origins(source)
            .map(str::to_owned)
            .collect()
    }

    /// Something of a source may have been missed.
    pub(crate) async fn unlink(&self, source: &str) {
        match &self.log {
            Log::Journal(_) => self.inner().board.unlink(source),
            Log::Shared(shared) => self.tell_unlink(shared, source).await,
        }
    }

    /// Tells what changed, if anything did. When the clock was set back, `publish` gives out a whole
    /// file by the new time: what was told by the old one would look young for as long.
    pub(crate) fn tell(&self, now: UnixTime, publish: impl FnOnce(&LiveFile)) -> io::Result<()> {
        let mut inner = self.inner();
        self.take_number(&mut inner)?;
        if let Some(back) = inner.set_back_by(now) {
            publish(&self.set_back(&mut inner, back, now));
        }
        inner.clock = Some((now, Instant::now()));
        if let Some(delta) = inner.board.delta(now) {
            self.tell_delta(&mut inner, &delta);
        }
        Ok(())
    }

    /// The clock was set back: nothing gets younger by that. Returns the whole file that everyone must
    /// fetch.
    fn set_back(&self, inner: &mut Inner, back: u32, now: UnixTime) -> LiveFile {
        tracing::warn!("the clock was set back by {back} s");
        inner.board.set_back(back);
        inner.strays.set_back(back);
        let sequence = inner.board.sequence() + 1;
        inner.board.go_on_from(sequence);
        inner.recent.clear();
        inner.course.file = (sequence, now);
        self.tell_gap(sequence);
        inner.board.file(now)
    }

    fn tell_delta(&self, inner: &mut Inner, delta: &Delta) {
        // JSON without line breaks: one line of data.
        let (number, json) = (delta.sequence, delta.to_json());
        let head = format!("id: {number}\ndata: ");
        let event = [head.as_bytes(), &json, b"\n\n"].concat();
        let told = Arc::new(Told {
            sequence: number,
            previous: delta.previous,
            json: json.into(),
            event: event.into(),
        });
        if inner.recent.len() == RECENT {
            inner.recent.pop_front();
        }
        inner.recent.push_back(Arc::clone(&told));
        // Nobody may be listening.
        let _ = self.told.send(told);
    }

    /// All that is known.
    pub(crate) fn file(&self, now: UnixTime) -> LiveFile {
        self.inner().board.file(now)
    }

    /// The number of the latest file.
    pub(crate) fn sequence(&self) -> u64 {
        self.inner().board.sequence()
    }

    /// The delta with this number, if it is not too old.
    pub(crate) fn delta(&self, sequence: u64) -> Option<Arc<Told>> {
        let inner = self.inner();
        let at = inner
            .recent
            .binary_search_by_key(&sequence, |told| told.sequence);
        at.ok().map(|at| Arc::clone(&inner.recent[at]))
    }

    /// Listens from behind the file with number `known` on.
    pub(crate) fn listen(&self, known: Option<u64>) -> Listening {
        let inner = self.inner();
        let sequence = inner.board.sequence();
        let missed = known.and_then(|known| {
            if known == sequence {
                return Some(Vec::new());
            }
            let first = inner
                .recent
                .iter()
                .position(|told| told.previous == known)?;
            Some(inner.recent.range(first..).cloned().collect())
        });
        Listening {
            missed,
            sequence,
            next: self.told.subscribe(),
        }
    }
}

impl Inner {
    /// By how many seconds the clock was set back since a file was told last.
    fn set_back_by(&self, now: UnixTime) -> Option<u32> {
        let (at, then) = self.clock?;
        let gone = i64::try_from(then.elapsed().as_secs()).unwrap_or(i64::MAX);
        let back = UnixTime(at.0.saturating_add(gone)).since(now);
        (back > BACK_S).then_some(back)
    }

    fn link(&mut self, source: &str, since: UnixTime, at: UnixTime) {
        self.board.link(source, since, at);
        self.strays
            .retain(|of, report| of != source || report.told >= since);
    }
}

#[cfg(test)]
mod tests;
