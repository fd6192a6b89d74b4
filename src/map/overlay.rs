//! The trip on the map: its line and its points.

use js_sys::Array;
use leaflet::LayerGroup;
use units::LatLon;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::HtmlElement;

use super::bindings::{self, Frame, SafeGroup, SafeMap, element_marker, options};
use super::projection::Projection;
use super::{Pin, PinKind, dom};
use crate::state::Language;
use crate::state::map_layout::{Pixel, PixelBox};

/// The pane of the points, above the marks.
pub(super) const PIN_PANE: &str = "pins";

/// The drawn trip.
pub(super) struct TripLayer {
    road: SafeGroup,
    route: SafeGroup,
    pins: SafeGroup,
    renderer: JsValue,
}

impl TripLayer {
    pub(super) fn new(map: &SafeMap) -> Result<Self, JsValue> {
        let group = || -> Result<SafeGroup, JsValue> {
            let group: SafeGroup = LayerGroup::new().unchecked_into();
            map.show(&group)?;
            Ok(group)
        };
        let renderer = bindings::svg(&options(&[("padding", 0.3.into())]))?.into();
        Ok(Self {
            road: group()?,
            route: group()?,
            pins: group()?,
            renderer,
        })
    }

    /// Draws one line for each leg, all casings below all lines.
    pub(super) fn show_route(
        &self,
        projection: &Projection,
        legs: &[Vec<LatLon>],
    ) -> Result<(), JsValue> {
        let classes = ["route-casing", "route-line"];
        self.draw(&self.route, &classes, projection, legs)
    }

    /// Draws the lines of a road that is looked at.
    pub(super) fn show_road(
        &self,
        projection: &Projection,
        lines: &[Vec<LatLon>],
    ) -> Result<(), JsValue> {
        self.draw(&self.road, &["corridor-line"], projection, lines)
    }

    fn draw(
        &self,
        group: &SafeGroup,
        classes: &[&str],
        projection: &Projection,
        lines: &[Vec<LatLon>],
    ) -> Result<(), JsValue> {
        group.clear_layers();
        for class in classes {
            for line in lines.iter().filter(|line| line.len() > 1) {
                let line: Array = projection.path(line);
                let path = bindings::polyline(
                    &line,
                    &options(&[
                        ("className", (*class).into()),
                        ("interactive", JsValue::FALSE),
                        ("renderer", self.renderer.clone()),
                    ]),
                )?;
                group.add(&path)?;
            }
        }
        Ok(())
    }

    /// Shows `pins` in place of those shown.
    pub(super) fn show_pins(
        &self,
        projection: &Projection,
        pins: &[Pin],
        language: Language,
    ) -> Result<(), JsValue> {
        self.pins.clear_layers();
        for pin in pins {
            let content = pin_element(pin, language)?;
            let at = projection.drawn(pin.position);
            let pin = element_marker(&at, &content, PIN_PANE, Frame::default(), false)?;
            self.pins.add(&pin)?;
        }
        Ok(())
    }
}

/// The box that `pin` covers at `zoom`, for the names to avoid. Sizes are those of `marks.css`.
pub(super) fn obstacle(projection: &Projection, pin: &Pin, zoom: f64) -> PixelBox {
    let tip = projection.pixel(pin.position, zoom);
    match pin.kind {
        PinKind::Me | PinKind::Look | PinKind::Stop(_) => PixelBox::around(tip, 24.0, 24.0),
        PinKind::From | PinKind::To | PinKind::Via | PinKind::Point => {
            let middle = Pixel {
                y: tip.y - 20.0,
                ..tip
            };
            PixelBox::around(middle, 32.0, 40.0)
        }
    }
}

fn pin_element(pin: &Pin, language: Language) -> Result<HtmlElement, JsValue> {
    let (class, zh, en) = match pin.kind {
        PinKind::From => ("pin pin-from", "起", "A"),
        PinKind::To => ("pin pin-to", "终", "B"),
        PinKind::Via => ("pin pin-via", "经", "V"),
        PinKind::Point => ("pin pin-point", "", ""),
        PinKind::Me => ("pin pin-me", "", ""),
        PinKind::Look => ("pin pin-look", "", ""),
        PinKind::Stop(_) => ("pin pin-stop", "", ""),
    };
    let content = dom::element("div", class)?;
    content.set_attribute("role", "img")?;
    content.set_attribute("aria-label", &pin.label)?;
    let sign = match (pin.kind, language) {
        (PinKind::Stop(number), _) => number.to_string(),
        (_, Language::Zh) => zh.to_owned(),
        (_, Language::En) => en.to_owned(),
    };
    content.append_child(&*dom::text("span", "pin-sign", &sign)?)?;
    Ok(content)
}
