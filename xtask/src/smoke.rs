//! The smoke flow in Firefox and `WebKit`, each as the distribution has it.

use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result};

use crate::run::{command, done, find};
use crate::{setup, site, test};

/// The browser of `WebKitGTK` is where only its driver looks.
const MINI_BROWSERS: [&str; 3] = [
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/webkit2gtk-4.1/MiniBrowser",
];

/// Both browsers with their drivers, and a screen that nobody sees: `WebKit` wants one.
struct Others {
    firefox: PathBuf,
    geckodriver: PathBuf,
    webkit: PathBuf,
    mini_browser: PathBuf,
    screen: PathBuf,
}

impl Others {
    fn find() -> Option<Self> {
        let mut mini = MINI_BROWSERS.iter().map(Path::new);
        Some(Self {
            firefox: find(&["firefox-esr", "firefox"])?,
            geckodriver: Some(setup::tools().join("bin/geckodriver")).filter(|it| it.is_file())?,
            webkit: find(&["WebKitWebDriver"])?,
            mini_browser: mini.find(|path| path.is_file())?.to_owned(),
            screen: find(&["xvfb-run"])?,
        })
    }
}

/// Installs what is missing, then runs `tests/e2e/smoke.mjs` against the built app.
pub(crate) fn run() -> Result<()> {
    setup::geckodriver()?;
    if Others::find().is_none() {
        let packages = ["firefox-esr", "webkit2gtk-driver", "xvfb", "xauth"];
        test::install("Firefox and WebKit", &packages)?;
    }
    let others = Others::find().context("apt-get brought no Firefox or no WebKit")?;
    let bound = site::bind(0)?;
    let address = bound.address.clone();
    // The server ends with this program.
    thread::spawn(move || site::answer(bound));
    let screen = others.screen.to_string_lossy();
    let mut smoke = command(&screen, &["-a", "node", "tests/e2e/smoke.mjs"]);
    smoke.env("YILU_URL", &address);
    smoke.env("YILU_WINTER_TRIP", test::winter_trip()?);
    smoke.env("YILU_FIREFOX", &others.firefox);
    smoke.env("YILU_GECKODRIVER", &others.geckodriver);
    smoke.env("YILU_WEBKIT_DRIVER", &others.webkit);
    smoke.env("YILU_MINIBROWSER", &others.mini_browser);
    done(smoke)
}
