//! What there is without a network: the data that is kept, and what waits to replace what is shown.

use std::collections::BTreeSet;

use live::UnixTime;
use packs::{Pack, PackFile, Packs};
use units::LatLon;

use crate::state::map_layout::Base;
use crate::state::{Language, OfflineWords, Table as _};

/// The folder of the list of packs and its files, beside the page.
const FOLDER: &str = "data/";
/// The list of packs, beside the page.
pub const PACKS: &str = "data/packs.json";
/// Under this name the browser keeps which pack the driver chose.
pub const PACK: &str = "yilu-pack";
/// With so little data a driver who wants to save it is not asked, in bytes.
const LITTLE: u64 = 5 << 20;

/// Whether there is a network, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Connection {
    /// Nothing else is known.
    #[default]
    Connected,
    /// The page was loaded with a network, which has gone since.
    Cut(UnixTime),
    /// The page was started without one, from what was kept.
    Started,
}

impl Connection {
    /// After another word of the network: whether it was reached, when, and whether the page has reached
    /// it before.
    #[must_use]
    pub fn heard(self, is_reached: bool, at: UnixTime, was_reached: bool) -> Self {
        match self {
            _ if is_reached => Self::Connected,
            Self::Connected if was_reached => Self::Cut(at),
            Self::Connected => Self::Started,
            Self::Cut(_) | Self::Started => self,
        }
    }

    /// What the driver is told, with the day of the data that is shown.
    pub fn told(
        self,
        language: Language,
        edition: &str,
        time: impl Fn(UnixTime) -> String,
    ) -> Option<String> {
        let words = OfflineWords::of(language);
        match self {
            Self::Connected => None,
            Self::Cut(since) => Some(words.cut.replace("{}", &time(since))),
            Self::Started => Some(words.started.replace("{}", edition)),
        }
    }
}

/// Where keeping the data for later stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Keeping {
    /// Nothing was asked for yet.
    #[default]
    Unasked,
    /// The browser keeps nothing.
    Unable,
    /// Some is still to be fetched.
    Fetching(Progress),
    /// The same, but the driver does not want that now.
    Paused(Progress),
    /// All is there: so many bytes.
    Kept(u64),
    /// The network went before all was there.
    Waiting(Progress),
    /// The browser has no room for so many bytes.
    Full(u64),
    /// What arrived is not what the list says, or the browser refused it.
    Failed(String),
}

/// Whether the app itself is kept, without which no data opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeptApp {
    /// That is being seen to.
    #[default]
    Asked,
    /// All of it is.
    Whole,
    /// It is not, or not all of it.
    Missing,
}

/// How far fetching has come, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Those that are there.
    pub have: u64,
    /// All.
    pub of: u64,
}

impl Progress {
    /// Its share in whole per cent: 100 only when all is there.
    pub fn percent(self) -> u64 {
        let share = self.have.min(self.of).saturating_mul(100);
        share.checked_div(self.of).unwrap_or(100)
    }

    /// Those that are still to come.
    pub fn left(self) -> u64 {
        self.of.saturating_sub(self.have)
    }
}

/// What waits to replace what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Renewal {
    /// Nothing.
    #[default]
    Nothing,
    /// Newer data.
    Data,
    /// Another version of the app.
    App,
}

/// Ids of the packs that the driver wants to have without a network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted(pub BTreeSet<String>);

impl Wanted {
    /// Reads what [`Self::write`] wrote; ids that are none are left out.
    pub fn read(text: &str) -> Self {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        let ids = text.split(' ').filter(|id| (1..=64).contains(&id.len()));
        Self(
            ids.filter(|id| id.bytes().all(is_plain))
                .map(str::to_owned)
                .take(64)
                .collect(),
        )
    }

    /// As one line.
    pub fn write(&self) -> String {
        self.0
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// All packs to keep: the wanted ones, and the one that is shown.
    pub fn with(&self, shown: Option<&Pack>) -> Vec<String> {
        let mut ids = self.0.clone();
        ids.extend(shown.map(|pack| pack.id.clone()));
        ids.into_iter().collect()
    }
}

/// So many bytes as people tell them: `0.3 MB`.
pub fn megabytes(bytes: u64) -> String {
    // Rounded up: nothing takes no room.
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// True when so many bytes are fetched without asking a driver who wants to save data.
pub fn is_little(bytes: u64) -> bool {
    bytes <= LITTLE
}

/// The archive of a base map, as the site lists it for who wants it without a network.
pub fn base_of<'a>(base: Option<&Base>, packs: Option<&'a Packs>) -> Option<&'a PackFile> {
    let base = base.filter(|base| base.is_archive())?;
    packs?.base(base.url.strip_prefix(FOLDER)?)
}

/// The pack that has a place which the shown one has not.
pub fn lacking<'a>(packs: &'a Packs, shown: &Pack, at: LatLon) -> Option<&'a Pack> {
    if shown.covers(at) {
        return None;
    }
    packs
        .packs
        .iter()
        .find(|pack| pack.id != shown.id && pack.covers(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_states_are_told_apart() {
        let (at, later) = (UnixTime(100), UnixTime(200));
        let fresh = Connection::default();
        assert_eq!(fresh.heard(false, at, false), Connection::Started);
        let cut = fresh.heard(true, at, false).heard(false, at, true);
        assert_eq!(cut, Connection::Cut(at));
        assert_eq!(cut.heard(false, later, true), Connection::Cut(at));
        assert_eq!(cut.heard(true, later, true), Connection::Connected);
        let started = Connection::Started;
        assert_eq!(started.heard(false, later, false), Connection::Started);
        assert_eq!(started.heard(true, later, false), Connection::Connected);
    }

    #[test]
    fn each_state_says_what_there_is() {
        let time = |time: UnixTime| format!("t{}", time.0);
        let told = |state: Connection| state.told(Language::En, "2026-11-23", time);
        assert_eq!(told(Connection::Connected), None);
        assert!(told(Connection::Cut(UnixTime(7))).unwrap().contains("t7"));
        assert!(told(Connection::Started).unwrap().contains("2026-11-23"));
    }

    #[test]
    fn what_is_wanted_is_kept_as_a_line() {
        let wanted = Wanted(["shanxi", "hebei"].map(str::to_owned).into());
        assert_eq!(Wanted::read(&wanted.write()), wanted);
        assert_eq!(Wanted::read("").0.len(), 0);
        assert_eq!(Wanted::read("a ../b <script> c").write(), "a c");
    }

    #[test]
    fn sizes_are_told_in_megabytes() {
        let told = [0, 1, 310_164, 2_000_000].map(megabytes);
        assert_eq!(told, ["0.0 MB", "0.1 MB", "0.4 MB", "2.0 MB"]);
    }

    #[test]
    fn all_is_there_only_when_it_is() {
        let percent = |have, of| Progress { have, of }.percent();
        assert_eq!(
            (percent(0, 0), percent(999, 1000), percent(5, 5)),
            (100, 99, 100)
        );
    }
}
