#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;
use crate::header::tests::sample;

/// Writes numbers of seven bits a byte.
fn packed(numbers: &[u64]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for number in numbers {
        let mut rest = *number;
        while rest > 127 {
            bytes.push(u8::try_from(rest & 127).unwrap() | 128);
            rest >>= 7;
        }
        bytes.push(u8::try_from(rest).unwrap());
    }
    bytes
}

fn header() -> Header {
    Header::read(&sample(), 1000).unwrap()
}

fn told(numbers: &[u64]) -> String {
    Directory::read(&packed(numbers)).unwrap_err().to_string()
}

#[test]
fn tiles_are_found_and_others_are_not() {
    // Tile 5; tiles 7 to 9, which are the same; a directory about 20 and what follows.
    let bytes = packed(&[3, 5, 2, 13, 1, 3, 0, 10, 20, 30, 1, 0, 8]);
    let directory = Directory::read(&bytes).unwrap();
    let find = |id| directory.find(&header(), id).unwrap();
    let section = |from, bytes| Section { from, bytes };
    assert_eq!(find(4), None);
    assert_eq!(find(5), Some(Found::Tile(section(500, 10))));
    assert_eq!(find(6), None);
    for id in 7..=9 {
        assert_eq!(find(id), Some(Found::Tile(section(510, 20))));
    }
    assert_eq!(find(10), None);
    assert_eq!(find(99), Some(Found::Leaf(section(307, 30))));
    assert_eq!(directory.all(&header()).count(), 3);
}

#[test]
fn what_is_wrong_is_told() {
    assert!(told(&[0]).starts_with("directory: found 0 entries"));
    assert!(told(&[1 << 60, 1, 1, 1, 1]).contains("entries"));
    assert!(told(&[2, 5, 0, 1, 1, 1, 1, 1, 1]).contains("out of order"));
    assert!(told(&[2, 5, u64::MAX, 1, 1, 1, 1, 1, 1]).contains("out of order"));
    assert!(told(&[1, 5, 1, 0, 1]).contains("empty tile"));
    assert!(told(&[1, 5, 1, 1, 0]).contains("no place"));
    assert!(told(&[1, 5, 1, 1, 1, 1]).contains("found 6 bytes, expected 5"));
    assert!(told(&[1, 5, 1, u64::MAX, 9]).contains("place in the file"));
    let endless = Directory::read(&[0xff; 40]).unwrap_err().to_string();
    assert!(endless.contains("64 bits"), "{endless}");
}

#[test]
fn a_tile_beyond_its_section_is_told() {
    let directory = Directory::read(&packed(&[1, 5, 1, 501, 1])).unwrap();
    assert_eq!(
        directory.find(&header(), 5).unwrap_err().to_string(),
        "tile: found 501 bytes from byte 0, expected within 500 bytes"
    );
}

proptest! {
    #[test]
    fn anything_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), id: u64) {
        if let Ok(directory) = Directory::read(&bytes) {
            let _ = directory.find(&header(), id);
        }
    }

    #[test]
    fn a_header_of_anything_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 120..130), length: u64) {
        let mut bytes = bytes;
        bytes[..8].copy_from_slice(b"PMTiles\x03");
        if let Ok(header) = Header::read(&bytes, length) {
            prop_assert!(header.tiles.end().unwrap() <= length);
        }
    }
}
