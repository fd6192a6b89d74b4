//! In a frame of another site: does what the host asks, and tells it what the driver does. What does it
//! is in a file of its own.
//!
//! The host never learns where the driver is. From when he lets the page know that, the host is told
//! nothing more: the station that one chooses nearby, and how long a way takes, would say it.

use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::app::choose_station;
use crate::platform::{hear_host, tell_host};
use crate::session::{Chosen, End, Session};
use crate::state::{Ask, Endpoint, PlanState, Screen, SheetHeight, Tell, Trip};

/// How it is done.
type Begin = fn(Session);

/// Hears and tells the host from now on, in effects of `owner`.
pub async fn begin_hosting(session: Session, owner: Owner) {
    match hosting().await {
        Ok(begin) => owner.with(|| begin(session)),
        // The page works by itself; its list stays in front.
        Err(problem) => leptos::logging::warn!("hosting: {problem}"),
    }
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "the macro adds that the file may not come"
)]
#[wasm_split(hosting, fallible)]
fn hosting() -> Result<Begin, SplitLoaderError> {
    Ok(begin)
}

fn begin(session: Session) {
    tell_selected(session);
    tell_planned(session);
    hear_host(move |text| {
        if let Some(ask) = Ask::read(&text) {
            obey(session, ask);
        }
    });
    tell_host(&Tell::Ready.write());
}

fn obey(session: Session, ask: Ask) {
    match ask {
        Ask::Language(language) => session.language.set(language),
        Ask::Look(look) => session.look.set(look),
        Ask::Station(id) => {
            if session.index_of(&id).is_some() {
                choose_station(session, Some(&id.0));
            }
        }
        Ask::Camera(at, zoom) => session.camera.set(Some((at, zoom))),
        Ask::Filter(filter) => session.finding.filter.set(filter),
        Ask::To(at) => {
            // A plan is for the driver to ask for.
            session.wants_plan.set(false);
            session.plan.set(PlanState::Idle);
            session.set_end(End::To, Some(Endpoint::At(at)));
            session.chosen.set(None);
            session.screen.set(Screen::Trip);
            session.sheet.set(SheetHeight::Half);
        }
    }
}

/// False from when the page knows where the driver is.
fn may_tell(session: Session) -> bool {
    let is_here = session.me.with_untracked(Option::is_some);
    let is_driving = session.drive.fix.with_untracked(Option::is_some);
    !is_here && !is_driving
}

fn tell_selected(session: Session) {
    let chosen = Memo::new(move |_| match session.chosen.get() {
        Some(Chosen::Station(index)) => Some(index),
        Some(Chosen::Point(_)) | None => None,
    });
    Effect::new(move |before: Option<Option<usize>>| {
        let index = chosen.get();
        if before.flatten() == index || !may_tell(session) {
            return index;
        }
        let region = session.region.get_untracked();
        let station = region
            .as_ref()
            .zip(index)
            .and_then(|(region, index)| region.stations.get(index));
        tell_host(&Tell::Selected(station).write());
        index
    });
}

fn tell_planned(session: Session) {
    Effect::new(move |_| {
        let plan = session.shown.get();
        let is_from_me = session.trip.with_untracked(Trip::starts_or_ends_at_me);
        if let Some(plan) = plan.filter(|_| may_tell(session) && !is_from_me) {
            tell_host(&Tell::Planned(&plan).write());
        }
    });
}
