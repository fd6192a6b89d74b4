//! The trip on paper. Only a printer sees it; `style/handover.css` says so.

use leptos::prelude::*;

use super::Handing;
use super::code::LinkCode;
use crate::state::handover::{Role, Target, about, at_target};
use crate::state::{Language, distance, duration};

/// One sheet: all places with figures and coordinates, and the code of the link.
#[component]
pub(super) fn Printed(handing: Handing) -> impl IntoView {
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
                    <td>{words.start}</td>
                    <td>{format!("{:.5}, {:.5}", at.lat(), at.lon())}</td>
                </tr>
            }
        });
        let targets = handing.of(|route| route.targets.clone()).into_iter();
        let rows = targets
            .enumerate()
            .map(|(index, target)| row(index, target, language));
        (start, rows.collect_view())
    };
    view! {
        <section class="handover-print">
            <h1>{move || handing.of(|route| route.name.clone())}</h1>
            <p>{move || handing.of(|route| about(route, handing.language.get()))}</p>
            <table>
                <thead>
                    <tr>
                        <th>"#"</th>
                        <th>{handing.say(|words| words.destination)}</th>
                        <th>{handing.say(|words| words.drive)}</th>
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

fn row(index: usize, target: Target, language: Language) -> impl IntoView {
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
        <tr class:handover-print-stop=target.role == Role::Charge>
            <td>{index + 1}</td>
            <td><strong>{target.name}</strong> " " {address}</td>
            <td>{figures.join(" · ")}</td>
            <td>{said}</td>
            <td>{at}</td>
        </tr>
    }
}
