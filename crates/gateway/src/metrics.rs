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
    /// Those who listen to events now.
    pub(crate) listeners: AtomicU64,
    /// Times that `live.json` was asked for.
    pub(crate) polls: AtomicU64,
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
}

impl Refusal {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Envelope, "envelope"),
        (Self::Signature, "signature"),
        (Self::Token, "token"),
        (Self::Time, "time"),
        (Self::Replay, "replay"),
        (Self::Payload, "payload"),
        (Self::Disk, "disk"),
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

    /// All of them in the text format of Prometheus.
    pub(crate) fn text(&self, sequence: u64) -> String {
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
        line("listeners", "", of(&self.listeners));
        line("polls_total", "", of(&self.polls));
        line("sequence", "", sequence);
        text
    }
}
