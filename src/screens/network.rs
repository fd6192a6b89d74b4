//! What is said above all screens: that there is no network and what still works, that something waits
//! to replace what is shown, what of the data was left out.

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use super::later::{Later, Part};
use crate::keeping::renew;
use crate::platform::local_time;
use crate::session::Session;
use crate::state::{Connection, Following, OfflineWords, Renewal, Table as _, following};

/// Most faulty records that are listed.
const SHOWN: usize = 100;

/// Lines about the network, about what waits, and about what was left out.
#[component]
pub fn NetworkLines() -> impl IntoView {
    let session = Session::get();
    let offline = session.offline;
    let is_told = Memo::new(move |_| {
        offline.connection.get() != Connection::Connected
            || offline.renewal.get() != Renewal::Nothing
            || session.region.with(|region| {
                region
                    .as_ref()
                    .is_some_and(|region| !region.left_out.is_empty())
            })
    });
    view! {
        <Show when=move || is_told.get()>
            <Later load=|| Box::pin(lines()) props=() />
        </Show>
    }
}

#[wasm_split(keeping, fallible)]
fn lines() -> Part<()> {
    Ok(|()| view! { <NoNetwork /><Waiting /><LeftOut /> }.into_any())
}

/// That there is no network, and what works.
#[component]
fn NoNetwork() -> impl IntoView {
    let session = Session::get();
    let say = move |pick: fn(&'static OfflineWords) -> &'static str| session.say_of(pick);
    let connection = session.offline.connection;
    let told = move || {
        let edition = session.offline.pack.with(|pack| {
            pack.as_ref()
                .map_or_else(String::new, |pack| pack.edition.clone())
        });
        connection
            .get()
            .told(session.language.get(), &edition, local_time)
    };
    // What was seen last of the live states.
    let live = move || {
        let state = session.following.get();
        let is_cut = matches!(state, Following::Cut(_) | Following::Offline(_));
        is_cut.then(|| {
            let text = following(state, session.language.get(), local_time);
            view! { <span data-testid="live-cut">" · " {text}</span> }
        })
    };
    view! {
        <Show when=move || connection.get() != Connection::Connected>
            <details class="network" data-testid="network">
                <summary>
                    <span role="status">{told} {live}</span>
                    <span class="network-more">{say(|words| words.what_works)}</span>
                </summary>
                <p>{say(|words| words.works)}</p>
                <p>{say(|words| words.works_not)}</p>
            </details>
        </Show>
    }
}

/// That another version or newer data waits: never taken unasked, and not told to one who drives.
#[component]
fn Waiting() -> impl IntoView {
    let session = Session::get();
    let renewal = session.offline.renewal;
    let what = move || {
        let words = OfflineWords::of(session.language.get());
        match renewal.get() {
            Renewal::Nothing => "",
            Renewal::Data => words.new_data,
            Renewal::App => words.new_app,
        }
    };
    let say = move |pick: fn(&'static OfflineWords) -> &'static str| session.say_of(pick);
    let is_told = move || renewal.get() != Renewal::Nothing && !session.drive.is_open.get();
    view! {
        <Show when=is_told>
            <div class="renewal" data-testid="renewal">
                <p role="status"><strong>{what}</strong> " " {say(|words| words.renew_note)}</p>
                <button type="button" data-testid="renew" on:click=move |_| renew(session)>
                    {say(|words| words.renew)}
                </button>
                <button type="button" class="quiet" data-testid="renew-later" on:click=move |_| renewal.set(Renewal::Nothing)>
                    {say(|words| words.later)}
                </button>
            </div>
        </Show>
    }
}

/// Records of the data that could not be used, the first of them in full.
#[component]
fn LeftOut() -> impl IntoView {
    let session = Session::get();
    let lines = Memo::new(move |_| {
        let region = session.region.get();
        region.map_or_else(Vec::new, |region| region.left_out.clone())
    });
    view! {
        <Show when=move || lines.with(|lines| !lines.is_empty())>
            <details class="left-out" data-testid="left-out">
                <summary>
                    {move || format!("{} {}", lines.with(Vec::len), session.words().left_out)}
                </summary>
                <ul lang="en">
                    {move || lines.get().into_iter().take(SHOWN).map(|line| view! { <li>{line}</li> }).collect_view()}
                </ul>
            </details>
        </Show>
    }
}
