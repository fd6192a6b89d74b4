//! What stands at a station.

use leptos::prelude::*;
use stations::{ConnectorStandard, Station};
use units::Kilowatts;

use crate::state::{Language, Words, power, words};

/// The facts of a station, as a list. Live state is not known yet, and that is said.
#[component]
pub fn StationDetails(
    /// The station.
    station: Station,
    /// Language of the texts.
    language: Language,
) -> impl IntoView {
    let words = words(language);
    let groups = guns(&station);
    let swap = station.swap.clone().map(|swap| {
        let slots = swap.slots.map(|slots| format!("{slots} {}", words.slots));
        let vehicles = language.pick(&swap.vehicles).to_owned();
        let text: Vec<String> = [Some(vehicles), slots].into_iter().flatten().collect();
        view! { <dt>{words.battery_swap}</dt><dd>{text.join(" · ")}</dd> }
    });
    let operator = language.pick(&station.operator).to_owned();
    view! {
        <p class="tags">
            {station.demo.then(|| view! { <strong class="tag tag-demo">{words.demo}</strong> })}
            <span class="tag">{words.access(station.access)}</span>
            <span class="tag">{words.place(station.place)}</span>
            <span class="tag">{words.lifecycle(station.lifecycle)}</span>
            <span class="tag tag-quiet">{words.no_live}</span>
        </p>
        {(!station.is_open_to_all()).then(|| view! { <p class="warning">{words.fits_no_plan}</p> })}
        <dl class="facts">
            {groups
                .into_iter()
                .map(|(standard, kilowatts, count)| view! {
                    <dt>{words.standard(standard)}</dt>
                    <dd>{power(kilowatts)} " × " {count} " " {guns_word(words)}</dd>
                })
                .collect_view()}
            {swap}
            <dt>{words.opening}</dt>
            <dd>{station.opening.clone()}</dd>
            <dt>{words.operator}</dt>
            <dd>{operator}</dd>
        </dl>
    }
}

fn guns_word(words: &Words) -> &'static str {
    words.guns
}

/// Guns of the same plug and power, strongest first.
fn guns(station: &Station) -> Vec<(ConnectorStandard, Kilowatts, usize)> {
    let mut groups: Vec<(ConnectorStandard, Kilowatts, usize)> = Vec::new();
    for (connector, power) in station.connectors() {
        let same = groups.iter_mut().find(|(standard, of, _)| {
            *standard == connector.standard && (of.0 - power.0).abs() < 0.05
        });
        match same {
            Some((_, _, count)) => *count += 1,
            None => groups.push((connector.standard, power, 1)),
        }
    }
    groups.sort_by(|a, b| b.1.0.total_cmp(&a.1.0));
    groups
}
