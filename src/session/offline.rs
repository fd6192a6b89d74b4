//! What there is without a network.

use std::sync::Arc;

use leptos::prelude::*;
use packs::{Pack, Packs};

use crate::platform::Service;
use crate::state::{Connection, Keeping, KeptApp, Renewal};

/// The signals of data packs, of what is kept, and of the network.
#[derive(Clone, Copy)]
pub struct OfflineSession {
    /// What the site offers, as far as this page knows; `None` where it lists nothing.
    pub packs: RwSignal<Option<Arc<Packs>>>,
    /// The pack that is loaded.
    pub pack: RwSignal<Option<Arc<Pack>>>,
    /// Whether there is a network.
    pub connection: RwSignal<Connection>,
    /// Where keeping the data stands.
    pub keeping: RwSignal<Keeping>,
    /// Whether the app itself is kept.
    pub app: RwSignal<KeptApp>,
    /// The packs of which all is kept, by their ids.
    pub there: RwSignal<Vec<String>>,
    /// True while the driver wants nothing to be fetched.
    pub is_paused: RwSignal<bool>,
    /// Where keeping the base map stands.
    pub base: RwSignal<Keeping>,
    /// True while the driver does not want it to be fetched.
    pub is_base_paused: RwSignal<bool>,
    /// True while it is drawn, from what is kept or from the site.
    pub is_base_drawn: RwSignal<bool>,
    /// Grows with each wish to look again what is to be fetched.
    pub wake: RwSignal<u32>,
    /// What waits to replace what is shown.
    pub renewal: RwSignal<Renewal>,
    /// What keeps the app, once it does.
    pub service: StoredValue<Option<Service>, LocalStorage>,
}

impl OfflineSession {
    /// True when a pack can be shown now: it is kept, or can be fetched.
    pub fn can_show(self, id: &str) -> bool {
        self.connection.get() == Connection::Connected
            || self.there.with(|there| there.iter().any(|kept| kept == id))
    }
}

impl Default for OfflineSession {
    fn default() -> Self {
        Self {
            packs: RwSignal::default(),
            pack: RwSignal::default(),
            connection: RwSignal::default(),
            keeping: RwSignal::default(),
            app: RwSignal::default(),
            there: RwSignal::default(),
            is_paused: RwSignal::default(),
            base: RwSignal::default(),
            is_base_drawn: RwSignal::default(),
            is_base_paused: RwSignal::default(),
            wake: RwSignal::default(),
            renewal: RwSignal::default(),
            service: StoredValue::new_local(None),
        }
    }
}
