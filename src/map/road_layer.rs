//! Rivers and roads, painted on one canvas.

use std::sync::Arc;

use roads::{RoadClass, RoadGraph, RoadId};
use wasm_bindgen::JsValue;

use super::bindings::SafeMap;
use super::canvas::{Canvas, Painted, Scene};
use super::palette::{Ink, Palette, width, zoom_min};
use super::projection::Projection;
use crate::state::map_layout::{Lines, smoothed, zooms_of};

/// The pane below the route.
pub(super) const PANE: &str = "roads";
/// Rivers are drawn with few points.
const RIVER_ROUNDS: u32 = 3;
/// So many roads are taken over at once.
const TURN: usize = 1000;
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
pub(super) struct RoadLayer {
    canvas: Canvas,
    graph: Arc<RoadGraph>,
    rivers: Lines,
    /// By class, in the order of [`RoadClass::ALL`].
    classes: [Lines; RoadClass::ALL.len()],
    /// The zoom from which on each is drawn.
    zooms: Vec<f64>,
    /// How many roads are taken over.
    taken: usize,
}

impl RoadLayer {
    pub(super) fn new(map: &SafeMap) -> Result<Self, JsValue> {
        Ok(Self {
            canvas: Canvas::new(map, PANE)?,
            graph: Arc::default(),
            rivers: Lines::default(),
            classes: Default::default(),
            zooms: Vec::new(),
            taken: 0,
        })
    }

    /// Takes the roads of `graph` in place of those drawn. [`Self::take_some`] goes on with that.
    pub(super) fn take(&mut self, graph: Arc<RoadGraph>, projection: &Projection) {
        self.rivers = Lines::default();
        for water in graph.waters() {
            let line = smoothed(&water.line, RIVER_ROUNDS);
            self.rivers.push(projection.line(&line));
        }
        self.classes = Default::default();
        self.graph = graph;
        self.taken = 0;
        self.canvas.spoil();
    }

    /// Takes some more of the roads; false when all are taken.
    pub(super) fn take_some(&mut self, projection: &Projection) -> bool {
        let roads = self.graph.roads();
        let end = (self.taken + TURN).min(roads.len());
        for index in self.taken..end {
            let class = roads.at(index).class;
            let line = self
                .graph
                .line(RoadId(u32::try_from(index).unwrap_or(u32::MAX)));
            if let Some(lines) = place(class).and_then(|at| self.classes.get_mut(at)) {
                lines.push(projection.line(&line));
            }
        }
        self.taken = end;
        if end < roads.len() {
            return true;
        }
        let kinds: Vec<&Lines> = self.classes.iter().collect();
        let zooms = RoadClass::ALL.into_iter().zip(zooms_of(&kinds));
        let zooms = zooms.map(|(class, dense)| {
            // Ships are few.
            let dense = if class == RoadClass::Ferry {
                0.0
            } else {
                dense
            };
            zoom_min(Ink::Road(class)).max(dense)
        });
        self.zooms = zooms.collect();
        false
    }

    pub(super) fn canvas(&mut self) -> &mut Canvas {
        &mut self.canvas
    }

    /// Paints some of what is seen; false when all of it is painted.
    pub(super) fn paint_some(&mut self, palette: &Palette, scene: &Scene) -> Result<bool, JsValue> {
        let painted = |lines, ink| Painted {
            lines,
            colour: palette.colour(ink),
            width: width(ink, scene.zoom),
        };
        let mut all = vec![painted(&self.rivers, Ink::Water)];
        for group in GROUPS {
            let near = group.iter().filter_map(|class| {
                let at = place(*class)?;
                let is_near = self.zooms.get(at).is_some_and(|zoom| scene.zoom >= *zoom);
                Some((*class, self.classes.get(at).filter(|_| is_near)?))
            });
            let near = near.filter(|(_, lines)| !lines.is_empty());
            let casings = near.clone();
            all.extend(casings.map(|(class, lines)| painted(lines, Ink::Casing(class))));
            all.extend(near.map(|(class, lines)| painted(lines, Ink::Road(class))));
        }
        self.canvas.draw_some(scene, &all)
    }
}

fn place(class: RoadClass) -> Option<usize> {
    RoadClass::ALL.iter().position(|one| *one == class)
}
