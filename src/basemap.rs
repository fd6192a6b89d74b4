//! The base map whose tiles are in an archive: shown from what is kept, else from the site, else not at all.
//! What does it is in a file of its own, which comes after the map, where the site's configuration names
//! such a base.

mod archive;
mod kept;
mod source;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::map::{BaseLayer, MapView, base_layer};
use crate::platform::Alarm;
use crate::session::Session;
use crate::state::map_layout::Base;
use crate::state::{Connection, Keeping, base_of, with_detail};
use archive::Archive;
pub(crate) use kept::KeptBases;
use source::{Source, Unread};

/// After it did not come, it is asked for again so soon.
const PAUSE: Duration = Duration::from_secs(10);

/// So many tiles must fail before the layer is taken off.
const FAILED_MOST: u32 = 4;

type View = StoredValue<Option<MapView>, LocalStorage>;

/// Shows such a base in `view`, once the map is there and for as long as the page lives.
pub(crate) fn show_archive(session: Session, view: View) {
    let owner = Owner::current().unwrap_or_default();
    spawn_local(async move {
        // By then the configuration is read.
        session.drawn().await;
        let is_archive = |base: &Option<Base>| base.as_ref().is_some_and(Base::is_archive);
        if session.base.with_untracked(is_archive) {
            let begin = load().await;
            owner.with(|| begin(session, view));
        }
    });
}

/// Loads what shows it, however long that takes.
async fn load() -> fn(Session, View) {
    loop {
        match basemap().await {
            Ok(begin) => return begin,
            Err(problem) => {
                leptos::logging::warn!("basemap: {problem}");
                Alarm::default().wait(Some(PAUSE.as_secs_f64())).await;
            }
        }
    }
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "the macro adds that the file may not come"
)]
#[wasm_split(basemap, fallible)]
fn basemap() -> Result<fn(Session, View), SplitLoaderError> {
    Ok(begin)
}

/// Why an archive is opened, again when that changes.
#[derive(Debug, Clone, PartialEq)]
struct Cause {
    base: Option<Base>,
    is_kept: bool,
    /// What is kept needs no network.
    has_network: bool,
}

fn begin(session: Session, view: View) {
    let offline = session.offline;
    let cause = Memo::new(move |_| {
        let is_kept = matches!(offline.base.get(), Keeping::Kept(_));
        Cause {
            base: session.base.get().filter(Base::is_archive),
            is_kept,
            has_network: is_kept || offline.connection.get() == Connection::Connected,
        }
    });
    let (attempt, state) = (Rc::new(Cell::new(0_u32)), Rc::<State>::default());
    Effect::new(move |_| {
        let Some(base) = cause.get().base else { return };
        let number = attempt.get() + 1;
        attempt.set(number);
        let (attempt, state) = (attempt.clone(), state.clone());
        spawn_local(async move {
            let is_latest = move || attempt.get() == number;
            let shown = show(session, view, &base, &state, &is_latest).await;
            match shown {
                Err(unread) if is_latest() => {
                    state.shown.take();
                    put(session, view, None);
                    if let Unread::Wrong(problem) = unread {
                        state.tell(session, &base, &problem);
                    }
                }
                Ok(()) | Err(_) => {}
            }
        });
    });
}

/// What the map shows, how that goes, and what the driver was told.
#[derive(Default)]
struct State {
    shown: RefCell<Option<Shown>>,
    /// Tiles that came.
    given: Cell<u32>,
    /// Tiles that did not, or could not be drawn.
    failed: Cell<u32>,
    /// What was told last: the same is told once.
    told: RefCell<String>,
}

/// A layer on the map.
struct Shown {
    base: Base,
    /// Where it takes its tiles from.
    archive: Rc<RefCell<Rc<Archive>>>,
}

impl State {
    /// Lets a layer that shows the same go on with `archive`; false when there is none.
    fn goes_on(&self, base: &Base, archive: &Rc<Archive>) -> bool {
        let shown = self.shown.borrow();
        let same = shown
            .as_ref()
            .filter(|shown| shown.base == *base && shown.archive.borrow().header == archive.header);
        if let Some(same) = same {
            same.archive.replace(archive.clone());
        }
        same.is_some()
    }

    /// Notes a tile that is not on the map. Where hardly any is, our own roads are the better map.
    fn fail(&self, session: Session, view: View, base: &Base, problem: &str) {
        // Without a network the line about that says enough.
        if problem.is_empty() {
            return;
        }
        self.tell(session, base, problem);
        self.failed.set(self.failed.get() + 1);
        if self.failed.get() >= FAILED_MOST && self.failed.get() >= self.given.get() {
            self.shown.take();
            put(session, view, None);
        }
    }

    fn tell(&self, session: Session, base: &Base, problem: &str) {
        if self.told.replace(problem.to_owned()) == problem {
            return;
        }
        let url = &base.url;
        session.notice.set(Some(with_detail(
            &format!("底图无法使用：{url}"),
            &format!("The base map cannot be used: {url}"),
            problem,
        )));
    }
}

/// Opens the archive and puts its layer on the map, unless another attempt has begun meanwhile.
async fn show(
    session: Session,
    view: View,
    base: &Base,
    state: &Rc<State>,
    is_latest: &impl Fn() -> bool,
) -> Result<(), Unread> {
    let opened = Rc::new(open(session, base).await?);
    let element = view.with_value(|map| Some(map.as_ref()?.element().clone()));
    let Some(element) = element.filter(|_| !state.goes_on(base, &opened)) else {
        return Ok(());
    };
    let header = opened.header;
    let archive = Rc::new(RefCell::new(opened));
    let (from, counting) = (archive.clone(), state.clone());
    let tile = move |zoom, x, y| {
        let (archive, counting) = (from.borrow().clone(), counting.clone());
        async move {
            let tile = archive.tile(zoom, x, y).await;
            if matches!(tile, Ok(Some(_))) {
                counting.given.set(counting.given.get() + 1);
            }
            tile.map_err(|unread| match unread {
                Unread::Unreachable => String::new(),
                Unread::Wrong(problem) => problem,
            })
        }
    };
    let (hearing, of) = (state.clone(), base.clone());
    let hear = move |problem: String| hearing.fail(session, view, &of, &problem);
    let language = session.language.get_untracked();
    let layer = base_layer(base, &header, &element, language, tile, hear).await;
    let layer = layer.map_err(Unread::Wrong)?;
    if is_latest() {
        let base = base.clone();
        state.shown.replace(Some(Shown { base, archive }));
        state.given.set(0);
        state.failed.set(0);
        put(session, view, Some(layer));
    }
    Ok(())
}

/// Opens what is kept of the version that the site lists, else asks the site, else takes what is kept of
/// another version.
async fn open(session: Session, base: &Base) -> Result<Archive, Unread> {
    let packs = session.offline.packs.get_untracked();
    let listed = base_of(Some(base), packs.as_deref());
    let address = listed.map_or_else(
        || base.url.clone(),
        |file| format!("data/{}", file.address()),
    );
    let bases = KeptBases::there().await;
    let all = match &bases {
        Some(bases) => bases.whole().await,
        None => Vec::new(),
    };
    let of_version = all.iter().find(|(kept, _)| *kept == address);
    if let (Some(bases), Some((kept, bytes))) = (bases.clone(), of_version) {
        return Archive::open(Source::kept(bases, kept, *bytes).await?).await;
    }
    let opened = match Source::site(address).await {
        Ok(opened) => Archive::open(opened).await,
        Err(unread) => Err(unread),
    };
    let is_other = |kept: &str| kept.split('?').next() == Some(&base.url);
    match (opened, bases, all.iter().find(|(kept, _)| is_other(kept))) {
        (Err(Unread::Unreachable), Some(bases), Some((kept, bytes))) => {
            Archive::open(Source::kept(bases, kept, *bytes).await?).await
        }
        (opened, ..) => opened,
    }
}

/// Shows a layer, or none: then our own roads are the map.
fn put(session: Session, view: View, layer: Option<BaseLayer>) {
    session.offline.is_base_drawn.set(layer.is_some());
    view.with_value(|map| {
        if let Some(map) = map {
            map.set_archive(layer);
        }
    });
}
