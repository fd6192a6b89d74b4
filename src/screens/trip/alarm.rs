//! A planned stop that turned bad, and the plan that is offered instead.

use leptos::prelude::*;
use planner::Itinerary;
use stations::StationId;
use units::Seconds;

use crate::session::Session;
use crate::state::{Offer, PlanState, duration};
use crate::watching::bad_stops;

/// Says at which stops one cannot charge now, and offers another plan.
#[component]
pub(super) fn StopAlarm(
    /// Name of a station by its id.
    name_of: Callback<StationId, String>,
) -> impl IntoView {
    let session = Session::get();
    let bad = Memo::new(move |_| bad_stops(session));
    let names = move || {
        let plan = session.shown.get();
        let stops = plan.map(|plan| plan.stops).unwrap_or_default();
        let bad = bad.get().into_iter();
        let names = bad.filter_map(|index| {
            let stop = stops.get(index)?;
            Some(format!(
                "{} {}",
                index + 1,
                name_of.run(stop.station_id.clone())
            ))
        });
        names.collect::<Vec<_>>().join(", ")
    };
    view! {
        <Show when=move || bad.with(|bad| !bad.is_empty())>
            <section class="no-plan" role="alert" data-testid="stop-alarm">
                <h2>{move || session.language.get().named(&names(), session.words().stop_is_bad)}</h2>
                {move || session.offer.get().map(|offer| view_offer(session, offer))}
            </section>
        </Show>
    }
}

fn view_offer(session: Session, offer: Offer) -> AnyView {
    let words = session.words();
    match offer {
        Offer::Searching(_) => view! { <p>{words.searching_other}</p> }.into_any(),
        Offer::Nothing => view! { <p data-testid="no-offer">{words.no_other}</p> }.into_any(),
        Offer::Found(plan) => {
            let text = compared(session, &plan);
            let accept = move |_| {
                session.plan.set(PlanState::Ready((*plan).clone()));
                session.offer.set(None);
            };
            view! {
                <p data-testid="offer">{text}</p>
                <button type="button" class="primary" data-testid="use-offer" on:click=accept>
                    {words.use_other}
                </button>
            }
            .into_any()
        }
    }
}

/// `新方案：多用 12 分钟 · 2 次补能`.
fn compared(session: Session, plan: &Itinerary) -> String {
    let (language, words) = (session.language.get(), session.words());
    let shown = session.shown.with_untracked(|shown| {
        shown
            .as_ref()
            .map_or(Seconds(0.0), |shown| shown.total_time)
    });
    let more = plan.total_time.0 - shown.0;
    let change = if more >= 0.0 {
        words.longer
    } else {
        words.shorter
    };
    let stops = match plan.stops.len() {
        0 => words.no_stop.to_owned(),
        1 => format!("1 {}", words.one_stop),
        count => format!("{count} {}", words.stops),
    };
    let time = duration(Seconds(more.abs()), language);
    language.named(words.other_plan, &format!("{change} {time} · {stops}"))
}
