//! What tells contents apart.

use js_sys::Uint8Array;
use packs::Digest;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The SHA-256 of `bytes`; `None` where the browser does not reckon it: only pages that came by https or
/// from the device itself may ask.
pub async fn sha256(bytes: &[u8]) -> Option<Digest> {
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    if AsRef::<JsValue>::as_ref(&subtle).is_undefined() {
        return None;
    }
    let bytes = Uint8Array::from(bytes);
    let hash = subtle
        .digest_with_str_and_js_u8_array("SHA-256", &bytes)
        .ok()?;
    let hash = Uint8Array::new(&JsFuture::from(hash).await.ok()?);
    Some(Digest(hash.to_vec().try_into().ok()?))
}
