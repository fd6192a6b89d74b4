//! Putting a trip together, and its plan.

mod alarm;
mod conditions;
mod lacking;
mod operators;
mod others;
mod preferences;
mod result;
mod stopovers;
mod what_if;
mod wishes;

use conditions::Conditions;
use lacking::Lacking;
use leptos::prelude::*;
use leptos::task::spawn_local;
use result::TripResult;
use stopovers::Stopovers;

use super::suggestions::suggest;
use crate::components::{PlaceField, Suggestion};
use crate::platform::{NotLocated, locate};
use crate::session::{End, Session};
use crate::state::{Endpoint, PlanState, Trip, TripWords, both, both_of};

/// Ends, car, conditions, and the result.
#[component]
pub fn TripScreen() -> impl IntoView {
    let session = Session::get();
    let is_open = move || session.plan.with(PlanState::is_open);
    let is_wanted = RwSignal::new(false);
    let plan = move |_| {
        let has_ends = session
            .trip
            .with(|trip| trip.from.is_some() && trip.to.is_some());
        if !has_ends {
            session.notice.set(Some(both(|words| words.choose_ends)));
            return;
        }
        let leads_nowhere = session.trip.with(|trip| {
            trip.from == trip.to && trip.via.is_empty() && trip.wishes.back_min.is_none()
        });
        if leads_nowhere {
            session
                .notice
                .set(Some(both_of::<TripWords>(|words| words.same_ends)));
            return;
        }
        is_wanted.set(true);
        // Set even when it is set already: the button always plans.
        session.wants_plan.set(true);
        // A link may say "me" without anyone having been asked where that is.
        if session.trip.with(Trip::starts_or_ends_at_me) && session.me.with(Option::is_none) {
            find_me(session);
        }
    };
    view! {
        <section class="trip">
            <div class="ends">
                <EndField end=End::From />
                <EndField end=End::To />
                <button
                    type="button"
                    class="icon swap"
                    aria-label=session.say(|words| words.swap_ends)
                    on:click=move |_| session.trip.update(|trip| *trip = trip.reversed())
                >
                    <span aria-hidden="true">"⇅"</span>
                </button>
            </div>
            <Stopovers />
            <Conditions />
            <button
                type="button"
                class="primary plan"
                data-testid="plan-button"
                aria-busy=move || is_open().to_string()
                on:click=plan
            >
                {move || {
                    let words = session.words();
                    let is_waited_for = is_open() && session.shown.with(Option::is_none);
                    if is_waited_for { words.planning } else { words.plan }
                }}
            </button>
            <Lacking />
            <TripResult is_wanted />
        </section>
    }
}

#[component]
fn EndField(end: End) -> impl IntoView {
    let session = Session::get();
    let value = Signal::derive(move || {
        let trip = session.trip.get();
        let chosen = match end {
            End::From => trip.from,
            End::To => trip.to,
        };
        match chosen {
            None => String::new(),
            Some(Endpoint::Me) => session.words().my_position.to_owned(),
            Some(Endpoint::At(position)) => session.name_of(position),
        }
    });
    let on_pick = Callback::new(move |suggestion: Suggestion| {
        session.set_end(end, Some(suggestion.end));
        if suggestion.end == Endpoint::Me {
            find_me(session);
        }
    });
    let on_clear = Callback::new(move |()| {
        let told = both_of::<TripWords>(|words| words.end_cleared);
        session.change_trip(told, |session| session.set_end(end, None));
    });
    let (testid, label, hint) = match end {
        End::From => (
            "from-input",
            session.say(|words| words.from),
            session.say(|words| words.from_hint),
        ),
        End::To => (
            "to-input",
            session.say(|words| words.to),
            session.say(|words| words.to_hint),
        ),
    };
    view! {
        <PlaceField
            testid
            label
            hint
            nothing=session.say(|words| words.nothing_found)
            clear=session.say(|words| words.clear)
            value
            suggest=suggest(session, true)
            on_pick
            on_clear
        />
    }
}

/// Asks for the driver's position, after a tap that asked for it.
pub(super) fn find_me(session: Session) {
    session.notice.set(Some(both(|words| words.locating)));
    spawn_local(async move {
        match locate().await {
            Ok(position) => {
                session.notice.set(None);
                session.heading.set(None);
                session.me.set(Some(position));
            }
            Err(NotLocated::Denied) => session.notice.set(Some(both(|words| words.denied))),
            Err(NotLocated::Unavailable | NotLocated::Timeout | NotLocated::Unsupported) => {
                session.notice.set(Some(both(|words| words.unavailable)));
            }
        }
    });
}
