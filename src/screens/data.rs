//! Where the data comes from, and how good it is.

use leptos::prelude::*;

/// Where the data comes from, and how good it is.
#[component]
pub fn DataScreen() -> impl IntoView {
    view! { <section class="data" data-testid="screen-data"></section> }
}
