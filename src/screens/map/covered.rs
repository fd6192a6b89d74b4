//! The map's place on the page, and what covers it.

use leptos::html::Aside;
use leptos::prelude::*;
use units::BoundingBox;

use crate::map::{Insets, MapView};
use crate::platform::{is_embedded, is_wide};

/// The map, once it is made.
pub(super) type View = StoredValue<Option<MapView>, LocalStorage>;

/// Height of header and search on a phone, in pixels.
const HEAD: f64 = 140.0;
/// The same in a frame of another site.
const FRAMED_HEAD: f64 = 30.0;

/// Fits in the next frame: the plan makes the panel grow first.
pub(super) fn fit_soon(view: View, bounds: BoundingBox, panel: NodeRef<Aside>) {
    request_animation_frame(move || {
        view.with_value(|map| {
            if let Some(map) = map {
                map.fit(bounds, insets(panel));
            }
        });
    });
}

/// Height of what is above the map.
pub(super) fn head() -> f64 {
    if is_embedded() { FRAMED_HEAD } else { HEAD }
}

/// What the panel and the header cover of the map.
pub(super) fn insets(panel: NodeRef<Aside>) -> Insets {
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
