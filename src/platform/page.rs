//! The page as a whole: its language, title, and what the device prefers.

use js_sys::{Promise, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlElement, MediaQueryList};

use crate::state::Language;

/// From this width on, the panel stands beside the map. `style/panel.css` says the same.
const WIDE: &str = "(min-width: 900px)";

/// The link to the sheet of the parts that come later.
const LATER_STYLE: &str = "later-style";
/// Says that it did not come.
const FAILED: &str = "data-failed";

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn media(query: &str) -> Option<MediaQueryList> {
    web_sys::window()?.match_media(query).ok()?
}

/// Says in which language the page is, for screen readers and fonts.
pub fn set_document_language(language: Language) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // The attribute's name is valid, so it can be set.
        let _ = root.set_attribute("lang", language.tag());
    }
}

/// Marks the page as one of a kind, for its styles.
pub fn mark_page(class: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // A plain word can be a class.
        let _ = root.class_list().add_1(class);
    }
}

/// Calls `on_touch` for as long as the page lives, whenever somebody touches it or types.
pub fn on_touch(on_touch: impl Fn() + 'static) {
    let Some(document) = document() else { return };
    let callback = Closure::<dyn FnMut()>::new(on_touch);
    for event in ["pointerdown", "pointermove", "keydown", "wheel"] {
        // Without these events nobody seems to be there.
        let _ = document.add_event_listener_with_callback(event, callback.as_ref().unchecked_ref());
    }
    callback.forget();
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// The first language of the browser that we speak.
pub fn preferred_language() -> Option<Language> {
    let navigator = web_sys::window()?.navigator();
    navigator
        .languages()
        .iter()
        .find_map(|tag| Language::from_tag(&tag.as_string()?))
}

/// Gives the element with this id the focus, which brings it into view; nothing when it is gone.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // What cannot have it stays without.
        let _ = element.focus();
    }
}

/// Brings the element with this id to the top of what scrolls; nothing when it is gone.
pub fn scroll_to(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element {
        element.scroll_into_view();
    }
}

/// True when the panel stands beside the map.
pub fn is_wide() -> bool {
    media(WIDE).is_some_and(|list| list.matches())
}

/// Applies the style sheet of the parts that come later, unless it is there; false when it does not come.
/// `xtask/postbuild.mjs` leaves its address in a link of a kind of its own.
pub async fn later_style() -> bool {
    let link = document().and_then(|document| document.get_element_by_id(LATER_STYLE));
    let Some(link) = link else { return true };
    let is_there = |link: &Element| {
        let sheet = Reflect::get(link, &"sheet".into());
        sheet.is_ok_and(|sheet| sheet.is_object())
    };
    if is_there(&link) {
        return true;
    }
    let wait = Promise::new(&mut |resolve, reject| {
        // A link that is an element hears its events.
        let _ = link.add_event_listener_with_callback("load", &resolve);
        let _ = link.add_event_listener_with_callback("error", &reject);
    });
    // Names of attributes are valid, so they can be set.
    if link.get_attribute("rel").as_deref() != Some("stylesheet") {
        let _ = link.set_attribute("rel", "stylesheet");
    } else if link.has_attribute(FAILED) {
        // Set again it is asked for again.
        let address = link.get_attribute("href").unwrap_or_default();
        let _ = link.set_attribute("href", &address);
    }
    let _ = link.remove_attribute(FAILED);
    let has_come = JsFuture::from(wait).await.is_ok();
    if !has_come {
        let _ = link.set_attribute(FAILED, "");
    }
    has_come
}

/// Gives a length to the page's sheets, in pixels.
pub fn set_length(name: &str, pixels: i32) {
    let root = document().and_then(|document| document.document_element());
    if let Some(root) = root.and_then(|root| root.dyn_into::<HtmlElement>().ok()) {
        // Where it fails the sheet's own length holds.
        let _ = root.style().set_property(name, &format!("{pixels}px"));
    }
}

fn shell() -> Option<Element> {
    document()?.get_element_by_id("shell")
}

/// Keeps of what `index.html` shows until the app can only what stands where the map will be.
pub fn clear_shell() {
    if let Some(shell) = shell() {
        shell.set_class_name("shell is-clear");
    }
}

/// Takes it away.
pub fn hide_shell() {
    if let Some(shell) = shell() {
        shell.remove();
    }
}

/// Shows the panel that offers a reload. After a panic nothing else can be trusted.
pub fn show_crash() {
    if let Some(panel) = document().and_then(|document| document.get_element_by_id("crash")) {
        // The panel is shown by losing this attribute; if that fails nothing can be done.
        let _ = panel.remove_attribute("hidden");
    }
}
