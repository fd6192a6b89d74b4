//! How a driver wants to charge, and which roads.

use leptos::prelude::*;
use units::Seconds;

use super::wishes::{say, wish};
use crate::components::Choice;
use crate::session::Session;
use crate::state::{STOP_LEAST_MIN, TripWords, Wishes, duration};

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

/// Limits of charging, in percent.
const CHARGES_MAX: [Option<u8>; 5] = [None, Some(95), Some(90), Some(80), Some(70)];

/// Least and greatest times of a stop, in minutes.
const STOPS_LEAST: [u8; 6] = [0, STOP_LEAST_MIN, 10, 15, 20, 30];
const STOPS_MOST: [Option<u8>; 6] = [None, Some(15), Some(20), Some(30), Some(45), Some(60)];

/// How one charges.
#[component]
pub(super) fn Charging() -> impl IntoView {
    let session = Session::get();
    let wishes = move || session.trip.with(|trip| trip.wishes.clone());
    let words = move || session.table::<TripWords>();
    let percent = Callback::new(move |percent: Option<u8>| {
        let no_limit = || words().no_limit.to_owned();
        percent.map_or_else(no_limit, |percent| format!("{percent} %"))
    });
    let minutes =
        move |minutes: u8| duration(Seconds(f64::from(minutes) * 60.0), session.language.get());
    let least = Callback::new(move |least: u8| match least {
        0 => words().any_length.to_owned(),
        least => minutes(least),
    });
    let most = Callback::new(move |most: Option<u8>| {
        most.map_or_else(|| words().no_limit.to_owned(), minutes)
    });
    view! {
        <Choice
            testid="charge-max-select"
            label=say(session, |words| words.charge_max)
            all=&CHARGES_MAX
            value=Signal::derive(move || wishes().charge_max)
            write=percent
            on_change=Callback::new(move |most| wish(session, |wishes| wishes.charge_max = most))
        />
        <Choice
            testid="stop-least-select"
            label=say(session, |words| words.stop_least)
            all=&STOPS_LEAST
            value=Signal::derive(move || wishes().stop_least_min)
            write=least
            on_change=Callback::new(move |least| wish(session, |wishes| wishes.stop_least_min = least))
        />
        <Choice
            testid="stop-most-select"
            label=say(session, |words| words.stop_most)
            all=&STOPS_MOST
            value=Signal::derive(move || wishes().stop_most_min)
            write=most
            on_change=Callback::new(move |most| wish(session, |wishes| wishes.stop_most_min = most))
        />
    }
}

/// So many per cent of the time on roads that are no tourism roads count.
const TOURISM: [Option<u16>; 4] = [None, Some(150), Some(200), Some(300)];

/// Which roads are liked, and which are not driven on.
#[component]
pub(super) fn Roads() -> impl IntoView {
    let session = Session::get();
    let words = move || session.table::<TripWords>();
    let tourism = Callback::new(move |percent: Option<u16>| {
        let words = words();
        let manner = match percent {
            None => words.tourism_as_any,
            Some(..180) => words.tourism_some,
            Some(..250) => words.tourism_rather,
            Some(_) => words.tourism_most,
        };
        manner.to_owned()
    });
    view! {
        <Choice
            testid="tourism-select"
            label=say(session, |words| words.tourism)
            all=&TOURISM
            value=Signal::derive(move || session.trip.with(|trip| trip.wishes.tourism))
            write=tourism
            on_change=Callback::new(move |part| wish(session, |wishes| wishes.tourism = part))
        />
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
