//! What a site announces: where its live files are.

use ::live::Manifest;

use crate::platform::{Asked, fetch_bytes, fetch_fresh};

/// Seconds between two tries as long as no manifest says how often.
const USUAL_POLL_S: u32 = 60;

/// The address of a manifest, and the manifest once it was fetched.
#[derive(Debug, Clone)]
pub struct Announced {
    address: String,
    manifest: Option<Manifest>,
    /// The manifest as it came.
    text: Vec<u8>,
}

impl Announced {
    /// By the address of its manifest, relative to the page.
    pub fn new(address: String) -> Self {
        Self {
            address,
            manifest: None,
            text: Vec::new(),
        }
    }

    /// Takes the manifest that was kept.
    pub fn take(&mut self, text: Vec<u8>) -> Result<(), String> {
        let manifest = Manifest::from_json(&text).map_err(|error| error.to_string())?;
        (self.manifest, self.text) = (Some(manifest), text);
        Ok(())
    }

    /// The manifest as it came; empty before.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Fetches the manifest and the stations that it names.
    pub async fn stations(&mut self) -> Result<Vec<u8>, String> {
        let fresh = fetch_fresh(&self.address).await;
        let fresh = fresh.map_err(|error| error.to_string())?;
        let manifest = Manifest::from_json(&fresh.bytes).map_err(|error| error.to_string())?;
        let bytes = self.stations_of(&manifest).await?;
        (self.manifest, self.text) = (Some(manifest), fresh.bytes);
        Ok(bytes)
    }

    /// Fetches the stations that a manifest of this address names.
    pub async fn stations_of(&self, manifest: &Manifest) -> Result<Vec<u8>, String> {
        let path = manifest.stations().ok_or("the manifest has no stations")?;
        let bytes = fetch_bytes(&self.beside(&path.path), Asked::AsKept).await;
        bytes.map_err(|error| error.to_string())
    }

    /// The manifest, once it was fetched.
    pub fn manifest(&self) -> Option<&Manifest> {
        self.manifest.as_ref()
    }

    /// Address of the whole file.
    pub fn live(&self) -> String {
        let url = self.manifest.as_ref().map(|manifest| &manifest.live.url);
        self.beside(url.map_or("live.json", |url| url))
    }

    /// Address of the stream and the seconds between its signs of life, where there is one.
    pub fn events(&self) -> Option<(String, u32)> {
        let live = &self.manifest.as_ref()?.live;
        let url = live.events.as_ref().filter(|_| live.mode == "sse")?;
        Some((self.beside(url), live.heartbeat_s.clamp(5, 300)))
    }

    /// Address of what is usual, where there is that.
    pub fn usual(&self) -> Option<String> {
        let usual = self.manifest.as_ref()?.live.usual.as_ref()?;
        Some(self.beside(usual))
    }

    /// Seconds between two times of asking for the whole file.
    pub fn poll_s(&self) -> u32 {
        let manifest = self.manifest.as_ref();
        manifest.map_or(USUAL_POLL_S, |manifest| manifest.live.poll_s)
    }

    /// Addresses in a manifest are relative to its own.
    fn beside(&self, path: &str) -> String {
        let folder = self
            .address
            .rfind('/')
            .map_or("", |end| &self.address[..=end]);
        format!("{folder}{path}")
    }
}
