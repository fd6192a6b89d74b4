//! Which roads a driver wants.

use leptos::prelude::*;

use super::wishes::{say, wish};
use crate::session::Session;
use crate::state::{TripWords, Wishes};

/// A wish that one has or has not.
#[component]
fn Check(
    testid: &'static str,
    label: fn(&'static TripWords) -> &'static str,
    is_on: fn(&Wishes) -> bool,
    set: fn(&mut Wishes, bool),
) -> impl IntoView {
    let session = Session::get();
    view! {
        <label class="check">
            <input
                type="checkbox"
                data-testid=testid
                prop:checked=move || session.trip.with(|trip| is_on(&trip.wishes))
                on:change=move |event| {
                    let is_on = event_target_checked(&event);
                    wish(session, |wishes| set(wishes, is_on));
                }
            />
            <span>{say(session, label)}</span>
        </label>
    }
}

/// Which roads are not driven on.
#[component]
pub(super) fn Roads() -> impl IntoView {
    let session = Session::get();
    view! {
        <fieldset class="wishes">
            <legend>{say(session, |words| words.roads)}</legend>
            <Check
                testid="tolls-input"
                label=|words| words.avoid_tolls
                is_on=|wishes| wishes.avoid_tolls
                set=|wishes, is_on| wishes.avoid_tolls = is_on
            />
            <Check
                testid="expressways-input"
                label=|words| words.avoid_expressways
                is_on=|wishes| wishes.avoid_expressways
                set=|wishes, is_on| wishes.avoid_expressways = is_on
            />
        </fieldset>
    }
}

/// One tap that allows all roads again, where there is no plan without them.
#[component]
pub(super) fn AllowRoads() -> impl IntoView {
    let session = Session::get();
    let avoids = move || {
        let avoids = |wishes: &Wishes| wishes.avoid_tolls || wishes.avoid_expressways;
        session.trip.with(|trip| avoids(&trip.wishes))
    };
    let allow = move |_| {
        wish(session, |wishes| {
            (wishes.avoid_tolls, wishes.avoid_expressways) = (false, false);
        });
    };
    view! {
        <Show when=avoids>
            <button type="button" class="link" data-testid="allow-roads" on:click=allow>
                {say(session, |words| words.allow_roads)}
            </button>
        </Show>
    }
}
