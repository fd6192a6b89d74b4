//! The panel: what was chosen on the map, else one of the screens.

use leptos::html::Aside;
use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use super::later::{Later, Part};
use super::{Card, DataScreen, DriveScreen, FindScreen, RoadsScreen, TripScreen};
use crate::components::{SheetHandle, Tabs};
use crate::session::Session;
use crate::state::{Screen, SheetHeight};

/// A sheet from below on a phone, a column where there is room.
#[component]
pub fn Panel(
    /// Its element, which covers a part of the map.
    panel: NodeRef<Aside>,
) -> impl IntoView {
    let session = Session::get();
    let dragged = RwSignal::new(None::<f64>);
    let height = session.sheet;
    // Whatever the driver chose is to be seen.
    Effect::new(move |_| {
        if session.chosen.get().is_some() && height.get_untracked() == SheetHeight::Folded {
            height.set(SheetHeight::Half);
        }
    });
    let is_trip = move || session.screen.get() == Screen::Trip;
    let was_trip = Memo::new(move |was: Option<&bool>| was == Some(&true) || is_trip());
    let on_choose = Callback::new(move |screen| {
        session.chosen.set(None);
        session.screen.set(screen);
        if height.get_untracked() == SheetHeight::Folded {
            height.set(SheetHeight::Half);
        }
    });
    // What was put together stays as it is behind the drive.
    let is_card = move || session.chosen.with(Option::is_some);
    let is_driving = move || session.drive.is_open.get();
    view! {
        <aside
            class="panel"
            class:folded=move || height.get() == SheetHeight::Folded
            class:driving=is_driving
            class:full=move || height.get() == SheetHeight::Full
            class:dragged=move || dragged.get().is_some()
            style:height=move || dragged.get().map(|pixels| json::plain(pixels) + "px")
            node_ref=panel
            aria-label=session.say(|words| words.panel)
        >
            <SheetHandle sheet=panel height dragged label=session.say(|words| words.panel) />
            <Show when=is_driving>
                <div class="panel-room" class:hidden=is_card><Later load=|| Box::pin(drive()) props=() /></div>
            </Show>
            <Tabs
                current=session.screen
                words=Signal::derive(move || session.words())
                on_choose
            />
            <div class="panel-room" class:hidden=move || is_driving() && !is_card()>
                {move || match session.chosen.get() {
                    Some(chosen) => view! { <Card chosen /> }.into_any(),
                    None => ().into_any(),
                }}
                <div class:hidden=move || session.chosen.with(Option::is_some)>
                    // What was typed into a trip stays while another screen is looked at.
                    <div class:hidden=move || session.screen.get() != Screen::Trip>
                        <Show when=move || was_trip.get()>
                            <Later load=|| Box::pin(trip()) props=() />
                        </Show>
                    </div>
                    {move || match session.screen.get() {
                        Screen::Find => view! {
                            <div class="find-room"><Later load=|| Box::pin(find()) props=() /></div>
                        }.into_any(),
                        Screen::Trip => ().into_any(),
                        Screen::Roads => view! { <Later load=|| Box::pin(roads()) props=() /> }.into_any(),
                        Screen::Data => view! { <Later load=|| Box::pin(data()) props=() /> }.into_any(),
                    }}
                </div>
            </div>
        </aside>
    }
}

// Each screen is in a file of its own.

#[wasm_split(find, fallible)]
fn find() -> Part<()> {
    Ok(|()| view! { <FindScreen /> }.into_any())
}

#[wasm_split(trip, fallible)]
fn trip() -> Part<()> {
    Ok(|()| view! { <TripScreen /> }.into_any())
}

#[wasm_split(drive, fallible)]
fn drive() -> Part<()> {
    Ok(|()| view! { <DriveScreen /> }.into_any())
}

#[wasm_split(roads, fallible)]
fn roads() -> Part<()> {
    Ok(|()| view! { <RoadsScreen /> }.into_any())
}

#[wasm_split(data, fallible)]
fn data() -> Part<()> {
    Ok(|()| view! { <DataScreen /> }.into_any())
}
