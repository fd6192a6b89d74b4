//! What is counted in the station file, and the plan's figures beside it.

use leptos::prelude::*;

use super::say;
use crate::session::Session;
use crate::state::census::{Census, Counts, County, FIGURES, Figure, PLAN};
use crate::state::{DataWords, Language, Table as _};

/// The count of what is loaded.
fn census(session: Session) -> Memo<Option<Census>> {
    Memo::new(move |_| {
        let region = session.region.get()?;
        Some(Census::of(&region.stations, region.roads.places()))
    })
}

/// Stations, piles and connectors of each county.
#[component]
pub(super) fn ByCounty() -> impl IntoView {
    let session = Session::get();
    let census = census(session);
    let lead = move || {
        let words = DataWords::of(session.language.get());
        let demo = census.with(|census| census.as_ref().map_or(0, |census| census.total.demo));
        if demo > 0 {
            words.demo_lead
        } else {
            words.real_lead
        }
    };
    let rows = move || {
        let counties = census.get().map_or_else(Vec::new, |census| census.counties);
        let rows = counties
            .into_iter()
            .map(|county| county_row(session, county));
        rows.collect_view()
    };
    let total = move || census.get().map(|census| cells(census.total));
    let demo = move || {
        census.with(|census| {
            let total = census
                .as_ref()
                .map(|census| census.total)
                .unwrap_or_default();
            format!("{} / {}", total.demo, total.stations)
        })
    };
    view! {
        <section class="data-part">
            <h3>{say(session, |words| words.counts)}</h3>
            <p class="quiet">{lead}</p>
            <table class="numbers" data-testid="counties">
                <caption>{say(session, |words| words.by_county)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say(session, |words| words.county)}</th>
                        <th scope="col">{say(session, |words| words.stations)}</th>
                        <th scope="col">{say(session, |words| words.piles)}</th>
                        <th scope="col">{say(session, |words| words.direct)}</th>
                        <th scope="col">{say(session, |words| words.alternating)}</th>
                        <th scope="col">{say(session, |words| words.swap)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr data-testid="counties-total">
                        <th scope="row">{say(session, |words| words.total)}</th>
                        {total}
                    </tr>
                </tfoot>
            </table>
            <p class="quiet">
                {say(session, |words| words.invented)} " "
                <strong class="tag tag-demo" data-testid="demo-share">{demo}</strong>
            </p>
        </section>
    }
}

fn county_row(session: Session, county: County) -> impl IntoView {
    let (language, words) = (
        session.language.get(),
        DataWords::of(session.language.get()),
    );
    let name = match (&county.name, county.code.as_str()) {
        (Some(name), _) => language.pick(name).to_owned(),
        (None, "") => words.no_county.to_owned(),
        (None, code) => code.to_owned(),
    };
    view! {
        <tr data-county=county.code>
            <th scope="row">{name}</th>
            {cells(county.counts)}
        </tr>
    }
}

fn cells(counts: Counts) -> impl IntoView {
    let all = [
        counts.stations,
        counts.piles,
        counts.direct,
        counts.alternating,
        counts.swap,
    ];
    all.map(|count| view! { <td>{count}</td> }).collect_view()
}

/// Stations by who may use them.
#[component]
pub(super) fn ByAccess() -> impl IntoView {
    let session = Session::get();
    let census = census(session);
    let rows = move || {
        let users = census.get().map_or_else(Vec::new, |census| census.users);
        let rows = users.into_iter().map(|users| {
            view! {
                <tr>
                    <th scope="row">{session.words().access(users.access)}</th>
                    <td>{users.counts.stations}</td>
                    <td>{users.counts.open}</td>
                </tr>
            }
        });
        rows.collect_view()
    };
    view! {
        <section class="data-part">
            <table class="numbers" data-testid="users">
                <caption>{say(session, |words| words.by_access)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say(session, |words| words.access)}</th>
                        <th scope="col">{say(session, |words| words.stations)}</th>
                        <th scope="col">{say(session, |words| words.open)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="quiet">{say(session, |words| words.open_note)}</p>
        </section>
    }
}

/// What the city's plan has, beside what is counted.
#[component]
pub(super) fn Targets() -> impl IntoView {
    let session = Session::get();
    let census = census(session);
    let row = move |figure: Figure| {
        let (language, words) = (
            session.language.get(),
            DataWords::of(session.language.get()),
        );
        let pick = |(zh, en): (&'static str, &'static str)| match language {
            Language::Zh => zh,
            Language::En => en,
        };
        let total = census.with(|census| census.as_ref().map(|census| census.total));
        let counted = figure.counted.zip(total).map(|(count, total)| {
            let demo = (total.demo > 0)
                .then(|| view! { " " <span class="tag tag-demo">{words.demo}</span> });
            view! { {count(&total)}{demo} }
        });
        let target = figure.target.map(|target| {
            view! { {pick(target)} " " <span class="tag tag-quiet">{words.target}</span> }
        });
        view! {
            <tr>
                <th scope="row">{pick(figure.name)}</th>
                <td>{figure.before.map_or("–", pick)}</td>
                <td>{target.map_or_else(|| "–".into_any(), IntoAny::into_any)}</td>
                <td>{counted.map_or_else(|| "–".into_any(), IntoAny::into_any)}</td>
            </tr>
        }
    };
    view! {
        <section class="data-part">
            <h3>{say(session, |words| words.targets)}</h3>
            <table class="numbers targets" data-testid="targets">
                <caption>{say(session, |words| words.targets_caption)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say(session, |words| words.figure)}</th>
                        <th scope="col">{say(session, |words| words.end_2022)}</th>
                        <th scope="col">{say(session, |words| words.end_2025)}</th>
                        <th scope="col">{say(session, |words| words.this_data)}</th>
                    </tr>
                </thead>
                <tbody>{move || FIGURES.map(row).collect_view()}</tbody>
            </table>
            <p class="quiet">{say(session, |words| words.targets_note)}</p>
            <p class="quiet">
                {say(session, |words| words.source)} ": " <span lang="zh-CN">{PLAN}</span>
            </p>
        </section>
    }
}
