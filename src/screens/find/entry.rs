//! A line of the list of stations.

use leptos::prelude::*;
use stations::{Station, StationId};
use units::Kilowatts;

use super::say;
use crate::platform::local_time;
use crate::session::{Chosen, Session};
use crate::state::finder::{Entry, Near};
use crate::state::{
    Availability, FindWords, availability, both_of, distance, duration, percent, power, price_at,
};

/// Its name, what is free there, how strong, how dear, how far.
#[component]
pub(super) fn EntryRow(
    /// What is known of it.
    entry: Entry,
) -> impl IntoView {
    let session = Session::get();
    let index = entry.index;
    let region = session.region.get_untracked();
    let station = region
        .as_ref()
        .and_then(|region| region.stations.get(index).cloned());
    let Some(station) = station else {
        return ().into_any();
    };
    let connectors = entry.connectors.clone();
    let known = Memo::new(move |_| session.availability_of(index, &connectors));
    let name = {
        let name = station.name.clone();
        move || session.language.get().pick(&name).to_owned()
    };
    let tells = {
        let (entry, station) = (entry.clone(), station.clone());
        move || facts(session, &entry, &station)
    };
    let way = {
        let entry = entry.clone();
        move || way(session, &entry)
    };
    view! {
        <li class="entry" class:is-out=entry.near.is_some_and(|near| near.charge_arrive.is_none())>
            <button
                type="button"
                class="entry-main"
                data-testid="entry"
                on:click=move |_| session.chosen.set(Some(Chosen::Station(index)))
            >
                <span class="entry-name">
                    {name}
                    {station.demo.then(|| view! {
                        <small class="tag tag-demo">{session.say(|words| words.demo)}</small>
                    })}
                </span>
                <span class="entry-facts">{tells}</span>
                <span class="entry-way" data-testid="entry-way">{way}</span>
                {move || free(session, known.get())}
                {entry.quiet.map(|days| view! {
                    <small class="quiet" data-testid="entry-quiet">
                        {move || session.table::<FindWords>().quiet(days)}
                    </small>
                })}
                {entry.is_hidden.then(|| view! {
                    <small class="quiet">{say(session, |words| words.is_hidden)}</small>
                })}
            </button>
            <Favourite id=station.id.clone() />
        </li>
    }
    .into_any()
}

/// A star that makes a station a favourite, and no longer one.
#[component]
pub(in crate::screens) fn Favourite(
    /// The station.
    id: StationId,
) -> impl IntoView {
    let session = Session::get();
    let toggled = id.clone();
    let is_on = Memo::new(move |_| {
        session
            .finding
            .saved
            .with(|saved| saved.favourites.contains(&id))
    });
    let on_tap = move |_| {
        if !session.finding.save(|saved| saved.toggle(&toggled)) {
            session
                .notice
                .set(Some(both_of::<FindWords>(|words| words.not_kept)));
        }
    };
    let label = say(session, |words| words.favourite);
    view! {
        <button
            type="button"
            class="icon star"
            data-testid="favourite"
            aria-pressed=move || is_on.get().to_string()
            aria-label=label
            title=label
            on:click=on_tap
        >
            <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="m12 3 2.7 5.8 6.3.8-4.6 4.4 1.2 6.3L12 17.2l-5.6 3.1 1.2-6.3L3 9.6l6.3-.8z" />
            </svg>
        </button>
    }
}

/// `120 kW × 4 · 1.20 元/度`.
fn facts(session: Session, entry: &Entry, station: &Station) -> String {
    let words = session.table::<FindWords>();
    let all = station.connectors().enumerate();
    let wanted = all.filter(|(index, _)| entry.connectors.contains(index));
    let powers: Vec<Kilowatts> = wanted.map(|(_, (_, power))| power).collect();
    let mut parts: Vec<String> = Vec::new();
    let most = powers.iter().max_by(|a, b| a.0.total_cmp(&b.0));
    if let Some(most) = most {
        let is_most = |power: &&Kilowatts| power.0.total_cmp(&most.0).is_eq();
        let count = powers.iter().filter(is_most).count();
        parts.push(format!("{} × {count}", power(*most)));
        let rest = powers.len() - count;
        if rest > 0 {
            parts.push(format!("+{rest}"));
        }
    } else if station.swap.is_some() {
        parts.push(words.kind(crate::state::finder::Kind::Swap).to_owned());
    }
    let region = session.region.get();
    let price = region.and_then(|region| {
        let minute = session.finding.minute.get();
        price_at(&region.tariffs, station, &entry.connectors, minute)
    });
    parts.extend(price.map(|price| format!("{} {}", price.total(), words.per_kwh)));
    let place = session.words().place(station.place);
    parts.push(place.to_owned());
    parts.join(" · ")
}

/// How one gets there, as far as that is known.
fn way(session: Session, entry: &Entry) -> String {
    let words = session.table::<FindWords>();
    let Some(near) = &entry.near else {
        // From the middle of the map it would tell nobody anything.
        let from = session.origin();
        let straight = entry.straight.filter(|_| from.is_some()).map(distance);
        return straight.map_or_else(String::new, |far| format!("{} {far}", words.straight));
    };
    near_text(session, near)
}

/// `12.3 km · 15 分钟 · 到达 62 %`.
pub(in crate::screens) fn near_text(session: Session, near: &Near) -> String {
    let (words, language) = (session.table::<FindWords>(), session.language.get());
    let arrive = match near.charge_arrive {
        Some(charge) => format!("{} {}", words.arrive, percent(charge)),
        None => words.out_of_reach.to_owned(),
    };
    let detour = near.detour.map(|detour| {
        if detour.0 < 60.0 {
            words.on_the_way.to_owned()
        } else {
            format!("{} {}", words.detour, duration(detour, language))
        }
    });
    let closed = near.is_closed.then(|| words.closed_then.to_owned());
    let parts = [
        detour,
        Some(distance(near.distance)),
        Some(duration(near.duration, language)),
        Some(arrive),
        closed,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What is reported free, with its age; nothing where nothing is known.
fn free(session: Session, known: Availability) -> Option<AnyView> {
    let text = availability(known, session.language.get(), local_time);
    let class = match known {
        Availability::Unknown => return None,
        Availability::Known { free: 0, .. } => "live is-full",
        Availability::Known { .. } => "live is-free",
        Availability::Seen { .. } => "live is-unknown",
    };
    Some(
        view! { <span class=class><span class="live-dot" aria-hidden="true"></span>{text}</span> }
            .into_any(),
    )
}
