//! What one reads at arm's length: what comes, whether the charge lasts, what to do.

use std::mem::{Discriminant, discriminant};

use leptos::prelude::*;
use planner::ChargingStop;

use super::charge::Charge;
use super::following::Following;
use super::say;
use crate::session::{Chosen, HandedOver, Session};
use crate::state::drive::{Advice, Next, Tone, stay};
use crate::state::{
    DriveWords, HandoverWords, Named, PlanState, distance, duration, percent, sentence_of,
};

/// The whole drive.
#[component]
pub(super) fn Road(following: Following) -> impl IntoView {
    let is_urgent = Memo::new(move |_| following.advice.with(Advice::tone) == Tone::Act);
    view! {
        <NextUp following />
        <AdviceLine following />
        // What must be done now stands above all that can wait.
        <Show when=move || is_urgent.get()><Replan following is_urgent=true /></Show>
        <Charge following />
        <AtStop following />
        <Show when=move || !is_urgent.get()><Replan following is_urgent=false /></Show>
        <Way following />
        <Foot following />
    }
}

/// Name of the next stop, and how far it is.
#[component]
fn NextUp(following: Following) -> impl IntoView {
    let session = Session::get();
    let next = Memo::new(move |_| following.progress.get().map(|progress| progress.next));
    let label = move || {
        let words = session.table::<DriveWords>();
        match next.get() {
            Some(Next::End) => words.destination,
            Some(Next::Stop(_)) | None => words.next_stop,
        }
    };
    let name = move || match next.get() {
        Some(Next::Stop(stop)) => following.name_of(&Named::Stop(stop)),
        Some(Next::End) => {
            let trip = session.trip.get();
            let back = trip.wishes.back_min.is_some();
            let end = if back { trip.from } else { trip.to };
            let at = trip.position_of(end, session.me.get());
            at.map(|at| session.name_of(at)).unwrap_or_default()
        }
        None => "—".to_owned(),
    };
    let figure = move |of: fn(&crate::state::drive::Progress, Session) -> String| {
        move || {
            following
                .progress
                .get()
                .map(|progress| of(&progress, session))
        }
    };
    view! {
        <div class="drive-next">
            <p class="drive-label">{label}</p>
            <h2 data-testid="drive-next">{name}</h2>
            <p class="drive-figures">
                <strong data-testid="drive-distance">
                    {figure(|progress, _| distance(progress.to_next))}
                </strong>
                <strong data-testid="drive-time">
                    {figure(|progress, session| duration(progress.time_to_next, session.language.get()))}
                </strong>
                <span class="drive-arrive">
                    <span class="drive-label">{say(session, |words| words.arrive)}</span>
                    <strong data-testid="drive-arrive">
                        {figure(|progress, _| percent(progress.arrive))}
                    </strong>
                </span>
            </p>
        </div>
    }
}

/// One large line. It is read aloud only when it says something else, not when its figures change.
#[component]
fn AdviceLine(following: Following) -> impl IntoView {
    let session = Session::get();
    let advice = following.advice;
    let text = move |advice: &Advice| {
        let speed = session.drive.fix.get().and_then(|fix| fix.speed);
        let words = session.table::<DriveWords>();
        words.advice(advice, speed, &|named| following.name_of(named))
    };
    let shown = Memo::new(move |_| advice.with(text));
    let spoken = Memo::new(move |before: Option<&(Discriminant<Advice>, String)>| {
        let kind = advice.with(discriminant);
        match before {
            Some(before) if before.0 == kind => before.clone(),
            _ => (kind, shown.get_untracked()),
        }
    });
    let tone = Memo::new(move |_| advice.with(Advice::tone));
    view! {
        <p
            class="drive-advice"
            class:is-calm=move || tone.get() == Tone::Calm
            class:is-mind=move || tone.get() == Tone::Mind
            class:is-act=move || tone.get() == Tone::Act
            data-testid="drive-advice"
        >
            <span class="drive-sign" aria-hidden="true">{move || DriveWords::sign(tone.get())}</span>
            <span>{move || shown.get()}</span>
        </p>
        <p class="drive-spoken" aria-live="polite">{move || spoken.get().1}</p>
    }
}

/// How much to charge at the next stop.
#[component]
fn AtStop(following: Following) -> impl IntoView {
    let session = Session::get();
    let stop = Memo::new(move |_| {
        let next = following.progress.get()?.next;
        following.course.with(|course| match next {
            Next::Stop(stop) => course.as_ref()?.plan.stops.get(stop).cloned(),
            Next::End => None,
        })
    });
    let text = move |stop: &ChargingStop| {
        let words = session.table::<DriveWords>();
        let arrive = following
            .progress
            .get()
            .map_or(stop.charge_arrive, |progress| progress.arrive);
        let time = stay(stop, arrive);
        let (from, to) = (percent(arrive), percent(stop.charge_depart));
        let time = duration(time, session.language.get());
        let does = if stop.is_swap() {
            session.words().battery_swap
        } else {
            words.charge_to
        };
        format!("{does} {from} → {to} · {time}")
    };
    view! {
        <Show when=move || stop.with(Option::is_some)>
            <p class="drive-stop" data-testid="drive-stop">
                <span class="drive-label">{say(session, |words| words.at_stop)}</span>
                <strong>{move || stop.with(|stop| stop.as_ref().map(text))}</strong>
            </p>
        </Show>
    }
}

/// Plans again, and says where that stands.
#[component]
fn Replan(following: Following, is_urgent: bool) -> impl IntoView {
    let session = Session::get();
    let is_busy = following.is_replanning;
    let label = move || {
        let words = session.table::<DriveWords>();
        if is_busy.get() {
            words.replanning
        } else {
            words.replan
        }
    };
    let refusal = move || {
        let language = session.language.get();
        session.plan.with(|plan| match plan {
            PlanState::NoRoute(no_plan) => Some(match language {
                crate::state::Language::Zh => no_plan.reason_zh.clone(),
                crate::state::Language::En => no_plan.reason.clone(),
            }),
            PlanState::Failed(text) => Some(sentence_of(language.pick(text)).0.to_owned()),
            PlanState::Idle
            | PlanState::Searching(_)
            | PlanState::Improving(..)
            | PlanState::Ready(_) => None,
        })
    };
    view! {
        <button
            type="button"
            class="drive-replan"
            class:primary=is_urgent
            data-testid="drive-replan"
            aria-busy=move || is_busy.get().to_string()
            on:click=move |_| following.replan()
        >
            {label}
        </button>
        {move || refusal().map(|reason| view! {
            <p class="drive-trouble" role="alert" data-testid="drive-no-plan">
                {session.language.get().named(session.table::<DriveWords>().no_plan, &reason)}
            </p>
        })}
    }
}

/// The whole trip as a bar with its stops.
#[component]
fn Way(following: Following) -> impl IntoView {
    let session = Session::get();
    let done = Memo::new(move |_| {
        let share = following
            .progress
            .get()
            .map_or(0.0, |progress| progress.share);
        (share * 1000.0).round() / 10.0
    });
    let stops = move || {
        following.course.with(|course| {
            let course = course.as_ref()?;
            let ends = 0..course.plan.stops.len();
            let places = ends.map(|leg| course.end_of(leg) / course.length() * 100.0);
            let mark = |place: f64| {
                view! { <span class="drive-way-stop" style:left=format!("{place:.1}%")></span> }
            };
            Some(places.map(mark).collect_view())
        })
    };
    let left = move || {
        let (words, language) = (session.table::<DriveWords>(), session.language.get());
        let progress = following.progress.get()?;
        let time = duration(progress.time_left, language);
        Some(format!(
            "{} {} · {time}",
            words.left,
            distance(progress.left)
        ))
    };
    let is_rough = move || {
        session.region.with(|region| {
            let about = region
                .as_ref()
                .and_then(|region| region.about_roads.as_ref());
            about.is_some_and(|about| about.schematic)
        })
    };
    view! {
        <div
            class="drive-way"
            role="progressbar"
            aria-label=say(session, |words| words.progress)
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || format!("{:.0}", done.get())
            data-testid="drive-progress"
        >
            <span class="drive-way-done" style:width=move || format!("{}%", done.get())></span>
            {stops}
        </div>
        <p class="drive-left" data-testid="drive-left">{left}</p>
        <Show when=is_rough>
            <p class="quiet">{say(session, |words| words.rough)}</p>
        </Show>
    }
}

/// Back to the car on the map, the next drive in another app, night, the end.
#[component]
fn Foot(following: Following) -> impl IntoView {
    let session = Session::get();
    let drive = session.drive;
    // A station before the next stop, where one is told to charge.
    let earlier = Memo::new(move |_| {
        following.advice.with(|advice| {
            if let Advice::StopEarlier { station, .. } = advice {
                session.index_of(station)
            } else {
                None
            }
        })
    });
    let label = move || match earlier.get() {
        Some(index) => {
            let id = session.region.with(|region| {
                let station = region.as_ref()?.stations.get(index)?;
                Some(station.id.clone())
            });
            let name = id.map(|id| session.station_name(&id)).unwrap_or_default();
            let words = session.table::<HandoverWords>();
            session.language.get().named(words.navigate_here, &name)
        }
        None => session.table::<HandoverWords>().navigate_here.to_owned(),
    };
    let navigate = move |_| {
        if let Some(index) = earlier.get_untracked() {
            let station = HandedOver::Chosen(Chosen::Station(index));
            session.handover.open.set(Some(station));
            return;
        }
        let next = following
            .progress
            .with_untracked(|progress| progress.as_ref().map(|progress| progress.next));
        let stops = session
            .shown
            .with_untracked(|plan| plan.as_ref().map_or(0, |plan| plan.stops.len()));
        let behind = match next {
            Some(Next::Stop(stop)) => stop,
            Some(Next::End) => stops,
            None => 0,
        };
        session
            .handover
            .open
            .set(Some(HandedOver::PlanAfter(behind)));
    };
    view! {
        <div class="drive-foot">
            <button type="button" data-testid="drive-navigate" on:click=navigate>
                {label}
            </button>
            <Show when=move || !drive.is_followed.get()>
                <button
                    type="button"
                    data-testid="drive-follow"
                    on:click=move |_| drive.is_followed.set(true)
                >
                    {say(session, |words| words.follow)}
                </button>
            </Show>
            <button
                type="button"
                data-testid="drive-night"
                aria-pressed=move || drive.is_night.get().to_string()
                on:click=move |_| drive.is_night.update(|is_night| *is_night = !*is_night)
            >
                {say(session, |words| words.night)}
            </button>
            <button
                type="button"
                data-testid="drive-end"
                on:click=move |_| drive.is_open.set(false)
            >
                {say(session, |words| words.end)}
            </button>
        </div>
    }
}
