//! Where else something is free.

use live::{Freshness, UnixTime};
use planner::Vehicle;
use stations::Station;
use units::Meters;

use crate::state::{Availability, Live};

/// So many are named.
const MOST: usize = 3;
/// Farther away they are no help.
const REACH: Meters = Meters(30_000.0);

/// Stations that everyone may use, where something that fits was reported free some minutes ago at
/// most, nearest first: their index, and how far they are from the station at `index` in a straight
/// line.
pub fn alternatives(
    live: &Live,
    stations: &[Station],
    index: usize,
    vehicle: Option<&Vehicle>,
    now: UnixTime,
) -> Vec<(usize, Meters)> {
    let Some(here) = stations.get(index) else {
        return Vec::new();
    };
    let others = stations.iter().enumerate();
    let others = others.filter(|(other, station)| {
        *other != index
            && station.is_open_to_all()
            && station.connectors().any(|(connector, _)| {
                vehicle.is_none_or(|vehicle| vehicle.fits(connector.standard))
            })
    });
    let near = others.filter_map(|(other, station)| {
        let away = station.position.distance_to(here.position);
        (away.0 <= REACH.0).then_some((other, away))
    });
    let mut found: Vec<(usize, Meters)> = near
        .filter(|(other, _)| {
            let known = live.availability(*other, &stations[*other], vehicle, now);
            matches!(
                known,
                Availability::Known {
                    free: 1..,
                    freshness: Freshness::Now | Freshness::Recent,
                    ..
                }
            )
        })
        .collect();
    found.sort_by(|a, b| a.1.0.total_cmp(&b.1.0));
    found.truncate(MOST);
    found
}
