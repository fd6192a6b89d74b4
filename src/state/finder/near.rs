//! What the planner says of stations: how far they are by road, and with which charge one arrives.

use std::collections::BTreeMap;

use json::{Reader, Wrong};
use stations::StationId;
use units::{Meters, Seconds, StateOfCharge};

/// A station by road, from where one asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// Time to drive there.
    pub duration: Seconds,
    /// Length of that way.
    pub distance: Meters,
    /// Charge on arrival; `None` when no way there keeps the reserve.
    pub charge_arrive: Option<StateOfCharge>,
    /// How much longer the trip takes by way of it; `None` without a trip.
    pub detour: Option<Seconds>,
    /// True when it is closed on arrival, as far as its hours are known.
    pub is_closed: bool,
}

/// All stations that a road leads to and the car can use.
pub type Nears = BTreeMap<StationId, Near>;

/// Reads the answer to the questions `nearby` and `along`.
pub fn read_nears(json: &str) -> Result<Nears, Wrong> {
    let mut nears = Nears::new();
    let mut reader = Reader::new(json);
    reader.list(&mut |item| {
        let mut id = String::new();
        let (mut duration, mut distance) = (0.0, 0.0);
        let (mut charge, mut detour, mut is_closed) = (None, None, false);
        let must = ["station_id", "duration_s", "distance_m"];
        item.record(&must, &mut |name, value| {
            match name {
                "station_id" => id = value.text()?,
                "duration_s" => duration = value.number()?,
                "distance_m" => distance = value.number()?,
                "soc_arrive" => charge = value.optional(Reader::number)?,
                "detour_s" => detour = value.optional(Reader::number)?,
                "is_closed" => is_closed = value.flag()?,
                _ => return value.skip(),
            }
            Ok(true)
        })?;
        let near = Near {
            duration: Seconds(duration),
            distance: Meters(distance),
            charge_arrive: charge.and_then(StateOfCharge::from_fraction),
            detour: detour.map(Seconds),
            is_closed,
        };
        nears.insert(StationId(id), near);
        Ok(())
    })?;
    reader.end()?;
    Ok(nears)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_and_a_torn_one_refused() {
        let json = r#"[{"station_id": "a", "connector_id": "1", "power_kw": 120, "duration_s": 95.5,
            "distance_m": 1200, "soc_arrive": 0.41, "detour_s": null, "leg": 0, "is_closed": true}]"#;
        let nears = read_nears(json).unwrap();
        let near = nears[&StationId("a".into())];
        assert!((near.duration.0 - 95.5).abs() < 1e-9 && near.is_closed);
        assert_eq!(near.charge_arrive, StateOfCharge::from_fraction(0.41));
        assert_eq!(near.detour, None);
        assert!(read_nears("[]").unwrap().is_empty());
        assert!(read_nears(&json[..80]).is_err());
        assert!(read_nears("null").is_err());
    }
}
