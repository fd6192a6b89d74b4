//! What gateways tell each other: everything that changes their state, in one order for all.

use live::UnixTime;
use serde::{Deserialize, Serialize};

use crate::documents::{DOCUMENT_MAX, Document, size};
use crate::journal::Entry;

/// Version of these messages.
const VERSION: u32 = 1;
/// The longest name of anything, in bytes.
pub(crate) const NAME_MAX: usize = 256;

/// Something that changes the state of all gateways. Times are by the clock that all share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Event {
    /// A source pushed reports; whoever pushed was alive then.
    Pushed {
        /// Who.
        source: String,
        /// What.
        reports: Vec<Entry>,
        /// A sign of life.
        alive: UnixTime,
    },
    /// A source answered when it was asked.
    Answered {
        /// Who.
        source: String,
        /// What.
        reports: Vec<Entry>,
    },
    /// All states of a source were asked for from `since` on and heard.
    Linked {
        /// Who.
        source: String,
        /// Since when.
        since: UnixTime,
        /// Its last sign of life.
        alive: UnixTime,
    },
    /// All that changed at a source was asked for and heard.
    CaughtUp {
        /// Who.
        source: String,
        /// Its last sign of life.
        alive: UnixTime,
    },
    /// Something of a source may have been missed.
    Unlinked {
        /// Who.
        source: String,
    },
    /// A document takes the place of the one that was written by the event at `after`, or of none if
    /// that is 0. It is not kept when another did so before.
    Document {
        /// The new one.
        document: Document,
        /// Where the old one is from.
        after: u64,
    },
    /// Another file of stations counts from here on; it lies in the depot.
    Stations {
        /// Its name.
        name: String,
    },
    /// The next delta is made here, if the tick before is the one at `after`.
    Tick {
        /// Where the tick before is.
        after: u64,
    },
    /// A gateway began. It told files up to this number.
    Begun {
        /// The number, or 0.
        number: u64,
    },
}

/// An event as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Envelope {
    /// Version of the message.
    v: u32,
    /// Names it: whoever sent it knows it again.
    #[serde(rename = "i")]
    pub(crate) id: String,
    /// When it was sent, by the shared clock as its sender had it.
    #[serde(rename = "n")]
    pub(crate) sent: UnixTime,
    /// The last event that its sender knew.
    #[serde(rename = "f")]
    pub(crate) from: u64,
    /// Seconds by which its sender knew the shared clock to have been set back, in sum.
    #[serde(rename = "s")]
    pub(crate) shift: i64,
    /// What happened.
    #[serde(rename = "e")]
    pub(crate) event: Event,
}

/// Why a message is none.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Odd {
    /// Nobody can read it; everybody leaves it out.
    #[error("found no event that can be read")]
    Unreadable,
    /// Others may be able to read it: going on without it would tell something else than they do.
    #[error("found an event in version {0}, expected {VERSION}: a newer gateway is at work")]
    Version(u32),
}

impl Envelope {
    /// A message.
    pub(crate) fn new(id: String, sent: UnixTime, from: u64, shift: i64, event: Event) -> Self {
        Self {
            v: VERSION,
            id,
            sent,
            from,
            shift,
            event,
        }
    }

    /// As it is sent.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads one.
    pub(crate) fn read(json: &[u8]) -> Result<Self, Odd> {
        #[derive(Deserialize)]
        struct Head {
            v: u32,
        }
        let head: Head = serde_json::from_slice(json).map_err(|_| Odd::Unreadable)?;
        if head.v != VERSION {
            return Err(Odd::Version(head.v));
        }
        let envelope: Self = serde_json::from_slice(json).map_err(|_| Odd::Unreadable)?;
        let is_good = envelope.event.is_good() && envelope.id.len() <= NAME_MAX;
        is_good.then_some(envelope).ok_or(Odd::Unreadable)
    }
}

impl Event {
    /// Of a tick, where the one before is.
    pub(crate) fn after(&self) -> Option<u64> {
        if let Self::Tick { after } = self {
            return Some(*after);
        }
        None
    }

    /// Of another file of stations, its name.
    pub(super) fn stations(&self) -> Option<&str> {
        if let Self::Stations { name } = self {
            return Some(name);
        }
        None
    }

    /// False for what no gateway sends.
    fn is_good(&self) -> bool {
        let is_name = |name: &str| name.len() <= NAME_MAX;
        match self {
            Self::Pushed {
                source, reports, ..
            }
            | Self::Answered { source, reports } => {
                is_name(source) && reports.iter().all(|entry| is_name(&entry.connector))
            }
            Self::Linked { source, .. }
            | Self::CaughtUp { source, .. }
            | Self::Unlinked { source } => is_name(source),
            Self::Document { document, .. } => {
                let (source, _, id) = &document.key;
                is_name(source) && is_name(id) && size(document) <= DOCUMENT_MAX
            }
            Self::Stations { name } => is_file(name),
            Self::Tick { .. } => true,
            // Numbers are counted in milliseconds at most: a greater one would be the last.
            Self::Begun { number } => *number < 1 << 53,
        }
    }
}

/// True for the name of a file of stations: digits of a hash.
pub(crate) fn is_file(name: &str) -> bool {
    let hash = name.strip_suffix(".yilu").unwrap_or_default();
    hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_read_back_and_others_are_told_apart() {
        let name = format!("{}.yilu", "0123456789abcdef".repeat(4));
        let event = Event::Stations { name };
        let envelope = Envelope::new("a-1".to_owned(), UnixTime(5), 7, 0, event);
        let json = envelope.to_json();
        assert_eq!(Envelope::read(&json).unwrap(), envelope);
        let text = String::from_utf8(json).unwrap();
        let read = |text: &str| Envelope::read(text.as_bytes());
        let newer = text.replace("\"v\":1", "\"v\":2");
        assert!(matches!(read(&newer), Err(Odd::Version(2))));
        for odd in [
            "",
            "{}",
            &text.replace("0123456789abcdef", "../../etc/passwd"),
            &text.replace("stations", "something"),
            &text.replace("a-1", &"x".repeat(NAME_MAX + 1)),
        ] {
            assert!(matches!(read(odd), Err(Odd::Unreadable)), "{odd}");
        }
    }
}
