//! What goes where on the map, in screen pixels: clusters, labels, and the datum of the base map.
//!
//! Positions are "world pixels": Web Mercator at one zoom, x to the east and y to the south, as
//! Leaflet counts them. Nothing here depends on which part of the world is in view, so a mark
//! does not jump when the map is moved.

mod base;
mod cells;
mod clusters;
mod labels;
mod lines;

pub use base::{Base, BaseKind, Datum};
pub use clusters::{Cluster, cluster};
pub use labels::{LabelCandidate, PlacedLabel, Side, place_labels, text_width};
pub use lines::{Lines, Stroke, zooms_of};

use units::LatLon;

/// Width of the world at zoom 0.
const TILE: f64 = 256.0;
/// Web Mercator ends here.
const LATITUDE_MAX: f64 = 85.051_128_779_8;

/// A point in world pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pixel {
    /// Pixels to the east.
    pub x: f64,
    /// Pixels to the south.
    pub y: f64,
}

impl Pixel {
    /// How far `other` is.
    pub fn distance(self, other: Self) -> f64 {
        let (x, y) = (self.x - other.x, self.y - other.y);
        (x * x + y * y).sqrt()
    }

    /// True when `other` is no further than `reach` in either direction.
    fn is_within(self, other: Self, reach: f64) -> bool {
        (self.x - other.x).abs() < reach && (self.y - other.y).abs() < reach
    }

    /// The same point at another zoom, which scales the world by `scale`.
    #[must_use]
    pub fn scaled(self, scale: f64) -> Self {
        Self {
            x: self.x * scale,
            y: self.y * scale,
        }
    }

    /// Where `position` lies at `zoom`.
    pub fn of(position: LatLon, zoom: f64) -> Self {
        let scale = TILE * libm::exp2(zoom);
        let lat = position.lat().clamp(-LATITUDE_MAX, LATITUDE_MAX);
        // As elsewhere by libm: the same again from elsewhere is kilobytes.
        let sine = libm::sin(lat.to_radians());
        let north = libm::log((1.0 + sine) / (1.0 - sine)) / (4.0 * std::f64::consts::PI);
        Self {
            x: scale * (position.lon() / 360.0 + 0.5),
            y: scale * (0.5 - north),
        }
    }
}

/// A rectangle in world pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PixelBox {
    /// Western edge.
    pub left: f64,
    /// Northern edge.
    pub top: f64,
    /// Eastern edge.
    pub right: f64,
    /// Southern edge.
    pub bottom: f64,
}

impl PixelBox {
    /// The box of `width` and `height` around `centre`.
    pub fn around(centre: Pixel, width: f64, height: f64) -> Self {
        Self {
            left: centre.x - width / 2.0,
            top: centre.y - height / 2.0,
            right: centre.x + width / 2.0,
            bottom: centre.y + height / 2.0,
        }
    }

    /// The box around some pixels; `None` for none.
    pub fn of(pixels: &[Pixel]) -> Option<Self> {
        let boxes = pixels.iter().map(|pixel| Self::around(*pixel, 0.0, 0.0));
        boxes.reduce(|a, b| a.with(&b))
    }

    /// The box around both.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// The same box at another zoom, which scales the world by `scale`.
    #[must_use]
    pub fn scaled(&self, scale: f64) -> Self {
        Self {
            left: self.left * scale,
            top: self.top * scale,
            right: self.right * scale,
            bottom: self.bottom * scale,
        }
    }

    /// True when all of `other` is inside.
    pub fn covers(&self, other: &Self) -> bool {
        self.with(other) == *self
    }

    /// True when both share a point at least.
    pub fn touches(&self, other: &Self) -> bool {
        self.left <= other.right
            && other.left <= self.right
            && self.top <= other.bottom
            && other.top <= self.bottom
    }

    /// True when both share some area.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// True when `pixel` is inside.
    pub fn contains(&self, pixel: Pixel) -> bool {
        (self.left..=self.right).contains(&pixel.x) && (self.top..=self.bottom).contains(&pixel.y)
    }

    /// The box with `margin` more on every side.
    #[must_use]
    pub fn grown(&self, margin: f64) -> Self {
        Self {
            left: self.left - margin,
            top: self.top - margin,
            right: self.right + margin,
            bottom: self.bottom + margin,
        }
    }
}

/// Pixels of the map that something covers, on each side.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Insets {
    /// Covered at the top.
    pub top: f64,
    /// Covered on the right.
    pub right: f64,
    /// Covered at the bottom.
    pub bottom: f64,
    /// Covered on the left.
    pub left: f64,
}

impl Insets {
    /// The same insets, made smaller where they would leave less than `free_min` of the map.
    ///
    /// Leaflet computes a zoom that is not a number when nothing is left.
    #[must_use]
    pub fn fitted(self, width: f64, height: f64, free_min: f64) -> Self {
        let shrink = |covered: f64, size: f64| {
            let allowed = (size - free_min).max(0.0);
            if covered > allowed {
                allowed / covered
            } else {
                1.0
            }
        };
        let across = shrink(self.left + self.right, width);
        let down = shrink(self.top + self.bottom, height);
        Self {
            top: self.top * down,
            right: self.right * across,
            bottom: self.bottom * down,
            left: self.left * across,
        }
    }
}

/// Rounds the corners of a hand-drawn line (Chaikin), keeping both ends.
pub fn smoothed(line: &[LatLon], rounds: u32) -> Vec<LatLon> {
    let mut line = line.to_vec();
    for _ in 0..rounds {
        let (Some(&first), Some(&last)) = (line.first(), line.last()) else {
            return line;
        };
        let cut = line
            .windows(2)
            .flat_map(|pair| [pair[0].toward(pair[1], 0.25), pair[0].toward(pair[1], 0.75)]);
        line = std::iter::once(first).chain(cut).chain([last]).collect();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> LatLon {
        LatLon::new(lat, lon).unwrap()
    }

    #[test]
    fn pixels_are_those_of_leaflet() {
        // L.CRS.EPSG3857.latLngToPoint(L.latLng(38.417, 112.728), 9)
        let pixel = Pixel::of(at(38.417, 112.728), 9.0);
        assert!((pixel.x - 106_579.012_27).abs() < 1e-4, "{pixel:?}");
        assert!((pixel.y - 50_365.006_72).abs() < 1e-4, "{pixel:?}");
    }

    #[test]
    fn boxes_that_only_touch_do_not_overlap() {
        let a = PixelBox::around(Pixel { x: 0.0, y: 0.0 }, 10.0, 10.0);
        let b = PixelBox::around(Pixel { x: 10.0, y: 0.0 }, 10.0, 10.0);
        assert!(!a.overlaps(&b));
        assert!(a.overlaps(&b.grown(1.0)));
        assert!(a.contains(Pixel { x: 5.0, y: 5.0 }));
    }

    #[test]
    fn insets_always_leave_something_of_the_map() {
        let wanted = Insets {
            top: 80.0,
            right: 0.0,
            bottom: 900.0,
            left: 20.0,
        };
        let fitted = wanted.fitted(390.0, 844.0, 120.0);
        assert!((fitted.top + fitted.bottom - 724.0).abs() < 1e-9);
        assert!(
            (fitted.left - 20.0).abs() < 1e-9,
            "what fits stays as it is"
        );
        let nothing = wanted.fitted(0.0, 0.0, 120.0);
        assert_eq!(nothing, Insets::default());
    }

    #[test]
    fn smoothing_keeps_the_ends() {
        let line = [at(38.0, 112.0), at(38.5, 112.5), at(38.0, 113.0)];
        let smooth = smoothed(&line, 2);
        assert_eq!((smooth.first(), smooth.last()), (line.first(), line.last()));
        assert!(smooth.iter().all(|point| point.lat() < 38.5));
        assert_eq!(smoothed(&[], 2), []);
    }
}
