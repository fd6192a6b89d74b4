//! What there is without a network: where keeping stands, and the regions that the site offers.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use packs::Pack;

use super::base::BaseMap;
use crate::components::told;
use crate::keeping::{change_wanted, show_pack, wanted};
use crate::platform::{is_kept_for_good, keep_for_good};
use crate::session::Session;
use crate::state::{Keeping, KeptApp, OfflineWords, Table as _, both_of, megabytes};

/// What there is without a network.
#[component]
pub(super) fn Offline() -> impl IntoView {
    let session = Session::get();
    let offline = session.offline;
    let has_choice = move || {
        offline
            .packs
            .with(|packs| packs.as_ref().is_some_and(|packs| packs.packs.len() > 1))
    };
    let go_on: fn(Session) = |session| change_wanted(session, |_| ());
    view! {
        <section class="data-part" data-testid="offline">
            <h3>{say(session, |words| words.title)}</h3>
            <KeepingState keeping=offline.keeping is_paused=offline.is_paused go_on=go_on name="keeping" />
            <Show when=move || matches!(offline.keeping.get(), Keeping::Kept(_))>
                <Lasting />
            </Show>
            <Show when=has_choice>
                <h4>{say(session, |words| words.regions)}</h4>
                <ul class="packs">
                    {move || {
                        let packs = offline.packs.get();
                        let packs = packs.iter().flat_map(|packs| packs.packs.clone());
                        packs.map(|pack| view! { <Region pack=Arc::new(pack) /> }).collect_view()
                    }}
                </ul>
            </Show>
            <BaseMap />
            <details>
                <summary>{say(session, |words| words.what_works)}</summary>
                <p>{say(session, |words| words.works)}</p>
                <p>{say(session, |words| words.works_not)}</p>
            </details>
        </section>
    }
}

pub(super) fn say(
    session: Session,
    pick: fn(&'static OfflineWords) -> &'static str,
) -> Signal<String> {
    session.say_of(pick)
}

/// Where keeping stands, and what can be done about it.
#[component]
pub(super) fn KeepingState(
    /// Where it stands.
    keeping: RwSignal<Keeping>,
    /// Set for a pause.
    is_paused: RwSignal<bool>,
    /// Goes on, or tries again.
    go_on: fn(Session),
    /// What is kept, in names of elements.
    name: &'static str,
) -> impl IntoView {
    let session = Session::get();
    let state = move || {
        let words = OfflineWords::of(session.language.get());
        match keeping.get() {
            Keeping::Unasked => String::new(),
            Keeping::Unable => words.unable.to_owned(),
            Keeping::Fetching(progress) => format!("{} {} %", words.fetching, progress.percent()),
            Keeping::Paused(progress) => format!("{} {} %", words.paused, progress.percent()),
            Keeping::Waiting(progress) => format!("{} %, {}", progress.percent(), words.waiting),
            Keeping::Kept(bytes) => {
                let kept = match session.offline.app.get() {
                    KeptApp::Whole => words.kept,
                    KeptApp::Asked => words.app_asked,
                    KeptApp::Missing => words.app_missing,
                };
                format!("{kept} ({})", megabytes(bytes))
            }
            Keeping::Full(needed) => format!("{} {}", words.full, megabytes(needed)),
            Keeping::Failed(problem) => [words.failed, "\n", &problem].concat(),
        }
    };
    let progress = move || match keeping.get() {
        Keeping::Fetching(progress) | Keeping::Paused(progress) | Keeping::Waiting(progress) => {
            Some(view! { <progress max="100" value=progress.percent().to_string()></progress> })
        }
        Keeping::Unasked
        | Keeping::Unable
        | Keeping::Kept(_)
        | Keeping::Full(_)
        | Keeping::Failed(_) => None,
    };
    let button = move || {
        match keeping.get() {
        Keeping::Fetching(_) => Some(view! {
            <button type="button" data-testid=format!("{name}-pause") on:click=move |_| is_paused.set(true)>
                {say(session, |words| words.pause)}
            </button>
        }.into_any()),
        Keeping::Paused(_) | Keeping::Waiting(_) => Some(view! {
            <button type="button" data-testid=format!("{name}-go-on") on:click=move |_| go_on(session)>
                {say(session, |words| words.go_on)}
            </button>
        }.into_any()),
        Keeping::Full(_) | Keeping::Failed(_) => Some(view! {
            <button type="button" data-testid=format!("{name}-retry") on:click=move |_| go_on(session)>
                {say(session, |words| words.retry_keeping)}
            </button>
        }.into_any()),
        Keeping::Unasked | Keeping::Kept(_) | Keeping::Unable => None,
    }
    };
    view! {
        <p role="status" data-testid=name>{move || told(&state())}</p>
        {progress}
        {button}
    }
}

/// Browsers throw away what nobody asked them to keep.
#[component]
fn Lasting() -> impl IntoView {
    let session = Session::get();
    let lasts = RwSignal::new(None::<bool>);
    spawn_local(async move {
        if is_kept_for_good().await {
            lasts.try_set(Some(true));
        }
    });
    let ask = move |_| {
        spawn_local(async move {
            let given = keep_for_good().await;
            lasts.try_set(Some(given));
        });
    };
    move || match lasts.get() {
        None => view! {
            <button type="button" data-testid="keep-for-good" on:click=ask>
                {say(session, |words| words.lasting)}
            </button>
        }
        .into_any(),
        Some(true) => view! { <p class="quiet">{say(session, |words| words.lasts)}</p> }.into_any(),
        Some(false) => {
            view! { <p class="quiet" role="status">{say(session, |words| words.lasts_not)}</p> }
                .into_any()
        }
    }
}

/// One region that the site offers.
#[component]
fn Region(pack: Arc<Pack>) -> impl IntoView {
    let session = Session::get();
    let offline = session.offline;
    let id = StoredValue::new(pack.id.clone());
    let is_shown = move || {
        offline.pack.with(|shown| {
            shown
                .as_ref()
                .is_some_and(|shown| id.with_value(|id| *id == shown.id))
        })
    };
    let is_wanted = move || {
        offline.wake.track();
        wanted().0.contains(&id.get_value())
    };
    let title = pack.title.clone();
    let title = move || session.language.get().pick(&title).to_owned();
    let about = format!("{} · {}", megabytes(pack.bytes()), pack.edition);
    let remove = move |_| {
        let id = id.get_value();
        change_wanted(session, |wanted| {
            wanted.0.remove(&id);
        });
        let told = both_of::<OfflineWords>(|words| words.removed);
        session.offer_undo(told, move || {
            change_wanted(session, |wanted| {
                wanted.0.insert(id.clone());
            });
        });
    };
    let keep = move |_| {
        change_wanted(session, |wanted| {
            wanted.0.insert(id.get_value());
        });
    };
    let keep_button = move || {
        if is_shown() {
            return view! { <span class="quiet">{say(session, |words| words.shown)}</span> }
                .into_any();
        }
        let show = move |_| show_pack(session, &id.get_value());
        let cannot_show = move || !id.with_value(|id| offline.can_show(id));
        let kept = if is_wanted() {
            view! {
                <button type="button" class="for-phones" data-testid="pack-remove" on:click=remove>
                    {say(session, |words| words.remove)}
                </button>
            }
            .into_any()
        } else {
            view! {
                <button type="button" class="for-phones" data-testid="pack-keep" on:click=keep>
                    {say(session, |words| words.keep)}
                </button>
            }
            .into_any()
        };
        view! {
            {kept}
            <button type="button" class="for-phones" data-testid="pack-show" disabled=cannot_show on:click=show>
                {say(session, |words| words.show)}
            </button>
            {move || cannot_show().then(|| view! {
                <span class="quiet">{say(session, |words| words.not_kept)}</span>
            })}
        }
        .into_any()
    };
    view! {
        <li data-testid=format!("pack-{}", pack.id)>
            <span><strong>{title}</strong> <span class="quiet">{about}</span></span>
            {keep_button}
        </li>
    }
}
