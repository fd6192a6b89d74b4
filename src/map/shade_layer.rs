//! Roads in colours, on a canvas of their own above the roads.

use units::LatLon;
use wasm_bindgen::JsValue;

use super::bindings::SafeMap;
use super::canvas::{Canvas, Painted, Scene};
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
        if let Some(canvas) = &mut self.canvas {
            canvas.spoil();
        }
        Ok(())
    }

    pub(super) fn canvas(&mut self) -> Option<&mut Canvas> {
        self.canvas.as_mut()
    }

    /// Paints some of what is seen; false when all of it is painted.
    pub(super) fn paint_some(&mut self, palette: &Palette, scene: &Scene) -> Result<bool, JsValue> {
        let Some(canvas) = &mut self.canvas else {
            return Ok(false);
        };
        let painted = |(band, lines)| Painted {
            lines,
            colour: palette.colour(Ink::Shade(band)),
            width: width(Ink::Shade(band), scene.zoom),
        };
        let all: Vec<_> = (0..).zip(&self.bands).map(painted).collect();
        canvas.draw_some(scene, &all)
    }
}
