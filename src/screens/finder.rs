//! Searching a place or a station.

use leptos::prelude::*;

use super::suggestions::suggest;
use crate::components::{PlaceField, Suggestion};
use crate::session::{Chosen, Session};
use crate::state::Endpoint;

/// The search field above the map.
#[component]
pub fn Finder() -> impl IntoView {
    let session = Session::get();
    let on_pick = Callback::new(move |suggestion: Suggestion| {
        let chosen = match (suggestion.station, suggestion.end) {
            (Some(index), _) => Some(Chosen::Station(index)),
            (None, Endpoint::At(position)) => Some(Chosen::Point(position)),
            (None, Endpoint::Me) => None,
        };
        session.chosen.set(chosen);
    });
    view! {
        <search class="finder">
            <PlaceField
                testid="search-input"
                label=session.say(|words| words.search)
                hint=session.say(|words| words.search)
                nothing=session.say(|words| words.nothing_found)
                clear=session.say(|words| words.clear)
                value=String::new()
                suggest=suggest(session, false)
                on_pick
                on_clear=Callback::new(|()| {})
            />
        </search>
    }
}
