//! The link for another device: as a code to scan, and to copy.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Handing;
use crate::components::CodePicture;
use crate::platform::copy;
use crate::state::handover::Code;

/// A QR code of the link, and the link.
#[component]
pub(super) fn CodeView(handing: Handing) -> impl IntoView {
    let link = Memo::new(move |_| handing.link.get().unwrap_or_default());
    let on_copy = move || {
        spawn_local(async move {
            copied(handing, &link.get_untracked()).await;
        });
    };
    view! {
        <section class="handover-part handover-code">
            <h3>{handing.say(|words| words.code)}</h3>
            <LinkCode handing />
            <div>
                <p class="handover-link" data-testid="handover-link">{link}</p>
                <Show when=move || handing.of(|route| route.hides_me)>
                    <p class="quiet">{handing.say(|words| words.code_hides_me)}</p>
                </Show>
                <button
                    type="button"
                    data-testid="handover-copy-link"
                    on:click=move |_| on_copy()
                >
                    {handing.say(|words| words.copy_link)}
                </button>
            </div>
        </section>
    }
}

/// The code alone; words where the link is too long for one.
#[component]
pub(super) fn LinkCode(handing: Handing) -> impl IntoView {
    let code = Memo::new(move |_| Code::of(&handing.link.get()?));
    move || match code.get() {
        Some(code) => {
            let label = handing.say(|words| words.code_of);
            view! { <CodePicture code label testid="handover-code" /> }.into_any()
        }
        None => view! { <p>{handing.say(|words| words.code_too_long)}</p> }.into_any(),
    }
}

/// Copies a text and says whether that worked; false when it did not.
pub(super) async fn copied(handing: Handing, text: &str) -> bool {
    let copied = copy(text).await;
    // The dialog may be closed by now.
    let _ = handing.status.try_set(Some(match copied {
        Ok(()) => |words| words.copied,
        Err(_) => |words| words.not_copied,
    }));
    copied.is_ok()
}
