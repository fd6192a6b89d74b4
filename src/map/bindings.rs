//! What the `leaflet` crate lacks, binds wrongly, or lets throw.
//!
//! An exception in a binding without `catch` would unwind through wasm and leave the app dead.

use js_sys::{Array, Object, Reflect};
use leaflet::{LatLng, Layer, LayerGroup, Map, Marker, Path};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

#[wasm_bindgen]
extern "C" {
    /// The crate's own `DivIcon` calls `new L.Icon`.
    #[wasm_bindgen(extends = Object, js_namespace = L, js_name = DivIcon)]
    pub(super) type ElementIcon;
    #[wasm_bindgen(constructor, js_namespace = L, js_class = "DivIcon", catch)]
    pub(super) fn new(options: &JsValue) -> Result<ElementIcon, JsValue>;

    #[wasm_bindgen(js_namespace = L, js_name = marker, catch)]
    pub(super) fn marker(at: &LatLng, options: &JsValue) -> Result<Marker, JsValue>;
    #[wasm_bindgen(js_namespace = L, js_name = polyline, catch)]
    pub(super) fn polyline(lines: &Array, options: &JsValue) -> Result<Path, JsValue>;
    #[wasm_bindgen(js_namespace = L, js_name = svg, catch)]
    pub(super) fn svg(options: &JsValue) -> Result<Layer, JsValue>;
    #[wasm_bindgen(js_namespace = L, js_name = tileLayer, catch)]
    pub(super) fn tile_layer(url: &str, options: &JsValue) -> Result<Layer, JsValue>;
    #[wasm_bindgen(js_namespace = L, js_name = latLngBounds, catch)]
    pub(super) fn bounds(south_west: &LatLng, north_east: &LatLng) -> Result<Object, JsValue>;

    #[wasm_bindgen(js_namespace = ["L", "DomUtil"], js_name = setTransform, catch)]
    pub(super) fn set_transform(
        element: &HtmlElement,
        offset: &leaflet::Point,
        scale: f64,
    ) -> Result<(), JsValue>;

    #[wasm_bindgen(js_namespace = ["L", "control"], js_name = zoom, catch)]
    pub(super) fn zoom_control(options: &JsValue) -> Result<Control, JsValue>;
    #[wasm_bindgen(js_namespace = ["L", "control"], js_name = attribution, catch)]
    pub(super) fn attribution_control(options: &JsValue) -> Result<Control, JsValue>;

    #[wasm_bindgen(extends = Object)]
    #[derive(Clone)]
    pub(super) type Control;
    #[wasm_bindgen(method, js_name = addTo, catch)]
    pub(super) fn add_to(this: &Control, map: &Map) -> Result<Control, JsValue>;

    /// The methods of `L.Map` that may throw.
    #[wasm_bindgen(extends = Map)]
    #[derive(Clone)]
    pub(super) type SafeMap;
    #[wasm_bindgen(method, js_name = addLayer, catch)]
    pub(super) fn show(this: &SafeMap, layer: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, js_name = removeLayer, catch)]
    pub(super) fn hide(this: &SafeMap, layer: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, js_name = createPane, catch)]
    pub(super) fn pane(this: &SafeMap, name: &str) -> Result<HtmlElement, JsValue>;
    #[wasm_bindgen(method, js_name = getPane, catch)]
    pub(super) fn pane_of(this: &SafeMap, name: &str) -> Result<HtmlElement, JsValue>;
    #[wasm_bindgen(method, js_name = fitBounds, catch)]
    pub(super) fn fit(
        this: &SafeMap,
        bounds: &Object,
        options: &JsValue,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, js_name = setView, catch)]
    pub(super) fn look_at(
        this: &SafeMap,
        centre: &LatLng,
        zoom: f64,
        options: &JsValue,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, js_name = getPixelBounds, catch)]
    pub(super) fn pixel_bounds(this: &SafeMap) -> Result<PixelBounds, JsValue>;

    #[wasm_bindgen(method, js_name = getPixelOrigin, catch)]
    pub(super) fn pixel_origin(this: &SafeMap) -> Result<leaflet::Point, JsValue>;

    /// Tells where a zoom goes when it begins.
    #[wasm_bindgen(extends = leaflet::Event)]
    pub(super) type ZoomEvent;
    #[wasm_bindgen(method, getter)]
    pub(super) fn center(this: &ZoomEvent) -> LatLng;
    #[wasm_bindgen(method, getter)]
    pub(super) fn zoom(this: &ZoomEvent) -> f64;

    pub(super) type PixelBounds;
    #[wasm_bindgen(method, getter)]
    pub(super) fn min(this: &PixelBounds) -> leaflet::Point;
    #[wasm_bindgen(method, getter)]
    pub(super) fn max(this: &PixelBounds) -> leaflet::Point;

    #[wasm_bindgen(extends = LayerGroup)]
    pub(super) type SafeGroup;
    #[wasm_bindgen(method, js_name = addLayer, catch)]
    pub(super) fn add(this: &SafeGroup, layer: &JsValue) -> Result<JsValue, JsValue>;
}

/// An options object.
pub(super) fn options(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

/// Width and height of a marker, and how far below its top the position is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Frame {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) anchor: f64,
}

/// A marker that shows `content` in `pane`; `is_interactive` makes it take clicks.
pub(super) fn element_marker(
    at: &LatLng,
    content: &HtmlElement,
    pane: &str,
    frame: Frame,
    is_interactive: bool,
) -> Result<Marker, JsValue> {
    let pair = |x: f64, y: f64| Array::of2(&x.into(), &y.into()).into();
    let icon = ElementIcon::new(&options(&[
        ("html", content.into()),
        // Without a name, Leaflet would give the frame a border and a background.
        ("className", "map-frame".into()),
        ("iconSize", pair(frame.width, frame.height)),
        ("iconAnchor", pair(frame.width / 2.0, frame.anchor)),
    ]))?;
    let entries = [
        ("icon", icon.into()),
        ("pane", pane.into()),
        // The element inside is the button: Leaflet's own role and key handling are not needed.
        ("keyboard", JsValue::FALSE),
        ("interactive", is_interactive.into()),
    ];
    marker(at, &options(&entries))
}
