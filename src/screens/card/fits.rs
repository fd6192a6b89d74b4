//! Whether the driver's vehicle fits the chosen station's bays.

use leptos::prelude::*;
use stations::Station;

use crate::session::Session;
use crate::state::{CardWords, fit};

/// What is to be said of the vehicle here; nothing where nothing is known.
#[component]
pub(super) fn Fits(station: Station) -> impl IntoView {
    let session = Session::get();
    let found = move || {
        let (vehicle, carries) = (
            session.vehicle.get(),
            session.trip.with(|trip| trip.wishes.carries),
        );
        let words = session.table::<CardWords>();
        let all = fit(&station, vehicle.as_ref(), carries).into_iter();
        all.map(|fit| view! { <p class:warning=fit.is_warning() data-testid="fit">{words.fit(fit)}</p> })
            .collect_view()
    };
    view! { {found} }
}
