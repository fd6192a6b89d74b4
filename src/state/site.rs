//! What the operator of a site may set.

use serde::Deserialize;

use crate::state::map_layout::RasterBase;

/// `config.json`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteConfig {
    /// Base maps to choose from; without any, our own roads are the map.
    #[serde(default)]
    pub bases: Vec<RasterBase>,
    /// Address of the manifest of live files, relative to the page; without it there are none.
    #[serde(default)]
    pub live: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::map_layout::Datum;

    #[test]
    fn the_shipped_configuration_sets_nothing() {
        let shipped = include_str!("../../public/config.json");
        assert_eq!(
            serde_json::from_str::<SiteConfig>(shipped).unwrap(),
            SiteConfig::default()
        );
    }

    #[test]
    fn a_base_in_gcj02_and_live_files_are_read() {
        let text = r#"{"bases": [{"id": "own", "url": "tiles/{z}/{x}/{y}.png", "crs": "gcj02",
            "min_zoom": 3, "max_zoom": 16, "attribution": "Own", "approval": "GS(2026)1"}],
            "live": "manifest.json"}"#;
        let config: SiteConfig = serde_json::from_str(text).unwrap();
        assert_eq!(config.bases[0].crs, Datum::Gcj02);
        assert_eq!(config.live.as_deref(), Some("manifest.json"));
        assert!(serde_json::from_str::<SiteConfig>(r#"{"layers": []}"#).is_err());
    }
}
