//! Base maps that an operator may configure, and their datum.

use json::{Reader, Wrong};
use packs::is_plain;
use units::{Gcj02, LatLon};

/// The datum in which a base map is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Datum {
    /// WGS 84, ours. CGCS2000 is the same within a metre.
    #[default]
    Wgs84,
    /// GCJ-02, some hundred metres beside it.
    Gcj02,
}

impl Datum {
    /// Latitude and longitude to draw `position` at.
    pub fn drawn(self, position: LatLon) -> (f64, f64) {
        match self {
            Self::Wgs84 => (position.lat(), position.lon()),
            Self::Gcj02 => {
                let shifted = Gcj02::from(position);
                (shifted.lat, shifted.lon)
            }
        }
    }

    /// The position that is drawn at `lat`, `lon`; `None` off the globe.
    pub fn meant(self, lat: f64, lon: f64) -> Option<LatLon> {
        match self {
            Self::Wgs84 => LatLon::new(lat, lon).ok(),
            Self::Gcj02 => Gcj02 { lat, lon }.to_wgs84(),
        }
    }
}

/// How a base map is had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BaseKind {
    /// Each tile is a picture with an address of its own.
    #[default]
    Xyz,
    /// All tiles, pictures or vectors, are one file of the site: an archive, which drivers may keep.
    Archive,
}

/// A base map from `config.json`.
#[derive(Debug, Clone, PartialEq)]
pub struct Base {
    /// Short id, unique in the file.
    pub id: String,
    /// How it is had.
    pub kind: BaseKind,
    /// Address of a tile, with `{z}`, `{x}` and `{y}`; path of an archive, from the page's folder.
    pub url: String,
    /// Its datum.
    pub crs: Datum,
    /// Smallest zoom with tiles; `None` for what the archive says.
    pub min_zoom: Option<u8>,
    /// Greatest zoom with tiles, the same; closer views enlarge them.
    pub max_zoom: Option<u8>,
    /// Whose map it is; always shown.
    pub attribution: String,
    /// Approval number of the map (审图号), shown where there is one.
    pub approval: String,
}

impl Base {
    /// True for an archive.
    pub fn is_archive(&self) -> bool {
        self.kind == BaseKind::Archive
    }

    /// Reads one of `config.json`.
    pub fn read(from: &mut Reader<'_>) -> Result<Self, Wrong> {
        let mut base = Self {
            id: String::new(),
            kind: BaseKind::default(),
            url: String::new(),
            crs: Datum::default(),
            min_zoom: None,
            max_zoom: None,
            attribution: String::new(),
            approval: String::new(),
        };
        let must = ["id", "url", "attribution"];
        from.record(&must, &mut |name, value| {
            match name {
                "id" => base.id = value.text()?,
                "kind" => {
                    let kinds = [("xyz", BaseKind::Xyz), ("pmtiles", BaseKind::Archive)];
                    base.kind = value.one_of(&kinds)?;
                }
                "url" => base.url = value.text()?,
                "crs" => {
                    base.crs = value.one_of(&[("wgs84", Datum::Wgs84), ("gcj02", Datum::Gcj02)])?;
                }
                "min_zoom" => base.min_zoom = Some(zoom(value)?),
                "max_zoom" => base.max_zoom = Some(zoom(value)?),
                "attribution" => base.attribution = value.text()?,
                "approval" => base.approval = value.text()?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        match base.kind {
            BaseKind::Xyz if base.min_zoom.is_none() => from.wrong("min_zoom"),
            BaseKind::Xyz if base.max_zoom.is_none() => from.wrong("max_zoom"),
            BaseKind::Archive if base.crs != Datum::Wgs84 => from.wrong("crs wgs84 for pmtiles"),
            BaseKind::Archive if !is_plain(&base.url) => {
                from.wrong("a file of the site as url for pmtiles")
            }
            BaseKind::Xyz | BaseKind::Archive => Ok(base),
        }
    }
}

fn zoom(from: &mut Reader<'_>) -> Result<u8, Wrong> {
    let whole = from.whole(u8::MAX.into())?;
    Ok(u8::try_from(whole).unwrap_or(u8::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_what_was_meant() {
        let position = LatLon::new(38.417, 112.728).unwrap();
        for datum in [Datum::Wgs84, Datum::Gcj02] {
            let (lat, lon) = datum.drawn(position);
            assert!(
                datum.meant(lat, lon).unwrap().distance_to(position).0 < 0.001,
                "{datum:?}"
            );
        }
        let (lat, lon) = Datum::Gcj02.drawn(position);
        let shift = LatLon::new(lat, lon).unwrap().distance_to(position);
        assert!((300.0..800.0).contains(&shift.0), "{shift:?}");
    }
}
