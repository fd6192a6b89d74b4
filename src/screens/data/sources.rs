//! Where each file comes from, how old it is, and what was left out of it.

use std::collections::BTreeSet;

use container::About;
use leptos::prelude::*;

use super::say;
use crate::platform::{local_minute, local_time};
use crate::session::Session;
use crate::state::census::days_between;
use crate::state::{DataWords, Following, Table as _};

/// Faulty records that are listed.
const SHOWN: usize = 100;

/// All files: date, licence, credit and sources.
#[component]
pub(super) fn Sources() -> impl IntoView {
    let session = Session::get();
    let roads = session.roads;
    let files = move || {
        let words = DataWords::of(session.language.get());
        let region = session.region.get();
        let of = |pick: fn(&crate::state::Region) -> &Option<About>| {
            region.as_ref().and_then(|region| pick(region).clone())
        };
        let guide = roads.guide.with(|state| Some(state.ready()?.about.clone()));
        let files = [
            (
                words.file_stations,
                "stations.yilu",
                of(|region| &region.about_stations),
            ),
            (
                words.file_roads,
                "roads.yilu",
                of(|region| &region.about_roads),
            ),
            (words.file_guide, "guide.yilu", guide),
            (
                words.file_vehicles,
                "vehicles.yilu",
                of(|region| &region.about_vehicles),
            ),
        ];
        let cards = files.map(|(title, file, about)| view! { <File title file about /> });
        cards.collect_view()
    };
    view! {
        <section class="data-part">
            <h3>{say(session, |words| words.sources)}</h3>
            <div class="data-files">{files}</div>
        </section>
    }
}

/// What a file says about itself.
#[component]
fn File(title: &'static str, file: &'static str, about: Option<About>) -> impl IntoView {
    let session = Session::get();
    let roads = session.roads;
    let language = session.language.get_untracked();
    let words = DataWords::of(language);
    let Some(about) = about else {
        let reason = roads.guide.with(|state| state.reason().map(str::to_owned));
        let why = reason.filter(|_| file.starts_with("guide"));
        return view! {
            <article class="data-file" data-file=file>
                <h4>{title}</h4>
                <p class="quiet">{words.missing}" "{why}</p>
            </article>
        }
        .into_any();
    };
    let today = local_minute();
    let age = days_between(&about.edition, today.get(..10).unwrap_or_default());
    let age = age
        .map(|days| words.days(days))
        .filter(|age| !age.is_empty());
    let edition = [Some(about.edition.clone()), age];
    let edition = edition
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ");
    let mut seen = BTreeSet::new();
    let sources: Vec<_> = about
        .sources
        .into_iter()
        .filter(|source| seen.insert(source.name.clone()))
        .collect();
    let count = words.sources_of(sources.len());
    let sources = sources.into_iter().map(|source| {
        view! { <li>{source.name} " " <small class="quiet">{source.licence}</small></li> }
    });
    view! {
        <article class="data-file" data-testid="data-file" data-file=file>
            <h4>{title} " " <small class="quiet">{language.pick(&about.title).to_owned()}</small></h4>
            <p class="tags">
                {if about.demo {
                    view! { <strong class="tag tag-demo">{words.demo}</strong> }.into_any()
                } else {
                    view! { <span class="tag tag-quiet">{words.real}</span> }.into_any()
                }}
                {about.schematic.then(|| view! { <span class="tag">{words.schematic}</span> })}
            </p>
            <dl class="facts">
                <dt>{words.file}</dt>
                <dd><code>{file}</code></dd>
                <dt>{words.edition}</dt>
                <dd>{edition}</dd>
                <dt>{words.licence}</dt>
                <dd>{about.licence}</dd>
                {(!about.attribution.is_empty()).then(|| view! {
                    <dt>{words.attribution}</dt>
                    <dd>{about.attribution.clone()}</dd>
                })}
            </dl>
            <details>
                <summary>{count}</summary>
                <ul class="data-list">{sources.collect_view()}</ul>
            </details>
        </article>
    }
    .into_any()
}

/// Whether live states arrive, and from when they are.
#[component]
pub(super) fn LiveNow() -> impl IntoView {
    let session = Session::get();
    let state = move || {
        let words = DataWords::of(session.language.get());
        match session.following.get() {
            Following::Unannounced => words.live_none,
            Following::Connecting => words.live_connecting,
            Following::Connected => words.live_connected,
            Following::Cut(_) => words.live_cut,
            Following::Offline(_) => words.live_offline,
        }
    };
    let written = move || {
        session.moment.track();
        let time = session
            .live
            .with_untracked(|live| Some(live.as_ref()?.mirror.time()))?;
        let words = DataWords::of(session.language.get());
        Some(format!("{} {}", words.live_written, local_time(time)))
    };
    view! {
        <section class="data-part">
            <h3>{say(session, |words| words.live)}</h3>
            <p data-testid="live-state">{state}</p>
            <p class="quiet">{written}</p>
        </section>
    }
}

/// Records that could not be used.
#[component]
pub(super) fn LeftOut() -> impl IntoView {
    let session = Session::get();
    let roads = session.roads;
    let lines = Memo::new(move |_| {
        let region = session.region.get();
        let mut lines = region.map_or_else(Vec::new, |region| region.left_out.clone());
        roads.guide.with(|state| {
            let more = state.ready().map(|book| book.left_out.clone());
            lines.extend(more.unwrap_or_default());
        });
        lines
    });
    let list = move || {
        let lines = lines.get();
        (!lines.is_empty()).then(|| {
            let rows = lines.into_iter().take(SHOWN);
            let rows = rows.map(|line| view! { <li>{line}</li> });
            view! { <ul class="data-list">{rows.collect_view()}</ul> }
        })
    };
    let count = move || {
        let words = DataWords::of(session.language.get());
        match lines.with(Vec::len) {
            0 => words.left_out_none.to_owned(),
            count => count.to_string(),
        }
    };
    view! {
        <section class="data-part" data-testid="data-left-out">
            <h3>{say(session, |words| words.left_out)}</h3>
            <p>{count}</p>
            {list}
        </section>
    }
}
