//! A plan as a list of drives and stops.

use leptos::prelude::*;
use planner::{ChargingStop, Departure, Itinerary, Leg, PlaceVisit, RoadBreak};
use stations::StationId;
use units::{Seconds, StateOfCharge};

use crate::state::{Language, Table, TripWords, distance, duration, energy, percent, power, words};

/// Where a plan begins on the page.
pub const HEAD: &str = "plan";

/// What a plan asks about its stations and places, and tells of them.
#[derive(Clone, Copy)]
pub struct PlanHooks {
    /// Name of a station by its id.
    pub name_of: Callback<StationId, String>,
    /// Name of a place on the way, by its number in the request.
    pub place_of: Callback<usize, String>,
    /// What is known of a station now, in words, for one who is there so much later; empty when there
    /// is no live state at all.
    pub live_of: Callback<(StationId, Seconds), String>,
    /// Why it may be in vain to drive to a station with this vehicle; empty when nothing speaks
    /// against it.
    pub fit_of: Callback<StationId, String>,
    /// Hears that the driver wants to see a station.
    pub on_station: Callback<StationId>,
    /// Hears that the driver does not want to go to a station.
    pub on_avoid: Callback<StationId>,
}

/// How long and how far, when, and how good the plan is known to be.
#[component]
pub fn ItineraryHead(
    /// The plan.
    plan: Itinerary,
    /// When it begins.
    depart: Option<Departure>,
    /// The minute it is now, for a trip that does not begin now.
    now: Option<Departure>,
    /// Language of the texts.
    language: Language,
    /// How good the plan is known to be.
    certainty: Signal<String>,
    /// Hears that the driver rather leaves now.
    on_now: Callback<()>,
) -> impl IntoView {
    let words = words(language);
    let times = TripWords::of(language);
    let from_to = depart.map(|depart| {
        let (from, to) = (Seconds(0.0), plan.total_time);
        let (from, to) = (clock(depart, from), clock(depart, to));
        let today = now.is_none_or(|now| now.date() == depart.date());
        let date = if today {
            String::new()
        } else {
            depart.date() + " "
        };
        format!("{} {date}{from} → {} {to}", times.leave, times.arrive)
    });
    let is_past = depart
        .zip(now)
        .is_some_and(|(depart, now)| depart.to_string() < now.to_string());
    let stops = match plan.stops.len() {
        0 => words.no_stop.to_owned(),
        1 => format!("1 {}", words.one_stop),
        count => format!("{count} {}", words.stops),
    };
    let total = format!(
        "{} · {}",
        duration(plan.total_time, language),
        distance(plan.distance)
    );
    view! {
        <header class="itinerary-head" id=HEAD>
            <p class="itinerary-total" data-testid="itinerary-total">
                <strong>{total}</strong>
                <span>{stops}</span>
            </p>
            {from_to.map(|times| view! { <p class="clock" data-testid="clock">{times}</p> })}
            {is_past.then(|| view! {
                <p class="warning" data-testid="departure-past">
                    {times.is_past}
                    " "
                    <button type="button" class="link" data-testid="leave-now" on:click=move |_| on_now.run(())>
                        {times.set_now}
                    </button>
                </p>
            })}
            // It changes too often to be read aloud.
            <p class="certainty" data-testid="certainty" aria-live="off">{certainty}</p>
        </header>
    }
}

/// The whole plan, figure by figure.
#[component]
pub fn ItineraryView(
    /// The plan.
    plan: Itinerary,
    /// When it begins.
    depart: Option<Departure>,
    /// What is to be kept on the way.
    reserve: StateOfCharge,
    /// Language of the texts.
    language: Language,
    /// What it asks and tells.
    hooks: PlanHooks,
) -> impl IntoView {
    let words = words(language);
    let last = plan
        .legs
        .last()
        .map_or(StateOfCharge::EMPTY, |leg| leg.charge_end);
    let figures = [
        (words.driving, duration(plan.driving, language)),
        (words.charging, duration(plan.charging, language)),
        (words.waiting, duration(plan.waiting, language)),
        (words.energy, energy(plan.energy)),
        (words.arrive_with, percent(last)),
    ];
    view! {
        <section class="itinerary" data-testid="itinerary" aria-label=words.total>
            <dl class="figures">
                {figures
                    .into_iter()
                    .map(|(name, figure)| view! { <div><dt>{name}</dt><dd>{figure}</dd></div> })
                    .collect_view()}
            </dl>
            <ol class="steps">{steps(&plan, depart, reserve, language, hooks)}</ol>
            <p class="quiet">{words.estimate}</p>
        </section>
    }
}

/// Drives, places and breaks on them, and stops, in order.
fn steps(
    plan: &Itinerary,
    depart: Option<Departure>,
    reserve: StateOfCharge,
    language: Language,
    hooks: PlanHooks,
) -> Vec<AnyView> {
    let clock = |after: Seconds| depart.map(|depart| clock(depart, after));
    let mut stops = plan.stops.iter().enumerate();
    let mut rows = Vec::new();
    for (number, leg) in plan.legs.iter().enumerate() {
        rows.push(view! { <LegRow leg=leg.clone() language /> }.into_any());
        let places = plan.places.iter().filter(|place| place.leg == number);
        let breaks = plan.breaks.iter().filter(|rest| rest.leg == number);
        let places = places.map(|place| {
            let (name, at) = (hooks.place_of.run(place.via), clock(place.arrival));
            (place.arrival.0, place_row(place, &name, at, language))
        });
        let breaks = breaks.map(|rest| {
            let row = break_row(*rest, clock(rest.arrival), language);
            (rest.arrival.0, row)
        });
        let mut on_leg: Vec<(f64, AnyView)> = places.chain(breaks).collect();
        on_leg.sort_by(|a, b| a.0.total_cmp(&b.0));
        rows.extend(on_leg.into_iter().map(|(_, row)| row));
        rows.extend(stops.next().map(|(index, stop)| {
            let at = clock(stop.arrival);
            view! { <StopRow stop=stop.clone() at number=index + 1 reserve language hooks /> }
                .into_any()
        }));
    }
    rows
}

/// `09:42`; `01-16 09:42` on another day than at the start.
fn clock(depart: Departure, after: Seconds) -> String {
    let then = depart.later(after);
    let text = then.to_string().replace('T', " ");
    let is_that_day = then.date() == depart.date();
    // Year, month, day and time have fixed places: 2026-01-16 09:42.
    text.get(if is_that_day { 11.. } else { 5.. })
        .unwrap_or_default()
        .to_owned()
}

/// A place on the way, where one may stay.
fn place_row(place: &PlaceVisit, name: &str, at: Option<String>, language: Language) -> AnyView {
    let words = TripWords::of(language);
    let stay = (place.stay.0 > 0.0)
        .then(|| format!("{} {}", words.at_place, duration(place.stay, language)));
    let figures: Vec<String> = [at, stay].into_iter().flatten().collect();
    view! {
        <li class="step step-place" data-testid="place">
            <span>{name.to_owned()}</span>
            <span class="step-charge">{percent(place.charge_arrive)}</span>
            <span class="step-figures">{figures.join(" · ")}</span>
        </li>
    }
    .into_any()
}

/// A break beside the road.
fn break_row(rest: RoadBreak, at: Option<String>, language: Language) -> AnyView {
    let words = TripWords::of(language);
    let figures: Vec<String> = [at, Some(duration(rest.length, language))]
        .into_iter()
        .flatten()
        .collect();
    view! {
        <li class="step step-place" data-testid="break">
            <span>{words.a_break}</span>
            <span class="step-figures">{figures.join(" · ")}</span>
        </li>
    }
    .into_any()
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
    /// The clock time of arrival.
    at: Option<String>,
    number: usize,
    /// What is to be kept on the way.
    reserve: StateOfCharge,
    language: Language,
    hooks: PlanHooks,
) -> impl IntoView {
    let words = words(language);
    let PlanHooks {
        name_of,
        live_of,
        fit_of,
        on_station,
        on_avoid,
        ..
    } = hooks;
    let own = TripWords::of(language);
    let avoided = stop.station_id.clone();
    let (known, arrival) = (stop.station_id.clone(), stop.arrival);
    let station = stop.station_id.0.clone();
    let id = stop.station_id.clone();
    let name = name_of.run(id.clone());
    let fits = fit_of.run(id.clone());
    let fallback = match stop.fallback_station_id.clone() {
        Some(id) => {
            let way = stop.fallback.map(|way| {
                let below = way.charge_arrive < reserve;
                let parts = [
                    Some(distance(way.distance)),
                    Some(format!("{} {}", own.arrive, percent(way.charge_arrive))),
                    below.then(|| own.below_reserve.to_owned()),
                    (way.power.0 > 0.0).then(|| power(way.power)),
                ];
                parts.into_iter().flatten()
            });
            let all = std::iter::once(name_of.run(id)).chain(way.into_iter().flatten());
            language.named(words.fallback, &all.collect::<Vec<_>>().join(" · "))
        }
        None => words.no_fallback.to_owned(),
    };
    let is_swap = stop.is_swap();
    let figures = [
        at,
        (!is_swap).then(|| power(stop.power)),
        Some(duration(stop.charging, language)),
        Some(format!(
            "+ {} {}",
            duration(stop.overhead + stop.waiting, language),
            words.overhead
        )),
        stop.is_break.then(|| own.is_break.to_owned()),
        stop.is_meal.then(|| own.is_meal.to_owned()),
    ];
    let figures: Vec<String> = figures.into_iter().flatten().collect();
    let whole = |charge: StateOfCharge| format!("{:.0}", charge.fraction() * 100.0);
    view! {
        <li
            class="step step-stop"
            data-testid="stop"
            data-station=station
            data-soc-arrive=whole(stop.charge_arrive)
            data-soc-depart=whole(stop.charge_depart)
        >
            <span class="step-kind">
                {if is_swap { words.battery_swap } else { words.stop }} " " {number}
            </span>
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
            {(!fits.is_empty()).then(|| view! { <span class="warning" data-testid="stop-fit">{fits}</span> })}
            <span class="quiet">{fallback}</span>
            <button
                type="button"
                class="link avoid"
                data-testid="avoid"
                on:click=move |_| on_avoid.run(avoided.clone())
            >
                {own.avoid}
            </button>
        </li>
    }
}
