//! What was heard last, kept for a start without a network: there it is history, with its time.

use crate::platform::{DATA, Store, ticks};

/// Addresses in the store: of no file that a site gives out.
const MANIFEST: &str = "kept/manifest.json";
const STATIONS: &str = "kept/stations.yilu";
const FILE: &str = "kept/live.json";
/// So long the file that is kept will do, in seconds.
const PACE_S: f64 = 300.0;

/// The store, and what was put there.
#[derive(Default)]
pub(super) struct Memory {
    store: Option<Store>,
    /// Name of the snapshot whose stations are there.
    snapshot: Option<String>,
    /// When the file was put there, by the steady clock.
    at: Option<f64>,
}

/// What was heard last.
pub(super) struct Remembered {
    pub(super) manifest: Vec<u8>,
    pub(super) stations: Vec<u8>,
    pub(super) file: Vec<u8>,
}

impl Memory {
    /// Of a browser that may keep nothing.
    pub(super) async fn open() -> Self {
        Self {
            store: Store::open(DATA).await,
            ..Self::default()
        }
    }

    /// True when the stations of this snapshot are not there.
    pub(super) fn wants_stations(&self, snapshot: &str) -> bool {
        self.store.is_some() && self.snapshot.as_deref() != Some(snapshot)
    }

    /// Keeps a manifest with its stations. What fails only is not there later.
    pub(super) async fn keep_stations(&mut self, snapshot: &str, manifest: &[u8], stations: &[u8]) {
        let Some(store) = &self.store else { return };
        // A file of other stations would be of no use.
        store.remove(FILE).await;
        self.at = None;
        let is_kept = store.put(STATIONS, stations).await.is_ok()
            && store.put(MANIFEST, manifest).await.is_ok();
        self.snapshot = is_kept.then(|| snapshot.to_owned());
    }

    /// Keeps a whole file, now and then.
    pub(super) async fn keep_file(&mut self, file: &[u8]) {
        let now = ticks().steady;
        let is_due = self.at.is_none_or(|at| now - at >= PACE_S);
        if let (Some(store), true, true) = (&self.store, is_due, self.snapshot.is_some()) {
            self.at = store.put(FILE, file).await.is_ok().then_some(now);
        }
    }

    /// What was heard last, by whichever page.
    pub(super) async fn recall(&self) -> Option<Remembered> {
        let store = self.store.as_ref()?;
        Some(Remembered {
            manifest: store.bytes(MANIFEST).await?,
            stations: store.bytes(STATIONS).await?,
            file: store.bytes(FILE).await?,
        })
    }
}
