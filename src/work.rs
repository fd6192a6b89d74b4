//! What begins once the map is there, in a file of its own: planning, asking, watching.

use std::time::Duration;

use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::asking::Questions;
use crate::finding::{ask_for_ways, follow_minutes};
use crate::planning::{Worker, deliver, plan_on_change, tell_busy};
use crate::platform::Alarm;
use crate::reporting::send_reports;
use crate::session::Session;
use crate::shading::ask_for_shades;
use crate::state::{RegionFiles, both};
use crate::watching::{offer_when_bad, tell_when_free};

/// After it did not come, it is asked for again so soon.
const PAUSE: Duration = Duration::from_secs(10);

/// What the file has.
#[derive(Debug, Clone, Copy)]
pub struct Work {
    /// Gives the worker the data.
    pub deliver: fn(Session, Worker, &RegionFiles),
    /// Plans, asks and watches from now on.
    begin: fn(Session, Worker, Questions),
}

/// The work, once the worker has data.
pub type WorkSignal = RwSignal<Option<Work>>;

/// Begins the work as soon as `work` has it.
pub fn begin_work(session: Session, worker: Worker, questions: Questions, work: WorkSignal) {
    Effect::new(move |_| {
        if let Some(work) = work.get() {
            (work.begin)(session, worker, questions);
        }
    });
}

/// Loads the work, however long that takes; says so when it does not come.
pub async fn load_work(session: Session) -> Work {
    loop {
        match work().await {
            Ok(work) => return work,
            Err(problem) => {
                leptos::logging::warn!("work: {problem}");
                session.notice.set(Some(both(|words| words.part_missing)));
                Alarm::default().wait(Some(PAUSE.as_secs_f64())).await;
            }
        }
    }
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "the macro adds that the file may not come"
)]
#[wasm_split(work, fallible)]
fn work() -> Result<Work, SplitLoaderError> {
    Ok(Work { deliver, begin })
}

fn begin(session: Session, worker: Worker, questions: Questions) {
    tell_busy(session, worker);
    plan_on_change(session, worker);
    offer_when_bad(session, worker);
    tell_when_free(session);
    follow_minutes(session);
    ask_for_ways(session, questions);
    ask_for_shades(session, questions);
    send_reports(session);
}
