//! The size of an element, as it changes.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, ResizeObserver};

/// Watches the height of an element; dropping it ends the watch.
pub struct HeightObserver {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut()>,
}

/// Tells `on_change` the height of `element` in pixels, now and whenever it changes.
///
/// Returns `None` where the browser cannot watch sizes.
pub fn observe_height(
    element: &HtmlElement,
    on_change: impl Fn(i32) + 'static,
) -> Option<HeightObserver> {
    let watched = element.clone();
    let callback = Closure::new(move || on_change(watched.offset_height()));
    let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
    observer.observe(element);
    Some(HeightObserver {
        observer,
        _callback: callback,
    })
}

impl Drop for HeightObserver {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
