//! What is looked for, and where.

use std::sync::Arc;

use container::Text;
use leptos::prelude::*;
use planner::Departure;
use stations::Money;
use units::{BoundingBox, LatLon};

use super::Session;
use crate::platform::{keep, kept};
use crate::state::finder::{Around, Filter, Nears, Saved, Search};
use crate::state::{price_at, quiet};

/// Under this name the browser keeps favourites and filters.
const SAVED: &str = "yilu-saved";

/// How far the stations are by road, as far as that is known.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Ways {
    /// Nobody asked: there is no place to start from.
    #[default]
    Unasked,
    /// The answer is on its way.
    Asked,
    /// The answer.
    Known(Arc<Nears>),
    /// There is none.
    Failed(Text),
}

/// The signals of the list of stations.
#[derive(Clone, Copy)]
pub struct Finding {
    /// What is looked for. The map shows the same.
    pub filter: RwSignal<Filter>,
    /// Where one looks.
    pub around: RwSignal<Around>,
    /// The part of the world that the map shows.
    pub window: RwSignal<Option<BoundingBox>>,
    /// How far the stations are by road.
    pub ways: RwSignal<Ways>,
    /// What the driver keeps.
    pub saved: RwSignal<Saved>,
    /// The local time, by the minute.
    pub minute: RwSignal<Departure>,
}

impl Finding {
    /// With what the browser kept.
    pub(crate) fn new(minute: Departure) -> Self {
        let saved = kept(SAVED).map_or_else(Saved::default, |text| Saved::read(&text));
        Self {
            filter: RwSignal::default(),
            around: RwSignal::default(),
            window: RwSignal::new(None),
            ways: RwSignal::default(),
            saved: RwSignal::new(saved),
            minute: RwSignal::new(minute),
        }
    }

    /// Changes what is kept; false when the browser keeps nothing.
    pub fn save(self, change: impl FnOnce(&mut Saved)) -> bool {
        self.saved.update(change);
        self.saved
            .with_untracked(|saved| keep(SAVED, &saved.write()))
    }
}

impl Session {
    /// Searches the stations by what is looked for now; `None` while there is no data. Tracks all
    /// that it depends on.
    pub fn search<T>(self, of: impl FnOnce(&Search<'_>) -> T) -> Option<T> {
        let ways = self.finding.ways.get();
        let nears = match &ways {
            Ways::Known(nears) => Some(&**nears),
            Ways::Unasked | Ways::Asked | Ways::Failed(_) => None,
        };
        let centre = || Some(self.finding.window.get()?.centre());
        let (usual, region) = (self.usual.get(), self.region.get());
        let doubt = |index: usize, connectors: &[usize]| {
            let station = region.as_ref()?.stations.get(index)?;
            quiet(usual.as_deref()?, station, connectors)
        };
        self.searched(self.origin().or_else(centre), nears, &doubt, of)
    }

    /// For each station whether it is looked for. Tracks nothing: see [`Self::track_looked_for`].
    pub fn looked_for(self) -> Vec<bool> {
        let all = untrack(|| {
            self.searched(None, None, &|_, _| None, |search| {
                let all = 0..search.stations.len();
                all.map(|index| search.refusal(index).is_none()).collect()
            })
        });
        all.unwrap_or_default()
    }

    /// Tracks what decides which stations are looked for.
    pub fn track_looked_for(self) {
        let finding = self.finding;
        self.region.track();
        self.vehicle.track();
        finding.saved.track();
        let filter = finding.filter.get();
        if filter.is_free {
            self.moment.track();
            self.following.track();
        }
        if filter.is_open || filter.price_max.is_some() {
            finding.minute.track();
        }
    }

    fn searched<T>(
        self,
        from: Option<LatLon>,
        nears: Option<&Nears>,
        quiet: &dyn Fn(usize, &[usize]) -> Option<u16>,
        of: impl FnOnce(&Search<'_>) -> T,
    ) -> Option<T> {
        let finding = self.finding;
        let region = self.region.get()?;
        let (filter, vehicle) = (finding.filter.get(), self.vehicle.get());
        let minute = if filter.is_open || filter.price_max.is_some() {
            finding.minute.get()
        } else {
            finding.minute.get_untracked()
        };
        let (now, following) = (self.moment.get(), self.following.get());
        let is_favourite = |saved: &Saved, index: usize| {
            let station = region.stations.get(index);
            station.is_some_and(|station| saved.favourites.contains(&station.id))
        };
        // Each signal is read once, not for each station.
        self.live.with_untracked(|live| {
            let availability = |index, connectors: &[usize]| {
                let known = live.as_ref();
                let known = known.map(|live| live.availability_of(index, connectors, now));
                following.judge(known.unwrap_or_default(), now)
            };
            Some(finding.saved.with(|saved| {
                of(&Search {
                    stations: &region.stations,
                    filter: &filter,
                    vehicle: vehicle.as_ref(),
                    minute_of_week: minute.minute_of_week(),
                    from,
                    nears,
                    availability: &availability,
                    quiet,
                    price: &|index, connectors| -> Option<Money> {
                        let station = region.stations.get(index)?;
                        let price = price_at(&region.tariffs, station, connectors, minute)?;
                        Some(price.total())
                    },
                    is_favourite: &|index| is_favourite(saved, index),
                })
            }))
        })
    }

    /// Where ways to stations begin: where one looks, else where one is or where the trip begins.
    pub fn origin(self) -> Option<LatLon> {
        match self.finding.around.get() {
            Around::Place(at) => Some(at),
            Around::Me => self.me.get(),
            Around::Window | Around::Trip | Around::Favourites => {
                let trip = self.trip.get();
                let from = trip.position_of(trip.from, self.me.get());
                self.me.get().or(from)
            }
        }
    }
}
