//! Files whose reading moves a progress bar.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};
use osm::Source;

/// A bar over `bytes` of input, on standard error; hidden where that is no terminal.
pub(crate) fn bar(bytes: u64) -> ProgressBar {
    let bar = ProgressBar::new(bytes);
    let style = "{msg:12} {wide_bar} {percent:>3} % {elapsed}";
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style);
    }
    bar
}

/// A source that moves `bar` by what is read of it.
pub(crate) fn source<'a>(path: PathBuf, bar: &ProgressBar) -> Source<'a> {
    let name = path.display().to_string();
    let bar = bar.clone();
    let open = move || {
        let file = File::open(&path)?;
        let bar = bar.clone();
        Ok(Box::new(Counted { file, bar }) as Box<dyn Read>)
    };
    Source {
        name,
        open: Box::new(open),
    }
}

struct Counted {
    file: File,
    bar: ProgressBar,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.bar.inc(count as u64);
        Ok(count)
    }
}
