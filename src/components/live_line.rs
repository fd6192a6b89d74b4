//! What is known of a station now, in one line.

use leptos::prelude::*;
use live::Freshness;

use crate::state::Availability;

/// A line of live state. Colour only repeats what the words say.
#[component]
pub fn LiveLine(
    /// What is known.
    known: Signal<Availability>,
    /// The same in words.
    text: Signal<String>,
    /// That the operator is silent, in words.
    silence: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <p class=move || format!("live {}", class(known.get())) data-testid="live">
            <span class="live-dot" aria-hidden="true"></span>
            <span>{text}</span>
        </p>
        {move || silence.get().map(|text| view! { <p class="warning" data-testid="silence">{text}</p> })}
    }
}

fn class(known: Availability) -> &'static str {
    match known {
        Availability::Known {
            freshness: Freshness::Stale,
            ..
        } => "is-old",
        Availability::Known { free: 0, .. } => "is-full",
        Availability::Known { .. } => "is-free",
        Availability::Seen { .. } | Availability::Unknown => "is-unknown",
    }
}
