//! What the operator of a site may set.

use json::{Reader, Wrong};

use crate::state::map_layout::Base;

/// `config.json`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SiteConfig {
    /// Base maps to choose from; without any, our own roads are the map.
    pub bases: Vec<Base>,
    /// Address of the manifest of live files, relative to the page; without it there are none.
    pub live: Option<String>,
    /// Where drivers' reports of problems go; without it nowhere.
    pub report: Option<String>,
}

impl SiteConfig {
    /// Reads it. A name that is not known is refused: it may be misspelt.
    pub fn read(text: &str) -> Result<Self, Wrong> {
        let (mut config, mut reader) = (Self::default(), Reader::new(text));
        reader.record(&[], &mut |name, value| {
            match name {
                "bases" => {
                    config.bases.clear();
                    value.list(&mut |base| {
                        config.bases.push(Base::read(base)?);
                        Ok(())
                    })?;
                }
                "live" => config.live = value.optional(Reader::text)?,
                // Who may embed the page is for the server.
                "embed" => value.list(&mut |host| host.text().map(drop))?,
                "report" => config.report = value.optional(Reader::text)?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        reader.end()?;
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::map_layout::{BaseKind, Datum};

    #[test]
    fn the_shipped_configuration_sets_nothing() {
        let shipped = include_str!("../../public/config.json");
        assert_eq!(SiteConfig::read(shipped).unwrap(), SiteConfig::default());
    }

    #[test]
    fn an_archive_is_a_file_of_the_site_in_wgs84() {
        let text = r#"{"bases": [{"id": "own", "kind": "pmtiles", "url": "data/base.pmtiles", "attribution": "Own"}]}"#;
        let config = SiteConfig::read(text).unwrap();
        let base = &config.bases[0];
        assert_eq!((base.kind, base.min_zoom), (BaseKind::Archive, None));
        let zooms = text.replace("\"id\"", "\"min_zoom\": 6, \"crs\": \"wgs84\", \"id\"");
        assert_eq!(SiteConfig::read(&zooms).unwrap().bases[0].min_zoom, Some(6));
        let wrong = |text: &str| SiteConfig::read(text).unwrap_err().to_string();
        let other = text.replace("\"id\"", "\"crs\": \"gcj02\", \"id\"");
        assert_eq!(wrong(&other), "expected crs wgs84 for pmtiles at byte 109");
        for url in [
            "https://tiles.example/base.pmtiles",
            "../base.pmtiles",
            "/x",
        ] {
            let told = wrong(&text.replace("data/base.pmtiles", url));
            assert!(told.starts_with("expected a file of the site"), "{told}");
        }
        let no_kind = text.replace("\"kind\": \"pmtiles\",", "");
        assert!(wrong(&no_kind).starts_with("expected min_zoom"));
    }

    #[test]
    fn a_base_in_gcj02_and_live_files_are_read() {
        let text = r#"{"bases": [{"id": "own", "url": "tiles/{z}/{x}/{y}.png", "crs": "gcj02",
            "min_zoom": 3, "max_zoom": 16, "attribution": "Own", "approval": "GS(2026)1"}],
            "live": "manifest.json", "report": "api/report", "embed": ["https://a.example"]}"#;
        let config = SiteConfig::read(text).unwrap();
        assert_eq!(config.report.as_deref(), Some("api/report"));
        assert_eq!(config.bases[0].crs, Datum::Gcj02);
        assert_eq!(config.live.as_deref(), Some("manifest.json"));
        let wrong = |text: &str| SiteConfig::read(text).unwrap_err().to_string();
        assert_eq!(
            wrong(r#"{"layers": []}"#),
            "expected another name at byte 1"
        );
        assert_eq!(
            wrong(r#"{"bases": [{"id": "a"}]}"#),
            "expected url at byte 22"
        );
        assert_eq!(
            wrong(&text.replace("16", "300")),
            "expected a whole number in range at byte 112"
        );
        assert_eq!(
            wrong(&text.replace("gcj02", "gcj")),
            "expected another text at byte 64"
        );
    }
}
