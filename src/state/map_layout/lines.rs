//! Lines as a canvas draws them: projected once, drawn at any zoom.

use super::{Pixel, PixelBox};

/// Points within so many pixels of the one before are not drawn: nobody sees them.
const STEP: f64 = 1.0;
/// Pixels of line for each pixel of map, at most: with more of them a map says nothing.
const DENSE: f64 = 0.12;
/// No map is looked at from nearer.
const ZOOM_MAX: f64 = 20.0;

/// What a pen does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stroke {
    /// Goes there.
    Move(Pixel),
    /// Draws a straight line there.
    Line(Pixel),
}

/// Lines that are drawn together, in world pixels at zoom 0.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    points: Vec<Pixel>,
    /// Where the points of each line end, and the box around it.
    spans: Vec<(usize, PixelBox)>,
    length: f64,
}

impl Lines {
    /// Adds a line, given in world pixels at zoom 0. One without length is left out.
    pub fn push(&mut self, line: impl IntoIterator<Item = Pixel>) {
        let begin = self.points.len();
        self.points.extend(line);
        let own = self.points.get(begin..).unwrap_or_default();
        let pairs = own.iter().zip(own.iter().skip(1));
        let length: f64 = pairs.map(|(a, b)| a.distance(*b)).sum();
        match PixelBox::of(own) {
            Some(area) if length > 0.0 => {
                self.spans.push((self.points.len(), area));
                self.length += length;
            }
            _ => self.points.truncate(begin),
        }
    }

    /// True when there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The length of all together, in pixels at zoom 0.
    pub fn length(&self) -> f64 {
        self.length
    }

    /// The box around all; `None` when there is none.
    pub fn area(&self) -> Option<PixelBox> {
        PixelBox::of(&self.points)
    }

    /// Draws what is in `view` or `beside` it by so much, in pixels from the view's corner. Begins with
    /// the line `from` and ends after some `most` strokes; tells the line to go on with, if any.
    pub fn draw(
        &self,
        (view, zoom): (&PixelBox, f64),
        beside: f64,
        (from, most): (usize, usize),
        mut pen: impl FnMut(Stroke),
    ) -> Option<usize> {
        let scale = libm::exp2(zoom);
        let seen = view.grown(beside).scaled(1.0 / scale);
        let before = from
            .checked_sub(1)
            .and_then(|before| self.spans.get(before));
        let mut begin = before.map_or(0, |(end, _)| *end);
        let mut strokes = 0;
        let mut pen_at: Option<Pixel> = None;
        for (number, (end, area)) in self.spans.iter().enumerate().skip(from) {
            if strokes >= most {
                return Some(number);
            }
            let own = self.points.get(begin..*end).unwrap_or_default();
            begin = *end;
            if !area.touches(&seen) {
                continue;
            }
            let mut before: Option<Pixel> = None;
            for (left, point) in (0..own.len()).rev().zip(own) {
                let at = Pixel {
                    x: point.x * scale - view.left,
                    y: point.y * scale - view.top,
                };
                match before {
                    // Lines that follow each other are joined.
                    None if pen_at == Some(at) => {}
                    None => pen(Stroke::Move(at)),
                    Some(before) if left > 0 && before.is_within(at, STEP) => continue,
                    Some(_) => {
                        strokes += 1;
                        pen(Stroke::Line(at));
                    }
                }
                before = Some(at);
            }
            pen_at = before;
        }
        None
    }
}

/// From which zoom on each of some kinds of lines is drawn, the most important first, with all before
/// it: on a dense network minor ones are only seen from near.
pub fn zooms_of(kinds: &[&Lines]) -> Vec<f64> {
    let areas = kinds.iter().filter_map(|lines| lines.area());
    let Some(area) = areas.reduce(|a, b| a.with(&b)) else {
        return vec![0.0; kinds.len()];
    };
    let size = (area.right - area.left) * (area.bottom - area.top);
    let mut length = 0.0;
    let zoom = |lines: &&Lines| {
        length += lines.length();
        // The length doubles with each zoom, the area becomes four times as large.
        let (mut zoom, mut density) = (0.0, length / size);
        while density > DENSE && zoom < ZOOM_MAX {
            (zoom, density) = (zoom + 0.5, density * std::f64::consts::FRAC_1_SQRT_2);
        }
        zoom
    };
    kinds.iter().map(zoom).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Pixel {
        Pixel { x, y }
    }

    fn view(left: f64, top: f64, size: f64) -> PixelBox {
        PixelBox {
            left,
            top,
            right: left + size,
            bottom: top + size,
        }
    }

    fn check(lines: &[&[Pixel]], (view, zoom): (PixelBox, f64), expected: &[Stroke]) {
        let mut all = Lines::default();
        for line in lines {
            all.push(line.iter().copied());
        }
        let mut strokes = Vec::new();
        let mut from = Some(0);
        while let Some(line) = from {
            from = all.draw((&view, zoom), 0.0, (line, 1000), |stroke| {
                strokes.push(stroke)
            });
        }
        assert_eq!(strokes, expected, "of {lines:?}");
    }

    #[test]
    fn a_line_is_drawn_from_the_corner_of_the_view() {
        let line = [at(10.0, 10.0), at(20.0, 10.0)];
        let drawn = [Stroke::Move(at(15.0, 15.0)), Stroke::Line(at(35.0, 15.0))];
        check(&[&line], (view(5.0, 5.0, 50.0), 1.0), &drawn);
    }

    #[test]
    fn what_is_out_of_view_is_not_drawn() {
        let line = [at(10.0, 10.0), at(20.0, 10.0)];
        check(&[&line], (view(50.0, 5.0, 50.0), 1.0), &[]);
        let level = view(0.0, 20.0, 50.0);
        let drawn = [Stroke::Move(at(20.0, 0.0)), Stroke::Line(at(40.0, 0.0))];
        check(&[&line], (level, 1.0), &drawn);
    }

    #[test]
    fn points_that_nobody_sees_are_left_out_but_not_the_end() {
        let line = [at(0.0, 0.0), at(0.4, 0.0), at(3.0, 0.0), at(3.2, 0.1)];
        let drawn = [
            Stroke::Move(at(0.0, 0.0)),
            Stroke::Line(at(3.0, 0.0)),
            Stroke::Line(at(3.2, 0.1)),
        ];
        check(&[&line], (view(0.0, 0.0, 9.0), 0.0), &drawn);
    }

    #[test]
    fn lines_that_follow_each_other_are_joined() {
        let (a, b) = ([at(0.0, 0.0), at(4.0, 0.0)], [at(4.0, 0.0), at(4.0, 4.0)]);
        let drawn = [
            Stroke::Move(at(0.0, 0.0)),
            Stroke::Line(at(4.0, 0.0)),
            Stroke::Line(at(4.0, 4.0)),
        ];
        check(&[&a, &b], (view(0.0, 0.0, 9.0), 0.0), &drawn);
        check(&[&[at(1.0, 1.0)], &[]], (view(0.0, 0.0, 9.0), 0.0), &[]);
    }

    #[test]
    fn drawing_goes_on_where_it_ended() {
        let mut lines = Lines::default();
        for n in 0..10 {
            let y = f64::from(n);
            lines.push([at(0.0, y), at(4.0, y), at(8.0, y)]);
        }
        let (view, mut from, mut turns) = (view(0.0, 0.0, 9.0), Some(0), Vec::new());
        while let Some(line) = from {
            let mut ends = Vec::new();
            from = lines.draw((&view, 0.0), 0.0, (line, 5), |stroke| {
                if let Stroke::Line(to) = stroke {
                    ends.push(to);
                }
            });
            turns.push(ends);
        }
        let sizes: Vec<usize> = turns.iter().map(Vec::len).collect();
        assert_eq!(sizes, [6, 6, 6, 2]);
        let mut once = Vec::new();
        lines.draw((&view, 0.0), 0.0, (0, 1000), |stroke| {
            if let Stroke::Line(to) = stroke {
                once.push(to);
            }
        });
        assert_eq!(turns.concat(), once);
    }

    #[test]
    fn minor_roads_of_a_dense_network_wait_for_a_nearer_zoom() {
        let lines = |count: u32| {
            let mut lines = Lines::default();
            for n in 0..count {
                let y = f64::from(n) / f64::from(count) * 100.0;
                lines.push([at(0.0, y), at(100.0, y)]);
            }
            lines.push([at(0.0, 0.0), at(0.0, 100.0)]);
            lines
        };
        let (few, many) = (lines(4), lines(4000));
        let zooms = zooms_of(&[&few, &many]);
        assert!(zooms[0].abs() < 1e-9, "{zooms:?}");
        // 40 times as many as there are rows of pixels.
        assert!((8.0..9.0).contains(&zooms[1]), "{zooms:?}");
        assert_eq!(zooms_of(&[&Lines::default()]), [0.0]);
    }
}
