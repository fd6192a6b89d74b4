//! Reports of problems: where they go, and those that wait.

use leptos::prelude::*;

use crate::platform::{device_time, keep, kept};
use crate::state::report::Outbox;

/// Under this name the browser keeps those that wait.
const WAITING: &str = "yilu-reports";

/// The signals of reports.
#[derive(Clone, Copy, Default)]
pub struct Reporting {
    /// Where they go, as the site's configuration says; nowhere without it.
    pub to: RwSignal<Option<String>>,
    /// Those that wait, as of when this page looked last.
    pub waiting: RwSignal<Outbox>,
    /// True while the device has no network.
    pub is_offline: RwSignal<bool>,
}

impl Reporting {
    /// Looks what waits: another page of the same site may have changed it.
    pub fn look(self) {
        let found = self.found();
        if self.waiting.with_untracked(|known| *known != found) {
            self.waiting.set(found);
        }
    }

    /// Changes what waits; the second is false when the browser keeps nothing.
    pub fn change<T>(self, change: impl FnOnce(&mut Outbox) -> T) -> (T, bool) {
        let mut outbox = self.found();
        let changed = change(&mut outbox);
        let is_kept = keep(WAITING, &outbox.write());
        self.waiting.set(outbox);
        (changed, is_kept)
    }

    fn found(self) -> Outbox {
        kept(WAITING).map_or_else(
            || self.waiting.get_untracked(),
            |text| Outbox::read(&text, device_time()),
        )
    }
}
