//! Stations near, along the trip, in the map's window.

use leptos::prelude::*;

/// Stations near, along the trip, in the map's window.
#[component]
pub fn FindScreen() -> impl IntoView {
    view! { <section class="find" data-testid="screen-find"></section> }
}
