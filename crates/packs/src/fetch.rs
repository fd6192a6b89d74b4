//! How a long file is fetched: in pieces, so that what arrived stays when the network goes.

/// Up to this many bytes a file is fetched whole: packed on the way, it is one short answer.
pub const WHOLE: u32 = 1 << 20;
/// How long a piece of a longer file is, in bytes.
pub const CHUNK: u32 = 256 << 10;

/// A piece of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunk {
    /// Its first byte.
    pub from: u32,
    /// The byte after its last.
    pub to: u32,
}

impl Chunk {
    /// As an HTTP request names it.
    pub fn range(self) -> String {
        format!("bytes={}-{}", self.from, self.to - 1)
    }
}

/// The pieces of a file of so many bytes, in order; none when it is fetched whole.
pub fn chunks(bytes: u32) -> impl Iterator<Item = Chunk> {
    pieces(bytes).filter(move |_| bytes > WHOLE)
}

/// The pieces of a file that is kept in pieces, however long it is.
pub fn pieces(bytes: u32) -> impl Iterator<Item = Chunk> {
    (0..bytes.div_ceil(CHUNK)).map(move |at| Chunk {
        from: at * CHUNK,
        to: bytes.min((at + 1).saturating_mul(CHUNK)),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn pieces_are_the_file(bytes in 0_u32..(40 << 20)) {
            let pieces = chunks(bytes).collect::<Vec<_>>();
            if bytes <= WHOLE {
                prop_assert!(pieces.is_empty());
            } else {
                let mut end = 0;
                for piece in &pieces {
                    prop_assert_eq!(piece.from, end);
                    prop_assert!(piece.to > piece.from && piece.to - piece.from <= CHUNK);
                    end = piece.to;
                }
                prop_assert_eq!(end, bytes);
            }
        }
    }

    #[test]
    fn the_longest_file_has_an_end() {
        let last = chunks(u32::MAX).last();
        assert_eq!(last.map(|piece| piece.to), Some(u32::MAX));
        assert_eq!(Chunk { from: 0, to: 10 }.range(), "bytes=0-9");
    }
}
