//! Where reports are kept: a file a day, `2026-11-27.jsonl`, a report a line.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _, tz::TimeZone};
use live::UnixTime;
use serde::{Deserialize, Serialize};

use super::report::Report;
use crate::durable::Growing;

/// A page sends a report for thirty days at most; so many days later it may still come again.
const AGAIN_DAYS: i32 = 31;

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    /// When it came, by the clock of the gateway, in Unix seconds.
    pub(crate) came: i64,
    #[serde(flatten)]
    pub(crate) report: Report,
}

impl Line {
    /// Reads one; nothing when it is none.
    pub(crate) fn read(line: &[u8]) -> Option<Self> {
        let own: Self = serde_json::from_slice(line).ok()?;
        own.report.check().is_ok().then_some(own)
    }
}

/// What became of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// It is on disk.
    Now,
    /// It was there already.
    Before,
    /// Enough were taken today.
    TooMany,
}

/// The files of a folder, and the numbers of all reports that may come again.
#[derive(Debug)]
pub(super) struct Book {
    folder: PathBuf,
    /// Most reports of a day.
    most: usize,
    /// How far local time is ahead of UTC, in minutes.
    east: i32,
    /// Numbers of reports, by the day of their file.
    known: BTreeMap<Date, HashSet<String>>,
    /// The file that is written to.
    today: Option<(Date, Growing)>,
}

impl Book {
    /// Reads which reports are there already.
    pub(super) fn open(folder: &Path, most: u32, east: i32, now: UnixTime) -> io::Result<Self> {
        let first = day_of(now.0, east).saturating_sub(AGAIN_DAYS.days());
        let mut known = BTreeMap::new();
        for (day, path) in files(folder, first)? {
            let bytes = fs::read(path)?;
            let lines = bytes.split_inclusive(|byte| *byte == b'\n');
            let ids = lines
                .filter(|line| line.ends_with(b"\n"))
                .filter_map(Line::read)
                .map(|line| line.report.id);
            known.insert(day, ids.collect());
        }
        Ok(Self {
            folder: folder.to_owned(),
            most: usize::try_from(most).unwrap_or(usize::MAX),
            east,
            known,
            today: None,
        })
    }

    /// Keeps a report; done when the disk has it.
    pub(super) fn keep(&mut self, report: Report, now: UnixTime) -> io::Result<Kept> {
        let mut all = self.known.values();
        if all.any(|known| known.contains(&report.id)) {
            return Ok(Kept::Before);
        }
        let day = day_of(now.0, self.east);
        let count = self.known.get(&day).map_or(0, HashSet::len);
        if count >= self.most {
            return Ok(Kept::TooMany);
        }
        let line = Line {
            came: now.0,
            report,
        };
        let mut bytes = serde_json::to_vec(&line)?;
        bytes.push(b'\n');
        self.file(day)?.append(&bytes)?;
        let first = day.saturating_sub(AGAIN_DAYS.days());
        self.known.retain(|known, _| *known >= first);
        self.known.entry(day).or_default().insert(line.report.id);
        Ok(Kept::Now)
    }

    /// The file of a day.
    fn file(&mut self, day: Date) -> io::Result<&mut Growing> {
        let today = match self.today.take() {
            Some(today) if today.0 == day => today,
            _ => {
                let path = self.folder.join(format!("{day}.jsonl"));
                (day, Growing::open(&path, whole)?.0)
            }
        };
        Ok(&mut self.today.insert(today).1)
    }
}

/// How many bytes the whole lines are.
fn whole(bytes: &[u8]) -> u64 {
    let last = bytes.iter().rposition(|byte| *byte == b'\n');
    last.map_or(0, |last| last as u64 + 1)
}

/// All files of a folder from a day on, oldest first; what has another name is none.
pub(super) fn files(folder: &Path, first: Date) -> io::Result<Vec<(Date, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let day = name.and_then(|name| name.strip_suffix(".jsonl"));
        if let Some(day) = day
            .and_then(|day| day.parse().ok())
            .filter(|day| *day >= first)
        {
            found.push((day, path));
        }
    }
    found.sort();
    Ok(found)
}

/// The local day of a time in Unix seconds.
fn day_of(second: i64, east: i32) -> Date {
    local(second, east).date()
}

/// A local time, of Unix seconds.
pub(super) fn local(second: i64, east: i32) -> jiff::civil::DateTime {
    let time = Timestamp::from_second(second).unwrap_or_default();
    let time = time.saturating_add(SignedDuration::from_mins(east.into()));
    time.unwrap_or_default().to_zoned(TimeZone::UTC).datetime()
}

#[cfg(test)]
mod tests {
    use super::super::report::tests::report;
    use super::*;

    /// 2026-11-27 23:59:59 in China.
    const NIGHT: UnixTime = UnixTime(1_795_795_199);

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("yilu-book-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn open(folder: &Path, now: UnixTime) -> Book {
        Book::open(folder, 3, 480, now).unwrap()
    }

    #[test]
    fn each_day_has_its_file_and_the_same_report_is_kept_once() {
        let folder = folder("days");
        let mut book = open(&folder, NIGHT);
        let morning = UnixTime(NIGHT.0 + 1);
        assert_eq!(book.keep(report("a"), NIGHT).unwrap(), Kept::Now);
        assert_eq!(book.keep(report("b"), morning).unwrap(), Kept::Now);
        assert_eq!(book.keep(report("a"), morning).unwrap(), Kept::Before);
        let mut book = open(&folder, morning);
        assert_eq!(book.keep(report("a"), morning).unwrap(), Kept::Before);
        assert_eq!(book.keep(report("c"), morning).unwrap(), Kept::Now);
        let text = |day| fs::read_to_string(folder.join(format!("2026-11-{day}.jsonl"))).unwrap();
        assert_eq!((text(27).lines().count(), text(28).lines().count()), (1, 2));
        let line = Line::read(text(27).as_bytes()).unwrap();
        assert_eq!((line.came, line.report), (NIGHT.0, report("a")));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_day_takes_only_so_many_and_the_next_one_more() {
        let folder = folder("many");
        let mut book = open(&folder, NIGHT);
        for id in ["a", "b", "c"] {
            assert_eq!(book.keep(report(id), NIGHT).unwrap(), Kept::Now);
        }
        assert_eq!(book.keep(report("d"), NIGHT).unwrap(), Kept::TooMany);
        assert_eq!(book.keep(report("a"), NIGHT).unwrap(), Kept::Before);
        let mut book = open(&folder, NIGHT);
        assert_eq!(book.keep(report("d"), NIGHT).unwrap(), Kept::TooMany);
        let morning = UnixTime(NIGHT.0 + 1);
        assert_eq!(book.keep(report("d"), morning).unwrap(), Kept::Now);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_file_cut_anywhere_goes_on_with_whole_lines() {
        let folder = folder("cut");
        let mut book = open(&folder, NIGHT);
        book.keep(report("a"), NIGHT).unwrap();
        book.keep(report("b"), NIGHT).unwrap();
        let path = folder.join("2026-11-27.jsonl");
        let bytes = fs::read(&path).unwrap();
        for cut in 0..=bytes.len() {
            fs::write(&path, &bytes[..cut]).unwrap();
            let mut book = open(&folder, NIGHT);
            for id in ["a", "b", "c"] {
                assert_ne!(book.keep(report(id), NIGHT).unwrap(), Kept::TooMany);
            }
            let text = fs::read_to_string(&path).unwrap();
            let lines = text.lines().map(|line| Line::read(line.as_bytes()));
            let ids: Vec<String> = lines.map(|line| line.unwrap().report.id).collect();
            assert_eq!(ids, ["a", "b", "c"], "{cut}");
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_cannot_come_again_is_forgotten() {
        let folder = folder("old");
        let mut book = open(&folder, NIGHT);
        book.keep(report("a"), NIGHT).unwrap();
        let later = UnixTime(NIGHT.0 + 32 * 86_400);
        book.keep(report("b"), later).unwrap();
        assert_eq!(book.known.len(), 1);
        assert_eq!(open(&folder, later).known.len(), 1);
        fs::remove_dir_all(folder).unwrap();
    }
}
