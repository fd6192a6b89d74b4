//! Writing cars and requests, as the page does for its worker.

use json::Writer;
use units::LatLon;

use crate::request::{Aim, Breaks, StationNow, TripRequest, Via};
use crate::vehicle::{Battery, CurveKind, Heating, Vehicle};
use crate::{Assumptions, Size};

impl Vehicle {
    /// Writes the JSON that serializing writes.
    pub fn write(&self, to: &mut Writer) {
        to.record(|to| {
            to.name("id").text(&self.id);
            to.name("zh").text(&self.zh);
            to.name("en").text(&self.en);
            to.name("usable_kwh").number(self.usable_kwh);
            to.name("mass_kg").number(self.mass_kg);
            to.name("drag_area_m2").number(self.drag_area_m2);
            to.name("rolling_resistance")
                .number(self.rolling_resistance);
            to.name("reference_kwh_per_100km")
                .number(self.reference_kwh_per_100km);
            to.name("auxiliary_w").number(self.auxiliary_w);
            to.name("heating").text(match self.heating {
                Heating::HeatPump => "heat_pump",
                Heating::Resistive => "resistive",
            });
            to.name("recuperation_efficiency")
                .number(self.recuperation_efficiency);
            to.name("recuperation_kw_max")
                .number(self.recuperation_kw_max);
            to.name("battery").text(match self.battery {
                Battery::Lfp => "lfp",
                Battery::Nmc => "nmc",
            });
            to.name("dc_kw_max").number(self.dc_kw_max);
            to.name("ac_kw_max").number(self.ac_kw_max);
            to.name("curve_kind").text(match self.curve_kind {
                CurveKind::Template => "template",
                CurveKind::Measured => "measured",
            });
            line(to.name("curve"), &self.curve);
            to.name("swap").flag(self.swap);
            texts(to.name("swap_with"), &self.swap_with);
            if !self.size.is_default() {
                size(to.name("size"), &self.size);
            }
            to.name("grade").text(&self.grade);
            to.name("note").text(&self.note);
            texts(to.name("sources"), &self.sources);
            if !self.assumptions.is_default() {
                assumptions(to.name("assumptions"), &self.assumptions);
            }
        });
    }
}

fn texts(to: &mut Writer, texts: &[String]) {
    to.list(texts, |to, text| to.text(text));
}

fn line(to: &mut Writer, line: &[(f64, f64)]) {
    to.list(line, |to, (x, y)| to.list([*x, *y], Writer::number));
}

fn size(to: &mut Writer, size: &Size) {
    to.record(|to| {
        to.name("is_truck").flag(size.is_truck);
        to.name("height_m").number(size.height_m);
        to.name("width_m").number(size.width_m);
        to.name("length_m").number(size.length_m);
        to.name("axle_kg").number(size.axle_kg);
    });
}

fn assumptions(to: &mut Writer, all: &Assumptions) {
    to.record(|to| {
        to.name("drive_efficiency").number(all.drive_efficiency);
        to.name("charger_efficiency").number(all.charger_efficiency);
        to.name("rolling_per_kelvin").number(all.rolling_per_kelvin);
        to.name("cabin_loss_w_per_kelvin")
            .number(all.cabin_loss_w_per_kelvin);
        to.name("heating_below_celsius")
            .number(all.heating_below_celsius);
        to.name("cooling_w_per_kelvin")
            .number(all.cooling_w_per_kelvin);
        to.name("cooling_above_celsius")
            .number(all.cooling_above_celsius);
        line(to.name("heat_pump"), &all.heat_pump);
        line(to.name("battery_share_lfp"), &all.battery_share_lfp);
        line(to.name("battery_share_nmc"), &all.battery_share_nmc);
        line(to.name("charging_share"), &all.charging_share);
        line(to.name("speeding_up"), &all.speeding_up);
        to.name("swap_s").number(all.swap_s);
        to.name("swap_charge").number(all.swap_charge);
        line(to.name("uneven_speed"), &all.uneven_speed);
    });
}

impl TripRequest {
    /// Writes the JSON that serializing writes.
    pub fn write(&self, to: &mut Writer) {
        to.record(|to| {
            place(to.name("from"), self.from);
            place(to.name("to"), self.to);
            to.name("via").list(&self.via, via);
            to.name("soc").number(self.charge.fraction());
            to.name("reserve").number(self.reserve.fraction());
            to.name("arrival").number(self.arrival.fraction());
            to.name("temperature").number(self.temperature.0);
            to.name("wind").record(|to| {
                to.name("speed_m_s").number(self.wind.speed_m_s);
                to.name("from_deg").number(self.wind.from_deg);
            });
            to.name("payload_kg").number(self.payload_kg);
            to.name("speed_factor").number(self.speed_factor);
            to.name("stop_s").number(self.stop_overhead.0);
            to.name("wait_s").number(self.expected_wait.0);
            let depart = self.depart.map(|depart| depart.to_string());
            to.name("depart").text_or_null(depart.as_deref());
            number_or_null(to.name("heading"), self.heading);
            to.name("avoid").list(&self.avoid, |to, id| to.text(&id.0));
            to.name("now").list(&self.now, now);
            match &self.breaks {
                Some(own) => breaks(to.name("breaks"), own),
                None => to.name("breaks").null(),
            }
            number_or_null(to.name("meal_s"), self.meal.map(|meal| meal.0));
            to.name("aim").text(match self.aim {
                Aim::Fastest => "fastest",
                Aim::FewestStops => "fewest_stops",
            });
            to.name("avoid_tolls").flag(self.avoid_tolls);
            to.name("avoid_expressways").flag(self.avoid_expressways);
            to.name("charge_max").number(self.charge_max.fraction());
            to.name("stop_least_s").number(self.stop_least.0);
            number_or_null(to.name("stop_most_s"), self.stop_most.map(|most| most.0));
            to.name("prefer").record(|to| {
                let prefer = &self.prefer;
                to.name("stations")
                    .list(&prefer.stations, |to, id| to.text(&id.0));
                to.name("elsewhere_s").number(prefer.elsewhere.0);
                texts(to.name("roads"), &prefer.roads);
                to.name("factor").number(prefer.factor);
            });
        });
    }
}

fn place(to: &mut Writer, at: LatLon) {
    to.list([at.lat(), at.lon()], Writer::number);
}

fn number_or_null(to: &mut Writer, value: Option<f64>) {
    match value {
        Some(value) => to.number(value),
        None => to.null(),
    }
}

/// A place that is only passed is its position.
fn via(to: &mut Writer, via: &Via) {
    if *via == Via::from(via.at) {
        return place(to, via.at);
    }
    to.record(|to| {
        place(to.name("at"), via.at);
        to.name("stay_s").number(via.stay.0);
        to.name("charge").number(via.charge.fraction());
    });
}

fn now(to: &mut Writer, known: &StationNow) {
    to.record(|to| {
        to.name("station").text(&known.station.0);
        to.name("out").list(&known.out, |to, id| to.text(&id.0));
        number_or_null(to.name("free_in_s"), known.free_in.map(|time| time.0));
    });
}

fn breaks(to: &mut Writer, breaks: &Breaks) {
    to.record(|to| {
        to.name("after_s").number(breaks.after.0);
        to.name("for_s").number(breaks.length.0);
    });
}
