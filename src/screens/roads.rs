//! The tourism roads and expressways, place by place.

use leptos::prelude::*;

/// The tourism roads and expressways, place by place.
#[component]
pub fn RoadsScreen() -> impl IntoView {
    view! { <section class="roads" data-testid="screen-roads"></section> }
}
