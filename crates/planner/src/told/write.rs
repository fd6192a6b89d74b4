//! Writing answers.

use json::Writer;

use crate::itinerary::{
    Answer, ChargingStop, Itinerary, Leg, NoPlan, PlaceVisit, RoadBreak, Shortfall,
};

impl Answer {
    /// The JSON that serializing writes.
    pub fn to_json(&self) -> String {
        let mut to = Writer::default();
        match self {
            Self::Feasible(plan) => plan.write(&mut to),
            Self::Infeasible(no_plan) => no_plan.write(&mut to),
        }
        to.into_text()
    }
}

impl Itinerary {
    /// Writes it as the JSON of a feasible answer.
    pub fn write(&self, to: &mut Writer) {
        to.record(|to| {
            to.name("feasible").flag(true);
            to.name("total_time_s").number(self.total_time.0);
            to.name("driving_s").number(self.driving.0);
            to.name("charging_s").number(self.charging.0);
            to.name("waiting_s").number(self.waiting.0);
            to.name("staying_s").number(self.staying.0);
            to.name("resting_s").number(self.resting.0);
            to.name("distance_m").number(self.distance.0);
            to.name("energy_wh").number(self.energy.0);
            to.name("capacity_wh").number(self.capacity.0);
            to.name("vehicle_id").text(&self.vehicle_id);
            to.name("demo").flag(self.demo);
            to.name("gap").number(self.gap);
            to.name("legs").list(&self.legs, leg);
            to.name("stops").list(&self.stops, stop);
            to.name("places").list(&self.places, place);
            to.name("breaks").list(&self.breaks, road_break);
        });
    }
}

impl NoPlan {
    fn write(&self, to: &mut Writer) {
        to.record(|to| {
            to.name("feasible").flag(false);
            to.name("reason").text(&self.reason);
            to.name("reason_zh").text(&self.reason_zh);
            to.name("is_proven").flag(self.is_proven);
            to.name("demo").flag(self.demo);
            match &self.shortfall {
                Some(lacks) => shortfall(to.name("shortfall"), lacks),
                None => to.name("shortfall").null(),
            }
        });
    }
}

fn leg(to: &mut Writer, leg: &Leg) {
    to.record(|to| {
        to.name("distance_m").number(leg.distance.0);
        to.name("duration_s").number(leg.duration.0);
        to.name("energy_wh").number(leg.energy.0);
        to.name("soc_start").number(leg.charge_start.fraction());
        to.name("soc_end").number(leg.charge_end.fraction());
        to.name("geometry").list(&leg.geometry, |to, at| {
            to.list([at.lon(), at.lat()], Writer::number);
        });
    });
}

fn stop(to: &mut Writer, stop: &ChargingStop) {
    to.record(|to| {
        to.name("station_id").text(&stop.station_id.0);
        to.name("connector_id").text(&stop.connector_id.0);
        to.name("arrive_s").number(stop.arrival.0);
        to.name("power_kw").number(stop.power.0);
        to.name("soc_arrive").number(stop.charge_arrive.fraction());
        to.name("soc_depart").number(stop.charge_depart.fraction());
        to.name("charge_s").number(stop.charging.0);
        to.name("wait_s").number(stop.waiting.0);
        to.name("overhead_s").number(stop.overhead.0);
        to.name("is_break").flag(stop.is_break);
        to.name("is_meal").flag(stop.is_meal);
        let fallback = stop.fallback_station_id.as_ref();
        to.name("fallback_station_id")
            .text_or_null(fallback.map(|id| &id.0[..]));
        let to = to.name("fallback");
        match &stop.fallback {
            None => to.null(),
            Some(way) => to.record(|to| {
                to.name("distance_m").number(way.distance.0);
                to.name("soc_arrive").number(way.charge_arrive.fraction());
                to.name("power_kw").number(way.power.0);
            }),
        }
    });
}

fn place(to: &mut Writer, visit: &PlaceVisit) {
    to.record(|to| {
        to.name("via").whole(visit.via);
        to.name("leg").whole(visit.leg);
        to.name("arrive_s").number(visit.arrival.0);
        to.name("soc_arrive").number(visit.charge_arrive.fraction());
        to.name("stay_s").number(visit.stay.0);
    });
}

fn road_break(to: &mut Writer, rest: &RoadBreak) {
    to.record(|to| {
        to.name("leg").whole(rest.leg);
        to.name("at")
            .list([rest.at.lat(), rest.at.lon()], Writer::number);
        to.name("arrive_s").number(rest.arrival.0);
        to.name("break_s").number(rest.length.0);
    });
}

fn shortfall(to: &mut Writer, lacks: &Shortfall) {
    let id = |id: &Option<stations::StationId>| id.as_ref().map(|id| id.0.clone());
    to.record(|to| {
        to.name("from_station_id")
            .text_or_null(id(&lacks.from_station_id).as_deref());
        to.name("to_station_id")
            .text_or_null(id(&lacks.to_station_id).as_deref());
        to.name("distance_m").number(lacks.distance.0);
        to.name("missing_m").number(lacks.missing_distance.0);
        to.name("missing_wh").number(lacks.missing.0);
    });
}
