//! Reading cars and requests.

use json::{Reader, Wrong};
use stations::{ConnectorId, StationId};
use units::{Celsius, LatLon, Seconds, StateOfCharge};

use crate::assumptions::Line;
use crate::request::{Aim, Breaks, Preferences, StationNow, TripRequest, Via};
use crate::vehicle::{Battery, CurveKind, Heating, OwnCar, Vehicle};
use crate::{Assumptions, Size, Wind};

type Read<T> = Result<T, Wrong>;

impl Vehicle {
    /// Reads the JSON that serializing writes. Names that it does not know are passed over.
    pub fn read(from: &mut Reader<'_>) -> Read<Self> {
        let mut car = OwnCar::default().blank();
        (car.grade, car.note) = (String::new(), String::new());
        let must = [
            "id",
            "zh",
            "en",
            "usable_kwh",
            "mass_kg",
            "drag_area_m2",
            "rolling_resistance",
            "reference_kwh_per_100km",
            "auxiliary_w",
            "heating",
            "recuperation_efficiency",
            "battery",
            "dc_kw_max",
            "ac_kw_max",
            "curve_kind",
            "curve",
        ];
        from.record(&must, &mut |name, value| {
            match name {
                "id" => car.id = value.text()?,
                "zh" => car.zh = value.text()?,
                "en" => car.en = value.text()?,
                "heating" => {
                    let known = [
                        ("heat_pump", Heating::HeatPump),
                        ("resistive", Heating::Resistive),
                    ];
                    car.heating = value.one_of(&known)?;
                }
                "battery" => {
                    car.battery = value.one_of(&[("lfp", Battery::Lfp), ("nmc", Battery::Nmc)])?;
                }
                "curve_kind" => {
                    let known = [
                        ("template", CurveKind::Template),
                        ("measured", CurveKind::Measured),
                    ];
                    car.curve_kind = value.one_of(&known)?;
                }
                "curve" => car.curve = line(value)?,
                "swap" => car.swap = value.flag()?,
                "swap_with" => car.swap_with = value.texts()?,
                "size" => car.size = size(value)?,
                "grade" => car.grade = value.text()?,
                "note" => car.note = value.text()?,
                "sources" => car.sources = value.texts()?,
                "assumptions" => car.assumptions = assumptions(value)?,
                _ => {
                    let mut figures = [
                        ("usable_kwh", &mut car.usable_kwh),
                        ("mass_kg", &mut car.mass_kg),
                        ("drag_area_m2", &mut car.drag_area_m2),
                        ("rolling_resistance", &mut car.rolling_resistance),
                        ("reference_kwh_per_100km", &mut car.reference_kwh_per_100km),
                        ("auxiliary_w", &mut car.auxiliary_w),
                        ("recuperation_efficiency", &mut car.recuperation_efficiency),
                        ("recuperation_kw_max", &mut car.recuperation_kw_max),
                        ("dc_kw_max", &mut car.dc_kw_max),
                        ("ac_kw_max", &mut car.ac_kw_max),
                    ];
                    return Ok(value.among(&mut figures, name)? || value.skip()?);
                }
            }
            Ok(true)
        })?;
        Ok(car)
    }
}

fn size(from: &mut Reader<'_>) -> Read<Size> {
    let mut size = Size::default();
    from.record(&[], &mut |name, value| {
        if name == "is_truck" {
            size.is_truck = value.flag()?;
            return Ok(true);
        }
        let mut figures = [
            ("height_m", &mut size.height_m),
            ("width_m", &mut size.width_m),
            ("length_m", &mut size.length_m),
            ("axle_kg", &mut size.axle_kg),
        ];
        value.among(&mut figures, name)
    })?;
    Ok(size)
}

fn assumptions(from: &mut Reader<'_>) -> Read<Assumptions> {
    let mut all = Assumptions::default();
    from.record(&[], &mut |name, value| {
        let own = match name {
            "heat_pump" => &mut all.heat_pump,
            "battery_share_lfp" => &mut all.battery_share_lfp,
            "battery_share_nmc" => &mut all.battery_share_nmc,
            "charging_share" => &mut all.charging_share,
            "speeding_up" => &mut all.speeding_up,
            "uneven_speed" => &mut all.uneven_speed,
            _ => {
                let mut figures = [
                    ("drive_efficiency", &mut all.drive_efficiency),
                    ("charger_efficiency", &mut all.charger_efficiency),
                    ("rolling_per_kelvin", &mut all.rolling_per_kelvin),
                    ("cabin_loss_w_per_kelvin", &mut all.cabin_loss_w_per_kelvin),
                    ("heating_below_celsius", &mut all.heating_below_celsius),
                    ("cooling_w_per_kelvin", &mut all.cooling_w_per_kelvin),
                    ("cooling_above_celsius", &mut all.cooling_above_celsius),
                    ("swap_s", &mut all.swap_s),
                    ("swap_charge", &mut all.swap_charge),
                ];
                return value.among(&mut figures, name);
            }
        };
        *own = line(value)?;
        Ok(true)
    })?;
    Ok(all)
}

fn line(from: &mut Reader<'_>) -> Read<Line> {
    let mut line = Line::new();
    from.list(&mut |pair| {
        let [x, y] = pair.numbers()?;
        line.push((x, y));
        Ok(())
    })?;
    Ok(line)
}

impl TripRequest {
    /// Reads the JSON that serializing writes.
    pub fn read(from: &mut Reader<'_>) -> Read<Self> {
        let nowhere = LatLon::clamped(0.0, 0.0);
        let mut request = Self::between(nowhere, nowhere);
        from.record(&["from", "to"], &mut |name, value| {
            match name {
                "from" => request.from = place(value)?,
                "to" => request.to = place(value)?,
                "via" => {
                    request.via.clear();
                    value.list(&mut |place| {
                        request.via.push(via(place)?);
                        Ok(())
                    })?;
                }
                "soc" => request.charge = share(value)?,
                "reserve" => request.reserve = share(value)?,
                "arrival" => request.arrival = share(value)?,
                "temperature" => request.temperature = Celsius(value.number()?),
                "wind" => request.wind = wind(value)?,
                "payload_kg" => request.payload_kg = value.number()?,
                "speed_factor" => request.speed_factor = value.number()?,
                "stop_s" => request.stop_overhead = Seconds(value.number()?),
                "wait_s" => request.expected_wait = Seconds(value.number()?),
                "depart" => {
                    request.depart = value.optional(|value| {
                        let text = value.text()?;
                        let parsed = text.parse();
                        parsed.or_else(|_| value.wrong("a local time such as 2026-11-26T08:30"))
                    })?;
                }
                "heading" => request.heading = value.optional(Reader::number)?,
                "avoid" => {
                    request.avoid = stations(value)?;
                }
                "now" => {
                    request.now.clear();
                    value.list(&mut |known| {
                        request.now.push(now(known)?);
                        Ok(())
                    })?;
                }
                "breaks" => request.breaks = value.optional(breaks)?,
                "meal_s" => request.meal = value.optional(Reader::number)?.map(Seconds),
                "aim" => {
                    let known = [
                        ("fastest", Aim::Fastest),
                        ("fewest_stops", Aim::FewestStops),
                    ];
                    request.aim = value.one_of(&known)?;
                }
                "avoid_tolls" => request.avoid_tolls = value.flag()?,
                "stop_least_s" => request.stop_least = Seconds(value.number()?),
                "stop_most_s" => request.stop_most = value.optional(Reader::number)?.map(Seconds),
                "prefer" => request.prefer = prefer(value)?,
                "charge_max" => request.charge_max = share(value)?,
                "avoid_expressways" => request.avoid_expressways = value.flag()?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(request)
    }
}

pub(super) fn place(from: &mut Reader<'_>) -> Read<LatLon> {
    let [lat, lon] = from.numbers()?;
    LatLon::checked(lat, lon).map_or_else(|| from.wrong("a position in degrees"), Ok)
}

pub(super) fn share(from: &mut Reader<'_>) -> Read<StateOfCharge> {
    let share = StateOfCharge::from_fraction(from.number()?);
    share.map_or_else(|| from.wrong("a state of charge of 0 to 1"), Ok)
}

fn via(from: &mut Reader<'_>) -> Read<Via> {
    if from.is_list() {
        return place(from).map(Via::from);
    }
    let mut via = Via::from(LatLon::clamped(0.0, 0.0));
    from.record(&["at"], &mut |name, value| {
        match name {
            "at" => via.at = place(value)?,
            "stay_s" => via.stay = Seconds(value.number()?),
            "charge" => via.charge = share(value)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(via)
}

fn stations(from: &mut Reader<'_>) -> Read<Vec<StationId>> {
    Ok(from.texts()?.into_iter().map(StationId).collect())
}

fn prefer(from: &mut Reader<'_>) -> Read<Preferences> {
    let mut prefer = Preferences::default();
    from.record(&[], &mut |name, value| {
        match name {
            "stations" => prefer.stations = stations(value)?,
            "elsewhere_s" => prefer.elsewhere = Seconds(value.number()?),
            "roads" => prefer.roads = value.texts()?,
            "factor" => prefer.factor = value.number()?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(prefer)
}

fn now(from: &mut Reader<'_>) -> Read<StationNow> {
    let mut known = StationNow {
        station: StationId(String::new()),
        out: Vec::new(),
        free_in: None,
    };
    from.record(&["station"], &mut |name, value| {
        match name {
            "station" => known.station = StationId(value.text()?),
            "out" => known.out = value.texts()?.into_iter().map(ConnectorId).collect(),
            "free_in_s" => known.free_in = value.optional(Reader::number)?.map(Seconds),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(known)
}

fn wind(from: &mut Reader<'_>) -> Read<Wind> {
    let mut wind = Wind::default();
    from.record(&["speed_m_s", "from_deg"], &mut |name, value| {
        let mut figures = [
            ("speed_m_s", &mut wind.speed_m_s),
            ("from_deg", &mut wind.from_deg),
        ];
        value.among(&mut figures, name)
    })?;
    Ok(wind)
}

fn breaks(from: &mut Reader<'_>) -> Read<Breaks> {
    let mut breaks = Breaks::default();
    from.record(&["after_s", "for_s"], &mut |name, value| {
        let mut figures = [
            ("after_s", &mut breaks.after.0),
            ("for_s", &mut breaks.length.0),
        ];
        value.among(&mut figures, name)
    })?;
    Ok(breaks)
}
