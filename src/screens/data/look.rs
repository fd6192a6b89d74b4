//! How the page looks.

use leptos::prelude::*;

use super::say;
use crate::session::Session;
use crate::state::{DataWords, Scheme, both_of};

/// Light or dark, and strong contrast.
#[component]
pub(super) fn LookChoice() -> impl IntoView {
    let session = Session::get();
    let look = session.look;
    let set = move |look| {
        if !session.set_look(look) {
            session
                .notice
                .set(Some(both_of::<DataWords>(|words| words.look_not_kept)));
        }
    };
    let scheme = move |scheme: Scheme, label: fn(&'static DataWords) -> &'static str| {
        view! {
            <button
                type="button"
                class="choice"
                data-testid=format!("scheme-{}", scheme.name())
                aria-pressed=move || (look.get().scheme == scheme).to_string()
                on:click=move |_| {
                    let mut look = look.get_untracked();
                    look.scheme = scheme;
                    set(look);
                }
            >
                {say(session, label)}
            </button>
        }
    };
    view! {
        <section class="data-part">
            <h3>{say(session, |words| words.look)}</h3>
            <div class="choices" role="group" aria-label=say(session, |words| words.look)>
                {scheme(Scheme::Device, |words| words.look_device)}
                {scheme(Scheme::Light, |words| words.look_light)}
                {scheme(Scheme::Dark, |words| words.look_dark)}
                <button
                    type="button"
                    class="choice"
                    data-testid="strong-contrast"
                    aria-pressed=move || look.get().is_strong.to_string()
                    on:click=move |_| {
                        let mut look = look.get_untracked();
                        look.is_strong = !look.is_strong;
                        set(look);
                    }
                >
                    {say(session, |words| words.look_strong)}
                </button>
            </div>
        </section>
    }
}
