//! What the browser is told to forbid, by what a page is for.

use axum::http::HeaderValue;
use serde_json::{Map, Value};

/// The page loads nothing from elsewhere, runs no script but its own files, and makes no script of a
/// text. It asks nobody else either: after `connect-src 'self'` comes at most whom the configuration
/// names; after that, who may put the page into a frame.
const APP: [&str; 2] = [
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data: blob:; font-src 'self'; connect-src 'self'",
    "; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; \
     require-trusted-types-for 'script'; trusted-types default; frame-ancestors ",
];
/// The pages about the widget show it.
const WIDGET: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
    trusted-types 'none'; frame-ancestors 'none'";

/// The content policies of a site.
#[derive(Debug, Clone)]
pub(crate) struct Policies {
    /// Of everything else.
    pub(crate) app: HeaderValue,
    /// Of the page for other sites' frames.
    pub(crate) embed: HeaderValue,
    /// Of the pages about the widget.
    pub(crate) widget: HeaderValue,
}

impl Policies {
    /// Those of a site with this configuration. What cannot be understood of it allows nothing.
    pub(crate) fn new(configuration: &Map<String, Value>) -> Self {
        let receiver = configuration.get("report").and_then(Value::as_str);
        let other = receiver.and_then(origin).map(|origin| format!(" {origin}"));
        let app = APP.join(&other.unwrap_or_default());
        let text = |policy: String| {
            HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'self'"))
        };
        Self {
            embed: text(format!("{app}{}", hosts(configuration.get("embed")))),
            app: text(format!("{app}'none'")),
            widget: HeaderValue::from_static(WIDGET),
        }
    }
}

/// Who may put the page into a frame: the site itself, and whom `"embed"` lists; everybody with `"*"`.
fn hosts(listed: Option<&Value>) -> String {
    let listed = listed.and_then(Value::as_array).into_iter().flatten();
    let names: Vec<&str> = listed.filter_map(Value::as_str).collect();
    if names.contains(&"*") {
        return "*".to_owned();
    }
    let is_whole = |name: &&&str| host(name) == Some(name);
    let known = names.iter().filter(is_whole).copied();
    std::iter::once("'self'")
        .chain(known)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The origin of a host: by https, or of this machine, to try it.
fn host(address: &str) -> Option<&str> {
    let own = ["http://localhost", "http://127.0.0.1"];
    let port = own.iter().find_map(|own| address.strip_prefix(own));
    let is_port = |port: &str| {
        let digits = port.strip_prefix(':').unwrap_or("1");
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_own =
        port.is_some_and(|port| (port.is_empty() || port.starts_with(':')) && is_port(port));
    if is_own {
        Some(address)
    } else {
        origin(address)
    }
}

/// The origin of an address by https, with a host of plain letters: nothing else belongs into a
/// policy.
fn origin(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':');
    let is_host = !host.is_empty() && host.bytes().all(is_plain);
    is_host.then(|| &address[.."https://".len() + host.len()])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

    use serde_json::json;

    use super::*;

    fn of(configuration: &Value) -> Policies {
        Policies::new(configuration.as_object().unwrap())
    }

    #[test]
    fn only_a_plain_origin_gets_into_the_policy() {
        assert_eq!(origin("https://ev.example/in"), Some("https://ev.example"));
        for bad in [
            "report",
            "http://ev.example/in",
            "https://",
            "https:///in",
            "https://a b/in",
            "https://x; script-src *",
            "https://*/in",
        ] {
            assert_eq!(origin(bad), None, "{bad}");
        }
    }

    #[test]
    fn nobody_embeds_the_app_and_only_those_listed_the_page_for_frames() {
        let ends = |policies: &Policies, end: &str| {
            let (app, embed) = (&policies.app, &policies.embed);
            assert!(app.to_str().unwrap().ends_with("frame-ancestors 'none'"));
            let embed = embed.to_str().unwrap();
            assert!(
                embed.ends_with(&format!("frame-ancestors {end}")),
                "{embed}"
            );
        };
        ends(&of(&json!({})), "'self'");
        let listed = json!(["https://tourism.example", "http://localhost:8000"]);
        let expected = "'self' https://tourism.example http://localhost:8000";
        ends(&of(&json!({ "embed": listed })), expected);
        ends(&of(&json!({ "embed": ["https://a.example", "*"] })), "*");
        for bad in [
            json!("*"),
            json!([1]),
            json!(["http://tourism.example"]),
            json!(["https://a.example/path"]),
            json!(["https://*.example"]),
            json!(["http://localhost.evil.example"]),
            json!(["http://localhost:"]),
            json!(["http://localhost:80; script-src *"]),
            json!(["'none'; script-src *"]),
        ] {
            ends(&of(&json!({ "embed": bad })), "'self'");
        }
    }

    #[test]
    fn no_policy_lets_text_become_script_or_style() {
        let policies = of(&json!({ "embed": ["*"] }));
        for policy in [policies.app, policies.embed, policies.widget] {
            let policy = policy.to_str().unwrap();
            assert!(!policy.contains("unsafe-inline"), "{policy}");
            assert!(!policy.contains("'unsafe-eval'"), "{policy}");
            assert!(policy.contains("require-trusted-types-for 'script'"));
            assert!(policy.starts_with("default-src 'none'"));
        }
    }
}
