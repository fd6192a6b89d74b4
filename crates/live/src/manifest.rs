//! The manifest: which files there are, and how to follow what changes.

use json::{Reader, Wrong};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Limits;
use crate::wire::written;

/// What a manifest says it is.
pub const SCHEMA: &str = "yilu-live/1";
/// The role of the file of stations.
const STATIONS: &str = "stations";

/// `manifest.json`. Addresses in it are relative to its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`SCHEMA`].
    pub schema: String,
    /// Name of the snapshot that live files are about.
    #[serde(rename = "snap")]
    pub snapshot: String,
    /// Edition of its data.
    pub edition: String,
    /// True when some of it is invented.
    pub demo: bool,
    /// Files to fetch.
    pub files: Vec<ManifestFile>,
    /// How to follow what changes.
    pub live: Feed,
    /// Where the data comes from, for people.
    #[serde(default)]
    pub sources: Vec<serde_json::Value>,
}

/// A file to fetch.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ManifestFile {
    /// What it is for.
    pub role: String,
    /// Its address.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

/// How to follow what changes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Feed {
    /// `sse` where there is a stream, else `poll`.
    pub mode: String,
    /// Address of the whole file.
    pub url: String,
    /// Address of the stream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<String>,
    /// Address of what is usual, by station and hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual: Option<String>,
    /// Seconds between two times of asking for the whole file.
    pub poll_s: u32,
    /// Seconds between two signs of life of the stream.
    pub heartbeat_s: u32,
    /// After so many seconds without a confirmation a state may have changed.
    pub stale_s: u32,
    /// After so many nothing is known.
    pub expire_s: u32,
}

/// Why a manifest is of no use.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("manifest: {field} is {found}, expected {expected}")]
pub struct ManifestError {
    /// The field, or the place in the text.
    pub field: &'static str,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: &'static str,
}

impl Manifest {
    /// Reads and checks one. Its addresses stay below its own: a manifest never sends a reader
    /// elsewhere.
    pub fn from_json(json: &[u8]) -> Result<Self, ManifestError> {
        let wrong = |field, found: &str, expected| ManifestError {
            field,
            found: found.chars().take(80).collect(),
            expected,
        };
        let text = std::str::from_utf8(json)
            .map_err(|error| wrong("the text", &error.to_string(), "UTF-8"))?;
        let read = Self::read(text)
            .map_err(|error| wrong("the text", &error.to_string(), "a manifest as JSON"))?;
        if read.schema != SCHEMA {
            return Err(wrong("schema", &read.schema, SCHEMA));
        }
        let feed = &read.live;
        let files = read.files.iter().map(|file| ("files.path", &file.path));
        let optional = [("live.events", &feed.events), ("live.usual", &feed.usual)];
        let optional = optional
            .into_iter()
            .filter_map(|(field, path)| Some((field, path.as_ref()?)));
        let addresses = files.chain([("live.url", &feed.url)]).chain(optional);
        for (field, path) in addresses {
            if !is_below(path) {
                return Err(wrong(field, path, "a relative path without dots"));
            }
        }
        Ok(read)
    }

    fn read(text: &str) -> Result<Self, Wrong> {
        let mut own = Self {
            schema: String::new(),
            snapshot: String::new(),
            edition: String::new(),
            demo: false,
            files: Vec::new(),
            live: Feed::default(),
            sources: Vec::new(),
        };
        let must = ["schema", "snap", "edition", "demo", "files", "live"];
        let mut reader = Reader::new(text);
        reader.record(&must, &mut |name, value| {
            match name {
                "schema" => own.schema = value.text()?,
                "snap" => own.snapshot = value.text()?,
                "edition" => own.edition = value.text()?,
                "demo" => own.demo = value.flag()?,
                "files" => {
                    own.files.clear();
                    value.list(&mut |item| {
                        own.files.push(ManifestFile::read(item)?);
                        Ok(())
                    })?;
                }
                "live" => own.live = Feed::read(value)?,
                "sources" => {
                    own.sources.clear();
                    value.list(&mut |item| {
                        own.sources.push(container::read_value(item)?);
                        Ok(())
                    })?;
                }
                _ => return value.skip(),
            }
            Ok(true)
        })?;
        reader.end()?;
        Ok(own)
    }

    /// As JSON.
    pub fn to_json(&self) -> Vec<u8> {
        written(self)
    }

    /// The file of stations; `None` when the manifest has none.
    pub fn stations(&self) -> Option<&ManifestFile> {
        self.files.iter().find(|file| file.role == STATIONS)
    }

    /// How old what is known may be.
    pub fn limits(&self) -> Limits {
        let usual = Limits::default();
        let stale = self.live.stale_s.max(usual.recent);
        Limits {
            stale,
            expired: self.live.expire_s.max(stale),
            ..usual
        }
    }
}

impl ManifestFile {
    fn read(from: &mut Reader<'_>) -> Result<Self, Wrong> {
        let mut own = Self::default();
        from.record(&["role", "path", "bytes", "sha256"], &mut |name, value| {
            match name {
                "role" => own.role = value.text()?,
                "path" => own.path = value.text()?,
                "bytes" => {
                    let number = value.slice()?.parse();
                    own.bytes = number.or_else(|_| value.wrong("a whole number"))?;
                }
                "sha256" => own.sha256 = value.text()?,
                _ => return value.skip(),
            }
            Ok(true)
        })?;
        Ok(own)
    }
}

impl Feed {
    fn read(from: &mut Reader<'_>) -> Result<Self, Wrong> {
        let mut own = Self::default();
        let must = [
            "mode",
            "url",
            "poll_s",
            "heartbeat_s",
            "stale_s",
            "expire_s",
        ];
        from.record(&must, &mut |name, value| {
            match name {
                "mode" => own.mode = value.text()?,
                "url" => own.url = value.text()?,
                "events" => own.events = value.optional(Reader::text)?,
                "usual" => own.usual = value.optional(Reader::text)?,
                "poll_s" => own.poll_s = value.whole(u32::MAX)?,
                "heartbeat_s" => own.heartbeat_s = value.whole(u32::MAX)?,
                "stale_s" => own.stale_s = value.whole(u32::MAX)?,
                "expire_s" => own.expire_s = value.whole(u32::MAX)?,
                _ => return value.skip(),
            }
            Ok(true)
        })?;
        Ok(own)
    }
}

/// True for `live/events`, false for whatever leaves the folder or the server.
fn is_below(path: &str) -> bool {
    let is_plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
    };
    path.len() <= 200 && path.split('/').all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r#"{"schema":"yilu-live/1","snap":"a1b2","edition":"2026-11","demo":true,
        "files":[{"role":"stations","path":"stations/a1b2.yilu","bytes":9,"sha256":"a1b2"}],
        "live":{"mode":"sse","url":"live.json","events":"live/events","poll_s":60,
        "heartbeat_s":15,"stale_s":1800,"expire_s":3600},"sources":[]}"#;

    #[test]
    fn a_manifest_says_where_things_are() {
        let read = Manifest::from_json(JSON.as_bytes()).unwrap();
        assert_eq!(read.stations().unwrap().path, "stations/a1b2.yilu");
        assert_eq!(read.live.events.as_deref(), Some("live/events"));
        assert_eq!(read.limits(), Limits::default());
        assert_eq!(Manifest::from_json(&read.to_json()).unwrap(), read);
    }

    #[test]
    fn manifests_are_read_as_serde_does() {
        let whole: serde_json::Value = serde_json::from_str(JSON).unwrap();
        let mut places = vec!["/live/usual".to_owned()];
        for (outer, fields) in [
            ("", &whole),
            ("/live", &whole["live"]),
            ("/files/0", &whole["files"][0]),
        ] {
            let names = fields.as_object().unwrap().keys();
            places.extend(names.map(|name| format!("{outer}/{name}")));
        }
        let wrongs = [
            "null",
            "-1",
            "1.5",
            "true",
            "\"x\"",
            "{\"x\":1}",
            "[{\"x\":[1]}]",
        ];
        for place in places {
            let (outer, name) = place.rsplit_once('/').unwrap();
            let changed = wrongs
                .iter()
                .map(|wrong| Some(serde_json::from_str(wrong).unwrap()));
            for value in changed.chain([None]) {
                let mut other = whole.clone();
                let fields = other.pointer_mut(outer).unwrap().as_object_mut().unwrap();
                match value {
                    // What serde derives takes lists for records as well. Nobody writes them.
                    Some(serde_json::Value::Array(_)) if name == "live" => continue,
                    Some(value) => fields.insert(name.to_owned(), value),
                    None => fields.remove(name),
                };
                let text = other.to_string();
                let expected: Option<Manifest> = serde_json::from_str(&text).ok();
                assert_eq!(Manifest::read(&text).ok(), expected, "{text}");
            }
        }
    }

    #[test]
    fn addresses_that_lead_away_and_other_schemas_are_refused() {
        for (from, to) in [
            ("\"live.json\"", "\"https://elsewhere.example/live.json\""),
            ("\"live.json\"", "\"//elsewhere.example/live.json\""),
            ("\"live/events\"", "\"../events\""),
            ("\"live/events\"", "\"/events\""),
            ("stations/a1b2.yilu", "stations/a1b2.yilu?me=38.4"),
            ("yilu-live/1", "yilu-live/2"),
            ("\"poll_s\":60", "\"poll_s\":-1"),
        ] {
            assert!(JSON.contains(from), "{from}");
            let error = Manifest::from_json(JSON.replace(from, to).as_bytes());
            assert!(error.is_err(), "{to}");
        }
    }

    #[test]
    fn limits_of_a_manifest_are_never_shorter_than_what_is_recent() {
        let strange = JSON
            .replace("1800", "0")
            .replace("\"expire_s\":3600", "\"expire_s\":1");
        let limits = Manifest::from_json(strange.as_bytes()).unwrap().limits();
        assert_eq!((limits.stale, limits.expired), (600, 600));
    }
}
