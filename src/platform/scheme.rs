//! The page's colours: light or dark, of usual or strong contrast, as the device wants or always.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::HtmlElement;

use crate::state::{Look, Scheme};

/// What sheets and page ask the device.
const DARK: &str = "(prefers-color-scheme: dark)";
const LIGHT: &str = "(prefers-color-scheme: light)";
const STRONG: &str = "(prefers-contrast: more)";
/// What stands there instead: true, and false, of every screen.
const YES: &str = "(min-width: 0px)";
const NO: &str = "(max-width: 0px)";
/// Keeps what a rule asked at first.
const ASKED: &str = "yiluAsked";

/// Shows these colours. They are written once, in rules for devices that want them: what such a rule
/// asks of the device is answered in its place. Nothing happens where the browser does not let rules be
/// changed.
pub fn show_look(look: Look) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    for sheet in list(&document, "styleSheets") {
        for rule in list(&sheet, "cssRules") {
            if let Ok(media) = Reflect::get(&rule, &"media".into()) {
                answer(&media, "mediaText", look);
            }
        }
    }
    // The colour of the browser's own bars is in the head.
    if let Some(head) = document.head() {
        for element in list(&head, "children") {
            answer(&element, "media", look);
        }
    }
    let root = document.document_element();
    if let Some(root) = root.and_then(|root| root.dyn_into::<HtmlElement>().ok()) {
        let scheme = match look.scheme {
            Scheme::Device => "",
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        };
        // Fields and scroll bars stay as they are where this fails.
        let _ = root.style().set_property("color-scheme", scheme);
    }
}

/// Answers in place of the device what `of` asks in its property `name`.
fn answer(of: &JsValue, name: &str, look: Look) -> Option<()> {
    let text = |name: &str| Reflect::get(of, &name.into()).ok()?.as_string();
    let now = text(name)?;
    let asked = text(ASKED).unwrap_or_else(|| now.clone());
    let (is_light, is_dark) = match look.scheme {
        Scheme::Device => (LIGHT, DARK),
        Scheme::Light => (YES, NO),
        Scheme::Dark => (NO, YES),
    };
    let is_strong = if look.is_strong { YES } else { STRONG };
    let answered = asked
        .replace(LIGHT, is_light)
        .replace(DARK, is_dark)
        .replace(STRONG, is_strong);
    if answered != now {
        Reflect::set(of, &ASKED.into(), &asked.into()).ok()?;
        Reflect::set(of, &name.into(), &answered.into()).ok()?;
    }
    Some(())
}

/// The entries of a list of the browser; empty where it does not give them out.
fn list(of: &JsValue, name: &str) -> Vec<JsValue> {
    let list = Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED);
    if list.is_object() {
        Array::from(&list).to_vec()
    } else {
        Vec::new()
    }
}
