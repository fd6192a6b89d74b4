//! How far the charge reaches without stopping.

use roads::{Piece, Way};
use serde::Serialize;
use units::{LatLon, StateOfCharge};

use super::Planner;
use super::flood::Drive;
use super::graded::Graded;
use super::tuned::watt_hours;
use crate::{TripError, TripRequest, Vehicle};

/// What one reaches from a place without charging, on the ways that leave most charge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reach {
    /// Junctions that are reached, with the charge that is left there at most.
    pub places: Vec<ReachedPlace>,
    /// Points on roads where the charge comes down to the reserve.
    pub limits: Vec<LatLon>,
    /// Roads that are reached, each direction on its own, with the charge that is left on them, 0 to
    /// 1. A road may be there from either end: the greater charge is true.
    pub roads: Vec<Graded>,
}

/// A junction that is reached.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ReachedPlace {
    /// Where it is.
    pub at: LatLon,
    /// Charge left there at most.
    #[serde(rename = "soc")]
    pub charge: StateOfCharge,
}

impl Planner {
    /// The area that the request's charge reaches from its start down to its reserve. The end of
    /// the request is not looked at.
    ///
    /// Exact for junctions: most charge over all ways, with what braking returns and what a full
    /// battery loses. Where a road is driven in part only, its energy counts as even.
    pub fn reach(&self, vehicle: &Vehicle, request: &TripRequest) -> Result<Reach, TripError> {
        let tuned = self.checked(vehicle, request)?;
        let anchor = &self.anchors(request)?[0];
        let drive = self.drive(&tuned, request);
        let flood = drive.thriftiest(anchor);
        let network = &self.ground.network;
        let mut reach = Reach {
            places: Vec::new(),
            limits: Vec::new(),
            roads: Vec::new(),
        };
        for (_, ways) in &anchor.leave {
            let mut left = drive.charge;
            for way in ways {
                let (_, energy) = tuned.cost(way, &self.roads);
                if !reach.add(way, (left, energy), &drive) {
                    break;
                }
                left = (left - i64::from(energy)).min(tuned.capacity.into());
            }
        }
        for (node, here) in (0..).zip(&flood) {
            let Some(left) = here.and_then(|here| here.charge) else {
                continue;
            };
            let at = network.position(&self.roads, node);
            let charge = drive.share(left);
            reach.places.push(ReachedPlace { at, charge });
            for arc in network.arcs_of(node) {
                let cost = (left, tuned.energies[arc]);
                reach.add(&self.ground.way(arc), cost, &drive);
            }
        }
        Ok(reach)
    }
}

impl Drive<'_> {
    /// Milliwatt-hours as a share of the battery.
    fn share(&self, charge: i64) -> StateOfCharge {
        let capacity = self.tuned.conditions.vehicle.capacity();
        #[expect(
            clippy::cast_precision_loss,
            reason = "a battery is far below 2^53 mWh"
        )]
        StateOfCharge::of(watt_hours(charge as f64), capacity)
    }
}

impl Reach {
    /// Adds a way that begins with the charge `left` and takes `energy`, both in milliwatt-hours, as far
    /// as the charge lasts; false when it does not last to its end.
    fn add(&mut self, way: &Way, (left, energy): (i64, i32), drive: &Drive<'_>) -> bool {
        let energy = i64::from(energy);
        let then = (left - energy).min(drive.tuned.capacity.into());
        let lasts = then >= drive.reserve;
        #[expect(
            clippy::cast_precision_loss,
            reason = "a battery is far below 2^53 mWh"
        )]
        let share = if lasts {
            1.0
        } else {
            (left - drive.reserve) as f64 / energy as f64
        };
        if !lasts {
            self.limits.push(way.point_at(share, drive.roads));
        }
        if let Some(piece) = way.piece() {
            let last = if lasts { then } else { drive.reserve };
            self.roads.push(Graded {
                piece: Piece {
                    end: piece.start + (piece.end - piece.start) * share,
                    ..piece
                },
                first: drive.share(left).fraction(),
                last: drive.share(last).fraction(),
            });
        }
        lasts
    }
}
