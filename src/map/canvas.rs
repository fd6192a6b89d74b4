//! A canvas over the map that draws lines. It covers more than what is seen, so that it need not be
//! drawn again for each small move, and is stretched while the map zooms.
//!
//! What is drawn takes turns, on a sheet of paper that nobody sees yet: none of them is long.

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use super::bindings::{SafeMap, set_transform};
use super::dom;
use crate::state::map_layout::{Lines, Pixel, PixelBox, Stroke};

/// So much of the map's size is drawn beside it, on each side.
const BESIDE: f64 = 0.2;
/// So much of it must be drawn beside it, or it is drawn again.
const BESIDE_MIN: f64 = 0.05;
/// More pixels for one of the page than this nobody sees.
const RATIO_MAX: f64 = 2.0;
/// So many strokes are drawn in one turn: on a slow phone they take a frame or two.
const TURN: usize = 2000;

/// What of the world the map shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scene {
    /// What is seen, in pixels of the zoom.
    pub(super) seen: PixelBox,
    /// The zoom.
    pub(super) zoom: f64,
    /// From where Leaflet counts what lies on the map.
    pub(super) origin: Pixel,
}

/// Lines, and how they are drawn.
pub(super) struct Painted<'a> {
    pub(super) lines: &'a Lines,
    pub(super) colour: String,
    pub(super) width: f64,
}

/// A sheet on the map, and one that is drawn on.
pub(super) struct Canvas {
    pane: HtmlElement,
    shown: Sheet,
    hidden: Sheet,
    /// The lines to go on with on the hidden sheet, and the first of them; `None` when it is done.
    next: Option<(usize, usize)>,
}

struct Sheet {
    element: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    /// What is drawn: a part of the world, in pixels of a zoom.
    drawn: Option<(PixelBox, f64)>,
}

impl Canvas {
    /// An empty canvas in `pane`, which the map has.
    pub(super) fn new(map: &SafeMap, pane: &str) -> Result<Self, JsValue> {
        let pane = map.pane_of(pane)?;
        let (shown, hidden) = (Sheet::new()?, Sheet::new()?);
        pane.append_child(&shown.element)?;
        Ok(Self {
            pane,
            shown,
            hidden,
            next: None,
        })
    }

    /// True while what is drawn, or is being drawn, shows all of `scene`, with room for a small move.
    pub(super) fn is_enough(&self, scene: &Scene) -> bool {
        let sheet = if self.next.is_some() {
            &self.hidden
        } else {
            &self.shown
        };
        sheet.shows(scene)
    }

    /// What is drawn is out of date.
    pub(super) fn spoil(&mut self) {
        self.next = None;
        self.shown.drawn = None;
    }

    /// Nothing more of what is being drawn is of use.
    pub(super) fn give_up(&mut self) {
        self.next = None;
    }

    /// Draws some more of `all`, and shows it when all is drawn; false then.
    pub(super) fn draw_some(
        &mut self,
        scene: &Scene,
        all: &[Painted<'_>],
    ) -> Result<bool, JsValue> {
        let next = self.next.filter(|_| self.hidden.shows(scene));
        if next.is_none() {
            self.hidden.clear(scene)?;
        }
        let (mut layer, mut from) = next.unwrap_or_default();
        let mut left = TURN;
        while let Some(painted) = all.get(layer) {
            if left == 0 {
                self.next = Some((layer, from));
                return Ok(true);
            }
            let (strokes, next) = self.hidden.stroke(painted, (from, left));
            left = left.saturating_sub(strokes);
            (layer, from) = next.map_or((layer + 1, 0), |line| (layer, line));
        }
        self.next = None;
        self.pane
            .replace_child(&self.hidden.element, &self.shown.element)?;
        std::mem::swap(&mut self.shown, &mut self.hidden);
        self.follow(scene.zoom, scene.origin)?;
        Ok(false)
    }

    /// Stretches what is shown to where it is at `zoom`, when the map counts from `origin`.
    pub(super) fn follow(&self, zoom: f64, origin: Pixel) -> Result<(), JsValue> {
        self.shown.follow(zoom, origin)
    }
}

impl Sheet {
    fn new() -> Result<Self, JsValue> {
        // Leaflet's class for what follows a zoom, in the time that it takes itself.
        let element = dom::element("canvas", "leaflet-zoom-animated")?;
        let element: HtmlCanvasElement = element.unchecked_into();
        let context = element.get_context("2d")?;
        let context = context.ok_or_else(|| JsValue::from_str("there is no canvas"))?;
        Ok(Self {
            element,
            context: context.unchecked_into(),
            drawn: None,
        })
    }

    fn shows(&self, scene: &Scene) -> bool {
        let wanted = beside(&scene.seen, BESIDE_MIN);
        let shows =
            |(view, zoom): (PixelBox, f64)| is_same(zoom, scene.zoom) && view.covers(&wanted);
        self.drawn.is_some_and(shows)
    }

    /// Makes it empty, to show `scene`.
    fn clear(&mut self, scene: &Scene) -> Result<(), JsValue> {
        let ratio = dom::window()?.device_pixel_ratio().clamp(1.0, RATIO_MAX);
        let wanted = beside(&scene.seen, BESIDE);
        let (left, top) = (libm::round(wanted.left), libm::round(wanted.top));
        let width = libm::ceil(wanted.right - wanted.left);
        let height = libm::ceil(wanted.bottom - wanted.top);
        let (columns, rows) = (whole(width * ratio), whole(height * ratio));
        self.context.reset_transform()?;
        if (self.element.width(), self.element.height()) == (columns, rows) {
            let (columns, rows) = (f64::from(columns), f64::from(rows));
            self.context.clear_rect(0.0, 0.0, columns, rows);
        } else {
            self.element.set_width(columns);
            self.element.set_height(rows);
            let style = self.element.style();
            style.set_property("width", &format!("{}px", whole(width)))?;
            style.set_property("height", &format!("{}px", whole(height)))?;
        }
        let (across, down) = (f64::from(columns) / width, f64::from(rows) / height);
        self.context.scale(across, down)?;
        self.context.set_line_cap("round");
        self.context.set_line_join("round");
        let view = PixelBox {
            left,
            top,
            right: left + width,
            bottom: top + height,
        };
        self.drawn = Some((view, scene.zoom));
        Ok(())
    }

    /// Draws some lines; tells how many strokes that took, and the line to go on with.
    fn stroke(&self, painted: &Painted<'_>, some: (usize, usize)) -> (usize, Option<usize>) {
        let Some((view, zoom)) = self.drawn else {
            return (0, None);
        };
        let (context, mut strokes) = (&self.context, 0);
        context.set_stroke_style_str(&painted.colour);
        context.set_line_width(painted.width);
        context.begin_path();
        let draw = |stroke| match stroke {
            Stroke::Move(to) => context.move_to(to.x, to.y),
            Stroke::Line(to) => {
                strokes += 1;
                context.line_to(to.x, to.y);
            }
        };
        let lines = painted.lines;
        let next = lines.draw((&view, zoom), painted.width, some, draw);
        context.stroke();
        (strokes, next)
    }

    fn follow(&self, zoom: f64, origin: Pixel) -> Result<(), JsValue> {
        let Some((view, drawn)) = self.drawn else {
            return Ok(());
        };
        let scale = libm::exp2(zoom - drawn);
        let offset = leaflet::Point::new(view.left * scale - origin.x, view.top * scale - origin.y);
        set_transform(&self.element, &offset, scale)
    }
}

/// The view with a share of its size more on each side.
fn beside(seen: &PixelBox, share: f64) -> PixelBox {
    let (x, y) = (
        (seen.right - seen.left) * share,
        (seen.bottom - seen.top) * share,
    );
    PixelBox {
        left: seen.left - x,
        top: seen.top - y,
        right: seen.right + x,
        bottom: seen.bottom + y,
    }
}

/// True for the same zoom.
fn is_same(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-6
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a size on a screen"
)]
fn whole(size: f64) -> u32 {
    size as u32
}
