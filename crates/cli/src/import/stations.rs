//! `yilu import stations`: feeds of operators and communities into a station snapshot.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use ::stations::{Content, Datum, write_snapshot};
use clap::builder::PossibleValuesParser;
use container::Finding;
use feeds::{Feed, FeedKind, Keys, Reading, merge, read_feed};
use serde_json::json;

use super::{reading, snapshot};
use crate::failure::Failure;
use crate::files;
use crate::output::print_json;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Form of the files
    #[arg(long, value_name = "FORM", value_parser = PossibleValuesParser::new(words()))]
    from: String,
    /// Files of one feed; `ocm:FILE` is of another form. What stands first counts first
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Datum of the coordinates of `--from`, where it is not the usual one of that form
    #[arg(long, value_name = "DATUM", value_parser = PossibleValuesParser::new(["gcj02", "bd09", "wgs84"]))]
    datum: Option<String>,
    /// TOML file with the keys of encrypted T/CEC 102 data; the environment may hold them as
    /// `YILU_TCEC_DATA_SECRET`, `YILU_TCEC_DATA_SECRET_IV` and `YILU_TCEC_SIG_SECRET`
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Keeps the same site of two sources as two stations
    #[arg(long)]
    no_merge: bool,
    /// Earlier snapshot; its stations that are gone are remembered [default: the file to replace]
    #[arg(long, value_name = "STATIONS")]
    previous: Option<PathBuf>,
    /// Licence of the data: an SPDX id or a sentence [default: that of the form, if it has one]
    #[arg(long, value_name = "TEXT")]
    licence: Option<String>,
    /// Writes all findings as CSV
    #[arg(long, value_name = "CSV")]
    findings: Option<PathBuf>,
    /// Prints counts and findings as JSON
    #[arg(long)]
    json: bool,
    /// The station file to write
    #[arg(long, value_name = "STATIONS")]
    out: PathBuf,
}

fn words() -> Vec<&'static str> {
    FeedKind::ALL.iter().map(|(word, _)| *word).collect()
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let from = kind(&arguments.from).unwrap_or(FeedKind::Tcec);
    let keys = keys(arguments)?;
    let inputs: Vec<(FeedKind, PathBuf)> = arguments
        .files
        .iter()
        .map(|file| input(from, file))
        .collect();
    let mut sources = read(arguments, from, &inputs, &keys)?;
    let (mut findings, mut states) = (Vec::new(), 0);
    let (mut lists, mut tariffs) = (Vec::new(), Vec::new());
    for (kind, feed) in &mut sources {
        feed.settle(*kind);
        states += feed.states.len();
        findings.append(&mut feed.findings);
        tariffs.append(&mut feed.tariffs);
        lists.push(std::mem::take(&mut feed.stations));
    }
    let read: usize = lists.iter().map(Vec::len).sum();
    let (stations, merged, more) = merge(lists, !arguments.no_merge);
    findings.extend(more);
    let mut content = Content {
        stations,
        tariffs,
        tombstones: Vec::new(),
        merged,
    };
    let previous = arguments.previous.as_ref().unwrap_or(&arguments.out);
    snapshot::remember(previous, arguments.previous.is_some(), &mut content)?;
    let kinds: Vec<(FeedKind, usize)> = sources
        .iter()
        .map(|(kind, _)| {
            (
                *kind,
                inputs.iter().filter(|input| input.0 == *kind).count(),
            )
        })
        .collect();
    let about = snapshot::about(&kinds, arguments.licence.as_deref(), &content);
    let bytes = write_snapshot(&about, &content)
        .map_err(|error| Failure::other(arguments.out.display(), error))?;
    // First, so that a run that fails leaves the old snapshot.
    if let Some(path) = &arguments.findings {
        files::write(path, &table(&findings)?)?;
    }
    files::write(&arguments.out, &bytes)?;
    let counts = Counts {
        read,
        states,
        bytes: bytes.len(),
    };
    if arguments.json {
        return print_json(&counts.to_json(&content, &findings));
    }
    files::report(&findings);
    print_sums(&findings);
    counts.print(arguments, &content, &findings);
    Ok(())
}

fn kind(word: &str) -> Option<FeedKind> {
    let mut all = FeedKind::ALL.iter();
    all.find(|(known, _)| *known == word).map(|(_, kind)| *kind)
}

/// The form and path of an argument such as `ocm:poi.json`.
fn input(from: FeedKind, argument: &str) -> (FeedKind, PathBuf) {
    let prefixed = argument
        .split_once(':')
        .and_then(|(word, path)| Some((kind(word)?, PathBuf::from(path))));
    prefixed.unwrap_or_else(|| (from, PathBuf::from(argument)))
}

fn keys(arguments: &Arguments) -> Result<Keys, Failure> {
    if let Some(path) = &arguments.keys {
        let text = files::read_text(path)?;
        return Keys::read(&text).map_err(|error| Failure::input(path.display(), error));
    }
    let [data, vector, signature] = [
        "YILU_TCEC_DATA_SECRET",
        "YILU_TCEC_DATA_SECRET_IV",
        "YILU_TCEC_SIG_SECRET",
    ]
    .map(|name| std::env::var(name).ok());
    Keys::of(data, vector, signature)
        .map_err(|error| Failure::input("the environment YILU_TCEC_…", error))
}

/// Reads all files, one feed for each form, in the order in which forms first appear.
fn read(
    arguments: &Arguments,
    from: FeedKind,
    inputs: &[(FeedKind, PathBuf)],
    keys: &Keys,
) -> Result<Vec<(FeedKind, Feed)>, Failure> {
    let datum = match arguments.datum.as_deref() {
        Some("gcj02") => Some(Datum::Gcj02),
        Some("bd09") => Some(Datum::Bd09),
        Some(_) => Some(Datum::Wgs84),
        None => None,
    };
    let bar = reading::bar(inputs.len() as u64);
    bar.set_message("reading");
    let mut feeds: Vec<(FeedKind, Feed)> = Vec::new();
    for (kind, path) in inputs {
        let bytes = files::read(path)?;
        let name = path.display().to_string();
        let reading = Reading {
            kind: *kind,
            name: &name,
            datum: datum.filter(|_| *kind == from).unwrap_or(kind.datum()),
            keys,
        };
        let feed =
            read_feed(&reading, &bytes).map_err(|error| Failure::Input(error.to_string()))?;
        match feeds.iter_mut().find(|(known, _)| known == kind) {
            Some((_, known)) => known.add(feed),
            None => feeds.push((*kind, feed)),
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(feeds)
}

/// All findings as a table, as a deployer hands it to an operator.
fn table(findings: &[Finding]) -> Result<Vec<u8>, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::other("findings", error);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(["station", "field", "problem", "value"])
        .map_err(|error| failed(&error))?;
    for finding in findings {
        let Finding {
            subject,
            field,
            problem,
            found,
        } = finding;
        writer
            .write_record([subject, field, problem, found])
            .map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(&error))
}

/// How often each problem was found, the most frequent first.
fn sums(findings: &[Finding]) -> Vec<(usize, &str, &str)> {
    let mut sums: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for finding in findings {
        *sums.entry((&finding.field, &finding.problem)).or_default() += 1;
    }
    let mut sums: Vec<(usize, &str, &str)> = sums
        .into_iter()
        .map(|((field, problem), count)| (count, field, problem))
        .collect();
    sums.sort_by_key(|(count, _, _)| std::cmp::Reverse(*count));
    sums
}

fn print_sums(findings: &[Finding]) {
    for (count, field, problem) in sums(findings) {
        eprintln!("{count:>6} × {field}: {problem}");
    }
}

struct Counts {
    read: usize,
    states: usize,
    bytes: usize,
}

impl Counts {
    fn to_json(&self, content: &Content, findings: &[Finding]) -> serde_json::Value {
        let sums = sums(findings);
        let sums: Vec<_> = sums
            .iter()
            .map(|(count, field, problem)| json!({"count": count, "field": field, "problem": problem}))
            .collect();
        json!({
            "read": self.read,
            "stations": content.stations.len(),
            "connectors": connectors(content),
            "tariffs": content.tariffs.len(),
            "merged": joined(content),
            "tombstones": content.tombstones.len(),
            "states": self.states,
            "bytes": self.bytes,
            "findings": findings,
            "sums": sums,
        })
    }

    fn print(&self, arguments: &Arguments, content: &Content, findings: &[Finding]) {
        eprintln!(
            "{} stations with {} connectors from {} read, {} tariffs",
            content.stations.len(),
            connectors(content),
            self.read,
            content.tariffs.len()
        );
        eprintln!(
            "{} stations are one site in several sources, {} are gone",
            joined(content),
            content.tombstones.len()
        );
        if self.states > 0 {
            eprintln!(
                "{} states of connectors read and checked; a snapshot holds none",
                self.states
            );
        }
        eprintln!("findings: {}", findings.len());
        eprintln!("{}: {} bytes", arguments.out.display(), self.bytes);
    }
}

fn connectors(content: &Content) -> usize {
    content
        .stations
        .iter()
        .map(|station| station.connectors().count())
        .sum()
}

/// Stations that stand for more than one.
fn joined(content: &Content) -> usize {
    let into: BTreeSet<_> = content.merged.iter().map(|merged| &merged.into).collect();
    into.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_before_a_colon_is_another_form() {
        let check = |argument, kind, path: &str| {
            assert_eq!(input(FeedKind::Tcec, argument), (kind, PathBuf::from(path)));
        };
        check("a.json", FeedKind::Tcec, "a.json");
        check("ocm:a.json", FeedKind::Ocm, "a.json");
        check("C:a.json", FeedKind::Tcec, "C:a.json");
    }
}
