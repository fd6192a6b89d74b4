//! How live states are judged, what is not promised, and what this program is.

use ::live::{Limits, SESSION_S};
use leptos::prelude::*;
use units::Seconds;

use super::say;
use crate::session::Session;
use crate::state::{DataWords, Table as _, duration};

/// Leaflet's licence, served beside the page.
const LEAFLET_LICENCE: &str = "licences/leaflet/LICENSE";
/// The same of what draws base maps, and of what is in it.
const TILES_LICENCE: &str = "licences/protomaps-leaflet";

/// How old a state may be, and what else goes into what is shown.
#[component]
pub(super) fn Trust() -> impl IntoView {
    let session = Session::get();
    let limits = move || {
        session.moment.track();
        let of = session
            .live
            .with_untracked(|live| Some(live.as_ref()?.limits));
        of.unwrap_or_else(Limits::default)
    };
    let rows = move || {
        let (words, limits) = (DataWords::of(session.language.get()), limits());
        let rows = [
            (words.up_to(limits.now), words.age_now),
            (words.up_to(limits.recent), words.age_recent),
            (words.up_to(limits.stale), words.age_stale),
            (words.beyond(limits.stale), words.age_old),
        ];
        let row = |(age, meaning)| view! { <tr><th scope="row">{age}</th><td>{meaning}</td></tr> };
        rows.map(row).collect_view()
    };
    let stay = move || {
        let language = session.language.get();
        let stay = duration(Seconds(SESSION_S), language);
        format!("{} {stay}", DataWords::of(language).trust_plan)
    };
    view! {
        <section class="data-part">
            <h3>{say(session, |words| words.trust)}</h3>
            <table data-testid="freshness">
                <caption>{say(session, |words| words.trust_caption)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say(session, |words| words.age)}</th>
                        <th scope="col">{say(session, |words| words.meaning)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <ul class="data-list">
                <li>{say(session, |words| words.trust_words)}</li>
                <li>{say(session, |words| words.trust_oldest)}</li>
                <li>{say(session, |words| words.trust_silence)}</li>
                <li>{say(session, |words| words.trust_offline)}</li>
                <li>{say(session, |words| words.trust_usual)}</li>
                <li>{stay}</li>
            </ul>
            <h4>{say(session, |words| words.mark)}</h4>
            <ul class="data-list" data-testid="mark">
                <li>{say(session, |words| words.mark_source)}</li>
                <li>{say(session, |words| words.mark_idle)}</li>
                <li>{say(session, |words| words.mark_down)}</li>
                <li>{say(session, |words| words.mark_limits)}</li>
                <li>{say(session, |words| words.mark_no_score)}</li>
            </ul>
        </section>
    }
}

/// What is not promised, and whom to call.
#[component]
pub(super) fn Notes() -> impl IntoView {
    let session = Session::get();
    view! {
        <section class="data-part">
            <h3>{say(session, |words| words.notes)}</h3>
            <ul class="data-list">
                <li>{say(session, |words| words.note_schematic)}</li>
                <li>{say(session, |words| words.note_rating)}</li>
                <li>{say(session, |words| words.note_offers)}</li>
                <li>{say(session, |words| words.note_private)}</li>
            </ul>
            <p class="data-calls">
                <a class="call" href="tel:122">
                    <strong>"122"</strong>{say(session, |words| words.note_traffic)}
                </a>
                <a class="call" href="tel:119">
                    <strong>"119"</strong>{say(session, |words| words.note_fire)}
                </a>
            </p>
        </section>
    }
}

/// Version and licences of the program.
#[component]
pub(super) fn AboutApp() -> impl IntoView {
    let session = Session::get();
    view! {
        <section class="data-part">
            <h3>{say(session, |words| words.app)}</h3>
            <dl class="facts">
                <dt>{say(session, |words| words.version)}</dt>
                <dd data-testid="version">{env!("CARGO_PKG_VERSION")}</dd>
                <dt>{say(session, |words| words.code_licence)}</dt>
                <dd>"MIT / Apache-2.0"</dd>
                <dt>{say(session, |words| words.map_licence)}</dt>
                <dd>
                    "BSD-2-Clause · "
                    <a class="inline-link" href=LEAFLET_LICENCE>{say(session, |words| words.read_licence)}</a>
                </dd>
                <dt>{say(session, |words| words.tiles_licence)}</dt>
                <dd>
                    "BSD-3-Clause, MIT, ISC · "
                    <a class="inline-link" href=TILES_LICENCE>{say(session, |words| words.read_licence)}</a>
                </dd>
            </dl>
        </section>
    }
}
