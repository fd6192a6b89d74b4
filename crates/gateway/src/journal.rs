//! The journal: what was acknowledged is on disk.
//!
//! There are two of them: what connectors do, and what operators say of their stations. Each is a
//! file of lines, each line with the checksum of what follows. It is written by one thread, which
//! takes all that waits, writes it, has the disk confirm it once, and acknowledges it. From time to
//! time the newest of everything is written to a new file, which then takes the old one's
//! place: a crash leaves one or the other. The torn end of a file, as a crash leaves it, was never
//! acknowledged and is cut off.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};

use live::UnixTime;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use crate::durable::{Growing, sync_folder};
use crate::shared::Shared;

/// A line of the journal of states: the newest report about a connector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The source.
    #[serde(rename = "o")]
    pub(crate) source: String,
    /// The connector's id there.
    #[serde(rename = "c")]
    pub(crate) connector: String,
    /// Letters of state, bay and lock.
    #[serde(rename = "r")]
    pub(crate) letters: String,
    /// When it was told, by the source's clock: milliseconds since 1970, and a count.
    #[serde(rename = "t")]
    pub(crate) order: (i64, u32),
    /// The same by the clock of the gateway: seconds since 1970.
    #[serde(rename = "a")]
    pub(crate) told: UnixTime,
}

/// Where a gateway keeps what it acknowledges.
#[derive(Debug)]
pub(crate) enum Log<E> {
    /// In a journal of its own.
    Journal(Journal<E>),
    /// In the stream that it shares with others.
    Shared(Arc<Shared>),
}

enum Job<E> {
    /// Write these; say how it went.
    Add(Vec<E>, oneshot::Sender<io::Result<()>>),
    /// Begin a new file with these alone.
    Compact(Vec<E>, oneshot::Sender<io::Result<()>>),
}

/// Takes what is to be kept. The thread that writes ends when all handles are gone.
#[derive(Debug)]
pub(crate) struct Journal<E = Entry> {
    jobs: mpsc::Sender<Job<E>>,
}

impl<E: Serialize + DeserializeOwned + Send + 'static> Journal<E> {
    /// Opens the journal `name` of a folder and returns what it holds, oldest first.
    pub(crate) fn open(folder: &Path, name: &str) -> io::Result<(Self, Vec<E>)> {
        let path = folder.join(name);
        let mut known = Vec::new();
        let (file, _) = Growing::open(&path, |bytes| {
            let (entries, good) = entries(bytes);
            known = entries;
            good
        })?;
        let writer = Writer { path, file };
        let (jobs, waiting) = mpsc::channel();
        std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || writer.run(&waiting))?;
        Ok((Self { jobs }, known))
    }

    /// Keeps `entries`, behind all that was added before this call; the future is done when they
    /// are on disk.
    pub(crate) fn add(&self, entries: Vec<E>) -> impl Future<Output = io::Result<()>> + use<E> {
        let (done, answer) = oneshot::channel();
        self.ask(Job::Add(entries, done), answer)
    }

    /// Keeps `entries` alone, instead of all that was added before this call.
    pub(crate) fn compact(&self, entries: Vec<E>) -> impl Future<Output = io::Result<()>> + use<E> {
        let (done, answer) = oneshot::channel();
        self.ask(Job::Compact(entries, done), answer)
    }

    fn ask(
        &self,
        job: Job<E>,
        answer: oneshot::Receiver<io::Result<()>>,
    ) -> impl Future<Output = io::Result<()>> + use<E> {
        let sent = self.jobs.send(job);
        async move {
            let gone = || io::Error::other("the journal is closed");
            sent.map_err(|_| gone())?;
            answer.await.map_err(|_| gone())?
        }
    }
}

/// All whole lines of a journal, and how many bytes these are.
fn entries<E: DeserializeOwned>(text: &[u8]) -> (Vec<E>, u64) {
    let (mut entries, mut good) = (Vec::new(), 0);
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let Some(entry) = entry(line) else { break };
        entries.push(entry);
        good += line.len() as u64;
    }
    (entries, good)
}

fn entry<E: DeserializeOwned>(line: &[u8]) -> Option<E> {
    let line = line.strip_suffix(b"\n")?;
    let (sum, json) = line.split_at_checked(8)?;
    let sum = u32::from_str_radix(std::str::from_utf8(sum).ok()?, 16).ok()?;
    (crc32fast::hash(json) == sum).then(|| serde_json::from_slice(json).ok())?
}

fn lines<E: Serialize>(entries: &[E], to: &mut Vec<u8>) -> io::Result<()> {
    for entry in entries {
        let json = serde_json::to_vec(entry)?;
        write!(to, "{:08x}", crc32fast::hash(&json))?;
        to.extend_from_slice(&json);
        to.push(b'\n');
    }
    Ok(())
}

struct Writer {
    path: PathBuf,
    file: Growing,
}

impl Writer {
    fn run<E: Serialize>(mut self, waiting: &mpsc::Receiver<Job<E>>) {
        while let Ok(first) = waiting.recv() {
            let (mut bytes, mut asked, mut later) = (Vec::new(), Vec::new(), None);
            // All that waits is confirmed by the disk together, up to where a new file begins.
            for job in std::iter::once(first).chain(waiting.try_iter()) {
                match job {
                    Job::Add(entries, done) => match lines(&entries, &mut bytes) {
                        Ok(()) => asked.push(done),
                        Err(error) => drop(done.send(Err(error))),
                    },
                    Job::Compact(entries, done) => {
                        later = Some((entries, done));
                        break;
                    }
                }
            }
            let written = self.file.append(&bytes);
            for done in asked {
                let _ = done.send(copy(&written));
            }
            if let Some((entries, done)) = later {
                let _ = done.send(self.replace(&entries));
            }
        }
    }

    /// A new file with these entries takes the place of the old one.
    fn replace<E: Serialize>(&mut self, entries: &[E]) -> io::Result<()> {
        let mut bytes = Vec::new();
        lines(entries, &mut bytes)?;
        let beside = self.path.with_extension("new");
        let mut file = File::create(&beside)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, &self.path)?;
        // From here on the old file is gone: whatever fails now, nothing may be added to it.
        self.file = Growing::new(file, bytes.len() as u64);
        self.path.parent().map_or(Ok(()), sync_folder)
    }
}

/// Errors of the system cannot be cloned.
fn copy(result: &io::Result<()>) -> io::Result<()> {
    match result {
        Ok(()) => Ok(()),
        Err(error) => Err(io::Error::new(error.kind(), error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(connector: &str, millis: i64) -> Entry {
        Entry {
            source: "a".to_owned(),
            connector: connector.to_owned(),
            letters: "f".to_owned(),
            order: (millis, 0),
            told: UnixTime(millis / 1000),
        }
    }

    fn open(folder: &Path) -> io::Result<(Journal, Vec<Entry>)> {
        Journal::open(folder, "journal")
    }

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("yilu-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[tokio::test]
    async fn what_was_added_is_there_after_a_restart_and_compaction() {
        let folder = folder("journal");
        let (journal, known) = open(&folder).unwrap();
        assert!(known.is_empty());
        for millis in 0..50 {
            journal
                .add(vec![entry("1", millis), entry("2", millis)])
                .await
                .unwrap();
        }
        let known = open(&folder).unwrap().1;
        assert_eq!((known.len(), &known[99]), (100, &entry("2", 49)));
        journal
            .compact(vec![entry("1", 49), entry("2", 49)])
            .await
            .unwrap();
        journal.add(vec![entry("3", 50)]).await.unwrap();
        let known = open(&folder).unwrap().1;
        assert_eq!(known, [entry("1", 49), entry("2", 49), entry("3", 50)]);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_file_cut_anywhere_gives_all_whole_lines() {
        let all = [entry("1", 1), entry("2", 2), entry("3", 3)];
        let mut bytes = Vec::new();
        lines(&all, &mut bytes).unwrap();
        let mut counts = Vec::new();
        for cut in 0..=bytes.len() {
            let (known, good): (Vec<Entry>, u64) = entries(&bytes[..cut]);
            assert_eq!(known, all[..known.len()]);
            assert!(good <= cut as u64);
            counts.push(known.len());
        }
        assert!(counts.is_sorted() && counts.ends_with(&[3]));
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1;
            let known: Vec<Entry> = entries(&flipped).0;
            // What a flipped bit is in, and all behind it, is gone; nothing is made up.
            assert!(known.len() < 3 && known == all[..known.len()], "byte {at}");
        }
    }
}
