//! What a driver says is wrong with a station: one report, and those that wait to be sent.
//!
//! Nothing here says who or where the driver is. Format: `docs/formats/report/v1`.

mod outbox;

use json::{Reader, Writer, Wrong};
use live::UnixTime;
use stations::{ConnectorId, StationId};

use crate::state::web_address::leads;
use crate::state::{Language, ReportWords, Table as _};

pub use outbox::{Full, Outbox};

/// Longest text, in characters.
pub const TEXT_MAX: usize = 200;
/// Longest id of a station or connector that is taken from the browser's storage, in bytes.
const ID_MAX: usize = 200;
const VERSION: u32 = 1;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportKind {
    /// It does not charge.
    Broken,
    /// A car that does not charge stands there.
    Blocked,
    /// There is no such station, or it is closed.
    Gone,
    /// Power, price or another figure is wrong.
    Figures,
    /// Not everyone may use it.
    Dedicated,
    /// Anything else.
    Other,
}

impl ReportKind {
    /// All of them by their names in reports, as they are offered.
    pub const NAMES: [(&str, Self); 6] = [
        ("broken", Self::Broken),
        ("blocked", Self::Blocked),
        ("gone", Self::Gone),
        ("figures", Self::Figures),
        ("dedicated", Self::Dedicated),
        ("other", Self::Other),
    ];

    fn name(self) -> &'static str {
        let mut all = Self::NAMES.iter();
        all.find(|(_, kind)| *kind == self)
            .map_or("other", |known| known.0)
    }
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its own number: one that arrives twice is one report.
    pub id: String,
    /// The station.
    pub station: StationId,
    /// The connector, where one is meant.
    pub connector: Option<ConnectorId>,
    /// What is wrong.
    pub kind: ReportKind,
    /// In the driver's words; may be empty.
    pub text: String,
    /// When it was written, by the device's clock.
    pub at: UnixTime,
    /// Edition of the station file that the driver saw.
    pub edition: String,
    /// True for an invented station.
    pub demo: bool,
    /// The language of the text.
    pub language: Language,
}

impl Report {
    /// A number for a report, of a chance from 0 to 1.
    pub fn number(chance: f64) -> String {
        // Fifty-two bits: all that a chance has.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 to 2^52"
        )]
        let number = (chance.clamp(0.0, 1.0) * 4_503_599_627_370_496.0) as u64;
        format!("{number:013x}")
    }

    /// A driver's text as it is sent: one line, without what cannot be seen, not too long.
    pub fn tidy(text: &str) -> String {
        let words: Vec<&str> = text.split_whitespace().collect();
        let line = words.join(" ");
        let seen = line.chars().filter(|letter| !letter.is_control());
        seen.take(TEXT_MAX).collect()
    }

    /// As it is sent, and as it waits.
    pub fn to_json(&self) -> String {
        let mut writer = Writer::default();
        writer.record(|fields| {
            fields.name("v").whole(1);
            fields.name("id").text(&self.id);
            fields.name("station").text(&self.station.0);
            if let Some(connector) = &self.connector {
                fields.name("connector").text(&connector.0);
            }
            fields.name("kind").text(self.kind.name());
            if !self.text.is_empty() {
                fields.name("text").text(&self.text);
            }
            let at = usize::try_from(self.at.0).unwrap_or(0);
            fields.name("at").whole(at);
            fields.name("edition").text(&self.edition);
            fields.name("demo").flag(self.demo);
            fields.name("lang").text(self.language.code());
        });
        writer.into_text()
    }

    /// Reads one that waits. The browser's storage may hold anything: what is no report is refused.
    pub fn read(json: &str) -> Result<Self, Wrong> {
        let mut reader = Reader::new(json);
        let mut own = Self {
            id: String::new(),
            station: StationId(String::new()),
            connector: None,
            kind: ReportKind::Other,
            text: String::new(),
            at: UnixTime(0),
            edition: String::new(),
            demo: false,
            language: Language::Zh,
        };
        let must = ["v", "id", "station", "kind", "at"];
        reader.record(&must, &mut |name, value| {
            match name {
                "v" if value.whole(u32::MAX)? != VERSION => return value.wrong("version 1"),
                "v" => {}
                "id" => own.id = short(value)?,
                "station" => own.station = StationId(short(value)?),
                "connector" => own.connector = Some(ConnectorId(short(value)?)),
                "kind" => own.kind = value.one_of(&ReportKind::NAMES)?,
                "text" => own.text = Self::tidy(&value.text()?),
                "at" => own.at = UnixTime(value.whole(u32::MAX)?.into()),
                "edition" => own.edition = short(value)?,
                "demo" => own.demo = value.flag()?,
                "lang" => {
                    let known = [("zh", Language::Zh), ("en", Language::En)];
                    own.language = value.one_of(&known)?;
                }
                _ => return value.skip(),
            }
            Ok(true)
        })?;
        reader.end()?;
        Ok(own)
    }

    /// As people read it: for a message, or a code to scan. `name` is the station's, `connector` the
    /// words for the one that is meant, `time` those for when it was written.
    pub fn said(&self, name: &str, connector: &str, time: &str) -> String {
        let words = ReportWords::of(self.language);
        let mut lines = vec![
            words.heading.to_owned(),
            format!("{name} ({})", self.station),
        ];
        let what = words.kind(self.kind);
        lines.push(match connector {
            "" => what.to_owned(),
            connector => format!("{what} · {connector}"),
        });
        if !self.text.is_empty() {
            lines.push(self.text.clone());
        }
        lines.push(format!("{time} · {} {}", words.edition, self.edition));
        lines.join("\n")
    }
}

fn short(from: &mut Reader<'_>) -> Result<String, Wrong> {
    let text = from.text()?;
    if text.len() <= ID_MAX {
        return Ok(text);
    }
    from.wrong("a shorter text")
}

/// An address to which reports may be sent: below the page's own origin, or by https. `None` for
/// any other, as if there were none.
pub fn receiver(address: &str) -> Option<&str> {
    leads(address).map(|_| address)
}

/// True when a receiver will never take this report, whatever it says later: it is no report, too
/// long, or there already. Anything else may be a fault that somebody repairs.
pub fn is_refused(status: u16) -> bool {
    matches!(status, 400 | 409 | 410 | 413 | 415 | 422)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn report(id: &str, at: i64) -> Report {
        Report {
            id: id.to_owned(),
            station: StationId("demo-140902-001".to_owned()),
            connector: Some(ConnectorId("3".to_owned())),
            kind: ReportKind::Blocked,
            text: "油车占位".to_owned(),
            at: UnixTime(at),
            edition: "2026-11-23".to_owned(),
            demo: true,
            language: Language::Zh,
        }
    }

    #[test]
    fn what_is_sent_is_what_the_format_says() {
        let sample = include_str!("../../docs/formats/report/v1/sample.json");
        let own = report("0f3a9c2b71d45", 1_795_411_200);
        assert_eq!(own.to_json(), sample.trim_end());
        assert_eq!(Report::read(sample).unwrap(), own);
        let bare = Report {
            connector: None,
            text: String::new(),
            ..own
        };
        assert_eq!(Report::read(&bare.to_json()).unwrap(), bare);
    }

    #[test]
    fn what_is_no_report_is_refused() {
        let own = report("a", 1).to_json();
        for text in [
            "",
            "{}",
            "[]",
            &own.replace("\"v\":1", "\"v\":2"),
            &own.replace("blocked", "stolen"),
            &own.replace("demo-140902-001", &"x".repeat(1000)),
            &own.replace("\"at\":1", "\"at\":-1"),
            &format!("{own}{own}"),
        ] {
            assert!(Report::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_text_is_one_short_line() {
        assert_eq!(Report::tidy("  a\n\tb\u{7} "), "a b");
        assert_eq!(Report::tidy(&"充".repeat(999)).chars().count(), TEXT_MAX);
    }

    #[test]
    fn numbers_are_told_apart() {
        assert_eq!(Report::number(0.0), "0000000000000");
        assert_eq!(Report::number(f64::NAN), "0000000000000");
        assert_ne!(Report::number(0.3), Report::number(0.300_000_001));
    }

    #[test]
    fn people_can_read_it() {
        let said = report("a", 1).said("忻府区公共充电站1", "枪 3", "11-27 15:30");
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines[1], "忻府区公共充电站1 (demo-140902-001)");
        assert!(lines[2].ends_with(" · 枪 3"), "{said}");
        assert_eq!(lines.len(), 5);
    }

    #[test]
    fn only_the_own_origin_and_https_are_sent_to() {
        assert_eq!(receiver("api/report"), Some("api/report"));
        assert!(receiver("https://ev.example/report").is_some());
        assert_eq!(receiver("http://ev.example/report"), None);
    }

    #[test]
    fn a_fault_that_can_be_repaired_is_no_refusal() {
        assert!(is_refused(400) && is_refused(422));
        assert!(!is_refused(404) && !is_refused(401) && !is_refused(429) && !is_refused(503));
    }
}
