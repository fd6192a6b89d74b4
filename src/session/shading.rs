//! Roads in colours: what the list of stations and the map share.

use leptos::prelude::*;

use crate::state::{Shade, Shaded};

/// The signals of the roads' colours.
#[derive(Clone, Copy, Default)]
pub struct Shading {
    /// What they are coloured by.
    pub shade: RwSignal<Shade>,
    /// The lines of each band.
    pub lines: RwSignal<Shaded>,
    /// True while the answer is on its way.
    pub is_asked: RwSignal<bool>,
}
