//! A link for others: without the driver's own position, even as a word.

use units::LatLon;

use crate::state::{Endpoint, Language, Link, Screen, Trip};

/// The link of a trip without an end that is the driver's own position: who opens it chooses one.
pub fn public_trip(trip: &Trip, language: Language) -> Link {
    let known = |end: Option<Endpoint>| end.filter(|end| *end != Endpoint::Me);
    Link {
        trip: Trip {
            from: known(trip.from),
            to: known(trip.to),
            ..trip.clone()
        },
        language: Some(language),
        station: None,
        screen: Some(Screen::Trip),
        road: None,
        is_car_impossible: false,
    }
}

/// The fragment of a trip to a place from wherever one is.
pub fn point_fragment(position: LatLon, language: Language) -> String {
    let trip = Trip {
        to: Some(Endpoint::At(position)),
        ..Trip::default()
    };
    let link = Link {
        trip,
        language: Some(language),
        ..Link::default()
    };
    link.write()
}

/// The fragment that shows a station.
pub fn station_fragment(id: &str, language: Language) -> String {
    format!("station={id}&lang={}", language.code())
}

#[cfg(test)]
mod tests {
    use super::super::samples::trip;
    use super::*;

    #[test]
    fn nobody_is_told_of_me() {
        let whole = trip();
        let link = public_trip(&whole, Language::Zh);
        assert_eq!(
            Link::read(&link.write()),
            Link {
                screen: None,
                ..link
            }
        );
        for (from, to) in [
            (Some(Endpoint::Me), whole.to),
            (whole.from, Some(Endpoint::Me)),
            (Some(Endpoint::Me), Some(Endpoint::Me)),
        ] {
            let mine = Trip {
                from,
                to,
                ..whole.clone()
            };
            let text = public_trip(&mine, Language::En).write();
            assert!(!text.contains("=me"), "{text}");
            assert!(text.contains("via=38.92,112.12"), "{text}");
            assert_eq!(Link::read(&text).screen(), Screen::Trip, "{text}");
        }
    }

    #[test]
    fn a_station_is_shown_by_its_id() {
        let text = station_fragment("demo-140932-001", Language::En);
        let link = Link::read(&text);
        assert_eq!(link.station.as_deref(), Some("demo-140932-001"));
        assert_eq!(link.language, Some(Language::En));
        assert_eq!(link.screen(), Screen::Find);
    }
}
