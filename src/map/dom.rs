//! Elements for the map. Text goes in as text only: names of stations are not to be trusted.

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, Element, HtmlElement, Window};

const SVG: &str = "http://www.w3.org/2000/svg";

pub(super) fn window() -> Result<Window, JsValue> {
    web_sys::window().ok_or_else(|| JsValue::from_str("there is no window"))
}

fn document() -> Result<Document, JsValue> {
    window()?
        .document()
        .ok_or_else(|| JsValue::from_str("there is no document"))
}

/// An empty element.
pub(super) fn element(tag: &str, class: &str) -> Result<HtmlElement, JsValue> {
    let element: HtmlElement = document()?.create_element(tag)?.unchecked_into();
    element.set_class_name(class);
    Ok(element)
}

/// An element that holds `text`.
pub(super) fn text(tag: &str, class: &str, text: &str) -> Result<HtmlElement, JsValue> {
    let element = element(tag, class)?;
    element.set_text_content(Some(text));
    Ok(element)
}

/// A button with an accessible name.
pub(super) fn button(class: &str, label: &str) -> Result<HtmlElement, JsValue> {
    let button = element("button", class)?;
    button.set_attribute("type", "button")?;
    button.set_attribute("aria-label", label)?;
    Ok(button)
}

/// A symbol of 24 by 24 units, drawn by one path; decoration for a screen reader.
pub(super) fn symbol(class: &str, path: &str) -> Result<Element, JsValue> {
    let document = document()?;
    let svg = document.create_element_ns(Some(SVG), "svg")?;
    for (name, value) in [
        ("viewBox", "0 0 24 24"),
        ("class", class),
        ("aria-hidden", "true"),
        ("focusable", "false"),
    ] {
        svg.set_attribute(name, value)?;
    }
    let shape = document.create_element_ns(Some(SVG), "path")?;
    shape.set_attribute("d", path)?;
    svg.append_child(&shape)?;
    Ok(svg)
}
