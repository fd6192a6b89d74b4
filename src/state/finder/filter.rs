//! Which stations a driver looks for.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use planner::Vehicle;
use stations::{Access, Amenity, Connector, Lifecycle, Money, Place, Station};
use units::Kilowatts;

/// Classes of power that one can ask for, in kW: the most of what stands there has so much at least.
pub const POWERS: [u16; 6] = [0, 7, 30, 60, 120, 250];

/// How a battery is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Direct current.
    Dc,
    /// Alternating current.
    Ac,
    /// The battery is swapped.
    Swap,
}

/// Why a filter hides a station; the first of these that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Criterion {
    /// It is planned, closed or under maintenance.
    NotRunning,
    /// It is not open to everyone.
    Dedicated,
    /// The car's plug does not fit, or only weaker ones than asked for do.
    Car,
    /// Not this kind of charging, or not that much power.
    Kind,
    /// Another operator.
    Operator,
    /// Another kind of place.
    Place,
    /// Something is not there.
    Amenity,
    /// It is closed now, or not known to be open day and night.
    Hours,
    /// It costs more, or what it costs is not known.
    Price,
    /// Nothing is reported free.
    Taken,
}

/// What a driver looks for. The default hides what cannot be used.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a wish of its own, and any of them may be set"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Only what the chosen car can use.
    pub fits: bool,
    /// Only these kinds; all when empty.
    pub kinds: BTreeSet<Kind>,
    /// Only with this power or more, in kW; one of [`POWERS`].
    pub power: u16,
    /// Only where a connector is reported free.
    pub is_free: bool,
    /// Only by these operators, by their Chinese names; all when empty.
    pub operators: BTreeSet<String>,
    /// Electricity and service cost no more now for a kilowatt-hour.
    pub price_max: Option<Money>,
    /// Only at these kinds of places; all when empty.
    pub places: BTreeSet<Place>,
    /// Only with all of these.
    pub amenities: BTreeSet<Amenity>,
    /// Only those that are open now, as far as is known.
    pub is_open: bool,
    /// Only those that are open day and night.
    pub is_always: bool,
    /// Also those for buses, staff and others, and those that are planned or closed.
    pub shows_all: bool,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            fits: true,
            kinds: BTreeSet::new(),
            power: 0,
            is_free: false,
            operators: BTreeSet::new(),
            price_max: None,
            places: BTreeSet::new(),
            amenities: BTreeSet::new(),
            is_open: false,
            is_always: false,
            shows_all: false,
        }
    }
}

/// What has to be known beside the station itself; each is asked for only when it counts.
pub struct Facts<'a> {
    /// The car.
    pub vehicle: Option<&'a Vehicle>,
    /// Whether one of these connectors is reported free.
    pub is_free: &'a dyn Fn(&[usize]) -> bool,
    /// What a kilowatt-hour costs now at one of these connectors at the least, with service.
    pub price: &'a dyn Fn(&[usize]) -> Option<Money>,
    /// Minutes since Monday 00:00 there.
    pub minute_of_week: u32,
}

impl Filter {
    /// The connectors of a station that are looked for, by their index.
    pub fn wanted(&self, station: &Station, facts: &Facts<'_>) -> Vec<usize> {
        self.connectors(station, self.own(facts))
    }

    /// The car, where it counts.
    fn own<'a>(&self, facts: &Facts<'a>) -> Option<&'a Vehicle> {
        facts.vehicle.filter(|_| self.fits)
    }

    /// The connectors of a station that have the kind and power that are looked for and fit
    /// `vehicle`, where that counts.
    fn connectors(&self, station: &Station, vehicle: Option<&Vehicle>) -> Vec<usize> {
        let all = station.connectors().enumerate();
        let wanted = all.filter(|(_, connector)| self.wants(*connector, vehicle));
        wanted.map(|(index, _)| index).collect()
    }

    fn has_connector(&self, station: &Station, vehicle: Option<&Vehicle>) -> bool {
        let mut all = station.connectors();
        all.any(|connector| self.wants(connector, vehicle))
    }

    fn wants(
        &self,
        (connector, power): (&Connector, Kilowatts),
        vehicle: Option<&Vehicle>,
    ) -> bool {
        let kind = if connector.standard.is_direct_current() {
            Kind::Dc
        } else {
            Kind::Ac
        };
        vehicle.is_none_or(|vehicle| vehicle.fits(connector.standard))
            && (self.kinds.is_empty() || self.kinds.contains(&kind))
            && power.0 + 1e-9 >= f64::from(self.power)
    }

    /// Why it hides a station; `None` when that is one that is looked for.
    pub fn refusal(&self, station: &Station, facts: &Facts<'_>) -> Option<Criterion> {
        let vehicle = self.own(facts);
        let is_running = matches!(station.lifecycle, Lifecycle::Open | Lifecycle::Unknown);
        if !self.shows_all && !is_running {
            return Some(Criterion::NotRunning);
        }
        if !self.shows_all && station.access != Access::Public {
            return Some(Criterion::Dedicated);
        }
        let is_swap = || {
            station.swap.is_some()
                && vehicle.is_none_or(|vehicle| vehicle.can_swap_at(station))
                && (self.kinds.is_empty() || self.kinds.contains(&Kind::Swap))
        };
        if !self.has_connector(station, vehicle) && !is_swap() {
            let asks_nothing = self.kinds.is_empty() && self.power == 0;
            let is_car = asks_nothing || self.has_connector(station, None);
            return Some(if is_car {
                Criterion::Car
            } else {
                Criterion::Kind
            });
        }
        if !self.operators.is_empty() && !self.operators.contains(&station.operator.zh) {
            return Some(Criterion::Operator);
        }
        if !self.places.is_empty() && !self.places.contains(&station.place) {
            return Some(Criterion::Place);
        }
        let has = |amenity: &Amenity| station.details.amenities.contains(amenity);
        if !self.amenities.iter().all(has) {
            return Some(Criterion::Amenity);
        }
        if self.is_always && !station.opening.is_always() {
            return Some(Criterion::Hours);
        }
        let is_closed = || {
            let minute = facts.minute_of_week;
            let week = station.opening.week();
            week.is_some_and(|week| week.next_open(minute) != Some(minute))
        };
        if self.is_open && is_closed() {
            return Some(Criterion::Hours);
        }
        let connectors = || self.connectors(station, vehicle);
        if let Some(most) = self.price_max
            && (facts.price)(&connectors()).is_none_or(|price| price > most)
        {
            return Some(Criterion::Price);
        }
        (self.is_free && !(facts.is_free)(&connectors())).then_some(Criterion::Taken)
    }

    /// How many things it asks for beyond what it asks for by itself.
    pub fn count(&self) -> usize {
        let sets = [
            self.kinds.len(),
            self.operators.len(),
            self.places.len(),
            self.amenities.len(),
        ];
        let flags = [
            !self.fits,
            self.power > 0,
            self.is_free,
            self.price_max.is_some(),
            self.is_open,
            self.is_always,
            self.shows_all,
        ];
        let sets = sets.iter().filter(|set| **set > 0).count();
        sets + flags.iter().filter(|flag| **flag).count()
    }

    /// As text, in the manner of a link: `kind=dc&power=60&free=1`. Empty for the default.
    pub fn write(&self) -> String {
        let mut text = String::new();
        let mut put = |key: &str, value: &str| {
            let separator = if text.is_empty() { "" } else { "&" };
            // Writing to a string cannot fail.
            let _ = write!(text, "{separator}{key}={value}");
        };
        for (name, is_set) in [
            ("any_car", !self.fits),
            ("free", self.is_free),
            ("open", self.is_open),
            ("always", self.is_always),
            ("all", self.shows_all),
        ] {
            if is_set {
                put(name, "1");
            }
        }
        for kind in &self.kinds {
            put("kind", name_in(&KINDS, *kind));
        }
        if self.power > 0 {
            put("power", &self.power.to_string());
        }
        if let Some(price) = self.price_max {
            put("price", &price.0.to_string());
        }
        for place in &self.places {
            put("place", name_in(&PLACES, *place));
        }
        for amenity in &self.amenities {
            put("with", name_in(&AMENITIES, *amenity));
        }
        for operator in &self.operators {
            put("by", &operator.replace(['&', '=', '\n'], " "));
        }
        text
    }

    /// Reads such a text. It may come from anywhere: what cannot be understood is left out.
    pub fn read(text: &str) -> Self {
        let mut filter = Self::default();
        for pair in text.split('&').take(64) {
            let Some((key, value)) = pair.split_once('=') else {
                continue;
            };
            let is_set = value == "1";
            match key {
                "any_car" => filter.fits = !is_set,
                "free" => filter.is_free = is_set,
                "open" => filter.is_open = is_set,
                "always" => filter.is_always = is_set,
                "all" => filter.shows_all = is_set,
                "kind" => filter.kinds.extend(of_name(&KINDS, value)),
                "place" => filter.places.extend(of_name(&PLACES, value)),
                "with" => filter.amenities.extend(of_name(&AMENITIES, value)),
                "power" => {
                    let power = value.parse().ok();
                    let known = power.filter(|power| POWERS.contains(power));
                    filter.power = known.unwrap_or(filter.power);
                }
                "price" => {
                    let price = value
                        .parse()
                        .ok()
                        .filter(|price| (0..=1_000_000).contains(price));
                    filter.price_max = price.map(Money);
                }
                "by" if !value.is_empty() && value.chars().count() <= 80 => {
                    filter.operators.insert(value.to_owned());
                }
                _ => {}
            }
        }
        filter
    }
}

const KINDS: [(&str, Kind); 3] = [("dc", Kind::Dc), ("ac", Kind::Ac), ("swap", Kind::Swap)];
const PLACES: [(&str, Place); 14] = [
    ("town", Place::Town),
    ("village", Place::Village),
    ("scenic", Place::Scenic),
    ("service_area", Place::ServiceArea),
    ("transport_hub", Place::TransportHub),
    ("depot", Place::Depot),
    ("industrial", Place::Industrial),
    ("residential", Place::Residential),
    ("workplace", Place::Workplace),
    ("leisure", Place::Leisure),
    ("car_park", Place::CarPark),
    ("fuel_station", Place::FuelStation),
    ("roadside", Place::Roadside),
    ("other", Place::Other),
];
const AMENITIES: [(&str, Amenity); 13] = [
    ("toilet", Amenity::Toilet),
    ("shop", Amenity::Shop),
    ("food", Amenity::Food),
    ("lounge", Amenity::Lounge),
    ("canopy", Amenity::Canopy),
    ("wifi", Amenity::Wifi),
    ("hotel", Amenity::Hotel),
    ("fuel", Amenity::Fuel),
    ("recreation", Amenity::Recreation),
    ("attended", Amenity::Attended),
    ("cameras", Amenity::Cameras),
    ("bay_locks", Amenity::BayLocks),
    ("reservable", Amenity::Reservable),
];

fn name_in<T: PartialEq + Copy>(names: &[(&'static str, T)], value: T) -> &'static str {
    let found = names.iter().find(|(_, known)| *known == value);
    found.map_or("", |(name, _)| name)
}

fn of_name<T: Copy>(names: &[(&str, T)], name: &str) -> Option<T> {
    let found = names.iter().find(|(known, _)| *known == name);
    found.map(|(_, value)| *value)
}

#[cfg(test)]
pub(crate) mod tests;
