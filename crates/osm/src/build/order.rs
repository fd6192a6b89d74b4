//! An order of points in which neighbours have near numbers.

use units::{BoundingBox, LatLon};

/// Steps along each side of the box.
const SIDE: u32 = 1 << 16;

/// Where a point comes on the Hilbert curve that fills `bounds` (Hilbert, "Über die stetige
/// Abbildung einer Linie auf ein Flächenstück", 1891).
pub(super) fn along_hilbert(bounds: &BoundingBox, at: LatLon) -> u32 {
    let place = |value: f64, least: f64, most: f64| {
        let share = if most > least {
            (value - least) / (most - least)
        } else {
            0.0
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of 65535"
        )]
        let place = (share.clamp(0.0, 1.0) * f64::from(SIDE - 1)) as u32;
        place
    };
    let mut x = place(at.lon(), bounds.west, bounds.east);
    let mut y = place(at.lat(), bounds.south, bounds.north);
    let mut along = 0;
    let mut side = SIDE / 2;
    while side > 0 {
        let (right, up) = (u32::from(x & side > 0), u32::from(y & side > 0));
        along += side * side * ((3 * right) ^ up);
        // Turn the quarter so that the curve enters and leaves it where the others meet it.
        if up == 0 {
            if right == 1 {
                x = (SIDE - 1) - x;
                y = (SIDE - 1) - y;
            }
            (x, y) = (y, x);
        }
        side /= 2;
    }
    along
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn the_curve_goes_from_neighbour_to_neighbour() {
        let bounds = BoundingBox {
            south: 0.0,
            west: 0.0,
            north: 1.0,
            east: 1.0,
        };
        let mut order = BTreeMap::new();
        for x in 0..16_u32 {
            for y in 0..16_u32 {
                let at = |i: u32| (f64::from(i) + 0.5) / 16.0;
                let along = along_hilbert(&bounds, LatLon::new(at(y), at(x)).unwrap());
                order.insert(along, (x, y));
            }
        }
        let cells: Vec<(u32, u32)> = order.into_values().collect();
        assert_eq!(cells.len(), 256);
        for pair in cells.windows(2) {
            let apart = pair[0].0.abs_diff(pair[1].0) + pair[0].1.abs_diff(pair[1].1);
            assert_eq!(apart, 1, "{pair:?}");
        }
    }
}
