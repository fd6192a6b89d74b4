//! Pages of an answer: `Link`, `X-Limit` and `X-Total-Count` (OCPI 2.2.1, 4.1.5).

use anyhow::{Result, ensure};
use reqwest::Url;
use reqwest::header::HeaderMap;

/// What the headers of a page say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Paging {
    /// Where the next page is.
    pub(super) next: Option<String>,
    /// Objects of a page at most.
    pub(super) limit: Option<usize>,
    /// Objects of all pages.
    pub(super) total: Option<usize>,
}

impl Paging {
    /// Reads headers.
    pub(super) fn read(headers: &HeaderMap) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let number = |name| text(name).and_then(|text| text.trim().parse().ok());
        let links = headers.get_all("link").iter();
        let links = links.filter_map(|value| value.to_str().ok());
        Self {
            next: links.flat_map(|links| links.split(',')).find_map(next),
            limit: number("x-limit").filter(|limit| *limit > 0),
            total: number("x-total-count"),
        }
    }
}

/// The address of `<address>; rel="next"`.
fn next(link: &str) -> Option<String> {
    let (url, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
    let is_next = parameters.split(';').any(|parameter| {
        let (name, value) = parameter.split_once('=').unwrap_or_default();
        let is_rel = name.trim().eq_ignore_ascii_case("rel");
        is_rel && value.trim().trim_matches('"').eq_ignore_ascii_case("next")
    });
    is_next.then(|| url.trim().to_owned())
}

/// An address that a partner names, if it is at the origin that was configured: whoever answers must
/// not send us elsewhere, such as into our own network.
pub(super) fn same_origin(home: &Url, named: &str) -> Result<Url> {
    let url = home.join(named)?;
    ensure!(
        url.origin() == home.origin() && url.username().is_empty() && url.password().is_none(),
        "found an address at {}, expected one at {}",
        url.origin().ascii_serialization(),
        home.origin().ascii_serialization()
    );
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_found_among_other_links() {
        let mut headers = HeaderMap::new();
        let links = "<https://a/1>; rel=\"first\", <https://a/3?limit=50>; rel=\"next\"";
        headers.insert("link", links.parse().unwrap());
        headers.insert("x-limit", "50".parse().unwrap());
        headers.insert("x-total-count", "120".parse().unwrap());
        let paging = Paging::read(&headers);
        assert_eq!(paging.next.as_deref(), Some("https://a/3?limit=50"));
        assert_eq!((paging.limit, paging.total), (Some(50), Some(120)));
        for odd in [
            "",
            "<>",
            "https://a; rel=next",
            "<https://a>",
            "<https://a>; next",
        ] {
            headers.insert("link", odd.parse().unwrap());
            assert_eq!(Paging::read(&headers).next, None, "{odd}");
        }
    }

    #[test]
    fn nobody_is_sent_to_another_origin() {
        let home = Url::parse("https://operator.example/ocpi/versions").unwrap();
        let good = |named: &str| same_origin(&home, named).is_ok();
        assert!(good(
            "https://operator.example/ocpi/2.2.1/locations?offset=50"
        ));
        assert!(good("/ocpi/2.2.1"));
        for named in [
            "https://operator.example:8443/ocpi",
            "http://operator.example/ocpi",
            "https://other.example/ocpi",
            "//169.254.169.254/latest",
            "https://operator.example@other.example/",
            "https://me:secret@operator.example/",
            "file:///etc/passwd",
        ] {
            assert!(!good(named), "{named}");
        }
    }
}
