//! The layer of a base map whose tiles are in an archive. What draws it is a script, which is fetched when
//! such a base is shown: `base.js` behind protomaps-leaflet.

use js_sys::{Object, Promise, Reflect, Uint8Array};
use leaflet::Layer;
use tiles::Header;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::HtmlElement;

use super::bindings::options;
use super::view::{ZOOM_MAX, ZOOM_MIN};
use crate::platform::later_script;
use crate::state::Language;
use crate::state::map_layout::Base;

/// The link that has the script's address.
const SCRIPT: &str = "base-script";

#[wasm_bindgen]
extern "C" {
    /// A layer on the map.
    #[wasm_bindgen(extends = Layer, extends = Object)]
    #[derive(Debug, Clone)]
    pub type BaseLayer;
    #[wasm_bindgen(js_namespace = yiluBase, js_name = layer, catch)]
    fn make(options: &JsValue) -> Result<BaseLayer, JsValue>;
    /// Takes the page's colours again, and names in this language.
    #[wasm_bindgen(method, catch)]
    pub(super) fn restyle(this: &BaseLayer, language: &str) -> Result<(), JsValue>;
}

/// Makes the layer of `base`, an archive with this header, for the map in `element`. `tile` gives the tile
/// at a zoom, column and row, or nothing where there is none; of one that cannot be had or drawn `tell`
/// hears. An error says in words why there is no layer.
pub async fn base_layer<Answer>(
    base: &Base,
    header: &Header,
    element: &HtmlElement,
    language: Language,
    tile: impl Fn(u8, u32, u32) -> Answer + 'static,
    tell: impl Fn(String) + 'static,
) -> Result<BaseLayer, String>
where
    Answer: Future<Output = Result<Option<Vec<u8>>, String>> + 'static,
{
    if !later_script(SCRIPT).await {
        return Err("the script that draws it did not come".to_owned());
    }
    let tile = Closure::<dyn Fn(u8, u32, u32) -> Promise>::new(move |zoom, x, y| {
        let answer = tile(zoom, x, y);
        future_to_promise(async move {
            let bytes = answer.await.map_err(JsValue::from)?;
            Ok(bytes.map_or(JsValue::UNDEFINED, |bytes| Uint8Array::from(&*bytes).into()))
        })
    });
    let tell = Closure::<dyn Fn(String)>::new(tell);
    let (min_zoom, max_zoom) = (
        base.min_zoom.unwrap_or(header.min_zoom),
        base.max_zoom
            .unwrap_or(header.max_zoom)
            .min(header.max_zoom),
    );
    // Vector tiles are drawn a zoom closer than they are cut.
    let from = match header.kind.picture() {
        None if min_zoom > 0 => min_zoom + 1,
        _ => min_zoom,
    };
    let entries = [
        ("tile", tile.into_js_value()),
        ("tell", tell.into_js_value()),
        ("element", element.into()),
        ("language", language.tag().into()),
        ("picture", header.kind.picture().into()),
        ("minDataZoom", header.min_zoom.into()),
        ("maxDataZoom", max_zoom.into()),
        ("minZoom", f64::from(from).max(ZOOM_MIN).into()),
        ("maxZoom", ZOOM_MAX.into()),
        // The line below the map says it: the library's own would be wrong.
        ("attribution", "".into()),
    ];
    make(&options(&entries)).map_err(|thrown| words(&thrown))
}

/// What something that was thrown says.
fn words(problem: &JsValue) -> String {
    let message = Reflect::get(problem, &"message".into()).ok();
    let told = problem.as_string().or_else(|| message?.as_string());
    told.unwrap_or_else(|| format!("{problem:?}"))
}
