//! Keeping app and data for when there is no network, and renewing them, for as long as the page lives.
//! What does it is in a file of its own, which comes after the map.
//!
//! The service worker keeps the app by itself (`src/platform/service_worker.js`). Data is fetched here,
//! compared with the list of packs, and only when all of a pack is there the new list replaces the old
//! one: a page that starts later finds the old data or the new, never some of both.

mod bases;
mod fetching;

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use packs::Packs;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::passing::pass_all;
use crate::platform::{
    Alarm, DATA, FetchError, NotRegistered, NotStored, Service, Store, device_time, fetch_fresh,
    has_network, is_seen, keep, kept, on_attention, reload, saves_data,
};
use crate::session::Session;
use crate::state::{
    Following, Keeping, KeptApp, OfflineWords, PACK, PACKS, Progress, Renewal, Wanted, both_of,
    is_little,
};
use fetching::{Fetch, NotFetched};

/// After it did not come, it is asked for again so soon.
const PAUSE: Duration = Duration::from_secs(10);
/// So often the network is asked for newer data, in seconds.
const OFTEN_S: f64 = 600.0;
/// Every so many times also for a newer app.
const RARELY: u32 = 6;
/// While the app itself is not kept, that is tried again so soon, in seconds.
const SOON_S: f64 = 60.0;
/// Under this name the browser keeps that data was kept: it may throw that away without a word.
const WAS_KEPT: &str = "yilu-kept";
/// What the site may set, beside the page.
pub(crate) const CONFIGURATION: &str = "config.json";
/// Under this name the browser keeps which packs are wanted.
const WANTED: &str = "yilu-packs";

/// Under these names the browser keeps that the driver wants nothing to be fetched.
const PAUSED: [&str; 2] = ["yilu-paused", "yilu-base-paused"];
/// Under this name the browser keeps whether the base map is wanted.
const WANTS_BASE: &str = "yilu-base";

/// Begins to keep, once the file is there that does it.
pub fn load_keeping(session: Session) {
    spawn_local(async move {
        loop {
            match keeping().await {
                Ok(begin) => return begin(session),
                Err(problem) => {
                    leptos::logging::warn!("keeping: {problem}");
                    Alarm::default().wait(Some(PAUSE.as_secs_f64())).await;
                }
            }
        }
    });
}

/// Packs that the driver wants to have without a network.
pub(crate) fn wanted() -> Wanted {
    kept(WANTED).map_or_else(Wanted::default, |text| Wanted::read(&text))
}

/// Changes these, and sees to it.
pub(crate) fn change_wanted(session: Session, change: impl FnOnce(&mut Wanted)) {
    let mut wanted = wanted();
    change(&mut wanted);
    keep(WANTED, &wanted.write());
    session.offline.is_paused.set(false);
    session.offline.wake.update(|wakes| *wakes += 1);
}

/// True when the driver wants the base map without a network.
pub(crate) fn wants_base() -> bool {
    kept(WANTS_BASE).as_deref() == Some("1")
}

/// Changes that, and sees to it.
pub(crate) fn want_base(session: Session, is_wanted: bool) {
    keep(WANTS_BASE, if is_wanted { "1" } else { "" });
    session.offline.is_base_paused.set(false);
    session.offline.wake.update(|wakes| *wakes += 1);
}

/// Shows another pack from now on. The one before stays kept until the driver removes it.
pub(crate) fn show_pack(session: Session, id: &str) {
    if let Some(before) = session.offline.pack.get_untracked() {
        change_wanted(session, |wanted| {
            wanted.0.insert(before.id.clone());
        });
    }
    keep(PACK, id);
    reload();
}

/// Replaces what is shown by what waits, without losing the trip at hand.
pub(crate) fn renew(session: Session) {
    pass_all(session);
    let service = session.offline.service.get_value();
    if !service.is_some_and(|service| service.take_over()) {
        reload();
    }
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "the macro adds that the file may not come"
)]
#[wasm_split(keeping, fallible)]
fn keeping() -> Result<fn(Session), SplitLoaderError> {
    Ok(begin)
}

fn begin(session: Session) {
    let (offline, alarm) = (session.offline, Alarm::default());
    for (name, is_paused) in PAUSED
        .into_iter()
        .zip([offline.is_paused, offline.is_base_paused])
    {
        is_paused.set(kept(name).as_deref() == Some("1"));
        // It stays one when the page is opened again.
        Effect::new(move |was: Option<bool>| {
            let is_now = is_paused.get();
            if was.is_some_and(|was| was != is_now) {
                keep(name, if is_now { "1" } else { "" });
            }
            is_now
        });
    }
    let was_reached = Rc::new(Cell::new(false));
    let (ring, reached) = (alarm.clone(), was_reached.clone());
    on_attention(move || {
        if !has_network() {
            heard(session, false, &reached);
        }
        ring.ring();
    });
    let ring = alarm.clone();
    Effect::new(move |_| {
        offline.wake.track();
        // Who cannot follow the live files may have no network.
        let is_cut = session
            .following
            .with(|state| matches!(state, Following::Cut(_)));
        if is_cut || offline.wake.get_untracked() > 0 {
            ring.ring();
        }
    });
    spawn_local(async move {
        let (mut time, mut pause_s) = (0, OFTEN_S);
        loop {
            if is_seen() {
                // Anew each time: what was opened before may have been thrown away since.
                let store = Store::open(DATA).await;
                if store.is_none() {
                    offline.keeping.set(Keeping::Unable);
                }
                tell_evicted(session, store.as_ref()).await;
                bases::settle(session).await;
                let is_reached = tend(session, store.as_ref()).await;
                heard(session, is_reached, &was_reached);
                // Without a network too: then it tells whether this page opens again.
                let is_due = is_reached && time % RARELY == 0;
                let is_tried_soon = tend_app(session, &alarm, is_due).await;
                pause_s = if is_tried_soon { SOON_S } else { OFTEN_S };
                time += u32::from(is_reached);
            }
            alarm.wait(Some(pause_s)).await;
        }
    });
}

/// Notes another word of the network.
fn heard(session: Session, is_reached: bool, was_reached: &Cell<bool>) {
    let connection = session.offline.connection;
    let before = connection.get_untracked();
    let after = before.heard(is_reached, device_time(), was_reached.get());
    was_reached.set(was_reached.get() || is_reached);
    if before != after {
        connection.set(after);
    }
}

/// Says so when the browser has thrown away what was kept.
async fn tell_evicted(session: Session, store: Option<&Store>) {
    let Some(store) = store.filter(|_| kept(WAS_KEPT).as_deref() == Some("1")) else {
        return;
    };
    if !store
        .addresses()
        .await
        .iter()
        .any(|address| address.starts_with(PACKS))
    {
        keep(WAS_KEPT, "");
        session
            .notice
            .set(Some(both_of::<OfflineWords>(|words| words.evicted)));
    }
}

/// Registers the service worker until it keeps the app, then looks whether all of that is still there,
/// and for another version when that is due; true when it is to be tried again soon.
async fn tend_app(session: Session, alarm: &Alarm, is_due: bool) -> bool {
    let offline = session.offline;
    let alive = offline.service.get_value().filter(Service::is_alive);
    let is_new = alive.is_none();
    let service = match alive {
        Some(service) => Ok(service),
        None => Service::register().await,
    };
    let service = match service {
        Ok(service) => service,
        Err(problem) => {
            offline.app.set(KeptApp::Missing);
            return problem == NotRegistered::Unanswered;
        }
    };
    if is_new {
        let renewal = offline.renewal;
        service.on_waiting(move || renewal.set(Renewal::App));
        let alarm = alarm.clone();
        service.on_kept(move || alarm.ring());
        offline.service.set_value(Some(service.clone()));
    } else if is_due || offline.app.get_untracked() == KeptApp::Missing {
        service.look_for_update().await;
    }
    let is_whole = service.keep_whole().await;
    offline.app.set(if is_whole {
        KeptApp::Whole
    } else if is_new {
        // It is still on its way.
        KeptApp::Asked
    } else {
        KeptApp::Missing
    });
    !is_whole
}

/// Tells what is there by the list that is, when nothing was told before: the network is not.
async fn tell_kept(session: Session, store: &Store) {
    let keeping = session.offline.keeping;
    if keeping.get_untracked() != Keeping::Unasked {
        return;
    }
    let list = match store.bytes(PACKS).await {
        Some(list) => Some(list),
        None => store.bytes(&copy_of(PACKS)).await,
    };
    let text = list.and_then(|list| String::from_utf8(list).ok());
    let Ok(packs) = Packs::read(&text.unwrap_or_default()) else {
        return;
    };
    let shown = session.offline.pack.get_untracked();
    let ids = wanted().with(shown.as_deref());
    let progress = Fetch::new(session, store, &packs, &ids).await.progress();
    tell_there(session, store, &packs).await;
    keeping.set(match progress.left() {
        0 => Keeping::Kept(progress.of),
        _ => Keeping::Waiting(progress),
    });
}

/// Fetches what is wanted and not there, and renews the list when all is; false when the network was
/// not reached.
async fn tend(session: Session, store: Option<&Store>) -> bool {
    let offline = session.offline;
    let text = match fetch_fresh(PACKS).await {
        Ok(list) => String::from_utf8(list.bytes).unwrap_or_default(),
        // A site without a list is reached all the same.
        Err(FetchError::Status { .. } | FetchError::Whole { .. }) => return true,
        Err(FetchError::Unreachable { .. }) => String::new(),
    };
    // Or a page of whoever gives the network, which wants a login first.
    if !text.trim_start().starts_with('{') {
        if let Some(store) = store {
            tell_kept(session, store).await;
        }
        return false;
    }
    let packs = match Packs::read(&text) {
        Ok(packs) => packs,
        Err(wrong) => {
            offline
                .keeping
                .set(Keeping::Failed(format!("{PACKS}: {wrong}")));
            return true;
        }
    };
    let Some(store) = store else { return true };
    if let Ok(site) = fetch_fresh(CONFIGURATION).await {
        // The page starts without it too.
        let _ = replace(store, CONFIGURATION, &site.bytes).await;
    }
    let shown = offline.pack.get_untracked();
    let ids = wanted().with(shown.as_deref());
    let mut fetch = Fetch::new(session, store, &packs, &ids).await;
    let left = fetch.progress().left();
    if saves_data() && !is_little(left) && offline.wake.get_untracked() == 0 {
        offline.keeping.set(Keeping::Paused(fetch.progress()));
        return true;
    }
    let outcome = fetch.all().await;
    let progress = fetch.progress();
    match outcome {
        Ok(()) => {
            renew_list(session, store, &packs, &text, &ids, progress).await;
            return bases::tend(session, &packs).await;
        }
        Err(NotFetched::Paused) => offline.keeping.set(Keeping::Paused(progress)),
        Err(NotFetched::Unreachable) => {
            offline.keeping.set(Keeping::Waiting(progress));
            return false;
        }
        Err(NotFetched::Full) => offline.keeping.set(Keeping::Full(progress.left())),
        Err(NotFetched::Failed(words)) => offline.keeping.set(Keeping::Failed(words)),
    }
    true
}

/// Tells of which packs all is there.
async fn tell_there(session: Session, store: &Store, packs: &Packs) {
    let addresses = store.addresses().await;
    let is_there = |address: &str| addresses.contains(&fetching::kept_as(address));
    let all = packs.packs.iter().map(|pack| pack.id.clone());
    let whole = all.filter(|id| packs.missing(std::slice::from_ref(id), is_there).is_empty());
    session.offline.there.set(whole.collect());
}

/// Puts a file in the place of the one before, unless they are the same. Browsers take the old one away
/// before the new one is there: a page that is killed in between would leave none. So a copy is kept
/// first, which the service worker gives instead.
async fn replace(store: &Store, address: &str, bytes: &[u8]) -> Result<(), NotStored> {
    if store.bytes(address).await.as_deref() == Some(bytes) {
        return Ok(());
    }
    store.put(&copy_of(address), bytes).await?;
    store.put(address, bytes).await
}

fn copy_of(address: &str) -> String {
    format!("{address}?copy")
}

/// Puts the list in the place of the one before, and throws away what no page needs any more.
async fn renew_list(
    session: Session,
    store: &Store,
    packs: &Packs,
    text: &str,
    ids: &[String],
    progress: Progress,
) {
    let offline = session.offline;
    if let Err(problem) = replace(store, PACKS, text.as_bytes()).await {
        return offline.keeping.set(Keeping::Failed(problem.to_string()));
    }
    keep(WAS_KEPT, "1");
    offline.keeping.set(Keeping::Kept(progress.of));
    let shown = offline.pack.get_untracked();
    if let Some(shown) = &shown {
        let now = packs.pack(&shown.id);
        let is_newer = now.is_some_and(|now| now.files != shown.files);
        if is_newer && offline.renewal.get_untracked() == Renewal::Nothing {
            offline.renewal.set(Renewal::Data);
        }
    }
    let is_needed = |address: &str| {
        let listed = packs.packs.iter().filter(|pack| ids.contains(&pack.id));
        let mut needed = listed.chain(shown.as_deref()).flat_map(|pack| &pack.files);
        needed.any(|file| format!("data/{}", file.address()) == address)
    };
    for address in store.addresses().await {
        let is_list = address.starts_with(PACKS);
        if address.starts_with("data/") && !is_list && !is_needed(&address) {
            store.remove(&address).await;
        }
    }
    tell_there(session, store, packs).await;
    offline.packs.set(Some(Arc::new(packs.clone())));
}
