//! Puts on the map what the session says.

use std::rc::Rc;

use leptos::html::Aside;
use leptos::prelude::*;
use planner::Vehicle;
use units::BoundingBox;

use super::covered::{View, fit_soon, head, insets};
use super::marks::{is_usable, marks, names};
use super::pins::pins;
use crate::map::Insets;
use crate::session::{Chosen, RoadSession, Session, Shading};
use crate::state::finder::Around;
use crate::state::{Availability, PlanState, Shade};

/// Zoom at which a station stands beside its neighbours.
const CLOSE: f64 = 11.0;

pub(super) fn show_region(
    session: Session,
    view: View,
    is_ready: RwSignal<bool>,
    panel: NodeRef<Aside>,
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

pub(super) fn show_trip(
    session: Session,
    view: View,
    is_ready: RwSignal<bool>,
    panel: NodeRef<Aside>,
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
pub(super) fn show_origin(
    session: Session,
    view: View,
    is_ready: RwSignal<bool>,
    panel: NodeRef<Aside>,
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
pub(super) fn show_road(
    roads: RoadSession,
    view: View,
    is_ready: RwSignal<bool>,
    panel: NodeRef<Aside>,
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
pub(super) fn show_drive(
    session: Session,
    view: View,
    is_ready: RwSignal<bool>,
    panel: NodeRef<Aside>,
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
pub(super) fn show_shades(
    session: Session,
    view: View,
    is_ready: RwSignal<bool>,
    panel: NodeRef<Aside>,
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
