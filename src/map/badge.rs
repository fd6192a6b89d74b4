//! How many connectors are free, at the corner of a mark.

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::HtmlElement;

use super::dom;
use crate::state::{Availability, Language, availability};
use live::Freshness;

/// The class of badges.
const CLASS: &str = "mark-free";

/// Writes `known` on a mark and into its accessible name, which is `label` without it. Of what is not
/// known well enough to act on it there is no badge.
pub(super) fn write(
    button: &HtmlElement,
    label: &str,
    known: Availability,
    language: Language,
) -> Result<(), JsValue> {
    let badge = button.query_selector(&format!(".{CLASS}"))?;
    let Availability::Known {
        free, freshness, ..
    } = known
    else {
        if let Some(badge) = badge {
            badge.remove();
            button.set_attribute("aria-label", label)?;
        }
        return Ok(());
    };
    let badge: HtmlElement = if let Some(badge) = badge {
        badge.unchecked_into()
    } else {
        let badge = dom::element("span", CLASS)?;
        badge.set_attribute("data-testid", "free-badge")?;
        button.append_child(&badge)?;
        badge
    };
    let class = match (freshness, free) {
        (Freshness::Stale, _) => "is-old",
        (_, 0) => "is-full",
        _ => "is-free",
    };
    let text = free.to_string();
    if badge.text_content().as_deref() != Some(&text[..]) {
        badge.set_text_content(Some(&text));
    }
    badge.set_class_name(&format!("{CLASS} {class}"));
    let words = availability(known, language, |_| String::new());
    button.set_attribute("aria-label", &format!("{label} · {words}"))
}
