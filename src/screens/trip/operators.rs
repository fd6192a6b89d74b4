//! Operators that a driver prefers, or does not want.

use std::collections::BTreeSet;

use container::Text;
use leptos::prelude::*;
use units::Seconds;

use super::wishes::{say, wish};
use crate::components::Choice;
use crate::session::Session;
use crate::state::{ELSEWHERE_MIN, OPERATORS_MAX, TripWords, Wishes, duration};

/// So many minutes a stop elsewhere counts more.
const ELSEWHERE: [u8; 4] = [5, ELSEWHERE_MIN, 20, 30];

/// Those of the data to tick, where there are several, and those of a link.
#[component]
pub(super) fn Operators() -> impl IntoView {
    let session = Session::get();
    let has_preferred = move || {
        session
            .trip
            .with(|trip| !trip.wishes.prefer_operators.is_empty())
    };
    let minutes = Callback::new(move |minutes: u8| {
        duration(Seconds(f64::from(minutes) * 60.0), session.language.get())
    });
    view! {
        <Ticks
            testid="prefer-operators"
            legend=|words| words.prefer_operators
            ticked=|wishes| (&mut wishes.prefer_operators, &mut wishes.avoid_operators)
        />
        <Show when=has_preferred>
            <Choice
                testid="elsewhere-select"
                label=say(session, |words| words.elsewhere)
                all=&ELSEWHERE
                value=Signal::derive(move || session.trip.with(|trip| trip.wishes.elsewhere_min))
                write=minutes
                on_change=Callback::new(move |minutes| {
                    wish(session, |wishes| wishes.elsewhere_min = minutes);
                })
            />
        </Show>
        <Ticks
            testid="avoid-operators"
            legend=|words| words.avoid_operators
            ticked=|wishes| (&mut wishes.avoid_operators, &mut wishes.prefer_operators)
        />
    }
}

/// A set of operators of the wishes, and the other one, in which none of them can be too.
type Sets = fn(&mut Wishes) -> (&mut BTreeSet<String>, &mut BTreeSet<String>);

/// A list of operators to tick, folded away.
#[component]
fn Ticks(
    testid: &'static str,
    legend: fn(&'static TripWords) -> &'static str,
    ticked: Sets,
) -> impl IntoView {
    let session = Session::get();
    let chosen = Memo::new(move |_| {
        let mut wishes = session.trip.with(|trip| trip.wishes.clone());
        ticked(&mut wishes).0.clone()
    });
    let all = Memo::new(move |_| listed(session, &chosen.get()));
    let row = move |name: Text| {
        let (shown, wanted, toggled) = (name.clone(), name.zh.clone(), name.zh);
        let on_change = move |event| {
            let is_on = event_target_checked(&event);
            wish(session, |wishes| {
                let (own, other) = ticked(wishes);
                if !is_on {
                    own.remove(&toggled);
                } else if own.len() < OPERATORS_MAX {
                    other.remove(&toggled);
                    own.insert(toggled.clone());
                }
            });
        };
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || chosen.with(|chosen| chosen.contains(&wanted))
                    on:change=on_change
                />
                <span>{move || session.language.get().pick(&shown).to_owned()}</span>
            </label>
        }
    };
    view! {
        <Show when=move || all.with(|all| all.len() > 1) || chosen.with(|chosen| !chosen.is_empty())>
            <details data-testid=testid>
                <summary>
                    {say(session, legend)} " "
                    {move || {
                        let count = chosen.with(BTreeSet::len);
                        (count > 0).then(|| view! { <small class="count">{count}</small> })
                    }}
                </summary>
                {move || all.get().into_iter().map(row).collect_view()}
            </details>
        </Show>
    }
}

/// The operators of the data by their Chinese names, and those of a link that it does not have.
fn listed(session: Session, chosen: &BTreeSet<String>) -> Vec<Text> {
    let region = session.region.get();
    let stations = region.iter().flat_map(|region| &region.stations);
    let names = stations.map(|station| (station.operator.zh.clone(), station.operator.en.clone()));
    let mut names: BTreeSet<(String, String)> = names.filter(|(zh, _)| !zh.is_empty()).collect();
    for name in chosen {
        if !names.iter().any(|(zh, _)| zh == name) {
            names.insert((name.clone(), name.clone()));
        }
    }
    names
        .into_iter()
        .map(|(zh, en)| Text::new(zh, en))
        .collect()
}
