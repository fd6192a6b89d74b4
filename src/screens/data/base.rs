//! The base map: whether it is kept for when there is no network.

use leptos::prelude::*;

use super::packs::{KeepingState, say};
use crate::keeping::{want_base, wants_base};
use crate::session::Session;
use crate::state::{Keeping, OfflineWords, base_of, both_of, megabytes};

/// The base map, where the site lets drivers keep it.
#[component]
pub(super) fn BaseMap() -> impl IntoView {
    let session = Session::get();
    let offline = session.offline;
    let bytes = Memo::new(move |_| {
        let (base, packs) = (session.base.get(), offline.packs.get());
        base_of(base.as_ref(), packs.as_deref()).map(|file| u64::from(file.bytes))
    });
    let size = move || bytes.get().map(megabytes);
    let credit = move || {
        session
            .base
            .with(|base| Some(base.as_ref()?.attribution.clone()))
    };
    let go_on: fn(Session) = |session| want_base(session, true);
    view! {
        <Show when=move || bytes.get().is_some()>
            <ul class="packs">
                <li data-testid="pack-base">
                    <span>
                        <strong>{say(session, |words| words.base_map)}</strong>
                        " "
                        <span class="quiet">{size}" · "{credit}</span>
                    </span>
                    <KeepButton />
                </li>
            </ul>
            <Show when=move || offline.base.with(|state| *state != Keeping::Unasked)>
                <KeepingState keeping=offline.base is_paused=offline.is_base_paused go_on=go_on name="base" />
            </Show>
        </Show>
    }
}

/// Keeps it, or throws it away.
#[component]
fn KeepButton() -> impl IntoView {
    let session = Session::get();
    let is_wanted = Memo::new(move |_| {
        session.offline.wake.track();
        wants_base()
    });
    let remove = move |_| {
        want_base(session, false);
        let told = both_of::<OfflineWords>(|words| words.base_removed);
        session.offer_undo(told, move || want_base(session, true));
    };
    move || {
        if is_wanted.get() {
            view! {
                <button type="button" data-testid="base-remove" on:click=remove>
                    {say(session, |words| words.remove)}
                </button>
            }
            .into_any()
        } else {
            view! {
                <button type="button" data-testid="base-keep" on:click=move |_| want_base(session, true)>
                    {say(session, |words| words.keep)}
                </button>
            }
            .into_any()
        }
    }
}
