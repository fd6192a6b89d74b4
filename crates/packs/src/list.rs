//! The list of packs.

use container::Text;
use json::{Reader, Writer, Wrong};
use units::{BoundingBox, LatLon};

use crate::{FileKind, PackFile};

/// The version of the list that is read and written.
pub const FORMAT: u32 = 1;
/// Most packs of a list.
pub const PACKS_MAX: usize = 64;

/// The data of a region.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    /// Its name in links and stores: `xinzhou`.
    pub id: String,
    /// Its name for people.
    pub title: Text,
    /// Day of the data, `YYYY-MM-DD`.
    pub edition: String,
    /// True when content is invented for demonstration.
    pub demo: bool,
    /// Where its roads are.
    pub bounds: Option<BoundingBox>,
    /// Its files: roads, stations and vehicles, and a guide where there is one.
    pub files: Vec<PackFile>,
}

impl Pack {
    /// The file with such content.
    pub fn file(&self, kind: FileKind) -> Option<&PackFile> {
        self.files.iter().find(|file| file.kind == kind)
    }

    /// How long its files are together.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| u64::from(file.bytes)).sum()
    }

    /// True when a place may be in it.
    pub fn covers(&self, at: LatLon) -> bool {
        self.bounds.is_none_or(|bounds| bounds.contains(at))
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Wrong> {
        let mut pack = Self {
            id: String::new(),
            title: Text::default(),
            edition: String::new(),
            demo: false,
            bounds: None,
            files: Vec::new(),
        };
        let must = ["id", "title", "edition", "demo", "files"];
        from.record(&must, &mut |name, value| {
            match name {
                "id" => {
                    pack.id = value.text()?;
                    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
                    if !(1..=64).contains(&pack.id.len()) || !pack.id.bytes().all(is_plain) {
                        return value.wrong("a name of letters, digits, - and _");
                    }
                }
                "title" => pack.title = Text::read(value)?,
                "edition" => pack.edition = value.text()?,
                "demo" => pack.demo = value.flag()?,
                "bounds" => {
                    pack.bounds = value.optional(|value| {
                        let [south, west, north, east] = value.numbers()?;
                        Ok(BoundingBox {
                            south,
                            west,
                            north,
                            east,
                        })
                    })?;
                }
                "files" => {
                    pack.files.clear();
                    value.list(&mut |item| {
                        let file = PackFile::read(item, &FileKind::OF_PACK)?;
                        if pack.file(file.kind).is_some() {
                            return item.wrong("one file of a kind");
                        }
                        pack.files.push(file);
                        Ok(())
                    })?;
                    let must = [FileKind::Roads, FileKind::Stations, FileKind::Vehicles];
                    if must.iter().any(|kind| pack.file(*kind).is_none()) {
                        return value.wrong("roads, stations and vehicles");
                    }
                }
                _ => return value.skip(),
            }
            Ok(true)
        })?;
        Ok(pack)
    }

    fn write(&self, to: &mut Writer) {
        to.record(|to| {
            to.name("id").text(&self.id);
            to.name("title").record(|to| {
                to.name("zh").text(&self.title.zh);
                to.name("en").text(&self.title.en);
            });
            to.name("edition").text(&self.edition);
            to.name("demo").flag(self.demo);
            if let Some(BoundingBox {
                south,
                west,
                north,
                east,
            }) = self.bounds
            {
                let bounds = [south, west, north, east];
                to.name("bounds").list(bounds, Writer::number);
            }
            to.name("files")
                .list(&self.files, |to, file| file.write(to));
        });
    }
}

/// All that a site offers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Packs {
    /// Its regions; the first is shown to who has not chosen.
    pub packs: Vec<Pack>,
    /// Archives of its base maps, for who wants one without a network.
    pub bases: Vec<PackFile>,
}

impl Packs {
    /// Reads `packs.json`. Names that it does not know are passed over.
    pub fn read(text: &str) -> Result<Self, Wrong> {
        let (mut packs, mut reader) = (Self::default(), Reader::new(text));
        reader.record(&["format", "packs"], &mut |name, value| {
            match name {
                "format" => {
                    if value.whole(u32::MAX)? != FORMAT {
                        return value.wrong("format 1");
                    }
                }
                "packs" => {
                    packs.packs.clear();
                    value.list(&mut |item| {
                        let pack = Pack::read(item)?;
                        if packs.packs.len() == PACKS_MAX || packs.pack(&pack.id).is_some() {
                            return item.wrong("at most 64 packs, each with an id of its own");
                        }
                        packs.packs.push(pack);
                        Ok(())
                    })?;
                    if packs.packs.is_empty() {
                        return value.wrong("one pack at least");
                    }
                }
                "bases" => {
                    packs.bases.clear();
                    value.list(&mut |item| {
                        let base = PackFile::read(item, &[FileKind::Base])?;
                        if packs.bases.len() == PACKS_MAX || packs.base(&base.path).is_some() {
                            return item.wrong("at most 64 bases, each with a path of its own");
                        }
                        packs.bases.push(base);
                        Ok(())
                    })?;
                }
                _ => return value.skip(),
            }
            Ok(true)
        })?;
        reader.end()?;
        Ok(packs)
    }

    /// Writes `packs.json`. Reading it gives the same list.
    pub fn write(&self) -> String {
        let mut to = Writer::default();
        to.record(|to| {
            to.name("format").whole(FORMAT as usize);
            to.name("packs")
                .list(&self.packs, |to, pack| pack.write(to));
            if !self.bases.is_empty() {
                to.name("bases")
                    .list(&self.bases, |to, base| base.write(to));
            }
        });
        to.into_text()
    }

    /// The pack with that id.
    pub fn pack(&self, id: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.id == id)
    }

    /// The archive with that path.
    pub fn base(&self, path: &str) -> Option<&PackFile> {
        self.bases.iter().find(|base| base.path == path)
    }

    /// The pack with that id, else the first.
    pub fn pack_or_first(&self, id: Option<&str>) -> Option<&Pack> {
        id.and_then(|id| self.pack(id))
            .or_else(|| self.packs.first())
    }

    /// Files of the packs with these ids that a store does not have, in the order of the list, each
    /// once: packs may share files.
    pub fn missing(&self, ids: &[String], has: impl Fn(&str) -> bool) -> Vec<&PackFile> {
        let mut missing = Vec::<&PackFile>::new();
        for pack in self.packs.iter().filter(|pack| ids.contains(&pack.id)) {
            for file in &pack.files {
                let address = file.address();
                let is_new = missing.iter().all(|other| other.address() != address);
                if is_new && !has(&address) {
                    missing.push(file);
                }
            }
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Digest;

    fn file(kind: FileKind, folder: &str, byte: u8) -> PackFile {
        PackFile {
            kind,
            path: format!("{folder}{}", kind.file_name()),
            bytes: u32::from(byte) * 1000,
            sha256: Digest([byte; 32]),
        }
    }

    fn pack(id: &str, from: u8) -> Pack {
        let files = FileKind::OF_PACK.into_iter().zip(from..);
        Pack {
            id: id.into(),
            title: Text::new("忻州", "Xinzhou"),
            edition: "2026-11-23".into(),
            demo: true,
            bounds: Some(BoundingBox {
                south: 38.0,
                west: 111.0,
                north: 39.75,
                east: 114.0,
            }),
            files: files.map(|(kind, byte)| file(kind, "", byte)).collect(),
        }
    }

    fn two() -> Packs {
        let mut other = pack("shanxi", 11);
        // Both know the same cars.
        other.files[2] = file(FileKind::Vehicles, "", 3);
        let bases = vec![PackFile {
            path: "base.pmtiles".into(),
            ..file(FileKind::Base, "", 21)
        }];
        let packs = vec![pack("xinzhou", 1), other];
        Packs { packs, bases }
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(Packs::read(&two().write()), Ok(two()));
    }

    #[test]
    fn a_site_may_have_no_base() {
        let none = Packs {
            bases: Vec::new(),
            ..two()
        };
        assert!(!none.write().contains("bases"));
        assert_eq!(Packs::read(&none.write()), Ok(none));
        assert_eq!(two().base("base.pmtiles"), two().bases.first());
    }

    #[test]
    fn what_a_page_could_not_use_is_refused() {
        let good = two().write();
        for (what, with) in [
            ("\"format\":1", "\"format\":2"),
            ("\"path\":\"roads.yilu\"", "\"path\":\"../roads.yilu\""),
            (
                "\"path\":\"roads.yilu\"",
                "\"path\":\"https://x/roads.yilu\"",
            ),
            ("\"path\":\"roads.yilu\"", "\"path\":\"/roads.yilu\""),
            ("\"id\":\"shanxi\"", "\"id\":\"xinzhou\""),
            ("\"id\":\"shanxi\"", "\"id\":\"\""),
            ("\"kind\":\"stations\"", "\"kind\":\"roads\""),
            ("\"kind\":\"stations\"", "\"kind\":\"guide\""),
            ("\"kind\":\"guide\"", "\"kind\":\"base\""),
            ("\"kind\":\"base\"", "\"kind\":\"guide\""),
            ("\"path\":\"base.pmtiles\"", "\"path\":\"../base.pmtiles\""),
            ("\"bytes\":1000", "\"bytes\":-1"),
            (&Digest([1; 32]).to_string(), "01"),
        ] {
            let bad = good.replace(what, with);
            assert_ne!(bad, good, "{what}");
            assert!(Packs::read(&bad).is_err(), "{with}");
        }
        assert!(Packs::read("{\"format\":1,\"packs\":[]}").is_err());
        let twice = good.replace("\"bases\":[", "\"bases\":[{\"kind\":\"base\",\"path\":\"base.pmtiles\",\"bytes\":1,\"sha256\":\"DIGEST\"},");
        let twice = twice.replace("DIGEST", &Digest([1; 32]).to_string());
        assert!(Packs::read(&twice).is_err());
        let later = good.replacen("{\"format\"", "{\"new\":[1],\"format\"", 1);
        assert_eq!(Packs::read(&later), Ok(two()));
    }

    #[test]
    fn other_contents_have_other_addresses() {
        let one = file(FileKind::Roads, "a/", 1);
        assert_eq!(one.address(), "a/roads.yilu?v=0101010101010101");
        assert_ne!(one.address(), file(FileKind::Roads, "a/", 2).address());
    }

    #[test]
    fn what_is_missing_is_told_once() {
        let packs = two();
        let both = ["xinzhou".to_owned(), "shanxi".to_owned()];
        assert_eq!(packs.missing(&both, |_| false).len(), 7);
        assert_eq!(packs.missing(&both[..1], |_| false).len(), 4);
        let there = packs.packs[0].files[0].address();
        assert_eq!(packs.missing(&both, |address| address == there).len(), 6);
        assert!(packs.missing(&both, |_| true).is_empty());
        assert!(packs.missing(&["gone".to_owned()], |_| false).is_empty());
    }

    #[test]
    fn a_place_is_covered_or_not() {
        let pack = pack("xinzhou", 1);
        assert!(pack.covers(LatLon::new(38.4, 112.7).unwrap()));
        assert!(!pack.covers(LatLon::new(37.8, 112.5).unwrap()));
        assert_eq!(pack.bytes(), 10_000);
        assert_eq!(
            two().pack_or_first(Some("gone")).map(|pack| &pack.id[..]),
            Some("xinzhou")
        );
    }
}
