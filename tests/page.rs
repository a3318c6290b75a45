//! The page: what stands in it, that no text can break out of it, and that it works in a browser where there is one.

use crate::formats::{HOSTILE, hostile};
use crate::sandbox::Sandbox;
use casegraph::draw::{Options, PictureFormat};
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What the page knows.
pub fn facts(page: &str) -> Value {
    let (_, rest) = page.split_once("id=\"facts\">").expect("it holds facts");
    let (facts, _) = rest.split_once("</script>").expect("the facts end");
    serde_json::from_str(facts).expect("the facts are JSON")
}

#[test]
fn a_page_holds_picture_properties_and_sources() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("out")).expect("a directory");
    sandbox.run(&["draw", "landscape", "-o", "out/x.html"]).drew();
    let page = sandbox.read("out/x.html");
    assert!(page.starts_with("<!DOCTYPE html>\n") && page.contains("<title>The landscape</title>"), "{page}");
    assert_eq!((page.matches("<svg").count(), page.matches("<script").count()), (1, 2));
    // Nothing is fetched: no address stands where a browser would load from it.
    for loads in [" src=", "@import", "url(", "<link", "fetch(", "import(", "XMLHttpRequest"] {
        assert!(!page.contains(loads), "{loads}");
    }
    let facts = facts(&page);
    let nodes = facts["nodes"].as_object().expect("it has nodes");
    assert_eq!(nodes.len(), 4);
    let acme = nodes.values().find(|node| node["title"] == "Acme").expect("Acme is there");
    assert_eq!(acme["kind"], "Company");
    assert!(acme["properties"].as_array().expect("a list").contains(&serde_json::json!(["size", "10"])));
    assert_eq!(
        (&acme["source"], &acme["link"]),
        (&"data/companies.yaml:1".into(), &"../data/companies.yaml#L1".into())
    );
    let lines = facts["lines"].as_array().expect("it has lines");
    assert_eq!(lines.len(), 3);
    for line in lines {
        assert!(nodes.contains_key(line["start"].as_str().expect("a start")));
        assert!(page.contains(&format!("<g id=\"{}\">", line["end"].as_str().expect("an end"))));
        assert_eq!(line["facts"][0]["kind"], "USES");
    }
}

#[test]
fn no_text_breaks_out_of_a_page() {
    for title in HOSTILE {
        let options = Options { title: title.into(), ..Options::default() };
        let page = String::from_utf8(hostile(&options, PictureFormat::Html).bytes).expect("it is text");
        assert_eq!((page.matches("<script").count(), page.matches("</script").count()), (2, 2), "{title}");
        assert_eq!(page.matches("<!--").count(), 0, "{title}");
        assert!(!page.contains("<b>"), "{title}");
        let facts = facts(&page);
        let titles: Vec<&str> =
            facts["nodes"].as_object().expect("nodes").values().filter_map(|node| node["title"].as_str()).collect();
        for text in HOSTILE {
            assert!(titles.contains(&text), "{text}");
        }
        let (before, rest) = page.split_once("<svg").expect("it holds a picture");
        let (svg, _) = rest.split_once("</svg>").expect("the picture ends");
        roxmltree::Document::parse(&format!("<svg{svg}</svg>")).unwrap_or_else(|error| panic!("{title}: {error}"));
        assert!(before.contains("<h1>"));
    }
}

/// A browser that runs without a window.
fn browser() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|directory| names.map(|name| directory.join(name)))
        .find(|file| file.is_file())
}

/// What a page has become in the browser when its scripts have run.
fn opened(browser: &PathBuf, sandbox: &Sandbox, page: &str) -> String {
    let out = std::fs::File::create(sandbox.path("dom.html")).expect("a file");
    let mut child = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"])
        .args(["--virtual-time-budget=3000", "--window-size=1280,800", "--dump-dom"])
        .arg(format!("--user-data-dir={}", sandbox.path("profile").display()))
        .arg(format!("file://{}", sandbox.path(page).display()))
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(Stdio::null())
        .spawn()
        .expect("the browser starts");
    let end = Instant::now() + Duration::from_secs(120);
    while child.try_wait().expect("it can be waited for").is_none() {
        if Instant::now() > end {
            child.kill().expect("it can be ended");
            panic!("the browser does not end");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    sandbox.read("dom.html")
}

/// What a person would do, and what came of it as a list in the page.
const SCRIPT: &str = r##"<script>
const seen = [];
const at = () => svg.style.transform;
const shown = () => (panel.hidden ? "nothing" : [...panel.querySelectorAll("h2, .kind, dd, .source")].map((e) => e.textContent).join("; "));
const type = (text) => { input.value = text; input.dispatchEvent(new Event("input")); };
const point = (kind, target, x, y) => target.dispatchEvent(new PointerEvent(kind, { bubbles: true, pointerId: 1, clientX: x, clientY: y }));
let before = at();
main.dispatchEvent(new WheelEvent("wheel", { deltaY: -240, clientX: 300, clientY: 300, bubbles: true, cancelable: true }));
seen.push(["the wheel zooms", at() !== before && /scale\(/.test(at())]);
before = at();
point("pointerdown", main, 500, 500); point("pointermove", main, 560, 530); point("pointerup", main, 560, 530);
seen.push(["dragging pans", at() !== before]);
document.getElementById("whole").click();
const box = svg.getBoundingClientRect(), room = main.getBoundingClientRect();
seen.push(["it fits", box.left >= room.left && box.right <= room.right && box.top >= room.top && box.bottom <= room.bottom]);
point("pointerover", nodes.get("Company.acme").querySelector("text"), 0, 0);
seen.push(["hovering tells", shown()]);
seen.push(["near", svg.querySelectorAll("#nodes > .near").length]);
svg.dispatchEvent(new PointerEvent("pointerleave"));
seen.push(["leaving", shown()]);
point("pointerover", lines[0], 0, 0);
seen.push(["a line tells", shown()]);
type("KAFKA broker");
seen.push(["search", found.textContent, shown()]);
type("a");
document.querySelector("form").requestSubmit();
seen.push(["next", found.textContent]);
type("zzz");
seen.push(["search", found.textContent, shown()]);
window.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
seen.push(["escape", input.value + shown()]);
seen.push(["marks", document.querySelectorAll("b, img, iframe").length]);
const list = document.body.appendChild(document.createElement("pre"));
list.id = "seen";
list.textContent = seen.map((line) => line.join(": ")).join("\n");
</script></body>"##;

/// Runs only where a Chromium is installed; elsewhere it says so and has tried nothing.
#[allow(clippy::print_stdout, reason = "the log of the tests says what was not tried")]
#[test]
fn a_page_works_in_a_browser() {
    let Some(browser) = browser() else {
        println!("no Chromium on the path: the page was not tried in a browser");
        return;
    };
    let sandbox = Sandbox::new();
    sandbox
        .write("data/companies.yaml", "- {id: acme, name: '<b>Acme</b> & \"Co\"', size: 10, uses: [flink, kafka]}\n");
    sandbox.run(&["draw", "landscape", "-o", "x.html"]).drew();
    sandbox.write("tried.html", sandbox.read("x.html").replace("</body>", SCRIPT));
    let dom = opened(&browser, &sandbox, "tried.html");
    let (_, seen) = dom.split_once("<pre id=\"seen\">").unwrap_or_else(|| panic!("the script came to its end:\n{dom}"));
    let (seen, _) = seen.split_once("</pre>").expect("the list ends");
    let expected = "\
the wheel zooms: true
dragging pans: true
it fits: true
hovering tells: <b>Acme</b> & \"Co\"; Company; acme; <b>Acme</b> & \"Co\"; 10; data/companies.yaml:1
near: 3
leaving: nothing
a line tells: <b>Acme</b> & \"Co\" → Apache Flink; USES; data/companies.yaml:1
search: 1 of 1: Apache Kafka; Technology; kafka; Apache Kafka; broker; data/technologies.yaml:2
next: 2 of 3
search: not found: nothing
escape: nothing
marks: 0";
    assert_eq!(seen.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), expected);
}
