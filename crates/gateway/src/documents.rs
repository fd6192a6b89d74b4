//! What operators say of their stations, as they say it: a document for each station and each
//! pushed price. The file of stations is made of these.
//!
//! Like states, documents are in a journal before they are acknowledged, and an older one never
//! replaces a newer one.

mod together;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::journal::{Journal, Log};
use crate::metrics::Refusal;

/// Name of the journal in its folder.
const NAME: &str = "documents";
/// The largest document, in bytes.
pub(crate) const DOCUMENT_MAX: usize = 256 << 10;
/// All documents of one source at most, in bytes.
const SOURCE_MAX: usize = 256 << 20;
/// Lines of the journal after which it is compacted, besides two for each document.
const LINES: usize = 10_000;

/// What a document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// A station: `StationInfo` of T/CEC 102, a location of OCPI.
    #[serde(rename = "s")]
    Station,
    /// The price of a station: `StationFee` of T/CEC 102.
    #[serde(rename = "f")]
    Fee,
}

/// Which document: source, kind, and the station's id at the source.
pub(crate) type Key = (String, Kind, String);

/// A document; also a line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Document {
    /// Which one.
    #[serde(rename = "k")]
    pub(crate) key: Key,
    /// When it was made, by the source's clock: milliseconds since 1970, and a count.
    #[serde(rename = "t")]
    pub(crate) order: (i64, u32),
    /// What it says; null for a station of the file on disk that is gone.
    #[serde(rename = "v")]
    pub(crate) value: Value,
    /// The day on which the station was gone, `YYYY-MM-DD`.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub(crate) gone: Option<String>,
}

/// What takes a document's place.
#[derive(Debug)]
pub(crate) struct Next {
    /// The new one.
    pub(crate) document: Document,
    /// False when only states or times in it are new: these are kept elsewhere, so that it need not
    /// be written anew.
    pub(crate) is_lasting: bool,
}

impl Next {
    /// Something that lasts.
    pub(crate) fn lasting(document: Document) -> Self {
        Self {
            document,
            is_lasting: true,
        }
    }
}

/// Why a document is not kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    /// It is too large, or with all others of its source.
    #[error("found more than {DOCUMENT_MAX} bytes, or {SOURCE_MAX} of one source, expected fewer")]
    Full,
    /// The disk did not take it.
    #[error("the journal was not written: {0}")]
    Disk(#[from] io::Error),
}

impl Refused {
    /// What a partner is told, and the log when it is ours to mend.
    pub(crate) fn refusal(&self) -> Refusal {
        match self {
            Self::Full => Refusal::Large,
            Self::Disk(_) => {
                tracing::error!("documents: {self}");
                Refusal::Disk
            }
        }
    }
}

/// All documents.
#[derive(Debug)]
pub(crate) struct Documents {
    inner: Mutex<Inner>,
    log: Log<Document>,
    /// Grows with each change.
    changes: AtomicU64,
}

#[derive(Debug)]
struct Inner {
    all: BTreeMap<Key, Arc<Document>>,
    /// Bytes of each source's documents.
    sizes: BTreeMap<String, usize>,
    /// Those that are not on disk for certain: whoever sends them again is acknowledged only when
    /// they are.
    unsaved: BTreeSet<Key>,
    lines: usize,
    /// Which event of the shared stream wrote each of them.
    written: BTreeMap<Key, u64>,
}

impl Documents {
    /// Opens the journal of `folder`.
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        let (journal, lines) = Journal::<Document>::open(folder, NAME)?;
        let count = lines.len();
        // Each line was newer than those before it.
        let all = lines
            .into_iter()
            .map(|document| (document.key.clone(), Arc::new(document)));
        let all: BTreeMap<Key, Arc<Document>> = all.collect();
        let mut sizes = BTreeMap::new();
        for (key, document) in &all {
            *sizes.entry(key.0.clone()).or_default() += size(document);
        }
        let inner = Inner {
            all,
            sizes,
            unsaved: BTreeSet::new(),
            lines: count,
            written: BTreeMap::new(),
        };
        Ok(Self {
            changes: AtomicU64::new(u64::from(!inner.all.is_empty())),
            inner: Mutex::new(inner),
            log: Log::Journal(journal),
        })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How often anything changed.
    pub(crate) fn changes(&self) -> u64 {
        self.changes.load(Ordering::Acquire)
    }

    /// All of them, by source, kind and id.
    pub(crate) fn all(&self) -> Vec<Arc<Document>> {
        self.inner().all.values().cloned().collect()
    }

    /// The document with this key.
    pub(crate) fn get(&self, key: &Key) -> Option<Arc<Document>> {
        self.inner().all.get(key).cloned()
    }

    /// The ids of all documents of a source and kind.
    pub(crate) fn ids(&self, source: &str, kind: Kind) -> BTreeSet<String> {
        let inner = self.inner();
        let all = inner.all.range((source.to_owned(), kind, String::new())..);
        all.take_while(|(key, _)| key.0 == source && key.1 == kind)
            .filter(|(_, document)| document.gone.is_none())
            .map(|(key, _)| key.2.clone())
            .collect()
    }

    /// Makes a new document of the one that is known, all at once; done when it is on disk. Nothing
    /// changes when `change` returns the old one, or `None`.
    pub(crate) async fn change<R>(
        &self,
        key: &Key,
        mut change: impl FnMut(Option<&Document>) -> (Option<Next>, R),
    ) -> Result<R, Refused> {
        let journal = match &self.log {
            Log::Journal(journal) => journal,
            Log::Shared(shared) => return self.agree(shared, key, change).await,
        };
        let (result, added, compacted) = {
            let mut inner = self.inner();
            let known = inner.all.get(key).cloned();
            let (next, result) = change(known.as_deref());
            let next = next.filter(|next| known.as_deref() != Some(&next.document));
            if let Some(Next {
                document: next,
                is_lasting,
            }) = next
            {
                inner.put(key, next)?;
                if is_lasting {
                    inner.unsaved.insert(key.clone());
                    self.changes.fetch_add(1, Ordering::AcqRel);
                }
            }
            let newest = inner.all.get(key);
            let Some(newest) = newest.filter(|_| inner.unsaved.contains(key)) else {
                return Ok(result);
            };
            let newest = Document::clone(newest);
            inner.lines += 1;
            let added = journal.add(vec![newest.clone()]);
            let compacted = (inner.lines > LINES + 2 * inner.all.len()).then(|| {
                inner.lines = inner.all.len();
                let all = inner.all.values().map(|one| Document::clone(one));
                journal.compact(all.collect())
            });
            (result, (added, newest), compacted)
        };
        let (added, newest) = added;
        added.await?;
        {
            let mut inner = self.inner();
            if inner.all.get(key).is_some_and(|now| **now == newest) {
                inner.unsaved.remove(key);
            }
        }
        if let Some(compacted) = compacted
            && let Err(error) = compacted.await
        {
            // The old file still holds everything.
            tracing::warn!("the journal of documents was not compacted: {error}");
        }
        Ok(result)
    }

    /// Keeps a document unless a newer one is known; true when something changed.
    pub(crate) async fn put(&self, document: Document) -> Result<bool, Refused> {
        let key = document.key.clone();
        self.change(&key, |known| match known {
            Some(known) if known.order >= document.order => (None, false),
            _ => (Some(Next::lasting(document.clone())), true),
        })
        .await
    }
}

impl Inner {
    /// Keeps a document if there is room for it.
    fn put(&mut self, key: &Key, document: Document) -> Result<(), Refused> {
        let old = self.all.get(key).map_or(0, |known| size(known));
        let new = size(&document);
        let sum = self.sizes.entry(key.0.clone()).or_default();
        if new > DOCUMENT_MAX || (new > old && *sum + new - old > SOURCE_MAX) {
            return Err(Refused::Full);
        }
        *sum = (*sum + new).saturating_sub(old);
        self.all.insert(key.clone(), Arc::new(document));
        Ok(())
    }
}

/// Bytes of a document.
pub(crate) fn size(document: &Document) -> usize {
    serde_json::to_vec(&document.value).map_or(usize::MAX, |json| json.len())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(id: &str, millis: i64, value: Value) -> Document {
        Document {
            key: ("op".to_owned(), Kind::Station, id.to_owned()),
            order: (millis, 0),
            value,
            gone: None,
        }
    }

    #[tokio::test]
    async fn the_newest_is_kept_and_is_there_after_a_restart() {
        let folder = std::env::temp_dir().join(format!("yilu-documents-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let documents = Documents::open(&folder).unwrap();
        let put = async |millis, value| {
            let put = documents.put(document("1", millis, value)).await;
            put.unwrap()
        };
        assert!(put(5, json!({"a": 1})).await);
        assert!(!put(4, json!({"a": 2})).await);
        assert!(!put(5, json!({"a": 3})).await);
        let changes = documents.changes();
        assert!(put(7, json!({"a": 4})).await && documents.changes() > changes);
        let large = json!("x".repeat(DOCUMENT_MAX));
        assert!(matches!(
            documents.put(document("2", 1, large)).await,
            Err(Refused::Full)
        ));
        let again = Documents::open(&folder).unwrap();
        assert_eq!(again.all().len(), 1);
        let key = ("op".to_owned(), Kind::Station, "1".to_owned());
        assert_eq!(again.get(&key).unwrap().value, json!({"a": 4}));
        assert_eq!(again.ids("op", Kind::Station).len(), 1);
        assert!(again.ids("o", Kind::Station).is_empty());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
