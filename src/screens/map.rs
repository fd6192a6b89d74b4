//! The map on the page: shows what the session says, tells what was tapped.

mod covered;
mod marks;
mod pins;
mod showing;

use leptos::html::{Div, P};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::HtmlElement;

use covered::View;
pub(super) use marks::is_usable;
use showing::{show_drive, show_origin, show_region, show_road, show_shades, show_trip};

use crate::basemap::show_archive;
use crate::map::{MapEvent, MapView};
use crate::platform::{is_embedded, is_wide, mark, observe_height, set_length, turn};
use crate::session::{Chosen, Session};
use crate::state::{Following, with_detail};

/// The map, filling its room.
#[component]
pub fn MapScreen(
    /// The panel that may cover a part of it.
    panel: NodeRef<leptos::html::Aside>,
) -> impl IntoView {
    let session = Session::get();
    let element = NodeRef::<Div>::new();
    let view: View = StoredValue::new_local(None);
    let is_ready = RwSignal::new(false);
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        spawn_local(async move {
            turn().await;
            begin(session, &element, view, is_ready);
        });
    });
    Effect::new(move |_| {
        let (base, is_ready) = (session.base.get(), is_ready.get());
        view.with_value(|map| {
            if let Some(map) = map.as_ref().filter(|_| is_ready) {
                map.set_base(base.as_ref().filter(|base| !base.is_archive()));
            }
        });
    });
    show_archive(session, view);
    show_region(session, view, is_ready, panel);
    show_trip(session, view, is_ready, panel);
    show_origin(session, view, is_ready, panel);
    show_road(session.roads, view, is_ready, panel);
    show_drive(session, view, is_ready, panel);
    show_shades(session, view, is_ready, panel);
    show_colours(session, view);
    show_camera(session, view);
    on_cleanup(move || view.set_value(None));
    // The corners of the map keep clear of a panel that covers it.
    let covered = RwSignal::new(0);
    let observer = StoredValue::new_local(None);
    Effect::new(move |_| {
        if let Some(panel) = panel.get() {
            let on_change = move |height| covered.set(if is_wide() { 0 } else { height });
            observer.set_value(observe_height(&panel, on_change));
        }
    });
    // In a frame what stands below the map may be of several lines.
    let below = NodeRef::<P>::new();
    let lines = StoredValue::new_local(None);
    Effect::new(move |_| {
        if let Some(below) = below.get().filter(|_| is_embedded()) {
            let on_change = |height| set_length("--notes-shown", height);
            lines.set_value(observe_height(&below, on_change));
        }
    });
    Effect::new(move |_| {
        let covered = covered.get();
        view.with_value(|map| {
            if let Some(map) = map.as_ref().filter(|_| covered > 0) {
                map.cover_below(f64::from(covered));
            }
        });
    });
    view! {
        <div class="map-room" style=("--map-covered-bottom", move || format!("{}px", covered.get()))>
            <div node_ref=element class="map" data-testid="map" aria-label=session.say(|words| words.map)></div>
            <p node_ref=below class="map-notes" data-testid="map-notes">{move || notes(session)}</p>
        </div>
    }
}

/// Makes the map.
fn begin(session: Session, element: &HtmlElement, view: View, is_ready: RwSignal<bool>) {
    let on_event = move |event| match event {
        MapEvent::Moved(window) => session.finding.window.set(Some(window)),
        MapEvent::Drawn => {
            let has_data = session.region.with_untracked(Option::is_some);
            if has_data && !session.is_drawn.get_untracked() {
                mark("yilu:map-ready");
                session.is_drawn.set(true);
            }
        }
        MapEvent::Dragged => session.drive.is_followed.set(false),
        // On a bumpy road a finger meant for the map's middle is no wish.
        MapEvent::Tapped(_) if session.drive.is_open.get_untracked() => {}
        MapEvent::Tapped(position) => session.chosen.set(Some(Chosen::Point(position))),
        MapEvent::StationTapped(index) => {
            session.chosen.set(Some(Chosen::Station(index as usize)));
        }
    };
    match MapView::new(element, is_embedded(), on_event) {
        Ok(map) => {
            view.set_value(Some(map));
            is_ready.set(true);
        }
        Err(error) => {
            let reason = error.to_string();
            let text = with_detail("地图无法显示", "The map cannot be shown", &reason);
            session.notice.set(Some(text));
            session.is_drawn.set(true);
        }
    }
}

/// "Schematic, not for navigation", the edition and the credit of the data, and of the base map its credit
/// and number.
fn notes(session: Session) -> String {
    let words = session.words();
    let region = session.region.get();
    let about = region
        .as_ref()
        .and_then(|region| region.about_roads.as_ref());
    let Some(about) = about else {
        return words.loading.to_owned();
    };
    let schematic = about.schematic.then_some(words.schematic);
    let edition = format!("{} {}", words.data_of, about.edition);
    let live = match session.following.get() {
        Following::Connecting => Some(words.live_connecting),
        Following::Connected => Some(words.live_connected),
        Following::Unannounced | Following::Cut(_) | Following::Offline(_) => None,
    };
    let is_drawn = session.offline.is_base_drawn.get();
    let base = session.base.get();
    let base = base.filter(|base| is_drawn || !base.is_archive());
    let parts = [
        schematic,
        live,
        Some(edition.as_str()),
        Some(about.attribution.as_str()),
        base.as_ref().map(|base| base.attribution.as_str()),
        base.as_ref().map(|base| base.approval.as_str()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Takes over the colours of the page when these change.
fn show_colours(session: Session, view: View) {
    let recolour = move || {
        view.with_value(|map| {
            if let Some(map) = map {
                map.recolour();
            }
        });
    };
    let look = Memo::new(move |_| session.shown_look());
    Effect::new(move |was: Option<()>| {
        // Read and not only tracked: a memo that nobody read does not notice.
        let _ = look.get();
        // In the next frame: the page's colours change first.
        if was.is_some() {
            request_animation_frame(recolour);
        }
    });
}

/// Looks where the host of an embedded page wants.
fn show_camera(session: Session, view: View) {
    Effect::new(move |_| {
        let Some((at, zoom)) = session.camera.get() else {
            return;
        };
        view.with_value(|map| {
            if let Some(map) = map {
                map.look_at(at, zoom);
            }
        });
    });
}
