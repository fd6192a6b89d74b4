//! Places on the way, in order.

use leptos::prelude::*;
use units::Seconds;

use super::super::suggestions::suggest;
use super::wishes::say;
use crate::components::{Choice, PlaceField, Suggestion};
use crate::session::Session;
use crate::state::{Endpoint, Stopover, TripWords, both_of, duration};

/// Most of them: one more is the end of a round trip.
const MOST: usize = 7;
/// Stays, in minutes.
const STAYS: [u16; 7] = [0, 15, 30, 60, 120, 240, 480];
/// Hooks for tests, and ids.
const IDS: [&str; MOST] = [
    "stay-0", "stay-1", "stay-2", "stay-3", "stay-4", "stay-5", "stay-6",
];

/// The places on the way, and another one.
#[component]
pub(super) fn Stopovers() -> impl IntoView {
    let session = Session::get();
    let is_adding = RwSignal::new(false);
    let has_room = move || session.trip.with(|trip| trip.via.len() < MOST);
    let on_pick = Callback::new(move |suggestion: Suggestion| {
        let at = match suggestion.end {
            Endpoint::At(at) => Some(at),
            Endpoint::Me => session.me.get_untracked(),
        };
        if let Some(at) = at {
            session.trip.update(|trip| trip.via.push(at.into()));
        }
        is_adding.set(false);
    });
    let rows = move || {
        let via = session.trip.get().via.into_iter();
        via.enumerate()
            .map(|(index, via)| row(session, index, via))
            .collect_view()
    };
    view! {
        <Show when=move || session.trip.with(|trip| !trip.via.is_empty())>
            <ol class="via" data-testid="via">{rows}</ol>
        </Show>
        <Show
            when=move || is_adding.get()
            fallback=move || view! {
                <Show when=has_room>
                    <button
                        type="button"
                        class="link add-via"
                        data-testid="add-via"
                        on:click=move |_| is_adding.set(true)
                    >
                        <span aria-hidden="true">"+ "</span>
                        {say(session, |words| words.add_via)}
                    </button>
                </Show>
            }
        >
            <div class="ends">
                <PlaceField
                    testid="via-input"
                    label=session.say(|words| words.via)
                    hint=say(session, |words| words.via_hint)
                    nothing=session.say(|words| words.nothing_found)
                    clear=session.say(|words| words.clear)
                    value=String::new()
                    suggest=suggest(session, false)
                    on_pick
                    on_clear=Callback::new(move |()| is_adding.set(false))
                />
            </div>
        </Show>
    }
}

/// One place: its name, how long one stays, and a way to leave it out.
fn row(session: Session, index: usize, via: Stopover) -> impl IntoView {
    let name = session.name_of(via.at);
    let label = session
        .language
        .get()
        .named(session.words().remove_via, &name);
    let remove = move |_| {
        let told = both_of::<TripWords>(|words| words.via_removed);
        session.change_trip(told, |session| {
            session.trip.update(|trip| {
                if index < trip.via.len() {
                    trip.via.remove(index);
                }
            });
        });
    };
    let write = Callback::new(move |minutes: u16| match minutes {
        0 => session.table::<TripWords>().no_stay.to_owned(),
        minutes => duration(Seconds(f64::from(minutes) * 60.0), session.language.get()),
    });
    let stay = move |minutes: u16| {
        session.trip.update(|trip| {
            if let Some(via) = trip.via.get_mut(index) {
                via.stay_min = minutes;
            }
        });
    };
    view! {
        <li>
            <small>{session.say(|words| words.via)} " " {index + 1}</small>
            <span>{name}</span>
            <button type="button" class="icon" aria-label=label on:click=remove>
                <span aria-hidden="true">"✕"</span>
            </button>
            <Choice
                testid=IDS.get(index).copied().unwrap_or("stay")
                label=say(session, |words| words.stay)
                all=&STAYS
                value=Signal::derive(move || via.stay_min)
                write
                on_change=Callback::new(stay)
            />
        </li>
    }
}
