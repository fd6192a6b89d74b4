//! The strip as a list to read from above to below.

use units::Meters;

use crate::{Drive, Gap, Strip};

/// Stations nearer together than this along the road are shown as one group.
pub const APART: Meters = Meters(3000.0);
/// Gaps shorter than this are not worth a line (the plan wants chargers within 10 km).
const WORTH: f64 = 10_000.0;

/// A line of the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// A place, by its number.
    Place(usize),
    /// Stations at the same spot, by their numbers in [`Strip::stations`].
    Stations(Vec<usize>),
    /// A gap begins.
    Gap(Gap),
    /// The charge is down to what is to be kept.
    Reach(f64),
    /// Where the driver is.
    Here(f64),
}

impl Row {
    /// Where it is.
    pub fn spot(&self, strip: &Strip) -> f64 {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "a road has few places")]
            Self::Place(place) => *place as f64,
            Self::Stations(group) => {
                let first = group.first().and_then(|first| strip.stations.get(*first));
                first.map_or(0.0, |station| station.spot)
            }
            Self::Gap(gap) => gap.spots.0,
            Self::Reach(spot) | Self::Here(spot) => *spot,
        }
    }

    /// Of rows at one spot: first the place, then what is there, then what follows.
    fn rank(&self) -> u8 {
        match self {
            Self::Place(_) => 0,
            Self::Here(_) => 1,
            Self::Stations(_) => 2,
            Self::Reach(_) => 3,
            Self::Gap(_) => 4,
        }
    }
}

impl Strip {
    /// The list: places, groups of stations, gaps, how far the drive gets, and where the driver is.
    pub fn rows(&self, gaps: &[Gap], drive: Option<&Drive>, here: Option<f64>) -> Vec<Row> {
        let mut rows: Vec<Row> = (0..self.places.len()).map(Row::Place).collect();
        rows.extend(self.groups().into_iter().map(Row::Stations));
        let worth = |gap: &&Gap| gap.length.is_none_or(|length| length.way.0 >= WORTH);
        rows.extend(gaps.iter().filter(worth).copied().map(Row::Gap));
        rows.extend(drive.and_then(|drive| drive.ends).map(Row::Reach));
        rows.extend(here.map(Row::Here));
        rows.sort_by(|a, b| {
            let by_way = a.spot(self).total_cmp(&b.spot(self));
            by_way.then(a.rank().cmp(&b.rank()))
        });
        rows
    }

    /// Stations that are near together and between the same places.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (number, station) in self.stations.iter().enumerate() {
            let first = groups.last().and_then(|group| group.first());
            let first = first.map(|first| self.stations[*first].spot);
            let is_here = first.is_some_and(|first| {
                first.floor() >= station.spot.floor() && self.is_together(first, station.spot)
            });
            match groups.last_mut() {
                Some(group) if is_here => group.push(number),
                _ => groups.push(vec![number]),
            }
        }
        groups
    }
}
