//! Telling the driver something while the page lives, though perhaps nobody looks at it.

use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationOptions, NotificationPermission};

/// Asks whether notifications may be shown; only after a tap. Returns false when they may not, or
/// the browser has none: the page itself then tells it.
pub async fn may_notify() -> bool {
    if !is_there() {
        return false;
    }
    if Notification::permission() == NotificationPermission::Default
        && let Ok(asked) = Notification::request_permission()
    {
        // Its answer is the permission that is read below.
        let _ = JsFuture::from(asked).await;
    }
    Notification::permission() == NotificationPermission::Granted
}

/// Shows a notification, if that is allowed. One about the same thing replaces the one before.
pub fn notify(title: &str, text: &str, about: &str) {
    if !is_there() || Notification::permission() != NotificationPermission::Granted {
        return;
    }
    let options = NotificationOptions::new();
    options.set_body(text);
    options.set_tag(about);
    options.set_icon("icons/icon-192.png");
    // Browsers of phones show them from a service worker only; the page tells it as well.
    let _ = Notification::new_with_options(title, &options);
}

fn is_there() -> bool {
    web_sys::window()
        .is_some_and(|window| js_sys::Reflect::has(&window, &"Notification".into()) == Ok(true))
}
