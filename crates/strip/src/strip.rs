//! The strip itself: places, chargers and the ways between them.

use container::Text;
use guide::{Corridor, Guide, NodeKind, Side};
use planner::Stretch;
use roads::RoadGraph;
use stations::Station;
use units::{LatLon, Meters};

use crate::beside::{self, Beside};
use crate::course::Course;
use crate::mesh::Mesh;

/// A way along the road, or the length of a part of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Along {
    /// How far.
    pub way: Meters,
    /// True when the guide says so, and knows it; else it comes from the lengths of the road file.
    pub is_told: bool,
}

/// A place of the road.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its name.
    pub name: Text,
    /// What it is.
    pub kind: NodeKind,
    /// Where it is.
    pub position: LatLon,
    /// Its height, where known.
    pub elevation: Option<Meters>,
    /// The way from the first place, where known.
    pub along: Option<Along>,
    /// On which carriageway it is, in the direction of the strip.
    pub side: Side,
}

/// A piece of road between two places of the strip.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Where it begins and ends: number of the place before, and the share of the way to the next.
    pub spots: (f64, f64),
    /// What driving it means.
    pub stretch: Stretch,
}

/// A road in one direction: places, chargers, and the roads between.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Strip {
    /// Its places, in the order of driving.
    pub places: Vec<Place>,
    /// What charges along it, in the order of driving.
    pub stations: Vec<Beside>,
    /// The way from each place to the next, where known.
    pub legs: Vec<Option<Along>>,
    /// The roads between places, in order. Where no road is known there is none.
    pub steps: Vec<Step>,
    /// The line to draw: one for each part that hangs together.
    pub lines: Vec<Vec<LatLon>>,
}

impl Strip {
    /// The strip of `corridor`, in the order of its places or the other way round.
    pub fn new(
        corridor: &Corridor,
        is_reversed: bool,
        guide: &Guide,
        roads: &RoadGraph,
        stations: &[Station],
    ) -> Self {
        let course = Course::new(corridor, is_reversed);
        let mesh = Mesh::new(roads, &corridor.road);
        let track = mesh.track(&course.nodes);
        let legs = course.legs(&track.lengths());
        let ways = course.ways(&legs);
        let places = course.nodes.iter().zip(ways);
        let places = places.map(|(node, along)| Place {
            name: node.name.clone(),
            kind: node.kind,
            position: node.position,
            elevation: node.elevation.filter(|height| height.0.is_finite()),
            along,
            side: node.side,
        });
        Self {
            places: places.collect(),
            stations: beside::all(corridor, &course, guide, &mesh, &track, stations),
            legs,
            steps: track.steps(roads),
            lines: track.lines(roads),
        }
    }

    /// The spot of the strip of `corridor` where somebody is; `None` for one who is farther than
    /// [`OFF_MAX`](crate::OFF_MAX) from it.
    pub fn spot_of(
        corridor: &Corridor,
        is_reversed: bool,
        roads: &RoadGraph,
        position: LatLon,
    ) -> Option<f64> {
        let course = Course::new(corridor, is_reversed);
        let mesh = Mesh::new(roads, &corridor.road);
        let track = mesh.track(&course.nodes);
        beside::here(&mesh, &track, position).map(|(spot, _)| spot)
    }

    /// The number of the last place, as a spot.
    pub(crate) fn end(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a road has few places")]
        let end = self.places.len().saturating_sub(1) as f64;
        end
    }

    /// The whole of it, where known.
    pub fn length(&self) -> Option<Along> {
        self.places.last()?.along
    }

    /// The way from the first place to `spot`, where known.
    pub fn along(&self, spot: f64) -> Option<Along> {
        let (index, share) = split(spot, self.places.len());
        let before = self.places.get(index)?.along?;
        if share <= 0.0 {
            return Some(before);
        }
        let leg = (*self.legs.get(index)?)?;
        Some(Along {
            way: before.way + leg.way * share,
            is_told: false,
        })
    }

    /// The way between two spots, where known.
    pub fn between(&self, from: f64, to: f64) -> Option<Along> {
        if let (Some(from), Some(to)) = (self.along(from), self.along(to)) {
            return Some(Along {
                way: Meters((to.way.0 - from.way.0).max(0.0)),
                is_told: from.is_told && to.is_told,
            });
        }
        let (first, begin) = split(from, self.places.len());
        let (last, end) = split(to, self.places.len());
        let mut way = 0.0;
        for (leg, index) in self.legs.iter().zip(0..).skip(first) {
            let start = if index == first { begin } else { 0.0 };
            let stop = if index == last { end } else { 1.0 };
            if index > last || stop <= start {
                break;
            }
            way += (*leg)?.way.0 * (stop - start);
        }
        Some(Along {
            way: Meters(way),
            is_told: false,
        })
    }

    /// The number of the place nearest to a spot.
    pub fn nearest(&self, spot: f64) -> Option<usize> {
        let (index, share) = split(spot, self.places.len());
        (!self.places.is_empty()).then_some(if share > 0.5 { index + 1 } else { index })
    }

    /// Where to pass so that a trip follows the road: `count` places at most, evenly along it.
    pub fn vias(&self, count: usize) -> Vec<LatLon> {
        let inner = self.places.len().saturating_sub(2);
        let count = count.min(inner);
        let pick = |number: usize| self.places[1 + number * inner / count].position;
        (0..count).map(pick).collect()
    }
}

/// The number of the place before a spot, and the share of the way to the next.
pub(crate) fn split(spot: f64, places: usize) -> (usize, f64) {
    let most = places.saturating_sub(1);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast saturates, and spots are places of a road"
    )]
    let index = (spot.max(0.0) as usize).min(most);
    #[expect(clippy::cast_precision_loss, reason = "a road has few places")]
    let share = (spot - index as f64).clamp(0.0, 1.0);
    (index, if index == most { 0.0 } else { share })
}
