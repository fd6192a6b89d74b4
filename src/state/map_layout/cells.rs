//! Finding what is near without looking at everything: areas in cells of one size.

use super::PixelBox;

/// There is no further entry.
const NONE: u32 = u32::MAX;

/// Items by the cells that their areas touch. Far cells may share a bucket, so whoever asks checks the
/// areas themselves.
pub(super) struct Cells {
    width: f64,
    height: f64,
    /// The latest entry of each bucket.
    heads: Vec<u32>,
    /// Item, and the entry before it in its bucket.
    entries: Vec<(u32, u32)>,
}

impl Cells {
    /// For about `count` items, in cells of `width` by `height` pixels.
    pub(super) fn new(count: usize, width: f64, height: f64) -> Self {
        Self {
            width,
            height,
            heads: vec![NONE; (count * 2).next_power_of_two().max(64)],
            entries: Vec::with_capacity(count),
        }
    }

    /// Puts `item` where `area` is.
    pub(super) fn put(&mut self, area: &PixelBox, item: u32) {
        for bucket in self.buckets(area) {
            let Some(head) = self.heads.get_mut(bucket) else {
                continue;
            };
            let entry = u32::try_from(self.entries.len()).unwrap_or(NONE);
            self.entries.push((item, std::mem::replace(head, entry)));
        }
    }

    /// What may be where `area` is; the same item may come several times.
    pub(super) fn near(&self, area: &PixelBox) -> impl Iterator<Item = u32> + use<'_> {
        self.buckets(area).flat_map(move |bucket| {
            let head = self.heads.get(bucket).copied().unwrap_or(NONE);
            let mut next = self.entries.get(head as usize);
            std::iter::from_fn(move || {
                let (item, before) = *next?;
                next = self.entries.get(before as usize);
                Some(item)
            })
        })
    }

    fn buckets(&self, area: &PixelBox) -> impl Iterator<Item = usize> + use<> {
        let (left, right) = (cell(area.left, self.width), cell(area.right, self.width));
        let (top, bottom) = (cell(area.top, self.height), cell(area.bottom, self.height));
        let mask = self.heads.len() - 1;
        (top..=bottom).flat_map(move |row| {
            (left..=right).map(move |column| hash(column, row) as usize & mask)
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "casts saturate")]
fn cell(at: f64, size: f64) -> i32 {
    libm::floor(at / size) as i32
}

fn hash(column: i32, row: i32) -> u32 {
    let mixed = column.cast_unsigned().wrapping_mul(0x9e37_79b1)
        ^ row.cast_unsigned().wrapping_mul(0x85eb_ca6b);
    mixed ^ (mixed >> 15)
}

#[cfg(test)]
mod tests {
    use super::super::Pixel;
    use super::*;

    #[test]
    fn whatever_overlaps_is_near() {
        let area = |n: u32| {
            let at = Pixel {
                x: f64::from(n * 7919 % 2000) - 1000.0,
                y: f64::from(n * 104_729 % 1400) - 700.0,
            };
            PixelBox::around(at, f64::from(n % 90), f64::from(n % 35))
        };
        let mut cells = Cells::new(300, 64.0, 24.0);
        for n in 0..300 {
            cells.put(&area(n), n);
        }
        for n in 0..300 {
            let near: Vec<u32> = cells.near(&area(n)).collect();
            for other in 0..300 {
                assert!(
                    !area(n).overlaps(&area(other)) || near.contains(&other),
                    "{n} and {other}"
                );
            }
        }
    }
}
