//! Tiles of the Shuttle Radar Topography Mission: `.hgt` files, plain or zipped.
//!
//! Source: USGS, "SRTM Collection User Guide": 1201 × 1201 (3″) or 3601 × 3601 (1″) big-endian
//! 16-bit metres, rows from north to south, edges shared with the next tile, −32768 for voids.

use std::borrow::Cow;
use std::fmt;
use std::io::{Cursor, Read};

use crate::OsmError;

const VOID: i16 = i16::MIN;
/// Points along an edge, 3″ and 1″.
const SIZES: [usize; 2] = [1201, 3601];
/// Bytes of the greatest tile.
const BYTES_MAX: u64 = 3601 * 3601 * 2;

/// The south-western corner of a tile in whole degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TileName {
    /// Degrees north.
    pub south: i16,
    /// Degrees east.
    pub west: i16,
}

impl TileName {
    /// The tile that has a point, by degrees.
    pub fn of(lat: f64, lon: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "180 fits")]
        let [south, west] = [lat, lon].map(|degrees| degrees.floor() as i16);
        Self { south, west }
    }
}

/// `N38E112`, as the files are called.
impl fmt::Display for TileName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let north = if self.south < 0 { 'S' } else { 'N' };
        let east = if self.west < 0 { 'W' } else { 'E' };
        let (south, west) = (self.south.abs(), self.west.abs());
        write!(formatter, "{north}{south:02}{east}{west:03}")
    }
}

/// The heights of one square degree.
#[derive(Debug, Clone)]
pub struct HeightTile {
    name: TileName,
    size: usize,
    /// From north to south, from west to east.
    heights: Vec<i16>,
}

impl HeightTile {
    /// Reads a tile from the bytes of a `.hgt` or `.hgt.zip` file. Voids get the heights of their
    /// neighbours.
    pub fn read(name: TileName, file: &str, bytes: &[u8]) -> Result<Self, OsmError> {
        let unzipped;
        let bytes = if bytes.starts_with(b"PK") {
            unzipped = unzip(file, bytes)?;
            &unzipped
        } else {
            bytes
        };
        let size = SIZES
            .into_iter()
            .find(|size| size * size * 2 == bytes.len());
        let Some(size) = size else {
            let problem = format!(
                "{} bytes, expected 2884802 (3″) or 25934402 (1″)",
                bytes.len()
            );
            return Err(OsmError::at(file, "length", problem));
        };
        let pairs = bytes.chunks_exact(2);
        let heights = pairs.map(|pair| i16::from_be_bytes([pair[0], pair[1]]));
        let mut tile = Self {
            name,
            size,
            heights: heights.collect(),
        };
        tile.fill_voids();
        Ok(tile)
    }

    /// The ground at a point of this tile, bilinearly; `None` outside and where all is void.
    pub(crate) fn height(&self, lat: f64, lon: f64) -> Option<f64> {
        let steps = self.size - 1;
        #[expect(clippy::cast_precision_loss, reason = "3600 is exact")]
        let scale = steps as f64;
        let row = (f64::from(self.name.south) + 1.0 - lat) * scale;
        let column = (lon - f64::from(self.name.west)) * scale;
        if !(0.0..=scale).contains(&row) || !(0.0..=scale).contains(&column) {
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within the tile"
        )]
        let [top, left] = [row, column].map(|at| (at as usize).min(steps - 1));
        let at = |row: usize, column: usize| self.heights[row * self.size + column];
        let corners = [
            at(top, left),
            at(top, left + 1),
            at(top + 1, left),
            at(top + 1, left + 1),
        ];
        if corners.contains(&VOID) {
            return None;
        }
        let [nw, ne, sw, se] = corners.map(f64::from);
        #[expect(clippy::cast_precision_loss, reason = "3600 is exact")]
        let (down, right) = (row - top as f64, column - left as f64);
        let north = nw + (ne - nw) * right;
        let south = sw + (se - sw) * right;
        Some(north + (south - north) * down)
    }

    /// Voids become the mean of their known neighbours, from their rims inwards.
    fn fill_voids(&mut self) {
        let size = self.size;
        let neighbours = |index: usize| {
            let (row, column) = (index / size, index % size);
            let rows = row.saturating_sub(1)..=(row + 1).min(size - 1);
            rows.flat_map(move |row| {
                let columns = column.saturating_sub(1)..=(column + 1).min(size - 1);
                columns.map(move |column| row * size + column)
            })
        };
        let is_void = |heights: &[i16], index: usize| heights[index] == VOID;
        let is_rim = |heights: &[i16], index: usize| {
            is_void(heights, index) && neighbours(index).any(|next| !is_void(heights, next))
        };
        let all = 0..self.heights.len();
        let mut rim: Vec<usize> = all.filter(|index| is_rim(&self.heights, *index)).collect();
        while !rim.is_empty() {
            let means: Vec<i16> = rim
                .iter()
                .map(|index| mean(neighbours(*index).map(|next| self.heights[next])))
                .collect();
            for (index, mean) in rim.iter().zip(means) {
                self.heights[*index] = mean;
            }
            let mut next: Vec<usize> = rim.iter().flat_map(|index| neighbours(*index)).collect();
            next.retain(|index| is_void(&self.heights, *index));
            next.sort_unstable();
            next.dedup();
            rim = next;
        }
    }
}

fn mean(heights: impl Iterator<Item = i16>) -> i16 {
    let (sum, count) = heights
        .filter(|height| *height != VOID)
        .fold((0_i32, 0_i32), |(sum, count), height| {
            (sum + i32::from(height), count + 1)
        });
    i16::try_from(sum / count.max(1)).unwrap_or(VOID)
}

fn unzip(file: &str, bytes: &[u8]) -> Result<Vec<u8>, OsmError> {
    let fail = |error: zip::result::ZipError| OsmError::at(file, "zip", error);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(fail)?;
    let names = archive.file_names().filter_map(Result::ok);
    let tiles = names.filter(|name| name.to_ascii_lowercase().ends_with(".hgt"));
    let Some(name) = tiles.map(Cow::into_owned).min() else {
        return Err(OsmError::at(
            file,
            "zip",
            "no .hgt file in it, expected one",
        ));
    };
    let entry = archive.by_name(&name).map_err(fail)?;
    let mut heights = Vec::new();
    let read = entry.take(BYTES_MAX + 1).read_to_end(&mut heights);
    read.map_err(|error| OsmError::at(file, name, error))?;
    Ok(heights)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: TileName = TileName {
        south: 38,
        west: 112,
    };

    /// A 3″ tile whose height is `height(row, column)`.
    fn bytes(height: impl Fn(usize, usize) -> i16) -> Vec<u8> {
        let all = (0..1201 * 1201).map(|index| height(index / 1201, index % 1201));
        all.flat_map(i16::to_be_bytes).collect()
    }

    #[test]
    fn a_plane_is_read_back_between_its_points() {
        let plane = bytes(|row, column| i16::try_from(row + 2 * column).unwrap());
        let tile = HeightTile::read(NAME, "test", &plane).unwrap();
        for (lat, lon) in [(38.0, 112.0), (38.999_9, 112.123_4), (39.0, 113.0)] {
            let expected = (39.0 - lat) * 1200.0 + 2.0 * (lon - 112.0) * 1200.0;
            let found = tile.height(lat, lon).unwrap();
            assert!((found - expected).abs() < 1e-6, "{lat} {lon}: {found}");
        }
        assert_eq!(tile.height(37.999, 112.5), None);
    }

    #[test]
    fn voids_take_the_heights_around_them() {
        let holed = bytes(|row, column| {
            if (500..700).contains(&row) && (500..700).contains(&column) {
                VOID
            } else {
                800
            }
        });
        let tile = HeightTile::read(NAME, "test", &holed).unwrap();
        assert_eq!(tile.height(38.5, 112.5), Some(800.0));
        let nothing = HeightTile::read(NAME, "test", &bytes(|_, _| VOID)).unwrap();
        assert_eq!(nothing.height(38.5, 112.5), None);
    }

    #[test]
    fn names_and_lengths_are_those_of_the_files() {
        assert_eq!(NAME.to_string(), "N38E112");
        assert_eq!(TileName::of(-0.5, -70.2).to_string(), "S01W071");
        let error = HeightTile::read(NAME, "N38E112.hgt", &[0; 10]).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("N38E112.hgt: length: 10 bytes")
        );
    }
}
