//! How far the charge reaches without stopping.

use serde::Serialize;
use units::{LatLon, StateOfCharge};

use super::Planner;
use super::tuned::watt_hours;
use crate::{TripError, TripRequest, Vehicle};

/// What one reaches from a place without charging, on the ways that leave most charge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reach {
    /// Junctions that are reached, with the charge that is left there at most.
    pub places: Vec<ReachedPlace>,
    /// Points on roads where the charge comes down to the reserve.
    pub limits: Vec<LatLon>,
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
        let capacity = vehicle.capacity();
        let network = &self.ground.network;
        let (mut places, mut limits) = (Vec::new(), Vec::new());
        for (node, here) in (0..).zip(&flood) {
            let Some(left) = here.and_then(|here| here.charge) else {
                continue;
            };
            #[expect(
                clippy::cast_precision_loss,
                reason = "a battery is far below 2^53 mWh"
            )]
            let charge = StateOfCharge::of(watt_hours(left as f64), capacity);
            let at = network.position(&self.roads, node);
            places.push(ReachedPlace { at, charge });
            for arc in network.arcs_of(node) {
                let energy = i64::from(tuned.energies[arc]);
                if left - energy >= drive.reserve {
                    continue;
                }
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "a battery is far below 2^53 mWh"
                )]
                let share = (left - drive.reserve) as f64 / energy as f64;
                limits.push(self.ground.way(arc).point_at(share, &self.roads));
            }
        }
        Ok(Reach { places, limits })
    }
}
