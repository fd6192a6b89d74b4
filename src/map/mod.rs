//! The map: the only code that talks to Leaflet.
//!
//! Where to start: [`MapView`]. It takes plain data and tells what was tapped; it knows no signals
//! and no state of the app. What can be computed without a browser is in
//! [`crate::state::map_layout`].

mod badge;
mod base_layer;
mod below;
mod bindings;
mod camera;
mod canvas;
mod controls;
mod dom;
mod drawing;
mod due;
mod event;
mod glyph;
mod label_layer;
mod mark;
mod mark_layer;
mod overlay;
mod palette;
mod projection;
mod road_layer;
mod shade_layer;
mod view;

pub use base_layer::{BaseLayer, base_layer};
pub use event::{MapError, MapEvent};
pub use mark::{MarkKind, Pin, PinKind, StationMark};
pub use mark_layer::Names;
pub use view::MapView;

pub use crate::state::map_layout::{Base, Insets};
