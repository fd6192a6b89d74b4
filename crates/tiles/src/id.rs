//! Numbers of tiles: all of a zoom follow all of the one before, along a Hilbert curve.

/// The closest zoom that is numbered.
pub const ZOOM_MAX: u8 = 24;

/// The number of a tile; `None` for one that no map has.
pub fn tile_id(zoom: u8, x: u32, y: u32) -> Option<u64> {
    if zoom > ZOOM_MAX || x >> zoom != 0 || y >> zoom != 0 {
        return None;
    }
    let (mut x, mut y) = (u64::from(x), u64::from(y));
    // As many as all zooms before have: 1 + 4 + 16 + …
    let mut id = ((1_u64 << (2 * zoom)) - 1) / 3;
    for level in (0..zoom).rev() {
        let side = 1_u64 << level;
        let (right, below) = (x & side != 0, y & side != 0);
        id += side * side * ((3 * u64::from(right)) ^ u64::from(below));
        (x, y) = (x & (side - 1), y & (side - 1));
        if !below {
            if right {
                (x, y) = (side - 1 - x, side - 1 - y);
            }
            (x, y) = (y, x);
        }
    }
    Some(id)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn numbers_are_those_of_the_specification() {
        for (zoom, x, y, id) in [
            (0, 0, 0, 0),
            (1, 0, 0, 1),
            (1, 0, 1, 2),
            (1, 1, 1, 3),
            (1, 1, 0, 4),
            (2, 0, 0, 5),
            (12, 3423, 1763, 19_078_479),
        ] {
            assert_eq!(tile_id(zoom, x, y), Some(id), "{zoom}/{x}/{y}");
        }
    }

    #[test]
    fn each_tile_of_a_zoom_has_its_own_number_beside_the_one_before() {
        for zoom in 0..6 {
            let side = 0..1_u32 << zoom;
            let mut all: Vec<_> = side
                .clone()
                .flat_map(|x| {
                    side.clone()
                        .map(move |y| (tile_id(zoom, x, y).unwrap(), x, y))
                })
                .collect();
            all.sort_unstable();
            let numbers: BTreeSet<_> = all.iter().map(|(id, ..)| id).collect();
            assert_eq!(numbers.len(), all.len());
            for pair in all.windows(2) {
                let [(a, ax, ay), (b, bx, by)] = pair else {
                    continue;
                };
                assert_eq!((b - a, ax.abs_diff(*bx) + ay.abs_diff(*by)), (1, 1));
            }
        }
    }

    #[test]
    fn what_is_off_the_map_has_none() {
        assert_eq!(tile_id(0, 1, 0), None);
        assert_eq!(tile_id(3, 0, 8), None);
        assert_eq!(tile_id(25, 0, 0), None);
        assert!(tile_id(24, (1 << 24) - 1, 0).is_some());
    }
}
