//! The steps of drawing: each reads what the map shows, then brings that to the page.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::bindings::ZoomEvent;
use super::canvas::Scene;
use super::due::Step;
use super::overlay;
use super::palette::Palette;
use super::view::{Inner, report};
use crate::state::map_layout::{Pixel, PixelBox};

impl Inner {
    pub(super) fn show_route(&self) -> Result<(), JsValue> {
        let drawn = self.drawn.borrow();
        self.trip.show_route(&self.projection, &drawn.legs)
    }

    pub(super) fn show_pins(&self) -> Result<(), JsValue> {
        let (drawn, language) = (self.drawn.borrow(), self.language.get());
        self.trip.show_pins(&self.projection, &drawn.pins, language)
    }

    /// Takes the colours from the page again.
    pub(super) fn recolour(self: &Rc<Self>) {
        *self.palette.borrow_mut() = None;
        self.roads.borrow_mut().canvas().spoil();
        self.soon(&[Step::Paint, Step::Shade]);
        self.restyle();
    }

    /// The same for a base map that is drawn here.
    pub(super) fn restyle(&self) {
        let archive = self.drawn.borrow().archive.clone();
        if let Some(layer) = archive {
            report(layer.restyle(self.language.get().tag()));
        }
    }

    /// What the map shows now.
    pub(super) fn scene(&self) -> Result<Scene, JsValue> {
        let (bounds, origin) = (self.map.pixel_bounds()?, self.map.pixel_origin()?);
        let (min, max) = (bounds.min(), bounds.max());
        Ok(Scene {
            seen: PixelBox {
                left: min.x(),
                top: min.y(),
                right: max.x(),
                bottom: max.y(),
            },
            zoom: self.map.get_zoom(),
            origin: Pixel {
                x: origin.x(),
                y: origin.y(),
            },
        })
    }

    /// Keeps what is painted where it belongs, while the map zooms to `goal` or after it moved.
    pub(super) fn follow(&self, goal: Option<&ZoomEvent>) -> Result<(), JsValue> {
        let Scene { seen, zoom, origin } = self.scene()?;
        let (zoom, origin) = match goal {
            None => (zoom, origin),
            Some(goal) => {
                // Where Leaflet will count from, as it reckons that itself.
                let centre = self.map.project_with_zoom(&goal.center(), goal.zoom());
                let x = centre.x() - (seen.right - seen.left) / 2.0 + origin.x - seen.left;
                let y = centre.y() - (seen.bottom - seen.top) / 2.0 + origin.y - seen.top;
                let origin = Pixel {
                    x: libm::round(x),
                    y: libm::round(y),
                };
                (goal.zoom(), origin)
            }
        };
        let (mut roads, mut shades) = (self.roads.borrow_mut(), self.shades.borrow_mut());
        for canvas in [Some(roads.canvas()), shades.canvas()]
            .into_iter()
            .flatten()
        {
            if goal.is_some() {
                canvas.give_up();
            }
            canvas.follow(zoom, origin)?;
        }
        Ok(())
    }

    /// Brings what is in view to the page.
    pub(super) fn refresh(self: &Rc<Self>) {
        let scene = self.scene();
        if !scene.is_ok_and(|scene| self.roads.borrow_mut().canvas().is_enough(&scene)) {
            self.soon(&[Step::Paint, Step::Shade]);
        }
        self.soon(&[Step::Marks, Step::Labels]);
    }

    /// The same after marks and names were arranged anew.
    pub(super) fn rearrange(self: &Rc<Self>) {
        self.marked.set(None);
        self.soon(&[Step::Marks, Step::Labels]);
    }

    /// Paints some by `paint_some`, and the rest later.
    pub(super) fn paint(
        self: &Rc<Self>,
        paint_some: impl FnOnce(&Palette, &Scene) -> Result<bool, JsValue>,
        step: Step,
    ) -> Result<(), JsValue> {
        let scene = self.scene()?;
        let mut palette = self.palette.borrow_mut();
        if palette.is_none() {
            *palette = Some(Palette::of(&self.element)?);
        }
        let Some(palette) = &*palette else {
            return Ok(());
        };
        if paint_some(palette, &scene)? {
            self.soon(&[step]);
        }
        Ok(())
    }

    pub(super) fn show_marks(&self) -> Result<(), JsValue> {
        let Scene { seen, zoom, .. } = self.scene()?;
        let mut marks = self.marks.borrow_mut();
        if self.marked.replace(Some(zoom)) != Some(zoom) {
            marks.arrange(&self.projection, zoom);
            self.named.set(None);
        }
        marks.show(&self.map, &self.projection, &seen)
    }

    pub(super) fn show_labels(&self) -> Result<(), JsValue> {
        let Scene { seen, zoom, .. } = self.scene()?;
        let mut labels = self.labels.borrow_mut();
        if self.named.replace(Some(zoom)) != Some(zoom) {
            let mut obstacles = self.marks.borrow().obstacles();
            let drawn = self.drawn.borrow();
            let pins = drawn.pins.iter();
            obstacles.extend(pins.map(|pin| overlay::obstacle(&self.projection, pin, zoom)));
            labels.arrange(&self.projection, zoom, &obstacles);
        }
        labels.show(&self.map, &self.projection, &seen)
    }
}
