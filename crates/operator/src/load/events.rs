//! Following a gateway's events on a bare connection: thousands of clients must cost little here.

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// What of an event is kept where only its number is asked for.
const HEAD: usize = 64;

/// A stream of events.
#[derive(Debug)]
pub(crate) struct Events {
    stream: BufReader<TcpStream>,
    /// True to keep all of each event.
    is_whole: bool,
}

/// One event.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A delta: its number, and its JSON where that is kept.
    Delta(u64, String),
    /// The whole file must be fetched.
    Gap,
}

impl Events {
    /// Listens from behind the file with number `from` on.
    pub(crate) async fn listen(url: &str, from: u64, is_whole: bool) -> Result<Self> {
        let host = url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).await?;
        let head = format!("GET /live/events?from={from} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        stream.write_all(head.as_bytes()).await?;
        let mut events = Self {
            stream: BufReader::with_capacity(if is_whole { 65_536 } else { 8_192 }, stream),
            is_whole,
        };
        let status = events.line().await?;
        if !status.starts_with("HTTP/1.1 200") {
            bail!("events: {status}");
        }
        while !events.line().await?.is_empty() {}
        Ok(events)
    }

    async fn line(&mut self) -> Result<String> {
        let mut line = Vec::new();
        loop {
            match self.stream.read_u8().await? {
                b'\n' => break,
                byte => line.push(byte),
            }
        }
        Ok(String::from_utf8_lossy(line.trim_ascii_end()).into_owned())
    }

    /// The next event. The gateway sends each in one chunk.
    pub(crate) async fn next(&mut self) -> Result<Event> {
        loop {
            let length = self.line().await?;
            let length = usize::from_str_radix(&length, 16).context("length of a chunk")?;
            if length == 0 {
                bail!("the events ended");
            }
            let kept = if self.is_whole {
                length
            } else {
                length.min(HEAD)
            };
            let mut chunk = vec![0; kept];
            self.stream.read_exact(&mut chunk).await?;
            let mut rest = (&mut self.stream).take((length - kept) as u64);
            tokio::io::copy_buf(&mut rest, &mut tokio::io::sink()).await?;
            self.line().await?;
            let text = String::from_utf8_lossy(&chunk);
            if text.starts_with("event: gap") {
                return Ok(Event::Gap);
            }
            let Some(rest) = text.strip_prefix("id: ") else {
                // A sign of life.
                continue;
            };
            let (number, rest) = rest.split_once('\n').unwrap_or((rest, ""));
            let data = rest.strip_prefix("data: ").unwrap_or_default();
            let data = if self.is_whole { data.trim_end() } else { "" };
            return Ok(Event::Delta(number.parse()?, data.to_owned()));
        }
    }
}
