//! Following the live files: the whole file now and then, and a stream of what changes where there
//! is one. Nothing is asked for while nobody looks, unless the driver waits for a station.

mod announced;
mod remembered;
mod shown;

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use ::live::{Clock, Layout, LiveFile, Mirror, Missed, Pace, UsualFile};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

pub use announced::Announced;
use remembered::{Memory, Remembered};
use shown::{hear_delta, show};

use crate::planning::Worker;
use crate::platform::{
    Alarm, Fresh, Stream, StreamEvent, device_time, fetch_fresh, has_network, is_embedded, is_seen,
    on_attention, random, saves_data, ticks,
};
use crate::session::{Chosen, Session};
use crate::state::{Following, Live};

/// How often what is shown grows older.
const TICK: Duration = Duration::from_secs(10);
/// What is usual is asked for so often, in seconds.
const HOUR_S: f64 = 3600.0;
/// After a stream broke, it is asked for again within this, in seconds.
const SPREAD_S: f64 = 4.0;
/// A stream that says nothing for so many heartbeats may be dead.
const HEARTBEATS: u32 = 4;

/// How it is followed.
type Follow = fn(Session, Worker, Announced);

/// Follows for as long as the page lives. What does it is in a file of its own: most sites announce
/// nothing.
pub async fn follow(session: Session, worker: Worker, announced: Announced) {
    loop {
        match live().await {
            Ok(follow) => return follow(session, worker, announced),
            Err(problem) => {
                leptos::logging::warn!("live: {problem}");
                let state = if has_network() {
                    Following::Cut(None)
                } else {
                    Following::Offline(None)
                };
                session.following.set(state);
                let pause = f64::from(announced.poll_s()) / 2.0;
                Alarm::default().wait(Some(pause)).await;
            }
        }
    }
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "the macro adds that the file may not come"
)]
#[wasm_split(live, fallible)]
fn live() -> Result<Follow, SplitLoaderError> {
    Ok(begin)
}

fn begin(session: Session, worker: Worker, announced: Announced) {
    let alarm = Alarm::default();
    let is_back = Rc::new(Cell::new(false));
    let (ring, back) = (alarm.clone(), is_back.clone());
    on_attention(move || {
        back.set(true);
        ring.ring();
    });
    let ring = alarm.clone();
    let tick = move || {
        let is_doubtful = session.live.with_untracked(|live| {
            live.as_ref()
                .is_some_and(|live| live.clock.is_doubtful(ticks()))
        });
        // One that does not answer is asked again at its own pace.
        let is_connected = session.following.get_untracked() == Following::Connected;
        if is_doubtful && is_connected && is_seen() {
            ring.ring();
        }
        show(session);
    };
    // Without timers nothing grows older, but every message says how old it is.
    let _ = set_interval_with_handle(tick, TICK);
    let poll_s = announced.poll_s();
    let follower = Follower {
        session,
        worker,
        announced,
        alarm,
        pace: Pace::new(poll_s, saves_data()),
        is_due: Rc::new(Cell::new(false)),
        is_back,
        learnt: None,
        latest: Vec::new(),
        memory: Memory::default(),
        is_recalled: false,
    };
    spawn_local(follower.run());
}

struct Follower {
    session: Session,
    worker: Worker,
    announced: Announced,
    alarm: Alarm,
    pace: Pace,
    /// True while changes wait to be shown.
    is_due: Rc<Cell<bool>>,
    /// True when somebody looks again, or the network is back: then the whole file is fetched.
    is_back: Rc<Cell<bool>>,
    /// When it was asked for what is usual, by the steady clock.
    learnt: Option<f64>,
    /// The whole file as it came last.
    latest: Vec<u8>,
    /// What was heard last, for a start without a network.
    memory: Memory,
    /// True while that is all there is: then it is history, however young.
    is_recalled: bool,
}

impl Follower {
    async fn run(mut self) {
        self.memory = Memory::open().await;
        loop {
            while !self.is_wanted() {
                self.alarm.wait(None).await;
            }
            self.is_back.set(false);
            match self.refresh().await {
                Ok(()) => {
                    self.pace.succeeded();
                    self.is_recalled = false;
                    self.session.following.set(Following::Connected);
                    self.remember().await;
                    self.learn().await;
                    self.listen().await;
                }
                Err(problem) => {
                    leptos::logging::warn!("live: {problem}");
                    self.pace.failed();
                    self.recall().await;
                    let latest = self.session.live.with_untracked(|live| {
                        let live = live.as_ref()?;
                        Some(live.mirror.time())
                    });
                    let state = if has_network() && !self.is_recalled {
                        Following::Cut(latest)
                    } else {
                        Following::Offline(latest)
                    };
                    self.session.following.set(state);
                    self.alarm.wait(Some(self.pace.wait_s(random()))).await;
                }
            }
        }
    }

    /// True while somebody looks, or waits to be told.
    fn is_wanted(&self) -> bool {
        let is_waited_for = self.session.watched.with_untracked(|all| !all.is_empty());
        is_seen() || is_waited_for
    }

    /// Fetches the whole file, and the stations when it is about others.
    async fn refresh(&mut self) -> Result<(), String> {
        if self.announced.manifest().is_none() {
            self.take_stations().await?;
        }
        let file = self.fetch().await?;
        if self.hear(&file).is_ok() {
            return Ok(());
        }
        self.take_stations().await?;
        let file = self.fetch().await?;
        self.hear(&file).map_err(|missed| missed.to_string())
    }

    async fn fetch(&mut self) -> Result<(LiveFile, Option<::live::UnixTime>), String> {
        let url = self.announced.live();
        let fresh = fetch_fresh(&url).await.map_err(|error| error.to_string())?;
        let file = LiveFile::read(&fresh.bytes).map_err(|error| format!("{url}: {error}"))?;
        self.latest = fresh.bytes;
        Ok((file, fresh.date))
    }

    /// Keeps what was heard, and the stations that it is about, which the browser fetched before.
    async fn remember(&mut self) {
        let Some(manifest) = self.announced.manifest() else {
            return;
        };
        if self.memory.wants_stations(&manifest.snapshot) {
            let Ok(stations) = self.announced.stations_of(manifest).await else {
                return;
            };
            let (text, snapshot) = (self.announced.text(), &manifest.snapshot);
            self.memory.keep_stations(snapshot, text, &stations).await;
        }
        self.memory.keep_file(&self.latest).await;
    }

    /// Shows what was heard last as history, by whichever page, where this one has heard nothing.
    async fn recall(&mut self) {
        if self.announced.manifest().is_some() {
            return;
        }
        let Some(Remembered {
            manifest,
            stations,
            file,
        }) = self.memory.recall().await
        else {
            return;
        };
        let Ok(file) = LiveFile::read(&file) else {
            return;
        };
        // It was written at that time at the earliest; the device's clock may be wrong.
        let now = device_time().max(file.time);
        let taken = self.announced.take(manifest);
        if taken.and_then(|()| self.work_with(&stations)).is_ok() {
            // What does not fit is not shown.
            self.is_recalled = self.hear(&(file, Some(now))).is_ok();
        }
    }

    /// Fetches what is usual, once an hour. Without it nothing else is missing.
    async fn learn(&mut self) {
        let now = ticks().steady;
        let is_known = self.learnt.is_some_and(|at| now - at < HOUR_S);
        let Some(url) = self
            .announced
            .usual()
            .filter(|_| !is_known && !saves_data())
        else {
            return;
        };
        self.learnt = Some(now);
        let read = |fresh: Fresh| UsualFile::read(&fresh.bytes).map_err(|error| error.to_string());
        let fetched = fetch_fresh(&url).await.map_err(|error| error.to_string());
        match fetched.and_then(read) {
            Ok(usual) => self.session.usual.set(Some(Arc::new(usual))),
            Err(problem) => leptos::logging::warn!("{url}: {problem}"),
        }
    }

    /// Fetches the manifest and the stations that it names, and works with them from now on.
    async fn take_stations(&mut self) -> Result<(), String> {
        let bytes = self.announced.stations().await?;
        self.work_with(&bytes)
    }

    /// Works with these stations from now on.
    fn work_with(&self, bytes: &[u8]) -> Result<(), String> {
        let region = self.session.region.get_untracked();
        let region = region.ok_or("no data is loaded")?;
        let region = Arc::new(region.with_stations(bytes)?);
        // What the driver looks at may have another number now.
        let chosen = match self.session.chosen.get_untracked() {
            Some(Chosen::Station(index)) => {
                let before = self.session.region.get_untracked();
                let id = before.and_then(|before| Some(before.stations.get(index)?.id.clone()));
                id.and_then(|id| region.index_of(&id)).map(Chosen::Station)
            }
            other => other,
        };
        self.worker.with_value(|worker| {
            if let Some(worker) = worker {
                worker.send_stations(bytes);
            }
        });
        self.session.live.set(None);
        self.session.region.set(Some(region));
        self.session.chosen.set(chosen);
        Ok(())
    }

    /// Takes over a whole file.
    fn hear(&self, (file, date): &(LiveFile, Option<::live::UnixTime>)) -> Result<(), Missed> {
        let (Some(region), Some(manifest)) = (
            self.session.region.get_untracked(),
            self.announced.manifest(),
        ) else {
            return Ok(());
        };
        let layout = Arc::new(Layout::new(&*manifest.snapshot, &region.stations));
        let mirror = Mirror::new(layout, file)?;
        let ticks = ticks();
        // What was read before stays where a cache has an older file.
        let is_older = self.session.live.with_untracked(|live| {
            live.as_ref()
                .is_some_and(|live| live.mirror.time() > mirror.time())
        });
        let mut clock = Clock::new(date.unwrap_or(file.time), ticks);
        clock.is_at_least(file.time, ticks);
        self.session.live.update_untracked(|live| match live {
            Some(live) if is_older => live.clock = clock,
            live => {
                *live = Some(Live {
                    mirror,
                    clock,
                    limits: manifest.limits(),
                });
            }
        });
        show(self.session);
        Ok(())
    }

    /// Hears what changes until the whole file should be fetched again.
    async fn listen(&mut self) {
        let stream = self.announced.events();
        // Many frames of one page would keep as many streams open.
        let stream = stream.filter(|_| !saves_data() && is_seen() && !is_embedded());
        let Some((url, heartbeat_s)) = stream else {
            self.alarm.wait(Some(self.pace.wait_s(random()))).await;
            return;
        };
        let (is_over, has_heard) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
        let (over, heard, alarm) = (is_over.clone(), has_heard.clone(), self.alarm.clone());
        let (session, is_due) = (self.session, self.is_due.clone());
        let on_event = move |event| {
            let goes_on = match event {
                StreamEvent::Message(text) => hear_delta(session, &is_due, &text),
                StreamEvent::Gap | StreamEvent::Broken => false,
            };
            heard.set(heard.get() || goes_on);
            if !goes_on {
                over.set(true);
                alarm.ring();
            }
        };
        let number = session.live.with_untracked(|live| {
            let live = live.as_ref();
            live.map_or(0, |live| live.mirror.sequence())
        });
        let opened = Stream::open(&format!("{url}?from={number}"), on_event);
        let mut was_heard = false;
        while opened.is_ok() && !is_over.get() {
            has_heard.set(false);
            let patience = f64::from(heartbeat_s * HEARTBEATS);
            self.alarm.wait(Some(patience)).await;
            was_heard |= has_heard.get();
            let is_doubtful = session.live.with_untracked(|live| {
                live.as_ref()
                    .is_none_or(|live| live.clock.is_doubtful(ticks()))
            });
            if !has_heard.get() || self.is_back.get() || !is_seen() || is_doubtful {
                break;
            }
        }
        drop(opened);
        if self.is_back.get() || !is_seen() {
            return;
        }
        // Where streams do not get through at all, it is asked for now and then, as without one. Where
        // one broke, all others may have at the same time.
        let wait = if was_heard {
            random() * SPREAD_S
        } else {
            self.pace.wait_s(random())
        };
        self.alarm.wait(Some(wait)).await;
    }
}
