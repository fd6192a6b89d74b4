//! The car, its charge and the weather.

use leptos::prelude::*;
use planner::{OwnCar, Vehicle};

use super::wishes::{WishFields, say};
use crate::components::Slider;
use crate::platform::is_wide;
use crate::session::Session;
use crate::state::{Car, PlanState, TripWords, degrees};

/// Car, charge, temperature and reserve; folded away once there is a plan.
#[component]
pub(super) fn Conditions() -> impl IntoView {
    let session = Session::get();
    let trip = session.trip;
    let summary = move || {
        let (trip, language) = (trip.get(), session.language.get());
        let car = session
            .vehicle
            .get()
            .map(|car| language.pick(&car.name()).to_owned());
        let parts = [
            Some(format!("{} %", trip.charge)),
            Some(degrees(trip.temperature.into())),
            car,
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let is_open = folding(session);
    let on_toggle = move |event| {
        let details: web_sys::HtmlDetailsElement = event_target(&event);
        is_open.set(details.open());
    };
    view! {
        <details class="conditions" prop:open=is_open on:toggle=on_toggle>
            <summary>
                <span>{session.say(|words| words.conditions)}</span>
                <small>{summary}</small>
            </summary>
            <CarSelect />
            <Show when=move || trip.with(|trip| matches!(trip.car, Car::Own(_)))>
                <OwnCarFields />
            </Show>
            <Slider
                testid="charge-input"
                label=session.say(|words| words.charge)
                range=(1, 100)
                value=Signal::derive(move || i32::from(trip.get().charge))
                write=|percent| format!("{percent} %")
                on_change=Callback::new(move |number: i32| {
                    trip.update(|trip| trip.charge = u8::try_from(number).unwrap_or(trip.charge));
                })
            />
            <Slider
                testid="temperature-input"
                label=session.say(|words| words.temperature)
                range=(-30, 45)
                value=Signal::derive(move || i32::from(trip.get().temperature))
                write=degrees
                on_change=Callback::new(move |number: i32| {
                    trip.update(|trip| {
                        trip.temperature = i8::try_from(number).unwrap_or(trip.temperature);
                    });
                })
            />
            <Slider
                testid="reserve-input"
                label=session.say(|words| words.reserve)
                range=(0, 50)
                value=Signal::derive(move || i32::from(trip.get().reserve))
                write=|percent| format!("{percent} %")
                on_change=Callback::new(move |number: i32| {
                    trip.update(|trip| trip.reserve = u8::try_from(number).unwrap_or(trip.reserve));
                })
            />
            <WishFields />
        </details>
    }
}

/// Open where there is room: on a phone the map comes first. The first plan folds it away, later
/// ones leave it as the driver has it.
fn folding(session: Session) -> RwSignal<bool> {
    let is_open = RwSignal::new(is_wide());
    let state = Memo::new(move |_| {
        session
            .plan
            .with(|plan| (plan.plan().is_some(), *plan == PlanState::Idle))
    });
    Effect::new(move |was_folded: Option<bool>| {
        let ((is_ready, is_idle), was_folded) = (state.get(), was_folded.unwrap_or(false));
        if is_ready && !was_folded {
            is_open.set(false);
        }
        !is_idle && (was_folded || is_ready)
    });
    is_open
}

#[component]
fn CarSelect() -> impl IntoView {
    let session = Session::get();
    let selected = Memo::new(move |_| match session.trip.get().car {
        Car::Own(_) => OwnCar::ID.to_owned(),
        Car::Catalogue(_) => session.vehicle.get().map(|car| car.id).unwrap_or_default(),
    });
    let on_change = move |event| {
        let id = event_target_value(&event);
        session.trip.update(|trip| {
            trip.car = if id == OwnCar::ID {
                Car::Own(OwnCar::default())
            } else {
                Car::Catalogue(id)
            };
        });
    };
    let option = move |car: &Vehicle| {
        let name = session.language.get().pick(&car.name()).to_owned();
        let (id, value) = (car.id.clone(), car.id.clone());
        view! { <option value=value prop:selected=move || selected.get() == id>{name}</option> }
    };
    let group = move |label: fn(&'static TripWords) -> &'static str,
                      is_in: fn(&Vehicle) -> bool| {
        let options = move || {
            let region = session.region.get();
            let vehicles = region.iter().flat_map(|region| &region.vehicles);
            vehicles.filter(|car| is_in(car)).map(option).collect_view()
        };
        view! { <optgroup label=say(session, label)>{options}</optgroup> }
    };
    view! {
        <div class="select">
            <label for="car-select">{session.say(|words| words.car)}</label>
            <select id="car-select" data-testid="car-select" on:change=on_change>
                {group(|words| words.cars, |car| !car.swap && !car.size.is_truck)}
                {group(|words| words.swap_cars, |car| car.swap && !car.size.is_truck)}
                {group(|words| words.trucks, |car| car.size.is_truck)}
                <option value=OwnCar::ID prop:selected=move || selected.get() == OwnCar::ID>
                    {session.say(|words| words.own_car)}
                </option>
            </select>
        </div>
    }
}

#[component]
fn OwnCarFields() -> impl IntoView {
    let session = Session::get();
    let own = move || match session.trip.get().car {
        Car::Own(own) => own,
        Car::Catalogue(_) => OwnCar::default(),
    };
    let is_wrong = move || own().into_vehicle().is_err();
    let field = move |testid: &'static str,
                      label: Signal<String>,
                      read: fn(&OwnCar) -> f64,
                      write: fn(&mut OwnCar, f64)| {
        let on_change = move |event| {
            if let Ok(number) = event_target_value(&event).parse::<f64>() {
                session.trip.update(|trip| {
                    if let Car::Own(own) = &mut trip.car {
                        write(own, number);
                    }
                });
            }
        };
        view! {
            <label>
                <span>{label}</span>
                <input
                    data-testid=testid
                    type="number"
                    inputmode="decimal"
                    min="0"
                    step="any"
                    prop:value=move || read(&own()).to_string()
                    on:change=on_change
                />
            </label>
        }
    };
    view! {
        <fieldset class="own-car">
            {field(
                "own-capacity",
                session.say(|words| words.own_capacity),
                |own| own.usable_kwh,
                |own, number| own.usable_kwh = number,
            )}
            {field(
                "own-consumption",
                session.say(|words| words.own_consumption),
                |own| own.reference_kwh_per_100km,
                |own, number| own.reference_kwh_per_100km = number,
            )}
            {field(
                "own-power",
                session.say(|words| words.own_power),
                |own| own.dc_kw_max,
                |own, number| own.dc_kw_max = number,
            )}
            {field(
                "own-mass",
                session.say(|words| words.own_mass),
                |own| own.mass_kg,
                |own, number| own.mass_kg = number,
            )}
            <Show when=is_wrong>
                <p class="warning" role="alert">{session.say(|words| words.own_wrong)}</p>
            </Show>
        </fieldset>
    }
}
