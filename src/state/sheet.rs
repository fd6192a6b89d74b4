//! How high the sheet on a phone is.

/// The three heights at which the sheet rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SheetHeight {
    /// Its first lines only: the map has the room.
    Folded,
    /// About half of the window.
    #[default]
    Half,
    /// All but the top.
    Full,
}

/// Shares of the window at which the sheet rests, as in `style/panel.css`.
const SHARES: [(SheetHeight, f64); 3] = [
    (SheetHeight::Folded, 0.2),
    (SheetHeight::Half, 0.54),
    (SheetHeight::Full, 0.86),
];
/// A drag over so many pixels goes at least one height on.
const FLICK: f64 = 60.0;

impl SheetHeight {
    /// After a tap on the handle.
    #[must_use]
    pub fn tapped(self) -> Self {
        match self {
            Self::Folded => Self::Half,
            Self::Half | Self::Full => Self::Folded,
        }
    }

    /// After a drag by `pixels` (up is positive) to `share` of the window: the nearest height, but
    /// another one when the finger meant it.
    #[must_use]
    pub fn after_drag(self, pixels: f64, share: f64) -> Self {
        let distance = |height: &(Self, f64)| (height.1 - share).abs();
        let nearest = SHARES
            .iter()
            .min_by(|a, b| distance(a).total_cmp(&distance(b)));
        let nearest = nearest.map_or(self, |height| height.0);
        match nearest == self {
            true if pixels > FLICK => self.higher(),
            true if pixels < -FLICK => self.lower(),
            _ => nearest,
        }
    }

    fn higher(self) -> Self {
        match self {
            Self::Folded => Self::Half,
            Self::Half | Self::Full => Self::Full,
        }
    }

    fn lower(self) -> Self {
        match self {
            Self::Folded | Self::Half => Self::Folded,
            Self::Full => Self::Half,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drag_ends_at_the_nearest_height_or_where_it_was_meant_to() {
        assert_eq!(SheetHeight::Half.after_drag(260.0, 0.84), SheetHeight::Full);
        assert_eq!(SheetHeight::Half.after_drag(80.0, 0.6), SheetHeight::Full);
        assert_eq!(
            SheetHeight::Half.after_drag(-80.0, 0.45),
            SheetHeight::Folded
        );
        assert_eq!(SheetHeight::Half.after_drag(20.0, 0.56), SheetHeight::Half);
        assert_eq!(
            SheetHeight::Full.after_drag(-500.0, 0.1),
            SheetHeight::Folded
        );
        assert_eq!(
            SheetHeight::Folded.after_drag(f64::NAN, f64::NAN),
            SheetHeight::Folded
        );
    }
}
