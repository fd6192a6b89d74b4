//! Finding places and stations by name.

use container::Text;
use roads::{PlaceKind, RoadGraph};
use stations::Station;
use units::LatLon;

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its name.
    pub name: Text,
    /// Where it is.
    pub position: LatLon,
    /// What it is.
    pub what: What,
}

/// What something found is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A place of this kind.
    Place(PlaceKind),
    /// The station at this index.
    Station(usize),
}

/// Names, prepared for searching.
#[derive(Debug, Clone, Default)]
pub struct SearchIndex {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    found: Found,
    /// Chinese name, English name and id, in lower case, without spaces and hyphens.
    keys: [String; 3],
}

impl SearchIndex {
    /// Indexes the places of `roads` and the `stations`.
    pub fn new(roads: &RoadGraph, stations: &[Station]) -> Self {
        let places = roads.places().iter().map(|place| Entry {
            keys: keys(&place.name, &place.key),
            found: Found {
                name: place.name.clone(),
                position: roads.node(place.node).position,
                what: What::Place(place.kind),
            },
        });
        let stations = stations.iter().enumerate().map(|(index, station)| Entry {
            keys: keys(&station.name, &station.id.0),
            found: Found {
                name: station.name.clone(),
                position: station.position,
                what: What::Station(index),
            },
        });
        Self {
            entries: places.chain(stations).collect(),
        }
    }

    /// The `count` best matches for what was typed: whole names first, then beginnings, then
    /// parts; among equals places that people drive to before junctions and stations. Several
    /// words must all match.
    pub fn find(&self, typed: &str, count: usize) -> Vec<&Found> {
        let words: Vec<String> = typed.split_whitespace().map(fold).collect();
        if words.iter().all(String::is_empty) {
            return Vec::new();
        }
        let mut ranked: Vec<(u32, &Found)> = self
            .entries
            .iter()
            .filter_map(|entry| {
                let fits = words.iter().map(|word| fit(word, &entry.keys));
                let worst = fits.collect::<Option<Vec<u32>>>()?.into_iter().max()?;
                Some((worst * 10 + standing(entry.found.what), &entry.found))
            })
            .collect();
        sorting::by_key(&mut ranked, |(rank, _)| *rank);
        ranked
            .into_iter()
            .take(count)
            .map(|(_, found)| found)
            .collect()
    }
}

fn keys(name: &Text, id: &str) -> [String; 3] {
    [fold(&name.zh), fold(&name.en), fold(id)]
}

fn fold(text: &str) -> String {
    let kept = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-' && *c != '\'');
    kept.flat_map(char::to_lowercase).collect()
}

/// 0 for the whole name, 1 for its beginning, 2 for a part.
fn fit(word: &str, keys: &[String; 3]) -> Option<u32> {
    let one = |key: &String| {
        if key == word {
            Some(0)
        } else if key.starts_with(word) {
            Some(1)
        } else {
            key.contains(word).then_some(2)
        }
    };
    keys.iter().filter_map(one).min()
}

/// How likely one drives there: lower is more.
fn standing(what: What) -> u32 {
    match what {
        What::Place(PlaceKind::Seat | PlaceKind::Neighbour) => 0,
        What::Place(PlaceKind::Sight) => 1,
        What::Place(PlaceKind::Rail | PlaceKind::Airport) => 2,
        What::Place(PlaceKind::Town) => 3,
        What::Place(PlaceKind::Village | PlaceKind::Pass) => 4,
        What::Station(_) => 5,
        What::Place(PlaceKind::Interchange | PlaceKind::Junction) => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(zh: &str, en: &str, id: &str, what: What) -> Entry {
        let name = Text::new(zh, en);
        Entry {
            keys: keys(&name, id),
            found: Found {
                name,
                position: LatLon::new(38.0, 112.0).unwrap(),
                what,
            },
        }
    }

    fn check(typed: &str, expected: &[&str]) {
        let index = SearchIndex {
            entries: vec![
                entry(
                    "五台县充电站（演示）",
                    "Wutai station (demo)",
                    "demo-1",
                    What::Station(0),
                ),
                entry(
                    "五台山",
                    "Mount Wutai",
                    "wutaishan",
                    What::Place(PlaceKind::Sight),
                ),
                entry("五台县", "Wutai", "wutai", What::Place(PlaceKind::Seat)),
            ],
        };
        let found: Vec<&str> = index
            .find(typed, 8)
            .iter()
            .map(|f| f.name.zh.as_str())
            .collect();
        assert_eq!(found, expected, "{typed:?}");
    }

    #[test]
    fn names_are_found_in_chinese_english_and_pinyin() {
        check("五台", &["五台县", "五台山", "五台县充电站（演示）"]);
        check("五台山", &["五台山"]);
        check("WUTAI", &["五台县", "五台山", "五台县充电站（演示）"]);
        check("wutai shan", &["五台山"]);
        check("mount wutai", &["五台山"]);
        check("  ", &[]);
        check("大同", &[]);
    }
}
