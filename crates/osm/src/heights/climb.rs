//! Climbs and drops along a road.

/// Rises and falls smaller than this are taken for noise: after smoothing, about the error of
/// SRTM between near points is left (Rodríguez, Morris and Belz, "A global assessment of the SRTM
/// performance", 2006: 90 % of relative errors are below some metres).
const NOISE: f64 = 5.0;
/// A road that rises and falls by more than this is split at its crest: the charge is least, or
/// the battery full, there and not at its ends.
const CREST: f64 = 20.0;

/// Heights in metres along a road, with the road's metres from its begin.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Profile(pub(crate) Vec<(f64, f64)>);

/// Indices of first, last and all points between which the road rises or falls by `least` or
/// more, in turn.
fn turns(profile: &Profile, least: f64) -> Vec<usize> {
    let height = |index: usize| profile.0[index].1;
    let count = profile.0.len();
    if count < 2 {
        return (0..count).collect();
    }
    let mut turns = vec![0];
    // The highest and the lowest point since the last turn, and whether the road rises from it.
    let (mut high, mut low) = (0, 0);
    let mut is_rising: Option<bool> = None;
    for index in 1..count {
        if height(index) > height(high) {
            high = index;
        }
        if height(index) < height(low) {
            low = index;
        }
        match is_rising {
            None if height(high) - height(low) >= least => {
                // The first swing begins at whichever extreme came first.
                is_rising = Some(low < high);
                turns.push(low.min(high));
                (low, high) = if low < high {
                    (index, high)
                } else {
                    (low, index)
                };
            }
            Some(true) if height(high) - height(index) >= least => {
                turns.push(high);
                is_rising = Some(false);
                (high, low) = (index, index);
            }
            Some(false) if height(index) - height(low) >= least => {
                turns.push(low);
                is_rising = Some(true);
                (high, low) = (index, index);
            }
            _ => {}
        }
    }
    match is_rising {
        Some(true) => turns.push(high),
        Some(false) => turns.push(low),
        None => {}
    }
    turns.push(count - 1);
    turns.dedup();
    turns
}

/// Metres climbed and lost. Their difference is the rise from begin to end.
pub(crate) fn climb_and_drop(profile: &Profile) -> (f64, f64) {
    let turns = turns(profile, NOISE);
    turns.windows(2).fold((0.0, 0.0), |(climb, drop), pair| {
        let rise = profile.0[pair[1]].1 - profile.0[pair[0]].1;
        (climb + rise.max(0.0), drop + (-rise).max(0.0))
    })
}

/// Metres from the begin at which the road should be split.
pub(crate) fn crests(profile: &Profile) -> Vec<f64> {
    let turns = turns(profile, CREST);
    let inner = turns.windows(3).filter(|three| {
        let [a, b, c] = [three[0], three[1], three[2]].map(|index| profile.0[index].1);
        (b - a).abs() >= CREST && (c - b).abs() >= CREST
    });
    inner.map(|three| profile.0[three[1]].0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(heights: &[f64]) -> Profile {
        let at = |(index, height): (usize, &f64)| {
            (f64::from(u32::try_from(index).unwrap()) * 100.0, *height)
        };
        Profile(heights.iter().enumerate().map(at).collect())
    }

    fn check(heights: &[f64], expected: (f64, f64)) {
        let found = climb_and_drop(&profile(heights));
        assert!(
            (found.0 - expected.0).abs() < 1e-9 && (found.1 - expected.1).abs() < 1e-9,
            "{heights:?}: {found:?}"
        );
    }

    #[test]
    fn noise_is_no_climb_and_passes_are() {
        check(&[800.0, 802.0, 799.0, 801.0, 800.0], (0.0, 0.0));
        check(&[800.0, 900.0, 1000.0], (200.0, 0.0));
        check(&[800.0, 900.0, 897.0, 1000.0, 800.0], (200.0, 200.0));
        check(&[800.0, 900.0, 880.0, 1000.0], (220.0, 20.0));
        check(&[1000.0, 900.0, 903.0, 800.0], (0.0, 200.0));
        check(&[800.0, 803.0], (3.0, 0.0));
        check(&[800.0], (0.0, 0.0));
        check(&[], (0.0, 0.0));
    }

    #[test]
    fn climb_minus_drop_is_always_the_rise() {
        let mut seed = 1_u32;
        for _ in 0..500 {
            let mut next = || {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                f64::from(seed >> 24) / 8.0
            };
            let heights: Vec<f64> = (0..30).map(|_| next()).collect();
            let (climb, drop) = climb_and_drop(&profile(&heights));
            assert!((climb - drop - (heights[29] - heights[0])).abs() < 1e-9);
        }
    }

    #[test]
    fn a_road_over_a_pass_is_split_at_its_top() {
        assert_eq!(crests(&profile(&[800.0, 900.0, 1000.0, 900.0])), [200.0]);
        assert_eq!(crests(&profile(&[800.0, 900.0, 895.0, 1000.0])), [0.0; 0]);
        assert_eq!(
            crests(&profile(&[900.0, 800.0, 900.0, 800.0])),
            [100.0, 200.0]
        );
    }
}
