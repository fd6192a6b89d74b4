//! CRC-32 (IEEE 802.3).
//!
//! Tables of a crate that is made for speed are 16 kB that no packer makes smaller, a tenth of the
//! planner's wasm. These are computed, in some microseconds.

/// The polynomial, lowest power first.
const POLYNOMIAL: u32 = 0xedb8_8320;
/// Bytes that are taken at once (Sarwate's method, sliced by four: Kounavis and Berry, 2005).
const SLICES: usize = 4;

/// The checksum of all parts, one after the other.
pub(crate) fn crc32(parts: &[&[u8]]) -> u32 {
    let tables = tables();
    let [first, second, third, fourth] = &tables;
    let mut crc = u32::MAX;
    for part in parts {
        let mut chunks = part.chunks_exact(SLICES);
        for chunk in &mut chunks {
            let chunk = [chunk[0], chunk[1], chunk[2], chunk[3]];
            let [a, b, c, d] = (crc ^ u32::from_le_bytes(chunk)).to_le_bytes();
            crc = fourth[usize::from(a)]
                ^ third[usize::from(b)]
                ^ second[usize::from(c)]
                ^ first[usize::from(d)];
        }
        for byte in chunks.remainder() {
            let [low, ..] = crc.to_le_bytes();
            crc = first[usize::from(low ^ byte)] ^ (crc >> 8);
        }
    }
    !crc
}

/// For each byte what it does to the checksum, with none to three bytes behind it.
fn tables() -> [[u32; 256]; SLICES] {
    let mut tables = [[0_u32; 256]; SLICES];
    for (byte, value) in (0_u32..).zip(&mut tables[0]) {
        let step = |crc: u32, _| (crc >> 1) ^ (POLYNOMIAL * (crc & 1));
        *value = (0..8).fold(byte, step);
    }
    for slice in 1..SLICES {
        for byte in 0..256 {
            let before = tables[slice - 1][byte];
            let [low, ..] = before.to_le_bytes();
            tables[slice][byte] = tables[0][usize::from(low)] ^ (before >> 8);
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_that_of_a_published_implementation() {
        assert_eq!(crc32(&[b"123456789"]), 0xcbf4_3926);
        let bytes: Vec<u8> = (0..1000_u32)
            .flat_map(|i| (i * i * 97).to_le_bytes())
            .collect();
        for length in [0, 1, 3, 4, 5, 999, 4000] {
            for cut in [0, length / 3, length] {
                let (one, other) = bytes[..length].split_at(cut);
                assert_eq!(crc32(&[one, other]), crc32fast::hash(&bytes[..length]));
            }
        }
    }
}
