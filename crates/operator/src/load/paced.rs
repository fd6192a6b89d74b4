//! Doing something so often in a second, and how long it takes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// On their way at the same time.
const AT_ONCE: usize = 256;

/// What was done again and again.
#[derive(Debug, Default)]
pub(crate) struct Paced {
    /// How long each took that did not fail, in microseconds.
    pub(crate) times: Vec<u32>,
    /// Those that failed.
    pub(crate) failed: usize,
    /// Bytes that came.
    pub(crate) bytes: usize,
    /// How often in a second it was done.
    pub(crate) rate: f64,
}

/// Does `what`, which says how many bytes came, `rate` times a second for some time.
pub(crate) async fn paced<F>(rate: u32, time: Duration, mut what: impl FnMut() -> F) -> Paced
where
    F: Future<Output = Result<usize>> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let (mut running, mut count) = (JoinSet::new(), 0_u32);
    let mut paced = Paced::default();
    let started = Instant::now();
    let mut ticks = tokio::time::interval(Duration::from_millis(5));
    while started.elapsed() < time {
        ticks.tick().await;
        let due = started.elapsed().min(time).as_secs_f64() * f64::from(rate);
        while f64::from(count) < due {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else {
                break;
            };
            let one = what();
            running.spawn(async move {
                let started = Instant::now();
                let done = one.await;
                drop(place);
                (done, started.elapsed())
            });
            count += 1;
            while let Some(done) = running.try_join_next() {
                paced.note(done.ok().as_ref());
            }
        }
    }
    paced.rate = f64::from(count) / started.elapsed().as_secs_f64();
    while let Some(done) = running.join_next().await {
        paced.note(done.ok().as_ref());
    }
    paced
}

impl Paced {
    fn note(&mut self, done: Option<&(Result<usize>, Duration)>) {
        if let Some((Ok(bytes), time)) = done {
            self.times
                .push(u32::try_from(time.as_micros()).unwrap_or(u32::MAX));
            self.bytes += bytes;
        } else {
            self.failed += 1;
        }
    }
}
