//! What a station does now, waiting for it, and where else something is free.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{BusyBars, LiveLine};
use crate::platform::{local_time, may_notify};
use crate::session::{Chosen, Session};
use crate::state::{
    Availability, CardWords, Following, Reliability, alternatives, availability, both, distance,
    reliability, silence, usual_day,
};

/// The live state of the station at `index`.
#[component]
pub(super) fn StationNow(index: usize) -> impl IntoView {
    let session = Session::get();
    let known = Signal::derive(move || session.availability(index));
    let text =
        Signal::derive(move || availability(known.get(), session.language.get(), local_time));
    let silent = Signal::derive(move || {
        let (now, language) = (session.moment.get(), session.language.get());
        let seconds = session
            .live
            .with_untracked(|live| live.as_ref()?.silence(index, now))?;
        Some(silence(seconds, language))
    });
    let is_full = Memo::new(move |_| known.get().free() == Some(0));
    let day = Memo::new(move |_| {
        let (now, usual, region) = (
            session.moment.get(),
            session.usual.get()?,
            session.region.get()?,
        );
        usual_day(&usual, &region.stations.get(index)?.id, now)
    });
    let is_followed = move || session.following.get() != Following::Unannounced;
    view! {
        <LiveLine known text silence=silent />
        {move || day.get().map(|(day, hour)| {
            let language = session.language.get();
            view! { <BusyBars day hour language /> }
        })}
        <Show when=is_followed>
            <LastUsed index />
            <Watch index is_full />
        </Show>
        <Show when=move || is_full.get()>
            <Others index />
        </Show>
    }
}

/// Since when the station was not seen working, and how that is counted.
#[component]
fn LastUsed(index: usize) -> impl IntoView {
    let session = Session::get();
    let known = Memo::new(move |_| {
        let (usual, region) = (session.usual.get(), session.region.get()?);
        usual.and_then(|usual| reliability(&usual, region.stations.get(index)?))
    });
    let say = move |pick: fn(&'static CardWords) -> &'static str| session.say_of::<CardWords>(pick);
    let sentences = move || match known.get() {
        Some(known) => {
            let sentences = known.sentences(session.language.get()).into_iter();
            sentences
                .map(|text| view! { <p>{text}</p> })
                .collect_view()
                .into_any()
        }
        None => view! { <p class="quiet">{say(|words| words.seen_never)}</p> }.into_any(),
    };
    view! {
        <section class="prices" data-testid="last-used" aria-label=say(|words| words.seen)>
            <div class:warning=move || known.get().is_some_and(Reliability::is_warning)>
                {sentences}
            </div>
            <details>
                <summary>{say(|words| words.seen_how)}</summary>
                <p>{say(|words| words.seen_means)}</p>
            </details>
        </section>
    }
}

/// "Tell me when one is free", where none is.
#[component]
fn Watch(index: usize, is_full: Memo<bool>) -> impl IntoView {
    let session = Session::get();
    let id = move || {
        session
            .region
            .with(|region| Some(region.as_ref()?.stations.get(index)?.id.clone()))
    };
    let is_watched =
        Memo::new(move |_| id().is_some_and(|id| session.watched.with(|all| all.contains(&id))));
    let turn = move |_| {
        let Some(id) = untrack(id) else { return };
        if session.watched.with_untracked(|all| all.contains(&id)) {
            session.watched.update(|all| {
                all.remove(&id);
            });
            return;
        }
        session.watched.update(|all| {
            all.insert(id);
        });
        spawn_local(async move {
            let notice = if may_notify().await {
                both(|words| words.watching)
            } else {
                both(|words| words.watching_here)
            };
            session.notice.set(Some(notice));
        });
    };
    view! {
        <Show when=move || is_full.get() || is_watched.get()>
            <button
                type="button"
                data-testid="watch"
                aria-pressed=move || is_watched.get().to_string()
                on:click=turn
            >
                {move || {
                    let words = session.words();
                    if is_watched.get() { words.unwatch } else { words.watch }
                }}
            </button>
        </Show>
    }
}

/// Stations near by where something is free.
#[component]
fn Others(index: usize) -> impl IntoView {
    let session = Session::get();
    let found = Memo::new(move |_| {
        let (now, vehicle) = (session.moment.get(), session.vehicle.get());
        let region = session.region.get();
        let stations = region.as_ref().map_or(&[][..], |region| &region.stations);
        session.live.with_untracked(|live| {
            let live = live.as_ref();
            live.map_or_else(Vec::new, |live| {
                alternatives(live, stations, index, vehicle.as_ref(), now)
            })
        })
    });
    let row = move |(other, away): (usize, units::Meters)| {
        let (language, words) = (session.language.get(), session.words());
        let name = session.region.with(|region| {
            let station = region.as_ref()?.stations.get(other)?;
            Some(language.pick(&station.name).to_owned())
        });
        let known: Availability = session.availability(other);
        let text = availability(known, language, local_time);
        view! {
            <li>
                <button
                    type="button"
                    class="link"
                    on:click=move |_| session.chosen.set(Some(Chosen::Station(other)))
                >
                    {name}
                </button>
                <span class="quiet">{format!("{} {} · {text}", words.straight, distance(away))}</span>
            </li>
        }
    };
    view! {
        <Show when=move || found.with(|found| !found.is_empty())>
            <section class="others" data-testid="others">
                <h3>{session.say(|words| words.others_free)}</h3>
                <ul>{move || found.get().into_iter().map(row).collect_view()}</ul>
            </section>
        </Show>
    }
}
