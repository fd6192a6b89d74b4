//! What only one gateway may do at a time, such as asking an operator. A lease ends by itself when
//! its gateway does not renew it, and another takes it over.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;
use async_nats::jetstream::{self, kv};

use super::depot::bucket_of;
use crate::hex::hex;

/// How long a lease holds without being renewed.
const TERM: Duration = Duration::from_secs(6);

/// The leases of one gateway.
#[derive(Debug)]
pub(crate) struct Leases {
    bucket: kv::Store,
    /// Names the gateway.
    holder: String,
    /// Until when each of ours holds, and its revision.
    ours: Mutex<BTreeMap<String, (Instant, u64)>>,
}

impl Leases {
    /// Opens the bucket, or makes it.
    pub(super) async fn open(
        context: &jetstream::Context,
        prefix: &str,
        replicas: usize,
        holder: String,
    ) -> Result<Self> {
        let name = format!("{prefix}-leases");
        Ok(Self {
            bucket: bucket_of(context, &name, TERM, replicas).await?,
            holder,
            ours: Mutex::default(),
        })
    }

    fn ours(&self) -> MutexGuard<'_, BTreeMap<String, (Instant, u64)>> {
        self.ours.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True while the lease is ours.
    pub(crate) fn has(&self, name: &str) -> bool {
        let until = self.ours().get(name).map(|(until, _)| *until);
        until.is_some_and(|until| Instant::now() < until)
    }

    /// Takes a lease or renews it; true when it is ours.
    pub(super) async fn take(&self, name: &str) -> bool {
        // Names of sources may hold what names of keys may not.
        let key = hex(name.as_bytes());
        // A little less than the bucket has it: it begins to count later than we do.
        let until = Instant::now() + TERM * 5 / 6;
        let known = self.ours().get(name).map(|(_, revision)| *revision);
        let value = self.holder.clone().into_bytes();
        let taken = match known {
            Some(revision) => self.bucket.update(&key, value.into(), revision).await.ok(),
            None => self.bucket.create(&key, value.into()).await.ok(),
        };
        match taken {
            Some(revision) => {
                if known.is_none() {
                    tracing::info!("this gateway is the one for {name}");
                }
                self.ours().insert(name.to_owned(), (until, revision));
            }
            // Another has it, or it ended: it is taken anew the next time. While NATS is away it
            // holds as long as it was told to.
            None if !self.has(name) => drop(self.ours().remove(name)),
            None => {}
        }
        self.has(name)
    }

    /// Takes a lease whenever it is free and renews it, for ever.
    pub(crate) async fn hold(self: Arc<Self>, name: String) {
        loop {
            let _ = tokio::time::timeout(TERM / 3, self.take(&name)).await;
            tokio::time::sleep(TERM / 6).await;
        }
    }
}
