//! Names of places and numbers of roads. Decoration: a screen reader skips it.

use leaflet::Marker;
use roads::{PlaceKind, RoadClass, RoadGraph, RoadId};
use units::LatLon;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use super::bindings::{Frame, SafeMap, element_marker};
use super::dom;
use super::palette::class_name;
use super::projection::Projection;
use crate::state::Language;
use crate::state::map_layout::{
    LabelCandidate, Pixel, PixelBox, PlacedLabel, Side, place_labels, text_width,
};

/// The pane of the names, below the marks.
pub(super) const PANE: &str = "labels";
/// The same road number is not repeated within this many pixels.
const SHIELD_SPACING: f64 = 190.0;

const AROUND: &[Side] = &[Side::Right, Side::Left, Side::Above, Side::Below];
/// Stations crowd around seats and towns: their names step aside.
const FAR_AROUND: &[Side] = &[
    Side::Right,
    Side::Left,
    Side::Above,
    Side::Below,
    Side::FarRight,
    Side::FarLeft,
    Side::FarAbove,
    Side::FarBelow,
];
const ON: &[Side] = &[Side::On];

/// A name or number that may be shown.
#[derive(Clone)]
struct Label {
    at: LatLon,
    text: String,
    look: Look,
}

/// Names in bold.
const BOLD: [&str; 2] = ["label-seat", "label-sight"];
/// So much wider these are.
const BOLDER: f64 = 1.12;

/// How a label looks and when it is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Look {
    class: &'static str,
    zoom_min: f64,
    font_size: f64,
    sides: &'static [Side],
    is_shield: bool,
}

/// The names on the map.
#[derive(Default)]
pub(super) struct LabelLayer {
    labels: Vec<Label>,
    placed: Vec<(PlacedLabel, Pixel)>,
    shown: Vec<(PlacedLabel, Marker)>,
}

impl LabelLayer {
    /// Takes the names of `roads`, most important first.
    pub(super) fn replace(
        &mut self,
        map: &SafeMap,
        roads: &RoadGraph,
        language: Language,
    ) -> Result<(), JsValue> {
        let places = roads.places().iter().filter_map(|place| {
            let at = roads.node(place.node).position;
            Some(Label {
                at,
                text: language.pick(&place.name).to_owned(),
                look: place_look(place.kind)?,
            })
        });
        let shields = roads
            .roads()
            .iter()
            .zip(0..)
            .map(|(road, index)| (road, RoadId(index), &roads.label(road.label).reference))
            .filter(|(_, _, reference)| !reference.is_empty());
        let shields = shields.filter_map(|(road, id, reference)| {
            let line = roads.line(id);
            let (before, at) = (line.get(line.len() / 2 - 1)?, line.get(line.len() / 2)?);
            Some(Label {
                at: before.toward(*at, 0.5),
                text: reference.clone(),
                look: shield_look(road.class, reference),
            })
        });
        self.labels = places.chain(shields).collect();
        sorting::by(&mut self.labels, |a, b| {
            a.look.zoom_min.total_cmp(&b.look.zoom_min)
        });
        self.clear(map)
    }

    /// Takes all names off the page.
    pub(super) fn clear(&mut self, map: &SafeMap) -> Result<(), JsValue> {
        for (_, marker) in self.shown.drain(..) {
            map.hide(&marker)?;
        }
        Ok(())
    }

    /// Finds places for the names at `zoom` that avoid `obstacles`.
    pub(super) fn arrange(&mut self, projection: &Projection, zoom: f64, obstacles: &[PixelBox]) {
        let mut candidates = Vec::new();
        let mut origins = Vec::new();
        let mut shields: Vec<(&str, Pixel)> = Vec::new();
        for (index, label) in self.labels.iter().enumerate() {
            if label.look.zoom_min > zoom {
                continue;
            }
            let at = projection.pixel(label.at, zoom);
            if label.look.is_shield {
                let near = PixelBox::around(at, 2.0 * SHIELD_SPACING, 2.0 * SHIELD_SPACING);
                if shields
                    .iter()
                    .any(|(text, other)| *text == label.text && near.contains(*other))
                {
                    continue;
                }
                shields.push((&label.text, at));
            }
            origins.push(index);
            candidates.push(candidate(label, at));
        }
        self.placed = place_labels(&candidates, obstacles)
            .into_iter()
            .filter_map(|found| {
                let (index, at) = (*origins.get(found.index)?, candidates.get(found.index)?.at);
                Some((PlacedLabel { index, ..found }, at))
            })
            .collect();
    }

    /// Brings the names in `view` to the page and takes others off.
    pub(super) fn show(
        &mut self,
        map: &SafeMap,
        projection: &Projection,
        view: &PixelBox,
    ) -> Result<(), JsValue> {
        let mut before = std::mem::take(&mut self.shown);
        for (placed, _) in self
            .placed
            .iter()
            .filter(|(_, at)| view.grown(80.0).contains(*at))
        {
            let there = before.iter().position(|(shown, _)| shown == placed);
            let marker = if let Some(there) = there {
                before.swap_remove(there).1
            } else {
                let label = &self.labels[placed.index];
                let content = label_element(label, placed.side)?;
                let at = projection.drawn(label.at);
                let marker = element_marker(&at, &content, PANE, Frame::default(), false)?;
                map.show(&marker)?;
                marker
            };
            self.shown.push((*placed, marker));
        }
        for (_, gone) in before {
            map.hide(&gone)?;
        }
        Ok(())
    }
}

fn candidate(label: &Label, at: Pixel) -> LabelCandidate {
    let Look {
        class,
        font_size,
        sides,
        is_shield,
        ..
    } = label.look;
    let padding = if is_shield { 10.0 } else { 2.0 };
    let weight = if BOLD.contains(&class) { BOLDER } else { 1.0 };
    LabelCandidate {
        at,
        width: text_width(&label.text, font_size) * weight + padding,
        height: font_size * 1.3,
        sides,
    }
}

fn label_element(label: &Label, side: Side) -> Result<HtmlElement, JsValue> {
    let side = match side {
        Side::On => "at-centre",
        Side::Right => "at-right",
        Side::Left => "at-left",
        Side::Above => "at-top",
        Side::Below => "at-bottom",
        Side::FarRight => "at-right is-far",
        Side::FarLeft => "at-left is-far",
        Side::FarAbove => "at-top is-far",
        Side::FarBelow => "at-bottom is-far",
    };
    let content = dom::element("div", &format!("label {} {side}", label.look.class))?;
    if !label.look.is_shield {
        content.append_child(&*dom::element("span", "label-symbol")?)?;
    }
    content.append_child(&*dom::text("span", "label-text", &label.text)?)?;
    Ok(content)
}

/// `None` for kinds that are never named on the map. Font sizes are those of `map.css`.
fn place_look(kind: PlaceKind) -> Option<Look> {
    let (class, zoom_min, font_size) = match kind {
        PlaceKind::Seat => ("label-seat", 0.0, 15.0),
        PlaceKind::Neighbour => ("label-neighbour", 8.0, 13.0),
        PlaceKind::Sight => ("label-sight", 8.5, 12.0),
        PlaceKind::Airport => ("label-airport", 9.0, 12.0),
        PlaceKind::Town => ("label-town", 9.5, 13.0),
        PlaceKind::Rail => ("label-rail", 10.0, 12.0),
        PlaceKind::Pass => ("label-pass", 10.0, 12.0),
        PlaceKind::Village => ("label-village", 10.5, 12.0),
        PlaceKind::Interchange => ("label-interchange", 11.0, 11.0),
        PlaceKind::Junction => return None,
    };
    let sides = match kind {
        PlaceKind::Seat | PlaceKind::Town => FAR_AROUND,
        PlaceKind::Village
        | PlaceKind::Junction
        | PlaceKind::Interchange
        | PlaceKind::Pass
        | PlaceKind::Sight
        | PlaceKind::Rail
        | PlaceKind::Airport
        | PlaceKind::Neighbour => AROUND,
    };
    Some(Look {
        class,
        zoom_min,
        font_size,
        sides,
        is_shield: false,
    })
}

fn shield_look(class: RoadClass, reference: &str) -> Look {
    let zoom_min = match class {
        RoadClass::Motorway => 8.5,
        RoadClass::Trunk => 9.5,
        RoadClass::Primary => 10.0,
        RoadClass::Secondary => 11.0,
        RoadClass::Tertiary | RoadClass::Link => 11.5,
        RoadClass::Unclassified | RoadClass::Residential | RoadClass::LivingStreet => 13.0,
        RoadClass::Service | RoadClass::Track | RoadClass::Ferry => 14.0,
    };
    // Tourist roads have names for numbers.
    let class = match class_name(class) {
        _ if !reference.is_ascii() => "shield shield-tour",
        "motorway" => "shield shield-motorway",
        "trunk" => "shield shield-trunk",
        _ => "shield shield-other",
    };
    Look {
        class,
        zoom_min,
        font_size: 11.0,
        sides: ON,
        is_shield: true,
    }
}
