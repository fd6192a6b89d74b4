//! A board at a service area: a fixed place, for one who stands before it for a minute.

use units::LatLon;

/// After so long without a touch the board begins anew, in seconds.
const RESET_S: u32 = 60;
/// The shortest and the longest of such times.
const RESETS_S: std::ops::RangeInclusive<u32> = 20..=3600;
/// So long before it says so, in seconds.
const WARNING_S: u32 = 15;

/// A board.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kiosk {
    /// Where it stands; `None` where its address does not say so in a way that can be read.
    pub at: Option<LatLon>,
    /// After so long without a touch it begins anew, in seconds.
    pub reset_s: u32,
}

impl Kiosk {
    /// Reads the query of an address: `?kiosk=38.41,112.73`, and `&reset=90` where another time fits
    /// better; `None` where it is no board's. One whose place is wrong is a board all the same: it must
    /// not ask the public where it is, nor keep what it did.
    pub fn read(query: &str) -> Option<Self> {
        let value = |name: &str| {
            let pairs = query.trim_start_matches('?').split('&').take(16);
            let mut named = pairs.filter_map(|pair| pair.split_once('='));
            named.find_map(|(key, value)| (key == name).then_some(value))
        };
        let place = value("kiosk")?
            .replace("%2C", ",")
            .replace("%2c", ",")
            .replace("%20", " ")
            .replace('+', " ");
        let reset_s = value("reset").and_then(|reset| reset.parse().ok());
        Some(Self {
            at: place.parse().ok(),
            reset_s: reset_s
                .filter(|reset| RESETS_S.contains(reset))
                .unwrap_or(RESET_S),
        })
    }

    /// What the board does after so many seconds without a touch.
    pub fn after(self, idle_s: u32) -> Idle {
        match self.reset_s.saturating_sub(idle_s) {
            0 => Idle::Over,
            left if left <= WARNING_S => Idle::Ending(left),
            _ => Idle::Used,
        }
    }
}

/// Whether anybody is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    /// Somebody is.
    Used,
    /// Perhaps nobody: it begins anew in so many seconds.
    Ending(u32),
    /// Nobody: it begins anew.
    Over,
}

#[cfg(test)]
mod tests {
    use super::Idle::{Ending, Over, Used};
    use super::*;

    #[test]
    fn an_address_may_name_a_place() {
        let at = LatLon::new(38.41, 112.73).ok();
        let read = |query| Kiosk::read(query);
        assert_eq!(read("?kiosk=38.41,112.73"), Some(Kiosk { at, reset_s: 60 }));
        assert_eq!(
            read("?lang=en&kiosk=38.41%2C112.73&reset=90"),
            Some(Kiosk { at, reset_s: 90 })
        );
        for spaced in ["?kiosk=38.41,%20112.73", "?kiosk=38.41,+112.73"] {
            assert_eq!(read(spaced), Some(Kiosk { at, reset_s: 60 }), "{spaced}");
        }
        assert_eq!(
            read("?kiosk=38.41,112.73&reset=1").map(|kiosk| kiosk.reset_s),
            Some(60)
        );
        for other in ["", "?", "?kiosk", "?x=38.41,112.73"] {
            assert_eq!(read(other), None, "{other}");
        }
        for wrong in ["?kiosk=1", "?kiosk=98,1", "?kiosk=<script>"] {
            assert_eq!(read(wrong).map(|kiosk| kiosk.at), Some(None), "{wrong}");
        }
    }

    #[test]
    fn it_warns_before_it_begins_anew() {
        let kiosk = Kiosk::read("?kiosk=38.41,112.73").unwrap();
        let after = [0, 44, 45, 59, 60, 700].map(|idle| kiosk.after(idle));
        assert_eq!(after, [Used, Used, Ending(15), Ending(1), Over, Over]);
    }
}
