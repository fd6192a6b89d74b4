//! GPX 1.1, which receivers and most apps for maps read. WGS 84.

use std::fmt::Write;

use units::LatLon;

use super::encode::xml;
use super::told::{about, at_target};
use super::{Place, Route};
use crate::state::Language;

/// The route as a file: all places as waypoints, the drawn line as a track.
pub fn gpx(route: &Route, language: Language) -> String {
    let mut file = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<gpx version=\"1.1\" creator=\"Yilu\" xmlns=\"http://www.topografix.com/GPX/1/1\" ",
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ",
        "xsi:schemaLocation=\"http://www.topografix.com/GPX/1/1 ",
        "http://www.topografix.com/GPX/1/1/gpx.xsd\">\n"
    ));
    let (name, said) = (xml(&route.name), xml(&about(route, language)));
    // Writing to a string cannot fail.
    let _ = writeln!(
        file,
        "<metadata><name>{name}</name><desc>{said}</desc></metadata>"
    );
    if let Some(start) = &route.start {
        waypoint(&mut file, start, "");
    }
    for target in &route.targets {
        if let Some(place) = &target.place {
            waypoint(&mut file, place, &at_target(target, language));
        }
    }
    if !route.lines.is_empty() {
        let _ = writeln!(file, "<trk><name>{name}</name>");
        for line in &route.lines {
            file.push_str("<trkseg>\n");
            for point in line {
                let _ = writeln!(file, "<trkpt {}/>", attributes(*point));
            }
            file.push_str("</trkseg>\n");
        }
        file.push_str("</trk>\n");
    }
    file.push_str("</gpx>\n");
    file
}

fn attributes(at: LatLon) -> String {
    format!("lat=\"{:.6}\" lon=\"{:.6}\"", at.lat(), at.lon())
}

fn waypoint(file: &mut String, place: &Place, said: &str) {
    let words = [place.address.as_str(), said];
    let words: Vec<&str> = words.into_iter().filter(|text| !text.is_empty()).collect();
    let (at, name, said) = (
        attributes(place.position),
        xml(&place.name),
        xml(&words.join("\n")),
    );
    let said = match said.as_str() {
        "" => String::new(),
        said => format!("<desc>{said}</desc>"),
    };
    let _ = writeln!(file, "<wpt {at}><name>{name}</name>{said}</wpt>");
}

#[cfg(test)]
mod tests {
    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::super::samples::{HOSTILE, route};
    use super::*;

    /// Names of all elements with their depth, and all texts; panics where XML is not well-formed.
    fn read(file: &str) -> (Vec<(usize, String)>, Vec<String>) {
        let mut reader = Reader::from_str(file);
        reader.config_mut().enable_all_checks(true);
        let (mut elements, mut texts, mut depth) = (Vec::new(), Vec::new(), 0);
        let mut text = String::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) => {
                    let name = start.name();
                    elements.push((depth, name.as_ref().to_owned()));
                    depth += 1;
                    text.clear();
                }
                Event::Empty(empty) => {
                    let name = empty.name();
                    elements.push((depth, name.as_ref().to_owned()));
                    for attribute in empty.attributes() {
                        let attribute = attribute.unwrap();
                        attribute.value.parse::<f64>().unwrap();
                    }
                }
                Event::Text(part) => text.push_str(&part),
                Event::GeneralRef(part) => {
                    let name: &str = &part;
                    text.push_str(match name {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        other => panic!("{other}"),
                    });
                }
                Event::End(_) => {
                    depth -= 1;
                    texts.push(std::mem::take(&mut text));
                }
                Event::Eof => break,
                Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_) => {}
            }
        }
        assert_eq!(depth, 0);
        (elements, texts)
    }

    #[test]
    fn all_places_are_waypoints_and_the_line_is_a_track() {
        let route = route();
        let file = gpx(&route, Language::Zh);
        let (elements, texts) = read(&file);
        let count = |depth, name: &str| {
            let all = elements.iter();
            all.filter(|(at, found)| *at == depth && found == name)
                .count()
        };
        assert_eq!((count(0, "gpx"), count(1, "metadata")), (1, 1));
        assert_eq!(count(1, "wpt"), 4, "start, place on the way, stop, end");
        assert_eq!((count(1, "trk"), count(2, "trkseg")), (1, 2));
        let points: usize = route.lines.iter().map(Vec::len).sum();
        assert_eq!(count(3, "trkpt"), points);
        assert!(texts.contains(&"老牛湾".to_owned()));
        assert!(texts.iter().any(|text| text.contains("演示")), "{texts:?}");
        assert!(file.contains("<wpt lat=\"39.440000\" lon=\"111.500000\">"));
    }

    #[test]
    fn hostile_names_are_escaped_and_come_back() {
        let mut route = route();
        for name in HOSTILE {
            name.clone_into(&mut route.name);
            for place in route.targets.iter_mut().filter_map(|to| to.place.as_mut()) {
                name.clone_into(&mut place.name);
            }
            let (_, texts) = read(&gpx(&route, Language::En));
            let legal = |next: &char| !next.is_control() || matches!(next, '\n' | '\t');
            let expected: String = name.chars().filter(legal).collect();
            let found = texts.iter().filter(|text| **text == expected).count();
            assert!(found >= 5, "{name:?} in {texts:?}");
        }
    }
}
