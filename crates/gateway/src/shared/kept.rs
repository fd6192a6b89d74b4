//! The state of all gateways as one of them keeps it in the depot, for those that begin.

use std::io::{BufReader, Read};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize, Serializer};

use super::event::is_file;
use crate::documents::Document;
use crate::http::Gateway;
use crate::store::States;

/// Version of this file.
const VERSION: u32 = 1;
/// The largest state, in bytes of JSON.
const STATE_MAX: u64 = 2 << 30;

/// All that gateways share, between two events.
#[derive(Debug, Serialize)]
pub(super) struct State {
    v: u32,
    states: States,
    #[serde(serialize_with = "plain")]
    documents: Vec<(Arc<Document>, u64)>,
    /// Names of the files of stations, the newest first.
    pub(super) stations: Vec<String>,
}

/// The same as it is read.
#[derive(Debug, Deserialize)]
pub(super) struct Kept {
    v: u32,
    /// What connectors do.
    pub(super) states: States,
    /// What operators say of their stations, and which event wrote it.
    pub(super) documents: Vec<(Document, u64)>,
    /// Names of the files of stations, the newest first.
    pub(super) stations: Vec<String>,
}

impl State {
    /// Of a gateway.
    pub(super) fn of(gateway: &Gateway) -> Self {
        Self {
            v: VERSION,
            states: gateway.store.states(),
            documents: gateway.documents.written(),
            stations: gateway.editions.names(),
        }
    }

    /// As it is kept.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        serde_json::to_writer(&mut packed, self)?;
        Ok(packed.finish()?)
    }
}

fn plain<S: Serializer>(
    documents: &[(Arc<Document>, u64)],
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    let documents = documents.iter();
    serializer.collect_seq(documents.map(|(document, position)| (&**document, position)))
}

impl Kept {
    /// Reads one.
    pub(super) fn read(bytes: &[u8]) -> Result<Self> {
        let json = GzDecoder::new(bytes).take(STATE_MAX);
        let kept: Self =
            serde_json::from_reader(BufReader::new(json)).context("the state that was kept")?;
        ensure!(
            kept.v == VERSION,
            "the state that was kept: found version {}, expected {VERSION}",
            kept.v
        );
        ensure!(
            kept.stations.iter().all(|name| is_file(name)),
            "the state that was kept: found a file of stations that is none"
        );
        Ok(kept)
    }
}
