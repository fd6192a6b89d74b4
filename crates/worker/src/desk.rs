//! What the worker does with what it is sent.

use container::Text;
use planner::{Planner, TripRequest, Vehicle};
use roads::RoadGraph;
use serde::{Deserialize, Serialize};
use stations::Station;

/// Data that arrived, and the planner as soon as all of it is there.
#[derive(Debug, Default)]
pub struct Desk {
    roads: Option<RoadGraph>,
    stations: Option<Vec<Station>>,
    planner: Option<Planner>,
}

/// Why something cannot be done, for the driver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The words in both languages.
    pub message: Text,
}

#[derive(Deserialize)]
struct Trip {
    vehicle: Vehicle,
    #[serde(flatten)]
    request: serde_json::Value,
}

impl Desk {
    /// Takes a road file.
    pub fn take_roads(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let file = roads::read_roads(bytes).map_err(|error| {
            failure(
                &format!("路网文件无法读取：{error}"),
                &format!("roads: {error}"),
            )
        })?;
        self.roads = Some(file.roads);
        self.prepare();
        Ok(())
    }

    /// Takes a station snapshot. Stations that cannot be read are left out, as everywhere.
    pub fn take_stations(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let file = stations::read_snapshot(bytes).map_err(|error| {
            failure(
                &format!("站点文件无法读取：{error}"),
                &format!("stations: {error}"),
            )
        })?;
        self.stations = Some(file.value.stations);
        self.prepare();
        Ok(())
    }

    fn prepare(&mut self) {
        if let (Some(roads), Some(stations)) = (&self.roads, &self.stations) {
            self.planner = Some(Planner::new(roads.clone(), stations.clone()));
        }
    }

    /// Plans the trip in `json`: a trip request with a `vehicle`. Returns the answer's JSON.
    pub fn plan(&self, json: &str) -> Result<String, Failure> {
        let Some(planner) = &self.planner else {
            return Err(failure("数据尚未载入。", "The data is not loaded yet."));
        };
        let malformed =
            |error: serde_json::Error| failure(&format!("请求有误：{error}"), &error.to_string());
        let trip: Trip = serde_json::from_str(json).map_err(malformed)?;
        let request: TripRequest = serde_json::from_value(trip.request).map_err(malformed)?;
        let answer = planner
            .plan(&trip.vehicle, &request)
            .map_err(|error| Failure {
                message: error.text(),
            })?;
        serde_json::to_string(&answer).map_err(malformed)
    }
}

fn failure(zh: &str, en: &str) -> Failure {
    Failure {
        message: Text::new(zh, en),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_before_the_data_is_refused_in_words() {
        let refused = Desk::default().plan("{}").unwrap_err();
        assert_eq!(refused.message.zh, "数据尚未载入。");
    }

    #[test]
    fn a_damaged_file_names_its_place() {
        let refused = Desk::default().take_roads(b"<!doctype html>").unwrap_err();
        assert!(refused.message.en.contains("bytes 0 to 3"), "{refused:?}");
    }
}
