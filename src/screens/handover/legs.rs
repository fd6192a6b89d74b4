//! All drives, each with its own link, and the whole route where one link carries it.

use leptos::prelude::*;

use super::Handing;
use super::go::Go;
use crate::state::handover::{App, Part, Route, at_target, go, limit, parts};
use crate::state::{Language, distance, duration};

/// Leg by leg: always possible.
#[component]
pub(super) fn Legs(handing: Handing) -> impl IntoView {
    let count = Memo::new(move |_| handing.of(|route| route.targets.len()));
    view! {
        <section class="handover-part">
            <h3>{handing.say(|words| words.legs)}</h3>
            <ol class="handover-legs">
                {move || {
                    (0..count.get()).map(|index| view! { <LegRow handing index /> }).collect_view()
                }}
            </ol>
        </section>
    }
}

#[component]
fn LegRow(handing: Handing, index: usize) -> impl IntoView {
    let name = Signal::derive(move || {
        handing.of(|route| {
            let target = route.targets.get(index);
            target.map_or_else(String::new, |target| target.name.clone())
        })
    });
    let figures = move || {
        let language = handing.language.get();
        handing.of(|route| {
            let target = route.targets.get(index)?;
            let figures = [
                target.distance.map(distance),
                target.duration.map(|time| duration(time, language)),
            ];
            let figures: Vec<String> = figures.into_iter().flatten().collect();
            Some(figures.join(" · "))
        })
    };
    let said = move || {
        let language = handing.language.get();
        handing.of(|route| {
            let target = route.targets.get(index)?;
            Some(match target.place {
                Some(_) => at_target(target, language),
                None => handing.words().my_position.to_owned(),
            })
        })
    };
    let opening = Signal::derive(move || handing.opening(index));
    let label = Signal::derive(move || {
        let language = handing.language.get();
        language.named(&go(handing.app.get(), language), &name.get())
    });
    view! {
        <li class="handover-leg" data-testid="handover-leg">
            <span class="handover-number" aria-hidden="true">{index + 1}</span>
            <span class="handover-to">
                <strong>{name}</strong>
                <span>{figures}</span>
                <span class="quiet">{said}</span>
            </span>
            <Go
                handing
                opening
                text=handing.say(|words| words.go)
                label
                class="handover-small"
                testid="handover-leg-go"
            />
        </li>
    }
}

/// The whole route in one link, or why not, or in parts.
#[component]
pub(super) fn WholeRoute(handing: Handing) -> impl IntoView {
    let places = Memo::new(move |_| handing.of(Route::whole).len());
    let all = Memo::new(move |_| {
        let app = handing.app.get();
        handing.of(|route| parts(app, handing.device, &route.whole()))
    });
    let is_whole = move || all.with(Vec::len) == 1;
    let has_parts = move || (2..places.get()).contains(&all.with(Vec::len));
    let loses = move || {
        let part = all.with(|all| all.first().cloned());
        is_whole() && part.is_some_and(|part| is_app_only(handing.app.get(), &part))
    };
    let said = move || (!is_whole()).then(|| why_not(handing, places.get(), has_parts()));
    view! {
        <Show when=move || { places.get() > 1 && !handing.device.is_wechat }>
            <section class="handover-part" data-testid="handover-whole">
                <h3>{handing.say(|words| words.whole)}</h3>
                <p data-testid="handover-limit" class:hidden=is_whole>{said}</p>
                <div class="handover-row">
                    {move || {
                        let count = all.with(Vec::len);
                        let shown = if is_whole() || has_parts() { count } else { 0 };
                        (0..shown)
                            .map(|index| view! { <PartLink handing all index /> })
                            .collect_view()
                    }}
                </div>
                <p class="quiet" class:hidden=move || !loses()>
                    {handing.say(|words| words.web_loses)}
                </p>
                <p class="quiet">{handing.say(|words| words.route_is_theirs)}</p>
            </section>
        </Show>
    }
}

/// Why one link cannot carry so many places, and what to do.
fn why_not(handing: Handing, places: usize, has_parts: bool) -> String {
    let (language, words) = (handing.language.get(), handing.words());
    let vias = places.saturating_sub(1);
    let limit = limit(handing.app.get(), handing.device, vias, language);
    let then = if has_parts {
        words.in_parts
    } else {
        words.leg_by_leg
    };
    match language {
        Language::Zh => format!("{limit}{then}"),
        Language::En => format!("{limit} {then}"),
    }
}

/// True when the web page of the app cannot carry what its scheme does.
fn is_app_only(app: App, part: &Part) -> bool {
    app != App::Geo && part.opening.web.is_none()
}

#[component]
fn PartLink(handing: Handing, all: Memo<Vec<Part>>, index: usize) -> impl IntoView {
    let part = move || all.with(|all| all.get(index).cloned());
    let opening = Signal::derive(move || part().map(|part| part.opening));
    let text = Signal::derive(move || {
        let words = handing.words();
        if all.with(Vec::len) == 1 {
            return words.whole_in_one.to_owned();
        }
        let to = handing.of(|route| {
            let places = route.whole();
            let to = part().and_then(|part| places.get(part.last).cloned());
            to.map(|place| place.name).unwrap_or_default()
        });
        format!("{} {} → {to}", words.part, index + 1)
    });
    let label = Signal::derive(move || {
        let language = handing.language.get();
        language.named(&go(handing.app.get(), language), &text.get())
    });
    view! { <Go handing opening text label class="handover-small" testid="handover-part" /> }
}
