//! Fetching the data, and starting what works on it.

use std::sync::Arc;

use container::Text;
use futures_util::future::join3;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::{choose_station, tell_unknown};
use crate::following::{Announced, follow};
use crate::planning::Worker;
use crate::platform::{fetch_bytes, fragment, turn};
use crate::session::Session;
use crate::state::{Following, GuideState, Link, Region, RegionFiles, SiteConfig};
use crate::work::{WorkSignal, load_work};

/// So many stations are read in one turn.
const STATIONS: usize = 100;

/// Fetches the data files and starts the worker with them; then follows the live files, where the
/// site announces any.
pub fn load(session: Session, worker: Worker, work: WorkSignal) {
    let wanted = Link::read(&fragment()).station;
    // What is followed is followed for as long as the page lives, whatever is loaded again.
    let is_followed = session.following.get_untracked() != Following::Unannounced;
    spawn_local(async move {
        let (roads, vehicles, (announced, stations)) = join3(
            fetch("roads.yilu"),
            fetch("vehicles.yilu"),
            stations(session),
        )
        .await;
        let files = RegionFiles {
            roads,
            stations,
            vehicles,
        };
        let region = read(&files).await;
        session.region.set(Some(Arc::new(region)));
        choose_station(session, wanted.as_deref());
        tell_unknown(session, wanted.as_deref());
        // The map first. Nothing plans before the worker has its data.
        session.drawn().await;
        let own = load_work(session).await;
        (own.deliver)(session, worker, &files);
        if work.with_untracked(Option::is_none) {
            work.set(Some(own));
        }
        if let Some(announced) = announced.filter(|_| !is_followed) {
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
        while reader.read_some(STATIONS) {
            turn().await;
        }
        region.take_snapshot(reader.finish());
    }
    turn().await;
    region.take_vehicles(&files.vehicles);
    turn().await;
    region
}

/// Fetches the guide, unless it is there or on its way.
pub fn load_guide(state: RwSignal<GuideState>) {
    if state.with_untracked(|state| matches!(state, GuideState::Loading | GuideState::Ready(_))) {
        return;
    }
    state.set(GuideState::Loading);
    spawn_local(async move { state.set(GuideState::read(fetch("guide.yilu").await)) });
}

async fn fetch(name: &str) -> Result<Vec<u8>, String> {
    let bytes = fetch_bytes(&format!("data/{name}")).await;
    bytes.map_err(|error| error.to_string())
}

/// The stations that the live files are about, where the site announces any; else those beside the
/// page. The latter also when the former cannot be had: then they are tried again later.
async fn stations(session: Session) -> (Option<Announced>, Result<Vec<u8>, String>) {
    let own = "stations.yilu";
    let Some(address) = configuration(session).await.live else {
        return (None, fetch(own).await);
    };
    session.following.set(Following::Connecting);
    let mut announced = Announced::new(address);
    match announced.stations().await {
        Ok(bytes) => (Some(announced), Ok(bytes)),
        Err(_) => (Some(announced), fetch(own).await),
    }
}

/// Fetches the site's configuration and sets the raster base map, if it has one.
async fn configuration(session: Session) -> SiteConfig {
    let read = |bytes: Vec<u8>| match String::from_utf8(bytes) {
        Ok(text) => SiteConfig::read(&text).map_err(|wrong| wrong.to_string()),
        Err(_) => Err("expected UTF-8".to_owned()),
    };
    let problem = match fetch_bytes("config.json").await.map(read) {
        Ok(Ok(config)) => {
            session.base.set(config.bases.first().cloned());
            session.reporting.to.set(config.report.clone());
            return config;
        }
        Ok(Err(error)) => format!("config.json: {error}"),
        Err(error) => error.to_string(),
    };
    session.notice.set(Some(Text::new(
        format!("站点配置无法使用：{problem}"),
        format!("The site's configuration cannot be used: {problem}"),
    )));
    SiteConfig::default()
}
