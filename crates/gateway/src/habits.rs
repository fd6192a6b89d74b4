//! How busy stations usually are: counted every minute, kept on disk, given out as `usual.json`.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use live::{History, Layout, LiveFile, Mirror, UnixTime};
use tokio::time::{MissedTickBehavior, interval};

use crate::durable;
use crate::hex::hex;
use crate::http::Gateway;
use crate::packed::Packed;
use sha2::{Digest as _, Sha256};

/// The history counts minutes.
const MINUTE: Duration = Duration::from_secs(60);
/// It is written down and given out so often, in minutes: a crash loses no more of it.
const KEPT_EVERY: u32 = 10;
/// Its file, in the folder of the journal.
const FILE: &str = "history.json";

/// What was seen of stations.
#[derive(Debug)]
pub(crate) struct Habits {
    path: PathBuf,
    /// How far local time is ahead of UTC, in minutes.
    east: i32,
    history: Mutex<History>,
    packed: Mutex<Arc<Packed>>,
}

impl Habits {
    /// Goes on from the file in the folder of the journal. One that cannot be read is put aside: what
    /// is usual is learnt again, and nothing else depends on it.
    pub(crate) fn open(state: &Path, east: i32) -> io::Result<Self> {
        let path = state.join(FILE);
        let history = match std::fs::read(&path) {
            Ok(json) => match History::read(&json) {
                Ok(history) => history,
                Err(error) => {
                    tracing::warn!("{}: {error}; it is put aside", path.display());
                    std::fs::rename(&path, durable::beside(&path, ".bad"))?;
                    History::default()
                }
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => History::default(),
            Err(error) => return Err(error),
        };
        let packed = Mutex::new(Arc::new(pack(&history, east)));
        Ok(Self {
            path,
            east,
            history: Mutex::new(history),
            packed,
        })
    }

    fn history(&self) -> MutexGuard<'_, History> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts what a file says as so for one minute.
    pub(crate) fn see(&self, layout: Arc<Layout>, file: &LiveFile, now: UnixTime) {
        // Stations may just have changed: then the next minute counts.
        if let Ok(mirror) = Mirror::new(layout, file) {
            self.history().see(&mirror, now, self.east);
        }
    }

    /// Writes it down and gives it out.
    pub(crate) fn keep(&self) -> io::Result<()> {
        let (json, packed) = {
            let history = self.history();
            (history.to_json(), pack(&history, self.east))
        };
        *self.packed.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(packed);
        durable::replace(&self.path, &json)
    }

    /// `usual.json`.
    pub(crate) fn packed(&self) -> Arc<Packed> {
        let packed = self.packed.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&packed)
    }
}

fn pack(history: &History, east: i32) -> Packed {
    let json = history.usual(east).to_json();
    let hash = hex(&Sha256::digest(&json));
    let tag = format!("\"{}\"", hash.get(..16).unwrap_or_default());
    Packed::new(json, "application/json", tag)
}

/// Counts and keeps for as long as the gateway runs.
pub(crate) async fn run(gateway: Arc<Gateway>) {
    let mut minutes = interval(MINUTE);
    minutes.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut counted = 0;
    loop {
        minutes.tick().await;
        counted += 1;
        let gateway = Arc::clone(&gateway);
        let is_due = counted % KEPT_EVERY == 0;
        // A city takes some milliseconds, and a disk may take longer.
        let done = tokio::task::spawn_blocking(move || {
            let now = gateway.now();
            if let Some(edition) = gateway.editions.newest() {
                let layout = Arc::clone(&edition.layout);
                gateway
                    .beside
                    .habits
                    .see(layout, &gateway.store.file(now), now);
            }
            if is_due && let Err(error) = gateway.beside.habits.keep() {
                tracing::warn!("the history was not kept: {error}");
            }
        });
        if let Err(error) = done.await {
            tracing::error!("the history: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn what_was_kept_is_there_again_and_a_damaged_file_is_put_aside() {
        let folder = std::env::temp_dir().join(format!("yilu-habits-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let habits = Habits::open(&folder, 480).unwrap();
        habits.keep().unwrap();
        let kept = std::fs::read(folder.join(FILE)).unwrap();
        assert_eq!(History::read(&kept).unwrap(), History::default());
        std::fs::write(folder.join(FILE), b"{\"stations\":").unwrap();
        let habits = Habits::open(&folder, 480).unwrap();
        assert_eq!(*habits.history(), History::default());
        assert!(folder.join("history.json.bad").is_file());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
