//! What a driver may wish beyond car, charge and weather.

use leptos::prelude::*;
use planner::{Aim, Vehicle};
use units::Seconds;

use super::operators::Operators;
use super::preferences::{Charging, Roads};
use crate::components::{Choice, Slider};
use crate::session::Session;
use crate::state::{Carries, Style, TripWords, Wishes, duration};

/// Stays at the end before one goes back, in minutes.
const BACK: [Option<u16>; 7] = [
    None,
    Some(0),
    Some(60),
    Some(120),
    Some(240),
    Some(480),
    Some(1440),
];
/// Meals, in minutes.
const MEALS: [Option<u16>; 4] = [None, Some(30), Some(45), Some(60)];
const CARRIES: [Carries; 3] = [Carries::Nothing, Carries::RoofBox, Carries::Trailer];
const STYLES: [Style; 3] = [Style::Calm, Style::Usual, Style::Brisk];
const AIMS: [Aim; 2] = [Aim::Fastest, Aim::FewestStops];
/// Most that a car, and a truck, is loaded with, and steps, in kg. Six axles may weigh 49 t in all (GB
/// 1589-2016): about 31 t of goods.
const LUGGAGE: (i32, i32) = (600, 10);
const GOODS: (i32, i32) = (31_000, 500);
/// Charges on arrival, in percent.
const ARRIVALS: [Option<u8>; 8] = [
    None,
    Some(20),
    Some(30),
    Some(40),
    Some(50),
    Some(60),
    Some(70),
    Some(80),
];

/// A sentence of the trip's wishes that follows the language.
pub(super) fn say(
    session: Session,
    pick: fn(&'static TripWords) -> &'static str,
) -> Signal<String> {
    session.say_of(pick)
}

/// Departure, return, load, manner and breaks.
#[component]
pub(super) fn WishFields() -> impl IntoView {
    let session = Session::get();
    let trip = session.trip;
    let is_open = RwSignal::new(trip.with_untracked(|trip| trip.wishes.count() > 0));
    let count = move || trip.with(|trip| trip.wishes.count());
    view! {
        <Depart />
        <button
            type="button"
            class="unfold"
            data-testid="more-wishes"
            aria-expanded=move || is_open.get().to_string()
            on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
        >
            <span>{say(session, |words| words.wishes)}</span>
            {move || {
                let count = count();
                let is_any = count != 0;
                is_any.then(|| view! { <small class="count">{count}</small> })
            }}
        </button>
        <Show when=move || is_open.get()>
            <More />
        </Show>
    }
}

/// Changes the wishes of the trip.
pub(super) fn wish(session: Session, change: impl FnOnce(&mut Wishes)) {
    session.trip.update(|trip| change(&mut trip.wishes));
}

#[component]
fn Depart() -> impl IntoView {
    let session = Session::get();
    let depart = move || session.trip.with(|trip| trip.wishes.depart);
    let shown = move || {
        let minute = depart().unwrap_or_else(|| session.finding.minute.get());
        minute.to_string()
    };
    let on_change = move |event| {
        let chosen = event_target_value(&event);
        // Some browsers write seconds.
        let minute = chosen.get(..16).and_then(|minute| minute.parse().ok());
        if minute.is_some() {
            wish(session, |wishes| wishes.depart = minute);
        }
    };
    view! {
        <div class="select depart">
            <label for="depart-input">{say(session, |words| words.depart)}</label>
            <input
                id="depart-input"
                data-testid="depart-input"
                type="datetime-local"
                prop:value=shown
                on:change=on_change
            />
            <Show
                when=move || depart().is_some()
                fallback=move || view! { <small class="quiet">{say(session, |words| words.now)}</small> }
            >
                <button
                    type="button"
                    class="link"
                    data-testid="depart-now"
                    aria-label=say(session, |words| words.set_now)
                    on:click=move |_| wish(session, |wishes| wishes.depart = None)
                >
                    {say(session, |words| words.now)}
                </button>
            </Show>
        </div>
    }
}

#[component]
fn More() -> impl IntoView {
    let session = Session::get();
    let wishes = move || session.trip.with(|trip| trip.wishes.clone());
    let words = move || session.table::<TripWords>();
    let minutes =
        move |minutes: u16| duration(Seconds(f64::from(minutes) * 60.0), session.language.get());
    let back = Callback::new(move |back: Option<u16>| match back {
        None => words().no_back.to_owned(),
        Some(0) => words().back_at_once.to_owned(),
        Some(stay) => format!("{} {}", minutes(stay), words().back_after),
    });
    let meal = Callback::new(move |meal: Option<u16>| {
        meal.map_or_else(|| words().no_meal.to_owned(), minutes)
    });
    let arrival = Callback::new(move |arrival: Option<u8>| {
        let as_reserve = || words().as_reserve.to_owned();
        arrival.map_or_else(as_reserve, |percent| format!("{percent} %"))
    });
    let aim = Callback::new(move |aim| words().aim(aim).to_owned());
    let style = Callback::new(move |style| words().style(style).to_owned());
    let carries = Callback::new(move |carries| words().carries(carries).to_owned());
    view! {
        <div class="more-room">
            <Choice
                testid="aim-select"
                label=say(session, |words| words.aim)
                all=&AIMS
                value=Signal::derive(move || wishes().aim)
                write=aim
                on_change=Callback::new(move |aim| wish(session, |wishes| wishes.aim = aim))
            />
            <Choice
                testid="back-select"
                label=say(session, |words| words.back)
                all=&BACK
                value=Signal::derive(move || wishes().back_min)
                write=back
                on_change=Callback::new(move |back| wish(session, |wishes| wishes.back_min = back))
            />
            <Choice
                testid="arrival-select"
                label=say(session, |words| words.arrival)
                all=&ARRIVALS
                value=Signal::derive(move || wishes().arrival)
                write=arrival
                on_change=Callback::new(move |arrival| wish(session, |wishes| wishes.arrival = arrival))
            />
            <Choice
                testid="style-select"
                label=say(session, |words| words.style)
                all=&STYLES
                value=Signal::derive(move || wishes().style)
                write=style
                on_change=Callback::new(move |style| wish(session, |wishes| wishes.style = style))
            />
            <Load />
            <Choice
                testid="carries-select"
                label=say(session, |words| words.carries)
                all=&CARRIES
                value=Signal::derive(move || wishes().carries)
                write=carries
                on_change=Callback::new(move |carries| wish(session, |wishes| wishes.carries = carries))
            />
            <Show when=move || wishes().carries != Carries::Nothing>
                <p class="quiet">{say(session, |words| words.estimate_load)}</p>
            </Show>
            <Choice
                testid="meal-select"
                label=say(session, |words| words.meal)
                all=&MEALS
                value=Signal::derive(move || wishes().meal_min)
                write=meal
                on_change=Callback::new(move |meal| wish(session, |wishes| wishes.meal_min = meal))
            />
            <label class="check">
                <input
                    type="checkbox"
                    data-testid="breaks-input"
                    prop:checked=move || wishes().has_breaks
                    on:change=move |event| {
                        let is_on = event_target_checked(&event);
                        wish(session, |wishes| wishes.has_breaks = is_on);
                    }
                />
                <span>{say(session, |words| words.breaks)}</span>
            </label>
            <Charging />
            <Roads />
            <Operators />
            <Avoided />
        </div>
    }
}

/// Stations that are not to be used, each with a way back.
#[component]
fn Avoided() -> impl IntoView {
    let session = Session::get();
    let avoided = move || session.trip.with(|trip| trip.wishes.avoid.clone());
    let row = move |id: stations::StationId| {
        let name = session.station_name(&id);
        let label = session
            .language
            .get()
            .named(session.table::<TripWords>().allow, &name);
        view! {
            <li>
                <span>{name}</span>
                <button
                    type="button"
                    class="icon"
                    aria-label=label
                    on:click=move |_| wish(session, |wishes| { wishes.avoid.remove(&id); })
                >
                    <span aria-hidden="true">"✕"</span>
                </button>
            </li>
        }
    };
    view! {
        <Show when=move || !avoided().is_empty()>
            <fieldset class="wishes" data-testid="avoided">
                <legend>{say(session, |words| words.avoided)}</legend>
                <ul class="avoided">{move || avoided().into_iter().map(row).collect_view()}</ul>
            </fieldset>
        </Show>
    }
}

/// What is loaded: people and their things, or a truck's goods.
#[component]
fn Load() -> impl IntoView {
    let session = Session::get();
    let is_truck = Memo::new(move |_| {
        let of = |car: &Option<Vehicle>| car.as_ref().is_some_and(|car| car.size.is_truck);
        session.vehicle.with(of)
    });
    move || {
        let (most, step) = if is_truck.get() { GOODS } else { LUGGAGE };
        view! {
            <Slider
                testid="load-input"
                label=say(session, |words| words.load)
                range=(0, most)
                step
                value=Signal::derive(move || session.trip.with(|trip| i32::from(trip.wishes.load_kg)))
                write=|kg| format!("{kg} kg")
                on_change=Callback::new(move |kg: i32| {
                    wish(session, |wishes| wishes.load_kg = u16::try_from(kg).unwrap_or(0));
                })
            />
        }
    }
}
