//! Where the data comes from, and how good it is.

mod base;
mod counts;
mod look;
mod packs;
mod sources;
mod trust;

use counts::{ByAccess, ByCounty, Targets};
use leptos::prelude::*;
use look::LookChoice;
use packs::Offline;
use sources::{LeftOut, LiveNow, Sources};
use trust::{AboutApp, Notes, Trust};

use crate::loading::load_guide;
use crate::session::Session;
use crate::state::DataWords;

/// Where the data comes from, and how good it is.
#[component]
pub fn DataScreen() -> impl IntoView {
    let session = Session::get();
    // Its sources are told too.
    load_guide(session);
    let is_loaded = Memo::new(move |_| session.region.with(Option::is_some));
    view! {
        <section class="data" data-testid="screen-data">
            <h2>{say(session, |words| words.title)}</h2>
            <Show when=move || is_loaded.get() fallback=Waiting>
                <ByCounty />
                <ByAccess />
                <Targets />
                <Sources />
                <LiveNow />
                <LeftOut />
                <Trust />
                <Notes />
                <Offline />
                <LookChoice />
                <AboutApp />
            </Show>
        </section>
    }
}

/// A sentence that follows the language.
fn say(session: Session, pick: fn(&'static DataWords) -> &'static str) -> Signal<String> {
    session.say_of(pick)
}

/// The shape of the tables, until they are there.
#[component]
fn Waiting() -> impl IntoView {
    let session = Session::get();
    view! {
        <p class="unseen" role="status">{session.say(|words| words.loading)}</p>
        <div aria-hidden="true">
            {(0..8).map(|_| view! { <div class="skeleton data-skeleton"></div> }).collect_view()}
        </div>
    }
}
