//! Reports for whoever acts on them.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use jiff::civil::Date;

use super::book::{Line, files, local};

/// What is to be listed.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The folders of all gateways that take reports.
    pub folders: Vec<PathBuf>,
    /// From which day on.
    pub since: Option<Date>,
    /// As JSON, a report a line, instead of a table.
    pub json: bool,
    /// How far the table's times are ahead of UTC, in minutes.
    pub east: i32,
}

/// Writes reports, oldest first, each once. Returns how many lines could not be read.
pub fn list(listing: &Listing, out: &mut impl Write) -> Result<usize> {
    let (mut lines, mut odd, mut known) = (Vec::new(), 0, HashSet::new());
    for folder in &listing.folders {
        let files = files(folder, listing.since.unwrap_or(Date::MIN));
        for (_, path) in files.with_context(|| format!("{}", folder.display()))? {
            let bytes = std::fs::read(&path).with_context(|| format!("{}", path.display()))?;
            for line in bytes.split(|byte| *byte == b'\n') {
                match Line::read(line) {
                    Some(line) if known.insert(line.report.id.clone()) => lines.push(line),
                    Some(_) => {}
                    None => odd += usize::from(!line.is_empty()),
                }
            }
        }
    }
    lines.sort_by_key(|line| line.came);
    if listing.json {
        for line in &lines {
            writeln!(out, "{}", serde_json::to_string(line)?)?;
        }
    } else {
        table(&lines, listing.east, out)?;
    }
    Ok(odd)
}

fn table(lines: &[Line], east: i32, out: &mut impl Write) -> io::Result<()> {
    let mut row = |cells: [&str; 6]| {
        let [came, station, connector, kind, edition, text] = cells;
        writeln!(
            out,
            "{came:<16}  {station:<24}  {connector:<9}  {kind:<9}  {edition:<10}  {text}"
        )
    };
    row(["came", "station", "connector", "kind", "edition", "text"])?;
    for line in lines {
        let report = &line.report;
        let demo = if report.demo { "[demo] " } else { "" };
        row([
            &local(line.came, east)
                .strftime("%Y-%m-%d %H:%M")
                .to_string(),
            &shown(&report.station),
            &shown(report.connector.as_deref().unwrap_or("-")),
            report.kind.name(),
            &shown(&report.edition),
            &format!("{demo}{}", shown(&report.text)),
        ])?;
    }
    Ok(())
}

/// A stranger's text, in which nothing that cannot be seen does anything to a terminal or turns
/// what is beside it round.
fn shown(text: &str) -> String {
    let is_seen =
        |letter: char| letter.escape_debug().len() == 1 || matches!(letter, '"' | '\'' | '\\');
    let mut seen = String::new();
    for letter in text.chars() {
        if is_seen(letter) {
            seen.push(letter);
        } else {
            seen.extend(letter.escape_unicode());
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_spelt_out() {
        assert_eq!(shown("油车 \"占位\" it's \\"), "油车 \"占位\" it's \\");
        assert_eq!(shown("a\u{202e}b\u{200b}"), "a\\u{202e}b\\u{200b}");
    }
}
