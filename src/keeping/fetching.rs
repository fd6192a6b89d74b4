//! Fetching files of packs: what arrived stays, and is compared with the list before it counts.

use leptos::prelude::*;
use packs::{PackFile, Packs, chunks};

use crate::platform::{Asked, FetchError, NotStored, Store, fetch_bytes, fetch_part, sha256};
use crate::session::Session;
use crate::state::{Keeping, Progress};

/// Why not all is there.
pub(super) enum NotFetched {
    /// The driver does not want that now.
    Paused,
    /// The network has gone.
    Unreachable,
    /// The browser has no room.
    Full,
    /// What arrived is not what the list says, or the browser refused it.
    Failed(String),
}

impl From<FetchError> for NotFetched {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::Unreachable { .. } => Self::Unreachable,
            FetchError::Status { .. } | FetchError::Whole { .. } => Self::Failed(error.to_string()),
        }
    }
}

impl From<NotStored> for NotFetched {
    fn from(error: NotStored) -> Self {
        match error {
            NotStored::Full => Self::Full,
            NotStored::Refused(_) => Self::Failed(error.to_string()),
        }
    }
}

/// What is still to be fetched.
pub(super) struct Fetch<'a> {
    session: Session,
    store: &'a Store,
    missing: Vec<&'a PackFile>,
    progress: Progress,
}

impl<'a> Fetch<'a> {
    /// Files of the packs with these ids that the store does not have.
    pub(super) async fn new(
        session: Session,
        store: &'a Store,
        packs: &'a Packs,
        ids: &[String],
    ) -> Self {
        let there = store.addresses().await;
        let missing = packs.missing(ids, |address| there.contains(&kept_as(address)));
        let together = |files: &[&PackFile]| files.iter().map(|file| u64::from(file.bytes)).sum();
        let (of, left): (u64, u64) = (together(&packs.missing(ids, |_| false)), together(&missing));
        Self {
            session,
            store,
            missing,
            progress: Progress {
                have: of.saturating_sub(left),
                of,
            },
        }
    }

    /// How far it has come.
    pub(super) fn progress(&self) -> Progress {
        self.progress
    }

    /// Fetches all that is missing.
    pub(super) async fn all(&mut self) -> Result<(), NotFetched> {
        for file in std::mem::take(&mut self.missing) {
            self.go_on()?;
            let pieces = chunks(file.bytes).count();
            if pieces == 0 {
                self.whole(file).await?;
            } else {
                self.in_pieces(file).await?;
            }
        }
        Ok(())
    }

    /// Shows how far it has come, unless the driver wants a pause.
    fn go_on(&self) -> Result<(), NotFetched> {
        let offline = self.session.offline;
        if offline.is_paused.get_untracked() {
            return Err(NotFetched::Paused);
        }
        offline.keeping.set(Keeping::Fetching(self.progress));
        Ok(())
    }

    async fn whole(&mut self, file: &PackFile) -> Result<(), NotFetched> {
        let address = kept_as(&file.address());
        // The page may have fetched it a moment ago.
        let mut bytes = fetch_bytes(&address, Asked::AsKept).await?;
        if !is_right(file, &bytes).await {
            bytes = fetch_bytes(&address, Asked::Fresh).await?;
        }
        self.keep(file, &bytes).await?;
        self.progress.have += u64::from(file.bytes);
        Ok(())
    }

    /// A long file: each piece is kept as it arrives, so that the next try goes on from there.
    async fn in_pieces(&mut self, file: &PackFile) -> Result<(), NotFetched> {
        let address = kept_as(&file.address());
        let mut whole = Vec::with_capacity(file.bytes as usize);
        let mut pieces = Vec::new();
        for chunk in chunks(file.bytes) {
            self.go_on()?;
            let name = format!("{address}&from={}", chunk.from);
            let length = (chunk.to - chunk.from) as usize;
            let kept = self.store.bytes(&name).await;
            let kept = kept.filter(|bytes| bytes.len() == length);
            let bytes = if let Some(bytes) = kept {
                bytes
            } else {
                let most = u64::from(file.bytes);
                let part = fetch_part(&address, &chunk.range(), most, Asked::Fresh).await?;
                let bytes = part.bytes;
                if part.of.is_none() {
                    // This server gives no pieces.
                    self.forget(&pieces).await;
                    self.keep(file, &bytes).await?;
                    self.progress.have += u64::from(file.bytes) - whole.len() as u64;
                    return Ok(());
                }
                self.store.put(&name, &bytes).await?;
                bytes
            };
            pieces.push(name);
            self.progress.have += bytes.len() as u64;
            whole.extend_from_slice(&bytes);
        }
        let kept = self.keep(file, &whole).await;
        // Of pieces that do not fit together none can be trusted.
        self.forget(&pieces).await;
        kept
    }

    async fn forget(&self, pieces: &[String]) {
        for piece in pieces {
            self.store.remove(piece).await;
        }
    }

    async fn keep(&self, file: &PackFile, bytes: &[u8]) -> Result<(), NotFetched> {
        if !is_right(file, bytes).await {
            let found = bytes.len();
            let words = format!("{}: found another content ({found} bytes)", file.path);
            return Err(NotFetched::Failed(words));
        }
        Ok(self.store.put(&kept_as(&file.address()), bytes).await?)
    }
}

/// Addresses of the list are relative to its folder, those of the store to the page's.
pub(super) fn kept_as(address: &str) -> String {
    format!("data/{address}")
}

/// True for what the list says. A store is only where digests are.
async fn is_right(file: &PackFile, bytes: &[u8]) -> bool {
    bytes.len() == file.bytes as usize && sha256(bytes).await == Some(file.sha256)
}
