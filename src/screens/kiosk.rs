//! A board at a service area: it stands at a fixed place, shows large type, begins anew when nobody
//! touches it, and gives a plan to a phone as a code.

use std::time::Duration;

use leptos::prelude::*;
use units::LatLon;
use wasm_split_helpers::wasm_split;

use super::later::{Later, Part};
use crate::components::CodePicture;
use crate::keeping::renew;
use crate::platform::{
    fragment, keep_nothing, mark_page, on_touch, page_link, query, reload, replace_fragment,
    stand_at, ticks,
};
use crate::session::{Chosen, Session};
use crate::state::handover::{Code, station_fragment};
use crate::state::{Connection, Endpoint, Idle, Kiosk, KioskWords, Renewal};

/// How often the board looks whether anybody is there.
const LOOK: Duration = Duration::from_secs(1);

/// What a board has more than a page; nothing on other pages.
#[component]
pub fn KioskScreen() -> impl IntoView {
    // A board's address says so.
    let kiosk = Kiosk::read(&query());
    kiosk.map(|kiosk| view! { <Later load=|| Box::pin(board()) props=kiosk /> })
}

#[wasm_split(kiosk, fallible)]
fn board() -> Part<Kiosk> {
    Ok(|kiosk| view! { <Board kiosk /> }.into_any())
}

#[component]
fn Board(kiosk: Kiosk) -> impl IntoView {
    let session = Session::get();
    // Whoever comes next finds nothing of those before.
    keep_nothing();
    mark_page("kiosk");
    stand_at(kiosk.at);
    session.me.set(kiosk.at);
    if let Some(at) = kiosk.at
        && session.trip.with_untracked(|trip| trip.from.is_none())
    {
        session
            .trip
            .update(|trip| trip.from = Some(Endpoint::At(at)));
        // Its address may say where to.
        if session.trip.with_untracked(|trip| trip.to.is_some()) {
            session.wants_plan.set(true);
        }
    }
    let home = StoredValue::new(fragment());
    let last = StoredValue::new(None::<f64>);
    on_touch(move || last.set_value(Some(ticks().steady)));
    let renewed = StoredValue::new(None::<f64>);
    let idle = RwSignal::new(Idle::Used);
    let look = move || {
        // Untouched there is nothing to begin anew, but it is the best moment for what waits.
        let Some(touched) = last.get_value() else {
            let now = ticks().steady;
            let is_soon = renewed
                .get_value()
                .is_some_and(|then| now - then < f64::from(kiosk.reset_s));
            if session.offline.renewal.get_untracked() != Renewal::Nothing && !is_soon {
                renewed.set_value(Some(now));
                begin_anew(session, &home.get_value());
            }
            return;
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "seconds since a touch"
        )]
        let seconds = (ticks().steady - touched).max(0.0) as u32;
        let now = kiosk.after(seconds);
        if now == Idle::Over {
            // Once: another reload would give up the one that is on its way.
            last.set_value(None);
            begin_anew(session, &home.get_value());
        }
        if idle.get_untracked() != now {
            idle.set(now);
        }
    };
    // Without timers it stays as it is.
    let _ = set_interval_with_handle(look, LOOK);
    view! { <Misplaced at=kiosk.at /><Ending idle /><TakeAlong /> }
}

/// Begins anew, with another version where one waits: nobody is on the road here. Where neither the app is
/// kept nor the site can be reached, the page stays: nothing would come in its place.
fn begin_anew(session: Session, home: &str) {
    let offline = session.offline;
    let is_kept = offline.service.with_value(Option::is_some);
    if !is_kept && offline.connection.get_untracked() != Connection::Connected {
        return;
    }
    replace_fragment(home);
    if offline.renewal.get_untracked() == Renewal::Nothing {
        reload();
    } else {
        renew(session);
    }
}

/// Says so when the board's place is wrong: whoever put it up is to see it.
#[component]
fn Misplaced(at: Option<LatLon>) -> impl IntoView {
    let session = Session::get();
    let problem = move || {
        let words = session.table::<KioskWords>();
        let Some(at) = at else {
            return Some(words.no_place);
        };
        let bounds = session
            .region
            .with(|region| region.as_ref().and_then(|region| region.roads.bounds()));
        let is_outside = bounds.is_some_and(|bounds| !bounds.contains(at));
        is_outside.then_some(words.outside)
    };
    move || {
        problem().map(|problem| {
            view! { <p class="kiosk-problem" role="alert" data-testid="kiosk-problem">{problem}</p> }
        })
    }
}

/// Says that the board begins anew soon. A touch anywhere is enough to go on.
#[component]
fn Ending(idle: RwSignal<Idle>) -> impl IntoView {
    let session = Session::get();
    let left = move || match idle.get() {
        Idle::Ending(left) => Some(left),
        Idle::Used | Idle::Over => None,
    };
    view! {
        <Show when=move || left().is_some()>
            <div class="notice is-shown" role="status" data-testid="kiosk-ending">
                {session.say_of(|words: &KioskWords| words.ending)} " "
                {move || left().map(|left| format!("{left} s"))}
                <button type="button">{session.say_of(|words: &KioskWords| words.go_on)}</button>
            </div>
        </Show>
    }
}

/// The station that is looked at, or the plan, as a code for a phone.
#[component]
fn TakeAlong() -> impl IntoView {
    let session = Session::get();
    let station = Memo::new(move |_| match session.chosen.get() {
        Some(Chosen::Station(index)) => session.region.with(|region| {
            let station = region.as_ref()?.stations.get(index)?;
            Some(station_fragment(&station.id.0, session.language.get()))
        }),
        Some(Chosen::Point(_)) | None => None,
    });
    let code = Memo::new(move |_| {
        if let Some(station) = station.get() {
            return Code::of(&page_link(&station));
        }
        session.shown.with(Option::is_some).then_some(())?;
        session.trip.track();
        Code::of(&page_link(&fragment()))
    });
    let label = Signal::derive(move || {
        let words = session.table::<KioskWords>();
        if station.with(Option::is_some) {
            words.take_station.to_owned()
        } else {
            words.take_along.to_owned()
        }
    });
    move || {
        code.get().map(|code| {
            view! {
                <aside class="kiosk-code" data-testid="kiosk-code">
                    <CodePicture code label testid="kiosk-code-picture" />
                    <p>{label}</p>
                </aside>
            }
        })
    }
}
