//! Where the driver is. Asked once, on a tap, never in the background.

use std::cell::Cell;

use js_sys::{Function, Promise, Reflect};
use thiserror::Error;
use units::LatLon;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Geolocation, Position, PositionError, PositionOptions};

/// Cold receivers in a valley need a while.
const TIMEOUT_MS: u32 = 15_000;
/// An answer of the last minute is good enough.
const AGE_MAX_MS: u32 = 60_000;

/// Why there is no position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotLocated {
    /// The driver or the page's host refused.
    #[error("locate: permission was denied")]
    Denied,
    /// The device does not know.
    #[error("locate: no position is available")]
    Unavailable,
    /// The device took too long.
    #[error("locate: no position within 15 s")]
    Timeout,
    /// The browser cannot do it.
    #[error("locate: the browser has no geolocation")]
    Unsupported,
}

/// A device that does not move, and that may not ask where it is.
#[derive(Clone, Copy)]
enum Board {
    At(LatLon),
    Unknown,
}

thread_local! {
    /// Set when the device is a board.
    static BOARD: Cell<Option<Board>> = const { Cell::new(None) };
}

/// From now on the device is at `place`, or nowhere known, and nobody is asked.
pub fn stand_at(place: Option<LatLon>) {
    BOARD.set(Some(place.map_or(Board::Unknown, Board::At)));
}

/// Asks the browser where the device is. The browser asks the driver first.
pub async fn locate() -> Result<LatLon, NotLocated> {
    match BOARD.get() {
        Some(Board::At(place)) => return Ok(place),
        Some(Board::Unknown) => return Err(NotLocated::Unavailable),
        None => {}
    }
    let geolocation = geolocation().ok_or(NotLocated::Unsupported)?;
    let options = PositionOptions::new();
    options.set_enable_high_accuracy(true);
    options.set_timeout(TIMEOUT_MS);
    options.set_maximum_age(AGE_MAX_MS);
    let answer = Promise::new(&mut |resolve: Function, reject: Function| {
        let asked = geolocation.get_current_position_with_error_callback_and_options(
            &resolve,
            Some(&reject),
            &options,
        );
        if asked.is_err() {
            // The answer is the same as if the device had said so.
            let _ = reject.call0(&JsValue::NULL);
        }
    });
    match JsFuture::from(answer).await {
        Ok(position) => located(&position.unchecked_into()),
        Err(error) => Err(reason(&error)),
    }
}

/// The browser's positions, where it has them.
pub(super) fn geolocation() -> Option<Geolocation> {
    let navigator = web_sys::window()?.navigator();
    let geolocation = navigator.geolocation().ok()?;
    (!geolocation.is_undefined()).then_some(geolocation)
}

fn located(found: &Position) -> Result<LatLon, NotLocated> {
    let found = found.coords();
    LatLon::new(found.latitude(), found.longitude()).map_err(|_| NotLocated::Unavailable)
}

/// Why the browser gave no position.
pub(super) fn reason(error: &JsValue) -> NotLocated {
    let code = Reflect::get(error, &"code".into())
        .ok()
        .and_then(|code| code.as_f64());
    let is = |known: u16| code.is_some_and(|code| (code - f64::from(known)).abs() < 0.5);
    if is(PositionError::PERMISSION_DENIED) {
        NotLocated::Denied
    } else if is(PositionError::TIMEOUT) {
        NotLocated::Timeout
    } else {
        NotLocated::Unavailable
    }
}
