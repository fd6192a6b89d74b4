//! The clipboard.

use js_sys::Reflect;
use thiserror::Error;
use wasm_bindgen_futures::JsFuture;

use super::words;

/// Why a text was not copied.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("copy: {0}")]
pub struct NotCopied(String);

/// Copies `text`. Call it on a tap.
pub async fn copy(text: &str) -> Result<(), NotCopied> {
    let navigator = web_sys::window().map(|window| window.navigator());
    // Pages without encryption have none.
    let has_clipboard = |navigator: &web_sys::Navigator| {
        Reflect::get(navigator, &"clipboard".into()).is_ok_and(|value| !value.is_undefined())
    };
    let navigator = navigator
        .filter(has_clipboard)
        .ok_or_else(|| NotCopied("the browser cannot copy".to_owned()))?;
    let copied = JsFuture::from(navigator.clipboard().write_text(text)).await;
    copied.map(drop).map_err(|thrown| NotCopied(words(&thrown)))
}
