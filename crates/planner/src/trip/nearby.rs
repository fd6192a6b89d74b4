//! Stations by road: the nearest ones, and those along a trip, with the charge one arrives with.

use std::collections::BTreeMap;

use roads::Anchor;
use serde::Serialize;
use stations::{ConnectorId, StationId};
use units::{Kilowatts, Meters, Seconds, StateOfCharge};

use super::candidates::Candidate;
use super::flood::{Drive, Flood, Here};
use super::tuned::{Tuned, watt_hours};
use super::{Planner, stopping};
use crate::{TripError, TripRequest, Vehicle};

/// A station that one may drive to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Nearby {
    /// The station.
    pub station_id: StationId,
    /// The connector that is counted on.
    pub connector_id: ConnectorId,
    /// Power that reaches the car at most.
    #[serde(rename = "power_kw")]
    pub power: Kilowatts,
    /// Time to drive there: on the fastest way, or on the thriftiest where the charge does not last
    /// on the fastest.
    #[serde(rename = "duration_s")]
    pub duration: Seconds,
    /// Length of that way.
    #[serde(rename = "distance_m")]
    pub distance: Meters,
    /// Charge on arrival; absent when no way there keeps the reserve.
    #[serde(rename = "soc_arrive")]
    pub charge_arrive: Option<StateOfCharge>,
    /// Time that the trip takes longer by way of it, stopping not counted; absent without a trip,
    /// or where no road leads on.
    #[serde(rename = "detour_s")]
    pub detour: Option<Seconds>,
    /// The leg of the trip from which the detour starts, counted from 0 by places on the way.
    pub leg: usize,
    /// True when it is closed at the time of arrival, as far as its hours are known.
    pub is_closed: bool,
}

impl Planner {
    /// All stations for `vehicle`, by the time to drive to them from the request's start; those
    /// that the charge does not reach come last. The request's end is not looked at.
    ///
    /// Exact: fastest ways by time alone, most charge where these do not last.
    pub fn nearby(
        &self,
        vehicle: &Vehicle,
        request: &TripRequest,
    ) -> Result<Vec<Nearby>, TripError> {
        let tuned = self.checked(vehicle, request)?;
        let anchor = &self.anchors(request)?[0];
        let drive = self.drive(&tuned, request);
        let (fast, thrifty) = (drive.fastest(anchor), drive.thriftiest(anchor));
        let mut found = self.reached(&tuned, request, &fast, &thrifty);
        sorting::by(&mut found, |a, b| {
            let key = |near: &Nearby| (near.charge_arrive.is_none(), near.duration.0);
            let ((a, s), (b, t)) = (key(a), key(b));
            a.cmp(&b).then(s.total_cmp(&t))
        });
        Ok(found)
    }

    /// Stations for `vehicle` by how much longer the plain fastest drive through the request's
    /// places takes by way of them, in one of its legs; where the charge lasts on a slower way only,
    /// what that takes longer is added. `charge_arrive` is for driving straight there from the start.
    pub fn along(
        &self,
        vehicle: &Vehicle,
        request: &TripRequest,
    ) -> Result<Vec<Nearby>, TripError> {
        let tuned = self.checked(vehicle, request)?;
        let anchors = self.anchors(request)?;
        let drive = self.drive(&tuned, request);
        let mut detours: BTreeMap<u32, (u32, usize)> = BTreeMap::new();
        for (leg, ends) in anchors.windows(2).enumerate() {
            let (there, back) = (drive.fastest(&ends[0]), drive.fastest_to(&ends[1]));
            let whole = |node: usize| Some(there[node]?.time.saturating_add(back[node]?.time));
            let direct = (0..there.len()).filter_map(whole).min();
            let straight = roads::Network::direct(&self.roads, &ends[0], &ends[1]);
            let straight = straight.iter().map(|ways| {
                let times = ways.iter().map(|way| tuned.cost(way, &self.roads).0);
                times.fold(0, u32::saturating_add)
            });
            let Some(direct) = direct.into_iter().chain(straight).min() else {
                continue;
            };
            for candidate in &tuned.candidates {
                let Some(time) = whole(candidate.node as usize) else {
                    continue;
                };
                let detour = (time.saturating_sub(direct), leg);
                let known = detours.entry(candidate.node).or_insert(detour);
                *known = detour.min(*known);
            }
        }
        let (fast, thrifty) = (drive.fastest(&anchors[0]), drive.thriftiest(&anchors[0]));
        let mut found = self.reached(&tuned, request, &fast, &thrifty);
        for near in &mut found {
            let candidate = tuned
                .candidates
                .iter()
                .find(|candidate| self.stations[candidate.station].id == near.station_id);
            let detour = candidate.and_then(|candidate| detours.get(&candidate.node));
            // The way that is told may be a slower one, on which the charge lasts.
            let fastest = candidate.and_then(|candidate| fast[candidate.node as usize]);
            let slower = fastest.map_or(Seconds(0.0), |here| {
                near.duration - Seconds(f64::from(here.time) / 1000.0)
            });
            near.detour = detour.map(|(time, _)| Seconds(f64::from(*time) / 1000.0) + slower);
            near.leg = detour.map_or(0, |(_, leg)| *leg);
        }
        sorting::by(&mut found, |a, b| {
            let key = |near: &Nearby| near.detour.map_or(f64::INFINITY, |detour| detour.0);
            key(a)
                .total_cmp(&key(b))
                .then(a.duration.0.total_cmp(&b.duration.0))
        });
        Ok(found)
    }

    /// The stations that a road leads to, with the way that is taken.
    fn reached(
        &self,
        tuned: &Tuned,
        request: &TripRequest,
        fast: &Flood,
        thrifty: &Flood,
    ) -> Vec<Nearby> {
        let capacity = tuned.conditions.vehicle.capacity();
        let candidates = tuned.candidates.iter().filter_map(|candidate| {
            let station = &self.stations[candidate.station];
            let connector_id = self.connector_at(candidate, tuned, request)?;
            let fast = fast[candidate.node as usize]?;
            let lasting = Some(fast).filter(|here| here.charge.is_some());
            let way: Here = lasting.or(thrifty[candidate.node as usize]).unwrap_or(fast);
            let duration = Seconds(f64::from(way.time) / 1000.0);
            #[expect(
                clippy::cast_precision_loss,
                reason = "a battery is far below 2^53 mWh"
            )]
            let charge = |charge: i64| StateOfCharge::of(watt_hours(charge as f64), capacity);
            Some(Nearby {
                station_id: station.id.clone(),
                connector_id,
                power: candidate.power,
                duration,
                distance: Meters(way.length),
                charge_arrive: way.charge.map(charge),
                detour: None,
                leg: 0,
                is_closed: stopping::is_closed_at(station, request.depart, duration),
            })
        });
        candidates.collect()
    }

    /// The connector that is counted on at a station; `None` where the vehicle may not or cannot charge
    /// on this trip.
    pub(super) fn connector_at(
        &self,
        candidate: &Candidate,
        tuned: &Tuned,
        request: &TripRequest,
    ) -> Option<ConnectorId> {
        let station = &self.stations[candidate.station];
        if request.avoid.contains(&station.id) {
            return None;
        }
        let mut now = request.now.iter();
        match now.find(|now| now.station == station.id) {
            Some(now) => {
                let vehicle = &tuned.conditions.vehicle;
                stopping::working(candidate, station, vehicle, &now.out)
            }
            None if candidate.is_spare => None,
            None => Some(candidate.connector.clone()),
        }
    }

    pub(super) fn drive<'a>(&'a self, tuned: &'a Tuned, request: &TripRequest) -> Drive<'a> {
        let capacity = tuned.conditions.vehicle.capacity();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a battery is far below 2^63 mWh"
        )]
        let ticks =
            |charge: StateOfCharge| (charge.energy(capacity).0 * super::tuned::TICKS) as i64;
        Drive {
            ground: &self.ground,
            tuned,
            roads: &self.roads,
            charge: ticks(request.charge),
            reserve: ticks(request.reserve),
        }
    }

    pub(super) fn anchors(&self, request: &TripRequest) -> Result<Vec<Anchor>, TripError> {
        let points = self.snap_points(request)?;
        Ok(self.ground.anchors(&self.roads, request, &points))
    }
}
