//! Since when a station was not seen working, for its card.
//!
//! Only what was seen: no mark is made of anything else, and none where nobody watched.

use live::{Seen, UsualFile};
use stations::{Connector, Station};

use crate::state::{CardWords, Language, Table as _};

/// Days without a car that charges after which that is worth a word.
const QUIET_DAYS: u16 = 3;
/// Days after which a connector that nobody uses beside others that are used is doubtful.
const DOUBTFUL_DAYS: u16 = 7;

/// What was seen of a station's connectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reliability {
    /// Connectors that were watched.
    pub watched: usize,
    /// All of its connectors.
    pub all: usize,
    /// Days since a car was seen charging at any of them.
    pub idle: u16,
    /// Connectors whose operator says that they cannot be used, for a day at least.
    pub down: usize,
    /// For so many days, the one that is so longest.
    pub down_days: u16,
    /// Connectors at which no car was seen charging for a week, while others were used.
    pub doubtful: usize,
}

/// What was seen of a station; `None` when none of its connectors was watched.
pub fn reliability(usual: &UsualFile, station: &Station) -> Option<Reliability> {
    let own = || seen(usual, station).map(|(_, seen)| seen);
    let idle = own().map(|seen| seen.idle).min()?;
    let is_down = |seen: &&Seen| seen.down > 0;
    let is_doubtful = |seen: &&Seen| seen.down == 0 && seen.idle >= DOUBTFUL_DAYS;
    Some(Reliability {
        watched: own().count(),
        all: station.connectors().count(),
        idle,
        down: own().filter(is_down).count(),
        down_days: own().map(|seen| seen.down).max()?,
        doubtful: if idle < QUIET_DAYS {
            own().filter(is_doubtful).count()
        } else {
            0
        },
    })
}

/// For how many days no car was seen charging at any of these connectors, by their index, where that
/// is worth a word; `None` too where nobody watched them.
pub fn quiet(usual: &UsualFile, station: &Station, connectors: &[usize]) -> Option<u16> {
    let own = seen(usual, station).filter(|(index, _)| connectors.contains(index));
    let idle = own.map(|(_, seen)| seen.idle).min();
    idle.filter(|idle| *idle >= QUIET_DAYS)
}

/// Those connectors of a station that were watched, with their index.
fn seen<'a>(usual: &'a UsualFile, station: &'a Station) -> impl Iterator<Item = (usize, &'a Seen)> {
    let all = usual.seen(&station.id);
    let of = |connector: &Connector| all.iter().find(|seen| seen.connector == connector.id);
    let own = station.connectors().enumerate();
    own.filter_map(move |(index, (connector, _))| Some((index, of(connector)?)))
}

impl Reliability {
    /// True when a driver should look for another one as well.
    pub fn is_warning(self) -> bool {
        self.idle >= QUIET_DAYS || self.down > 0 || self.doubtful > 0
    }

    /// Its sentences, the weightiest first.
    pub fn sentences(self, language: Language) -> Vec<String> {
        let words = CardWords::of(language);
        let mut all = Vec::new();
        if self.down > 0 {
            all.push(words.down(self.down, self.all, self.down_days));
        }
        if self.down < self.watched {
            all.push(words.idle(self.idle, self.idle >= QUIET_DAYS));
        }
        if self.doubtful > 0 {
            all.push(words.doubtful(self.doubtful, DOUBTFUL_DAYS));
        }
        if self.watched < self.all {
            all.push(words.unwatched(self.all - self.watched));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use container::Text;
    use stations::{Cabinet, ConnectorStandard, Evse};
    use units::{Kilowatts, LatLon};

    fn station() -> Station {
        let connector = |id| Connector::new(id, ConnectorStandard::GbtDc, Kilowatts(60.0));
        let evses = ["1", "2", "3", "4"].map(|id| Evse {
            connectors: vec![connector(id)],
        });
        let cabinet = Cabinet {
            power: Kilowatts(120.0),
            evses: evses.into(),
            ..Cabinet::default()
        };
        Station {
            cabinets: vec![cabinet],
            ..Station::new("a", Text::default(), LatLon::clamped(38.0, 112.0))
        }
    }

    fn usual(seen: &str) -> UsualFile {
        let json = format!(r#"{{"v":1,"east":480,"s":{{}},"seen":{{"a":{seen}}}}}"#);
        UsualFile::read(json.as_bytes()).unwrap()
    }

    fn of(seen: &str) -> Option<Reliability> {
        reliability(&usual(seen), &station())
    }

    #[test]
    fn only_the_connectors_that_are_looked_for_can_be_quiet() {
        let usual = usual(r#"[["1",12,0],["2",5,5],["3",0,0]]"#);
        let quiet = |connectors: &[usize]| quiet(&usual, &station(), connectors);
        assert_eq!((quiet(&[0]), quiet(&[0, 1])), (Some(12), Some(5)));
        // One is used, one was never watched, and of none nothing is known.
        assert_eq!(
            (quiet(&[0, 2]), quiet(&[3]), quiet(&[])),
            (None, None, None)
        );
        assert_eq!(quiet(&[0, 3]), Some(12));
    }

    #[test]
    fn what_nobody_watched_has_no_mark() {
        assert_eq!(of("[]"), None);
        assert_eq!(of(r#"[["another",12,12]]"#), None);
        let other = Station::new("b", Text::default(), LatLon::clamped(38.0, 112.0));
        let file = UsualFile::read(br#"{"v":1,"east":480,"s":{}}"#).unwrap();
        assert_eq!(reliability(&file, &other), None);
    }

    #[test]
    fn twelve_days_without_a_car_are_told_and_not_called_broken() {
        let quiet = of(r#"[["1",12,0],["2",15,0],["3",40,0],["4",12,0]]"#).unwrap();
        assert!(quiet.is_warning());
        assert_eq!((quiet.idle, quiet.down, quiet.doubtful), (12, 0, 0));
        let zh = quiet.sentences(Language::Zh).join("");
        assert!(
            zh.contains("12 天没见到有车在这里充电") && zh.contains("也可能"),
            "{zh}"
        );
        let en = quiet.sentences(Language::En).join("");
        assert!(en.contains("for 12 days"), "{en}");
    }

    #[test]
    fn one_that_nobody_uses_beside_others_is_doubtful() {
        let one = of(r#"[["1",0,0],["2",9,0],["3",1,0],["4",2,0]]"#).unwrap();
        assert_eq!((one.idle, one.doubtful, one.is_warning()), (0, 1, true));
        let used = of(r#"[["1",0,0],["2",1,0],["3",1,0],["4",2,0]]"#).unwrap();
        assert!(!used.is_warning());
        assert_eq!(used.sentences(Language::Zh).len(), 1);
    }

    #[test]
    fn what_the_operator_calls_unusable_is_told_with_its_days() {
        let down = of(r#"[["1",5,5],["2",9,0]]"#).unwrap();
        assert_eq!(
            (down.watched, down.all, down.down, down.down_days),
            (2, 4, 1, 5)
        );
        let zh = down.sentences(Language::Zh);
        assert!(zh[0].contains("1/4") && zh[0].contains("5 天"), "{zh:?}");
        assert!(zh.last().unwrap().contains('2'), "{zh:?}");
        let all = of(r#"[["1",5,5],["2",9,9],["3",5,5],["4",9,9]]"#).unwrap();
        assert_eq!(all.sentences(Language::En).len(), 1);
    }
}
