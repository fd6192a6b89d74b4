//! The bytes: twenty of header, the self-description as JSON, the body.

use std::fmt;

use json::Reader;

use crate::crc::crc32;
use crate::{About, ContainerError};

const MAGIC: [u8; 4] = *b"YILU";
const CONTAINER_VERSION: u8 = 1;
/// Bytes before the self-description.
const HEADER: usize = 20;
/// Bytes before the checksum field: these are checked too.
const CHECKED_HEADER: usize = 16;

/// What a file contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A road graph.
    Roads,
    /// Charging stations.
    Stations,
    /// A vehicle catalogue.
    Vehicles,
    /// Corridors, service areas and price rules.
    Guide,
}

impl Kind {
    fn letter(self) -> u8 {
        match self {
            Self::Roads => b'R',
            Self::Stations => b'S',
            Self::Vehicles => b'V',
            Self::Guide => b'G',
        }
    }

    fn from_letter(letter: u8) -> Option<Self> {
        [Self::Roads, Self::Stations, Self::Vehicles, Self::Guide]
            .into_iter()
            .find(|kind| kind.letter() == letter)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Roads => "roads",
            Self::Stations => "stations",
            Self::Vehicles => "vehicles",
            Self::Guide => "guide",
        })
    }
}

/// A container taken apart. The body is still in the owner's format.
#[derive(Debug, Clone, PartialEq)]
pub struct Contents<'a> {
    /// What the body is.
    pub kind: Kind,
    /// Version of the body's format.
    pub version: u16,
    /// Where it comes from.
    pub about: About,
    /// The body's bytes.
    pub body: &'a [u8],
}

impl<'a> Contents<'a> {
    /// The body, if this is a `kind` of version `readable`.
    pub fn body_of(&self, kind: Kind, readable: u16) -> Result<&'a [u8], ContainerError> {
        expect((self.kind, self.version), (kind, readable))?;
        Ok(self.body)
    }
}

/// Refuses other kinds and versions.
fn expect(found: (Kind, u16), expected: (Kind, u16)) -> Result<(), ContainerError> {
    let (kind, readable) = expected;
    if found.0 != kind {
        return Err(ContainerError::OtherKind {
            found: found.0,
            expected: kind,
        });
    }
    if found.1 != readable {
        return Err(ContainerError::BodyVersion {
            kind,
            found: found.1,
            readable,
        });
    }
    Ok(())
}

/// Packs `body` with its self-description.
///
/// # Errors
/// When a part is 4 GiB or longer, which the format cannot express.
pub fn write(
    kind: Kind,
    version: u16,
    about: &About,
    body: &[u8],
) -> Result<Vec<u8>, ContainerError> {
    let about = serde_json::to_vec(about).map_err(|e| ContainerError::About(e.to_string()))?;
    let length = |part: &[u8]| {
        u32::try_from(part.len()).map_err(|_| ContainerError::Length {
            found: part.len() as u64,
            expected: u32::MAX.into(),
        })
    };
    let mut bytes = Vec::with_capacity(HEADER + about.len() + body.len());
    bytes.extend_from_slice(&MAGIC);
    bytes.push(CONTAINER_VERSION);
    bytes.push(kind.letter());
    bytes.extend_from_slice(&version.to_le_bytes());
    bytes.extend_from_slice(&length(&about)?.to_le_bytes());
    bytes.extend_from_slice(&length(body)?.to_le_bytes());
    let checksum = checksum(&bytes, &[&about, body]);
    bytes.extend_from_slice(&checksum.to_le_bytes());
    bytes.extend_from_slice(&about);
    bytes.extend_from_slice(body);
    Ok(bytes)
}

/// Takes a container apart after checking that all of it is there and undamaged.
pub fn read(bytes: &[u8]) -> Result<Contents<'_>, ContainerError> {
    let Apart {
        kind,
        version,
        about,
        body,
    } = take_apart(bytes)?;
    Ok(Contents {
        kind,
        version,
        about: described(about)?,
        body,
    })
}

fn described(about: &[u8]) -> Result<About, ContainerError> {
    let text = std::str::from_utf8(about)
        .map_err(|_| ContainerError::About("expected UTF-8".to_owned()))?;
    let mut reader = Reader::new(text);
    let about = About::read(&mut reader).and_then(|about| reader.end().map(|()| about));
    about.map_err(|wrong| ContainerError::About(wrong.to_string()))
}

/// As [`read`], for those who need the body alone: what the file says about itself is not read.
pub fn read_body(bytes: &[u8], kind: Kind, readable: u16) -> Result<&[u8], ContainerError> {
    let apart = take_apart(bytes)?;
    expect((apart.kind, apart.version), (kind, readable))?;
    Ok(apart.body)
}

/// A container whose self-description was not read.
struct Apart<'a> {
    kind: Kind,
    version: u16,
    /// The self-description as JSON.
    about: &'a [u8],
    body: &'a [u8],
}

fn take_apart(bytes: &[u8]) -> Result<Apart<'_>, ContainerError> {
    if !bytes.starts_with(&MAGIC) {
        return Err(ContainerError::Magic {
            found: bytes.iter().take(4).copied().collect(),
        });
    }
    let cut = ContainerError::Length {
        found: bytes.len() as u64,
        expected: HEADER as u64,
    };
    let (header, rest) = bytes.split_at_checked(HEADER).ok_or(cut)?;
    if header[4] != CONTAINER_VERSION {
        let (found, readable) = (header[4], CONTAINER_VERSION);
        return Err(ContainerError::ContainerVersion { found, readable });
    }
    let word = |at: usize| {
        u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
    };
    let (about_length, body_length) = (u64::from(word(8)), u64::from(word(12)));
    let expected = HEADER as u64 + about_length + body_length;
    if bytes.len() as u64 != expected {
        return Err(ContainerError::Length {
            found: bytes.len() as u64,
            expected,
        });
    }
    let computed = checksum(&header[..CHECKED_HEADER], &[rest]);
    if word(CHECKED_HEADER) != computed {
        return Err(ContainerError::Checksum {
            announced: word(CHECKED_HEADER),
            computed,
        });
    }
    let kind = Kind::from_letter(header[5]).ok_or(ContainerError::UnknownKind {
        found: char::from(header[5]),
    })?;
    // Both lengths were compared with the slice above, so the split is inside it.
    let (about, body) = rest.split_at(rest.len() - usize::try_from(body_length).unwrap_or(0));
    Ok(Apart {
        kind,
        version: u16::from_le_bytes([header[6], header[7]]),
        about,
        body,
    })
}

/// CRC-32 (IEEE 802.3) of the header's first bytes and all that follows the checksum field.
fn checksum(header: &[u8], parts: &[&[u8]]) -> u32 {
    let all: Vec<&[u8]> = std::iter::once(header)
        .chain(parts.iter().copied())
        .collect();
    crc32(&all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Text;

    fn sample() -> Vec<u8> {
        let about = About {
            id: "sample".into(),
            title: Text::new("样本", "Sample"),
            edition: "2026-11-23".into(),
            demo: true,
            schematic: true,
            licence: "ODbL-1.0".into(),
            attribution: String::new(),
            sources: Vec::new(),
            bounds: None,
        };
        write(Kind::Roads, 1, &about, b"body").unwrap()
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = sample();
        let contents = read(&bytes).unwrap();
        assert_eq!(contents.body_of(Kind::Roads, 1), Ok(&b"body"[..]));
        assert_eq!(contents.about.title.en, "Sample");
    }

    #[test]
    fn a_file_cut_anywhere_is_refused() {
        let bytes = sample();
        for length in 0..bytes.len() {
            assert!(read(&bytes[..length]).is_err(), "cut at {length}");
        }
    }

    #[test]
    fn any_flipped_bit_is_refused() {
        let bytes = sample();
        for bit in 0..bytes.len() * 8 {
            let mut damaged = bytes.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(read(&damaged).is_err(), "bit {bit} flipped");
        }
    }

    #[test]
    fn another_version_is_refused_with_both_numbers() {
        let bytes = sample();
        let message = read(&bytes)
            .unwrap()
            .body_of(Kind::Roads, 2)
            .unwrap_err()
            .to_string();
        assert_eq!(
            message,
            "roads version 1 cannot be read, this program reads version 2"
        );
        let message = read(&bytes)
            .unwrap()
            .body_of(Kind::Stations, 1)
            .unwrap_err()
            .to_string();
        assert_eq!(message, "this is a roads file, expected a stations file");
    }
}
