//! Files for the driver to keep, made here: nothing is asked of any server.

use js_sys::Array;
use thiserror::Error;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::words;

/// How long the browser may take to fetch the file from us, in milliseconds.
const KEPT_MS: i32 = 60_000;

/// Why a file was not saved.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("save {name}: {reason}")]
pub struct NotSaved {
    name: String,
    reason: String,
}

/// Gives the browser a file to save, as a download. Call it on a tap.
pub fn save(name: &str, kind: &str, contents: &str) -> Result<(), NotSaved> {
    try_save(name, kind, contents).map_err(|thrown| NotSaved {
        name: name.to_owned(),
        reason: words(&thrown),
    })
}

fn try_save(name: &str, kind: &str, contents: &str) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or("there is no window")?;
    let document = window.document().ok_or("there is no document")?;
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&contents.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    let free = Closure::once_into_js(move || {
        // What cannot be freed is freed with the page.
        let _: Result<(), JsValue> = Url::revoke_object_url(&url);
    });
    // Without a timer it is freed with the page.
    let _ =
        window.set_timeout_with_callback_and_timeout_and_arguments_0(free.unchecked_ref(), KEPT_MS);
    Ok(())
}
