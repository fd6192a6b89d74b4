//! One road as a strip: what matters at a glance, and the list.

use std::sync::Arc;

use guide::{Corridor, Grade};
use leptos::prelude::*;
use stations::Station;
use units::{Celsius, StateOfCharge};

use super::rows::{HERE, StripRow};
use super::{Sign, say};
use crate::platform::focus;
use crate::screens::map::is_usable;
use crate::screens::trip::find_me;
use crate::session::{RoadSession, Session};
use crate::state::finder::Around;
use crate::state::{
    Endpoint, FindWords, Guidebook, RoadsWords, Screen, Table as _, VIA_MAX, both_of, kilometres,
    percent,
};
use ::strip::{Along, Beside, Drive, Gap, OFF_MAX, Row, Strip};

/// What the rows of a strip share.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub(super) strip: Memo<Arc<Strip>>,
    /// For each of its stations whether it counts.
    pub(super) usable: Memo<Arc<Vec<bool>>>,
    pub(super) gaps: Memo<Arc<Vec<Gap>>>,
    pub(super) drive: Memo<Option<Drive>>,
    /// Where the driver is along it, once that was asked for.
    pub(super) here: Memo<Option<f64>>,
    /// The button that was tapped last: it has the focus again when the card is closed.
    pub(super) tapped: StoredValue<Option<String>>,
}

impl Shown {
    fn new(session: Session, roads: RoadSession, book: Arc<Guidebook>, id: String) -> Self {
        let here = {
            let (book, id) = (Arc::clone(&book), id.clone());
            Memo::new(move |_| {
                let (me, region) = (session.me.get()?, session.region.get()?);
                let is_reversed = roads.chosen.get().is_some_and(|road| road.is_reversed);
                Strip::spot_of(book.corridor(&id)?, is_reversed, &region.roads, me)
            })
        };
        let strip = Memo::new(move |_| {
            let (road, region) = (roads.chosen.get(), session.region.get());
            let is_reversed = road.is_some_and(|road| road.is_reversed);
            let made = book.corridor(&id).zip(region).map(|(corridor, region)| {
                let (roads, stations) = (&region.roads, &region.stations);
                Strip::new(corridor, is_reversed, &book.guide, roads, stations)
            });
            Arc::new(made.unwrap_or_default())
        });
        let usable = Memo::new(move |_| {
            let (strip, region) = (strip.get(), session.region.get());
            let stations = region.as_ref().map_or(&[][..], |region| &region.stations);
            let counts = |beside: &Beside| {
                let station = stations.get(beside.index);
                let fits = |station: &Station| {
                    session.vehicle.with(|car| is_usable(station, car.as_ref()))
                };
                beside.is_on_the_way() && station.is_some_and(fits)
            };
            Arc::new(strip.stations.iter().map(counts).collect::<Vec<_>>())
        });
        let gaps = Memo::new(move |_| Arc::new(strip.get().gaps(&usable.get())));
        let drive = Memo::new(move |_| {
            let (strip, trip) = (strip.get(), session.trip.get());
            let share = |percent: u8| StateOfCharge::from_fraction(f64::from(percent) / 100.0);
            let (charge, reserve) = (share(trip.charge)?, share(trip.reserve)?);
            let cold = Celsius(f64::from(trip.temperature));
            let of = |car: &planner::Vehicle| strip.drive(car, charge, reserve, cold);
            session.vehicle.with(|car| car.as_ref().map(of))
        });
        Self {
            strip,
            usable,
            gaps,
            drive,
            here,
            tapped: StoredValue::new(None),
        }
    }
}

/// A road of the guide.
#[component]
pub(super) fn StripView(book: Arc<Guidebook>, id: String) -> impl IntoView {
    let session = Session::get();
    let roads = session.roads;
    let corridor = book.corridor(&id).cloned();
    let shown = Shown::new(session, roads, book, id);
    on_cleanup(move || roads.lines.set(Vec::new()));
    Effect::new(move |_| roads.lines.set(shown.strip.get().lines.clone()));
    Effect::new(move |was: Option<bool>| {
        let is_chosen = session.chosen.get().is_some();
        if was == Some(true) && !is_chosen {
            let tapped = shown.tapped.try_update_value(Option::take).flatten();
            if let Some(id) = tapped {
                request_animation_frame(move || focus(&id));
            }
        }
        is_chosen
    });
    let rows = Memo::new(move |_| {
        let (strip, gaps, here) = (shown.strip.get(), shown.gaps.get(), shown.here.get());
        shown
            .drive
            .with(|drive| strip.rows(&gaps, drive.as_ref(), here))
    });
    let list = move || {
        let rows = rows.get().into_iter();
        rows.map(|row: Row| view! { <StripRow shown row /> })
            .collect_view()
    };
    // Who asked where he is wants to see it.
    Effect::new(move |was: Option<bool>| {
        let is_known = shown.here.get().is_some();
        if was == Some(false) && is_known {
            request_animation_frame(|| focus(HERE));
        }
        is_known
    });
    view! {
        <Bar shown />
        {corridor.map(|corridor| view! {
            <Head shown corridor=corridor.clone() />
            <Facts shown corridor=corridor.clone() />
            <button
                type="button"
                class="primary road-plan"
                data-testid="plan-road"
                title=say(session, |words| words.plan_hint)
                on:click=move |_| plan(session, &shown.strip.get_untracked())
            >
                {say(session, |words| words.plan)}
            </button>
            <button
                type="button"
                data-testid="find-along-road"
                on:click=move |_| find_along(session, &shown.strip.get_untracked())
            >
                {say(session, |words| words.find_along)}
            </button>
            <ol class="strip" data-testid="strip" aria-label=say(session, |words| words.strip)>
                {list}
            </ol>
            <Legend corridor />
        })}
    }
}

/// Back to all roads, the other direction, and where one is.
#[component]
fn Bar(shown: Shown) -> impl IntoView {
    let session = Session::get();
    let roads = session.roads;
    let turn = move |_| {
        roads.chosen.update(|road| {
            if let Some(road) = road {
                *road = road.turned();
            }
        });
    };
    view! {
        <div class="road-bar">
            <button type="button" class="road-back" data-testid="road-back" on:click=move |_| roads.chosen.set(None)>
                <span aria-hidden="true">"‹"</span>
                {say(session, |words| words.all)}
            </button>
            <button type="button" data-testid="road-turn" on:click=turn>
                <span aria-hidden="true">"⇅"</span>
                {say(session, |words| words.turn)}
            </button>
            <button type="button" data-testid="road-here" on:click=move |_| find_me(session)>
                {say(session, |words| words.where_am_i)}
            </button>
        </div>
        <Show when=move || session.me.get().is_some() && shown.here.get().is_none()>
            <p class="quiet" role="status" data-testid="road-off">{say(session, |words| words.not_here)}</p>
        </Show>
    }
}

/// Name and direction.
#[component]
fn Head(shown: Shown, corridor: Corridor) -> impl IntoView {
    let session = Session::get();
    let pick = move |text: &container::Text| session.language.get().pick(text).to_owned();
    let ends = move || {
        let strip = shown.strip.get();
        let names = strip.places.first().zip(strip.places.last());
        names.map(|(first, last)| format!("{} → {}", pick(&first.name), pick(&last.name)))
    };
    view! {
        <div class="road-head">
            <Sign road=corridor.road kind=corridor.kind />
            <h2>{move || pick(&corridor.name)}</h2>
            <p data-testid="road-ends">{ends}</p>
        </div>
    }
}

/// Length, chargers, longest gap, reach.
#[component]
fn Facts(shown: Shown, corridor: Corridor) -> impl IntoView {
    let session = Session::get();
    let words = move || RoadsWords::of(session.language.get());
    let (told, grade) = (corridor.length, corridor.grade);
    let length = move || {
        let told = told.map(|way| Along {
            way,
            is_told: grade != Grade::Estimate,
        });
        words().way(told.or_else(|| shown.strip.get().length()))
    };
    let usable = move || {
        let (strip, usable) = (shown.strip.get(), shown.usable.get());
        let count = usable.iter().filter(|counts| **counts).count();
        let is_demo = session.region.with(|region| {
            let stations = region.as_ref().map(|region| &region.stations);
            let stations = stations.into_iter();
            let of = |beside: &Beside| {
                let mut stations = stations.clone();
                stations.any(|all| all.get(beside.index).is_some_and(|station| station.demo))
            };
            strip.stations.iter().any(of)
        });
        let demo = if is_demo { words().demo } else { "" };
        (words().stations(count), demo)
    };
    let longest = move || {
        let longest = Strip::longest(&shown.gaps.get());
        let way = longest.and_then(|gap| gap.length);
        way.map_or_else(|| words().unknown.to_owned(), kilometres)
    };
    let is_long = move || Strip::longest(&shown.gaps.get()).is_some_and(|gap| gap.is_long());
    view! {
        <dl class="road-facts">
            <div>
                <dt>{say(session, |words| words.length)}</dt>
                <dd>{length}</dd>
                <dd class="quiet">
                    {move || if told.is_some() { words().grade(grade) } else { words().by_roads }}
                </dd>
            </div>
            <div>
                <dt>{say(session, |words| words.usable)}</dt>
                <dd data-testid="road-usable">{move || usable().0}</dd>
                <dd class="quiet">{move || usable().1}</dd>
            </div>
            <div class:is-long=is_long>
                <dt>{say(session, |words| words.longest)}</dt>
                <dd data-testid="road-longest">{longest}</dd>
                <dd class="quiet">{move || gap_ends(session, shown)}</dd>
            </div>
            <div>
                <dt>{say(session, |words| words.reach)}</dt>
                <dd data-testid="road-reach">{move || reach(session, shown)}</dd>
                <dd class="quiet">
                    {move || {
                        let car = session.vehicle.get();
                        let car = car.map(|car| session.language.get().pick(&car.name()).to_owned());
                        let conditions = session.trip.with(|trip| {
                            words().conditions(trip.charge, trip.reserve, trip.temperature)
                        });
                        car.into_iter().chain([conditions]).collect::<Vec<_>>().join(" · ")
                    }}
                    " "
                    <button
                        type="button"
                        class="link"
                        data-testid="road-car"
                        on:click=move |_| session.screen.set(Screen::Trip)
                    >
                        {session.say_of(|words: &'static FindWords| words.change)}
                    </button>
                </dd>
            </div>
        </dl>
    }
}

/// Near which places the longest gap begins and ends.
fn gap_ends(session: Session, shown: Shown) -> String {
    let (strip, language) = (shown.strip.get(), session.language.get());
    let Some(gap) = Strip::longest(&shown.gaps.get()) else {
        return String::new();
    };
    let near = |spot: f64| {
        let near = strip.nearest(spot)?;
        Some(language.pick(&strip.places.get(near)?.name).to_owned())
    };
    let names = near(gap.spots.0).zip(near(gap.spots.1));
    names.map_or_else(String::new, |(from, to)| format!("{from} – {to}"))
}

/// How far the present charge lasts, in a few words.
fn reach(session: Session, shown: Shown) -> String {
    let words = RoadsWords::of(session.language.get());
    let strip = shown.strip.get();
    shown.drive.with(|drive| match drive {
        None => words.no_car.to_owned(),
        Some(Drive {
            ends: Some(spot), ..
        }) => format!("{} {}", words.until, words.way(strip.along(*spot))),
        Some(drive) if drive.is_whole => {
            let left = drive.charges.last().copied().flatten().map(percent);
            let left = left.map_or_else(String::new, |left| words.left(&left));
            [words.whole, left.as_str()].join(" · ")
        }
        Some(_) => session
            .language
            .get()
            .named(words.no_reach, words.part_known),
    })
}

/// Puts the road into the trip and asks for a plan.
fn plan(session: Session, strip: &Strip) {
    if take(session, strip) {
        session.screen.set(Screen::Trip);
        session.wants_plan.set(true);
    }
}

/// Looks for stations along the road, with filters, prices and detours.
fn find_along(session: Session, strip: &Strip) {
    if take(session, strip) {
        session.finding.around.set(Around::Trip);
        session.screen.set(Screen::Find);
    }
}

/// Puts the road into the trip; the trip that was there can be had back.
fn take(session: Session, strip: &Strip) -> bool {
    let Some((first, last)) = strip.places.first().zip(strip.places.last()) else {
        return false;
    };
    let change = |session: Session| {
        session.trip.update(|trip| {
            trip.from = Some(Endpoint::At(first.position));
            trip.to = Some(Endpoint::At(last.position));
            trip.via = strip.vias(VIA_MAX).into_iter().map(Into::into).collect();
            trip.wishes.back_min = None;
        });
    };
    let was_empty = session
        .trip
        .with_untracked(|trip| trip.from.is_none() && trip.to.is_none());
    if was_empty {
        change(session);
    } else {
        session.change_trip(both_of::<RoadsWords>(|words| words.taken), change);
    }
    session.chosen.set(None);
    true
}

/// What else there is to say, where it comes from, what the signs mean, and what counts.
#[component]
fn Legend(corridor: Corridor) -> impl IntoView {
    let session = Session::get();
    let side = move || {
        let words = RoadsWords::of(session.language.get());
        let most = kilometres(Along {
            way: OFF_MAX,
            is_told: true,
        });
        format!("{} {most}", words.legend_side)
    };
    let (note, source) = (corridor.note, corridor.source);
    let has_note = !note.zh.is_empty() || !note.en.is_empty();
    view! {
        <ul class="road-legend quiet">
            {has_note.then(|| view! { <li>{move || session.language.get().pick(&note).to_owned()}</li> })}
            <li>
                {move || {
                    let language = session.language.get();
                    language.named(RoadsWords::of(language).source, &source)
                }}
            </li>
            <li>{say(session, |words| words.legend_approximate)}</li>
            <li>{side}</li>
            <li>{say(session, |words| words.legend_gap)}</li>
            <li>{say(session, |words| words.legend_reach)}</li>
        </ul>
    }
}
