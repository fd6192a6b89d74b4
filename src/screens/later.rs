//! Parts of the interface that are in files of their own, and are loaded when they are first needed.
//!
//! A part is a function under `#[wasm_split(name, fallible)]` that gives back how the part is made.
//! Parts of the same name share a file. `docs/chunks.md` says how to make one.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::SplitLoaderError;

use crate::platform::{later_style, turn};
use crate::session::Session;

/// How a part is made of its props, once its file is there.
pub(crate) type Part<P> = Result<fn(P) -> AnyView, SplitLoaderError>;

/// A part that is on its way.
type Loading<P> = Pin<Box<dyn Future<Output = Part<P>>>>;

/// Where loading stands.
#[derive(Debug)]
enum Stage<P> {
    Loading,
    There(fn(P) -> AnyView),
    Failed,
}

impl<P> Clone for Stage<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Stage<P> {}

/// A part of the interface from a file of its own. Until that is there a quiet placeholder is shown;
/// if it does not come, a notice with another try.
#[component]
pub(crate) fn Later<P: Clone + Send + Sync + 'static>(
    /// Loads the part; asked again after a failure.
    load: fn() -> Loading<P>,
    /// What the part is made of.
    props: P,
) -> impl IntoView {
    let stage = RwSignal::new(Stage::Loading);
    let attempt = move || {
        stage.try_set(Stage::Loading);
        spawn_local(async move {
            let outcome = load().await;
            let has_style = later_style().await;
            let outcome = outcome.ok().filter(|_| has_style);
            // Its code was made ready in this turn.
            turn().await;
            // The driver may have left in the meantime.
            stage.try_set(outcome.map_or(Stage::Failed, Stage::There));
        });
    };
    // The map first: what is seen at once waits until that is there.
    let session = Session::get();
    Effect::new(move |_| {
        if session.is_drawn.get() {
            attempt();
        }
    });
    move || match stage.get() {
        Stage::There(make) => make(props.clone()),
        Stage::Loading => view! { <Placeholder /> }.into_any(),
        Stage::Failed => view! { <Missing retry=Callback::new(move |()| attempt()) /> }.into_any(),
    }
}

/// What stands in for a part on its way.
#[component]
fn Placeholder() -> impl IntoView {
    view! { <div class="later" aria-busy="true" data-testid="later"></div> }
}

/// Says that a part did not come.
#[component]
fn Missing(retry: Callback<()>) -> impl IntoView {
    let session = Session::get();
    view! {
        <section class="problems" role="alert" data-testid="part-missing">
            <p>{session.say(|words| words.part_missing)}</p>
            <button type="button" on:click=move |_| retry.run(())>
                {session.say(|words| words.retry)}
            </button>
        </section>
    }
}
