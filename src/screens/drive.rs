//! On the road: asks for the position on a tap, then follows the plan in big type.

mod charge;
mod following;
mod road;

use leptos::prelude::*;

use crate::platform::{
    NotLocated, NotWatched, PositionWatch, WakeLock, keep_awake, watch_position,
};
use crate::session::Session;
use crate::state::{DriveWords, both};
use following::Following;
use road::Road;

/// What ends when the drive does.
type Kept = StoredValue<Option<(PositionWatch, WakeLock)>, LocalStorage>;

/// A sentence of this screen's table.
fn say(session: Session, pick: fn(&'static DriveWords) -> &'static str) -> Signal<String> {
    session.say_of(pick)
}

/// The mode for the road, in place of the panel's content.
#[component]
pub fn DriveScreen() -> impl IntoView {
    let session = Session::get();
    let kept: Kept = StoredValue::new_local(None);
    let trouble = RwSignal::new(None::<NotLocated>);
    let is_allowed = RwSignal::new(false);
    let allow = move |_| {
        trouble.set(None);
        session.notice.set(Some(both(|words| words.locating)));
        let on_news = move |news| match news {
            Ok(fix) => {
                trouble.set(None);
                if !is_allowed.get_untracked() {
                    is_allowed.set(true);
                    session.notice.set(None);
                }
                session.drive.fix.set(Some(fix));
            }
            Err(NotWatched::NotLocated(reason)) => {
                session.notice.set(None);
                trouble.set(Some(reason));
            }
        };
        match watch_position(on_news) {
            Ok(watch) => kept.set_value(Some((watch, keep_awake()))),
            Err(NotWatched::NotLocated(reason)) => trouble.set(Some(reason)),
        }
    };
    // A refusal ends the drive before it began; a gap in the mountains does not.
    let is_on = Memo::new(move |_| {
        is_allowed.get()
            && !matches!(
                trouble.get(),
                Some(NotLocated::Denied | NotLocated::Unsupported)
            )
    });
    on_cleanup(move || {
        kept.set_value(None);
        session.drive.fix.set(None);
        session.drive.is_followed.set(true);
        session.drive.is_night.set(false);
    });
    let following = Following::start(session);
    view! {
        <section class="drive" data-testid="drive" aria-label=say(session, |words| words.title)>
            <Show when=move || trouble.get().is_some()>
                <p class="drive-trouble" role="alert" data-testid="drive-trouble">
                    {move || {
                        let words = session.table::<DriveWords>();
                        trouble.get().map(|reason| match reason {
                            NotLocated::Denied => words.denied,
                            NotLocated::Unavailable | NotLocated::Timeout => words.unavailable,
                            NotLocated::Unsupported => words.unsupported,
                        })
                    }}
                </p>
            </Show>
            <Show when=move || is_on.get() fallback=move || view! { <Asking allow trouble /> }>
                <Road following />
            </Show>
        </section>
    }
}

/// What the position is used for, before the browser asks.
#[component]
fn Asking(
    allow: impl Fn(leptos::ev::MouseEvent) + Copy + 'static,
    trouble: RwSignal<Option<NotLocated>>,
) -> impl IntoView {
    let session = Session::get();
    let label = move || {
        let words = session.table::<DriveWords>();
        if trouble.get().is_some() {
            words.retry
        } else {
            words.allow
        }
    };
    view! {
        <div class="drive-asking">
            <h2>{say(session, |words| words.start)}</h2>
            <p data-testid="drive-why">{say(session, |words| words.why)}</p>
            <p class="quiet">{say(session, |words| words.not_while)}</p>
            <button type="button" class="primary" data-testid="drive-allow" on:click=allow>
                {label}
            </button>
            <button
                type="button"
                data-testid="drive-cancel"
                on:click=move |_| session.drive.is_open.set(false)
            >
                {say(session, |words| words.cancel)}
            </button>
        </div>
    }
}
