//! How far it is from charger to charger.

use units::Meters;

use crate::{APART, Along, Strip};

/// From here on a gap is long: the province wants chargers nearer than this along the No. 1 roads
/// and expressways (transport department, notice of 2023: "<50 km").
pub const LONG: Meters = Meters(50_000.0);

/// A part of the road without a charger.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// Where it begins and ends.
    pub spots: (f64, f64),
    /// How long it is, where known.
    pub length: Option<Along>,
    /// True when it ends at a charger, false when the road ends first.
    pub is_closed: bool,
}

impl Gap {
    /// True when it is longer than it should be.
    pub fn is_long(&self) -> bool {
        self.length.is_some_and(|length| length.way.0 > LONG.0)
    }
}

/// A charger ahead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Next {
    /// Where one leaves the road for it.
    pub spot: f64,
    /// The way there, where known.
    pub way: Option<Along>,
    /// How many stations are there.
    pub stations: usize,
}

impl Strip {
    /// The gaps between stations, from the first place to the last; `is_usable` says of each of
    /// [`Self::stations`] whether it counts.
    pub fn gaps(&self, is_usable: &[bool]) -> Vec<Gap> {
        if self.places.len() < 2 {
            return Vec::new();
        }
        let counting = self.stations.iter().zip(is_usable);
        let counting = counting.filter(|(_, is_usable)| **is_usable);
        let spots = counting.map(|(station, _)| (station.spot, true));
        let mut from = 0.0;
        let mut gaps = Vec::new();
        for (to, is_closed) in spots.chain([(self.end(), false)]) {
            let length = self.between(from, to);
            if length.is_none_or(|length| length.way.0 > 0.0) && to > from {
                gaps.push(Gap {
                    spots: (from, to),
                    length,
                    is_closed,
                });
            }
            from = to;
        }
        gaps
    }

    /// The longest of some gaps; those of unknown length do not count.
    pub fn longest(gaps: &[Gap]) -> Option<Gap> {
        let known = gaps.iter().filter_map(|gap| Some((gap.length?, gap)));
        let longest = known.max_by(|a, b| a.0.way.0.total_cmp(&b.0.way.0));
        longest.map(|(_, gap)| *gap)
    }

    /// The charger ahead of `spot` and the one after: stations near together count as one.
    pub fn next(&self, spot: f64, is_usable: &[bool]) -> [Option<Next>; 2] {
        let mut found: [Option<Next>; 2] = [None, None];
        let counting = self.stations.iter().zip(is_usable);
        let ahead = counting.filter(|(station, is_usable)| **is_usable && station.spot >= spot);
        for (station, _) in ahead {
            let next = Next {
                spot: station.spot,
                way: self.between(spot, station.spot),
                stations: 1,
            };
            match &mut found {
                [None, _] => found[0] = Some(next),
                [Some(first), None] if self.is_together(first.spot, station.spot) => {
                    first.stations += 1;
                }
                [_, None] => found[1] = Some(next),
                [_, Some(second)] if self.is_together(second.spot, station.spot) => {
                    second.stations += 1;
                }
                [_, Some(_)] => break,
            }
        }
        found
    }

    /// True when two spots are near together.
    pub(crate) fn is_together(&self, from: f64, to: f64) -> bool {
        let between = self.between(from, to);
        between.map_or(to <= from, |between| between.way.0 <= APART.0)
    }
}
