//! Documents where several gateways share a stream: each change names the event that wrote what it
//! changes, so that of two changes at once one is made again.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{DOCUMENT_MAX, Document, Documents, Inner, Key, Next, Refused, size};
use crate::journal::Log;
use crate::shared::{Event, Shared};

/// Times that a change is made again when others were faster.
const TRIES: usize = 20;

impl Documents {
    /// Of a gateway that shares its state with others; nothing is known yet.
    pub(crate) fn shared(shared: &Arc<Shared>) -> Self {
        let inner = Inner {
            all: BTreeMap::new(),
            sizes: BTreeMap::new(),
            unsaved: BTreeSet::new(),
            lines: 0,
            written: BTreeMap::new(),
        };
        Self {
            inner: Mutex::new(inner),
            log: Log::Shared(Arc::clone(shared)),
            changes: AtomicU64::new(0),
        }
    }

    /// Makes a new document of the one that is known; done when all gateways have it.
    pub(super) async fn agree<R>(
        &self,
        shared: &Shared,
        key: &Key,
        mut change: impl FnMut(Option<&Document>) -> (Option<Next>, R),
    ) -> Result<R, Refused> {
        for _ in 0..TRIES {
            let (result, event) = {
                let mut inner = self.inner();
                let known = inner.all.get(key).cloned();
                let (next, result) = change(known.as_deref());
                let next = next.filter(|next| known.as_deref() != Some(&next.document));
                let Some(next) = next else {
                    return Ok(result);
                };
                if !next.is_lasting {
                    // Only what is kept elsewhere is new: each gateway has what it heard itself.
                    inner.put(key, next.document)?;
                    return Ok(result);
                }
                if size(&next.document) > DOCUMENT_MAX {
                    return Err(Refused::Full);
                }
                let after = inner.written.get(key).copied().unwrap_or(0);
                let document = next.document;
                (result, Event::Document { document, after })
            };
            if shared.submit(event).await? {
                return Ok(result);
            }
        }
        let again = "others changed it again and again, or there is no room";
        Err(Refused::Disk(io::Error::other(again)))
    }

    /// Hears of a document, from the event at `position`. True when it is kept: the one before it is
    /// from the event at `after`, and there is room.
    pub(crate) fn hear(&self, document: &Document, after: u64, position: u64) -> bool {
        let mut inner = self.inner();
        let key = &document.key;
        let known = inner.written.get(key).copied().unwrap_or(0);
        if known != after || inner.put(key, document.clone()).is_err() {
            return false;
        }
        inner.written.insert(key.clone(), position);
        self.changes.fetch_add(1, Ordering::AcqRel);
        true
    }

    /// All of them, each with the event that wrote it, for gateways that begin.
    pub(crate) fn written(&self) -> Vec<(Arc<Document>, u64)> {
        let inner = self.inner();
        let all = inner.written.iter();
        all.filter_map(|(key, position)| Some((Arc::clone(inner.all.get(key)?), *position)))
            .collect()
    }

    /// Goes on from what another gateway kept.
    pub(crate) fn restore(&self, kept: Vec<(Document, u64)>) {
        let mut inner = self.inner();
        inner.all.clear();
        inner.sizes.clear();
        inner.written.clear();
        for (document, position) in kept {
            let key = document.key.clone();
            if inner.put(&key, document).is_ok() {
                inner.written.insert(key, position);
            }
        }
        self.changes.fetch_add(1, Ordering::AcqRel);
    }
}
