//! A text as a QR code.

use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};

/// Light modules around the code, which readers need.
const QUIET: i32 = 4;

/// A code to scan, as a path of unit squares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Modules along one side, with the quiet zone.
    pub side: i32,
    /// The dark modules, as data of an SVG path.
    pub path: String,
}

impl Code {
    /// `None` when the text is too long for any code: about 2 300 bytes.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let size = code.size();
        let mut path = String::new();
        for y in 0..size {
            let mut x = 0;
            while x < size {
                let run = (x..size).take_while(|x| code.get_module(*x, y)).count();
                let run = i32::try_from(run).unwrap_or(0);
                if run > 0 {
                    let (left, top) = (x + QUIET, y + QUIET);
                    // Writing to a string cannot fail.
                    let _ = write!(path, "M{left},{top}h{run}v1h-{run}z");
                }
                x += run + 1;
            }
        }
        Some(Self {
            side: size + 2 * QUIET,
            path,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dark modules of a path, drawn ten times as large, as a camera would see them.
    fn drawn(code: &Code) -> (usize, Vec<bool>) {
        const SCALE: usize = 10;
        let side = usize::try_from(code.side).unwrap() * SCALE;
        let mut pixels = vec![false; side * side];
        for run in code.path.split('M').skip(1) {
            let (at, rest) = run.split_once('h').unwrap();
            let (x, y) = at.split_once(',').unwrap();
            let (length, _) = rest.split_once('v').unwrap();
            let number = |text: &str| text.parse::<usize>().unwrap() * SCALE;
            for row in number(y)..number(y) + SCALE {
                let begin = row * side + number(x);
                pixels[begin..begin + number(length)].fill(true);
            }
        }
        (side, pixels)
    }

    fn scanned(code: &Code) -> String {
        let (side, pixels) = drawn(code);
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
            if pixels[y * side + x] { 0 } else { 255 }
        });
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1);
        grids[0].decode().unwrap().1
    }

    #[test]
    fn what_is_drawn_can_be_scanned() {
        for text in [
            "https://yilu.example/#from=38.407,112.734&to=39.635,111.435&car=byd-dolphin-2025&soc=45&temp=-15&reserve=10&lang=zh",
            "https://yilu.example/#station=demo-140932-001&lang=en",
            "x",
        ] {
            assert_eq!(scanned(&Code::of(text).unwrap()), text);
        }
        assert_eq!(Code::of(&"x".repeat(5000)), None);
    }

    #[test]
    fn around_the_code_is_a_quiet_zone() {
        let code = Code::of("https://yilu.example/").unwrap();
        let (side, pixels) = drawn(&code);
        let dark = |x: usize, y: usize| pixels[y * side + x];
        let zone = usize::try_from(QUIET).unwrap() * 10;
        for at in 0..side {
            for depth in 0..zone {
                let far = side - 1 - depth;
                assert!(!dark(at, depth) && !dark(at, far) && !dark(depth, at) && !dark(far, at));
            }
        }
        assert!(dark(zone, zone));
    }
}
