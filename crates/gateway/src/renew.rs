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
/// The lease of whoever makes it.
pub(crate) const LEASE: &str = "stations";
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
    /// Reads the file on disk; the first file is that one, or what the documents make of it. Returned
    /// with a name for messages.
    pub(crate) fn new(config: &Config, documents: &Documents) -> Result<(Self, (Vec<u8>, String))> {
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
        let first = match on_disk {
            Some(first) if all.is_empty() => first,
            _ => (catalogue.file(&all)?.0, "documents".to_owned()),
        };
        let renewal = Self {
            catalogue: Arc::new(catalogue),
            every: Duration::from_secs(config.renew_s.into()),
            state: config.state.clone(),
            changes,
        };
        Ok((renewal, first))
    }

    /// Looks for something new and makes a file of it, not too often, for ever. Of several gateways
    /// one does so.
    pub(crate) async fn run(mut self, gateway: Arc<Gateway>) {
        loop {
            tokio::time::sleep(LOOK).await;
            let changes = gateway.documents.changes();
            let shared = gateway.beside.shared.as_ref();
            let leases = shared.and_then(|shared| shared.leases());
            let is_ours = shared.is_none() || leases.is_some_and(|leases| leases.has(LEASE));
            if changes == self.changes || !is_ours {
                continue;
            }
            match self.renew(&gateway).await {
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

    async fn renew(&self, gateway: &Arc<Gateway>) -> Result<()> {
        let (catalogue, state) = (Arc::clone(&self.catalogue), self.state.clone());
        let task = Arc::clone(gateway);
        let made = tokio::task::spawn_blocking(move || {
            let made = make(&task, &catalogue)?;
            if task.beside.shared.is_some() {
                return Ok(made);
            }
            if let Some((name, bytes)) = made {
                edition::write(&state, &name, &bytes).context("the folder of stations")?;
                let edition = Arc::new(Edition::read(bytes, "documents")?);
                task.renew(edition, task.now())
                    .context("numbers of files")?;
            }
            Ok(None)
        });
        let made = made.await.context("the file of stations").flatten()?;
        if let (Some(shared), Some((name, bytes))) = (&gateway.beside.shared, made) {
            shared.tell_stations(&name, &bytes).await?;
        }
        Ok(())
    }
}

/// Makes a file of all documents, and its name; `None` when it is the newest one.
fn make(gateway: &Gateway, catalogue: &Catalogue) -> Result<Option<(String, Vec<u8>)>> {
    let documents = gateway.documents.all();
    if documents.is_empty() {
        return Ok(None);
    }
    let (bytes, findings) = catalogue.file(&documents)?;
    for finding in findings.iter().take(FINDINGS) {
        tracing::debug!("stations: {finding}");
    }
    let name = Edition::name(&bytes);
    let newest = gateway.editions.newest();
    if newest.is_some_and(|newest| newest.name == name) {
        return Ok(None);
    }
    tracing::info!(findings = findings.len(), "a new file of stations");
    Ok(Some((name, bytes)))
}
