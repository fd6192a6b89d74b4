//! `yilu split`: a station file with every source's stations by themselves again.

use std::path::{Path, PathBuf};

use stations::Content;

use crate::failure::Failure;
use crate::files;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A station file in which sources were merged
    stations: PathBuf,
    /// The station file to write
    #[arg(long, value_name = "STATIONS")]
    out: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let path: &Path = &arguments.stations;
    let bytes = files::read(path)?;
    let parsed =
        stations::read_snapshot(&bytes).map_err(|error| Failure::input(path.display(), error))?;
    files::report(&parsed.findings);
    let about = parsed.value.about.clone();
    let content = parsed.value.content();
    let before = content.stations.len();
    let content = Content {
        stations: feeds::split(content.stations, content.merged),
        merged: Vec::new(),
        ..content
    };
    let written = stations::write_snapshot(&about, &content)
        .map_err(|error| Failure::other(arguments.out.display(), error))?;
    files::write(&arguments.out, &written)?;
    eprintln!("{before} stations became {}", content.stations.len());
    Ok(())
}
