//! Raster base maps that an operator may configure, and their datum.

use json::{Reader, Wrong};
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

/// A raster base map from `config.json`.
#[derive(Debug, Clone, PartialEq)]
pub struct RasterBase {
    /// Short id, unique in the file.
    pub id: String,
    /// Address of a tile, with `{z}`, `{x}` and `{y}`.
    pub url: String,
    /// Its datum.
    pub crs: Datum,
    /// Smallest zoom with tiles.
    pub min_zoom: u8,
    /// Greatest zoom with tiles; closer views enlarge them.
    pub max_zoom: u8,
    /// Whose map it is; always shown.
    pub attribution: String,
    /// Approval number of the map (审图号), shown where there is one.
    pub approval: String,
}

impl RasterBase {
    /// Reads one of `config.json`.
    pub fn read(from: &mut Reader<'_>) -> Result<Self, Wrong> {
        let mut base = Self {
            id: String::new(),
            url: String::new(),
            crs: Datum::default(),
            min_zoom: 0,
            max_zoom: 0,
            attribution: String::new(),
            approval: String::new(),
        };
        let must = ["id", "url", "min_zoom", "max_zoom", "attribution"];
        from.record(&must, &mut |name, value| {
            match name {
                "id" => base.id = value.text()?,
                "url" => base.url = value.text()?,
                "crs" => {
                    base.crs = value.one_of(&[("wgs84", Datum::Wgs84), ("gcj02", Datum::Gcj02)])?;
                }
                "min_zoom" => base.min_zoom = zoom(value)?,
                "max_zoom" => base.max_zoom = zoom(value)?,
                "attribution" => base.attribution = value.text()?,
                "approval" => base.approval = value.text()?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(base)
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
