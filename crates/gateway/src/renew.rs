//! Making the file of stations anew when operators said something new of them.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use feeds::FeedKind;

use crate::catalogue::{Catalogue, Teacher};
use crate::config::Config;
use crate::documents::Documents;
use crate::edition::{self, Edition};
use crate::http::Gateway;

/// How often one looks whether there is something new.
const LOOK: Duration = Duration::from_millis(100);
/// After a failure one waits so long.
const AGAIN: Duration = Duration::from_secs(5);
/// Findings that are told of one file.
const FINDINGS: usize = 20;

/// Makes files of stations.
#[derive(Debug)]
pub(crate) struct Renewal {
    catalogue: Arc<Catalogue>,
    every: Duration,
    state: PathBuf,
    /// Changes of the documents that the newest file has.
    changes: u64,
}

impl Renewal {
    /// Reads the file on disk; the first edition is that file, or what the documents make of it.
    pub(crate) fn new(config: &Config, documents: &Documents) -> Result<(Self, Edition)> {
        let mut on_disk = None;
        if let Some(path) = &config.stations {
            let name = path.display().to_string();
            let bytes = std::fs::read(path).with_context(|| name.clone())?;
            on_disk = Some((bytes, name));
        }
        let tcec = config.tcec.iter();
        let tcec = tcec.map(|(source, partner)| (source, FeedKind::Tcec, partner.demo));
        let ocpi = config.ocpi.iter();
        let ocpi = ocpi.map(|(source, partner)| (source, FeedKind::Ocpi, partner.demo));
        let teachers = tcec.chain(ocpi).map(|(source, kind, demo)| Teacher {
            source: source.clone(),
            kind,
            demo,
        });
        let base = on_disk.as_ref().map(|(bytes, _)| bytes.clone());
        let catalogue = Catalogue::new(base, teachers.collect());
        let (changes, all) = (documents.changes(), documents.all());
        let edition = match on_disk {
            Some((bytes, name)) if all.is_empty() => Edition::read(bytes, &name)?,
            _ => Edition::read(catalogue.file(&all)?.0, "documents")?,
        };
        let renewal = Self {
            catalogue: Arc::new(catalogue),
            every: Duration::from_secs(config.renew_s.into()),
            state: config.state.clone(),
            changes,
        };
        Ok((renewal, edition))
    }

    /// Looks for something new and makes a file of it, not too often, for ever.
    pub(crate) async fn run(mut self, gateway: Arc<Gateway>) {
        loop {
            tokio::time::sleep(LOOK).await;
            let changes = gateway.documents.changes();
            if changes == self.changes {
                continue;
            }
            let (catalogue, state) = (Arc::clone(&self.catalogue), self.state.clone());
            let task = Arc::clone(&gateway);
            let made = tokio::task::spawn_blocking(move || make(&task, &catalogue, &state));
            match made.await.context("the file of stations").flatten() {
                Ok(()) => self.changes = changes,
                // The old one stays, and it is tried again.
                Err(error) => {
                    tracing::error!("no new file of stations: {error:#}");
                    tokio::time::sleep(AGAIN).await;
                }
            }
            tokio::time::sleep(self.every).await;
        }
    }
}

/// Makes a file of all documents. It is on disk before anybody hears of it.
fn make(gateway: &Gateway, catalogue: &Catalogue, state: &std::path::Path) -> Result<()> {
    let (bytes, findings) = catalogue.file(&gateway.documents.all())?;
    for finding in findings.iter().take(FINDINGS) {
        tracing::debug!("stations: {finding}");
    }
    let edition = Edition::read(bytes.clone(), "documents")?;
    let newest = gateway.editions.newest();
    if newest.is_some_and(|newest| newest.name == edition.name) {
        return Ok(());
    }
    tracing::info!(
        stations = edition.layout.stations(),
        findings = findings.len(),
        "a new file of stations"
    );
    edition::write(state, &edition.name, &bytes).context("the folder of stations")?;
    gateway.renew(edition).context("numbers of files")
}
