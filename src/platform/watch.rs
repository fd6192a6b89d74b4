//! Where the driver is, again and again, for as long as he wants to be followed.

use js_sys::{Date, Reflect};
use thiserror::Error;
use wasm_bindgen::prelude::*;
use web_sys::{Geolocation, Position, PositionOptions};

use super::NotLocated;
use super::geolocation::{geolocation, reason};
use crate::state::drive::Fix;

/// Positions older than this are of no use at a motorway's speed.
const AGE_MAX_MS: u32 = 2_000;
/// After so long without a position the driver is told; the watch goes on.
const TIMEOUT_MS: u32 = 30_000;

/// Why nothing is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotWatched {
    /// There is no position, now or ever.
    #[error("watch the position: {0}")]
    NotLocated(NotLocated),
}

/// A watch of the device's position; dropping it ends the watch.
pub struct PositionWatch {
    geolocation: Geolocation,
    id: i32,
    _on_position: Closure<dyn FnMut(Position)>,
    _on_error: Closure<dyn FnMut(JsValue)>,
}

/// Tells `on_news` each position of the device. The browser asks the driver first. A position that is
/// missing for a while is told too, and may come back; one that was denied does not.
pub fn watch_position(
    on_news: impl Fn(Result<Fix, NotWatched>) + Clone + 'static,
) -> Result<PositionWatch, NotWatched> {
    let unsupported = || NotWatched::NotLocated(NotLocated::Unsupported);
    let geolocation = geolocation().ok_or_else(unsupported)?;
    let options = PositionOptions::new();
    options.set_enable_high_accuracy(true);
    options.set_maximum_age(AGE_MAX_MS);
    options.set_timeout(TIMEOUT_MS);
    let tell = on_news.clone();
    let on_position = Closure::<dyn FnMut(Position)>::new(move |position: Position| {
        if let Some(fix) = fix(&position) {
            tell(Ok(fix));
        }
    });
    let on_error = Closure::<dyn FnMut(JsValue)>::new(move |error: JsValue| {
        on_news(Err(NotWatched::NotLocated(reason(&error))));
    });
    let id = geolocation
        .watch_position_with_error_callback_and_options(
            on_position.as_ref().unchecked_ref(),
            Some(on_error.as_ref().unchecked_ref()),
            &options,
        )
        .map_err(|_| unsupported())?;
    Ok(PositionWatch {
        geolocation,
        id,
        _on_position: on_position,
        _on_error: on_error,
    })
}

impl Drop for PositionWatch {
    fn drop(&mut self) {
        self.geolocation.clear_watch(self.id);
    }
}

/// What of a position can be used. Read by name: browsers give null for what they do not know.
fn fix(position: &Position) -> Option<Fix> {
    let coords = position.coords();
    let number = |name: &str| {
        let value = Reflect::get(&coords, &name.into()).ok()?;
        value.as_f64()
    };
    Fix::new(
        (number("latitude")?, number("longitude")?),
        number("accuracy").unwrap_or(f64::NAN),
        number("speed"),
        number("heading"),
        Date::now() / 1000.0,
    )
}
