//! The device's clocks, waiting, and chance.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Date, Function, Math, Promise};
use live::{Ticks, UnixTime};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// So long [`painted`] waits at most.
const UNPAINTED_MS: i32 = 100;

/// What the device's clocks say.
pub fn ticks() -> Ticks {
    let performance = web_sys::window().and_then(|window| window.performance());
    let wall = Date::now() / 1000.0;
    Ticks {
        wall,
        steady: performance.map_or(wall, |performance| performance.now() / 1000.0),
    }
}

/// The time now by the device's clock, which may be wrong.
pub fn device_time() -> UnixTime {
    #[expect(clippy::cast_possible_truncation, reason = "seconds since 1970")]
    let seconds = (Date::now() / 1000.0) as i64;
    UnixTime(seconds)
}

/// China has one clock, eight hours before UTC, all year. Opening hours, tariffs and departures are
/// told by it, wherever the device believes to be.
const CHINA_MS: f64 = 8.0 * 3_600_000.0;

/// A date whose parts in UTC are those of the clocks in China so many milliseconds after 1970.
fn in_china(millis: f64) -> Date {
    Date::new(&JsValue::from_f64(millis + CHINA_MS))
}

/// `11-23 14:05`, as a clock on a wall in China shows it.
pub fn local_time(time: UnixTime) -> String {
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970")]
    let date = in_china(time.0 as f64 * 1000.0);
    let (month, day) = (date.get_utc_month() + 1, date.get_utc_date());
    format!(
        "{month:02}-{day:02} {:02}:{:02}",
        date.get_utc_hours(),
        date.get_utc_minutes()
    )
}

/// `2026-11-23`, the day in China.
pub fn local_date(time: UnixTime) -> String {
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970")]
    let date = in_china(time.0 as f64 * 1000.0);
    format!(
        "{:04}-{:02}-{:02}",
        date.get_utc_full_year(),
        date.get_utc_month() + 1,
        date.get_utc_date()
    )
}

/// The minute that a clock on a wall in China shows now: `2026-11-26T08:30`.
pub fn local_minute() -> String {
    let date = in_china(Date::now());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        date.get_utc_full_year(),
        date.get_utc_month() + 1,
        date.get_utc_date(),
        date.get_utc_hours(),
        date.get_utc_minutes()
    )
}

/// The time now as calendars stamp it: `20261126T083000Z`.
pub fn utc_stamp() -> String {
    let now = String::from(Date::new_0().to_iso_string());
    let (seconds, _) = now.split_once('.').unwrap_or((&now, ""));
    seconds.replace(['-', ':'], "") + "Z"
}

/// A time as HTTP writes it; `None` for anything else.
pub(super) fn parse(date: &str) -> Option<UnixTime> {
    let seconds = Date::parse(date) / 1000.0;
    #[expect(clippy::cast_possible_truncation, reason = "seconds since 1970")]
    let time = UnixTime(seconds as i64);
    seconds.is_finite().then_some(time)
}

/// Any number from 0 to 1.
pub fn random() -> f64 {
    Math::random()
}

/// Waits for the next turn of the page: what was done until now is a task of its own, and the browser may
/// do something else first.
pub async fn turn() {
    let turned = Promise::new(&mut |resolve: Function, _| {
        // A message is a task of its own, and comes sooner than any timer: these wait for 4 ms when many
        // follow one another.
        let sent = MessageChannel::new().and_then(|channel| {
            channel.port1().set_onmessage(Some(&resolve));
            channel.port2().post_message(&JsValue::NULL)
        });
        if sent.is_err() {
            // Then it is the same turn. Resolving a promise cannot fail.
            let _ = resolve.call0(&JsValue::NULL);
        }
    });
    // It is never rejected.
    let _ = JsFuture::from(turned).await;
}

/// Waits until the page is painted as it is now, or for a tenth of a second: what is not seen is not
/// painted.
pub async fn painted() {
    let framed = Promise::new(&mut |resolve: Function, _| {
        // A window that is left paints nothing, and nobody waits in it.
        if let Some(window) = web_sys::window() {
            let _ = window.request_animation_frame(&resolve);
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, UNPAINTED_MS);
        }
    });
    // It is never rejected.
    let _ = JsFuture::from(framed).await;
    turn().await;
}

/// Waiting that can be ended early. A ring that nobody waits for ends the next wait.
#[derive(Clone, Default)]
pub struct Alarm {
    ring: Rc<RefCell<Option<Function>>>,
    was_rung: Rc<Cell<bool>>,
}

impl Alarm {
    /// Waits so many seconds, or until somebody rings; without a time until then only.
    pub async fn wait(&self, seconds: Option<f64>) {
        if self.was_rung.take() {
            return;
        }
        let wait = Promise::new(&mut |resolve: Function, _| {
            let window = web_sys::window();
            if let (Some(seconds), Some(window)) = (seconds, window) {
                #[expect(clippy::cast_possible_truncation, reason = "an hour at most")]
                let millis = (seconds.clamp(0.0, 3600.0) * 1000.0) as i32;
                // A window that is left has no timers, and nobody waits in it.
                let _ =
                    window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
            }
            *self.ring.borrow_mut() = Some(resolve);
        });
        // It is never rejected.
        let _ = JsFuture::from(wait).await;
        *self.ring.borrow_mut() = None;
    }

    /// Ends the wait, or the next one.
    pub fn ring(&self) {
        match self.ring.borrow_mut().take() {
            // Resolving a promise cannot fail.
            Some(ring) => drop(ring.call0(&JsValue::NULL)),
            None => self.was_rung.set(true),
        }
    }
}
