//! The one boundary between our positions and what Leaflet draws.

use std::cell::Cell;

use js_sys::Array;
use leaflet::LatLng;
use units::LatLon;

use crate::state::map_layout::{Datum, Pixel};

/// Converts positions into the datum of the base map and back.
#[derive(Debug, Default)]
pub(super) struct Projection {
    datum: Cell<Datum>,
}

impl Projection {
    /// Changes the datum; returns true when everything must be drawn again.
    pub(super) fn change(&self, datum: Datum) -> bool {
        self.datum.replace(datum) != datum
    }

    /// Where Leaflet draws `position`.
    pub(super) fn drawn(&self, position: LatLon) -> LatLng {
        let (lat, lon) = self.datum.get().drawn(position);
        LatLng::new(lat, lon)
    }

    /// Where Leaflet draws a line.
    pub(super) fn path(&self, line: &[LatLon]) -> Array {
        line.iter().map(|&position| self.drawn(position)).collect()
    }

    /// The world pixels of a line at zoom 0.
    pub(super) fn line(&self, line: &[LatLon]) -> impl Iterator<Item = Pixel> {
        line.iter().map(|&position| self.pixel(position, 0.0))
    }

    /// The world pixel of `position`, as Leaflet draws it.
    pub(super) fn pixel(&self, position: LatLon, zoom: f64) -> Pixel {
        let (lat, lon) = self.datum.get().drawn(position);
        LatLon::new(lat, lon).map_or(Pixel { x: 0.0, y: 0.0 }, |drawn| Pixel::of(drawn, zoom))
    }

    /// The position that Leaflet draws at `at`. Maps that were scrolled around the world wrap.
    pub(super) fn meant(&self, at: &LatLng) -> Option<LatLon> {
        let lon = (at.lng() + 180.0).rem_euclid(360.0) - 180.0;
        self.datum.get().meant(at.lat(), lon)
    }
}
