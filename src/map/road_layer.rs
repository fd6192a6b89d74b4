//! Rivers and roads, drawn on one canvas: one path for each class, so that a new zoom restyles a
//! dozen paths.

use js_sys::Array;
use leaflet::Layer;
use roads::{RoadClass, RoadGraph};
use units::LatLon;
use wasm_bindgen::{JsCast as _, JsValue};

use super::bindings::{self, SafeMap, StyledPath, options};
use super::palette::{Ink, Palette, width};
use super::projection::Projection;
use crate::state::map_layout::smoothed;

/// The pane below the route.
pub(super) const PANE: &str = "roads";
/// Rivers are drawn with few points.
const RIVER_ROUNDS: u32 = 3;
/// Classes that are drawn together, lowest first, so that crossings look joined.
const GROUPS: [&[RoadClass]; 3] = [
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
        let renderer = match &self.renderer {
            Some(renderer) => renderer.clone(),
            None => bindings::canvas(&options(&[("pane", PANE.into()), ("padding", 0.3.into())]))?,
        };
        self.renderer = Some(renderer.clone());
        let rivers = roads
            .waters()
            .iter()
            .map(|water| smoothed(&water.line, RIVER_ROUNDS));
        self.draw(map, &renderer, Ink::Water, &lines(projection, rivers))?;
        for group in GROUPS {
            let inks = group.iter().map(|&class| Ink::Casing(class));
            for ink in inks.chain(group.iter().map(|&class| Ink::Road(class))) {
                let of_class = roads
                    .roads()
                    .iter()
                    .filter(|road| is_drawn_by(ink, road.class));
                let lines = lines(projection, of_class.map(|road| road.line.clone()));
                self.draw(map, &renderer, ink, &lines)?;
            }
        }
        Ok(())
    }

    fn draw(
        &mut self,
        map: &SafeMap,
        renderer: &Layer,
        ink: Ink,
        lines: &Array,
    ) -> Result<(), JsValue> {
        let path = bindings::polyline(
            lines,
            &options(&[
                ("renderer", renderer.into()),
                ("interactive", JsValue::FALSE),
                ("smoothFactor", 0.5.into()),
            ]),
        )?;
        map.show(&path)?;
        self.paths.push((ink, path.unchecked_into()));
        Ok(())
    }

    /// Sets colours and widths.
    pub(super) fn restyle(&self, palette: &Palette, zoom: f64) -> Result<(), JsValue> {
        for (ink, path) in &self.paths {
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
        Ink::Water => false,
        Ink::Casing(drawn) | Ink::Road(drawn) => drawn == class,
    }
}

fn lines(projection: &Projection, lines: impl Iterator<Item = Vec<LatLon>>) -> Array {
    lines.map(|line| projection.line(&line)).collect()
}
