//! A QR code to scan.

use leptos::prelude::*;

use crate::state::handover::Code;

/// A code, dark on light in either scheme.
#[component]
pub fn CodePicture(
    /// The code.
    code: Code,
    /// What it is, for those who cannot see it.
    #[prop(into)]
    label: Signal<String>,
    /// Hook for tests.
    testid: &'static str,
) -> impl IntoView {
    let Code { side, path } = code;
    view! {
        <svg
            class="code"
            role="img"
            data-testid=testid
            aria-label=label
            viewBox=format!("0 0 {side} {side}")
            shape-rendering="crispEdges"
        >
            <path class="code-paper" d=format!("M0,0h{side}v{side}h-{side}z") />
            <path class="code-ink" d=path />
        </svg>
    }
}
