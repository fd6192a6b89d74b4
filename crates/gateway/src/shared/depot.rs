//! Where gateways keep what is too large for a message: files of stations, and their state now and
//! then.

use std::fmt;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use async_nats::jetstream::object_store::ObjectStore;
use async_nats::jetstream::stream::DiscardPolicy;
use async_nats::jetstream::{self, kv};
use futures_util::TryStreamExt;
use serde::{Deserialize, Serialize};
use tokio::io::AsyncReadExt;

use super::event::is_file;

/// The largest file, in bytes.
const FILE_MAX: usize = 256 << 20;
/// A file of stations that nobody names is removed when it is as old.
const OLD: Duration = Duration::from_secs(3600);
/// Where it stands which state was kept last.
const NEWEST: &str = "newest";

/// Which state was kept last.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Pointer {
    /// The last event in it.
    pub(super) position: u64,
    /// Name of its file.
    pub(super) file: String,
}

/// The files, and the pointer to the newest state.
pub(super) struct Depot {
    files: ObjectStore,
    pointer: kv::Store,
}

impl fmt::Debug for Depot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Depot")
    }
}

impl Depot {
    /// Opens both, or makes them.
    pub(super) async fn open(
        context: &jetstream::Context,
        prefix: &str,
        replicas: usize,
    ) -> Result<Self> {
        let bucket = format!("{prefix}-files");
        let files = if let Ok(files) = context.get_object_store(&bucket).await {
            files
        } else {
            let config = jetstream::object_store::Config {
                bucket,
                num_replicas: replicas,
                ..Default::default()
            };
            let made = context.create_object_store(config).await;
            made.context("the bucket of files")?
        };
        let name = format!("{prefix}-state");
        let pointer = bucket_of(context, &name, Duration::ZERO, replicas).await?;
        Ok(Self { files, pointer })
    }

    /// Keeps a file under its name.
    pub(super) async fn put(&self, name: &str, bytes: &[u8]) -> Result<()> {
        ensure!(
            bytes.len() <= FILE_MAX,
            "{name}: found {} bytes",
            bytes.len()
        );
        let put = self.files.put(name, &mut &bytes[..]).await;
        put.map(drop).with_context(|| name.to_owned())
    }

    /// True when there is a file with this name.
    pub(super) async fn has(&self, name: &str) -> bool {
        self.files.info(name).await.is_ok_and(|file| !file.deleted)
    }

    /// Fetches a file. It has the hash under which it was kept.
    pub(super) async fn get(&self, name: &str) -> Result<Vec<u8>> {
        let file = self.files.get(name).await;
        let file = file.with_context(|| name.to_owned())?;
        let mut bytes = Vec::new();
        let limit = FILE_MAX as u64 + 1;
        file.take(limit).read_to_end(&mut bytes).await?;
        ensure!(
            bytes.len() <= FILE_MAX,
            "{name}: found more than {FILE_MAX} bytes"
        );
        Ok(bytes)
    }

    /// Which state was kept last.
    pub(super) async fn newest(&self) -> Result<Option<(Pointer, u64)>> {
        let Some(entry) = self
            .pointer
            .entry(NEWEST)
            .await
            .context("the newest state")?
        else {
            return Ok(None);
        };
        if entry.operation != kv::Operation::Put {
            return Ok(None);
        }
        let pointer = serde_json::from_slice(&entry.value);
        let pointer: Pointer = pointer.context("the newest state: expected a pointer")?;
        if pointer.file != file_of(pointer.position) {
            bail!("the newest state: found a file that is none");
        }
        Ok(Some((pointer, entry.revision)))
    }

    /// Keeps a state, unless a newer one is kept; then removes what nobody needs any more.
    pub(super) async fn keep(
        &self,
        position: u64,
        state: &[u8],
        stations: &[String],
    ) -> Result<()> {
        let known = self.newest().await?;
        if known
            .as_ref()
            .is_some_and(|(known, _)| known.position >= position)
        {
            return Ok(());
        }
        let file = file_of(position);
        self.put(&file, state).await?;
        let pointer = Pointer { position, file };
        let json = serde_json::to_vec(&pointer)?;
        let revision = known.as_ref().map_or(0, |(_, revision)| *revision);
        let told = self.pointer.update(NEWEST, json.into(), revision).await;
        told.context("the newest state was told by another")?;
        let mut files = self.files.list().await?;
        while let Some(one) = files.try_next().await? {
            let age = one.modified.map(|modified| {
                let age = async_nats::datetime::now() - modified;
                u64::try_from(age.whole_seconds()).unwrap_or(0)
            });
            let is_old = age.is_some_and(|age| age >= OLD.as_secs());
            let is_unnamed = is_file(&one.name) && !stations.contains(&one.name) && is_old;
            let is_state = known
                .as_ref()
                .is_some_and(|(known, _)| known.file == one.name);
            if is_unnamed || is_state {
                self.files.delete(&one.name).await?;
            }
        }
        Ok(())
    }
}

fn file_of(position: u64) -> String {
    format!("state-{position}")
}

/// Opens a bucket in which the newest of each key stays, for `max_age` if that is not 0, or makes it.
///
/// It is made as a stream, which is what it is: the client asks for the account first otherwise, and
/// does not understand the answers of servers before 2.10.
pub(super) async fn bucket_of(
    context: &jetstream::Context,
    name: &str,
    max_age: Duration,
    replicas: usize,
) -> Result<kv::Store> {
    let config = jetstream::stream::Config {
        name: format!("KV_{name}"),
        subjects: vec![format!("$KV.{name}.>")],
        max_messages_per_subject: 1,
        max_age,
        allow_rollup: true,
        deny_delete: true,
        allow_direct: true,
        discard: DiscardPolicy::New,
        num_replicas: replicas,
        ..Default::default()
    };
    let made = context.get_or_create_stream(config).await;
    made.with_context(|| format!("the bucket {name}"))?;
    let bucket = context.get_key_value(name).await;
    bucket.with_context(|| format!("the bucket {name}"))
}
