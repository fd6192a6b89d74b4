//! Roads in colours, on a canvas of their own above the roads: one path for each band.

use leaflet::Layer;
use units::LatLon;
use wasm_bindgen::JsValue;

use super::bindings::{self, SafeMap, StyledPath, options};
use super::palette::{Ink, Palette, width};
use super::projection::Projection;

/// The pane above the roads.
pub(super) const PANE: &str = "shade";

/// The coloured roads.
#[derive(Default)]
pub(super) struct ShadeLayer {
    renderer: Option<Layer>,
    paths: Vec<(Ink, StyledPath)>,
}

impl ShadeLayer {
    /// Draws the lines of each band in place of what was drawn, the first at the bottom.
    pub(super) fn show(
        &mut self,
        map: &SafeMap,
        projection: &Projection,
        bands: &[Vec<Vec<LatLon>>],
    ) -> Result<(), JsValue> {
        for (_, path) in self.paths.drain(..) {
            map.hide(&path)?;
        }
        for (band, lines) in (0..).zip(bands).filter(|(_, lines)| !lines.is_empty()) {
            let renderer = match &self.renderer {
                Some(renderer) => renderer.clone(),
                None => bindings::canvas_in(PANE)?,
            };
            self.renderer = Some(renderer.clone());
            let lines = lines.iter().map(|line| projection.line(line)).collect();
            let path = bindings::painted(&lines, &renderer)?;
            map.show(&path)?;
            self.paths.push((Ink::Shade(band), path));
        }
        Ok(())
    }

    /// Sets colours and widths.
    pub(super) fn restyle(&self, palette: &Palette, zoom: f64) -> Result<(), JsValue> {
        for (ink, path) in &self.paths {
            path.restyle(&options(&[
                ("color", palette.colour(*ink).into()),
                ("weight", width(*ink, zoom).into()),
            ]))?;
        }
        Ok(())
    }
}
