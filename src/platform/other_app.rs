//! Other apps, which a link opens. A page cannot ask whether there is one: it sees whether it is
//! left.

use std::cell::Cell;
use std::rc::Rc;

use thiserror::Error;

use super::address::Observed;
use super::clock::Alarm;
use super::{is_seen, words};
use crate::state::handover::Device;

/// An app that takes longer to come counts as missing, in seconds.
const PATIENCE: f64 = 1.6;

/// Where the link went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// To the app: this page is hidden.
    App,
    /// To the app's page on the web, in this tab.
    Web,
}

/// Why the link went nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotOpened {
    /// Nothing heard it, and there is no page on the web for it.
    #[error("open an app: nothing heard the link")]
    Unheard,
    /// The browser does not let us go.
    #[error("open an app: {0}")]
    Refused(String),
}

/// The device that this page is on.
pub fn device() -> Device {
    let navigator = web_sys::window().map(|window| window.navigator());
    let agent = navigator
        .as_ref()
        .and_then(|navigator| navigator.user_agent().ok());
    let touches = navigator.map_or(0, |navigator| navigator.max_touch_points());
    Device::of(&agent.unwrap_or_default(), touches)
}

/// Call it when a link to an app was tapped, which the browser follows by itself: waits whether
/// the app comes, and goes to `web` when it does not.
pub async fn await_app(web: Option<&str>) -> Result<Opened, NotOpened> {
    let was_left = Rc::new(Cell::new(false));
    let (left, alarm) = (was_left.clone(), Alarm::default());
    let ring = alarm.clone();
    let observed = Observed::new("visibilitychange", move || {
        if !is_seen() {
            left.set(true);
            ring.ring();
        }
    });
    alarm.wait(Some(PATIENCE)).await;
    drop(observed);
    if was_left.get() || !is_seen() {
        return Ok(Opened::App);
    }
    let web = web.ok_or(NotOpened::Unheard)?;
    let window = web_sys::window().ok_or(NotOpened::Unheard)?;
    let gone = window.location().assign(web);
    gone.map(|()| Opened::Web)
        .map_err(|thrown| NotOpened::Refused(words(&thrown)))
}
