//! The page's colours: dark when the device wants it, or always.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::HtmlElement;

/// What the sheets ask for, and what a rule says that always holds.
const DARK: &str = "(prefers-color-scheme: dark)";
const ALWAYS: &str = "all";
/// Marks the rules that were changed.
const MARK: &str = "yiluDark";

/// Shows the dark colours whatever the device wants, or leaves it to the device again. The dark colours
/// are written once, in rules for devices that want them: these rules are made to hold always. Nothing
/// happens where the browser does not let them be changed.
pub fn force_dark(is_forced: bool) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    for sheet in list(&document, "styleSheets") {
        for rule in list(&sheet, "cssRules") {
            change(&rule, is_forced);
        }
    }
    let root = document.document_element();
    if let Some(root) = root.and_then(|root| root.dyn_into::<HtmlElement>().ok()) {
        // Fields and scroll bars stay as they are where this fails.
        let scheme = if is_forced { "dark" } else { "" };
        let _ = root.style().set_property("color-scheme", scheme);
    }
}

fn change(rule: &JsValue, is_forced: bool) -> Option<()> {
    let media = Reflect::get(rule, &"media".into()).ok()?;
    let text = Reflect::get(&media, &"mediaText".into())
        .ok()?
        .as_string()?;
    let is_ours = Reflect::get(rule, &MARK.into()).is_ok_and(|mark| mark.is_truthy());
    let wanted = match (is_forced, is_ours) {
        (true, false) if text.replace(' ', "") == DARK.replace(' ', "") => ALWAYS,
        (false, true) => DARK,
        _ => return None,
    };
    let _ = Reflect::set(rule, &MARK.into(), &is_forced.into());
    let _ = Reflect::set(&media, &"mediaText".into(), &wanted.into());
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
