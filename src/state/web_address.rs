//! Addresses that data or a configuration names, before the page follows them.

/// Where an address leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leads {
    /// To a place below the page's own origin.
    Home,
    /// To another origin, by https.
    Away,
}

/// Where an address leads; `None` for one that must not be followed: by http or any other scheme, to
/// another host without saying so, or with anything in it that does not belong into an address.
pub fn leads(address: &str) -> Option<Leads> {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<');
    if address.is_empty() || !address.bytes().all(is_plain) {
        return None;
    }
    if let Some(rest) = address.strip_prefix("https://") {
        let is_host = rest.starts_with(|first: char| first.is_ascii_alphanumeric());
        return is_host.then_some(Leads::Away);
    }
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let first = path.split('/').next().unwrap_or_default();
    // A colon before any slash would be a scheme; two slashes, another host.
    let is_home = !path.starts_with("//") && !first.contains(':');
    is_home.then_some(Leads::Home)
}

/// The host of an address by https.
pub fn host(address: &str) -> &str {
    let rest = address.strip_prefix("https://").unwrap_or_default();
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_origin_and_https_are_followed() {
        for home in ["report", "./api/report?from=yilu", "/photos/a.jpg", "a/b:c"] {
            assert_eq!(leads(home), Some(Leads::Home), "{home}");
        }
        assert_eq!(leads("https://ev.example/report"), Some(Leads::Away));
        for bad in [
            "",
            "http://ev.example/report",
            "HTTPS://ev.example",
            "//ev.example/report",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "https:///x",
            "/\\ev.example",
            "re port",
            "图.jpg",
        ] {
            assert_eq!(leads(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_host_is_what_comes_before_the_path() {
        assert_eq!(host("https://ev.example:8443/a?b"), "ev.example:8443");
        assert_eq!(host("photos/a.jpg"), "");
    }
}
