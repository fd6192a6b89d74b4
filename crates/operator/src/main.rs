//! `yilu-operator`: see `docs/gateway.md`.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use operator::{Hidden, Load, Party, Settings, Tricks, adopted, invent, measure, read_keys, write};
use stations::read_snapshot;

/// A simulated operator that speaks T/CEC 102 or OCPI
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lets a city live, tells a gateway and answers it
    Run(Box<Run>),
    /// Writes a file of stations for a city
    City(NewCity),
    /// Puts a load on a gateway, measures and checks it
    Load(Load),
}

#[derive(Args)]
struct Run {
    /// The file of stations
    #[arg(long)]
    stations: PathBuf,
    /// The source whose stations are the operator's
    #[arg(long, default_value = "tcec")]
    source: String,
    /// Where to answer
    #[arg(long, default_value = "127.0.0.1:8091")]
    listen: SocketAddr,
    /// Address of the gateway
    #[arg(long, default_value = "http://127.0.0.1:8090")]
    gateway: String,
    /// Speaks OCPI instead of T/CEC 102, as this party, such as CN/SIM
    #[arg(long, value_parser = party)]
    ocpi: Option<(String, String)>,
    /// Version in which it pushes by OCPI
    #[arg(long, default_value = "2.2.1", value_parser = ["2.2.1", "2.3.0"])]
    ocpi_version: String,
    /// `OperatorID`
    #[arg(long, required_unless_present = "ocpi")]
    operator: Option<String>,
    /// File with the `OperatorSecret` for the gateway's tokens, or with the token by OCPI; only its
    /// owner may read it
    #[arg(long)]
    secret: PathBuf,
    /// File with the keys of envelopes, as for `yilu import stations --keys`
    #[arg(long, required_unless_present = "ocpi")]
    keys: Option<PathBuf>,
    /// `OperatorID` of the gateway
    #[arg(long, required_unless_present = "ocpi")]
    asker: Option<String>,
    /// File with its `OperatorSecret`, or with its token by OCPI
    #[arg(long)]
    asker_secret: PathBuf,
    /// The same seed gives the same city
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Seconds by the city's clock in a real one
    #[arg(long, default_value_t = 1.0)]
    speed: f64,
    /// Hour by the city's clock at the start
    #[arg(long, default_value_t = 8.0)]
    hour: f64,
    /// Real seconds since the start in which the operator is silent, such as 60..120
    #[arg(long, value_parser = span)]
    silent: Option<(f64, f64)>,
    /// Real seconds after which nothing happens any more in the city
    #[arg(long)]
    still_after: Option<f64>,
    /// Messages on their way at the same time
    #[arg(long, default_value_t = 16)]
    at_once: usize,
    #[command(flatten)]
    tricks: Tricks,
}

#[derive(Args)]
struct NewCity {
    /// Number of stations
    #[arg(long, default_value_t = 100)]
    stations: usize,
    /// Number of connectors of all of them
    #[arg(long, default_value_t = 1000)]
    connectors: usize,
    /// Takes the stations of this file instead of inventing them
    #[arg(long, conflicts_with_all = ["stations", "connectors"])]
    from: Option<PathBuf>,
    /// The source whose stations they are
    #[arg(long, default_value = "tcec")]
    source: String,
    /// The file to write
    #[arg(long)]
    out: PathBuf,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .init();
    match arguments.command {
        Command::Run(run) => live(*run).await,
        Command::City(city) => new_city(&city),
        Command::Load(load) => measure(&load).await,
    }
}

async fn live(run: Run) -> Result<()> {
    let name = run.stations.display().to_string();
    let bytes = std::fs::read(&run.stations).with_context(|| name.clone())?;
    let stations = read_snapshot(&bytes).context(name)?.value.stations;
    // Not on the first day: the city has lived before.
    let start = std::time::Duration::try_from_secs_f64(run.hour.rem_euclid(24.0) * 3600.0)?;
    let settings = Settings {
        party: run.ocpi.map(|(country, party)| Party {
            country,
            party,
            version: run.ocpi_version,
        }),
        operator: run.operator.unwrap_or_default(),
        secret: Hidden::read(&run.secret)?,
        keys: run
            .keys
            .as_deref()
            .map(read_keys)
            .transpose()?
            .unwrap_or_default(),
        asker: run.asker.unwrap_or_default(),
        asker_secret: Hidden::read(&run.asker_secret)?,
        gateway: run.gateway,
        speed: run.speed,
        start: 86_400 + start.as_secs(),
        silent: run.silent,
        still_after: run.still_after,
        tricks: run.tricks,
    };
    let started = operator::start(settings, stations, &run.source, run.seed)?;
    let listener = tokio::net::TcpListener::bind(run.listen).await;
    let listener = listener.with_context(|| format!("listen on {}", run.listen))?;
    tracing::info!("listening on http://{}", listener.local_addr()?);
    let routes = started.routes(listener.local_addr()?.ip());
    tokio::select! {
        served = axum::serve(listener, routes) => served.context("serve"),
        () = started.run(run.at_once) => Ok(()),
        stopped = tokio::signal::ctrl_c() => stopped.context("signal"),
    }
}

fn new_city(city: &NewCity) -> Result<()> {
    let stations = match &city.from {
        Some(path) => {
            let name = path.display().to_string();
            let bytes = std::fs::read(path).with_context(|| name.clone())?;
            adopted(&bytes, &city.source).context(name)?
        }
        None => invent(city.stations, city.connectors, &city.source),
    };
    let out = city.out.display().to_string();
    std::fs::write(&city.out, write(stations)?).context(out)
}

/// `COUNTRY/PARTY`.
fn party(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('/');
    let parts = parts.filter(|(country, party)| country.len() == 2 && party.len() == 3);
    let parts = parts.map(|(country, party)| (country.to_owned(), party.to_owned()));
    parts.ok_or_else(|| format!("found {text:?}, expected a party such as CN/SIM"))
}

/// `FROM..TO` in seconds.
fn span(text: &str) -> Result<(f64, f64), String> {
    let parts = text.split_once("..");
    let parts = parts.and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    parts.ok_or_else(|| format!("found {text:?}, expected seconds such as 60..120"))
}
