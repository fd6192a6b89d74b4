//! Other plans for the same trip, side by side.

use leptos::prelude::*;
use planner::Itinerary;
use stations::StationId;

use super::wishes::say;
use crate::asking::{Asker, Question, Questions};
use crate::planning::asked;
use crate::session::Session;
use crate::state::{
    BestAt, Other, PlanState, RequestId, TripWords, add_other, cost_of, cost_text, distance,
    duration, percent, read_cheapest, read_others,
};

/// The safest plan may take so much longer, as a share.
const MORE_TIME: f64 = 0.15;

/// Other plans, once the plan that was asked for is there.
#[component]
pub(super) fn Others() -> impl IntoView {
    let session = Session::get();
    let questions = Questions::get();
    let others = RwSignal::new(Vec::<Other>::new());
    let open = RwSignal::new(0_usize);
    // Asked once for each request, whichever of its plans is looked at.
    let request = Memo::new(move |_| {
        let is_ready = session
            .plan
            .with(|plan| matches!(plan, PlanState::Ready(_)));
        is_ready.then(|| session.request.get_value())
    });
    Effect::new(move |before: Option<Option<RequestId>>| {
        let before = before.flatten();
        let Some(id) = request.get() else {
            questions.forget(Asker::Alternatives);
            questions.forget(Asker::Cheapest);
            others.set(Vec::new());
            open.set(0);
            return None;
        };
        if before != Some(id) {
            ask(session, questions, others, open);
        }
        Some(id)
    });
    on_cleanup(move || {
        questions.forget(Asker::Alternatives);
        questions.forget(Asker::Cheapest);
    });
    let cards = move || {
        let others = others.get().into_iter();
        others.map(|other| card(session, other)).collect_view()
    };
    view! {
        <Show when=move || others.with(|others| others.len() > 1) || open.get() != 0>
            <section class="others-room" data-testid="others">
                <h2>{say(session, |words| words.other_plans)}</h2>
                <ul class="plan-cards">{cards}</ul>
                <Show when=move || open.get() != 0>
                    <p class="quiet" role="status">{say(session, |words| words.working)}</p>
                </Show>
            </section>
        </Show>
    }
}

/// Asks for the plans that are best at something, then for the cheapest.
fn ask(
    session: Session,
    questions: Questions,
    others: RwSignal<Vec<Other>>,
    open: RwSignal<usize>,
) {
    others.set(Vec::new());
    let Some((vehicle, request)) = asked(session) else {
        return;
    };
    let done = move || {
        open.try_update(|open| *open = open.saturating_sub(1));
    };
    open.set(2);
    let hear = move |found: Vec<Other>| {
        others.try_update(|others| {
            for other in found {
                add_other(others, other);
            }
        });
        done();
    };
    // Plans that cannot be told are no loss: the one that was asked for is there.
    let question = Question::Alternatives(MORE_TIME);
    questions.ask(
        Asker::Alternatives,
        &vehicle,
        &request,
        &question,
        move |answer| {
            let found = answer.ok().and_then(|json| read_others(&json).ok());
            hear(found.unwrap_or_default());
        },
    );
    questions.ask(
        Asker::Cheapest,
        &vehicle,
        &request,
        &Question::Cheapest,
        move |answer| {
            let found = answer
                .ok()
                .and_then(|json| read_cheapest(&json).ok())
                .flatten();
            // Without any price it is only the fastest once more.
            let known = found.filter(|other| {
                other
                    .cost
                    .as_ref()
                    .is_some_and(|cost| !cost.currency.is_empty())
            });
            hear(known.into_iter().collect());
        },
    );
}

fn card(session: Session, other: Other) -> impl IntoView {
    let words = session.table::<TripWords>();
    let language = session.language.get();
    let titles = other.best_at.iter().map(|best_at| match best_at {
        BestAt::Time => words.fastest,
        BestAt::Stops => words.fewest,
        BestAt::Safety => words.safest,
        BestAt::Cost => words.cheapest,
    });
    let title = titles.collect::<Vec<_>>().join(" · ");
    let plan = other.plan;
    let stops = match plan.stops.len() {
        0 => session.words().no_stop.to_owned(),
        1 => format!("1 {}", session.words().one_stop),
        count => format!("{count} {}", session.words().stops),
    };
    // The cheapest is told by the planner, which also knows what it had to assume.
    let own = || {
        let region = session.region.get()?;
        let depart = session.trip.with(|trip| trip.wishes.depart);
        let begin = depart.unwrap_or_else(|| session.finding.minute.get_untracked());
        let station = |id: &StationId| {
            let index = region.index_of(id)?;
            region.stations.get(index).cloned()
        };
        let cost = cost_of(&plan, begin, &station, &region.tariffs)?;
        (!plan.stops.is_empty()).then_some(cost)
    };
    let cost = other.cost.clone().or_else(own);
    let cost = cost.as_ref().and_then(cost_text);
    let least = least(&plan).map(|charge| format!("{} {}", words.least, percent(charge)));
    let figures = [
        Some(distance(plan.distance)),
        Some(stops),
        least,
        cost.map(|cost| language.pick(&cost).to_owned()),
    ];
    let figures: Vec<String> = figures.into_iter().flatten().collect();
    let (shown, chosen) = (plan.clone(), plan.clone());
    let is_shown = move || {
        session
            .shown
            .with(|plan| plan.as_ref().is_some_and(|plan| is_same(plan, &shown)))
    };
    view! {
        <li>
            <button
                type="button"
                class="plan-card"
                data-testid="other-plan"
                aria-pressed=move || is_shown().to_string()
                on:click=move |_| session.plan.set(PlanState::Ready(chosen.clone()))
            >
                <span>{title}</span>
                <strong>{duration(plan.total_time, language)}</strong>
                <small>{figures.join(" · ")}</small>
            </button>
        </li>
    }
}

/// The same drive, whatever is known of how good it is.
fn is_same(one: &Itinerary, other: &Itinerary) -> bool {
    one.legs == other.legs && one.stops == other.stops
}

/// The least charge anywhere.
fn least(plan: &Itinerary) -> Option<units::StateOfCharge> {
    let ends = plan.legs.iter().map(|leg| leg.charge_end);
    ends.min_by(|a, b| a.fraction().total_cmp(&b.fraction()))
}
