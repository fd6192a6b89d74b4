//! The card of what the driver chose on the map.

mod carriageway;
mod fits;
mod now;
mod photos;
mod prices;
mod report;

use carriageway::Carriageway;
use fits::Fits;
use leptos::prelude::*;
use live::UnixTime;
use now::StationNow;
use photos::Photos;
use prices::Prices;
use report::ReportForm;
use stations::Station;
use wasm_split_helpers::wasm_split;

use super::find::{Favourite, near_text, say};
use super::later::{Later, Part};
use super::share::share_link;
use crate::components::{StationDetails, Uncopied};
use crate::platform::{is_embedded, local_date, page_link};
use crate::session::{Chosen, End, HandedOver, Session, Ways};
use crate::state::finder::Around;
use crate::state::handover::{point_fragment, station_fragment};
use crate::state::{Endpoint, HandoverWords, Screen, Shade, free_count};

/// The card of what is chosen, from a file of its own.
#[component]
pub fn Card(chosen: Chosen) -> impl IntoView {
    view! { <Later load=|| Box::pin(card()) props=chosen /> }
}

#[wasm_split(card, fallible)]
fn card() -> Part<Chosen> {
    Ok(|chosen| view! { <Content chosen /> }.into_any())
}

/// A station, or a point, and going from or to it.
#[component]
fn Content(chosen: Chosen) -> impl IntoView {
    let session = Session::get();
    let station = move || match chosen {
        Chosen::Station(index) => session
            .region
            .with(|region| region.as_ref()?.stations.get(index).cloned()),
        Chosen::Point(_) => None,
    };
    let position = move || match chosen {
        Chosen::Point(position) => Some(position),
        Chosen::Station(_) => station().map(|station| station.position),
    };
    let title = move || match station() {
        Some(station) => session.language.get().pick(&station.name).to_owned(),
        None => position().map(|at| session.name_of(at)).unwrap_or_default(),
    };
    let choose = move |end: End| {
        session.set_end(end, position().map(Endpoint::At));
        session.screen.set(Screen::Trip);
        session.chosen.set(None);
    };
    // As the list has it.
    let way = move || {
        let id = station()?.id;
        session.finding.ways.with(|ways| match ways {
            Ways::Known(nears) => nears.get(&id).map(|near| near_text(session, near)),
            Ways::Unasked | Ways::Asked | Ways::Failed(_) => None,
        })
    };
    let free_of =
        Callback::new(move |connectors: Vec<usize>| free_of(session, chosen, &connectors));
    let uncopied = RwSignal::new(None);
    let on_share = move |_| {
        let language = session.language.get_untracked();
        let at = untrack(position);
        let fragment = match untrack(station) {
            Some(station) => station_fragment(&station.id.0, language),
            None => at
                .map(|at| point_fragment(at, language))
                .unwrap_or_default(),
        };
        let title = untrack(title);
        share_link(session, title, page_link(&fragment), uncopied);
    };
    let on_entrance = Callback::new(move |at| {
        let entrance = HandedOver::Chosen(Chosen::Point(at));
        session.handover.open.set(Some(entrance));
    });
    view! {
        <article class="card" data-testid="station-card">
            <div class="card-head">
                <h2>{title}</h2>
                {move || station().map(|station| view! { <Favourite id=station.id /> })}
                <button
                    type="button"
                    class="icon"
                    aria-label=session.say(|words| words.close)
                    on:click=move |_| session.chosen.set(None)
                >
                    <span aria-hidden="true">"✕"</span>
                </button>
            </div>
            {move || way().map(|way| view! { <p class="card-way" data-testid="card-way">{way}</p> })}
            {match chosen {
                Chosen::Station(index) => Some(view! { <StationNow index /> }),
                Chosen::Point(_) => None,
            }}
            {move || {
                let language = session.language.get();
                station().map(|station| view! {
                    <Fits station=station.clone() />
                    <Carriageway station=station.clone() />
                    <Prices station=station.clone() />
                    <StationDetails
                        source=source(session, &station)
                        station=station.clone()
                        language
                        on_entrance
                        free_of
                    />
                    <Photos station />
                })
            }}
            <div class="actions">
                <button type="button" data-testid="from-here" on:click=move |_| choose(End::From)>
                    {session.say(|words| words.start_here)}
                </button>
                <button type="button" class="primary" data-testid="to-here" on:click=move |_| choose(End::To)>
                    {session.say(|words| words.go_here)}
                </button>
                <button
                    type="button"
                    class="navigate for-phones"
                    data-testid="navigate-button"
                    on:click=move |_| session.handover.open.set(Some(HandedOver::Chosen(chosen)))
                >
                    {session.say_of::<HandoverWords>(|words| words.navigate_here)}
                </button>
            </div>
            {(!is_embedded()).then(|| view! {
                <button type="button" class="for-phones" data-testid="share-place" on:click=on_share>
                    {session.say(|words| words.share)}
                </button>
                <Uncopied text=uncopied />
            })}
            <button
                type="button"
                data-testid="reach-here"
                on:click=move |_| {
                    session.shading.shade.set(Shade::Reach(position()));
                    session.screen.set(Screen::Find);
                    session.chosen.set(None);
                }
            >
                {say(session, |words| words.reach_here)}
            </button>
            // A host could lead taps to it.
            {move || {
                let station = station().filter(|_| !is_embedded());
                station.map(|station| view! { <ReportForm station /> })
            }}
            {matches!(chosen, Chosen::Point(_)).then(|| view! {
                <button
                    type="button"
                    data-testid="find-near-here"
                    on:click=move |_| {
                        if let Some(at) = position() {
                            session.finding.around.set(Around::Place(at));
                            session.screen.set(Screen::Find);
                            session.chosen.set(None);
                        }
                    }
                >
                    {say(session, |words| words.near_here)}
                </button>
            })}
        </article>
    }
}

/// Who says so, the source that counts first, and of when it is.
fn source(session: Session, station: &Station) -> String {
    let language = session.language.get();
    session.region.with(|region| {
        let about = region
            .as_ref()
            .and_then(|region| region.about_stations.as_ref());
        let names = station.origins.iter().map(|origin| {
            let known = about.and_then(|about| {
                about
                    .sources
                    .iter()
                    .find(|source| source.id == origin.source)
            });
            known.map_or(&origin.source[..], |source| &source.name[..])
        });
        let mut said: Vec<String> = names.map(|name| language.half(name).to_owned()).collect();
        if said.is_empty() {
            said.extend(about.map(|about| language.pick(&about.title).to_owned()));
        }
        let changed = station
            .details
            .updated_at
            .map(|time| local_date(UnixTime(time)));
        said.extend(changed.or_else(|| Some(about?.edition.clone())));
        said.join(" · ")
    })
}

/// What is known of some connectors of the chosen station; empty when nothing is.
fn free_of(session: Session, chosen: Chosen, connectors: &[usize]) -> String {
    match chosen {
        Chosen::Station(index) => {
            let known = session.availability_of(index, connectors);
            free_count(known, session.language.get())
        }
        Chosen::Point(_) => String::new(),
    }
}
