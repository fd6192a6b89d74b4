//! The top of the page: name, language, and what must never be overlooked.

use leptos::prelude::*;

use crate::platform::local_time;
use crate::session::Session;
use crate::state::{Connection, Following, following};

/// Name, language and the banner of invented data.
#[component]
pub fn Header() -> impl IntoView {
    let session = Session::get();
    let is_demo = move || {
        session
            .region
            .with(|region| region.as_ref().is_none_or(|region| region.is_demo()))
    };
    let told = move || {
        let (state, language) = (session.following.get(), session.language.get());
        following(state, language, local_time)
    };
    // Without a network another line says so, and more.
    let is_cut = move || {
        let is_cut = matches!(
            session.following.get(),
            Following::Cut(_) | Following::Offline(_)
        );
        is_cut && session.offline.connection.get() == Connection::Connected
    };
    view! {
        <header class="header">
            <h1>
                {session.say(|words| words.title)}
                <small>{session.say(|words| words.subtitle)}</small>
            </h1>
            <button
                type="button"
                data-testid="language-button"
                lang=move || session.language.get().other().tag()
                on:click=move |_| session.language.update(|language| *language = language.other())
            >
                {session.say(|words| words.other_language)}
            </button>
        </header>
        <Show when=is_demo>
            <p class="demo-banner" data-testid="demo-banner" role="note">
                {session.say(|words| words.demo_banner)}
            </p>
        </Show>
        <Show when=is_cut>
            <p class="live-cut" data-testid="live-cut" role="status">{told}</p>
        </Show>
    }
}
