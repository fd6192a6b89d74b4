//! The manifest: which files there are, and how to follow what changes.

use live::{Feed, ManifestFile};
use serde_json::json;
use sha2::{Digest, Sha256};
use stations::Snapshot;

use crate::hex::hex;
use crate::packed::Packed;

/// How often the app asks for `live.json` while it is seen, in seconds.
const POLL_S: u32 = 60;

/// Seconds between two signs of life of the stream.
const HEARTBEAT_S: u32 = 15;

/// The manifest of one file of stations.
pub(crate) struct Manifest {
    /// Name of the snapshot, by its content.
    pub(crate) snapshot: String,
    sha256: String,
    json: Vec<u8>,
}

impl Manifest {
    pub(crate) fn new(stations: &[u8], snapshot: &Snapshot) -> Self {
        let sha256 = hex(&Sha256::digest(stations));
        let name = sha256.get(..16).unwrap_or_default().to_owned();
        let sources = snapshot.about.sources.iter();
        let limits = live::Limits::default();
        let manifest = live::Manifest {
            schema: live::SCHEMA.to_owned(),
            snapshot: name.clone(),
            edition: snapshot.about.edition.clone(),
            demo: snapshot.about.demo,
            files: vec![ManifestFile {
                role: "stations".to_owned(),
                path: format!("stations/{sha256}.yilu"),
                bytes: u64::try_from(stations.len()).unwrap_or(u64::MAX),
                sha256: sha256.clone(),
            }],
            live: Feed {
                mode: "sse".to_owned(),
                url: "live.json".to_owned(),
                events: Some("live/events".to_owned()),
                usual: Some("usual.json".to_owned()),
                poll_s: POLL_S,
                heartbeat_s: HEARTBEAT_S,
                stale_s: limits.stale,
                expire_s: limits.expired,
            },
            sources: sources.map(|source| json!(source)).collect(),
        };
        Self {
            snapshot: name,
            sha256,
            json: manifest.to_json(),
        }
    }

    /// The manifest, and the file of stations with its name, ready to be given out.
    pub(crate) fn packed(self, stations: Vec<u8>) -> (Packed, (String, Packed)) {
        let tag = format!("\"{}\"", self.snapshot);
        let manifest = Packed::new(self.json, "application/json", tag.clone());
        let name = format!("{}.yilu", self.sha256);
        let file = Packed::new(stations, "application/octet-stream", tag);
        (manifest, (name, file))
    }
}
