//! How far it is to the nearest charger, everywhere.

use serde::Serialize;

use super::Planner;
use super::graded::Graded;
use crate::{TripError, TripRequest, Vehicle};

/// How far it is by road to the nearest station where the vehicle may charge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coverage {
    /// Roads with the distance still to drive to the nearest station, in metres, each direction on its
    /// own: the lesser distance is true.
    pub roads: Vec<Graded>,
    /// Roads from which no station can be reached, with distances of 0.
    pub cut_off: Vec<Graded>,
}

impl Planner {
    /// How far it is to the nearest station for `vehicle` from all roads, whatever the charge. The ends of
    /// the request are not looked at.
    ///
    /// Exact: shortest ways by the rules of the road.
    pub fn coverage(
        &self,
        vehicle: &Vehicle,
        request: &TripRequest,
    ) -> Result<Coverage, TripError> {
        let tuned = self.checked(vehicle, request)?;
        let drive = self.drive(&tuned, request);
        let usable = tuned.candidates.iter().filter(|candidate| {
            let connector = self.connector_at(candidate, &tuned, request);
            connector.is_some()
        });
        let far = drive.shortest_to(usable.map(|candidate| candidate.node));
        let network = &self.ground.network;
        let mut coverage = Coverage {
            roads: Vec::new(),
            cut_off: Vec::new(),
        };
        for (arc, head) in network.arcs().iter().map(|arc| arc.head).enumerate() {
            let way = self.ground.way(arc);
            let Some(piece) = way.piece() else { continue };
            match far[head as usize] {
                Some(there) => coverage.roads.push(Graded {
                    piece,
                    first: there.length + way.length(&self.roads).0,
                    last: there.length,
                }),
                None => coverage.cut_off.push(Graded {
                    piece,
                    first: 0.0,
                    last: 0.0,
                }),
            }
        }
        Ok(coverage)
    }
}
