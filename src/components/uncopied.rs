//! A text that the browser did not copy.

use leptos::prelude::*;

/// The text, which one tap selects; nothing where all was copied.
#[component]
pub fn Uncopied(
    /// The text.
    #[prop(into)]
    text: Signal<Option<String>>,
) -> impl IntoView {
    move || {
        text.get()
            .map(|text| view! { <p class="uncopied" data-testid="uncopied">{text}</p> })
    }
}
