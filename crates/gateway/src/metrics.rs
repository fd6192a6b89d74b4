//! What happened, counted: Prometheus text.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use live::Heard;

/// Counters.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    changed: AtomicU64,
    confirmed: AtomicU64,
    late: AtomicU64,
    unknown: AtomicU64,
    refused: [AtomicU64; Refusal::ALL.len()],
    lessons: [AtomicU64; Lesson::ALL.len()],
    fates: [AtomicU64; Fate::ALL.len()],
    /// Those who listen to events now.
    pub(crate) listeners: AtomicU64,
    /// Times that `live.json` was asked for.
    pub(crate) polls: AtomicU64,
}

/// What an operator's answer about all its stations was good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lesson {
    /// All of it could be read.
    Whole,
    /// A page could not be read.
    Partial,
    /// It had fewer than half of the stations that are known.
    Shrunken,
}

impl Lesson {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Whole, "whole"),
        (Self::Partial, "partial"),
        (Self::Shrunken, "shrunken"),
    ];
}

/// What became of a driver's report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is on disk.
    Kept,
    /// It was there already.
    Again,
    /// It is none.
    Refused,
    /// There were too many.
    Limited,
    /// It could not be kept, or took too long.
    Failed,
}

impl Fate {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Kept, "kept"),
        (Self::Again, "again"),
        (Self::Refused, "refused"),
        (Self::Limited, "limited"),
        (Self::Failed, "failed"),
    ];
}

/// Why a request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// No envelope, or one that does not open.
    Envelope,
    /// A signature that does not fit.
    Signature,
    /// No valid token.
    Token,
    /// A time too far from now.
    Time,
    /// A request that was here before.
    Replay,
    /// Nothing that was asked for is inside.
    Payload,
    /// It could not be kept.
    Disk,
    /// It is about somebody else's stations.
    Party,
    /// It is about a part of something that is not known.
    Object,
    /// It is in a version that we do not speak.
    Version,
    /// It is too large.
    Large,
    /// It took too long.
    Slow,
    /// It is no HTTP.
    Malformed,
}

impl Refusal {
    const ALL: [(Self, &'static str); 13] = [
        (Self::Envelope, "envelope"),
        (Self::Signature, "signature"),
        (Self::Token, "token"),
        (Self::Time, "time"),
        (Self::Replay, "replay"),
        (Self::Payload, "payload"),
        (Self::Disk, "disk"),
        (Self::Party, "party"),
        (Self::Object, "object"),
        (Self::Version, "version"),
        (Self::Large, "large"),
        (Self::Slow, "slow"),
        (Self::Malformed, "malformed"),
    ];
}

impl Metrics {
    /// Counts a report.
    pub(crate) fn heard(&self, heard: Heard) {
        let counter = match heard {
            Heard::Changed => &self.changed,
            Heard::Confirmed => &self.confirmed,
            Heard::Late => &self.late,
            Heard::Unknown => &self.unknown,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a refused request.
    pub(crate) fn refused(&self, refusal: Refusal) {
        let index = Refusal::ALL.iter().position(|known| known.0 == refusal);
        if let Some(counter) = index.and_then(|index| self.refused.get(index)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts an answer about all stations of an operator.
    pub(crate) fn learnt(&self, lesson: Lesson) {
        let index = Lesson::ALL.iter().position(|known| known.0 == lesson);
        if let Some(counter) = index.and_then(|index| self.lessons.get(index)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts a driver's report.
    pub(crate) fn reported(&self, fate: Fate) {
        let index = Fate::ALL.iter().position(|known| known.0 == fate);
        if let Some(counter) = index.and_then(|index| self.fates.get(index)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// All of them in the text format of Prometheus, and other figures with their names.
    pub(crate) fn text(&self, sequence: u64, others: &[(&str, u64)]) -> String {
        let mut text = String::new();
        let mut line = |name: &str, label: &str, value: u64| {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "yilu_gateway_{name}{label} {value}");
        };
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        for (label, counter) in [
            ("changed", &self.changed),
            ("confirmed", &self.confirmed),
            ("late", &self.late),
            ("unknown", &self.unknown),
        ] {
            line(
                "reports_total",
                &format!("{{outcome=\"{label}\"}}"),
                of(counter),
            );
        }
        for ((_, reason), counter) in Refusal::ALL.iter().zip(&self.refused) {
            line(
                "refused_total",
                &format!("{{reason=\"{reason}\"}}"),
                of(counter),
            );
        }
        for ((_, outcome), counter) in Lesson::ALL.iter().zip(&self.lessons) {
            line(
                "lessons_total",
                &format!("{{outcome=\"{outcome}\"}}"),
                of(counter),
            );
        }
        for ((_, outcome), counter) in Fate::ALL.iter().zip(&self.fates) {
            line(
                "driver_reports_total",
                &format!("{{outcome=\"{outcome}\"}}"),
                of(counter),
            );
        }
        line("listeners", "", of(&self.listeners));
        line("polls_total", "", of(&self.polls));
        line("sequence", "", sequence);
        for (name, value) in others {
            line(name, "", *value);
        }
        text
    }
}
