//! Rivers and roads, drawn on one canvas: one path for each class, so that a new zoom restyles a
//! dozen paths.

use js_sys::Array;
use leaflet::Layer;
use roads::{RoadClass, RoadGraph, RoadId};
use wasm_bindgen::JsValue;

use super::bindings::{self, SafeMap, StyledPath, options};
use super::palette::{Ink, Palette, width, zoom_min};
use super::projection::Projection;
use crate::state::map_layout::smoothed;

/// The pane below the route.
pub(super) const PANE: &str = "roads";
/// Rivers are drawn with few points.
const RIVER_ROUNDS: u32 = 3;
/// Classes that are drawn together, lowest first, so that crossings look joined.
const GROUPS: [&[RoadClass]; 5] = [
    &[RoadClass::Service, RoadClass::Track, RoadClass::Ferry],
    &[
        RoadClass::LivingStreet,
        RoadClass::Residential,
        RoadClass::Unclassified,
    ],
    &[
        RoadClass::Tertiary,
        RoadClass::Link,
        RoadClass::Secondary,
        RoadClass::Primary,
    ],
    &[RoadClass::Trunk],
    &[RoadClass::Motorway],
];

/// The drawn rivers and roads.
#[derive(Default)]
pub(super) struct RoadLayer {
    renderer: Option<Layer>,
    paths: Vec<(Ink, StyledPath)>,
    /// How many of them are shown at the zoom at hand.
    shown: usize,
}

impl RoadLayer {
    /// Draws `roads` in place of what was drawn.
    pub(super) fn show(
        &mut self,
        map: &SafeMap,
        projection: &Projection,
        roads: &RoadGraph,
    ) -> Result<(), JsValue> {
        for (_, path) in self.paths.drain(..) {
            map.hide(&path)?;
        }
        self.shown = 0;
        let renderer = match &self.renderer {
            Some(renderer) => renderer.clone(),
            None => bindings::canvas_in(PANE)?,
        };
        self.renderer = Some(renderer.clone());
        let rivers = roads
            .waters()
            .iter()
            .map(|water| smoothed(&water.line, RIVER_ROUNDS));
        let rivers = rivers.map(|line| projection.line(&line)).collect();
        self.draw(&renderer, Ink::Water, &rivers)?;
        for group in GROUPS {
            let inks = group.iter().map(|&class| Ink::Casing(class));
            for ink in inks.chain(group.iter().map(|&class| Ink::Road(class))) {
                let of_class = roads.roads().iter().zip(0..);
                let of_class = of_class.filter(|(road, _)| is_drawn_by(ink, road.class));
                let lines = of_class.map(|(_, index)| roads.line(RoadId(index)));
                let lines = lines.map(|line| projection.line(&line)).collect();
                self.draw(&renderer, ink, &lines)?;
            }
        }
        Ok(())
    }

    /// Prepares a path, which [`Self::restyle`] shows.
    fn draw(&mut self, renderer: &Layer, ink: Ink, lines: &Array) -> Result<(), JsValue> {
        if lines.length() == 0 {
            return Ok(());
        }
        self.paths.push((ink, bindings::painted(lines, renderer)?));
        Ok(())
    }

    /// Sets colours and widths, and shows what the zoom is near enough for.
    pub(super) fn restyle(
        &mut self,
        map: &SafeMap,
        palette: &Palette,
        zoom: f64,
    ) -> Result<(), JsValue> {
        let is_near = |ink: &Ink| zoom >= zoom_min(*ink);
        let near = self.paths.iter().filter(|(ink, _)| is_near(ink)).count();
        if std::mem::replace(&mut self.shown, near) != near {
            // What is shown last lies on top, so all are shown anew in their order.
            for (_, path) in &self.paths {
                map.hide(path)?;
            }
        }
        for (ink, path) in self.paths.iter().filter(|(ink, _)| is_near(ink)) {
            map.show(path)?;
            let (colour, weight) = (palette.colour(*ink), width(*ink, zoom));
            path.restyle(&options(&[
                ("color", colour.into()),
                ("weight", weight.into()),
            ]))?;
        }
        Ok(())
    }
}

fn is_drawn_by(ink: Ink, class: RoadClass) -> bool {
    match ink {
        Ink::Water | Ink::Shade(_) => false,
        Ink::Casing(drawn) | Ink::Road(drawn) => drawn == class,
    }
}
