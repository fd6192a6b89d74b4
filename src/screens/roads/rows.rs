//! The rows of a strip: places, chargers, gaps, and how far the charge lasts.

use leptos::prelude::*;
use planner::Plug;
use stations::{Access, Station};

use super::strip::Shown;
use crate::platform::local_time;
use crate::session::{Chosen, Session};
use crate::state::{
    Availability, Following, RoadsWords, Table as _, availability, distance, percent, power,
};
use ::strip::{Carriageway, Gap, Row, Strip};

/// Stations of a group that are shown before one asks for all.
const FIRST: usize = 2;

/// The id of the row that says where the driver is.
pub(super) const HERE: &str = "road-here-row";

/// A line of the strip.
#[component]
pub(super) fn StripRow(shown: Shown, row: Row) -> impl IntoView {
    let session = Session::get();
    let spot = shown.strip.with_untracked(|strip| row.spot(strip));
    let is_bare = move || {
        let of = |gap: &Gap| gap.is_long() && gap.spots.0 <= spot && spot < gap.spots.1;
        shown.gaps.with(|gaps| gaps.iter().any(of))
    };
    let is_beyond = move || {
        let ends = |drive: &Option<_>| drive.as_ref().and_then(end_of);
        shown.drive.with(ends).is_some_and(|end| spot >= end)
    };
    let kind = match &row {
        Row::Place(_) => "place",
        Row::Stations(_) => "stations",
        Row::Gap(_) => "gap",
        Row::Reach(_) => "reach",
        Row::Here(_) => "here",
    };
    view! {
        <li
            class=format!("strip-row strip-{kind}")
            class:is-bare=is_bare
            class:is-beyond=is_beyond
            data-testid=format!("strip-{kind}")
        >
            {match row {
                Row::Place(number) => view! { <PlaceRow shown number /> }.into_any(),
                Row::Stations(group) => view! { <StationGroup shown group /> }.into_any(),
                Row::Gap(gap) => {
                    let is_longest = move || {
                        Strip::longest(&shown.gaps.get()).is_some_and(|longest| longest == gap)
                    };
                    let text = move || {
                        RoadsWords::of(session.language.get()).gap(&gap, is_longest())
                    };
                    view! { <p class="gap-text" class:is-long=gap.is_long()>{text}</p> }.into_any()
                }
                Row::Reach(spot) => view! { <ReachRow shown spot /> }.into_any(),
                Row::Here(spot) => view! { <HereRow shown spot /> }.into_any(),
            }}
        </li>
    }
}

fn end_of(drive: &::strip::Drive) -> Option<f64> {
    drive.ends
}

/// A place: how far, how high, what is left on arrival, and the chargers ahead.
#[component]
fn PlaceRow(shown: Shown, number: usize) -> impl IntoView {
    let session = Session::get();
    let words = move || RoadsWords::of(session.language.get());
    let place = shown
        .strip
        .with_untracked(|strip| strip.places.get(number).cloned());
    let Some(place) = place else {
        return ().into_any();
    };
    let (along, kind, height, position) =
        (place.along, place.kind, place.elevation, place.position);
    let facts = move || {
        let words = words();
        let known = shown.drive.with(|drive| {
            let charge = drive.as_ref()?.charges.get(number).copied().flatten()?;
            Some(words.left(&percent(charge)))
        });
        let parts = [
            Some(words.kind(kind).to_owned()),
            height.map(|height| words.height(height)),
            known.filter(|_| number > 0),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let is_last = shown
        .strip
        .with_untracked(|strip| number + 1 == strip.places.len());
    let next = move || {
        let (strip, usable) = (shown.strip.get(), shown.usable.get());
        #[expect(clippy::cast_precision_loss, reason = "a road has few places")]
        let spot = number as f64;
        words().next(strip.next(spot, &usable))
    };
    let id = format!("road-place-{number}");
    let tap = {
        let id = id.clone();
        move |_| {
            shown.tapped.set_value(Some(id.clone()));
            session.chosen.set(Some(Chosen::Point(position)));
        }
    };
    let name = place.name.clone();
    view! {
        <span class="strip-km" data-testid="strip-km">{move || words().way(along)}</span>
        <span class="strip-dot" aria-hidden="true"></span>
        <div class="strip-body">
            <button type="button" class="link" id=id on:click=tap>
                {move || session.language.get().pick(&name).to_owned()}
            </button>
            <small class="quiet">{facts}</small>
            {(!is_last).then(|| view! { <small class="quiet">{next}</small> })}
        </div>
    }
    .into_any()
}

/// Where the charge is down to what is to be kept.
#[component]
fn ReachRow(shown: Shown, spot: f64) -> impl IntoView {
    let session = Session::get();
    let words = move || RoadsWords::of(session.language.get());
    view! {
        <span class="strip-km">{move || words().way(shown.strip.get().along(spot))}</span>
        <span class="strip-dot" aria-hidden="true"></span>
        <p class="strip-body">
            <strong>{move || words().reached}</strong>
            <small>
                {move || session.trip.with(|trip| {
                    words().conditions(trip.charge, trip.reserve, trip.temperature)
                })}
            </small>
        </p>
    }
}

/// Where the driver is, and the chargers ahead.
#[component]
fn HereRow(shown: Shown, spot: f64) -> impl IntoView {
    let session = Session::get();
    let words = move || RoadsWords::of(session.language.get());
    let next = move || {
        let (strip, usable) = (shown.strip.get(), shown.usable.get());
        words().next(strip.next(spot, &usable))
    };
    view! {
        <span class="strip-km">{move || words().way(shown.strip.get().along(spot))}</span>
        <span class="strip-dot" aria-hidden="true"></span>
        <p class="strip-body" id=HERE tabindex="-1">
            <strong>{move || words().you_are_here}</strong>
            <small>{next}</small>
        </p>
    }
}

/// Stations that are near together: the best of them first.
#[component]
fn StationGroup(shown: Shown, group: Vec<usize>) -> impl IntoView {
    let session = Session::get();
    let is_open = RwSignal::new(false);
    let count = group.len();
    let along = shown.strip.with_untracked(|strip| {
        let first = group.first().and_then(|first| strip.stations.get(*first));
        first.and_then(|first| strip.along(first.spot))
    });
    let is_at_place = shown.strip.with_untracked(|strip| {
        let first = group.first().and_then(|first| strip.stations.get(*first));
        first.is_some_and(|first| first.spot.fract() <= 0.0)
    });
    let sorted = move || {
        let mut group = group.clone();
        let usable = shown.usable.get();
        let best = |number: &usize| {
            let counts = usable.get(*number).copied().unwrap_or_default();
            let power = with_station(session, shown, *number, |station| {
                strength(session, station)
            });
            (counts, power.unwrap_or_default())
        };
        group.sort_by(|a, b| {
            let ((a_counts, a_power), (b_counts, b_power)) = (best(a), best(b));
            b_counts.cmp(&a_counts).then(b_power.total_cmp(&a_power))
        });
        group
    };
    let rows = move || {
        let count = if is_open.get() { usize::MAX } else { FIRST };
        let group = sorted().into_iter().take(count);
        group
            .map(|number| view! { <StationRow shown number /> })
            .collect_view()
    };
    let more = move || {
        let words = RoadsWords::of(session.language.get());
        if is_open.get() {
            words.fewer.to_owned()
        } else {
            words.more(count - FIRST)
        }
    };
    view! {
        <span class="strip-km">
            {move || (!is_at_place).then(|| RoadsWords::of(session.language.get()).way(along))}
        </span>
        <span class="strip-dot" aria-hidden="true"></span>
        <div class="strip-body">
            <ul class="strip-stations">{rows}</ul>
            {(count > FIRST).then(|| view! {
                <button
                    type="button"
                    class="strip-more"
                    aria-expanded=move || is_open.get().to_string()
                    on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
                >
                    {more}
                </button>
            })}
        </div>
    }
}

/// A station: power, name, how far off, and what is known of it now.
#[component]
fn StationRow(shown: Shown, number: usize) -> impl IntoView {
    let session = Session::get();
    let Some(beside) = shown
        .strip
        .with_untracked(|strip| strip.stations.get(number).cloned())
    else {
        return ().into_any();
    };
    let (index, off, side) = (beside.index, beside.off, beside.side);
    let of = move |pick: fn(&Station, Session) -> String| {
        with_station(session, shown, number, |station| pick(station, session)).unwrap_or_default()
    };
    let name = move || of(|station, session| session.language.get().pick(&station.name).to_owned());
    let kilowatts = move || {
        of(|station, session| {
            let strength = strength(session, station);
            if strength > 0.0 {
                power(units::Kilowatts(strength))
            } else {
                session.words().battery_swap.to_owned()
            }
        })
    };
    let counts = move || {
        shown
            .usable
            .with(|usable| usable.get(number) == Some(&true))
    };
    let facts = move || {
        let words = RoadsWords::of(session.language.get());
        let way = if off.0 < 100.0 {
            words.on_road.to_owned()
        } else {
            session
                .language
                .get()
                .pick(&container::Text::new(
                    format!("{} {}", words.off, distance(off)),
                    format!("{} {}", distance(off), words.off),
                ))
                .to_owned()
        };
        let why = if counts() {
            words.side(&side)
        } else {
            with_station(session, shown, number, |station| {
                why_not(session, station, &side)
            })
            .unwrap_or_default()
        };
        let live = now(session, index);
        let parts = [way, why, live].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" · ")
    };
    let is_free = move || {
        session
            .availability(index)
            .free()
            .is_some_and(|free| free > 0)
    };
    let id = format!("road-station-{number}");
    let tap = {
        let id = id.clone();
        move |_| {
            shown.tapped.set_value(Some(id.clone()));
            session.chosen.set(Some(Chosen::Station(index)));
        }
    };
    view! {
        <li>
            <button
                type="button"
                class="strip-station"
                class:is-out=move || !counts()
                class:is-free=is_free
                id=id
                data-testid="strip-station"
                on:click=tap
            >
                <span class="strip-power">{kilowatts}</span>
                <span class="strip-name">{name}</span>
                <small>{facts}</small>
            </button>
        </li>
    }
    .into_any()
}

/// What is known now; empty where the site follows nothing.
fn now(session: Session, index: usize) -> String {
    let known = session.availability(index);
    let is_followed = session.following.get() != Following::Unannounced;
    if is_followed && known != Availability::Unknown {
        availability(known, session.language.get(), local_time)
    } else {
        String::new()
    }
}

/// Why a station does not count.
fn why_not(session: Session, station: &Station, side: &Carriageway) -> String {
    let words = session.words();
    if station.access != Access::Public {
        words.access(station.access).to_owned()
    } else if !station.is_open_to_all() {
        words.lifecycle(station.lifecycle).to_owned()
    } else if session.vehicle.with(|car| {
        car.as_ref()
            .is_some_and(|car| Plug::best(car, station).is_none())
    }) {
        RoadsWords::of(session.language.get()).no_plug.to_owned()
    } else {
        RoadsWords::of(session.language.get()).side(side)
    }
}

/// The power that the chosen car gets there at most, or anyone where it fits nothing; 0 where
/// batteries are swapped only.
fn strength(session: Session, station: &Station) -> f64 {
    let for_car = session.vehicle.with(|car| {
        let plug = Plug::best(car.as_ref()?, station)?;
        Some(plug.connector.power.0)
    });
    let for_all = station.best_connector(|_| true).map(|(_, power)| power.0);
    for_car.or(for_all).unwrap_or_default()
}

fn with_station<T>(
    session: Session,
    shown: Shown,
    number: usize,
    read: impl FnOnce(&Station) -> T,
) -> Option<T> {
    let index = shown
        .strip
        .with(|strip| Some(strip.stations.get(number)?.index))?;
    session
        .region
        .with(|region| region.as_ref()?.stations.get(index).map(read))
}
