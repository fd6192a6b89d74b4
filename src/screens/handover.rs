//! Handing a trip, or one place, over to a navigation app, to a file, to another device.
//!
//! [`HandoverScreen`] is all that the rest of the app knows of it.

mod code;
mod files;
mod go;
mod legs;
mod next;
mod printed;
mod route;

use std::sync::Arc;

use code::CodeView;
use files::Files;
use legs::{Legs, WholeRoute};
use leptos::ev::MouseEvent;
use leptos::html::Dialog;
use leptos::prelude::*;
use next::{Apps, NextGo, NextLeg};
use printed::Printed;
use route::{fragment_of, route_of};
use wasm_split_helpers::wasm_split;
use web_sys::EventTarget;

use super::later::{Later, Part};
use crate::platform::{device, link_with, local_minute};
use crate::session::{HandedOver, Session};
use crate::state::handover::{App, Device, Opening, Route, leg};
use crate::state::{HandoverWords, Language, Table as _};

/// What the parts of this screen share.
#[derive(Clone, Copy)]
struct Handing {
    language: RwSignal<Language>,
    /// The app that navigates.
    app: RwSignal<App>,
    /// What is handed over; `None` when there is nothing any more.
    route: Memo<Option<Arc<Route>>>,
    /// The link that others may have.
    link: Memo<Option<String>>,
    /// The drive that comes next, counted from 0.
    next: RwSignal<usize>,
    device: Device,
    /// When the trip begins, as it is typed.
    departure: RwSignal<String>,
    /// What happened last, in words.
    status: RwSignal<Option<Sentence>>,
}

type Sentence = fn(&'static HandoverWords) -> &'static str;

impl Handing {
    fn say(self, pick: Sentence) -> Signal<String> {
        Signal::derive(move || pick(self.words()).to_owned())
    }

    fn words(self) -> &'static HandoverWords {
        HandoverWords::of(self.language.get())
    }

    /// Something of the route; the default where there is none.
    fn of<T: Default>(self, of: impl FnOnce(&Route) -> T) -> T {
        let of = |route: &Option<Arc<Route>>| route.as_deref().map(of);
        self.route.with(of).unwrap_or_default()
    }

    fn next_name(self) -> Option<String> {
        let next = self.next.get();
        self.of(|route| Some(route.targets.get(next)?.name.clone()))
    }

    /// Opens the chosen app with the way to one target; `None` where that cannot be.
    fn opening(self, target: usize) -> Option<Opening> {
        let app = self.app.get();
        if self.device.is_wechat {
            return None;
        }
        self.of(|route| leg(app, self.device, route.targets.get(target)?.place.as_ref()?))
    }
}

/// The dialog in which something is handed over, while it is open; from a file of its own.
#[component]
pub fn HandoverScreen() -> impl IntoView {
    let session = Session::get();
    let what = move || session.handover.open.get();
    move || {
        let what = what()?;
        Some(view! {
            <div class="handover-later">
                <Later load=|| Box::pin(handover()) props=what />
            </div>
        })
    }
}

#[wasm_split(handover, fallible)]
fn handover() -> Part<HandedOver> {
    Ok(|what| view! { <HandoverDialog what /> }.into_any())
}

#[component]
fn HandoverDialog(what: HandedOver) -> impl IntoView {
    let session = Session::get();
    let next = RwSignal::new(0);
    let route = Memo::new(move |_| route_of(session, what).map(Arc::new));
    // Another plan begins with its first leg; one who drives goes on.
    Effect::new(move |is_later: Option<bool>| {
        session.shown.track();
        let behind = match what {
            HandedOver::PlanAfter(stops) if is_later.is_none() => stops,
            HandedOver::PlanAfter(_) | HandedOver::Plan | HandedOver::Chosen(_) => 0,
        };
        let first = route.with_untracked(|route| route.as_deref().map(|route| route.after(behind)));
        next.set(first.unwrap_or_default());
        true
    });
    let departs = session.trip.with_untracked(|trip| trip.wishes.depart);
    let handing = Handing {
        language: session.language,
        app: session.handover.app,
        route,
        link: Memo::new(move |_| Some(link_with(&fragment_of(session, what)?))),
        next,
        device: device(),
        departure: RwSignal::new(departs.map_or_else(local_minute, String::from)),
        status: RwSignal::new(None),
    };
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // One that is open already stays as it is.
            let _ = dialog.show_modal();
        }
    });
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    // What was to be handed over may vanish: a plan, when its trip changes.
    Effect::new(move |_| {
        if handing.route.with(Option::is_none) {
            close();
        }
    });
    let on_backdrop = move |event: MouseEvent| {
        let is_backdrop = event.target().is_some_and(|target| {
            let dialog = dialog.get_untracked();
            dialog.is_some_and(|dialog| *AsRef::<EventTarget>::as_ref(&*dialog) == target)
        });
        if is_backdrop {
            close();
        }
    };
    let has_legs = Memo::new(move |_| handing.of(|route| route.targets.len()) > 1);
    view! {
        <dialog
            class="handover"
            data-testid="handover"
            aria-labelledby="handover-title"
            node_ref=dialog
            on:close=move |_| session.handover.open.set(None)
            on:click=on_backdrop
        >
            <div class="handover-sheet">
                <header class="handover-head">
                    <h2 id="handover-title">{handing.say(|words| words.title)}</h2>
                    <button
                        type="button"
                        class="icon"
                        data-testid="handover-close"
                        aria-label=handing.say(|words| words.close)
                        on:click=move |_| close()
                    >
                        <span aria-hidden="true">"✕"</span>
                    </button>
                </header>
                <div class="handover-room">
                    {handing.device.is_wechat.then(|| view! {
                        <p class="warning" data-testid="handover-wechat">
                            {handing.say(|words| words.wechat)}
                        </p>
                    })}
                    <NextLeg handing />
                    <Apps handing />
                    <Show when=move || has_legs.get()>
                        <Legs handing />
                        <WholeRoute handing />
                        <Files handing />
                    </Show>
                    <CodeView handing />
                </div>
                <footer class="handover-foot">
                    <p class="handover-status" role="status" data-testid="handover-status">
                        {move || match handing.status.get() {
                            Some(pick) => pick(handing.words()).to_owned(),
                            None => handing.next_name().map_or_else(String::new, |to| format!("→ {to}")),
                        }}
                    </p>
                    <NextGo handing />
                </footer>
            </div>
            <Printed handing />
        </dialog>
    }
}
