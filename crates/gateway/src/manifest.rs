//! The manifest: which files there are, and how to follow what changes.

use serde_json::json;
use sha2::{Digest, Sha256};
use stations::Snapshot;

use crate::hex::hex;
use crate::packed::Packed;

/// How often the app asks for `live.json` while it is seen, in seconds.
const POLL_S: u32 = 60;

/// The manifest of one file of stations.
pub(crate) struct Manifest {
    /// Name of the snapshot, by its content.
    pub(crate) snapshot: String,
    sha256: String,
    json: serde_json::Value,
}

impl Manifest {
    pub(crate) fn new(stations: &[u8], snapshot: &Snapshot) -> Self {
        let sha256 = hex(&Sha256::digest(stations));
        let name = sha256.get(..16).unwrap_or_default().to_owned();
        let sources = snapshot.about.sources.iter();
        let sources = sources.map(|source| json!(source)).collect::<Vec<_>>();
        let limits = live::Limits::default();
        let json = json!({
            "schema": "yilu-live/1",
            "snap": name,
            "edition": snapshot.about.edition,
            "demo": snapshot.about.demo,
            "files": [{
                "role": "stations",
                "path": format!("stations/{sha256}.yilu"),
                "bytes": stations.len(),
                "sha256": sha256,
            }],
            "live": {
                "mode": "sse",
                "url": "live.json",
                "events": "live/events",
                "usual": "usual.json",
                "poll_s": POLL_S,
                "heartbeat_s": 15,
                "stale_s": limits.stale,
                "expire_s": limits.expired,
            },
            "sources": sources,
        });
        Self {
            snapshot: name,
            sha256,
            json,
        }
    }

    /// The manifest, and the file of stations with its name, ready to be given out.
    pub(crate) fn packed(self, stations: Vec<u8>) -> (Packed, (String, Packed)) {
        let tag = format!("\"{}\"", self.snapshot);
        let json = self.json.to_string().into_bytes();
        let manifest = Packed::new(json, "application/json", tag.clone());
        let name = format!("{}.yilu", self.sha256);
        let file = Packed::new(stations, "application/octet-stream", tag);
        (manifest, (name, file))
    }
}
