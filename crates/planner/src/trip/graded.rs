//! Stretches of road with a figure that changes along them, to be drawn in colours.

use roads::Piece;
use serde::Serialize;

/// A stretch of road in one driving direction, and a figure that changes evenly along it.
///
/// As JSON a short list, since there are as many as roads: `[road, start, end, first, last]`, the
/// index of the road in its file, the shares of its length, the figures there.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(into = "(u32, f64, f64, f64, f64)")]
pub struct Graded {
    /// The stretch.
    pub piece: Piece,
    /// The figure where the stretch begins.
    pub first: f64,
    /// The figure where it ends.
    pub last: f64,
}

impl From<Graded> for (u32, f64, f64, f64, f64) {
    fn from(graded: Graded) -> Self {
        let Graded { piece, first, last } = graded;
        (
            piece.road.0,
            rounded(piece.start),
            rounded(piece.end),
            rounded(first),
            rounded(last),
        )
    }
}

/// To a hundred-thousandth: no drawing shows more, and the text stays short.
fn rounded(figure: f64) -> f64 {
    (figure * 1e5).round() / 1e5
}
