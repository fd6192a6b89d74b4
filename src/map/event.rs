//! What the map tells its owner.

use thiserror::Error;
use units::{BoundingBox, LatLon};
use wasm_bindgen::{JsCast as _, JsValue};

/// Something that happened on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MapEvent {
    /// The map was tapped, not a mark.
    Tapped(LatLon),
    /// The map shows this part of the world now, beside what covers it.
    Moved(BoundingBox),
    /// All that was to be drawn is drawn.
    Drawn,
    /// The driver moved the map by hand.
    Dragged,
    /// The station with this index was tapped or chosen by keyboard.
    StationTapped(u32),
}

/// Why there is no map.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("start the map: {reason}")]
pub struct MapError {
    reason: String,
}

impl From<JsValue> for MapError {
    fn from(thrown: JsValue) -> Self {
        let reason = thrown.dyn_ref::<js_sys::Error>().map_or_else(
            || format!("{thrown:?}"),
            |error| String::from(error.message()),
        );
        Self { reason }
    }
}
