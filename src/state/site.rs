//! What the operator of a site may set.

use json::{Reader, Wrong};

use crate::state::map_layout::RasterBase;

/// `config.json`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SiteConfig {
    /// Base maps to choose from; without any, our own roads are the map.
    pub bases: Vec<RasterBase>,
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
                        config.bases.push(RasterBase::read(base)?);
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
    use crate::state::map_layout::Datum;

    #[test]
    fn the_shipped_configuration_sets_nothing() {
        let shipped = include_str!("../../public/config.json");
        assert_eq!(SiteConfig::read(shipped).unwrap(), SiteConfig::default());
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
            "expected a whole number in range at byte 111"
        );
        assert_eq!(
            wrong(&text.replace("gcj02", "gcj")),
            "expected another text at byte 64"
        );
    }
}
