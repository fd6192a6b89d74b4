//! Editions of the file of stations: the newest is announced, those before it can still be fetched.

use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use live::Layout;
use sha2::{Digest as _, Sha256};
use stations::read_snapshot;

use crate::durable;
use crate::hex::hex;
use crate::manifest::Manifest;
use crate::packed::Packed;

/// Editions that can be fetched: whoever read the manifest a minute ago finds its file.
const KEPT: usize = 4;
/// Folder of their files, in the folder of the journal.
const FOLDER: &str = "stations";

/// One file of stations.
#[derive(Debug)]
pub(crate) struct Edition {
    /// Which connectors it has.
    pub(crate) layout: Arc<Layout>,
    /// The manifest that announces it.
    pub(crate) manifest: Packed,
    /// Its name.
    pub(crate) name: String,
    /// The file.
    pub(crate) file: Packed,
}

impl Edition {
    /// The name under which a file goes.
    pub(crate) fn name(bytes: &[u8]) -> String {
        format!("{}.yilu", hex(&Sha256::digest(bytes)))
    }

    /// Reads a file of stations, called `from` in messages.
    pub(crate) fn read(bytes: Vec<u8>, from: &str) -> Result<Self> {
        let read = read_snapshot(&bytes).with_context(|| from.to_owned())?;
        for finding in &read.findings {
            tracing::warn!("{from}: {finding}");
        }
        let manifest = Manifest::new(&bytes, &read.value);
        let layout = Layout::new(&manifest.snapshot, &read.value.stations);
        tracing::info!(
            stations = layout.stations(),
            connectors = layout.slots().count(),
            snapshot = manifest.snapshot,
            "stations"
        );
        let (manifest, (name, file)) = manifest.packed(bytes);
        Ok(Self {
            layout: Arc::new(layout),
            manifest,
            name,
            file,
        })
    }
}

/// The newest edition and some before it.
#[derive(Debug)]
pub(crate) struct Editions {
    /// The newest first.
    all: Mutex<VecDeque<Arc<Edition>>>,
}

impl Editions {
    /// One edition.
    pub(crate) fn new(edition: Edition) -> Self {
        Self {
            all: Mutex::new(VecDeque::from([Arc::new(edition)])),
        }
    }

    fn all(&self) -> MutexGuard<'_, VecDeque<Arc<Edition>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The newest.
    pub(crate) fn newest(&self) -> Option<Arc<Edition>> {
        self.all().front().cloned()
    }

    /// The one whose file has this name.
    pub(crate) fn named(&self, name: &str) -> Option<Arc<Edition>> {
        let all = self.all();
        all.iter().find(|edition| edition.name == name).cloned()
    }

    /// None yet.
    pub(crate) fn none() -> Self {
        Self {
            all: Mutex::default(),
        }
    }

    /// Their names, the newest first.
    pub(crate) fn names(&self) -> Vec<String> {
        self.all().iter().map(|one| one.name.clone()).collect()
    }

    /// A new one; the oldest is forgotten.
    pub(crate) fn add(&self, edition: Arc<Edition>) {
        let mut all = self.all();
        all.retain(|known| known.name != edition.name);
        all.push_front(edition);
        all.truncate(KEPT);
    }
}

/// Writes a file of stations under its name, whole or not at all, and removes all but the newest
/// few. A static host may take it from there.
pub(crate) fn write(state: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let folder = state.join(FOLDER);
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(name);
    if !path.exists() {
        durable::replace(&path, bytes)?;
    }
    let mut old = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let entry = entry?;
        let is_ours = entry.path().extension().is_some_and(|end| end == "yilu");
        if is_ours && entry.file_name() != *name {
            old.push((entry.metadata()?.modified()?, entry.path()));
        }
    }
    old.sort();
    let many = old.len().saturating_sub(KEPT - 1);
    old.iter()
        .take(many)
        .try_for_each(|(_, path)| std::fs::remove_file(path))
}
