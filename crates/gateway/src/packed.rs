//! A file that is packed once and given out often.

use std::io::Write;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// How hard brotli tries; more takes longer than it saves.
const QUALITY: i32 = 5;

/// A file as it is, and packed.
#[derive(Debug)]
pub(crate) struct Packed {
    /// Its entity tag, with quotes.
    pub(crate) tag: String,
    kind: &'static str,
    plain: Bytes,
    brotli: Bytes,
    gzip: Bytes,
}

impl Packed {
    /// Packs `plain`, of this media type.
    pub(crate) fn new(plain: Vec<u8>, kind: &'static str, tag: String) -> Self {
        Self {
            tag,
            kind,
            brotli: brotli(&plain).into(),
            gzip: gzip(&plain).into(),
            plain: plain.into(),
        }
    }

    /// The answer to a request with these headers.
    pub(crate) fn answer(&self, asked: &HeaderMap, cache: &'static str) -> Response {
        let text = |name| asked.get(name).and_then(|value| value.to_str().ok());
        let known = text(header::IF_NONE_MATCH).unwrap_or_default();
        let common = [
            (header::ETAG, self.tag.clone()),
            (header::CACHE_CONTROL, cache.to_owned()),
            (header::VARY, "accept-encoding".to_owned()),
        ];
        let mut tags = known
            .split(',')
            .map(|tag| tag.trim().trim_start_matches("W/"));
        if tags.any(|tag| tag == self.tag || tag == "*") {
            return (StatusCode::NOT_MODIFIED, common).into_response();
        }
        let accepted = text(header::ACCEPT_ENCODING).unwrap_or_default();
        let takes = |coding: &str| accepts(accepted, coding);
        let kind = [(header::CONTENT_TYPE, self.kind)];
        let (coding, bytes) = match () {
            () if takes("br") => ("br", &self.brotli),
            () if takes("gzip") => ("gzip", &self.gzip),
            () => return (common, kind, self.plain.clone()).into_response(),
        };
        (
            common,
            kind,
            [(header::CONTENT_ENCODING, coding)],
            bytes.clone(),
        )
            .into_response()
    }
}

/// True when an `Accept-Encoding` names this coding and does not forbid it.
fn accepts(header: &str, coding: &str) -> bool {
    header.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let is_named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let forbidden = |part: &str| {
            let weight = part
                .strip_prefix("q=")
                .and_then(|weight| weight.parse::<f64>().ok());
            weight.is_some_and(|weight| weight <= 0.0)
        };
        is_named && !parts.any(forbidden)
    })
}

fn brotli(plain: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: QUALITY,
        ..Default::default()
    };
    // Memory does not fail.
    let _ = brotli::BrotliCompress(&mut &plain[..], &mut packed, &parameters);
    packed
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let _ = packed.write_all(plain);
    packed.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codings_are_negotiated() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("GZIP;q=0.5", "gzip"));
        assert!(!accepts("gzip;q=0, br", "gzip"));
        assert!(!accepts("", "br") && !accepts("brotli", "br"));
    }
}
