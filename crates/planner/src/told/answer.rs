//! Reading answers.

use json::{Reader, Wrong};
use stations::{ConnectorId, StationId};
use units::{Kilowatts, LatLon, Meters, Seconds, StateOfCharge, WattHours};

use super::read::{place, share};
use crate::itinerary::{
    Answer, ChargingStop, Fallback, Itinerary, Leg, NoPlan, PlaceVisit, RoadBreak, Shortfall,
};

type Read<T> = Result<T, Wrong>;

impl Answer {
    /// Reads the JSON that serializing writes. Names that it does not know are passed over.
    pub fn from_json(json: &str) -> Read<Self> {
        let mut is_feasible = false;
        let mut flag = Reader::new(json);
        flag.record(&["feasible"], &mut |name, value| {
            if name == "feasible" {
                is_feasible = value.flag()?;
                return Ok(true);
            }
            value.skip()
        })?;
        flag.end()?;
        let mut reader = Reader::new(json);
        if is_feasible {
            plan(&mut reader).map(Self::Feasible)
        } else {
            no_plan(&mut reader).map(Self::Infeasible)
        }
    }
}

impl Itinerary {
    /// Reads the JSON that serializing writes. Names that it does not know are passed over.
    pub fn read(from: &mut Reader<'_>) -> Read<Self> {
        plan(from)
    }
}

fn plan(from: &mut Reader<'_>) -> Read<Itinerary> {
    let mut plan = Itinerary {
        total_time: Seconds(0.0),
        driving: Seconds(0.0),
        charging: Seconds(0.0),
        waiting: Seconds(0.0),
        staying: Seconds(0.0),
        resting: Seconds(0.0),
        distance: Meters(0.0),
        energy: WattHours(0.0),
        capacity: WattHours(0.0),
        vehicle_id: String::new(),
        demo: false,
        gap: 0.0,
        legs: Vec::new(),
        stops: Vec::new(),
        places: Vec::new(),
        breaks: Vec::new(),
    };
    let must = [
        "total_time_s",
        "driving_s",
        "charging_s",
        "waiting_s",
        "distance_m",
        "energy_wh",
        "capacity_wh",
        "vehicle_id",
        "demo",
        "legs",
        "stops",
    ];
    from.record(&must, &mut |name, value| {
        match name {
            "vehicle_id" => plan.vehicle_id = value.text()?,
            "demo" => plan.demo = value.flag()?,
            "legs" => plan.legs = each(value, leg)?,
            "stops" => plan.stops = each(value, stop)?,
            "places" => plan.places = each(value, visit)?,
            "breaks" => plan.breaks = each(value, road_break)?,
            _ => {
                let mut figures = [
                    ("total_time_s", &mut plan.total_time.0),
                    ("driving_s", &mut plan.driving.0),
                    ("charging_s", &mut plan.charging.0),
                    ("waiting_s", &mut plan.waiting.0),
                    ("staying_s", &mut plan.staying.0),
                    ("resting_s", &mut plan.resting.0),
                    ("distance_m", &mut plan.distance.0),
                    ("energy_wh", &mut plan.energy.0),
                    ("capacity_wh", &mut plan.capacity.0),
                    ("gap", &mut plan.gap),
                ];
                return Ok(value.among(&mut figures, name)? || value.skip()?);
            }
        }
        Ok(true)
    })?;
    Ok(plan)
}

fn each<T>(from: &mut Reader<'_>, read: fn(&mut Reader<'_>) -> Read<T>) -> Read<Vec<T>> {
    let mut all = Vec::new();
    from.list(&mut |item| {
        all.push(read(item)?);
        Ok(())
    })?;
    Ok(all)
}

fn leg(from: &mut Reader<'_>) -> Read<Leg> {
    let mut leg = Leg {
        distance: Meters(0.0),
        duration: Seconds(0.0),
        energy: WattHours(0.0),
        charge_start: StateOfCharge::EMPTY,
        charge_end: StateOfCharge::EMPTY,
        geometry: Vec::new(),
    };
    let must = [
        "distance_m",
        "duration_s",
        "energy_wh",
        "soc_start",
        "soc_end",
        "geometry",
    ];
    from.record(&must, &mut |name, value| {
        match name {
            "distance_m" => leg.distance.0 = value.number()?,
            "duration_s" => leg.duration.0 = value.number()?,
            "energy_wh" => leg.energy.0 = value.number()?,
            "soc_start" => leg.charge_start = share(value)?,
            "soc_end" => leg.charge_end = share(value)?,
            "geometry" => leg.geometry = each(value, turned_place)?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(leg)
}

/// A position as GeoJSON has it, longitude first.
fn turned_place(from: &mut Reader<'_>) -> Read<LatLon> {
    let [lon, lat] = from.numbers()?;
    LatLon::checked(lat, lon).map_or_else(|| from.wrong("a position in degrees"), Ok)
}

fn stop(from: &mut Reader<'_>) -> Read<ChargingStop> {
    let mut stop = ChargingStop {
        station_id: StationId(String::new()),
        connector_id: ConnectorId(String::new()),
        arrival: Seconds(0.0),
        power: Kilowatts(0.0),
        charge_arrive: StateOfCharge::EMPTY,
        charge_depart: StateOfCharge::EMPTY,
        charging: Seconds(0.0),
        waiting: Seconds(0.0),
        overhead: Seconds(0.0),
        is_break: false,
        is_meal: false,
        fallback_station_id: None,
        fallback: None,
    };
    let must = [
        "station_id",
        "connector_id",
        "power_kw",
        "soc_arrive",
        "soc_depart",
        "charge_s",
        "wait_s",
        "overhead_s",
    ];
    from.record(&must, &mut |name, value| {
        match name {
            "station_id" => stop.station_id.0 = value.text()?,
            "connector_id" => stop.connector_id.0 = value.text()?,
            "arrive_s" => stop.arrival.0 = value.number()?,
            "power_kw" => stop.power.0 = value.number()?,
            "soc_arrive" => stop.charge_arrive = share(value)?,
            "soc_depart" => stop.charge_depart = share(value)?,
            "charge_s" => stop.charging.0 = value.number()?,
            "wait_s" => stop.waiting.0 = value.number()?,
            "overhead_s" => stop.overhead.0 = value.number()?,
            "is_break" => stop.is_break = value.flag()?,
            "is_meal" => stop.is_meal = value.flag()?,
            "fallback_station_id" => stop.fallback_station_id = station_id(value)?,
            "fallback" => stop.fallback = value.optional(fallback)?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(stop)
}

fn fallback(from: &mut Reader<'_>) -> Read<Fallback> {
    let mut way = Fallback {
        distance: Meters(0.0),
        charge_arrive: StateOfCharge::EMPTY,
        power: Kilowatts(0.0),
    };
    from.record(
        &["distance_m", "soc_arrive", "power_kw"],
        &mut |name, value| {
            match name {
                "distance_m" => way.distance.0 = value.number()?,
                "soc_arrive" => way.charge_arrive = share(value)?,
                "power_kw" => way.power.0 = value.number()?,
                _ => return value.skip(),
            }
            Ok(true)
        },
    )?;
    Ok(way)
}

fn station_id(from: &mut Reader<'_>) -> Read<Option<StationId>> {
    Ok(from.optional(Reader::text)?.map(StationId))
}

fn count(from: &mut Reader<'_>) -> Read<usize> {
    Ok(from.whole(u32::MAX)? as usize)
}

fn visit(from: &mut Reader<'_>) -> Read<PlaceVisit> {
    let mut visit = PlaceVisit {
        via: 0,
        leg: 0,
        arrival: Seconds(0.0),
        charge_arrive: StateOfCharge::EMPTY,
        stay: Seconds(0.0),
    };
    let must = ["via", "leg", "arrive_s", "soc_arrive", "stay_s"];
    from.record(&must, &mut |name, value| {
        match name {
            "via" => visit.via = count(value)?,
            "leg" => visit.leg = count(value)?,
            "arrive_s" => visit.arrival.0 = value.number()?,
            "soc_arrive" => visit.charge_arrive = share(value)?,
            "stay_s" => visit.stay.0 = value.number()?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(visit)
}

fn road_break(from: &mut Reader<'_>) -> Read<RoadBreak> {
    let mut rest = RoadBreak {
        leg: 0,
        at: LatLon::clamped(0.0, 0.0),
        arrival: Seconds(0.0),
        length: Seconds(0.0),
    };
    let must = ["leg", "at", "arrive_s", "break_s"];
    from.record(&must, &mut |name, value| {
        match name {
            "leg" => rest.leg = count(value)?,
            "at" => rest.at = place(value)?,
            "arrive_s" => rest.arrival.0 = value.number()?,
            "break_s" => rest.length.0 = value.number()?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(rest)
}

fn no_plan(from: &mut Reader<'_>) -> Read<NoPlan> {
    let mut no_plan = NoPlan {
        reason: String::new(),
        reason_zh: String::new(),
        is_proven: true,
        demo: false,
        shortfall: None,
    };
    from.record(&["reason", "reason_zh", "demo"], &mut |name, value| {
        match name {
            "reason" => no_plan.reason = value.text()?,
            "reason_zh" => no_plan.reason_zh = value.text()?,
            "is_proven" => no_plan.is_proven = value.flag()?,
            "demo" => no_plan.demo = value.flag()?,
            "shortfall" => no_plan.shortfall = value.optional(shortfall)?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(no_plan)
}

fn shortfall(from: &mut Reader<'_>) -> Read<Shortfall> {
    let mut lacks = Shortfall {
        from_station_id: None,
        to_station_id: None,
        distance: Meters(0.0),
        missing_distance: Meters(0.0),
        missing: WattHours(0.0),
    };
    let must = ["distance_m", "missing_m", "missing_wh"];
    from.record(&must, &mut |name, value| {
        match name {
            "from_station_id" => lacks.from_station_id = station_id(value)?,
            "to_station_id" => lacks.to_station_id = station_id(value)?,
            "distance_m" => lacks.distance.0 = value.number()?,
            "missing_m" => lacks.missing_distance.0 = value.number()?,
            "missing_wh" => lacks.missing.0 = value.number()?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(lacks)
}
