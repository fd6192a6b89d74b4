//! One file of a pack.

use json::{Reader, Writer, Wrong};

use crate::Digest;

/// What a file of a pack has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// The road graph.
    Roads,
    /// The stations.
    Stations,
    /// The cars.
    Vehicles,
    /// What one reads beside the map.
    Guide,
    /// A base map: not of a pack, but of the site.
    Base,
}

impl FileKind {
    /// Those of a pack, in the order in which a page needs them.
    pub const OF_PACK: [Self; 4] = [Self::Roads, Self::Stations, Self::Vehicles, Self::Guide];

    /// Its name in the list.
    pub fn name(self) -> &'static str {
        match self {
            Self::Roads => "roads",
            Self::Stations => "stations",
            Self::Vehicles => "vehicles",
            Self::Guide => "guide",
            Self::Base => "base",
        }
    }

    /// The name of such a file where a pack is alone in a folder.
    pub fn file_name(self) -> String {
        format!("{}.yilu", self.name())
    }
}

/// One file of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFile {
    /// What it has.
    pub kind: FileKind,
    /// Where it is, beside the list: names of folders and a file with `/` between.
    pub path: String,
    /// How long it is.
    pub bytes: u32,
    /// What is in it.
    pub sha256: Digest,
}

impl PackFile {
    /// Its address from the list's folder. Other contents have other addresses, so a store that goes
    /// by addresses never takes one for the other.
    pub fn address(&self) -> String {
        format!("{}?v={}", self.path, self.sha256.short())
    }

    /// Reads one of these kinds.
    pub(crate) fn read(from: &mut Reader<'_>, kinds: &[FileKind]) -> Result<Self, Wrong> {
        let mut file = Self {
            kind: FileKind::Roads,
            path: String::new(),
            bytes: 0,
            sha256: Digest([0; 32]),
        };
        let known: Vec<_> = kinds.iter().map(|kind| (kind.name(), *kind)).collect();
        let must = ["kind", "path", "bytes", "sha256"];
        from.record(&must, &mut |name, value| {
            match name {
                "kind" => file.kind = value.one_of(&known)?,
                "path" => {
                    file.path = value.text()?;
                    if !is_plain(&file.path) {
                        return value.wrong("a path of plain names beside the list");
                    }
                }
                "bytes" => file.bytes = value.whole(u32::MAX)?,
                "sha256" => match Digest::read(&value.text()?) {
                    Some(digest) => file.sha256 = digest,
                    None => return value.wrong("64 lower-case hexadecimal digits"),
                },
                _ => return value.skip(),
            }
            Ok(true)
        })?;
        Ok(file)
    }

    pub(crate) fn write(&self, to: &mut Writer) {
        to.record(|to| {
            to.name("kind").text(self.kind.name());
            to.name("path").text(&self.path);
            to.name("bytes").whole(self.bytes as usize);
            to.name("sha256").text(&self.sha256.to_string());
        });
    }
}

/// True for names of letters, digits, `-`, `_` and `.` with `/` between, none of which begins with a
/// dot: such a path stays below the folder from which it is told.
pub fn is_plain(path: &str) -> bool {
    let is_name = |name: &str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        !name.is_empty() && !name.starts_with('.') && name.bytes().all(is_plain)
    };
    path.len() <= 200 && path.split('/').all(is_name)
}
