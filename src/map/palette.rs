//! Colours and widths of what is drawn on canvas. The colours are CSS tokens.

use std::cell::RefCell;

use roads::RoadClass;
use wasm_bindgen::JsValue;
use web_sys::{CssStyleDeclaration, HtmlElement};

use super::dom;

/// What a drawn line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// A river.
    Water,
    /// The rim of a road.
    Casing(RoadClass),
    /// A road.
    Road(RoadClass),
    /// A road in the colour of a band, counted from the worst.
    Shade(u8),
}

/// The colours in force for an element, each asked for once: the page's styles are reckoned anew for
/// that when they are out of date.
pub(super) struct Palette {
    style: CssStyleDeclaration,
    known: RefCell<Vec<(Ink, String)>>,
}

impl Palette {
    pub(super) fn of(element: &HtmlElement) -> Result<Self, JsValue> {
        let style = dom::window()?
            .get_computed_style(element)?
            .ok_or_else(|| JsValue::from_str("the map has no style"))?;
        let known = RefCell::default();
        Ok(Self { style, known })
    }

    /// The colour of `ink`; a grey when the style sheet is missing.
    pub(super) fn colour(&self, ink: Ink) -> String {
        let known = self
            .known
            .borrow()
            .iter()
            .find(|(one, _)| *one == ink)
            .cloned();
        known.map_or_else(
            || {
                let colour = self.read(ink);
                self.known.borrow_mut().push((ink, colour.clone()));
                colour
            },
            |(_, colour)| colour,
        )
    }

    fn read(&self, ink: Ink) -> String {
        let token = match ink {
            Ink::Water => "--map-water".to_owned(),
            Ink::Casing(class) => format!("--map-casing-{}", class_name(class)),
            Ink::Road(class) => format!("--map-road-{}", class_name(class)),
            Ink::Shade(band) => format!("--shade-{band}"),
        };
        let colour = self.style.get_property_value(&token).unwrap_or_default();
        let colour = colour.trim();
        if colour.is_empty() {
            "#888".to_owned()
        } else {
            colour.to_owned()
        }
    }
}

/// The zoom from which on `ink` is drawn: minor roads would cover the map before.
pub(super) fn zoom_min(ink: Ink) -> f64 {
    match ink {
        Ink::Water | Ink::Shade(_) => 0.0,
        Ink::Casing(class) | Ink::Road(class) => match class_name(class) {
            "minor" => 12.0,
            "service" => 14.0,
            _ => 0.0,
        },
    }
}

/// The width of `ink` in pixels at `zoom`.
pub(super) fn width(ink: Ink, zoom: f64) -> f64 {
    let growth = libm::pow(1.3, zoom - 9.0).clamp(0.6, 4.0);
    match ink {
        Ink::Water => 3.2 * growth,
        Ink::Shade(_) => 5.0 * growth,
        Ink::Casing(class) => width(Ink::Road(class), zoom) + 1.8,
        Ink::Road(RoadClass::Motorway) => 4.2 * growth,
        Ink::Road(RoadClass::Trunk) => 3.4 * growth,
        Ink::Road(RoadClass::Primary) => 2.8 * growth,
        Ink::Road(RoadClass::Secondary) => 2.2 * growth,
        Ink::Road(RoadClass::Tertiary | RoadClass::Link) => 1.7 * growth,
        Ink::Road(RoadClass::Unclassified | RoadClass::Residential | RoadClass::LivingStreet) => {
            1.1 * growth
        }
        Ink::Road(RoadClass::Service | RoadClass::Track | RoadClass::Ferry) => 0.7 * growth,
    }
}

/// The class in CSS tokens and class names.
pub(super) fn class_name(class: RoadClass) -> &'static str {
    match class {
        RoadClass::Motorway => "motorway",
        RoadClass::Trunk => "trunk",
        RoadClass::Primary => "primary",
        RoadClass::Secondary => "secondary",
        RoadClass::Tertiary => "tertiary",
        RoadClass::Link => "link",
        RoadClass::Unclassified | RoadClass::Residential | RoadClass::LivingStreet => "minor",
        RoadClass::Service | RoadClass::Track => "service",
        RoadClass::Ferry => "ferry",
    }
}
