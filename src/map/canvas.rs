//! A canvas over the map that draws lines. It covers more than what is seen, so that it need not be
//! drawn again for each small move, and is stretched while the map zooms.

use std::cell::Cell;

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::bindings::SafeMap;
use super::dom;
use crate::state::map_layout::{Lines, Pixel, PixelBox, Stroke};

/// So much of the map's size is drawn beside it, on each side.
const BESIDE: f64 = 0.3;
/// So much of it must be drawn beside it, or it is drawn again.
const BESIDE_MIN: f64 = 0.1;
/// More pixels for one of the page than this nobody sees.
const RATIO_MAX: f64 = 2.0;

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

/// The canvas and what is on it.
pub(super) struct Canvas {
    element: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    drawn: Cell<Option<Drawn>>,
}

/// What is drawn: a part of the world, in pixels of a zoom.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Drawn {
    view: PixelBox,
    zoom: f64,
}

impl Canvas {
    /// An empty canvas in `pane`, which the map has.
    pub(super) fn new(map: &SafeMap, pane: &str) -> Result<Self, JsValue> {
        // Leaflet's class for what follows a zoom, in the time that it takes itself.
        let element = dom::element("canvas", "leaflet-zoom-animated")?;
        let element: HtmlCanvasElement = element.unchecked_into();
        let context = element.get_context("2d")?;
        let context = context.ok_or_else(|| JsValue::from_str("there is no canvas"))?;
        map.pane_of(pane)?.append_child(&element)?;
        Ok(Self {
            element,
            context: context.unchecked_into(),
            drawn: Cell::new(None),
        })
    }

    /// True while what is drawn shows all of `scene`, with room for a small move.
    pub(super) fn is_enough(&self, scene: &Scene) -> bool {
        let wanted = beside(&scene.seen, BESIDE_MIN);
        let is_enough =
            |drawn: Drawn| is_same(drawn.zoom, scene.zoom) && drawn.view.covers(&wanted);
        self.drawn.get().is_some_and(is_enough)
    }

    /// Makes it empty, and puts it where `scene` is. Lines come by [`Self::stroke`].
    pub(super) fn clear(&self, scene: &Scene) -> Result<(), JsValue> {
        let ratio = dom::window()?.device_pixel_ratio().clamp(1.0, RATIO_MAX);
        let wanted = beside(&scene.seen, BESIDE);
        let (left, top) = (libm::round(wanted.left), libm::round(wanted.top));
        let size = |pixels: f64| libm::ceil(pixels * ratio);
        let width = size(wanted.right - wanted.left);
        let height = size(wanted.bottom - wanted.top);
        let (columns, rows) = (whole(width), whole(height));
        self.context.reset_transform()?;
        if (self.element.width(), self.element.height()) == (columns, rows) {
            self.context.clear_rect(0.0, 0.0, width, height);
        } else {
            self.element.set_width(columns);
            self.element.set_height(rows);
            let style = self.element.style();
            style.set_property("width", &format!("{}px", width / ratio))?;
            style.set_property("height", &format!("{}px", height / ratio))?;
        }
        self.context.scale(ratio, ratio)?;
        self.context.set_line_cap("round");
        self.context.set_line_join("round");
        let view = PixelBox {
            left,
            top,
            right: left + width / ratio,
            bottom: top + height / ratio,
        };
        let zoom = scene.zoom;
        self.drawn.set(Some(Drawn { view, zoom }));
        self.follow(zoom, scene.origin)
    }

    /// Draws lines on what is there.
    pub(super) fn stroke(&self, lines: &Lines, colour: &str, width: f64) {
        let Some(Drawn { view, zoom }) = self.drawn.get() else {
            return;
        };
        let context = &self.context;
        context.set_stroke_style_str(colour);
        context.set_line_width(width);
        context.begin_path();
        lines.draw(&view, width, zoom, |stroke| match stroke {
            Stroke::Move(to) => context.move_to(to.x, to.y),
            Stroke::Line(to) => context.line_to(to.x, to.y),
        });
        context.stroke();
    }

    /// Stretches what is drawn to where it is at `zoom`, when the map counts from `origin`.
    pub(super) fn follow(&self, zoom: f64, origin: Pixel) -> Result<(), JsValue> {
        let Some(drawn) = self.drawn.get() else {
            return Ok(());
        };
        let scale = libm::exp2(zoom - drawn.zoom);
        let (x, y) = (
            drawn.view.left * scale - origin.x,
            drawn.view.top * scale - origin.y,
        );
        let transform = if is_same(drawn.zoom, zoom) {
            format!("translate3d({x}px,{y}px,0)")
        } else {
            format!("translate3d({x}px,{y}px,0) scale({scale})")
        };
        self.element.style().set_property("transform", &transform)
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
