//! A plan as a list of drives and stops.

use leptos::prelude::*;
use planner::{ChargingStop, Itinerary, Leg};
use stations::StationId;
use units::{Seconds, StateOfCharge};

use crate::state::{Language, distance, duration, energy, percent, power, words};

/// The whole plan, figure by figure.
#[component]
pub fn ItineraryView(
    /// The plan.
    plan: Itinerary,
    /// Language of the texts.
    language: Language,
    /// How good the plan is known to be.
    certainty: Signal<String>,
    /// Name of a station by its id.
    name_of: Callback<StationId, String>,
    /// What is known of a station now, in words, for one who is there so much later; empty when there
    /// is no live state at all.
    live_of: Callback<(StationId, Seconds), String>,
    /// Hears that the driver wants to see a station.
    on_station: Callback<StationId>,
) -> impl IntoView {
    let words = words(language);
    let last = plan
        .legs
        .last()
        .map_or(StateOfCharge::EMPTY, |leg| leg.charge_end);
    let stops = match plan.stops.len() {
        0 => words.no_stop.to_owned(),
        1 => format!("1 {}", words.one_stop),
        count => format!("{count} {}", words.stops),
    };
    let figures = [
        (words.driving, duration(plan.driving, language)),
        (words.charging, duration(plan.charging, language)),
        (words.waiting, duration(plan.waiting, language)),
        (words.energy, energy(plan.energy)),
        (words.arrive_with, percent(last)),
    ];
    let total = format!(
        "{} · {}",
        duration(plan.total_time, language),
        distance(plan.distance)
    );
    let mut stop_views = plan.stops.iter().enumerate().map(|(index, stop)| {
        view! { <StopRow stop=stop.clone() number=index + 1 language name_of live_of on_station /> }
            .into_any()
    });
    let mut rows = Vec::new();
    for leg in &plan.legs {
        rows.push(view! { <LegRow leg=leg.clone() language /> }.into_any());
        rows.extend(stop_views.next());
    }
    view! {
        <section class="itinerary" data-testid="itinerary" aria-label=words.total>
            <p class="itinerary-total" data-testid="itinerary-total">
                <strong>{total}</strong>
                <span>{stops}</span>
            </p>
            // It changes too often to be read aloud.
            <p class="certainty" data-testid="certainty" aria-live="off">{certainty}</p>
            <dl class="figures">
                {figures
                    .into_iter()
                    .map(|(name, figure)| view! { <div><dt>{name}</dt><dd>{figure}</dd></div> })
                    .collect_view()}
            </dl>
            <ol class="steps">{rows}</ol>
            <p class="quiet">{words.estimate}</p>
        </section>
    }
}

#[component]
fn LegRow(leg: Leg, language: Language) -> impl IntoView {
    let words = words(language);
    let figures = [
        distance(leg.distance),
        duration(leg.duration, language),
        energy(leg.energy),
    ];
    view! {
        <li class="step step-leg" data-testid="leg">
            <span class="step-kind">{words.leg}</span>
            <span class="step-figures">{figures.join(" · ")}</span>
            <span class="step-charge">
                {percent(leg.charge_start)} " → " {percent(leg.charge_end)}
            </span>
        </li>
    }
}

#[component]
fn StopRow(
    stop: ChargingStop,
    number: usize,
    language: Language,
    name_of: Callback<StationId, String>,
    live_of: Callback<(StationId, Seconds), String>,
    on_station: Callback<StationId>,
) -> impl IntoView {
    let words = words(language);
    let (known, arrival) = (stop.station_id.clone(), stop.arrival);
    let station = stop.station_id.0.clone();
    let id = stop.station_id.clone();
    let name = name_of.run(id.clone());
    let fallback = match stop.fallback_station_id.clone() {
        Some(id) => format!("{}: {}", words.fallback, name_of.run(id)),
        None => words.no_fallback.to_owned(),
    };
    let figures = [
        power(stop.power),
        duration(stop.charging, language),
        format!(
            "+ {} {}",
            duration(stop.overhead + stop.waiting, language),
            words.overhead
        ),
    ];
    let whole = |charge: StateOfCharge| format!("{:.0}", charge.fraction() * 100.0);
    view! {
        <li
            class="step step-stop"
            data-testid="stop"
            data-station=station
            data-soc-arrive=whole(stop.charge_arrive)
            data-soc-depart=whole(stop.charge_depart)
        >
            <span class="step-kind">{words.stop} " " {number}</span>
            <button type="button" class="link" on:click=move |_| on_station.run(id.clone())>
                {name}
            </button>
            <span class="step-figures">{figures.join(" · ")}</span>
            <span class="step-charge">
                {percent(stop.charge_arrive)} " → " {percent(stop.charge_depart)}
            </span>
            <span class="quiet" data-testid="stop-live">
                {move || live_of.run((known.clone(), arrival))}
            </span>
            <span class="quiet">{fallback}</span>
        </li>
    }
}
