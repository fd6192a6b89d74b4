//! The plan, or why there is none.

use leptos::prelude::*;
use stations::StationId;

use super::others::Others;
use super::preferences::AllowRoads;
use crate::components::{
    HEAD, ItineraryHead, ItineraryView, PlanHooks, ProfileChart, Uncopied, told,
};
use crate::platform::{fragment, is_embedded, link_with, local_time, scroll_to};
use crate::screens::share::share_link;
use crate::session::{Chosen, HandedOver, Session};
use crate::state::{
    AVOIDED_MAX, CardWords, DriveWords, Following, HandoverWords, Language, PlanState,
    ProfilePoint, SheetHeight, TripWords, availability, both_of, certainty, fit, profile,
};
use container::Text;
use planner::Itinerary;
use units::{Seconds, StateOfCharge};

use super::alarm::StopAlarm;
use super::what_if::WhatIf;

/// For one who arrives later than this, what is free now says little (domain research, 2.10).
const SOON: Seconds = Seconds(900.0);

/// Shows where planning stands.
#[component]
pub(super) fn TripResult(
    /// True from when the driver asked for the plan until it was brought into sight.
    is_wanted: RwSignal<bool>,
) -> impl IntoView {
    let session = Session::get();
    Effect::new(move |_| {
        let is_there = session.shown.with(Option::is_some);
        if is_there && is_wanted.get() {
            is_wanted.set(false);
            request_animation_frame(|| scroll_to(HEAD));
        }
    });
    let is_asked = Memo::new(move |_| session.plan.with(|plan| *plan != PlanState::Idle));
    view! {
        <div aria-live="polite">
            <Show when=move || is_asked.get()><Content /></Show>
        </div>
    }
}

/// The plan or why there is none.
#[component]
fn Content() -> impl IntoView {
    let session = Session::get();
    let name_of = Callback::new(move |id: StationId| session.station_name(&id));
    let on_station = Callback::new(move |id: StationId| {
        let index = session.region.with_untracked(|region| {
            region
                .as_ref()?
                .stations
                .iter()
                .position(|station| station.id == id)
        });
        session.chosen.set(index.map(Chosen::Station));
    });
    let live_of = Callback::new(move |(id, arrival): (StationId, Seconds)| {
        let (language, words) = (session.language.get(), session.words());
        let index = session.index_of(&id);
        let Some(index) = index.filter(|_| session.following.get() != Following::Unannounced)
        else {
            return String::new();
        };
        let known = session.availability(index);
        let now = availability(known, language, local_time);
        let space = if language == Language::Zh { "" } else { " " };
        match known.free() {
            Some(_) if arrival.0 > SOON.0 => {
                format!("{}{space}{now} · {}", words.now, words.may_differ)
            }
            Some(_) => format!("{}{space}{now}", words.now),
            None => now,
        }
    });
    let fit_of = Callback::new(move |id: StationId| {
        let (vehicle, carries) = (
            session.vehicle.get(),
            session.trip.with(|trip| trip.wishes.carries),
        );
        let words = session.table::<CardWords>();
        let index = session.index_of(&id);
        let found = session.region.with(|region| {
            let station = region.as_ref()?.stations.get(index?)?;
            Some(fit(station, vehicle.as_ref(), carries))
        });
        let against = found.unwrap_or_default().into_iter();
        let against = against.filter(|fit| fit.is_warning());
        against
            .map(|fit| words.fit(fit))
            .collect::<Vec<_>>()
            .join(" ")
    });
    let certainty = Signal::derive(move || {
        let language = session.language.get();
        session.plan.with(|plan| {
            let gap = plan.plan().map(|plan| plan.gap);
            let is_by_time = session.trip.with(|trip| trip.wishes.is_by_time());
            gap.map_or_else(String::new, |gap| {
                certainty(gap, plan.is_open(), is_by_time, language)
            })
        })
    });
    let on_avoid = Callback::new(move |id: StationId| {
        let told = both_of::<TripWords>(|words| words.not_there);
        session.change_trip(told, |session| {
            session.trip.update(|trip| {
                if trip.wishes.avoid.len() < AVOIDED_MAX {
                    trip.wishes.avoid.insert(id);
                }
            });
        });
    });
    let place_of = Callback::new(move |index: usize| {
        let (trip, me) = (session.trip.get(), session.me.get());
        // The one behind the last is the end of a round trip.
        let at = trip.via.get(index).map(|via| via.at);
        let at = at.or_else(|| trip.position_of(trip.to, me));
        at.map(|at| session.name_of(at)).unwrap_or_default()
    });
    let hooks = PlanHooks {
        name_of,
        place_of,
        live_of,
        fit_of,
        on_station,
        on_avoid,
    };
    let on_now = Callback::new(move |()| {
        session.trip.update(|trip| trip.wishes.depart = None);
    });
    // A plan keeps its times while the clock goes on.
    let planned_at = Memo::new(move |_| {
        session.shown.track();
        Some(session.finding.minute.get_untracked())
    });
    let plan = move || {
        let plan = session.shown.get()?;
        let language = session.language.get();
        let departs = session.trip.with(|trip| trip.wishes.depart);
        let now = departs.map(|_| session.finding.minute.get_untracked());
        let reserve = session.trip.with(|trip| f64::from(trip.reserve) / 100.0);
        let uncopied = RwSignal::new(None);
        let on_share = move |_| {
            let title = session.words().title.to_owned();
            share_link(session, title, link_with(&fragment()), uncopied);
        };
        Some(view! {
            <StopAlarm name_of />
            <ItineraryHead
                plan=plan.clone()
                depart=departs.or(planned_at.get())
                now
                language
                certainty
                on_now
            />
            <Others />
            // One who drives needs the whole screen.
            {(!is_embedded()).then(|| view! { <StartDriving /> })}
            <Profile plan=plan.clone() />
            <WhatIf />
            <ItineraryView
                plan
                depart=departs.or(planned_at.get())
                reserve=StateOfCharge::from_fraction(reserve).unwrap_or(StateOfCharge::EMPTY)
                language
                hooks
            />
            <div class="actions">
                <HandoverButton session />
                // In a frame the link to the whole app is what one shares.
                {(!is_embedded()).then(|| view! {
                    <button type="button" class="share for-phones" data-testid="share-button" on:click=on_share>
                        {session.say(|words| words.share)}
                    </button>
                })}
            </div>
            <Uncopied text=uncopied />
        })
    };
    let refusal = Memo::new(move |_| session.plan.with(reason));
    let refused = move || {
        let (reason, lacks_charge) = refusal.get()?;
        Some(view_refusal(session, reason, lacks_charge))
    };
    view! { {plan} {refused} }
}

/// Opens the mode for the road; nothing is asked for yet.
#[component]
fn StartDriving() -> impl IntoView {
    let session = Session::get();
    let start = move |_| {
        session.chosen.set(None);
        session.drive.is_open.set(true);
        session.sheet.set(SheetHeight::Half);
    };
    let label = session.say_of(|words: &'static DriveWords| words.start);
    view! {
        <button type="button" class="primary for-phones drive-start" data-testid="drive-button" on:click=start>
            {label}
        </button>
    }
}

/// Height and charge of a plan, and where on the map the thumb is.
#[component]
fn Profile(plan: Itinerary) -> impl IntoView {
    let session = Session::get();
    let region = session.region.get_untracked();
    let mass = session
        .vehicle
        .with_untracked(|car| car.as_ref().map_or(0.0, |car| car.mass_kg));
    let points = region.map_or_else(Vec::new, |region| profile(&plan, &region.roads, mass));
    let reserve = session
        .trip
        .with_untracked(|trip| f64::from(trip.reserve) / 100.0);
    let reserve = StateOfCharge::from_fraction(reserve).unwrap_or(StateOfCharge::EMPTY);
    let language = session.language.get();
    session.looked_at.set(None);
    let on_scrub = Callback::new(move |point: ProfilePoint| session.looked_at.set(Some(point.at)));
    view! { <ProfileChart points reserve language on_scrub /> }
}

/// Hands the plan over to a navigation app, a file, another device.
#[component]
fn HandoverButton(session: Session) -> impl IntoView {
    let open = move |_| session.handover.open.set(Some(HandedOver::Plan));
    view! {
        <button type="button" class="primary for-phones" data-testid="handover-button" on:click=open>
            {session.say_of::<HandoverWords>(|words| words.hand_over)}
        </button>
    }
}

/// Why there is no plan, when that is so, and whether charge is what lacks.
fn reason(plan: &PlanState) -> Option<(Text, bool)> {
    match plan {
        PlanState::NoRoute(no_plan) => {
            let reason = Text::new(no_plan.reason_zh.clone(), no_plan.reason.clone());
            Some((reason, no_plan.shortfall.is_some()))
        }
        PlanState::Failed(message) => Some((message.clone(), false)),
        PlanState::Idle
        | PlanState::Searching(_)
        | PlanState::Improving(..)
        | PlanState::Ready(_) => None,
    }
}

fn view_refusal(session: Session, reason: Text, lacks_charge: bool) -> impl IntoView {
    let words = session.words();
    let reason = session.language.get().pick(&reason).to_owned();
    view! {
        <section class="no-plan">
            <h2>{words.no_plan}</h2>
            <p data-testid="no-plan-reason">{told(&reason)}</p>
            <AllowRoads />
            {lacks_charge.then(|| view! { <p class="quiet">{words.no_plan_advice}</p> })}
        </section>
    }
}
