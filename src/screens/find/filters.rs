//! What is looked for: the usual wishes in a row, everything else folded away.

mod saved;

use std::collections::BTreeSet;

use leptos::prelude::*;
use saved::SavedFilters;
use stations::{Amenity, Money, Place};

use super::say;
use crate::session::Session;
use crate::state::finder::{Filter, Kind, POWERS};
use crate::state::{FindWords, Following, both_of};

/// Places that one filters by.
const PLACES: [Place; 8] = [
    Place::ServiceArea,
    Place::Scenic,
    Place::Town,
    Place::Village,
    Place::TransportHub,
    Place::CarPark,
    Place::FuelStation,
    Place::Roadside,
];
/// Things that one filters by.
const AMENITIES: [Amenity; 7] = [
    Amenity::Toilet,
    Amenity::Food,
    Amenity::Shop,
    Amenity::Canopy,
    Amenity::Hotel,
    Amenity::Attended,
    Amenity::Reservable,
];
/// Prices that one filters by, in hundredths of a yuan for a kilowatt-hour.
const PRICES: [i64; 5] = [80, 100, 120, 150, 200];

/// The row of wishes and the rest.
#[component]
pub(super) fn Filters() -> impl IntoView {
    let session = Session::get();
    let filter = session.finding.filter;
    let count = move || filter.with(Filter::count);
    let is_open = RwSignal::new(false);
    let kinds = move || {
        many(
            "kind",
            say(session, |words| words.kinds),
            &[Kind::Dc, Kind::Ac, Kind::Swap],
            |session, kind| session.table::<FindWords>().kind(kind),
            |filter| &mut filter.kinds,
        )
    };
    let places = move || {
        many(
            "place",
            say(session, |words| words.places),
            &PLACES,
            |session, place| session.words().place(place),
            |filter| &mut filter.places,
        )
    };
    let amenities = move || {
        many(
            "amenity",
            say(session, |words| words.amenities),
            &AMENITIES,
            |session, amenity| session.table::<FindWords>().amenity(amenity),
            |filter| &mut filter.amenities,
        )
    };
    view! {
        <div class="chips chip-row" role="group" aria-label=say(session, |words| words.filters)>
            <button
                type="button"
                class="chip"
                data-testid="more-filters"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                <span>{say(session, |words| words.filters)}</span>
                {move || {
                    let count = count();
                    let is_any = count != 0;
                    is_any.then(|| view! { <small class="count">{count}</small> })
                }}
            </button>
            {CHIPS.map(chip).collect_view()}
        </div>
        <Show when=move || is_open.get()>
            <div class="more-room" data-testid="filter-room">
                {kinds()}
                <Powers />
                <Prices />
                {places()}
                {amenities()}
                <Operators />
                <div class="chips">{RARE_CHIPS.map(chip).collect_view()}</div>
                <Reset />
                <SavedFilters />
            </div>
        </Show>
    }
}

/// Goes back to the filter that one begins with.
#[component]
pub(super) fn Reset() -> impl IntoView {
    let session = Session::get();
    let filter = session.finding.filter;
    let reset = move |_| {
        let before = filter.get_untracked();
        filter.set(Filter::default());
        let told = both_of::<FindWords>(|words| words.filter_reset);
        session.offer_undo(told, move || filter.set(before.clone()));
    };
    view! {
        <button type="button" data-testid="filter-reset" on:click=reset>
            {say(session, |words| words.reset)}
        </button>
    }
}

/// A wish that is on or off: hook for tests, its name, how it is read and set.
type Wish = (
    &'static str,
    fn(&'static FindWords) -> &'static str,
    fn(&Filter) -> bool,
    fn(&mut Filter, bool),
);

/// Only what is reported free.
const FREE: &str = "filter-free";
/// Those of the row.
const CHIPS: [Wish; 4] = [
    (
        "filter-fits",
        |words| words.fits,
        |filter| filter.fits,
        |filter, is_on| filter.fits = is_on,
    ),
    (
        "filter-fast",
        |words| words.fast,
        |filter| filter.power >= 60,
        |filter, is_on| filter.power = if is_on { 60 } else { 0 },
    ),
    (
        FREE,
        |words| words.free,
        |filter| filter.is_free,
        |filter, is_on| filter.is_free = is_on,
    ),
    (
        "filter-open",
        |words| words.open,
        |filter| filter.is_open,
        |filter, is_on| filter.is_open = is_on,
    ),
];
/// Those that are folded away.
const RARE_CHIPS: [Wish; 2] = [
    (
        "filter-always",
        |words| words.always,
        |filter| filter.is_always,
        |filter, is_on| filter.is_always = is_on,
    ),
    (
        "filter-all",
        |words| words.shows_all,
        |filter| filter.shows_all,
        |filter, is_on| filter.shows_all = is_on,
    ),
];

fn chip((testid, pick, read, write): Wish) -> impl IntoView {
    let session = Session::get();
    let filter = session.finding.filter;
    // Where no states come, nothing is reported free: the wish would empty the list.
    let is_of_use = Memo::new(move |_| {
        testid != FREE
            || session.following.get() != Following::Unannounced
            || filter.with(|filter| filter.is_free)
    });
    let toggle = move |_| {
        filter.update(|filter| {
            let is_on = read(filter);
            write(filter, !is_on);
        });
    };
    view! {
        <Show when=move || is_of_use.get()>
            <button
                type="button"
                class="chip"
                data-testid=testid
                aria-pressed=move || filter.with(read).to_string()
                on:click=toggle
            >
                {say(session, pick)}
            </button>
        </Show>
    }
}

/// Wishes of which any number may be on.
fn many<T: Copy + Ord + Send + Sync + 'static>(
    testid: &'static str,
    legend: Signal<String>,
    all: &[T],
    name: fn(Session, T) -> &'static str,
    set: fn(&mut Filter) -> &mut BTreeSet<T>,
) -> impl IntoView {
    let session = Session::get();
    let filter = session.finding.filter;
    let one = move |(number, value): (usize, T)| {
        let is_on = move || {
            let mut filter = filter.get();
            set(&mut filter).contains(&value)
        };
        let on_tap = move |_| {
            filter.update(|filter| {
                let set = set(filter);
                if !set.remove(&value) {
                    set.insert(value);
                }
            });
        };
        view! {
            <button
                type="button"
                class="chip"
                data-testid=format!("filter-{testid}-{number}")
                aria-pressed=move || is_on().to_string()
                on:click=on_tap
            >
                {move || name(session, value)}
            </button>
        }
    };
    let all: Vec<_> = all.iter().copied().enumerate().map(one).collect();
    view! {
        <fieldset class="wishes">
            <legend>{legend}</legend>
            <div class="chips">{all}</div>
        </fieldset>
    }
}

#[component]
fn Powers() -> impl IntoView {
    let session = Session::get();
    let filter = session.finding.filter;
    let on_change = move |event| {
        if let Ok(power) = event_target_value(&event).parse() {
            filter.update(|filter| filter.power = power);
        }
    };
    let option = move |power: u16| {
        let text = move || match power {
            0 => session.table::<FindWords>().any_power.to_owned(),
            power => format!("{power} kW"),
        };
        view! {
            <option value=power.to_string() prop:selected=move || filter.with(|filter| filter.power == power)>
                {text}
            </option>
        }
    };
    view! {
        <div class="select">
            <label for="filter-power">{say(session, |words| words.power)}</label>
            <select id="filter-power" data-testid="filter-power" on:change=on_change>
                {POWERS.map(option).collect_view()}
            </select>
        </div>
    }
}

#[component]
fn Prices() -> impl IntoView {
    let session = Session::get();
    let filter = session.finding.filter;
    let on_change = move |event| {
        let price = event_target_value(&event).parse::<i64>().ok();
        filter.update(|filter| filter.price_max = price.map(|fen| Money(fen * 100)));
    };
    let option = move |fen: i64| {
        let is_chosen = move || filter.with(|filter| filter.price_max == Some(Money(fen * 100)));
        let text = Money(fen * 100).to_string();
        view! { <option value=fen.to_string() prop:selected=is_chosen>{text}</option> }
    };
    view! {
        <div class="select">
            <label for="filter-price">{say(session, |words| words.price_max)}</label>
            <select id="filter-price" data-testid="filter-price" on:change=on_change>
                <option value="" prop:selected=move || filter.with(|filter| filter.price_max.is_none())>
                    {say(session, |words| words.any_price)}
                </option>
                {PRICES.map(option).collect_view()}
            </select>
        </div>
    }
}

/// Those of the data, where there are several.
#[component]
fn Operators() -> impl IntoView {
    let session = Session::get();
    let filter = session.finding.filter;
    let all = Memo::new(move |_| {
        let region = session.region.get();
        let stations = region.iter().flat_map(|region| &region.stations);
        let names =
            stations.map(|station| (station.operator.zh.clone(), station.operator.en.clone()));
        let names: BTreeSet<(String, String)> = names.filter(|(zh, _)| !zh.is_empty()).collect();
        names
    });
    let one = move |(zh, en): (String, String)| {
        let (shown, wanted, toggled) = (container::Text::new(zh.clone(), en), zh.clone(), zh);
        let on_tap = move |_| {
            filter.update(|filter| {
                if !filter.operators.remove(&toggled) {
                    filter.operators.insert(toggled.clone());
                }
            });
        };
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || filter.with(|filter| filter.operators.contains(&wanted)).to_string()
                on:click=on_tap
            >
                {move || session.language.get().pick(&shown).to_owned()}
            </button>
        }
    };
    view! {
        <Show when=move || all.with(|all| all.len() > 1)>
            <fieldset class="wishes">
                <legend>{say(session, |words| words.operators)}</legend>
                <div class="chips">{move || all.get().into_iter().map(one).collect_view()}</div>
            </fieldset>
        </Show>
    }
}
