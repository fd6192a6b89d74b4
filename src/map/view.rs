//! The map as the rest of the app sees it.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::sync::Arc;

use leaflet::{Event, Evented, EventedHandle, LatLng, Map, MouseEvent};
use roads::RoadGraph;
use units::{BoundingBox, LatLon};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, MediaQueryList};

use super::base_layer::BaseLayer;
use super::bindings::{SafeMap, options};
use super::controls::{add_controls, map_options, zoom_in_sight};
use super::due::{Due, Step};
use super::label_layer::{self, LabelLayer};
use super::mark_layer::{self, MarkLayer, Names, OnTap};
use super::overlay::{self, TripLayer};
use super::palette::Palette;
use super::projection::Projection;
use super::road_layer::{self, RoadLayer};
use super::shade_layer::{self, ShadeLayer};
use super::{MapError, MapEvent, Pin, StationMark, dom};
use crate::state::map_layout::{Base, Datum, Insets};
use crate::state::{Availability, Language};

/// Shown until the first call of [`MapView::fit`].
const HOME: (f64, f64, f64) = (38.95, 112.3, 8.0);
pub(super) const ZOOM_MIN: f64 = 5.0;
pub(super) const ZOOM_MAX: f64 = 16.0;

/// The map on the page. Dropping it removes it.
pub struct MapView {
    inner: Rc<Inner>,
    _moved: EventedHandle<Event>,
    _zoomed: EventedHandle<Event>,
    _zooming: EventedHandle<Event>,
    _dragged: EventedHandle<Event>,
    _tapped: EventedHandle<MouseEvent>,
    scheme: MediaQueryList,
    recolour: Closure<dyn FnMut()>,
}

/// What the map is made of.
pub(super) struct Inner {
    pub(super) map: SafeMap,
    pub(super) element: HtmlElement,
    pub(super) projection: Projection,
    pub(super) language: Cell<Language>,
    pub(super) insets: Cell<Insets>,
    /// The zoom for which marks are arranged; `None` when they must be arranged again.
    pub(super) marked: Cell<Option<f64>>,
    /// The same of names.
    pub(super) named: Cell<Option<f64>>,
    /// The colours, unless they must be taken from the page again.
    pub(super) palette: RefCell<Option<Palette>>,
    pub(super) due: Due,
    /// True once the map was told what to show.
    pub(super) has_view: Cell<bool>,
    pub(super) roads: RefCell<RoadLayer>,
    pub(super) shades: RefCell<ShadeLayer>,
    pub(super) labels: RefCell<LabelLayer>,
    pub(super) marks: RefCell<MarkLayer>,
    pub(super) trip: TripLayer,
    pub(super) drawn: RefCell<Drawn>,
    pub(super) on_event: Box<dyn Fn(MapEvent)>,
}

/// What must be drawn again when the datum changes.
#[derive(Default)]
pub(super) struct Drawn {
    pub(super) graph: Option<Arc<RoadGraph>>,
    pub(super) legs: Vec<Vec<LatLon>>,
    pub(super) road: Vec<Vec<LatLon>>,
    pub(super) shades: Vec<Vec<Vec<LatLon>>>,
    pub(super) pins: Vec<Pin>,
    pub(super) base: Option<leaflet::Layer>,
    /// The same layer, where it is that of an archive.
    pub(super) archive: Option<BaseLayer>,
}

impl MapView {
    /// Starts Leaflet in `element`, which must have a size.
    ///
    /// In a frame of another site one finger and the wheel move the page around it.
    pub fn new(
        element: &HtmlElement,
        is_embedded: bool,
        on_event: impl Fn(MapEvent) + 'static,
    ) -> Result<Self, MapError> {
        let is_calm =
            matches("(prefers-reduced-motion: reduce)").is_some_and(|list| list.matches());
        let map: SafeMap =
            Map::new_with_element(element, &map_options(is_calm, is_embedded))?.unchecked_into();
        for pane in [
            road_layer::PANE,
            shade_layer::PANE,
            label_layer::PANE,
            mark_layer::PANE,
            overlay::PIN_PANE,
        ] {
            let pane_element = map.pane(pane)?;
            if pane == label_layer::PANE {
                pane_element.set_attribute("aria-hidden", "true")?;
            }
        }
        add_controls(&map)?;
        map.look_at(&LatLng::new(HOME.0, HOME.1), HOME.2, &options(&[]))?;
        let trip = TripLayer::new(&map)?;
        let roads = RoadLayer::new(&map)?;
        let inner = Rc::new_cyclic(|weak: &Weak<Inner>| Inner {
            map,
            element: element.clone(),
            projection: Projection::default(),
            language: Cell::default(),
            insets: Cell::default(),
            marked: Cell::default(),
            named: Cell::default(),
            palette: RefCell::default(),
            due: Due::default(),
            has_view: Cell::default(),
            roads: RefCell::new(roads),
            shades: RefCell::default(),
            labels: RefCell::default(),
            marks: RefCell::new(MarkLayer::new(on_tap(weak.clone()))),
            trip,
            drawn: RefCell::default(),
            on_event: Box::new(on_event),
        });
        inner.localise();
        zoom_in_sight(&inner)?;
        Self::listening(inner)
    }

    fn listening(inner: Rc<Inner>) -> Result<Self, MapError> {
        let target = &*inner.map;
        let weak = Rc::downgrade(&inner);
        let moved = Evented::on_leaflet_event(&target, "moveend", move |_: Event| {
            if let Some(inner) = weak.upgrade() {
                report(inner.follow(None));
                inner.refresh();
                inner.soon(&[Step::Tell]);
            }
        });
        let weak = Rc::downgrade(&inner);
        let zoomed = Evented::on_leaflet_event(&target, "zoom", move |_: Event| {
            if let Some(inner) = weak.upgrade() {
                report(inner.follow(None));
            }
        });
        let weak = Rc::downgrade(&inner);
        let zooming = Evented::on_leaflet_event(&target, "zoomanim", move |event: Event| {
            if let Some(inner) = weak.upgrade() {
                report(inner.follow(Some(event.unchecked_ref())));
            }
        });
        let weak = Rc::downgrade(&inner);
        let dragged = Evented::on_leaflet_event(&target, "dragstart", move |_: Event| {
            if let Some(inner) = weak.upgrade() {
                (inner.on_event)(MapEvent::Dragged);
            }
        });
        let weak = Rc::downgrade(&inner);
        let tapped = Evented::on_leaflet_event(&target, "click", move |event: MouseEvent| {
            let Some(inner) = weak.upgrade() else { return };
            if let Some(position) = inner.projection.meant(&event.lat_lng()) {
                (inner.on_event)(MapEvent::Tapped(position));
            }
        });
        let scheme = matches("(prefers-color-scheme: dark)")
            .ok_or_else(|| JsValue::from_str("there are no media queries"))?;
        let weak = Rc::downgrade(&inner);
        let recolour = Closure::new(move || {
            if let Some(inner) = weak.upgrade() {
                inner.recolour();
            }
        });
        scheme.add_event_listener_with_callback("change", recolour.as_ref().unchecked_ref())?;
        Ok(Self {
            inner,
            _moved: moved,
            _zoomed: zoomed,
            _zooming: zooming,
            _dragged: dragged,
            _tapped: tapped,
            scheme,
            recolour,
        })
    }

    /// Draws rivers, roads and names in place of what was drawn.
    pub fn show_roads(&self, roads: &Arc<RoadGraph>, language: Language) {
        self.inner.set_language(language);
        self.inner.drawn.borrow_mut().graph = Some(Arc::clone(roads));
        report(self.inner.show_roads());
    }

    /// From now on stations have other names, in the language of the map.
    pub fn name_stations(&self, names: Names, language: Language) {
        self.inner.set_language(language);
        let (map, marks) = (&self.inner.map, &self.inner.marks);
        report(marks.borrow_mut().name(map, names, language));
        self.inner.rearrange();
    }

    /// Shows what `marks` makes in place of what is shown; marks that would cover each other become
    /// clusters.
    pub fn show_stations(&self, marks: impl FnOnce() -> Vec<StationMark> + 'static) {
        self.inner.marks.borrow_mut().replace(Box::new(marks));
        self.inner.rearrange();
    }

    /// Shows on the marks what `of` says of each station, by its index. Asked again whenever the map
    /// shows other marks.
    pub fn show_availability(&self, of: Rc<dyn Fn(u32) -> Availability>) {
        self.inner.marks.borrow_mut().tell(of);
        report(self.inner.marks.borrow().tell_all());
    }

    /// Takes the colours from the page again, after these changed.
    pub fn recolour(&self) {
        self.inner.recolour();
    }

    /// Makes one station stand out, or none.
    pub fn select_station(&self, index: Option<u32>) {
        if self.inner.marks.borrow().selected() == index {
            return;
        }
        self.inner.marks.borrow_mut().select(index);
        self.inner.rearrange();
    }

    /// Draws the trip's legs in place of those drawn; empty takes them off.
    pub fn show_route(&self, legs: &[Vec<LatLon>]) {
        self.inner.drawn.borrow_mut().legs = legs.to_vec();
        self.inner.soon(&[Step::Route]);
    }

    /// Makes the lines of a road stand out in place of those that do; empty for none.
    pub fn show_road(&self, lines: Vec<Vec<LatLon>>) {
        let drawn = self.inner.trip.show_road(&self.inner.projection, &lines);
        self.inner.drawn.borrow_mut().road = lines;
        report(drawn);
    }

    /// Colours the lines of each band, the first at the bottom, in place of those coloured.
    pub fn show_shades(&self, bands: &[Vec<Vec<LatLon>>]) {
        self.inner.drawn.borrow_mut().shades = bands.to_vec();
        report(self.inner.show_shades());
    }

    /// Shows the points of the trip in place of those shown.
    pub fn show_pins(&self, pins: &[Pin]) {
        self.inner.drawn.borrow_mut().pins = pins.to_vec();
        self.inner.named.set(None);
        self.inner.soon(&[Step::Pins, Step::Labels]);
    }

    /// From now on so much is covered at the bottom, in pixels.
    pub fn cover_below(&self, bottom: f64) {
        let insets = self.inner.insets.get();
        self.inner.insets.set(Insets { bottom, ..insets });
    }

    /// Moves so that `bounds` fill what `inset` leaves of the map.
    pub fn fit(&self, bounds: BoundingBox, inset: Insets) {
        report(self.inner.fit(bounds, inset));
    }

    /// Moves `at` into the middle of what `inset` leaves of the map, at this zoom or closer.
    pub fn move_to(&self, at: LatLon, zoom_min: f64, inset: Insets) {
        self.inner.insets.set(inset);
        report(self.inner.move_to(at, zoom_min));
    }

    /// Looks at `at`, so near.
    pub fn look_at(&self, at: LatLon, zoom: f64) {
        let centre = self.inner.projection.drawn(at);
        let zoom = zoom.clamp(ZOOM_MIN, ZOOM_MAX);
        report(
            self.inner
                .map
                .look_at(&centre, zoom, &options(&[]))
                .map(drop),
        );
    }

    /// Moves so that `at` is in what `inset` leaves of the map, unless it is there already.
    pub fn bring_in(&self, at: LatLon, inset: Insets) {
        self.inner.insets.set(inset);
        report(self.inner.bring_in(at));
    }

    /// Shows a base map of pictures below the roads, or none.
    pub fn set_base(&self, base: Option<&Base>) {
        report(self.inner.set_base(base));
    }

    /// Shows the layer of an archive below the roads, or none.
    pub fn set_archive(&self, layer: Option<BaseLayer>) {
        self.inner.drawn.borrow_mut().archive.clone_from(&layer);
        let layer = layer.map(leaflet::Layer::from);
        report(self.inner.put_base(layer, Datum::Wgs84));
    }

    /// The element that the map fills.
    pub fn element(&self) -> &HtmlElement {
        &self.inner.element
    }
}

impl Drop for MapView {
    fn drop(&mut self) {
        let listener = self.recolour.as_ref().unchecked_ref();
        report(
            self.scheme
                .remove_event_listener_with_callback("change", listener),
        );
        self.inner.map.remove();
    }
}

impl Inner {
    fn set_language(self: &Rc<Self>, language: Language) {
        if self.language.replace(language) != language {
            self.localise();
            self.restyle();
            self.soon(&[Step::Pins]);
        }
    }

    pub(super) fn show_roads(self: &Rc<Self>) -> Result<(), JsValue> {
        let drawn = self.drawn.borrow();
        let Some(graph) = &drawn.graph else {
            return Ok(());
        };
        let mut roads = self.roads.borrow_mut();
        roads.take(Arc::clone(graph), &self.projection);
        let (mut labels, language) = (self.labels.borrow_mut(), self.language.get());
        labels.replace(&self.map, graph, language)?;
        self.named.set(None);
        self.soon(&[Step::Roads, Step::Paint, Step::Labels]);
        Ok(())
    }

    pub(super) fn show_shades(self: &Rc<Self>) -> Result<(), JsValue> {
        let drawn = self.drawn.borrow();
        let mut shades = self.shades.borrow_mut();
        shades.take(&self.map, &self.projection, &drawn.shades)?;
        self.soon(&[Step::Shade]);
        Ok(())
    }
}

fn on_tap(inner: Weak<Inner>) -> OnTap {
    Rc::new(move |members| {
        let Some(inner) = inner.upgrade() else { return };
        let event = match members {
            [index] => Some(MapEvent::StationTapped(*index)),
            _ => inner.open_cluster(members),
        };
        if let Some(event) = event {
            (inner.on_event)(event);
        }
    })
}

pub(super) fn matches(query: &str) -> Option<MediaQueryList> {
    dom::window().ok()?.match_media(query).ok()?
}

/// Drawing goes on without what failed; the browser's console keeps the reason.
pub(super) fn report(result: Result<(), JsValue>) {
    if let Err(thrown) = result {
        web_sys::console::error_1(&thrown);
    }
}
