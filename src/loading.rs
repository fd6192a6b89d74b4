//! Fetching the data, and starting what works on it.

use std::sync::Arc;

use futures_util::future::{join, join3};
use leptos::prelude::*;
use leptos::task::spawn_local;
use packs::{FileKind, Pack, Packs};
use units::LatLon;

use crate::app::{choose_station, tell_unknown};
use crate::following::{Announced, follow};
use crate::hosting::begin_hosting;
use crate::keeping::{CONFIGURATION, load_keeping};
use crate::planning::Worker;
use crate::platform::{
    Asked, fetch_bytes, fragment, is_embedded, kept, query, sha256, ticks, touched, turn,
};
use crate::session::Session;
use crate::state::{
    Following, GuideState, Kiosk, Link, PACK, PACKS, Region, RegionFiles, SiteConfig, lacking,
    with_detail,
};
use crate::work::{WorkSignal, load_work};

/// Under this name a host says which place the page is about.
const PLACE: &str = "yilu-place";
/// So long stations are read in one turn, in seconds.
const TURN_S: f64 = 0.008;
/// So many of them between two looks at the clock.
const FEW: usize = 20;

/// Fetches the data files and starts the worker with them; then follows the live files, where the
/// site announces any.
pub fn load(session: Session, worker: Worker, work: WorkSignal) {
    let wanted = Link::read(&fragment()).station;
    // A host is heard, and what is followed is followed, for as long as the page lives, whatever is
    // loaded again.
    let is_first = session.region.with_untracked(Option::is_none);
    let owner = Owner::current().filter(|_| is_first && is_embedded());
    let is_followed = session.following.get_untracked() != Following::Unannounced;
    spawn_local(async move {
        let mut config = None;
        let mut asked = Asked::AsKept;
        let (announced, files) = loop {
            let configured = configuration(session, config);
            let (site, ()) = join(configured, offered(session, asked)).await;
            let (announced, arrived) = fetch_all(session, site.live.clone(), asked).await;
            if !arrived.is_mixed || asked == Asked::Fresh {
                break (announced, arrived.files);
            }
            // The site has changed while this page was loading, or the browser kept an old list.
            (config, asked) = (Some(site), Asked::Fresh);
        };
        let region = read(&files).await;
        session.region.set(Some(Arc::new(region)));
        choose_station(session, wanted.as_deref());
        tell_unknown(session, wanted.as_deref());
        // The map first. Nothing plans before the worker has its data.
        session.drawn().await;
        let mut announced = announced.filter(|_| !is_followed);
        // A page may hold many frames: in one that nobody touches nothing works.
        if let Some(owner) = owner {
            begin_hosting(session, owner).await;
            if let Some(announced) = announced.take() {
                follow(session, worker, announced).await;
            }
            touched().await;
        }
        let own = load_work(session).await;
        turn().await;
        (own.deliver)(session, worker, &files);
        turn().await;
        if work.with_untracked(Option::is_none) {
            work.set(Some(own));
            // In a frame nothing is kept.
            if !is_embedded() {
                load_keeping(session);
            }
        }
        if let Some(announced) = announced {
            follow(session, worker, announced).await;
        }
    });
}

/// Reads each file in turns of its own: none of them takes long.
async fn read(files: &RegionFiles) -> Region {
    let mut region = Region::default();
    turn().await;
    region.take_roads(&files.roads);
    turn().await;
    if let Some(mut reader) = region.open_stations(&files.stations) {
        turn().await;
        let mut begin = ticks().steady;
        while reader.read_some(FEW) {
            if ticks().steady - begin > TURN_S {
                turn().await;
                begin = ticks().steady;
            }
        }
        region.take_snapshot(reader.finish());
    }
    turn().await;
    region.take_vehicles(&files.vehicles);
    turn().await;
    region
}

/// Fetches the guide, unless it is there or on its way.
pub fn load_guide(session: Session) {
    let state = session.roads.guide;
    if state.with_untracked(|state| matches!(state, GuideState::Loading | GuideState::Ready(_))) {
        return;
    }
    state.set(GuideState::Loading);
    spawn_local(async move {
        let bytes = fetch(session, FileKind::Guide, Asked::AsKept).await;
        state.set(GuideState::read(bytes.map_err(String::from)));
    });
}

/// Fetches the list of packs, and takes the one that has the place of the page, or that the driver chose. A
/// site without a list has one pack, whose files are known by their names alone.
async fn offered(session: Session, asked: Asked) {
    let offline = session.offline;
    let text = fetch_bytes(PACKS, asked).await.ok();
    let text = text.and_then(|bytes| String::from_utf8(bytes).ok());
    let packs = text.and_then(|text| Packs::read(&text).ok()).map(Arc::new);
    let chosen = kept(PACK);
    let pack = packs.as_ref().and_then(|packs| {
        let usual = packs.pack_or_first(chosen.as_deref())?;
        place().map_or(Some(usual), |at| lacking(packs, usual, at).or(Some(usual)))
    });
    offline.pack.set(pack.cloned().map(Arc::new));
    offline.packs.set(packs);
}

/// Where a board stands, or what a host wants to be seen.
fn place() -> Option<LatLon> {
    let board = Kiosk::read(&query()).and_then(|kiosk| kiosk.at);
    board.or_else(|| kept(PLACE)?.parse().ok())
}

/// The files of the region as they arrived.
struct Arrived {
    files: RegionFiles,
    /// True when one of them is not what the list says.
    is_mixed: bool,
}

async fn fetch_all(
    session: Session,
    live: Option<String>,
    asked: Asked,
) -> (Option<Announced>, Arrived) {
    let (roads, vehicles, (announced, stations)) = join3(
        fetch(session, FileKind::Roads, asked),
        fetch(session, FileKind::Vehicles, asked),
        stations(session, live, asked),
    )
    .await;
    let all = [&roads, &vehicles, &stations];
    let is_mixed = all
        .iter()
        .any(|file| matches!(file, Err(Unfetched::Other(_))));
    let files = RegionFiles {
        roads: roads.map_err(String::from),
        stations: stations.map_err(String::from),
        vehicles: vehicles.map_err(String::from),
    };
    (announced, Arrived { files, is_mixed })
}

/// Why a file of the data is not there.
enum Unfetched {
    /// It did not arrive.
    Missing(String),
    /// Another content arrived than the list says.
    Other(String),
}

impl From<Unfetched> for String {
    fn from(why: Unfetched) -> Self {
        match why {
            Unfetched::Missing(words) | Unfetched::Other(words) => words,
        }
    }
}

/// Fetches a file of the pack. What the list tells by content is compared with it.
async fn fetch(session: Session, kind: FileKind, asked: Asked) -> Result<Vec<u8>, Unfetched> {
    let pack = session.offline.pack.get_untracked();
    let file = pack.as_ref().and_then(|pack: &Arc<Pack>| pack.file(kind));
    let address = file.map_or_else(|| kind.file_name(), packs::PackFile::address);
    let bytes = fetch_bytes(&format!("data/{address}"), asked).await;
    let bytes = bytes.map_err(|error| Unfetched::Missing(error.to_string()))?;
    let (Some(file), Some(found)) = (file, sha256(&bytes).await) else {
        return Ok(bytes);
    };
    if found == file.sha256 {
        return Ok(bytes);
    }
    let (path, found, expected) = (&file.path, found.short(), file.sha256.short());
    let words = format!("{path}: found content {found}, expected {expected} as in {PACKS}");
    Err(Unfetched::Other(words))
}

/// The stations that the live files are about, where the site announces any; else those of the pack.
/// The latter also when the former cannot be had: then they are tried again later.
async fn stations(
    session: Session,
    live: Option<String>,
    asked: Asked,
) -> (Option<Announced>, Result<Vec<u8>, Unfetched>) {
    let Some(address) = live else {
        return (None, fetch(session, FileKind::Stations, asked).await);
    };
    session.following.set(Following::Connecting);
    let mut announced = Announced::new(address);
    match announced.stations().await {
        Ok(bytes) => (Some(announced), Ok(bytes)),
        Err(_) => (
            Some(announced),
            fetch(session, FileKind::Stations, asked).await,
        ),
    }
}

/// Fetches the site's configuration, unless it is `known`, and sets the base map, if it has one.
async fn configuration(session: Session, known: Option<SiteConfig>) -> SiteConfig {
    if let Some(known) = known {
        return known;
    }
    let read = |bytes: Vec<u8>| match String::from_utf8(bytes) {
        Ok(text) => SiteConfig::read(&text).map_err(|wrong| wrong.to_string()),
        Err(_) => Err("expected UTF-8".to_owned()),
    };
    let bytes = fetch_bytes(CONFIGURATION, Asked::AsKept).await;
    let problem = match bytes.map(read) {
        Ok(Ok(config)) => {
            session.base.set(config.bases.first().cloned());
            session.reporting.to.set(config.report.clone());
            return config;
        }
        Ok(Err(error)) => format!("{CONFIGURATION}: {error}"),
        Err(error) => error.to_string(),
    };
    session.notice.set(Some(with_detail(
        "站点配置无法使用",
        "The site's configuration cannot be used",
        &problem,
    )));
    SiteConfig::default()
}
