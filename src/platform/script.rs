//! Scripts that come when they are first needed.

use js_sys::{Promise, Reflect};
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

/// Runs the script whose address a link with this id has, unless it ran; false when it does not come.
/// The build leaves such links (`xtask/base.mjs`), which browsers pass over.
pub async fn later_script(id: &str) -> bool {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return false;
    };
    let link = document.get_element_by_id(id);
    let (Some(link), Some(head)) = (link, document.head()) else {
        return false;
    };
    if link.has_attribute(RAN) {
        return true;
    }
    let Ok(script) = document.create_element("script") else {
        return false;
    };
    let integrity = link.get_attribute("integrity").unwrap_or_default();
    let wait = Promise::new(&mut |resolve, reject| {
        // An element hears its events.
        let _ = script.add_event_listener_with_callback("load", &resolve);
        let _ = script.add_event_listener_with_callback("error", &reject);
    });
    // A browser that does not know the property goes without the check.
    let _ = Reflect::set(&script, &"integrity".into(), &integrity.into());
    let has_address = set_address(&script, &link.get_attribute("href").unwrap_or_default());
    let is_asked = has_address && head.append_child(&script).is_ok();
    let has_come = is_asked && JsFuture::from(wait).await.is_ok();
    if has_come {
        // Names of attributes are valid, so they can be set.
        let _ = link.set_attribute(RAN, "");
    } else {
        script.remove();
    }
    has_come
}

/// The address that a link with this id has, which the build leaves too (`xtask/planner.mjs`).
pub(super) fn later_address(id: &str) -> Option<String> {
    let document = web_sys::window()?.document()?;
    document.get_element_by_id(id)?.get_attribute("href")
}

/// Marks the link of a script that ran.
const RAN: &str = "data-ran";

/// False where the page's policy does not let a script come from there.
fn set_address(script: &Element, address: &str) -> bool {
    Reflect::set(script, &"src".into(), &address.into()).unwrap_or(false)
}
