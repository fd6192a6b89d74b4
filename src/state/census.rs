//! What the station file holds, counted; and the figures of the plan to read beside it.

mod plan;

use std::collections::BTreeMap;

use container::Text;
use roads::{NamedPlace, PlaceKind};
use stations::{Access, Station};

pub use plan::{FIGURES, Figure, PLAN};

/// What some stations have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Stations.
    pub stations: usize,
    /// Those where any driver may charge today, as far as is known.
    pub open: usize,
    /// Piles (桩): boxes that share their power among their connectors.
    pub piles: usize,
    /// Connectors for direct current.
    pub direct: usize,
    /// Connectors for alternating current.
    pub alternating: usize,
    /// Stations that swap batteries.
    pub swap: usize,
    /// Stations that are invented.
    pub demo: usize,
}

/// Stations of one county.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct County {
    /// Its code (GB/T 2260); empty where stations have none.
    pub code: String,
    /// Its name; `None` where the road file has no seat with this code.
    pub name: Option<Text>,
    /// What stands there.
    pub counts: Counts,
}

/// Stations that the same people may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Users {
    /// Who may use them.
    pub access: Access,
    /// What stands there.
    pub counts: Counts,
}

/// All stations of a region, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Census {
    /// All of them.
    pub total: Counts,
    /// By county, by code.
    pub counties: Vec<County>,
    /// By who may use them, most stations first.
    pub users: Vec<Users>,
}

impl Counts {
    fn add(&mut self, station: &Station) {
        self.stations += 1;
        self.open += usize::from(station.is_open_to_all());
        self.piles += station.cabinets.len();
        for (connector, _) in station.connectors() {
            if connector.standard.is_direct_current() {
                self.direct += 1;
            } else {
                self.alternating += 1;
            }
        }
        self.swap += usize::from(station.swap.is_some());
        self.demo += usize::from(station.demo);
    }
}

impl Census {
    /// Counts `stations`; `places` have the names of counties, at their seats.
    pub fn of(stations: &[Station], places: &[NamedPlace]) -> Self {
        let mut total = Counts::default();
        let mut counties: BTreeMap<&str, Counts> = BTreeMap::new();
        let mut users: BTreeMap<Access, Counts> = BTreeMap::new();
        for station in stations {
            total.add(station);
            counties.entry(&station.county).or_default().add(station);
            users.entry(station.access).or_default().add(station);
        }
        let name = |code: &str| {
            let mut seats = places.iter().filter(|place| place.kind == PlaceKind::Seat);
            let seat = seats.find(|place| !code.is_empty() && place.county == code);
            seat.map(|seat| seat.name.clone())
        };
        let counties = counties.into_iter().map(|(code, counts)| County {
            name: name(code),
            code: code.to_owned(),
            counts,
        });
        let users = users.into_iter();
        let mut users: Vec<Users> = users
            .map(|(access, counts)| Users { access, counts })
            .collect();
        users.sort_by_key(|users| std::cmp::Reverse(users.counts.stations));
        Self {
            total,
            counties: counties.collect(),
            users,
        }
    }
}

/// Days from one day to another, both `YYYY-MM-DD`; `None` for anything else.
pub fn days_between(from: &str, to: &str) -> Option<i64> {
    Some(day_number(to)? - day_number(from)?)
}

/// Days since 0000-03-01 by the Gregorian calendar.
fn day_number(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-');
    let mut next = |length: usize| {
        let is_plain =
            |part: &&str| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        let part = parts.next().filter(is_plain)?;
        part.parse::<u16>().ok().map(i64::from)
    };
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years that begin in March have their leap day at the end.
    let (year, month) = (year - i64::from(month < 3), (month + 9) % 12);
    let before = 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(before + (153 * month + 2) / 5 + day - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn census() -> Census {
        let stations = include_bytes!("../../data/xinzhou/built/stations.yilu");
        let stations = stations::read_snapshot(stations).unwrap().value.stations;
        let roads = include_bytes!("../../data/xinzhou/built/roads.yilu");
        Census::of(&stations, roads::read_roads(roads).unwrap().roads.places())
    }

    #[test]
    fn counties_have_as_many_demo_stations_as_were_counted_in_2024() {
        let census = census();
        let source = include_str!("../../data/xinzhou/counties.csv");
        let mut rows = source.lines().skip(1).map(|row| row.split(',').collect());
        assert_eq!(census.counties.len(), rows.clone().count());
        assert!(rows.all(|row: Vec<&str>| {
            let county = census.counties.iter().find(|county| county.code == row[0]);
            county.is_some_and(|county| {
                let name = county.name.as_ref();
                name.is_some_and(|name| name.zh == row[1])
                    && county.counts.stations.to_string() == row[4]
            })
        }));
        assert_eq!((census.total.stations, census.total.demo), (214, 214));
    }

    #[test]
    fn every_way_of_counting_has_the_same_sum() {
        let census = census();
        let sum = |counts: Vec<Counts>| {
            let each = |pick: fn(&Counts) -> usize| counts.iter().map(pick).sum::<usize>();
            Counts {
                stations: each(|counts| counts.stations),
                open: each(|counts| counts.open),
                piles: each(|counts| counts.piles),
                direct: each(|counts| counts.direct),
                alternating: each(|counts| counts.alternating),
                swap: each(|counts| counts.swap),
                demo: each(|counts| counts.demo),
            }
        };
        let counties = census.counties.iter().map(|county| county.counts);
        let users = census.users.iter().map(|users| users.counts);
        assert_eq!(sum(counties.collect()), census.total);
        assert_eq!(sum(users.collect()), census.total);
        assert!(census.total.open < census.total.stations && census.total.swap > 0);
    }

    #[test]
    fn nothing_counts_as_nothing_and_a_county_without_a_name_keeps_its_code() {
        let none = Census::of(&[], &[]);
        assert_eq!((none.total, none.counties.len()), (Counts::default(), 0));
        let position = units::LatLon::new(38.4, 112.7).unwrap();
        let mut station = Station::new("a", Text::default(), position);
        station.county = "990001".into();
        let one = Census::of(&[station], &[]);
        assert_eq!(one.counties[0].code, "990001");
        assert_eq!(
            (one.counties[0].name.as_ref(), one.total.stations),
            (None, 1)
        );
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(days_between("2026-11-23", "2026-11-26"), Some(3));
        assert_eq!(days_between("2024-02-28", "2024-03-01"), Some(2));
        assert_eq!(days_between("2023-12-31", "2024-01-01"), Some(1));
        assert_eq!(days_between("1970-01-01", "2026-01-01"), Some(20_454));
        assert_eq!(days_between("2026-11-26", "2026-11-23"), Some(-3));
        for odd in [
            "",
            "2026",
            "2026-11",
            "2026-13-01",
            "x-y-z",
            "2026-1-1",
            "+026-01-01",
        ] {
            assert_eq!(days_between(odd, "2026-11-23"), None, "{odd}");
        }
    }
}
