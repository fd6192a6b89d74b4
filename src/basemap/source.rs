//! Where the bytes of an archive come from: pieces that are kept, parts that the site sends, or the whole.

use std::cell::RefCell;
use std::rc::Rc;

use packs::{Chunk, pieces};
use tiles::{HEAD, Section};

use super::KeptBases;
use crate::platform::{Asked, FetchError, fetch_part};

/// So long an archive may be that a server sends whole, in bytes.
const WHOLE_MAX: u64 = 64 << 20;
/// So many pieces stay in memory: neighbours on the map are neighbours in the file.
const PIECES_MAX: usize = 4;

/// Why something of an archive is not there.
pub(super) enum Unread {
    /// There is no network, and it is not kept.
    Unreachable,
    /// It is not what an archive has, in words.
    Wrong(String),
}

impl From<FetchError> for Unread {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::Unreachable { .. } => Self::Unreachable,
            FetchError::Status { .. } | FetchError::Whole { .. } => Self::Wrong(error.to_string()),
        }
    }
}

impl From<tiles::WrongArchive> for Unread {
    fn from(wrong: tiles::WrongArchive) -> Self {
        Self::Wrong(wrong.to_string())
    }
}

/// An archive's bytes.
pub(super) struct Source {
    from: Origin,
    /// Those at the beginning.
    pub(super) head: Vec<u8>,
    /// How many there are.
    pub(super) length: u64,
}

enum Origin {
    /// Parts are asked for; the mark tells whether the file is still the same.
    Site { address: String, mark: String },
    /// All came at once.
    Whole(Vec<u8>),
    /// Pieces are kept.
    Kept {
        bases: KeptBases,
        address: String,
        read: RefCell<Vec<(u32, Rc<Vec<u8>>)>>,
    },
}

impl Source {
    /// Asks the site.
    pub(super) async fn site(address: String) -> Result<Self, Unread> {
        let head = Section {
            from: 0,
            bytes: HEAD.into(),
        };
        let part = fetch_part(&address, &range(head), WHOLE_MAX, Asked::AsKept).await?;
        let Some(length) = part.of else {
            let length = part.bytes.len() as u64;
            return Ok(Self {
                head: part.bytes.iter().copied().take(HEAD as usize).collect(),
                from: Origin::Whole(part.bytes),
                length,
            });
        };
        Ok(Self {
            from: Origin::Site {
                address,
                mark: part.mark,
            },
            head: part.bytes,
            length,
        })
    }

    /// Reads what is kept.
    pub(super) async fn kept(bases: KeptBases, address: &str, bytes: u32) -> Result<Self, Unread> {
        let from = Origin::Kept {
            bases,
            address: address.to_owned(),
            read: RefCell::default(),
        };
        let mut source = Self {
            from,
            head: Vec::new(),
            length: bytes.into(),
        };
        let head = Section {
            from: 0,
            bytes: HEAD.min(bytes).into(),
        };
        source.head = source.read(head).await?;
        Ok(source)
    }

    /// Reads a section, which is within the length.
    pub(super) async fn read(&self, section: Section) -> Result<Vec<u8>, Unread> {
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        let (from, end) = (section.from, section.end().unwrap_or(u64::MAX));
        if let Some(bytes) = self.head.get(place(from)..place(end)) {
            return Ok(bytes.to_vec());
        }
        match &self.from {
            Origin::Site { address, mark } => {
                let part = fetch_part(address, &range(section), WHOLE_MAX, Asked::AsKept).await?;
                if part.bytes.len() as u64 != section.bytes {
                    let (found, expected) = (part.bytes.len(), section.bytes);
                    let words = format!("found {found} bytes at byte {from}, expected {expected}");
                    return Err(Unread::Wrong(words));
                }
                if (part.of, &part.mark) != (Some(self.length), mark) {
                    let words = "it has changed on the site since: load the page again";
                    return Err(Unread::Wrong(words.to_owned()));
                }
                Ok(part.bytes)
            }
            Origin::Whole(bytes) => Ok(bytes
                .get(place(from)..place(end))
                .unwrap_or_default()
                .to_vec()),
            Origin::Kept { .. } => {
                let mut bytes = Vec::with_capacity(place(section.bytes));
                let length = u32::try_from(self.length).unwrap_or(u32::MAX);
                let is_in =
                    |piece: &Chunk| u64::from(piece.to) > from && u64::from(piece.from) < end;
                for piece in pieces(length).filter(is_in) {
                    let kept = self.piece(piece).await?;
                    let (first, last) = (from.max(piece.from.into()), end.min(piece.to.into()));
                    let within = |at: u64| place(at - u64::from(piece.from));
                    bytes.extend(kept.get(within(first)..within(last)).unwrap_or_default());
                }
                Ok(bytes)
            }
        }
    }

    async fn piece(&self, chunk: Chunk) -> Result<Rc<Vec<u8>>, Unread> {
        let Origin::Kept {
            bases,
            address,
            read,
        } = &self.from
        else {
            return Err(Unread::Unreachable);
        };
        let known = read
            .borrow()
            .iter()
            .find(|(from, _)| *from == chunk.from)
            .cloned();
        if let Some((_, bytes)) = known {
            return Ok(bytes);
        }
        // The browser may have thrown it away.
        let bytes = bases
            .piece(address, chunk)
            .await
            .ok_or(Unread::Unreachable)?;
        let bytes = Rc::new(bytes);
        let mut read = read.borrow_mut();
        read.truncate(PIECES_MAX - 1);
        read.insert(0, (chunk.from, bytes.clone()));
        Ok(bytes)
    }
}

fn range(Section { from, bytes }: Section) -> String {
    format!(
        "bytes={from}-{}",
        from.saturating_add(bytes).saturating_sub(1)
    )
}
