//! Handing a link to another app, or to the clipboard.

use js_sys::Reflect;
use thiserror::Error;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Navigator, ShareData};

use super::clipboard::copy;

/// Where the link went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// To the app that the driver chose.
    Sent,
    /// To the clipboard.
    Copied,
}

/// Why the link went nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotShared {
    /// The driver changed their mind.
    #[error("share: cancelled")]
    Cancelled,
    /// The browser can neither share nor copy.
    #[error("share: {0}")]
    Refused(String),
}

/// Offers the device's share sheet, or copies `link` where there is none. Call it on a tap.
pub async fn share(title: &str, link: &str) -> Result<Shared, NotShared> {
    let data = ShareData::new();
    data.set_title(title);
    data.set_url(link);
    offer(&data, link).await
}

/// The same of a text.
pub async fn share_text(title: &str, text: &str) -> Result<Shared, NotShared> {
    let data = ShareData::new();
    data.set_title(title);
    data.set_text(text);
    offer(&data, text).await
}

async fn offer(data: &ShareData, otherwise: &str) -> Result<Shared, NotShared> {
    let navigator = web_sys::window()
        .ok_or_else(|| NotShared::Refused("there is no window".to_owned()))?
        .navigator();
    if has(&navigator, "share") {
        match JsFuture::from(navigator.share_with_data(data)).await {
            Ok(_) => return Ok(Shared::Sent),
            Err(thrown) if name(&thrown) == "AbortError" => return Err(NotShared::Cancelled),
            // Some desktops have a share sheet that does not open: copy instead.
            Err(_) => {}
        }
    }
    let copied = copy(otherwise).await;
    copied
        .map(|()| Shared::Copied)
        .map_err(|reason| NotShared::Refused(reason.to_string()))
}

fn has(navigator: &Navigator, member: &str) -> bool {
    Reflect::get(navigator, &member.into()).is_ok_and(|value| !value.is_undefined())
}

fn name(thrown: &JsValue) -> String {
    let name = Reflect::get(thrown, &"name".into())
        .ok()
        .and_then(|name| name.as_string());
    name.unwrap_or_default()
}
