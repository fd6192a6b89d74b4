//! Stations as marks and clusters. Only those in view are in the page.

use std::rc::Rc;

use leaflet::{Evented, EventedHandle, Marker, MouseEvent};
use units::LatLon;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::HtmlElement;

use super::bindings::{Frame, SafeMap, element_marker};
use super::projection::Projection;
use super::{MarkKind, StationMark, badge, dom};
use crate::state::map_layout::{Cluster, Pixel, PixelBox, cluster};
use crate::state::{Availability, Language};

/// The pane of the marks.
pub(super) const PANE: &str = "marks";
/// Marks closer than this in pixels become a cluster.
const REACH: (f64, f64) = (58.0, 50.0);
/// The touch target of a mark; its tip points at the position.
const MARK: Frame = Frame {
    width: 56.0,
    height: 46.0,
    anchor: 44.0,
};
/// The touch target of a cluster.
const CLUSTER: Frame = Frame {
    width: 46.0,
    height: 46.0,
    anchor: 23.0,
};

/// What was tapped: stations, one or more.
pub(super) type OnTap = Rc<dyn Fn(&[u32])>;

/// The accessible name of a station, by its index.
pub type Names = Rc<dyn Fn(u32) -> String>;

/// The stations on the map.
pub(super) struct MarkLayer {
    marks: Vec<StationMark>,
    /// Makes those to take in their place.
    new: Option<Box<dyn FnOnce() -> Vec<StationMark>>>,
    /// Where they are at zoom 0; empty when that is to be found out.
    world: Vec<Pixel>,
    names: Names,
    language: Language,
    selected: Option<u32>,
    spots: Vec<Spot>,
    shown: Vec<Shown>,
    on_tap: OnTap,
    /// What is known of a station now, by its index.
    known: Option<Rc<dyn Fn(u32) -> Availability>>,
}

/// Where a mark or cluster stands at the current zoom.
struct Spot {
    members: Vec<usize>,
    pixel: Pixel,
}

/// A mark in the page; dropping it removes its listener.
struct Shown {
    /// The stations, by their index.
    members: Rc<[u32]>,
    marker: Marker,
    button: HtmlElement,
    /// The station that gives the place.
    first: StationMark,
    /// Its accessible name without what is known now.
    label: String,
    is_selected: bool,
    _tap: EventedHandle<MouseEvent>,
}

impl MarkLayer {
    pub(super) fn new(on_tap: OnTap) -> Self {
        Self {
            marks: Vec::new(),
            new: None,
            world: Vec::new(),
            names: Rc::new(|_| String::new()),
            language: Language::default(),
            selected: None,
            spots: Vec::new(),
            shown: Vec::new(),
            on_tap,
            known: None,
        }
    }

    /// From now on what `known` says is on the marks.
    pub(super) fn tell(&mut self, known: Rc<dyn Fn(u32) -> Availability>) {
        self.known = Some(known);
    }

    /// Writes what is known now on all marks that are shown.
    pub(super) fn tell_all(&self) -> Result<(), JsValue> {
        let mut all = self.shown.iter();
        all.try_for_each(|shown| self.tell_one(shown))
    }

    fn tell_one(&self, shown: &Shown) -> Result<(), JsValue> {
        let Some(known) = &self.known else {
            return Ok(());
        };
        let known = Availability::together(shown.members.iter().map(|index| known(*index)));
        badge::write(&shown.button, &shown.label, known, self.language)
    }

    /// Takes other names, in another language.
    pub(super) fn name(
        &mut self,
        map: &SafeMap,
        names: Names,
        language: Language,
    ) -> Result<(), JsValue> {
        self.names = names;
        self.language = language;
        self.clear(map)
    }

    /// Takes other stations. [`Self::arrange`] and [`Self::show`] bring them to the page.
    pub(super) fn replace(&mut self, marks: Box<dyn FnOnce() -> Vec<StationMark>>) {
        self.new = Some(marks);
    }

    /// Takes those that were told last.
    fn take(&mut self) {
        let Some(new) = self.new.take() else { return };
        let mut marks = new();
        // The first mark of a cluster gives its place: the most useful one.
        sorting::by_key(&mut marks, |mark| {
            (
                !mark.is_usable,
                mark.kind,
                std::cmp::Reverse(mark.power_kw),
                mark.index,
            )
        });
        self.marks = marks;
        self.world.clear();
    }

    /// Takes all marks off the page. Where they are is to be found out anew.
    pub(super) fn clear(&mut self, map: &SafeMap) -> Result<(), JsValue> {
        self.world.clear();
        for shown in self.shown.drain(..) {
            map.hide(&shown.marker)?;
        }
        Ok(())
    }

    /// Selects a station, which then stands alone.
    pub(super) fn select(&mut self, index: Option<u32>) {
        self.selected = index;
    }

    /// The selected station.
    pub(super) fn selected(&self) -> Option<u32> {
        self.selected
    }

    /// Positions of the stations of the mark or cluster with these members.
    pub(super) fn positions(&self, members: &[u32]) -> Vec<LatLon> {
        let is_theirs = |spot: &&Spot| {
            let indices = spot.members.iter().map(|&n| self.marks[n].index);
            indices.eq(members.iter().copied())
        };
        let spot = self.spots.iter().find(is_theirs);
        let stations = spot.into_iter().flat_map(|spot| &spot.members);
        stations.map(|&n| self.marks[n].position).collect()
    }

    /// Groups the stations for `zoom`.
    pub(super) fn arrange(&mut self, projection: &Projection, zoom: f64) {
        self.take();
        if self.world.is_empty() {
            let marks = self.marks.iter();
            self.world = marks
                .map(|mark| projection.pixel(mark.position, 0.0))
                .collect();
        }
        let (alone, others): (Vec<usize>, Vec<usize>) =
            (0..self.marks.len()).partition(|&n| Some(self.marks[n].index) == self.selected);
        let scale = libm::exp2(zoom);
        let pixel = |n: usize| self.world[n].scaled(scale);
        let pixels: Vec<Pixel> = others.iter().map(|&n| pixel(n)).collect();
        let groups = cluster(&pixels, REACH.0, REACH.1);
        let spot = |members: Vec<usize>| {
            Some(Spot {
                pixel: pixel(*members.first()?),
                members,
            })
        };
        self.spots = alone
            .iter()
            .map(|&n| vec![n])
            .chain(groups.iter().map(|Cluster { members }| {
                members
                    .iter()
                    .filter_map(|&n| others.get(n).copied())
                    .collect()
            }))
            .filter_map(spot)
            .collect();
    }

    /// The boxes that marks cover, for the names to avoid.
    pub(super) fn obstacles(&self) -> Vec<PixelBox> {
        self.spots
            .iter()
            .map(|spot| {
                let frame = if spot.members.len() == 1 {
                    MARK
                } else {
                    CLUSTER
                };
                let top = spot.pixel.y - frame.anchor;
                let middle = Pixel {
                    x: spot.pixel.x,
                    y: top + frame.height / 2.0,
                };
                PixelBox::around(middle, frame.width, frame.height).grown(-5.0)
            })
            .collect()
    }

    /// Brings the marks in `view` to the page and takes others off.
    pub(super) fn show(
        &mut self,
        map: &SafeMap,
        projection: &Projection,
        view: &PixelBox,
    ) -> Result<(), JsValue> {
        let mut before = std::mem::take(&mut self.shown);
        for spot in self
            .spots
            .iter()
            .filter(|spot| view.grown(60.0).contains(spot.pixel))
        {
            let members: Rc<[u32]> = spot.members.iter().map(|&n| self.marks[n].index).collect();
            let first = self.marks[spot.members[0]];
            let is_it = |shown: &Shown| shown.first == first && shown.members == members;
            let mut shown = match before.iter().position(is_it) {
                Some(there) => before.swap_remove(there),
                None => self.build(map, projection, first, &members)?,
            };
            let is_selected = members.len() == 1 && Some(first.index) == self.selected;
            if shown.is_selected != is_selected {
                shown.is_selected = is_selected;
                let classes = shown.button.class_list();
                classes.toggle_with_force("is-selected", is_selected)?;
                let offset = if is_selected { 1_000.0 } else { 0.0 };
                shown.marker.set_z_index_offset(offset);
            }
            self.shown.push(shown);
        }
        for gone in before {
            map.hide(&gone.marker)?;
        }
        Ok(())
    }

    fn build(
        &self,
        map: &SafeMap,
        projection: &Projection,
        first: StationMark,
        members: &Rc<[u32]>,
    ) -> Result<Shown, JsValue> {
        let (button, label, frame) = if members.len() == 1 {
            let label = (self.names)(first.index);
            let button = mark_button(first, &label, self.language)?;
            (button, label, MARK)
        } else {
            let label = cluster_label(members.len(), self.language);
            let button = cluster_button(members.len(), &label)?;
            (button, label, CLUSTER)
        };
        let at = projection.drawn(first.position);
        let marker = element_marker(&at, &button, PANE, frame, true)?;
        let (on_tap, tapped) = (Rc::clone(&self.on_tap), Rc::clone(members));
        let tap = Evented::on_leaflet_event(&marker, "click", move |_: MouseEvent| on_tap(&tapped));
        map.show(&marker)?;
        let shown = Shown {
            members: Rc::clone(members),
            marker,
            button,
            first,
            label,
            is_selected: false,
            _tap: tap,
        };
        self.tell_one(&shown)?;
        Ok(shown)
    }
}

/// True when stations at these world pixels of zoom 0 do not form one cluster at `zoom`.
pub(super) fn splits(world: &[Pixel], zoom: f64) -> bool {
    let scale = libm::exp2(zoom);
    let Some(first) = world.first() else {
        return false;
    };
    let reach = PixelBox::around(first.scaled(scale), REACH.0 * 2.0, REACH.1 * 2.0);
    let mut others = world.iter();
    others.any(|pixel| !reach.contains(pixel.scaled(scale)))
}

fn mark_button(mark: StationMark, label: &str, language: Language) -> Result<HtmlElement, JsValue> {
    let usable = if mark.is_usable { "" } else { " is-unusable" };
    let button = dom::button(&format!("mark {}{usable}", mark.kind.class()), label)?;
    button.set_attribute("data-testid", "station-mark")?;
    button.set_attribute("data-station", &mark.index.to_string())?;
    let body = dom::element("span", "mark-body")?;
    body.append_child(&*dom::symbol("mark-glyph", mark.kind.glyph())?)?;
    let words = match (mark.kind, language) {
        (MarkKind::Swap, Language::Zh) => "换".to_owned(),
        (MarkKind::Swap, Language::En) => "swap".to_owned(),
        (MarkKind::Closed, _) => String::new(),
        (MarkKind::Fast | MarkKind::Slow | MarkKind::Dedicated, _) if mark.power_kw == 0 => {
            String::new()
        }
        (MarkKind::Fast | MarkKind::Slow | MarkKind::Dedicated, _) => mark.power_kw.to_string(),
    };
    if !words.is_empty() {
        body.append_child(&*dom::text("span", "mark-power", &words)?)?;
    }
    button.append_child(&body)?;
    Ok(button)
}

fn cluster_label(count: usize, language: Language) -> String {
    match language {
        Language::Zh => format!("{count} 个充电站，放大查看"),
        Language::En => format!("{count} stations, zoom in"),
    }
}

fn cluster_button(count: usize, label: &str) -> Result<HtmlElement, JsValue> {
    let size = if count < 10 {
        "cluster"
    } else {
        "cluster is-large"
    };
    let button = dom::button(size, label)?;
    button.set_attribute("data-testid", "cluster")?;
    button.append_child(&*dom::text("span", "cluster-count", &count.to_string())?)?;
    Ok(button.unchecked_into())
}
