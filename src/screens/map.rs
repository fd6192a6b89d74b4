//! The map on the page: shows what the session says, tells what was tapped.

mod marks;
mod pins;

use std::rc::Rc;

use leptos::html::{Div, P};
use leptos::prelude::*;
use leptos::task::spawn_local;
use units::BoundingBox;
use web_sys::HtmlElement;

pub(super) use marks::is_usable;
use marks::{marks, names};
use pins::pins;

use crate::basemap::show_archive;
use crate::map::{Insets, MapEvent, MapView};
use crate::platform::{is_embedded, is_wide, mark, observe_height, set_length, turn};
use crate::session::{Chosen, RoadSession, Session, Shading};
use crate::state::finder::Around;
use crate::state::{Availability, Following, PlanState, Shade};
use container::Text;
use planner::Vehicle;

/// Height of header and search on a phone, in pixels.
const HEAD: f64 = 140.0;
/// The same in a frame of another site.
const FRAMED_HEAD: f64 = 30.0;
/// Zoom at which a station stands beside its neighbours.
const CLOSE: f64 = 11.0;

type View = StoredValue<Option<MapView>, LocalStorage>;

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
            let text = Text::new(format!("地图无法显示：{error}"), error.to_string());
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

fn show_region(
    session: Session,
    view: View,
    is_ready: RwSignal<bool>,
    panel: NodeRef<leptos::html::Aside>,
) {
    let was_fitted = StoredValue::new(false);
    Effect::new(move |_| {
        let (Some(region), true) = (session.region.get(), is_ready.get()) else {
            return;
        };
        let language = session.language.get();
        view.with_value(|map| {
            let Some(map) = map else { return };
            if let (Some(bounds), false) = (region.roads.bounds(), was_fitted.get_value()) {
                was_fitted.set_value(true);
                // No pin stands out above the region.
                let inset = insets(panel);
                let top = inset.top.min(head());
                map.fit(bounds, Insets { top, ..inset });
            }
            map.show_roads(&region.roads, language);
            map.name_stations(names(region, language), language);
        });
    });
    Effect::new(move |_| {
        session.track_looked_for();
        let (Some(region), true) = (session.region.get(), is_ready.get()) else {
            return;
        };
        view.with_value(|map| {
            if let Some(map) = map {
                // When it is their turn: the page answers a tap first.
                map.show_stations(move || {
                    let vehicle = session.vehicle.get_untracked();
                    marks(&region, vehicle.as_ref(), &session.looked_for())
                });
            }
        });
    });
    // What a car cannot use is not free for it.
    let of = Rc::new(move |index: u32| {
        untrack(|| {
            let is_usable = session.region.with(|region| {
                let region = region.as_ref();
                let station = region.and_then(|region| region.stations.get(index as usize));
                let fits = |vehicle: &Option<Vehicle>| {
                    station.is_some_and(|station| is_usable(station, vehicle.as_ref()))
                };
                session.vehicle.with(fits)
            });
            if is_usable {
                session.availability(index as usize)
            } else {
                Availability::Unknown
            }
        })
    });
    Effect::new(move |_| {
        session.moment.track();
        session.following.track();
        let is_known = is_ready.get() && session.live.with_untracked(Option::is_some);
        view.with_value(|map| {
            if let Some(map) = map.as_ref().filter(|_| is_known) {
                map.show_availability(of.clone());
            }
        });
    });
}

fn show_trip(
    session: Session,
    view: View,
    is_ready: RwSignal<bool>,
    panel: NodeRef<leptos::html::Aside>,
) {
    Effect::new(move |_| {
        let pins = session.shown.with(|plan| pins(session, plan.as_ref()));
        let is_ready = is_ready.get();
        view.with_value(|map| {
            if let Some(map) = map.as_ref().filter(|_| is_ready) {
                map.show_pins(&pins);
            }
        });
    });
    let is_searched = Memo::new(move |_| session.plan.with(PlanState::is_open));
    // The line stays while another one is searched. A better plan of the same search does not move
    // the map: the driver may be looking at something.
    Effect::new(move |had_plan: Option<bool>| {
        let plan = session.shown.get();
        let (is_searched, is_ready) = (is_searched.get(), is_ready.get());
        view.with_value(|map| {
            let Some(map) = map.as_ref().filter(|_| is_ready) else {
                return;
            };
            let Some(plan) = &plan else {
                if !is_searched {
                    map.show_route(&[]);
                }
                return;
            };
            let legs: Vec<_> = plan.legs.iter().map(|leg| leg.geometry.clone()).collect();
            map.show_route(&legs);
            let bounds = BoundingBox::around(legs.into_iter().flatten());
            // One who drives looks at where he is.
            let is_kept = had_plan.unwrap_or(false) || session.drive.is_open.get_untracked();
            if let (Some(bounds), false) = (bounds, is_kept) {
                fit_soon(view, bounds, panel);
            }
        });
        plan.is_some() && is_ready
    });
    Effect::new(move |_| {
        let (chosen, region) = (session.chosen.get(), session.region.get());
        if !is_ready.get() {
            return;
        }
        let (index, position) = match chosen {
            Some(Chosen::Station(index)) => {
                let station = region
                    .as_ref()
                    .and_then(|region| region.stations.get(index));
                (
                    u32::try_from(index).ok(),
                    station.map(|station| station.position),
                )
            }
            Some(Chosen::Point(position)) => (None, Some(position)),
            None => (None, None),
        };
        // In the next frame: a folded panel opens first.
        request_animation_frame(move || {
            view.with_value(|map| {
                let Some(map) = map else { return };
                map.select_station(index);
                match (position, index) {
                    (Some(position), Some(_)) => map.move_to(position, CLOSE, insets(panel)),
                    (Some(position), None) => map.bring_in(position, insets(panel)),
                    (None, _) => {}
                }
            });
        });
    });
}

/// Goes where one looks for stations, once that is known.
fn show_origin(
    session: Session,
    view: View,
    is_ready: RwSignal<bool>,
    panel: NodeRef<leptos::html::Aside>,
) {
    let origin = Memo::new(move |_| match session.finding.around.get() {
        Around::Me | Around::Place(_) => session.origin(),
        Around::Window | Around::Trip | Around::Favourites => None,
    });
    Effect::new(move |_| {
        let (Some(origin), true) = (origin.get(), is_ready.get()) else {
            return;
        };
        view.with_value(|map| {
            if let Some(map) = map {
                map.move_to(origin, CLOSE, insets(panel));
            }
        });
    });
}

/// Makes the road that is looked at stand out.
fn show_road(
    roads: RoadSession,
    view: View,
    is_ready: RwSignal<bool>,
    panel: NodeRef<leptos::html::Aside>,
) {
    Effect::new(move |_| {
        let (lines, is_ready) = (roads.lines.get(), is_ready.get());
        let bounds = BoundingBox::around(lines.iter().flatten().copied());
        view.with_value(|map| {
            if let Some(map) = map.as_ref().filter(|_| is_ready) {
                map.show_road(lines);
            }
        });
        if let Some(bounds) = bounds.filter(|_| is_ready) {
            fit_soon(view, bounds, panel);
        }
    });
}

/// Keeps the car in the middle while one drives, until the map is moved by hand.
fn show_drive(
    session: Session,
    view: View,
    is_ready: RwSignal<bool>,
    panel: NodeRef<leptos::html::Aside>,
) {
    let drive = session.drive;
    Effect::new(move |_| {
        let (Some(fix), true, true) = (drive.fix.get(), drive.is_followed.get(), is_ready.get())
        else {
            return;
        };
        view.with_value(|map| {
            if let Some(map) = map {
                // The search is away meanwhile.
                let inset = insets(panel);
                let top = inset.top.min(90.0);
                map.move_to(fix.at, CLOSE, Insets { top, ..inset });
            }
        });
    });
}

/// Colours roads. What is reached from a place is brought into view when the place is new.
fn show_shades(
    session: Session,
    view: View,
    is_ready: RwSignal<bool>,
    panel: NodeRef<leptos::html::Aside>,
) {
    let Shading { shade, lines, .. } = session.shading;
    Effect::new(move |was: Option<Shade>| {
        let is_ready = is_ready.get();
        let is_empty = lines.with(|lines| {
            view.with_value(|map| {
                if let Some(map) = map.as_ref().filter(|_| is_ready) {
                    map.show_shades(lines);
                }
            });
            lines.iter().all(Vec::is_empty)
        });
        let now = shade.get_untracked();
        if is_empty {
            return Shade::Plain;
        }
        if matches!(now, Shade::Reach(_)) && was != Some(now) {
            let bounds = lines.with_untracked(|lines| {
                BoundingBox::around(lines.iter().flatten().flatten().copied())
            });
            if let Some(bounds) = bounds {
                fit_soon(view, bounds, panel);
            }
        }
        now
    });
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

/// Fits in the next frame: the plan makes the panel grow first.
fn fit_soon(view: View, bounds: BoundingBox, panel: NodeRef<leptos::html::Aside>) {
    request_animation_frame(move || {
        view.with_value(|map| {
            if let Some(map) = map {
                map.fit(bounds, insets(panel));
            }
        });
    });
}

/// Height of what is above the map.
fn head() -> f64 {
    if is_embedded() { FRAMED_HEAD } else { HEAD }
}

/// What the panel and the header cover of the map.
fn insets(panel: NodeRef<leptos::html::Aside>) -> Insets {
    let margin = 24.0;
    if is_wide() {
        return Insets {
            top: margin,
            right: margin,
            bottom: margin,
            left: margin,
        };
    }
    let covered = panel
        .get_untracked()
        .map_or(0, |panel| panel.offset_height());
    Insets {
        // And the height of a pin.
        top: head() + 50.0,
        right: margin,
        // The panel and the notes above it.
        bottom: f64::from(covered) + 2.0 * margin,
        left: margin,
    }
}
