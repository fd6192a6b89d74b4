//! What whoever runs a gateway may set, and how reports are listed.

use std::path::Path;

use super::*;

#[tokio::test]
async fn an_address_has_so_many_an_hour_and_a_day_takes_so_many() {
    let settings = "address_header = \"x-forwarded-for\"\nper_hour = 2\nper_day = 3\n";
    let home = home("limits", settings);
    let gateway = Gateway::start(&home);
    let from = async |address: &str, id: &str| {
        let post = request(&gateway, Method::POST).header("x-forwarded-for", address);
        let answer = post.body(report(id)).send().await.unwrap();
        let wait = answer.headers().get("retry-after").cloned();
        (answer.status().as_u16(), wait.is_some())
    };
    assert_eq!(from(ADDRESS, "a").await, (201, false));
    assert_eq!(from(ADDRESS, "b").await, (201, false));
    assert_eq!(from(ADDRESS, "c").await, (429, true));
    // What the driver says of itself does not count.
    assert_eq!(from(&format!("1.1.1.1, {ADDRESS}"), "c").await, (429, true));
    assert_eq!(from("192.0.2.1", "c").await, (201, false));
    assert_eq!(from("192.0.2.1", "d").await, (429, true));
    assert_eq!(fate(&gateway, "limited").await, 3);
}

#[tokio::test]
async fn only_pages_that_the_configuration_names_may_send_from_elsewhere() {
    let preflight = async |gateway: &Gateway, origin: &str| {
        let asked = request(gateway, Method::OPTIONS)
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type");
        asked.send().await.unwrap()
    };
    let listed = home("origins", "origins = [\"https://ev.example\"]\n");
    let gateway = Gateway::start(&listed);
    let allowed = "access-control-allow-origin";
    let answer = preflight(&gateway, "https://ev.example").await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()[allowed], "https://ev.example");
    assert_eq!(
        answer.headers()["access-control-allow-headers"],
        "content-type"
    );
    assert!(
        !answer
            .headers()
            .contains_key("access-control-allow-credentials")
    );
    for other in [
        "https://evil.example",
        "https://ev.example.evil.example",
        "null",
    ] {
        let answer = preflight(&gateway, other).await;
        assert!(!answer.headers().contains_key(allowed), "{other}");
    }
    // The page must be able to read a refusal, or it would try again for ever.
    let post = request(&gateway, Method::POST).header("origin", "https://ev.example");
    let answer = post.body("{}").send().await.unwrap();
    assert_eq!(
        (
            answer.status().as_u16(),
            answer.headers()[allowed].to_str().unwrap()
        ),
        (422, "https://ev.example")
    );
    let own = home("no-origins", "");
    let gateway = Gateway::start(&own);
    let answer = preflight(&gateway, "https://ev.example").await;
    assert!(!answer.headers().contains_key(allowed));
    assert_eq!(answer.status(), 405);
}

#[tokio::test]
async fn the_app_is_told_where_reports_go() {
    let home = Home::with(
        "announced",
        "app = \"app\"\n",
        "[reports]\nfolder = \"reports\"\npath = \"/api/problems\"\n",
    );
    for folder in ["app", "reports"] {
        std::fs::create_dir(home.0.join(folder)).unwrap();
    }
    std::fs::write(home.0.join("app/index.html"), "page").unwrap();
    let site = home.0.join("app/config.json");
    std::fs::write(&site, "{}").unwrap();
    let gateway = Gateway::start(&home);
    let config = async || {
        let answer = reqwest::get(format!("{}/config.json", gateway.url)).await;
        answer.unwrap().json_value().await
    };
    assert_eq!(config().await["report"], "api/problems");
    let post = Client::new().post(format!("{}/api/problems", gateway.url));
    let post = post.header("content-type", "application/json; charset=utf-8");
    assert_eq!(post.body(report("a")).send().await.unwrap().status(), 201);
    std::fs::write(&site, "{\"report\": \"https://ev.example/in\"}").unwrap();
    assert_eq!(config().await["report"], "https://ev.example/in");
}

#[tokio::test]
async fn whoever_acts_on_reports_lists_them() {
    let home = home("listed", "");
    let gateway = Gateway::start(&home);
    let odd = report("a2").replace("油车占位", "x\u{202e}y");
    for body in [report("a1"), odd] {
        assert_eq!(send(&gateway, body).await.status(), 201);
    }
    let folder = home.0.join("reports");
    // Another gateway has one of them too, and something else.
    let other = home.0.join("other");
    std::fs::create_dir(&other).unwrap();
    let line = format!("{{\"came\":1,{}", &report("a1")[1..]);
    let text = format!("{line}no report\n{}", line.replace("a1", "a0"));
    std::fs::write(other.join("2020-01-01.jsonl"), text).unwrap();
    let listed = |words: &[&str], folders: &[&Path]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yilu-gateway"));
        let output = command
            .arg("reports")
            .args(words)
            .args(folders)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        (
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (table, _) = listed(&[], &[&folder]);
    let rows: Vec<&str> = table.lines().collect();
    assert_eq!(rows.len(), 3, "{table}");
    assert!(
        rows[1].contains("demo-140902-001") && rows[1].ends_with("[demo] 油车占位"),
        "{table}"
    );
    assert!(rows[2].ends_with("x\\u{202e}y"), "{table}");
    // Whoever reads only the begin of it is no failure.
    let mut piped = Command::new("sh");
    piped.args(["-c", "{ \"$0\" reports \"$1\"; echo $? >&2; } | true"]);
    piped.arg(env!("CARGO_BIN_EXE_yilu-gateway")).arg(&folder);
    assert_eq!(piped.output().unwrap().stderr, b"0\n");
    let (json, odd) = listed(&["--json"], &[&folder, &other]);
    assert_eq!(json.lines().count(), 3, "{json}");
    assert!(json.starts_with("{\"came\":1,"), "{json}");
    assert!(odd.contains("1 lines are no reports"), "{odd}");
    let (new, _) = listed(&["--json", "--since", "2020-01-02"], &[&folder, &other]);
    assert_eq!(new.lines().count(), 2, "{new}");
}

#[test]
fn settings_that_cannot_be_are_refused() {
    for (settings, expected) in [
        ("path = \"/live.json\"", "below /api/"),
        ("path = \"/api/{x}\"", "below /api/"),
        ("origins = [\"*\"]", "https://"),
        ("origins = [\"https://ev.example/path\"]", "https://"),
        ("origins = [\"http://ev.example\"]", "https://"),
        ("per_hour = 0", "one or more"),
        ("address_header = \"a b\"", "name of a header"),
        ("folders = 1", "unknown field"),
    ] {
        let home = home("report-settings", settings);
        let error = gateway::config::Config::read(&home.config()).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
    let home = home("no-folder", "");
    std::fs::remove_dir(home.0.join("reports")).unwrap();
    let error = gateway::config::Config::read(&home.config()).unwrap_err();
    assert!(
        error.to_string().contains("a folder that is there"),
        "{error}"
    );
}
