//! How busy a station usually is today, as bars.

use leptos::prelude::*;

use crate::state::{Language, busiest, words};

/// A bar for each hour of the day; the present one stands out.
#[component]
pub fn BusyBars(
    /// The share of connectors that are taken, for each hour; `None` where it is not known.
    day: Vec<Option<f64>>,
    /// The present hour.
    hour: usize,
    /// Language of the texts.
    language: Language,
) -> impl IntoView {
    let words = words(language);
    let told = Some(busiest(&day, language)).filter(|told| !told.is_empty());
    let told = told.unwrap_or_else(|| words.usually_today.to_owned());
    let bar = |(index, share): (usize, Option<f64>)| {
        let height = share.map_or(0.0, |share| (share * 100.0).clamp(3.0, 100.0));
        view! {
            <span
                class="busy-bar"
                class:is-now=index == hour
                class:is-unknown=share.is_none()
                style=("height", format!("{height:.0}%"))
            ></span>
        }
    };
    let bars = day.into_iter().enumerate().map(bar).collect_view();
    view! {
        <figure class="busy" data-testid="busy">
            <figcaption class="quiet">{told.clone()}</figcaption>
            <div class="busy-bars" role="img" aria-label=told>{bars}</div>
            <div class="busy-hours quiet" aria-hidden="true">
                <span>"0"</span><span>"6"</span><span>"12"</span><span>"18"</span><span>"24"</span>
            </div>
        </figure>
    }
}
