//! A link that opens an app.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Handing;
use crate::platform::{NotOpened, Opened, await_app};
use crate::state::handover::Opening;

/// A link to an app. The browser follows it by itself, in this tab where only the app understands
/// it; then the page waits whether the app comes. Nothing without an opening.
#[component]
pub(super) fn Go(
    handing: Handing,
    /// How the app is opened.
    opening: Signal<Option<Opening>>,
    /// What the link says.
    text: Signal<String>,
    /// What it says to those who do not see what is beside it.
    label: Signal<String>,
    /// Its look.
    class: &'static str,
    /// Hook for tests.
    testid: &'static str,
) -> impl IntoView {
    let of = move |of: fn(Opening) -> Option<String>| opening.get().and_then(of);
    let follow = move |_| {
        let Some(Opening {
            scheme: Some(_),
            web,
        }) = opening.get_untracked()
        else {
            return;
        };
        handing.status.set(Some(|words| words.opening));
        spawn_local(async move {
            let told = await_app(web.as_deref()).await;
            // The dialog may be closed by now.
            let _ = handing.status.try_set(Some(match told {
                Ok(Opened::App) => |words| words.opened,
                Ok(Opened::Web) => |words| words.opening,
                Err(NotOpened::Unheard | NotOpened::Refused(_)) => |words| words.not_opened,
            }));
        });
    };
    view! {
        <Show when=move || opening.with(Option::is_some)>
            <a
                class=class
                data-testid=testid
                href=move || of(|opening| opening.scheme.or(opening.web))
                // Only where the page stays: a scheme leaves it where it is.
                target=move || of(|opening| opening.scheme.is_none().then(|| "_blank".to_owned()))
                rel="noopener noreferrer"
                data-web=move || of(|opening| opening.web)
                aria-label=label
                on:click=follow
            >
                {text}
            </a>
        </Show>
    }
}
