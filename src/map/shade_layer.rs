//! Roads in colours, on a canvas of their own above the roads.

use units::LatLon;
use wasm_bindgen::JsValue;

use super::bindings::SafeMap;
use super::canvas::{Canvas, Scene};
use super::palette::{Ink, Palette, width};
use super::projection::Projection;
use crate::state::map_layout::Lines;

/// The pane above the roads.
pub(super) const PANE: &str = "shade";

/// The coloured roads.
#[derive(Default)]
pub(super) struct ShadeLayer {
    /// There is none before there is something on it.
    canvas: Option<Canvas>,
    bands: Vec<Lines>,
}

impl ShadeLayer {
    /// Takes the lines of each band in place of what was drawn, the first at the bottom.
    pub(super) fn take(
        &mut self,
        map: &SafeMap,
        projection: &Projection,
        bands: &[Vec<Vec<LatLon>>],
    ) -> Result<(), JsValue> {
        let lines = |band: &Vec<Vec<LatLon>>| {
            let mut lines = Lines::default();
            for line in band {
                lines.push(projection.line(line));
            }
            lines
        };
        self.bands = bands.iter().map(lines).collect();
        if self.canvas.is_none() && self.bands.iter().any(|lines| !lines.is_empty()) {
            self.canvas = Some(Canvas::new(map, PANE)?);
        }
        Ok(())
    }

    pub(super) fn canvas(&self) -> Option<&Canvas> {
        self.canvas.as_ref()
    }

    /// Paints what is seen.
    pub(super) fn paint(&self, palette: &Palette, scene: &Scene) -> Result<(), JsValue> {
        let Some(canvas) = &self.canvas else {
            return Ok(());
        };
        canvas.clear(scene)?;
        for (band, lines) in (0..).zip(&self.bands) {
            let ink = Ink::Shade(band);
            canvas.stroke(lines, &palette.colour(ink), width(ink, scene.zoom));
        }
        Ok(())
    }
}
