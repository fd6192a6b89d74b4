//! The answer to a trip request, in the form of the `yilu plan` contract.

use serde::{Deserialize, Serialize};
use stations::{ConnectorId, StationId};
use units::{Kilowatts, LatLon, Meters, Seconds, StateOfCharge, WattHours};

/// A drive between stops.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Leg {
    /// Its length.
    #[serde(rename = "distance_m")]
    pub distance: Meters,
    /// Time to drive it.
    #[serde(rename = "duration_s")]
    pub duration: Seconds,
    /// Net energy out of the battery; negative when the leg charges it.
    #[serde(rename = "energy_wh")]
    pub energy: WattHours,
    /// Charge at its start.
    #[serde(rename = "soc_start")]
    pub charge_start: StateOfCharge,
    /// Charge at its end.
    #[serde(rename = "soc_end")]
    pub charge_end: StateOfCharge,
    /// Its drawn line; `[lon, lat]` in JSON.
    #[serde(with = "lon_lats")]
    pub geometry: Vec<LatLon>,
}

/// A stop to charge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChargingStop {
    /// The station.
    pub station_id: StationId,
    /// The connector that the plan counts on: one of those that charge fastest.
    pub connector_id: ConnectorId,
    /// When one arrives, after the trip began.
    #[serde(rename = "arrive_s", default)]
    pub arrival: Seconds,
    /// Power that reaches the car at most.
    #[serde(rename = "power_kw")]
    pub power: Kilowatts,
    /// Charge on arrival.
    #[serde(rename = "soc_arrive")]
    pub charge_arrive: StateOfCharge,
    /// Charge to leave with.
    #[serde(rename = "soc_depart")]
    pub charge_depart: StateOfCharge,
    /// Time at the connector.
    #[serde(rename = "charge_s")]
    pub charging: Seconds,
    /// Expected time until a connector is free, and until the station opens.
    #[serde(rename = "wait_s")]
    pub waiting: Seconds,
    /// Time for parking, plugging in, paying.
    #[serde(rename = "overhead_s")]
    pub overhead: Seconds,
    /// True when the stop is long enough for one of the breaks that were asked for.
    #[serde(default)]
    pub is_break: bool,
    /// True when it is long enough for the meal that was asked for.
    #[serde(default)]
    pub is_meal: bool,
    /// The nearest other station that the charge on arrival still reaches, if there is one.
    pub fallback_station_id: Option<StationId>,
    /// The way there.
    #[serde(default)]
    pub fallback: Option<Fallback>,
}

impl ChargingStop {
    /// True when the battery is swapped there: nothing is charged, so there is no power.
    pub fn is_swap(&self) -> bool {
        self.power.0 <= 0.0
    }
}

/// The way to the station where one can charge when a stop fails.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Fallback {
    /// Its length.
    #[serde(rename = "distance_m")]
    pub distance: Meters,
    /// Charge on arrival there; it may be below the reserve.
    #[serde(rename = "soc_arrive")]
    pub charge_arrive: StateOfCharge,
    /// Power that reaches the car there at most; 0 for a swap.
    #[serde(rename = "power_kw")]
    pub power: Kilowatts,
}

/// Being at a place on the way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceVisit {
    /// Which place of the request, counted from 0.
    pub via: usize,
    /// The leg on which it lies, counted from 0.
    pub leg: usize,
    /// When one arrives, after the trip began.
    #[serde(rename = "arrive_s")]
    pub arrival: Seconds,
    /// Charge on arrival.
    #[serde(rename = "soc_arrive")]
    pub charge_arrive: StateOfCharge,
    /// How long one stays: longer than was asked for when that makes it a break.
    #[serde(rename = "stay_s")]
    pub stay: Seconds,
}

/// A break on the road, or beside it; not at a stop or a place on the way.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RoadBreak {
    /// The leg on which it lies, counted from 0.
    pub leg: usize,
    /// Where one drives no further without it; `[lat, lon]` in JSON.
    #[serde(with = "crate::request::lat_lon")]
    pub at: LatLon,
    /// When it begins, after the trip began.
    #[serde(rename = "arrive_s")]
    pub arrival: Seconds,
    /// How long it is.
    #[serde(rename = "break_s")]
    pub length: Seconds,
}

/// A whole plan: one leg more than stops, in turn.
///
/// The energies of legs are differences of charge times the capacity; times add up to the total.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Itinerary {
    /// All time from start to end: driving, charging, waiting, staying and breaks on the road.
    #[serde(rename = "total_time_s")]
    pub total_time: Seconds,
    /// Time on the road.
    #[serde(rename = "driving_s")]
    pub driving: Seconds,
    /// Time at connectors.
    #[serde(rename = "charging_s")]
    pub charging: Seconds,
    /// Time at stops that is not charging: waiting and overhead of all stops.
    #[serde(rename = "waiting_s")]
    pub waiting: Seconds,
    /// Time spent at places on the way.
    #[serde(rename = "staying_s", default)]
    pub staying: Seconds,
    /// Time of breaks on the road.
    #[serde(rename = "resting_s", default)]
    pub resting: Seconds,
    /// Length of all legs.
    #[serde(rename = "distance_m")]
    pub distance: Meters,
    /// Energy of all legs.
    #[serde(rename = "energy_wh")]
    pub energy: WattHours,
    /// Usable capacity of the vehicle, which charges are shares of.
    #[serde(rename = "capacity_wh")]
    pub capacity: WattHours,
    /// The vehicle's id.
    pub vehicle_id: String,
    /// True when stations that the plan could choose from are invented.
    pub demo: bool,
    /// How much less time an optimum may take at most, as a share of the total; 0 when this is one.
    #[serde(default)]
    pub gap: f64,
    /// The drives.
    pub legs: Vec<Leg>,
    /// The stops between them.
    pub stops: Vec<ChargingStop>,
    /// Places on the way, in order.
    #[serde(default)]
    pub places: Vec<PlaceVisit>,
    /// Breaks on the road, in order.
    #[serde(default)]
    pub breaks: Vec<RoadBreak>,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoPlan {
    /// One sentence in English.
    pub reason: String,
    /// The same in Chinese.
    pub reason_zh: String,
    /// True when it is certain that there is no plan; false when the search gave up.
    #[serde(default = "certain")]
    pub is_proven: bool,
    /// True when stations that the plan could choose from are invented.
    pub demo: bool,
    /// The place that lacks charge, when that is the reason.
    pub shortfall: Option<Shortfall>,
}

fn certain() -> bool {
    true
}

/// How much charge lacks, and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shortfall {
    /// Station where the drive that fails begins with a full battery; absent for the start.
    pub from_station_id: Option<StationId>,
    /// Station that it does not reach; absent for the end.
    pub to_station_id: Option<StationId>,
    /// Length of the drive.
    #[serde(rename = "distance_m")]
    pub distance: Meters,
    /// About how much of it the charge does not cover.
    #[serde(rename = "missing_m")]
    pub missing_distance: Meters,
    /// Energy that lacks.
    #[serde(rename = "missing_wh")]
    pub missing: WattHours,
}

/// What planning says: a plan, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// A plan.
    Feasible(Itinerary),
    /// None, and why.
    Infeasible(NoPlan),
}

#[derive(Serialize)]
struct Flagged<'a, T> {
    feasible: bool,
    #[serde(flatten)]
    content: &'a T,
}

impl Serialize for Answer {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Feasible(content) => Flagged {
                feasible: true,
                content,
            }
            .serialize(serializer),
            Self::Infeasible(content) => Flagged {
                feasible: false,
                content,
            }
            .serialize(serializer),
        }
    }
}

/// A line as GeoJSON has it: `[[lon, lat], …]`.
mod lon_lats {
    use serde::{Deserialize, Deserializer, Serializer, de::Error, ser::SerializeSeq};
    use units::LatLon;

    pub(super) fn serialize<S: Serializer>(line: &[LatLon], to: S) -> Result<S::Ok, S::Error> {
        let mut sequence = to.serialize_seq(Some(line.len()))?;
        for at in line {
            sequence.serialize_element(&[at.lon(), at.lat()])?;
        }
        sequence.end()
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<LatLon>, D::Error> {
        let line = Vec::<[f64; 2]>::deserialize(from)?;
        let position = |[lon, lat]: [f64; 2]| LatLon::new(lat, lon).map_err(D::Error::custom);
        line.into_iter().map(position).collect()
    }
}
