//! The trip as files, as a calendar entry, on paper.

use leptos::prelude::*;
use planner::Departure;

use super::Handing;
use crate::platform::{print, save, utc_stamp};
use crate::state::handover::{Route, calendar, file_name, geojson, gpx};

/// What can be kept.
#[component]
pub(super) fn Files(handing: Handing) -> impl IntoView {
    let departure = handing.departure;
    let keep = move |ending: &'static str, kind: &str, write: &dyn Fn(&Route) -> String| {
        let file = handing.of(|route| Some((file_name(&route.name, ending), write(route))));
        let Some((name, text)) = file else {
            return;
        };
        handing.status.set(Some(match save(&name, kind, &text) {
            Ok(()) => |words| words.saved,
            Err(_) => |words| words.not_saved,
        }));
    };
    let language = move || handing.language.get_untracked();
    let entry = move |_| {
        let Ok(begin) = departure.get_untracked().parse::<Departure>() else {
            handing.status.set(Some(|words| words.no_time));
            return;
        };
        keep("ics", "text/calendar;charset=utf-8", &|route| {
            calendar(route, begin, &utc_stamp(), language())
        });
    };
    let on_print = move |_| {
        if print().is_err() {
            handing.status.set(Some(|words| words.not_printed));
        }
    };
    view! {
        <section class="handover-part">
            <h3>{handing.say(|words| words.files)}</h3>
            <div class="handover-row">
                <button
                    type="button"
                    data-testid="handover-gpx"
                    on:click=move |_| {
                        keep("gpx", "application/gpx+xml", &|route| gpx(route, language()));
                    }
                >
                    {handing.say(|words| words.gpx)}
                </button>
                <button
                    type="button"
                    data-testid="handover-geojson"
                    on:click=move |_| keep("geojson", "application/geo+json", &geojson)
                >
                    {handing.say(|words| words.geojson)}
                </button>
                <button type="button" data-testid="handover-print" on:click=on_print>
                    {handing.say(|words| words.print)}
                </button>
            </div>
            <div class="handover-departure">
                <label for="handover-departure">{handing.say(|words| words.departure)}</label>
                <input
                    id="handover-departure"
                    data-testid="handover-departure"
                    type="datetime-local"
                    prop:value=departure
                    on:input=move |event| departure.set(event_target_value(&event))
                />
                <button type="button" data-testid="handover-calendar" on:click=entry>
                    {handing.say(|words| words.calendar)}
                </button>
            </div>
            <Show when=move || handing.of(|route| route.hides_me)>
                <p class="quiet">{handing.say(|words| words.files_hide_me)}</p>
            </Show>
        </section>
    }
}
