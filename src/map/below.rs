//! The base map below the roads.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::bindings::{self, options};
use super::due::Step;
use super::view::{Inner, ZOOM_MAX, ZOOM_MIN};
use crate::state::map_layout::{Base, Datum};

impl Inner {
    pub(super) fn set_base(self: &Rc<Self>, base: Option<&Base>) -> Result<(), JsValue> {
        let layer = base.map(|base| {
            let entries = [
                ("minZoom", ZOOM_MIN.into()),
                ("maxZoom", ZOOM_MAX.into()),
                ("minNativeZoom", base.min_zoom.into()),
                ("maxNativeZoom", base.max_zoom.into()),
            ];
            bindings::tile_layer(&base.url, &options(&entries))
        });
        self.drawn.borrow_mut().archive = None;
        self.put_base(
            layer.transpose()?,
            base.map_or(Datum::Wgs84, |base| base.crs),
        )
    }

    /// Puts a layer below the roads, or none, in place of the one that is there.
    pub(super) fn put_base(
        self: &Rc<Self>,
        layer: Option<leaflet::Layer>,
        datum: Datum,
    ) -> Result<(), JsValue> {
        let before = self.drawn.borrow_mut().base.take();
        if let Some(before) = before {
            self.map.hide(&before)?;
        }
        if let Some(layer) = &layer {
            self.map.show(layer)?;
        }
        self.element
            .class_list()
            .toggle_with_force("has-base", layer.is_some())?;
        self.drawn.borrow_mut().base = layer;
        if self.projection.change(datum) {
            self.redraw()
        } else {
            Ok(())
        }
    }

    /// Draws everything again, in another datum.
    fn redraw(self: &Rc<Self>) -> Result<(), JsValue> {
        self.marks.borrow_mut().clear(&self.map)?;
        self.rearrange();
        self.show_roads()?;
        self.show_shades()?;
        self.soon(&[Step::Route, Step::Pins]);
        let drawn = self.drawn.borrow();
        self.trip.show_road(&self.projection, &drawn.road)
    }
}
