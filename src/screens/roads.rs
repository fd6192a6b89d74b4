//! The tourism roads and expressways, place by place.

mod rows;
mod strip;

use std::sync::Arc;

use guide::{Corridor, CorridorKind};
use leptos::prelude::*;
use strip::StripView;

use crate::loading::load_guide;
use crate::session::Session;
use crate::state::{GuideState, Guidebook, RoadChoice, RoadsWords, Table as _};

/// The tourism roads and expressways, place by place.
#[component]
pub fn RoadsScreen() -> impl IntoView {
    let session = Session::get();
    let roads = session.roads;
    load_guide(session);
    let chosen = Memo::new(move |_| {
        let (road, state) = (roads.chosen.get()?, roads.guide.get());
        state.ready()?.corridor(&road.id)?;
        Some(road.id)
    });
    view! {
        <section class="roads" data-testid="screen-roads">
            {move || match roads.guide.get() {
                GuideState::Unasked | GuideState::Loading => view! { <Waiting /> }.into_any(),
                GuideState::Failed(reason) => view! { <Failed reason /> }.into_any(),
                GuideState::Ready(book) => match chosen.get() {
                    Some(id) => view! { <StripView book id /> }.into_any(),
                    None => view! { <List book /> }.into_any(),
                },
            }}
        </section>
    }
}

/// A sentence that follows the language.
fn say(session: Session, pick: fn(&'static RoadsWords) -> &'static str) -> Signal<String> {
    session.say_of(pick)
}

/// The shape of the list, until it is there.
#[component]
fn Waiting() -> impl IntoView {
    let session = Session::get();
    view! {
        <p class="unseen" role="status">{say(session, |words| words.loading)}</p>
        <div class="road-list" aria-hidden="true">
            {(0..4).map(|_| view! { <div class="skeleton road-skeleton"></div> }).collect_view()}
        </div>
    }
}

/// Why there is nothing, and another try.
#[component]
fn Failed(reason: String) -> impl IntoView {
    let session = Session::get();
    view! {
        <div class="no-plan" role="alert" data-testid="guide-failed">
            <h2>{say(session, |words| words.failed)}</h2>
            <p class="quiet detail" lang="en">{reason}</p>
            <button type="button" data-testid="guide-retry" on:click=move |_| load_guide(session)>
                {say(session, |words| words.retry)}
            </button>
        </div>
    }
}

/// All roads, by kind.
#[component]
fn List(book: Arc<Guidebook>) -> impl IntoView {
    let session = Session::get();
    let kinds = [
        CorridorKind::Tourism,
        CorridorKind::Expressway,
        CorridorKind::Trunk,
    ];
    let is_empty = book.guide.corridors.is_empty();
    let groups = move || {
        let words = RoadsWords::of(session.language.get());
        let of = |kind| -> Vec<Corridor> {
            let all = book.guide.corridors.iter();
            all.filter(|road| road.kind == kind).cloned().collect()
        };
        let groups = kinds.map(|kind| (kind, of(kind)));
        let groups = groups.into_iter().filter(|(_, roads)| !roads.is_empty());
        groups
            .map(|(kind, roads)| {
                let rows = roads.into_iter().map(|road| view! { <Entry road /> });
                view! {
                    <h3>{words.kinds(kind)}</h3>
                    <ul class="road-list">{rows.collect_view()}</ul>
                }
            })
            .collect_view()
    };
    view! {
        <h2>{say(session, |words| words.roads)}</h2>
        {move || session.roads.chosen.get().map(|road| view! {
            <p class="warning" role="status" data-testid="road-unknown">
                {RoadsWords::of(session.language.get()).no_road(&road.id)}
            </p>
        })}
        <p class="quiet">
            {say(session, if is_empty { |words| words.none } else { |words| words.lead })}
        </p>
        {groups}
    }
}

/// A road of the list.
#[component]
fn Entry(road: Corridor) -> impl IntoView {
    let session = Session::get();
    let roads = session.roads;
    let language = session.language.get_untracked();
    let words = RoadsWords::of(language);
    let length = road.length.map(|way| ::strip::Along {
        way,
        is_told: road.grade != guide::Grade::Estimate,
    });
    // Where no length is published, what the road network says.
    let by_roads = || {
        let (region, book) = (session.region.get()?, session.roads.guide.get());
        let guide = &book.ready()?.guide;
        ::strip::Strip::new(&road, false, guide, &region.roads, &region.stations).length()
    };
    let way = words.way(length.or_else(by_roads));
    let facts = [words.places(road.nodes.len()), way].join(" · ");
    let name = language.pick(&road.name).to_owned();
    let choice = RoadChoice::of(&road.id);
    view! {
        <li>
            <button
                type="button"
                class="road-entry"
                data-testid="road"
                data-road=road.id
                on:click=move |_| roads.chosen.set(Some(choice.clone()))
            >
                <Sign road=road.road kind=road.kind />
                <span class="road-name">{name}</span>
                <small class="quiet">{facts}</small>
            </button>
        </li>
    }
}

/// The number of a road as its sign has it; the name of a tourism road.
#[component]
fn Sign(road: String, kind: CorridorKind) -> impl IntoView {
    let class = match kind {
        CorridorKind::Tourism => "road-sign is-tourism",
        CorridorKind::Expressway => "road-sign is-expressway",
        CorridorKind::Trunk => "road-sign",
    };
    view! { <span class=class lang="zh-CN">{road}</span> }
}
