//! The row of screens to choose from.

use leptos::prelude::*;

use crate::state::{Screen, Words};

/// One button a screen: below the panel on a phone, above it where there is room.
#[component]
pub fn Tabs(
    /// The screen that is shown.
    #[prop(into)]
    current: Signal<Screen>,
    /// The sentences to use.
    #[prop(into)]
    words: Signal<&'static Words>,
    /// Hears the one that was chosen.
    on_choose: Callback<Screen>,
) -> impl IntoView {
    let tab = move |screen: Screen| {
        view! {
            <button
                type="button"
                class="tab"
                data-testid=format!("tab-{}", screen.code())
                aria-current=move || (current.get() == screen).then_some("page")
                on:click=move |_| on_choose.run(screen)
            >
                <svg viewBox="0 0 24 24" aria-hidden="true"><path d=picture(screen) /></svg>
                <span>{move || words.get().screen(screen)}</span>
            </button>
        }
    };
    view! {
        <nav class="tabs" aria-label=move || words.get().screens>
            {Screen::ALL.map(tab).collect_view()}
        </nav>
    }
}

/// The outline of a screen's picture, drawn in a square of 24.
fn picture(screen: Screen) -> &'static str {
    match screen {
        Screen::Find => "M13 2 5 13h6l-1 9 9-12h-6z",
        Screen::Trip => {
            "M6 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4zm12-12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8 18h7a3 3 0 0 0 0-6H9a3 3 0 0 1 0-6h7"
        }
        Screen::Roads => "M9 3 5 21M15 3l4 18M12 4v3m0 4v3m0 4v3",
        Screen::Data => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 8v6m0-9v.5",
    }
}
