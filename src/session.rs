//! The signals of a running app. Created once, by the root component; screens read and set them.

mod driving;
mod finding;
mod offline;
mod reporting;
mod shading;

pub use driving::DriveSession;
pub use finding::{Finding, Ways};
pub use offline::OfflineSession;
pub use reporting::Reporting;
pub use shading::Shading;

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use ::live::{UnixTime, UsualFile};
use container::Text;
use leptos::prelude::*;
use planner::{Itinerary, Vehicle};
use stations::StationId;
use units::LatLon;

use crate::platform::{Alarm, keep, kept};
use crate::state::handover::App;
use crate::state::map_layout::Base;
use crate::state::{
    Availability, Endpoint, Following, GuideState, Language, Live, Look, Offer, PlanState, Region,
    RequestId, RoadChoice, Scheme, Screen, SheetHeight, Table, Trip, Words, words,
};

/// Under this name the browser keeps how the page looks.
const LOOK: &str = "yilu-look";

/// The look that the browser kept.
pub fn kept_look() -> Look {
    kept(LOOK).map_or_else(Look::default, |text| Look::read(&text))
}

/// Something on the map that the driver chose to see.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Chosen {
    /// The station at this index.
    Station(usize),
    /// A point: a place, or a tap on the map.
    Point(LatLon),
}

/// What is handed over to a navigation app, a file, another device.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum HandedOver {
    /// The plan that is shown.
    Plan,
    /// The same, by one who has so many of its stops behind.
    PlanAfter(usize),
    /// One place.
    Chosen(Chosen),
}

/// Handing over to a navigation app, a file, another device.
#[derive(Clone, Copy, Default)]
pub struct Handover {
    /// What is handed over, while that is open.
    pub open: RwSignal<Option<HandedOver>>,
    /// The app that navigates: chosen once.
    pub app: RwSignal<App>,
}

/// Which end of a trip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Its start.
    From,
    /// Its end.
    To,
}

/// What every screen may read and set; provided as a context. It lives as long as the page, so that
/// it can be handed on as one pointer.
#[derive(Clone, Copy)]
pub struct Session(&'static Signals);

impl Deref for Session {
    type Target = Signals;

    fn deref(&self) -> &Signals {
        self.0
    }
}

/// The signals of a session.
pub struct Signals {
    /// Language of the interface.
    pub language: RwSignal<Language>,
    /// How the page looks, but for the night of a drive.
    pub look: RwSignal<Look>,
    /// The screen that the panel shows.
    pub screen: RwSignal<Screen>,
    /// How high the panel is on a phone.
    pub sheet: RwSignal<SheetHeight>,
    /// The trip being put together.
    pub trip: RwSignal<Trip>,
    /// The chosen vehicle; `None` while there is no catalogue or the own car is impossible.
    pub vehicle: Memo<Option<Vehicle>>,
    /// Where planning stands.
    pub plan: RwSignal<PlanState>,
    /// The plan that is shown, without its gap: it stays while that becomes smaller.
    pub shown: Memo<Option<Itinerary>>,
    /// True from the first wish for a plan: later changes of the trip then plan again.
    pub wants_plan: RwSignal<bool>,
    /// The driver's position, asked for on a tap. Never leaves the device.
    pub me: RwSignal<Option<LatLon>>,
    /// Direction in which the driver moved there, when that is known.
    pub heading: RwSignal<Option<f64>>,
    /// Driving along the plan.
    pub drive: DriveSession,
    /// What the driver looks at.
    pub chosen: RwSignal<Option<Chosen>>,
    /// Where the host of an embedded page wants the map to look, and how near.
    pub camera: RwSignal<Option<(LatLon, f64)>>,
    /// The data, once it is loaded.
    pub region: RwSignal<Option<Arc<Region>>>,
    /// True once the map shows the data, or cannot: what comes later waits for that.
    pub is_drawn: RwSignal<bool>,
    /// The base map, when the site's configuration has one.
    pub base: RwSignal<Option<Base>>,
    /// What connectors do, once that is known. Changes with [`Self::moment`], and is read without
    /// being tracked: it changes too often.
    pub live: RwSignal<Option<Live>>,
    /// The time where the live files are written; moves on when these change, and as time passes.
    pub moment: RwSignal<UnixTime>,
    /// How busy stations usually are, once that is known.
    pub usual: RwSignal<Option<Arc<UsualFile>>>,
    /// Where following the live files stands.
    pub following: RwSignal<Following>,
    /// Another plan, for when a stop of the one that is shown turned bad.
    pub offer: RwSignal<Option<Offer>>,
    /// Stations that the driver waits for to become free.
    pub watched: RwSignal<BTreeSet<StationId>>,
    /// The list of stations.
    pub finding: Finding,
    /// Roads in colours.
    pub shading: Shading,
    /// Reports of problems.
    pub reporting: Reporting,
    /// What there is without a network.
    pub offline: OfflineSession,
    /// Where on the plan the driver looks.
    pub looked_at: RwSignal<Option<LatLon>>,
    /// Handing over.
    pub handover: Handover,
    /// Roads as strips.
    pub roads: RoadSession,
    /// The latest request to the worker.
    pub request: StoredValue<RequestId>,
    /// One line to tell the driver.
    pub notice: RwSignal<Option<Text>>,
    /// How to take back what a line tells.
    pub undo: RwSignal<Option<Undo>>,
}

/// How to take back what a line tells; offered while that line is shown.
#[derive(Clone)]
pub struct Undo {
    /// The line.
    pub told: Text,
    /// Takes it back. Shared rather than a callback of the interface: what was taken away may be the very
    /// thing that owned it.
    pub back: Arc<dyn Fn() + Send + Sync>,
    /// Says whether what it would take back is still there. Tracks that.
    pub holds: Arc<dyn Fn() -> bool + Send + Sync>,
}

/// Roads as strips of places: what the screen of the roads and the map share.
#[derive(Clone, Copy)]
pub struct RoadSession {
    /// Corridors and what else one reads beside the map; fetched when it is first wanted.
    pub guide: RwSignal<GuideState>,
    /// The tourism road or expressway that is looked at.
    pub chosen: RwSignal<Option<RoadChoice>>,
    /// Its lines, to stand out on the map.
    pub lines: RwSignal<Vec<Vec<LatLon>>>,
}

impl RoadSession {
    /// Nothing is fetched; `chosen` is what a link names.
    pub fn new(chosen: Option<RoadChoice>) -> Self {
        Self {
            guide: RwSignal::default(),
            chosen: RwSignal::new(chosen),
            lines: RwSignal::default(),
        }
    }
}

impl Session {
    /// A session with these signals.
    pub fn new(signals: Signals) -> Self {
        Self(Box::leak(Box::new(signals)))
    }

    /// The session of the context.
    pub fn get() -> Self {
        expect_context()
    }

    /// Waits until the map shows the data.
    pub async fn drawn(self) {
        let alarm = Alarm::default();
        let bell = alarm.clone();
        let watch = RenderEffect::new(move |_| {
            if self.is_drawn.get() {
                bell.ring();
            }
        });
        alarm.wait(None).await;
        drop(watch);
    }

    /// Sets how the page looks, and keeps it; false when the browser keeps nothing.
    pub fn set_look(self, look: Look) -> bool {
        self.look.set(look);
        keep(LOOK, &look.write())
    }

    /// The look now: dark at night on the road. Tracks both.
    pub fn shown_look(self) -> Look {
        let look = self.look.get();
        if self.drive.is_night.get() {
            Look {
                scheme: Scheme::Dark,
                ..look
            }
        } else {
            look
        }
    }

    /// The sentences in the current language. Tracks the language.
    pub fn words(self) -> &'static Words {
        words(self.language.get())
    }

    /// A sentence that follows the language.
    pub fn say(self, pick: fn(&'static Words) -> &'static str) -> Signal<String> {
        Signal::derive(move || pick(self.words()).to_owned())
    }

    /// The sentences of another table in the current language. Tracks the language.
    pub fn table<T: Table>(self) -> &'static T {
        T::of(self.language.get())
    }

    /// A sentence of another table that follows the language.
    pub fn say_of<T: Table>(self, pick: fn(&'static T) -> &'static str) -> Signal<String> {
        Signal::derive(move || pick(T::of(self.language.get())).to_owned())
    }

    /// What is known now of the station at `index`, for the chosen vehicle. Tracks the moment.
    pub fn availability(self, index: usize) -> Availability {
        self.judged(|live, now| {
            self.region.with_untracked(|region| {
                let station = region.as_ref()?.stations.get(index)?;
                let of = |vehicle: &Option<Vehicle>| {
                    live.availability(index, station, vehicle.as_ref(), now)
                };
                Some(self.vehicle.with(of))
            })
        })
    }

    /// What is known now of some connectors of a station, by their index. Tracks the moment.
    pub fn availability_of(self, index: usize, connectors: &[usize]) -> Availability {
        self.judged(|live, now| Some(live.availability_of(index, connectors, now)))
    }

    /// What is known now; without a network only what was seen last.
    fn judged(self, of: impl Fn(&Live, UnixTime) -> Option<Availability>) -> Availability {
        let now = self.moment.get();
        let known = self
            .live
            .with_untracked(|live| of(live.as_ref()?, now))
            .unwrap_or_default();
        self.following.get().judge(known, now)
    }

    /// The index of a station of the region.
    pub fn index_of(self, id: &StationId) -> Option<usize> {
        self.region
            .with(|region| region.as_ref().and_then(|region| region.index_of(id)))
    }

    /// The name of a station; its id where the data does not have it.
    pub fn station_name(self, id: &StationId) -> String {
        let (language, region) = (self.language.get(), self.region.get());
        let index = region.as_ref().and_then(|region| region.index_of(id));
        let station = region
            .as_ref()
            .zip(index)
            .and_then(|(region, index)| region.stations.get(index));
        station.map_or_else(
            || id.to_string(),
            |station| language.pick(&station.name).to_owned(),
        )
    }

    /// Tells what was done, and offers to take it back.
    pub fn offer_undo(self, told: Text, back: impl Fn() + Send + Sync + 'static) {
        self.offer_undo_while(told, back, || true);
    }

    fn offer_undo_while(
        self,
        told: Text,
        back: impl Fn() + Send + Sync + 'static,
        holds: impl Fn() -> bool + Send + Sync + 'static,
    ) {
        self.notice.set(Some(told.clone()));
        let (back, holds) = (Arc::new(back), Arc::new(holds));
        self.undo.set(Some(Undo { told, back, holds }));
    }

    /// Changes the trip, and offers to take that back.
    pub fn change_trip(self, told: Text, change: impl FnOnce(Self)) {
        let (before, wanted) = (self.trip.get_untracked(), self.wants_plan.get_untracked());
        change(self);
        let after = self.trip.get_untracked();
        let back = move || {
            self.trip.set(before.clone());
            self.wants_plan.set(wanted);
        };
        // What is chosen later must not be taken back with it.
        let holds = move || self.trip.with(|trip| *trip == after);
        self.offer_undo_while(told, back, holds);
    }

    /// Sets one end of the trip.
    pub fn set_end(self, end: End, to: Option<Endpoint>) {
        self.trip.update(|trip| match end {
            End::From => trip.from = to,
            End::To => trip.to = to,
        });
        if to.is_none() {
            self.wants_plan.set(false);
            self.plan.set(PlanState::Idle);
        }
    }

    /// The name of a position: that of the place there, or its coordinates.
    pub fn name_of(self, position: LatLon) -> String {
        let language = self.language.get();
        let region = self.region.get();
        let name = region.as_ref().and_then(|region| region.name_at(position));
        name.map_or_else(
            || json::fixed(position.lat(), 4) + ", " + &json::fixed(position.lon(), 4),
            |name| language.pick(name).to_owned(),
        )
    }
}
