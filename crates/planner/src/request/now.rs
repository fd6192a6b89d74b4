//! What is known of a station when a trip begins.

use serde::{Deserialize, Serialize};
use stations::{ConnectorId, Station, StationId};
use units::Seconds;

/// What is known of a station when the trip begins, such as by an operator's live data. As JSON:
/// `{"station": "s01a", "out": ["c2"], "free_in_s": 900}`; the last two may be left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StationNow {
    /// The station. One that the snapshot does not have changes nothing.
    pub station: StationId,
    /// Connectors that nobody can charge at on this trip: broken, not connected, taken away.
    #[serde(default)]
    pub out: Vec<ConnectorId>,
    /// When a connector is expected to be free, after the trip's begin: who arrives before waits
    /// until then. [`TripRequest::expected_wait`](crate::TripRequest::expected_wait) does not count
    /// there then. Without it nothing is known.
    #[serde(rename = "free_in_s", default)]
    pub free_in: Option<Seconds>,
}

impl StationNow {
    /// From indices of connectors, in the order of the station, and seconds; `None` when that says
    /// nothing.
    pub fn of(station: &Station, out: &[usize], free_in_s: Option<f64>) -> Option<Self> {
        let ids = station.connectors().enumerate();
        let ids = ids.filter(|(index, _)| out.contains(index));
        let out: Vec<ConnectorId> = ids
            .map(|(_, (connector, _))| connector.id.clone())
            .collect();
        let says_anything = !out.is_empty() || free_in_s.is_some();
        says_anything.then(|| Self {
            station: station.id.clone(),
            out,
            free_in: free_in_s.map(Seconds),
        })
    }

    /// What is wrong with it: what was found and expected.
    pub(crate) fn fault(&self) -> Option<(f64, &'static str)> {
        let free_in = self.free_in?.0;
        let is_fine = (0.0..=86_400.0).contains(&free_in);
        (!is_fine).then_some((free_in, "0 to 86400 seconds"))
    }
}
