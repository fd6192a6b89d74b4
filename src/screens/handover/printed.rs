//! The trip on paper. Only a printer sees it; `style/handover.css` says so.

use leptos::prelude::*;
use planner::Departure;

use super::Handing;
use super::code::LinkCode;
use crate::session::Session;
use crate::state::handover::{Role, Target, about, at_target, clock};
use crate::state::{Language, degrees, distance, duration};

/// One sheet: all places with figures and coordinates, and the code of the link.
#[component]
pub(super) fn Printed(handing: Handing) -> impl IntoView {
    let session = Session::get();
    let rows = move || {
        let language = handing.language.get();
        let start = handing.of(|route| route.start.clone());
        let words = handing.words();
        let start = start.map(|place| {
            let at = place.position;
            view! {
                <tr>
                    <td></td>
                    <td><strong>{place.name}</strong></td>
                    <td></td>
                    <td></td>
                    <td>{words.start}</td>
                    <td>{format!("{:.5}, {:.5}", at.lat(), at.lon())}</td>
                </tr>
            }
        });
        let begin: Option<Departure> = handing.departure.with(|text| text.parse().ok());
        let targets = handing.of(|route| route.targets.clone()).into_iter();
        let rows = targets.enumerate().map(|(index, target)| {
            // To one place one may drive at any time.
            let begin = begin.filter(|_| target.duration.is_some());
            let at = begin.map(|begin| clock(begin.later(target.arrival)));
            row(index, target, at, language)
        });
        (start, rows.collect_view())
    };
    view! {
        <section class="handover-print">
            <h1>{move || handing.of(|route| route.name.clone())}</h1>
            <p>{move || handing.of(|route| about(route, handing.language.get()))}</p>
            <p data-testid="print-conditions">{move || conditions(session, handing)}</p>
            <table>
                <thead>
                    <tr>
                        <th>"#"</th>
                        <th>{handing.say(|words| words.destination)}</th>
                        <th>{handing.say(|words| words.drive)}</th>
                        <th>{handing.say(|words| words.clock)}</th>
                        <th>{handing.say(|words| words.arrive)}</th>
                        <th>"WGS-84"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <div class="handover-print-code">
                <LinkCode handing />
                <p>
                    {handing.say(|words| words.printed_from)}
                    <br />
                    {handing.link}
                </p>
            </div>
        </section>
    }
}

/// What the figures hold for: a driver compares it with his car on the road.
fn conditions(session: Session, handing: Handing) -> Option<String> {
    let (trip, language) = (session.trip.get(), handing.language.get());
    handing.of(|route| route.duration)?;
    let words = handing.words();
    let car = session.vehicle.get();
    let car = car.map(|car| language.pick(&car.name()).to_owned());
    let depart = handing.departure.get().replace('T', " ");
    let parts = [
        car.unwrap_or_default(),
        format!("{} {} %", words.start, trip.charge),
        degrees(trip.temperature.into()),
        language.named(words.departure, &depart),
    ];
    Some(parts.join(" · "))
}

fn row(
    index: usize,
    target: Target,
    at_clock: Option<String>,
    language: Language,
) -> impl IntoView {
    let said = at_target(&target, language);
    let figures = [
        target.distance.map(distance),
        target.duration.map(|time| duration(time, language)),
    ];
    let figures: Vec<String> = figures.into_iter().flatten().collect();
    let (address, at) = target.place.map_or_else(Default::default, |place| {
        let at = place.position;
        let at = format!("{:.5}, {:.5}", at.lat(), at.lon());
        (place.address, at)
    });
    view! {
        <tr class:handover-print-stop=matches!(target.role, Role::Charge | Role::Swap)>
            <td>{index + 1}</td>
            <td><strong>{target.name}</strong> " " {address}</td>
            <td>{figures.join(" · ")}</td>
            <td>{at_clock}</td>
            <td>{said}</td>
            <td>{at}</td>
        </tr>
    }
}
