//! Stations near, along the trip, in the map's window.

mod entry;
mod filters;
mod shades;

use std::time::Duration;

use container::Text;
use entry::EntryRow;
pub(super) use entry::{Favourite, near_text};
use filters::{Filters, Reset};
use leptos::prelude::*;
use shades::Shades;

use super::trip::find_me;
use units::LatLon;

use crate::session::{Session, Ways};
use crate::state::finder::{Around, Found, Nearest, Saved, nearest};
use crate::state::{FindWords, Screen, degrees, distance, sentence_of};

/// So many lines at first, and so many more each time.
const LINES: usize = 20;
/// So many of them come in one turn.
const TURN: usize = 4;

/// Stations near, along the trip, in the map's window.
#[component]
pub fn FindScreen() -> impl IntoView {
    let session = Session::get();
    let wanted = RwSignal::new(LINES);
    let turns = RwSignal::new(0_usize);
    let found = Memo::new(move |_| found(session));
    Effect::new(move |_| {
        session.finding.around.track();
        session.finding.filter.track();
        wanted.set(LINES);
        turns.set(1);
    });
    Effect::new(move |_| {
        if turns.get() * TURN < wanted.get() {
            // The list may be gone by then.
            let more = move || {
                let _ = turns.try_update(|turns| *turns += 1);
            };
            set_timeout(more, Duration::ZERO);
        }
    });
    let rows = move |turn: usize| {
        let own = Memo::new(move |_| {
            let of = |found: &Found| found.entries.chunks(TURN).nth(turn).map(<[_]>::to_vec);
            found.with(of).unwrap_or_default()
        });
        let rows = move || {
            let entries = own.get().into_iter();
            entries
                .map(|entry| view! { <EntryRow entry /> })
                .collect_view()
        };
        rows.into_any()
    };
    // Nothing that is there passes the filter.
    let nothing_fits =
        move || found.with(|found| found.entries.is_empty() && !found.hidden.is_empty());
    let has_more = move || found.with(|found| found.entries.len() > wanted.get());
    view! {
        <section class="find" data-testid="screen-find">
            <Where />
            <Filters />
            <Car />
            <Shades />
            <p class="quiet" role="status" data-testid="find-status">{move || found.with(|found| status(session, found))}</p>
            <Show when=nothing_fits>
                <Reset />
            </Show>
            <ul class="entries" data-testid="entries">
                <For each=move || 0..turns.get() key=|turn| *turn children=rows />
            </ul>
            <Show when=has_more>
                <button
                    type="button"
                    data-testid="more-entries"
                    on:click=move |_| wanted.update(|wanted| *wanted += LINES)
                >
                    {say(session, |words| words.more)}
                </button>
            </Show>
        </section>
    }
}

/// A sentence of this screen that follows the language.
pub(super) fn say(
    session: Session,
    pick: fn(&'static FindWords) -> &'static str,
) -> Signal<String> {
    session.say_of(pick)
}

/// A station is about on the way when the straight lines by way of it are this much longer and so many
/// metres more than the one between the ends.
const AROUND: f64 = 1.1;
const AROUND_M: f64 = 5_000.0;

/// The stations where one looks.
fn found(session: Session) -> Found {
    let around = session.finding.around.get();
    let found = session.search(|search| match around {
        Around::Window => {
            let window = session.finding.window.get();
            let is_seen = |index: &usize| {
                window.is_none_or(|window| window.contains(search.stations[*index].position))
            };
            search.list((0..search.stations.len()).filter(is_seen))
        }
        Around::Trip => {
            // Those that the planner knows nothing of, as the car cannot use them: what hides them
            // is counted.
            let (trip, me) = (session.trip.get(), session.me.get());
            let ends = [trip.from, trip.to].map(|end| trip.position_of(end, me));
            let is_between = |at: LatLon| match ends {
                [Some(from), Some(to)] => {
                    let way = from.distance_to(at) + at.distance_to(to);
                    way.0 < from.distance_to(to).0 * AROUND + AROUND_M
                }
                _ => false,
            };
            let is_along = |index: &usize| {
                let station = &search.stations[*index];
                let nears = search.nears;
                match nears.and_then(|nears| nears.get(&station.id)) {
                    Some(near) => near.detour.is_some(),
                    None => nears.is_some() && is_between(station.position),
                }
            };
            search.list((0..search.stations.len()).filter(is_along))
        }
        Around::Favourites => {
            let is_favourite = |index: &usize| (search.is_favourite)(*index);
            search.list((0..search.stations.len()).filter(is_favourite))
        }
        Around::Me | Around::Place(_) => search.list(0..search.stations.len()),
    });
    found.unwrap_or_default()
}

/// Where one looks, one button each.
#[component]
fn Where() -> impl IntoView {
    let session = Session::get();
    let around = session.finding.around;
    let choice = move |testid: &'static str,
                       label: Signal<String>,
                       is_chosen: Signal<bool>,
                       on_choose: Callback<()>| {
        view! {
            <button
                type="button"
                class="choice"
                data-testid=testid
                aria-pressed=move || is_chosen.get().to_string()
                on:click=move |_| on_choose.run(())
            >
                {label}
            </button>
        }
    };
    let is = move |wanted: Around| Signal::derive(move || around.get() == wanted);
    let near_me = Callback::new(move |()| {
        around.set(Around::Me);
        if session.me.with_untracked(Option::is_none) {
            find_me(session);
        }
    });
    let always = Signal::derive(|| true);
    let place = move || match around.get() {
        Around::Place(at) => {
            let words = session.table::<FindWords>();
            let label = format!("{}{}", words.near_place, session.name_of(at));
            let label = Signal::derive(move || label.clone());
            let stay = Callback::new(|()| {});
            Some(choice("around-place", label, always, stay))
        }
        Around::Window | Around::Me | Around::Trip | Around::Favourites => None,
    };
    let has_favourites = Memo::new(move |_| {
        let is_any = |saved: &Saved| !saved.favourites.is_empty();
        session.finding.saved.with(is_any) || around.get() == Around::Favourites
    });
    let favourites = move || {
        has_favourites.get().then(|| {
            choice(
                "around-favourites",
                say(session, |words| words.favourites),
                is(Around::Favourites),
                Callback::new(move |()| around.set(Around::Favourites)),
            )
        })
    };
    view! {
        <div class="choices" role="group" aria-label=say(session, |words| words.around)>
            {choice(
                "around-window",
                say(session, |words| words.in_window),
                is(Around::Window),
                Callback::new(move |()| around.set(Around::Window)),
            )}
            {choice(
                "around-me",
                say(session, |words| words.near_me),
                is(Around::Me),
                near_me,
            )}
            {choice(
                "around-trip",
                say(session, |words| words.along),
                is(Around::Trip),
                Callback::new(move |()| around.set(Around::Trip)),
            )}
            {favourites}
            {place}
        </div>
    }
}

/// Which car and charge the list counts with.
#[component]
fn Car() -> impl IntoView {
    let session = Session::get();
    let text = move || {
        let (trip, language) = (session.trip.get(), session.language.get());
        let car = session.vehicle.get();
        let car = car.map(|car| language.pick(&car.name()).to_owned());
        let temperature = degrees(trip.temperature.into());
        let words = session.table::<FindWords>();
        format!(
            "{} {} · {} % · {temperature}",
            words.with_car,
            car.unwrap_or_default(),
            trip.charge
        )
    };
    view! {
        <p class="with-car quiet">
            <span>{text}</span>
            <button
                type="button"
                class="link"
                data-testid="change-car"
                on:click=move |_| session.screen.set(Screen::Trip)
            >
                {say(session, |words| words.change)}
            </button>
        </p>
    }
}

/// How far the nearest is, what hides how many, and what is still worked out.
fn status(session: Session, found: &Found) -> String {
    let words = session.table::<FindWords>();
    let (language, around) = (session.language.get(), session.finding.around.get());
    let ways = session.finding.ways.get();
    let mut parts: Vec<String> = Vec::new();
    let wants_trip = around == Around::Trip && matches!(ways, Ways::Unasked);
    match &ways {
        _ if wants_trip => parts.push(words.nothing_trip.to_owned()),
        Ways::Asked => parts.push(words.asking.to_owned()),
        Ways::Failed(problem) => parts.push(sentence_of(language.pick(problem)).0.to_owned()),
        Ways::Unasked => parts.push(words.no_origin.to_owned()),
        Ways::Known(_) => {}
    }
    let is_known = session.region.with(Option::is_some);
    if found.entries.is_empty() && is_known && !wants_trip && !matches!(ways, Ways::Asked) {
        parts.push(words.nothing.to_owned());
    }
    if matches!(around, Around::Me | Around::Place(_))
        && let Nearest::Far {
            distance: far,
            is_by_road,
        } = nearest(&found.entries)
    {
        let far = distance(far);
        let line = if is_by_road {
            String::new()
        } else {
            format!("{} ", words.straight)
        };
        parts.push(
            language
                .pick(&Text::new(
                    format!("10 km 内没有合适的充电站，最近的在{line}{far} 外"),
                    format!("None within 10 km: the nearest is {line}{far} away"),
                ))
                .to_owned(),
        );
    }
    let hidden: usize = found.hidden.values().sum();
    if hidden > 0 {
        let each = found.hidden.iter();
        let each: Vec<String> = each
            .map(|(why, count)| format!("{} {count}", words.hidden(*why)))
            .collect();
        let each = each.join(language.pick(&Text::new("、", ", ")));
        parts.push(
            language
                .pick(&Text::new(
                    format!("另有 {hidden} 个被筛选隐藏（{each}）"),
                    format!("The filter hides {hidden} ({each})"),
                ))
                .to_owned(),
        );
    }
    parts.join(" · ")
}
