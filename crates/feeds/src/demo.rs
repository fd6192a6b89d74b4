//! Invented stations, so that everything can be tried before real ones are imported.
//!
//! As many in each county as a survey counted in 2024, near places of the data set. Deterministic:
//! the same data set gives the same stations.

mod details;

use container::Text;
pub use details::demo_tariffs;
use roads::{NamedPlace, PlaceKind};
use stations::{Access, Lifecycle, Place, Station, Swap};
use units::{LatLon, Meters};

use crate::opening::opening;
use crate::piles::read_piles;
use crate::{County, Dataset};

/// Percent of a county's stations that stand in its seat.
const SEAT_PERCENT: usize = 45;
/// Least distance between two stations.
const APART: Meters = Meters(150.0);
/// How many of 100 stations serve whom. Close to the plan of Xinzhou, where most of the piles in
/// the city were public and the rest belonged to buses and the grid company.
const ACCESS: [(u32, Access); 7] = [
    (76, Access::Public),
    (8, Access::Bus),
    (4, Access::Taxi),
    (4, Access::Logistics),
    (2, Access::Sanitation),
    (3, Access::Restricted),
    (3, Access::Private),
];
/// How many of 100 stations are in which state.
const LIFECYCLE: [(u32, Lifecycle); 4] = [
    (94, Lifecycle::Open),
    (3, Lifecycle::Maintenance),
    (2, Lifecycle::Planned),
    (1, Lifecycle::Suspended),
];
/// What stands there: in towns, at expressways and sights, in villages and at passes, in depots.
const IN_TOWN: [&str; 8] = [
    "4*dc120/2",
    "3*dc60/2 4*ac7",
    "6*ac7",
    "2*dc180/2 2*ac7",
    "2*dc240/4",
    "8*dc60",
    "1*dc480/6 4*ac7",
    "2*dc160/2",
];
const ON_THE_WAY: [&str; 4] = ["2*dc120/2", "2*dc160/2", "4*dc180/2", "1*dc480/6"];
const IN_THE_COUNTRY: [&str; 5] = ["1*dc60", "1*dc60/2", "2*ac7", "1*dc30 1*ac7", "1*dc120/2"];
const IN_A_DEPOT: [&str; 3] = ["6*dc120/2", "4*dc180/2", "10*dc60"];

/// A small generator (splitmix64), so that the stations are the same everywhere.
struct Random(u64);

impl Random {
    /// The same numbers for the same text.
    fn of(text: &str) -> Self {
        let fold = |seed: u64, byte: u8| seed.wrapping_mul(31).wrapping_add(u64::from(byte));
        Self(text.bytes().fold(7, fold))
    }

    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((mixed ^ (mixed >> 31)) % u64::from(limit.max(1))).unwrap_or(0)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let count = u32::try_from(from.len()).unwrap_or(1);
        from.get(self.below(count) as usize).copied().unwrap_or("")
    }

    fn weighted<T: Copy>(&mut self, of_100: &[(u32, T)], otherwise: T) -> T {
        let mut roll = self.below(100);
        for (weight, value) in of_100 {
            if roll < *weight {
                return *value;
            }
            roll -= weight;
        }
        otherwise
    }
}

/// The invented stations of all counties.
pub fn demo_stations(dataset: &Dataset) -> Vec<Station> {
    let mut stations = Vec::new();
    for (index, county) in dataset.counties.iter().enumerate() {
        let mut random = Random::of(&county.code);
        let places = places_for(dataset, county);
        for (number, place) in places.into_iter().enumerate() {
            // Every third county has a station that swaps batteries.
            let swaps = index % 3 == 0 && number == 2;
            let spot = free_spot(&mut random, dataset, place, &stations);
            let station = invent(&mut random, county, place, spot, number, swaps);
            // By its own chance, so that a change of details moves no station.
            let mut random = Random::of(&station.id.0);
            stations.push(details::furnish(&mut random, station));
        }
    }
    stations
}

/// The place of each station of a county: the seat's share first, then sights, towns and the rest
/// in turn, so that the gaps between stations are short but real.
fn places_for<'a>(dataset: &'a Dataset, county: &County) -> Vec<&'a NamedPlace> {
    let all = dataset.roads.places();
    let Some(seat) = all.iter().find(|place| place.key == county.seat) else {
        return Vec::new();
    };
    let mut others: Vec<&NamedPlace> = all
        .iter()
        .filter(|place| place.county == county.code && place.key != county.seat)
        .filter(|place| place.kind != PlaceKind::Junction)
        .collect();
    others.sort_by_key(|place| match place.kind {
        PlaceKind::Sight => 0,
        PlaceKind::Town | PlaceKind::Seat => 1,
        PlaceKind::Interchange => 2,
        PlaceKind::Rail | PlaceKind::Airport | PlaceKind::Neighbour => 3,
        PlaceKind::Village | PlaceKind::Pass | PlaceKind::Junction => 4,
    });
    let count = county.stations as usize;
    let in_seat = if others.is_empty() {
        count
    } else {
        (count * SEAT_PERCENT).div_ceil(100)
    };
    let rest = others.iter().copied().cycle().take(count - in_seat);
    std::iter::repeat_n(seat, in_seat).chain(rest).collect()
}

fn invent(
    random: &mut Random,
    county: &County,
    place: &NamedPlace,
    position: LatLon,
    number: usize,
    swaps: bool,
) -> Station {
    let is_first = number == 0;
    let rolled = random.weighted(&ACCESS, Access::Public);
    let state = random.weighted(&LIFECYCLE, Lifecycle::Open);
    let (access, lifecycle) = match (is_first || swaps, place.kind) {
        // One station of every county can always be used.
        (true, _) => (Access::Public, Lifecycle::Open),
        // Depots stand in towns.
        (_, PlaceKind::Seat | PlaceKind::Town) => (rolled, state),
        _ => (Access::Public, state),
    };
    let (stands, piles) = match (access, place.kind) {
        (Access::Public, PlaceKind::Seat) if is_first => (Place::Town, "4*dc120/2"),
        (Access::Public, PlaceKind::Seat | PlaceKind::Town | PlaceKind::Neighbour) => {
            (Place::Town, random.pick(&IN_TOWN))
        }
        (Access::Public, PlaceKind::Sight) => (Place::Scenic, random.pick(&ON_THE_WAY)),
        (Access::Public, PlaceKind::Interchange) => (Place::Roadside, random.pick(&ON_THE_WAY)),
        (Access::Public, PlaceKind::Rail | PlaceKind::Airport) => {
            (Place::TransportHub, random.pick(&IN_TOWN))
        }
        (Access::Public, PlaceKind::Village | PlaceKind::Pass | PlaceKind::Junction) => {
            (Place::Village, random.pick(&IN_THE_COUNTRY))
        }
        (Access::Restricted | Access::Private, _) => (Place::Other, random.pick(&IN_TOWN)),
        (Access::Logistics, _) => (Place::Industrial, random.pick(&IN_A_DEPOT)),
        _ => (Place::Depot, random.pick(&IN_A_DEPOT)),
    };
    let piles = if swaps { "2*dc60" } else { piles };
    let hours = if random.below(5) == 0 {
        "06:00-22:00"
    } else {
        "24/7"
    };
    let id = format!("demo-{}-{:03}", county.code, number + 1);
    Station {
        county: county.code.clone(),
        access,
        place: stands,
        lifecycle,
        operator: Text::new("演示运营商", "Demo operator"),
        opening: opening(hours),
        cabinets: read_piles(piles).unwrap_or_default(),
        swap: swaps.then(|| Swap {
            slots: Some(14),
            vehicles: Text::new("乘用车（蔚来等）", "Passenger cars (NIO and others)"),
        }),
        demo: true,
        ..Station::new(id, name(place, access, swaps, number), position)
    }
}

fn name(place: &NamedPlace, access: Access, swaps: bool, number: usize) -> Text {
    let (zh, en) = match access {
        _ if swaps => ("充换电站", "charging and swap station"),
        Access::Public => ("公共充电站", "public charging station"),
        Access::Bus => ("公交充电站", "bus depot"),
        Access::Taxi => ("出租车充电站", "taxi depot"),
        Access::Logistics => ("物流充电站", "logistics depot"),
        Access::Sanitation => ("环卫充电站", "sanitation depot"),
        Access::Restricted
        | Access::CarShare
        | Access::Community
        | Access::Unit
        | Access::SharedPrivate
        | Access::Private
        | Access::Other => ("单位充电站", "staff chargers"),
    };
    let number = number + 1;
    Text::new(
        format!("{}{zh}{number}（演示）", place.name.zh),
        format!("{} {en} {number} (demo)", place.name.en),
    )
}

/// A spot within about a kilometre of the place, away from other stations.
fn free_spot(
    random: &mut Random,
    dataset: &Dataset,
    place: &NamedPlace,
    taken: &[Station],
) -> LatLon {
    let centre = dataset.roads.node(place.node).position;
    let mut spot = centre;
    for _ in 0..200 {
        // Up to 0.009 degrees, a kilometre, rounded to about ten metres.
        let mut offset = || (f64::from(random.below(181)) - 90.0) / 10_000.0;
        let round = |degrees: f64| (degrees * 10_000.0).round() / 10_000.0;
        let (lat, lon) = (
            round(centre.lat() + offset()),
            round(centre.lon() + offset()),
        );
        spot = LatLon::new(lat, lon).unwrap_or(centre);
        if taken
            .iter()
            .all(|other| other.position.distance_to(spot).0 >= APART.0)
        {
            break;
        }
    }
    spot
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::tests::xinzhou;

    #[test]
    fn every_county_has_its_count_and_all_are_marked() {
        let dataset = xinzhou();
        let stations = demo_stations(&dataset);
        assert_eq!(stations.len(), 214);
        for county in &dataset.counties {
            let in_county = stations
                .iter()
                .filter(|station| station.county == county.code);
            assert_eq!(in_county.count(), county.stations as usize, "{county:?}");
        }
        assert!(stations.iter().all(|station| {
            station.demo && station.name.zh.contains("演示") && station.name.en.contains("demo")
        }));
        assert_eq!(stations, demo_stations(&dataset));
    }

    #[test]
    fn every_kind_of_station_is_there() {
        let stations = demo_stations(&xinzhou());
        let public = stations
            .iter()
            .filter(|station| station.is_open_to_all())
            .count();
        assert!((140..190).contains(&public), "{public} public");
        assert!(
            stations
                .iter()
                .filter(|station| station.swap.is_some())
                .count()
                >= 4
        );
        for (_, access) in ACCESS {
            assert!(
                stations.iter().any(|station| station.access == access),
                "{access:?}"
            );
        }
        for (_, lifecycle) in LIFECYCLE {
            assert!(
                stations.iter().any(|s| s.lifecycle == lifecycle),
                "{lifecycle:?}"
            );
        }
        for (index, station) in stations.iter().enumerate() {
            let near = |other: &Station| station.position.distance_to(other.position).0 < APART.0;
            assert!(
                !stations[..index].iter().any(near),
                "{} is too near",
                station.id
            );
        }
    }
}
