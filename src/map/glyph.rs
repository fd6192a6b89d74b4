//! Symbols of the marks, as SVG paths of 24 by 24 units.

use super::MarkKind;

const BOLT: &str = "M13.5 1.5 4.5 13.5h6L9 22.5l10.5-13h-6.8z";
const PLUG: &str = "M8 2h2v5h4V2h2v5h2v5a6 6 0 0 1-5 5.9V22h-2v-4.1A6 6 0 0 1 6 12V7h2z";
const SWAP: &str = "M16 2.5 21.5 8 16 13.5V10H4V6h12zM8 10.5V14h12v4H8v3.5L2.5 16z";
const BUS: &str = "M6 3h12a2 2 0 0 1 2 2v12a1 1 0 0 1-1 1v2.5h-3V18H8v2.5H5V18a1 1 0 0 1-1-1V5\
    a2 2 0 0 1 2-2zm0 3v5.5h12V6zm1 8v2h2.5v-2zm7.5 0v2H17v-2z";
const CROSS: &str = "M5 2.9 12 9.9l7-7L21.1 5l-7 7 7 7-2.1 2.1-7-7-7 7L2.9 19l7-7-7-7z";

impl MarkKind {
    /// The symbol of the mark.
    pub(super) fn glyph(self) -> &'static str {
        match self {
            Self::Fast => BOLT,
            Self::Slow => PLUG,
            Self::Swap => SWAP,
            Self::Dedicated => BUS,
            Self::Closed => CROSS,
        }
    }
}
