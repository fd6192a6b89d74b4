//! Roads in colours: how far the charge reaches, how far it is to a charger.

use leptos::prelude::*;

use super::say;
use crate::screens::trip::find_me;
use crate::session::Session;
use crate::state::{FindWords, Shade};

/// What the roads may be coloured by, and what the colours say.
#[component]
pub(super) fn Shades() -> impl IntoView {
    let session = Session::get();
    let shade = session.shading.shade;
    let is_reach = move || matches!(shade.get(), Shade::Reach(_));
    let is_coverage = move || shade.get() == Shade::Coverage;
    let toggle_reach = move |_| {
        if is_reach() {
            return shade.set(Shade::Plain);
        }
        shade.set(Shade::Reach(None));
        if session.origin().is_none() {
            find_me(session);
        }
    };
    let toggle_coverage = move |_| {
        shade.set(if is_coverage() {
            Shade::Plain
        } else {
            Shade::Coverage
        });
    };
    view! {
        <div class="choices" role="group" aria-label=say(session, |words| words.shades)>
            <button
                type="button"
                class="choice"
                data-testid="shade-reach"
                aria-pressed=move || is_reach().to_string()
                on:click=toggle_reach
            >
                {say(session, |words| words.shade_reach)}
            </button>
            <button
                type="button"
                class="choice"
                data-testid="shade-coverage"
                aria-pressed=move || is_coverage().to_string()
                on:click=toggle_coverage
            >
                {say(session, |words| words.shade_coverage)}
            </button>
        </div>
        <Show when=move || shade.get() != Shade::Plain>
            <Legend />
        </Show>
    }
}

/// What the colours say.
#[component]
fn Legend() -> impl IntoView {
    let session = Session::get();
    let shading = session.shading;
    let rows = move || {
        let words = session.table::<FindWords>();
        let bands = match shading.shade.get() {
            Shade::Plain => return None,
            // No road has a colour then.
            _ if shading.lines.with(|lines| lines.iter().all(Vec::is_empty)) => return None,
            Shade::Reach(_) => words.reach_bands().to_vec(),
            Shade::Coverage => words.coverage_bands().to_vec(),
        };
        let row = |(band, text): (usize, &'static str)| {
            view! { <li><span class=format!("band band-{band}") aria-hidden="true"></span>{text}</li> }
        };
        Some(bands.into_iter().map(row).collect_view())
    };
    let name = move |at| match session.me.get() {
        Some(me) if me == at => session.words().my_position.to_owned(),
        _ => session.name_of(at),
    };
    let status = move || {
        let words = session.table::<FindWords>();
        match shading.shade.get() {
            _ if shading.is_asked.get() => words.shade_asking.to_owned(),
            Shade::Plain => String::new(),
            Shade::Reach(Some(at)) => format!("{}{}", words.reach_from, name(at)),
            Shade::Reach(None) => match session.origin() {
                Some(at) => format!("{}{}", words.reach_from, name(at)),
                None => words.no_origin.to_owned(),
            },
            Shade::Coverage => words.coverage_note.to_owned(),
        }
    };
    view! {
        <div class="legend" data-testid="legend">
            <p class="quiet" role="status">{status}</p>
            <ul>{rows}</ul>
        </div>
    }
}
