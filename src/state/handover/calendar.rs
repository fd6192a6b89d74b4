//! iCalendar as RFC 5545 has it: the trip and each of its stops as an event.

use planner::Departure;
use units::Seconds;

use super::told::{about, at_target, told};
use super::{Role, Route};
use crate::state::{HandoverWords, Language, Table};

/// Longest line in bytes, without its end.
const LINE: usize = 75;

/// The trip as a calendar that begins at `departure`, in the local time of whoever opens it.
/// `stamp` is the time now, `20261126T083000Z`.
///
/// The same trip at the same time has the same ids, so that opening it twice adds nothing.
pub fn calendar(route: &Route, departure: Departure, stamp: &str, language: Language) -> String {
    let words = HandoverWords::of(language);
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Yilu//handover 1//ZH".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
    ];
    let end = route.duration.unwrap_or(Seconds(0.0));
    let mut said = vec![about(route, language)];
    for (index, target) in route.targets.iter().enumerate() {
        let (number, at) = (index + 1, clock(departure.later(target.arrival)));
        let at_target = at_target(target, language);
        said.push(format!("{number}. {at} {} · {at_target}", target.name));
    }
    let key = identity(route, departure);
    let event = |index: usize| Event {
        id: format!("{key:016x}-{index}@yilu"),
        stamp,
        demo: route.demo.then_some(words.demo),
    };
    lines.extend(event(0).lines(
        (departure, departure.later(end)),
        &language.named(words.drive, &route.name),
        &said.join("\n"),
        &[],
    ));
    for (index, target) in route.targets.iter().enumerate() {
        if target.role == Role::End {
            continue;
        }
        let Some(place) = &target.place else {
            continue;
        };
        let begin = departure.later(target.arrival);
        let role = match target.role {
            Role::Charge => words.charge,
            Role::Swap => words.swap,
            Role::Via | Role::End => words.via,
        };
        let at = place.position;
        lines.extend(event(index + 1).lines(
            (begin, departure.later(target.arrival + target.stay)),
            &language.named(role, &place.name),
            &format!("{}\n{}", at_target(target, language), told(place)),
            &[
                format!(
                    "LOCATION:{}",
                    escaped(&location(&place.name, &place.address))
                ),
                format!("GEO:{:.6};{:.6}", at.lat(), at.lon()),
            ],
        ));
    }
    lines.push("END:VCALENDAR".to_owned());
    let folded = lines.iter().map(|line| fold(line));
    folded.collect()
}

fn location(name: &str, address: &str) -> String {
    match address {
        "" => name.to_owned(),
        address => format!("{name}, {address}"),
    }
}

struct Event<'a> {
    id: String,
    stamp: &'a str,
    demo: Option<&'a str>,
}

impl Event<'_> {
    fn lines(
        self,
        (begin, end): (Departure, Departure),
        summary: &str,
        said: &str,
        more: &[String],
    ) -> Vec<String> {
        let summary = match self.demo {
            Some(demo) if !summary.contains(demo) => format!("{summary} ({demo})"),
            _ => summary.to_owned(),
        };
        let mut lines = vec![
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", self.id),
            format!("DTSTAMP:{}", self.stamp),
            format!("DTSTART:{}", moment(begin)),
            format!("DTEND:{}", moment(end)),
            format!("SUMMARY:{}", escaped(&summary)),
            format!("DESCRIPTION:{}", escaped(said)),
        ];
        lines.extend(more.iter().cloned());
        lines.push("END:VEVENT".to_owned());
        lines
    }
}

/// `20261126T083000`, a local time.
fn moment(at: Departure) -> String {
    let minute = at.minute_of_day();
    let date = at.date().replace('-', "");
    format!("{date}T{:02}{:02}00", minute / 60, minute % 60)
}

/// `08:30`.
pub fn clock(at: Departure) -> String {
    let minute = at.minute_of_day();
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Tells trips apart: FNV-1a over their places and their time.
fn identity(route: &Route, departure: Departure) -> u64 {
    let mut text = moment(departure);
    let targets = route.targets.iter().filter_map(|to| to.place.as_ref());
    for place in route.start.iter().chain(targets) {
        text += &place.position.to_string();
    }
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// A text as RFC 5545, 3.3.11 has it; other control characters are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for next in text.chars() {
        match next {
            '\\' | ';' | ',' => escaped.extend(['\\', next]),
            '\n' => escaped.push_str("\\n"),
            next if next.is_control() => {}
            next => escaped.push(next),
        }
    }
    escaped
}

/// Cuts a line after 75 octets at most, never inside a character, and ends it.
fn fold(line: &str) -> String {
    let (mut folded, mut length) = (String::with_capacity(line.len() + 2), 0);
    for next in line.chars() {
        if length + next.len_utf8() > LINE {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(next);
        length += next.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}

#[cfg(test)]
mod tests {
    use super::super::samples::{HOSTILE, route};
    use super::*;

    fn departure() -> Departure {
        "2026-11-26T23:30".parse().unwrap()
    }

    /// The lines as a calendar reads them, put together again.
    fn read(file: &str) -> Vec<String> {
        assert!(file.ends_with("\r\n"));
        let mut lines: Vec<String> = Vec::new();
        for line in file.trim_end_matches("\r\n").split("\r\n") {
            assert!(line.len() <= LINE, "{} octets: {line}", line.len());
            assert!(!line.contains(['\r', '\n']), "{line:?}");
            match (line.strip_prefix(' '), lines.last_mut()) {
                (Some(rest), Some(last)) => last.push_str(rest),
                _ => lines.push(line.to_owned()),
            }
        }
        lines
    }

    #[test]
    fn a_trip_is_an_event_and_so_is_each_stop() {
        let file = calendar(&route(), departure(), "20261120T000000Z", Language::Zh);
        let lines = read(&file);
        let count = |text: &str| lines.iter().filter(|line| line.as_str() == text).count();
        assert_eq!(count("BEGIN:VEVENT"), 3, "trip, place on the way, stop");
        assert_eq!(count("END:VEVENT"), 3);
        assert_eq!(lines.first().unwrap(), "BEGIN:VCALENDAR");
        assert_eq!(lines.last().unwrap(), "END:VCALENDAR");
        assert_eq!(count("DTSTART:20261126T233000"), 1);
        assert_eq!(count("DTEND:20261127T030000"), 1, "3.5 hours later");
        assert_eq!(count("DTSTART:20261127T014500"), 1, "the stop");
        assert_eq!(count("GEO:39.440000;111.500000"), 1);
        assert_eq!(count("SUMMARY:充电：偏关站（演示）"), 1);
        let mut ids: Vec<&String> = lines.iter().filter(|l| l.starts_with("UID:")).collect();
        ids.dedup();
        assert_eq!(ids.len(), 3);
    }

    #[test]
    fn opening_it_twice_adds_nothing() {
        let first = calendar(&route(), departure(), "20261120T000000Z", Language::Zh);
        let again = calendar(&route(), departure(), "20261121T000000Z", Language::En);
        let ids = |file: &str| -> Vec<String> {
            let lines = read(file).into_iter();
            lines.filter(|line| line.starts_with("UID:")).collect()
        };
        assert_eq!(ids(&first), ids(&again));
        let later = "2026-11-27T23:30".parse().unwrap();
        let other = calendar(&route(), later, "20261120T000000Z", Language::Zh);
        assert_ne!(ids(&first), ids(&other));
    }

    #[test]
    fn hostile_names_are_escaped_and_long_lines_folded() {
        let mut route = route();
        for name in HOSTILE {
            let name = name.repeat(9);
            let place = route.targets[1].place.as_mut().unwrap();
            name.clone_into(&mut place.name);
            name.clone_into(&mut place.address);
            let lines = read(&calendar(
                &route,
                departure(),
                "20261120T000000Z",
                Language::En,
            ));
            let begin = "LOCATION:";
            let mut places = lines.iter().filter_map(|line| line.strip_prefix(begin));
            let found = places.nth(1).unwrap();
            let plain = found
                .replace("\\n", "\n")
                .replace("\\,", ",")
                .replace("\\;", ";")
                .replace("\\\\", "\\");
            let legal = |next: &char| !next.is_control() || *next == '\n';
            let expected: String = format!("{name}, {name}").chars().filter(legal).collect();
            assert_eq!(plain, expected);
        }
    }
}
