//! The plan, or why there is none.

use leptos::prelude::*;
use leptos::task::spawn_local;
use planner::NoPlan;
use stations::StationId;

use crate::components::ItineraryView;
use crate::platform::{Shared, fragment, link_with, share};
use crate::session::{Chosen, Session};
use crate::state::{PlanState, both};
use container::Text;

/// Shows where planning stands.
#[component]
pub(super) fn TripResult() -> impl IntoView {
    let session = Session::get();
    let name_of = Callback::new(move |id: StationId| {
        let language = session.language.get();
        let region = session.region.get();
        let station = region
            .as_ref()
            .and_then(|region| region.stations.iter().find(|station| station.id == id));
        station.map_or_else(
            || id.to_string(),
            |station| language.pick(&station.name).to_owned(),
        )
    });
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
    let view = move || match session.plan.get() {
        PlanState::Idle | PlanState::Searching(_) => ().into_any(),
        PlanState::Ready(plan) => {
            let language = session.language.get();
            view! {
                <ItineraryView plan language name_of on_station />
                <button type="button" class="share" data-testid="share-button" on:click=move |_| send(session)>
                    {session.say(|words| words.share)}
                </button>
            }
            .into_any()
        }
        PlanState::NoRoute(no_plan) => {
            let NoPlan {
                reason, reason_zh, ..
            } = no_plan;
            refusal(session, &Text::new(reason_zh, reason))
        }
        PlanState::Failed(message) => refusal(session, &message),
    };
    view! { <div aria-live="polite">{view}</div> }
}

fn refusal(session: Session, reason: &Text) -> AnyView {
    let words = session.words();
    let reason = session.language.get().pick(reason).to_owned();
    view! {
        <section class="no-plan">
            <h2>{words.no_plan}</h2>
            <p data-testid="no-plan-reason">{reason}</p>
            <p class="quiet">{words.no_plan_advice}</p>
        </section>
    }
    .into_any()
}

fn send(session: Session) {
    let title = session.words().title;
    spawn_local(async move {
        let notice = match share(title, &link_with(&fragment())).await {
            Ok(Shared::Copied) => Some(both(|words| words.shared)),
            Ok(Shared::Sent) => None,
            Err(_) => Some(both(|words| words.share_failed)),
        };
        session.notice.set(notice);
    });
}
