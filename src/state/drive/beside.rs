//! Stations on the way where a plan does not stop, but could.

use stations::StationId;
use units::LatLon;

use super::Course;

/// How far from the line a station may stand to be on the way, in metres as the crow flies.
const OFF_MAX: f64 = 1500.0;

/// A station on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// Which.
    pub id: StationId,
    /// How far from the start one is nearest to it, in metres.
    pub along: f64,
    /// How far it is from there, in metres.
    pub away: f64,
}

/// Those of `stations` that are on the way and not stops of the plan, in order.
pub fn beside(
    course: &Course,
    stations: impl IntoIterator<Item = (StationId, LatLon)>,
) -> Vec<Beside> {
    let is_stop = |id: &StationId| course.plan.stops.iter().any(|stop| stop.station_id == *id);
    let found = stations.into_iter().filter_map(|(id, at)| {
        let near = course.pass(at, &(0.0..course.length()), OFF_MAX, None)?;
        (!is_stop(&id)).then_some(Beside {
            id,
            along: near.along,
            away: near.away,
        })
    });
    let mut found: Vec<Beside> = found.collect();
    found.sort_by(|a, b| a.along.total_cmp(&b.along));
    found
}
