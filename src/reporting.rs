//! Sending the reports of problems that wait.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::{Alarm, FetchError, device_time, has_network, on_attention, send_json};
use crate::session::Session;
use crate::state::report::{is_refused, receiver};
use crate::state::{ReportWords, both_of};

/// After a failure one waits so long, in seconds, then twice as long each time.
const PAUSE_S: f64 = 30.0;
/// At most.
const PAUSE_MAX_S: f64 = 3600.0;

/// Sends what waits, now and for as long as the page lives: when there is something new, when the
/// network is back, and after a failure again.
pub fn send_reports(session: Session) {
    let (reporting, alarm) = (session.reporting, Alarm::default());
    reporting.look();
    reporting.is_offline.set(!has_network());
    let ring = alarm.clone();
    on_attention(move || {
        reporting.is_offline.set(!has_network());
        reporting.look();
        ring.ring();
    });
    let ring = alarm.clone();
    Effect::new(move |_| {
        reporting.to.track();
        reporting.waiting.track();
        ring.ring();
    });
    spawn_local(async move {
        let mut pause = PAUSE_S;
        loop {
            let wait = send_next(session, &mut pause).await;
            alarm.wait(wait).await;
        }
    });
}

/// Sends the next report; how long to wait then, in seconds, `None` for until something changes.
async fn send_next(session: Session, pause: &mut f64) -> Option<f64> {
    let reporting = session.reporting;
    let to = reporting.to.get_untracked()?;
    let to = receiver(&to).filter(|_| has_network())?;
    let (id, json, wait) = reporting.waiting.with_untracked(|waiting| {
        let (report, wait) = waiting.next(device_time())?;
        Some((report.id.clone(), report.to_json(), wait))
    })?;
    if wait > 0 {
        return Some(wait.into());
    }
    let notice: fn(&'static ReportWords) -> &'static str = match send_json(to, json).await {
        Ok(()) => |words| words.sent,
        Err(FetchError::Status { status, .. }) if is_refused(status) => |words| words.refused,
        Err(problem) => {
            leptos::logging::warn!("report: {problem}");
            let wait = *pause;
            *pause = (*pause * 2.0).min(PAUSE_MAX_S);
            return Some(wait);
        }
    };
    *pause = PAUSE_S;
    reporting.change(|waiting| waiting.remove(&id));
    session.notice.set(Some(both_of(notice)));
    Some(0.0)
}
