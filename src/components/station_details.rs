//! What stands at a station.

use leptos::prelude::*;
use stations::{ConnectorStandard, Entrance, Opening, Parking, Station};
use units::{Kilowatts, LatLon};

use crate::state::{CardWords, FindWords, Language, Table, Words, power, words, yuan};

/// The facts of a station, as a list.
#[component]
pub fn StationDetails(
    /// The station.
    station: Station,
    /// Language of the texts.
    language: Language,
    /// Where its record comes from, and of when.
    source: String,
    /// Hears that the driver wants to be led to an entrance.
    on_entrance: Callback<LatLon>,
    /// What is known now of some connectors, by their index, in words; empty when nothing is. Asked
    /// for where there are several kinds.
    free_of: Callback<Vec<usize>, String>,
) -> impl IntoView {
    let words = words(language);
    let own = CardWords::of(language);
    let groups = groups(&station);
    let has_kinds = groups.len() > 1;
    let swap = station.swap.clone().map(|swap| {
        let slots = swap.slots.map(|slots| format!("{slots} {}", words.slots));
        let vehicles = language.pick(&swap.vehicles).to_owned();
        let text: Vec<String> = [Some(vehicles), slots].into_iter().flatten().collect();
        view! { <dt>{words.battery_swap}</dt><dd>{text.join(" · ")}</dd> }
    });
    let half = |text: &str| language.half(text).to_owned();
    let operator = language.pick(&station.operator).to_owned();
    view! {
        <p class="tags">
            {station.demo.then(|| view! { <strong class="tag tag-demo">{words.demo}</strong> })}
            <span class="tag">{words.access(station.access)}</span>
            <span class="tag">{words.place(station.place)}</span>
            <span class="tag">{words.lifecycle(station.lifecycle)}</span>
        </p>
        {(!station.is_open_to_all()).then(|| view! { <p class="warning">{words.fits_no_plan}</p> })}
        <dl class="facts">
            {groups
                .into_iter()
                .map(|group| {
                    let text = describe(&group, words);
                    let members = group.members;
                    view! {
                        <dt>{words.standard(group.standard)}</dt>
                        <dd>
                            {text}
                            {has_kinds.then(|| view! {
                                <span class="group-free">{move || free_of.run(members.clone())}</span>
                            })}
                        </dd>
                    }
                })
                .collect_view()}
            {swap}
            <dt>{words.opening}</dt>
            <dd>{hours(&station.opening, words)}</dd>
            {[
                (words.operator, operator),
                (words.address, station.details.address.clone()),
                (own.guide, half(&station.details.guide)),
                (words.parking, parking(&station.details.parking, own, language)),
                (own.overstay, overstay(&station, own, language)),
                (words.fees, fees(&station)),
                (own.payment, half(&station.details.payment)),
                (own.height, height(&station)),
                (own.vehicles, half(&station.details.vehicles)),
                (own.amenities, amenities(&station, language)),
                (own.opened_on, station.details.opened_on.clone()),
                (own.source, source),
            ]
                .into_iter()
                .filter(|(_, text)| !text.is_empty())
                .map(|(name, text)| view! { <dt>{name}</dt><dd>{text}</dd> })
                .collect_view()}
            <Entrances station=station.clone() language on_entrance />
            {telephone(&station.details.phone).map(|number| view! {
                <dt>{words.telephone}</dt>
                <dd><a href=format!("tel:{number}")>{station.details.phone.clone()}</a></dd>
            })}
        </dl>
    }
}

/// Where one turns in, each with a way to be led there.
#[component]
fn Entrances(station: Station, language: Language, on_entrance: Callback<LatLon>) -> impl IntoView {
    let words = CardWords::of(language);
    let entrances = station.details.entrances.into_iter().enumerate();
    let row = |(number, entrance): (usize, Entrance)| {
        let name = match language.half(&entrance.label) {
            "" => (number + 1).to_string(),
            label => label.to_owned(),
        };
        view! {
            <dt>{words.entrance} " " {name}</dt>
            <dd>
                <button
                    type="button"
                    class="link"
                    data-testid="entrance"
                    on:click=move |_| on_entrance.run(entrance.position)
                >
                    {words.to_entrance}
                </button>
            </dd>
        }
    };
    entrances.map(row).collect_view()
}

/// Opening hours as a driver reads them: in the source's words where it has any.
fn hours(opening: &Opening, words: &Words) -> String {
    match (opening.is_always(), &opening.text[..], &opening.rule[..]) {
        (true, ..) => words.always.to_owned(),
        (_, "", "") => words.unknown.to_owned(),
        (_, "", rule) => rule.to_owned(),
        (_, text, _) => text.to_owned(),
    }
}

/// What a session costs, in the source's own words.
fn fees(station: &Station) -> String {
    let fees = &station.details.fees;
    let all = [fees.energy.as_str(), fees.service.as_str()];
    let known: Vec<&str> = all.into_iter().filter(|text| !text.is_empty()).collect();
    known.join(" + ")
}

/// What parking costs and how to pay less, in the source's own words where it has any.
fn parking(parking: &Parking, words: &CardWords, language: Language) -> String {
    let kind = match language.half(&parking.text) {
        "" => words.parking(parking.kind),
        text => text,
    };
    let reductions = parking.reductions.iter();
    let reductions = reductions.map(|reduction| words.reduction(*reduction));
    let all = std::iter::once(kind).chain(reductions);
    all.filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// What staying costs after charging.
fn overstay(station: &Station, words: &CardWords, language: Language) -> String {
    let each = station.details.overstay.iter().map(|fee| {
        let most = fee
            .most
            .map(|most| format!(" · {} {}", words.at_most, yuan(most, language)));
        format!(
            "{:02}:{:02}–{:02}:{:02}: {} {} · {} {} {}{}",
            fee.from / 60,
            fee.from % 60,
            fee.to / 60,
            fee.to % 60,
            fee.per_minute,
            words.per_minute,
            words.after,
            fee.free_minutes,
            words.minutes,
            most.unwrap_or_default()
        )
    });
    each.collect::<Vec<_>>().join("; ")
}

fn height(station: &Station) -> String {
    let height = station.details.height_max_cm;
    height.map_or_else(String::new, |height| {
        format!("{:.2} m", f64::from(height) / 100.0)
    })
}

fn amenities(station: &Station, language: Language) -> String {
    let words = FindWords::of(language);
    let all = station.details.amenities.iter();
    all.map(|amenity| words.amenity(*amenity))
        .collect::<Vec<_>>()
        .join(" · ")
}

/// A number that a telephone can call; `None` for anything else that a source has there.
fn telephone(text: &str) -> Option<String> {
    let number: String = text
        .chars()
        .filter(|next| !matches!(next, ' ' | '-' | '(' | ')'))
        .collect();
    let digits = number.strip_prefix('+').unwrap_or(&number);
    let is_number = (3..=20).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then_some(number)
}

/// Cabinets that are alike.
#[derive(Debug, Clone, PartialEq)]
struct Group {
    standard: ConnectorStandard,
    power: Kilowatts,
    guns: usize,
    cabinets: usize,
    /// Its connectors, by their index at the station.
    members: Vec<usize>,
}

/// `120 kW × 4 piles, each with 2 guns sharing its power`; short for single guns.
fn describe(group: &Group, words: &Words) -> String {
    let (kilowatts, cabinets) = (power(group.power), group.cabinets);
    if group.guns == 1 {
        let guns = if cabinets == 1 { words.gun } else { words.guns };
        return format!("{kilowatts} × {cabinets} {guns}");
    }
    let piles = if cabinets == 1 {
        words.pile
    } else {
        words.piles
    };
    let (each, guns, shared) = (words.each, words.guns, words.shared_power);
    format!(
        "{kilowatts} × {cabinets} {piles}, {each} {} {guns}, {shared}",
        group.guns
    )
}

/// Cabinets with the same plug, power and number of guns, strongest first.
fn groups(station: &Station) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut next = 0;
    for cabinet in &station.cabinets {
        let mut connectors = cabinet.evses.iter().flat_map(|evse| &evse.connectors);
        let begin = next;
        next += connectors.clone().count();
        let Some(first) = connectors.next() else {
            continue;
        };
        let group = Group {
            standard: first.standard,
            power: cabinet.power,
            guns: cabinet.evses.len(),
            cabinets: 1,
            members: (begin..next).collect(),
        };
        let key = |group: &Group| (group.standard, group.power.0.to_bits(), group.guns);
        match groups.iter_mut().find(|known| key(known) == key(&group)) {
            Some(known) => {
                known.cabinets += 1;
                known.members.extend(group.members);
            }
            None => groups.push(group),
        }
    }
    groups.sort_by(|a, b| b.power.0.total_cmp(&a.power.0));
    groups
}
