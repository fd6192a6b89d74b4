//! The root component: creates the session, loads the data, keeps address and page in step.

use std::sync::Arc;
use std::time::Duration;

use ::live::UnixTime;
use container::Text;
use leptos::html::{Aside, Div};
use leptos::prelude::*;
use leptos::task::spawn_local;
use planner::{Departure, Itinerary};

use crate::asking::Questions;
use crate::loading::load;
use crate::passing::passed_me;
use crate::planning::Worker;
use crate::platform::{
    clear_shell, fragment, hide_shell, is_embedded, local_minute, observe, observe_height,
    preferred_language, replace_fragment, set_document_language, set_length, set_title, show_look,
    turn,
};
use crate::screens::{Finder, HandoverScreen, Header, KioskScreen, MapScreen, NetworkLines, Panel};
use crate::session::{
    Chosen, DriveSession, Finding, Handover, OfflineSession, Reporting, RoadSession, Session,
    Shading, Signals, kept_look,
};
use crate::state::{
    Following, Link, PlanState, Region, RequestId, Screen, SheetHeight, sentence_of,
    usual_temperature, words,
};
use crate::stepping::close_by_back;
use crate::work::{WorkSignal, begin_work};

/// How long a notice is shown.
const NOTICE_TIME: Duration = Duration::from_secs(8);

/// The whole app. Its pieces come in a turn each, behind the shell: none of them takes long.
#[component]
pub fn App() -> impl IntoView {
    let session = create_session();
    provide_context(session);
    follow_address(session);
    close_by_back(session);
    fade_notices(session);
    Effect::new(move |_| {
        let language = session.language.get();
        set_document_language(language);
        let words = words(language);
        set_title(&format!("{} · {}", words.title, words.subtitle));
    });
    Effect::new(move |_| show_look(session.shown_look()));
    let worker: Worker = StoredValue::new_local(None);
    let questions = Questions::new(worker);
    provide_context(questions);
    let work = WorkSignal::default();
    begin_work(session, worker, questions, work);
    load(session, worker, work);
    let pieces = RwSignal::new(0);
    spawn_local(async move {
        for piece in 1..=3 {
            turn().await;
            pieces.set(piece);
        }
        clear_shell();
        session.drawn().await;
        hide_shell();
    });
    let has = move |piece: i32| move || pieces.get() >= piece;
    let panel = NodeRef::<Aside>::new();
    // The map's own buttons stay below what is told above it.
    let top = NodeRef::<Div>::new();
    let observer = StoredValue::new_local(None);
    Effect::new(move |_| {
        if let Some(top) = top.get() {
            observer.set_value(observe_height(&top, |height| {
                set_length("--top-shown", height);
            }));
        }
    });
    view! {
        <div class="frame" class:driving=move || session.drive.is_open.get()>
            <div class="top" node_ref=top>
                <Show when=has(1)>
                    <Header />
                    <NetworkLines />
                    <Finder />
                    <Problems worker work />
                </Show>
            </div>
            <main class="stage">
                <Show when=has(3)><MapScreen panel /></Show>
            </main>
            <Show when=has(2)>
                <Panel panel />
                <NoticeLine />
                <KioskScreen />
            </Show>
        </div>
        <HandoverScreen />
    }
}

fn create_session() -> Session {
    let minute: Departure = local_minute().parse().unwrap_or_default();
    let link = Link::read_with(&fragment(), usual_temperature(minute));
    let language = link
        .language
        .or_else(preferred_language)
        .unwrap_or_default();
    let is_whole = link.trip.from.is_some() && link.trip.to.is_some();
    let (plan, screen) = (RwSignal::new(PlanState::Idle), link.screen());
    // A frame is small, and the map is what it was put there for.
    let sheet = if is_embedded() && screen != Screen::Trip {
        SheetHeight::Folded
    } else {
        SheetHeight::default()
    };
    let (trip, region) = (RwSignal::new(link.trip), RwSignal::new(None::<Arc<Region>>));
    Session::new(Signals {
        language: RwSignal::new(language),
        look: RwSignal::new(kept_look()),
        screen: RwSignal::new(screen),
        sheet: RwSignal::new(sheet),
        trip,
        vehicle: Memo::new(move |_| {
            let trip = trip.get();
            region.with(|region| {
                let vehicles = region.as_ref().map_or(&[][..], |region| &region.vehicles);
                trip.vehicle(vehicles).ok().flatten()
            })
        }),
        plan,
        shown: Memo::new(move |_| {
            let without_gap = |plan: &Itinerary| Itinerary {
                gap: 0.0,
                ..plan.clone()
            };
            plan.with(|plan| plan.plan().map(without_gap))
        }),
        wants_plan: RwSignal::new(is_whole),
        me: RwSignal::new(passed_me()),
        heading: RwSignal::new(None),
        drive: DriveSession::default(),
        chosen: RwSignal::new(None),
        camera: RwSignal::new(None),
        region,
        is_drawn: RwSignal::new(false),
        base: RwSignal::new(None),
        live: RwSignal::new(None),
        moment: RwSignal::new(UnixTime(0)),
        usual: RwSignal::new(None),
        following: RwSignal::new(Following::Unannounced),
        offer: RwSignal::new(None),
        watched: RwSignal::default(),
        finding: Finding::new(minute),
        shading: Shading::default(),
        reporting: Reporting::default(),
        offline: OfflineSession::default(),
        looked_at: RwSignal::new(None),
        handover: Handover::default(),
        roads: RoadSession::new(link.road),
        request: StoredValue::new(RequestId::default()),
        notice: RwSignal::new(link.is_car_impossible.then(impossible_car)),
        undo: RwSignal::new(None),
    })
}

/// One line to tell the driver, with what takes it back.
#[component]
fn NoticeLine() -> impl IntoView {
    let session = Session::get();
    let text = move || {
        let language = session.language.get();
        let told = session.notice.get();
        told.map(|text| language.pick(&text).to_owned())
    };
    let line = move || Some(sentence_of(&text()?).0.to_owned());
    let detail = move || Some(sentence_of(&text()?).1?.to_owned());
    let undo = move || {
        let told = session.notice.get()?;
        let undo = session.undo.get().filter(|undo| undo.told == told);
        undo.filter(|undo| (undo.holds)())
    };
    let button = move || {
        let undo = undo()?;
        let take_back = move |_| {
            session.notice.set(None);
            session.undo.set(None);
            (undo.back)();
        };
        Some(view! {
            <button type="button" data-testid="undo" on:click=take_back>
                {session.say(|words| words.undo)}
            </button>
        })
    };
    view! {
        <div class="notice" class:is-shown=move || session.notice.with(Option::is_some)>
            <p role="status">{line} <small class="detail" lang="en">{detail}</small></p>
            {button}
        </div>
    }
}

/// What could not be loaded, with another try.
#[component]
fn Problems(worker: Worker, work: WorkSignal) -> impl IntoView {
    let session = Session::get();
    let problems = move || {
        session
            .region
            .get()
            .map(|region| region.problems.clone())
            .unwrap_or_default()
    };
    // A line each, as sentences or as what a programmer needs to know.
    let told = move |are_details: bool| {
        let (language, problems) = (session.language.get(), problems());
        let lines = problems.iter().map(|problem| {
            let (sentence, detail) = sentence_of(language.pick(problem));
            if are_details {
                detail.unwrap_or_default()
            } else {
                sentence
            }
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    view! {
        <Show when=move || !problems().is_empty()>
            <section class="problems" role="alert" data-testid="problems">
                <strong>{session.say(|words| words.failed_data)}</strong>
                <p>{move || told(false)}</p>
                <small class="detail" lang="en">{move || told(true)}</small>
                <button type="button" on:click=move |_| load(session, worker, work)>
                    {session.say(|words| words.retry)}
                </button>
            </section>
        </Show>
    }
}

/// Keeps the address in step with the session, and the session with the address.
fn follow_address(session: Session) {
    let roads = session.roads;
    let written = StoredValue::new(String::new());
    Effect::new(move |_| {
        let station = match session.chosen.get() {
            Some(Chosen::Station(index)) => session.region.with(|region| {
                let station = region.as_ref()?.stations.get(index)?;
                Some(station.id.0.clone())
            }),
            _ => None,
        };
        let link = Link {
            trip: session.trip.get(),
            language: Some(session.language.get()),
            station,
            screen: Some(session.screen.get()),
            road: roads.chosen.get(),
            is_car_impossible: false,
        };
        // Until the data is there, a station of the link is not known yet and must not be lost.
        if session.region.with(Option::is_some) {
            let text = link.write();
            written.set_value(text.clone());
            replace_fragment(&text);
        }
    });
    let observed = observe(move |text| {
        if text == written.get_value() {
            return;
        }
        let season = usual_temperature(session.finding.minute.get_untracked());
        let link = Link::read_with(&text, season);
        if let Some(language) = link.language {
            session.language.set(language);
        }
        session.screen.set(link.screen());
        roads.chosen.set(link.road.clone());
        let is_whole = link.trip.from.is_some() && link.trip.to.is_some();
        session.trip.set(link.trip);
        session.wants_plan.set(is_whole);
        if !is_whole {
            session.plan.set(PlanState::Idle);
        }
        choose_station(session, link.station.as_deref());
        tell_unknown(session, link.station.as_deref());
        if link.is_car_impossible {
            session.notice.set(Some(impossible_car()));
        }
    });
    let observed = StoredValue::new_local(observed);
    on_cleanup(move || observed.dispose());
}

pub(crate) fn choose_station(session: Session, id: Option<&str>) {
    let index = id.and_then(|id| {
        session.region.with_untracked(|region| {
            region
                .as_ref()?
                .stations
                .iter()
                .position(|station| station.id.0 == id)
        })
    });
    session.chosen.set(index.map(Chosen::Station));
}

/// Says that a link's car cannot be.
fn impossible_car() -> Text {
    Text::new(
        "链接里的车辆参数不可用，已用默认值",
        "The figures of the link's car are not possible: usual ones are used",
    )
}

/// Says which car or station of a link the data does not have.
pub(crate) fn tell_unknown(session: Session, station: Option<&str>) {
    let Some(region) = session.region.get_untracked() else {
        return;
    };
    let trip = session.trip.get_untracked();
    if let (Some(id), Some(first)) = (trip.unknown_car(&region.vehicles), region.vehicles.first()) {
        session.notice.set(Some(Text::new(
            format!("目录里没有车型 {id}，已改用{}", first.zh),
            format!(
                "There is no car {id} in the catalogue: planning with {}",
                first.en
            ),
        )));
    }
    let is_there = |id: &str| region.stations.iter().any(|station| station.id.0 == id);
    if let Some(id) = station.filter(|id| !region.stations.is_empty() && !is_there(id)) {
        session.notice.set(Some(Text::new(
            format!("没有编号为 {id} 的充电站"),
            format!("There is no station {id}"),
        )));
    }
}

/// Takes each notice away again after a while.
fn fade_notices(session: Session) {
    Effect::new(move |before: Option<Option<TimeoutHandle>>| {
        if let Some(before) = before.flatten() {
            before.clear();
        }
        session.notice.get()?;
        set_timeout_with_handle(move || session.notice.set(None), NOTICE_TIME).ok()
    });
}
