//! Why a file cannot be read as a container.

use thiserror::Error;

use crate::Kind;

/// A file that is not a whole, readable data file. Positions are byte offsets.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ContainerError {
    /// The first bytes are not the magic.
    #[error(
        "not a Yilu data file: bytes 0 to 3 are {}, expected \"YILU\"",
        in_hexadecimal(found)
    )]
    Magic {
        /// The first bytes, four at most.
        found: Vec<u8>,
    },
    /// The shell itself is of another version.
    #[error(
        "container version {found} at byte 4 cannot be read, this program reads version {readable}"
    )]
    ContainerVersion {
        /// Version in the file.
        found: u8,
        /// Version that this program reads.
        readable: u8,
    },
    /// The kind is unknown.
    #[error(
        "unknown kind '{found}' at byte 5, expected one of R (roads), S (stations), V (vehicles)"
    )]
    UnknownKind {
        /// Letter in the file.
        found: char,
    },
    /// Another kind than asked for.
    #[error("this is a {found} file, expected a {expected} file")]
    OtherKind {
        /// Kind in the file.
        found: Kind,
        /// Kind that was asked for.
        expected: Kind,
    },
    /// The body has a version that this program does not read.
    #[error("{kind} version {found} cannot be read, this program reads version {readable}")]
    BodyVersion {
        /// Kind of the file.
        kind: Kind,
        /// Version in the file.
        found: u16,
        /// Version that this program reads.
        readable: u16,
    },
    /// The file ends early, or has bytes after its end.
    #[error("the file is {found} bytes long, expected {expected}: it was cut or joined on the way")]
    Length {
        /// Length of the file in bytes.
        found: u64,
        /// Length that its header announces.
        expected: u64,
    },
    /// The bytes are not those that were written.
    #[error(
        "checksum at byte 16 is {announced:08x}, the content gives {computed:08x}: the file is damaged"
    )]
    Checksum {
        /// Checksum in the file.
        announced: u32,
        /// Checksum of what is there.
        computed: u32,
    },
    /// The self-description is not readable although the checksum is right.
    #[error("self-description at byte 20: {0}")]
    About(String),
}

/// `[3c, 21]`
fn in_hexadecimal(bytes: &[u8]) -> String {
    let bytes: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("[{}]", bytes.join(", "))
}
