//! The map's own settings, buttons and credit line.

use leaflet::MapOptions;
use wasm_bindgen::JsValue;

use super::bindings::{self, SafeMap, options};
use super::view::{Inner, ZOOM_MAX, ZOOM_MIN, matches, report};
use crate::state::Language;

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

impl Inner {
    /// Gives the zoom buttons their names.
    pub(super) fn localise(&self) {
        let names = match self.language.get() {
            Language::Zh => [
                (".leaflet-control-zoom-in", "放大"),
                (".leaflet-control-zoom-out", "缩小"),
            ],
            Language::En => [
                (".leaflet-control-zoom-in", "Zoom in"),
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
