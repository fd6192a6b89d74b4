//! Placing names so that they cover neither each other nor the marks.

use super::cells::Cells;
use super::{Pixel, PixelBox};

/// Space between a symbol and its name.
const GAP: f64 = 7.0;
/// The same where a mark covers the symbol.
const FAR_GAP: f64 = 26.0;
/// Names are found by cells of about their size.
const CELL: (f64, f64) = (64.0, 32.0);

/// Where a name stands, seen from its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Centred on the point.
    On,
    /// To the right.
    Right,
    /// To the left.
    Left,
    /// Above.
    Above,
    /// Below.
    Below,
    /// To the right of a mark that covers the point.
    FarRight,
    /// To the left of a mark that covers the point.
    FarLeft,
    /// Above a mark that covers the point.
    FarAbove,
    /// Below a mark that covers the point.
    FarBelow,
}

/// A name that wants to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelCandidate {
    /// The point that it names.
    pub at: Pixel,
    /// Estimated width of the text.
    pub width: f64,
    /// Height of the text.
    pub height: f64,
    /// Sides to try, best first.
    pub sides: &'static [Side],
}

/// A name that found a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacedLabel {
    /// Index of the candidate.
    pub index: usize,
    /// The side it got.
    pub side: Side,
}

/// Places as many of `candidates` as fit, earlier ones first.
///
/// Names cover neither each other nor `obstacles`; one that finds no free side is left out.
pub fn place_labels(candidates: &[LabelCandidate], obstacles: &[PixelBox]) -> Vec<PlacedLabel> {
    let mut taken: Vec<PixelBox> = Vec::with_capacity(obstacles.len() + candidates.len());
    let mut cells = Cells::new(taken.capacity(), CELL.0, CELL.1);
    let take = |taken: &mut Vec<PixelBox>, cells: &mut Cells, area: PixelBox| {
        cells.put(&area, u32::try_from(taken.len()).unwrap_or(u32::MAX));
        taken.push(area);
    };
    for area in obstacles {
        take(&mut taken, &mut cells, *area);
    }
    let mut placed = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let is_free = |area: &PixelBox| {
            let mut near = cells.near(area).filter_map(|item| taken.get(item as usize));
            !near.any(|other| other.overlaps(area))
        };
        let mut areas = candidate
            .sides
            .iter()
            .map(|&side| (side, candidate.box_at(side)));
        if let Some((side, area)) = areas.find(|(_, area)| is_free(area)) {
            take(&mut taken, &mut cells, area);
            placed.push(PlacedLabel { index, side });
        }
    }
    placed
}

impl LabelCandidate {
    fn box_at(&self, side: Side) -> PixelBox {
        let across = |gap| gap + self.width / 2.0;
        let down = |gap| gap + self.height / 2.0;
        let (x, y) = match side {
            Side::On => (0.0, 0.0),
            Side::Right => (across(GAP), 0.0),
            Side::Left => (-across(GAP), 0.0),
            Side::Above => (0.0, -down(GAP)),
            Side::Below => (0.0, down(GAP)),
            Side::FarRight => (across(FAR_GAP), 0.0),
            Side::FarLeft => (-across(FAR_GAP), 0.0),
            Side::FarAbove => (0.0, -down(FAR_GAP)),
            Side::FarBelow => (0.0, down(FAR_GAP)),
        };
        let centre = Pixel {
            x: self.at.x + x,
            y: self.at.y + y,
        };
        PixelBox::around(centre, self.width, self.height)
    }
}

/// How wide other characters than Chinese ones are, as a share of the font size: as in wide fonts.
const LATIN: f64 = 0.6;

/// Estimated width of `text` in pixels at `font_size`: Chinese characters are square, others
/// about half as wide.
pub fn text_width(text: &str, font_size: f64) -> f64 {
    let ems: f64 = text
        .chars()
        .map(|c| if c < '\u{2e80}' { LATIN } else { 1.0 })
        .sum();
    ems * font_size
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDES: &[Side] = &[Side::Right, Side::Left];

    fn name(x: f64, y: f64) -> LabelCandidate {
        LabelCandidate {
            at: Pixel { x, y },
            width: 40.0,
            height: 14.0,
            sides: SIDES,
        }
    }

    fn check(candidates: &[LabelCandidate], obstacles: &[PixelBox], expected: &[(usize, Side)]) {
        let found: Vec<_> = place_labels(candidates, obstacles)
            .into_iter()
            .map(|label| (label.index, label.side))
            .collect();
        assert_eq!(found, expected, "of {candidates:?} beside {obstacles:?}");
    }

    #[test]
    fn the_second_name_takes_the_other_side_and_the_third_is_left_out() {
        let names = [name(0.0, 0.0), name(0.0, 2.0), name(0.0, 4.0)];
        check(&names, &[], &[(0, Side::Right), (1, Side::Left)]);
    }

    #[test]
    fn names_avoid_marks() {
        let mark = PixelBox::around(Pixel { x: 30.0, y: 0.0 }, 40.0, 40.0);
        check(&[name(0.0, 0.0)], &[mark], &[(0, Side::Left)]);
        check(
            &[name(0.0, 0.0)],
            &[
                mark,
                PixelBox {
                    left: -60.0,
                    ..mark
                },
            ],
            &[],
        );
    }

    #[test]
    fn a_name_steps_aside_for_the_mark_on_its_point() {
        let mark = PixelBox::around(Pixel { x: 0.0, y: 0.0 }, 40.0, 40.0);
        let sides: &[Side] = &[Side::Right, Side::Left, Side::FarRight, Side::FarLeft];
        let seat = LabelCandidate {
            sides,
            ..name(0.0, 0.0)
        };
        check(std::slice::from_ref(&seat), &[mark], &[(0, Side::FarRight)]);
        check(
            &[seat.clone(), seat.clone(), seat],
            &[mark],
            &[(0, Side::FarRight), (1, Side::FarLeft)],
        );
    }

    #[test]
    fn chinese_is_about_twice_as_wide() {
        assert!((text_width("五台山", 10.0) - 30.0).abs() < 1e-9);
        assert!((text_width("G55", 10.0) - 18.0).abs() < 1e-9);
    }
}
