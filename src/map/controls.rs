//! The map's own settings, buttons and credit line.

use std::rc::Rc;

use leaflet::MapOptions;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use super::bindings::{self, SafeMap, options};
use super::view::{Inner, ZOOM_MAX, ZOOM_MIN, matches, report};
use crate::state::Language;

/// The button that zooms in.
const ZOOM_IN: &str = ".leaflet-control-zoom-in";

pub(super) fn map_options(is_calm: bool, is_embedded: bool) -> MapOptions {
    let options = MapOptions::new();
    options.set_zoom_control(false);
    options.set_attribution_control(false);
    options.set_zoom_snap(0.5);
    options.set_zoom_delta(1.0);
    options.set_min_zoom(ZOOM_MIN);
    options.set_max_zoom(ZOOM_MAX);
    options.set_zoom_animation(!is_calm);
    options.set_marker_zoom_animation(!is_calm);
    options.set_fade_animation(!is_calm);
    options.set_inertia(!is_calm);
    options.set_dragging(!(is_embedded && is_finger()));
    options.set_scroll_wheel_zoom(!is_embedded);
    options
}

/// True where one points with a finger.
fn is_finger() -> bool {
    matches("(pointer: coarse)").is_some_and(|list| list.matches())
}

/// Adds the zoom buttons and the credit line. Leaflet's own credit carries an emblem; the plain
/// word is enough.
pub(super) fn add_controls(map: &SafeMap) -> Result<(), JsValue> {
    let at = |corner: &str| ("position", corner.into());
    bindings::zoom_control(&options(&[at("topright")]))?.add_to(map)?;
    let entries = [at("bottomright"), ("prefix", "Leaflet".into())];
    bindings::attribution_control(&options(&entries))?.add_to(map)?;
    Ok(())
}

/// Lets the zoom buttons zoom around the middle of what is seen: a panel may cover Leaflet's own.
pub(super) fn zoom_in_sight(inner: &Rc<Inner>) -> Result<(), JsValue> {
    let Some(control) = inner.element.query_selector(".leaflet-control-zoom")? else {
        return Ok(());
    };
    let weak = Rc::downgrade(inner);
    let on_click = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        let button = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let (Some(button), Some(inner)) = (button, weak.upgrade()) else {
            return;
        };
        let is_in = matches!(button.closest(ZOOM_IN), Ok(Some(_)));
        event.prevent_default();
        event.stop_propagation();
        inner.zoom_by(if is_in { 1.0 } else { -1.0 });
    });
    // Before the buttons themselves hear it.
    control.add_event_listener_with_callback_and_bool(
        "click",
        on_click.as_ref().unchecked_ref(),
        true,
    )?;
    // It is heard for as long as the page lives.
    on_click.forget();
    Ok(())
}

impl Inner {
    fn zoom_by(&self, step: f64) {
        let (size, inset) = (self.map.get_size(), self.fitted_insets());
        let middle = leaflet::Point::new(
            f64::midpoint(inset.left, size.x() - inset.right),
            f64::midpoint(inset.top, size.y() - inset.bottom),
        );
        let zoom = (self.map.get_zoom() + step).clamp(ZOOM_MIN, ZOOM_MAX);
        self.map.set_zoom_around_point(&middle, zoom);
    }

    /// Gives the zoom buttons their names.
    pub(super) fn localise(&self) {
        let names = match self.language.get() {
            Language::Zh => [(ZOOM_IN, "放大"), (".leaflet-control-zoom-out", "缩小")],
            Language::En => [
                (ZOOM_IN, "Zoom in"),
                (".leaflet-control-zoom-out", "Zoom out"),
            ],
        };
        for (selector, name) in names {
            if let Ok(Some(button)) = self.element.query_selector(selector) {
                report(button.set_attribute("title", name));
                report(button.set_attribute("aria-label", name));
            }
        }
    }
}
