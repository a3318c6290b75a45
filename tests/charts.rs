//! Matrices and timelines: compared byte by byte with the files of `tests/draw`, and read back to see that nothing covers
//! anything else. `UPDATE_EXPECT=1` rewrites the files.

use crate::sandbox::Sandbox;
use casegraph::diag::{Diagnostics, Source};
use casegraph::draw::{Connect, Options, PageSize, PictureFile, PictureFormat, Subgraph, TextForm, Theme, chart};
use casegraph::engine;
use casegraph::graph::{Graph, Schema};
use casegraph::library::{Picture, Show};
use casegraph::value::Map;
use roxmltree::{Document, Node};
use std::path::PathBuf;
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn options(title: &str, show: &str) -> Options {
    let Ok(Show::Graph(picture)) = Show::parse("show", show) else { panic!("{show} is no picture") };
    Options { title: title.into(), picture, text: TextForm::Editable, ..Options::default() }
}

/// A chart as text, and its warnings.
#[derive(Debug)]
struct Drawing {
    text: String,
    warnings: Diagnostics,
}

/// The chart of what a statement returns, or the message of why there is none.
fn drawn(statement: &str, options: &Options) -> Result<Drawing, String> {
    let PictureFile { bytes, warnings, .. } = file(statement, options, PictureFormat::Svg)?;
    Ok(Drawing { text: String::from_utf8(bytes).expect("it is text"), warnings })
}

fn file(statement: &str, options: &Options, format: PictureFormat) -> Result<PictureFile, String> {
    let mut graph = Graph::new(Schema::open().into());
    let source = Source::new("test", statement);
    let answer = engine::run(&mut graph, &source, &Map::new(), &engine::Options::default())
        .unwrap_or_else(|error| panic!("{error:?}"));
    let connect = if options.picture.induced { Connect::Induced } else { Connect::Returned };
    let subgraph = Subgraph::of(&answer.rows, graph.view(), connect);
    chart(&answer.rows, &subgraph, graph.view(), options, format).map_err(|finding| finding.message.clone())
}

fn expect(name: &str, statement: &str, options: &Options) -> String {
    let drawing = drawn(statement, options).unwrap_or_else(|error| panic!("{error}"));
    assert!(drawing.warnings.is_empty(), "{:?}", drawing.warnings);
    let path = root().join("tests/draw").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &drawing.text).expect("the golden file can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == drawing.text, "{name} differs; UPDATE_EXPECT=1 rewrites it. It is now:\n{}", drawing.text);
    assert_eq!(sound(name, &drawing.text), Vec::<String>::new());
    drawing.text
}

const TEAMS: &str = "\
    CREATE (red:Team {name: 'Red'}), (blue:Team {name: 'Blue & <Co>'}), (lathe:Tool {name: 'Lathe', kind: 'metal'}),
           (saw:Tool {name: 'Band saw with a very long name', kind: 'wood'}), (plane:Tool {name: 'Plane', kind: 'wood'})
    CREATE (red)-[:OWNS {since: 2001, left: false}]->(lathe), (red)-[:OWNS {since: 2005, left: true}]->(saw),
           (blue)-[:OWNS {since: 2003, left: false}]->(saw), (blue)-[:RENTS]->(saw), (blue)-[:RENTS]->(plane)
    WITH 1 AS one MATCH (team:Team)-[r]->(tool:Tool)";

const TEAMS_AND_TOOLS: &str = "UNWIND [['saw', 'Red'], ['lathe', 'Blue']] AS row RETURN row[0] AS tool, row[1] AS team";

/// Every text of a chart in the order of the file, without the titles.
fn texts(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).expect("it is XML");
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    texts.map(|node| node.text().unwrap_or_default().to_owned()).collect()
}

#[test]
fn relationships_make_a_matrix_of_the_two_types_they_join() {
    let svg = expect("matrix.svg", &format!("{TEAMS} RETURN team, r, tool"), &options("Who has what?", "matrix"));
    // Of the three tools the saw is met most often, then by name; the columns are the two teams.
    let names = ["Who has what?", "Blue & <Co>", "Red", "Band saw with a very long name", "Lathe", "Plane"];
    assert_eq!(texts(&svg), [&names[..], &["OWNS", "RENTS"]].concat());
}

#[test]
fn columns_make_a_matrix_with_values_and_bands() {
    let statement = format!("{TEAMS} RETURN team, tool, r.since AS since, tool.kind AS kind");
    let shown = options("", "matrix, rows tool, columns team, value since, group by kind");
    let svg = expect("matrix-values.svg", &statement, &shown);
    let mut said = texts(&svg);
    said.sort();
    let names = ["2001", "2003", "2005", "Band saw with a very long name", "Blue & <Co>", "Lathe", "Plane", "Red"];
    assert_eq!(said, [&names[..], &["metal", "wood"]].concat());
    // The same without a word about the parts: the first two columns, and the next plain one as the value.
    let bare =
        drawn(&format!("{TEAMS} RETURN tool, team, r.since AS since"), &options("", "matrix")).expect("a matrix");
    let mut same = texts(&bare.text);
    same.sort();
    assert_eq!(same, names);
}

#[test]
fn truth_values_are_filled_and_hollow_marks() {
    let statement = format!("{TEAMS} RETURN tool, team, r.left AS `given up`");
    let svg = drawn(&statement, &options("", "matrix, as returned")).expect("a matrix").text;
    let names = texts(&svg);
    assert_eq!(names[names.len() - 2..], ["given up", "not given up"]);
    assert_eq!(names[..2], ["Red", "Blue & <Co>"], "in the order of the answer");
}

#[test]
fn lists_stand_for_each_of_their_items() {
    let statement = format!("{TEAMS} WITH DISTINCT tool, team RETURN tool, collect(team) AS teams");
    let svg = drawn(&statement, &options("", "matrix")).expect("a matrix").text;
    let marks = svg.matches("rx=\"7\"").count();
    assert_eq!(marks, 4, "{svg}");
}

const YEARS: &str = "\
    UNWIND [['Forge', 2000, 2004, 'heat'], ['Kiln', 2004, 2010, 'heat'], ['Press', 2002, null, 'force'],
            ['Wheel', null, 2003, 'force'], ['Mill with a name longer than its bar', 2009, 2010, 'force'],
            ['Forge', 2003, 2006, 'heat'], ['Mint', 2007, 2007, 'heat']] AS row
    RETURN row[0] AS thing, row[1] AS from, row[2] AS until, row[3] AS lane";

#[test]
fn bars_lie_in_lanes_and_never_on_each_other() {
    let svg = expect("timeline.svg", YEARS, &options("Years of the works", "timeline"));
    let names = texts(&svg);
    let of = |name: &str| names.iter().filter(|text| *text == name).count();
    assert_eq!((of("Forge"), of("force"), of("heat")), (1, 1, 1), "what follows itself is one bar: {names:?}");
    assert!(svg.contains("no beginning known") && svg.contains("no end, or none known"));
    assert!(svg.contains("Forge: 2000 – 2006"), "its hint tells the years");
}

#[test]
fn what_has_no_year_is_left_out_and_said() {
    let statement = format!("{YEARS} UNION ALL RETURN 'Dream' AS thing, null AS from, null AS until, 'force' AS lane");
    let drawing = drawn(&statement, &options("", "timeline")).expect("a timeline");
    let said: Vec<&str> = drawing.warnings.iter().map(|warning| warning.code.id).collect();
    assert_eq!(said, ["W0422"]);
    assert!(!drawing.text.contains("Dream"));
}

#[test]
fn a_timeline_finds_its_bars_and_its_lanes() {
    let statement = "\
        CREATE (red:Team {name: 'Red'})-[u:USES {since: 2001, until: 2004}]->(lathe:Tool {name: 'Lathe'}), \
               (red)-[v:USES {since: 2003}]->(saw:Tool {name: 'Saw'}) \
        WITH 1 AS one MATCH (team:Team)-[use:USES]->(tool:Tool) RETURN team, use, tool";
    let drawing = drawn(statement, &options("", "timeline")).expect("a timeline");
    assert!(drawing.warnings.is_empty(), "{:?}", drawing.warnings);
    // The tools come and go; the team has them.
    for said in ["Lathe: 2001 – 2004", "Saw: 2003 – …", ">Red</text>"] {
        assert!(drawing.text.contains(said), "{said}: {}", drawing.text);
    }
    // Nodes with years of their own are the bars, and what has no place beside them is said.
    let phases =
        "CREATE (p:Phase {name: 'Batch', from: 2001, to: 2003})-[u:USES]->(t:Tool {name: 'Lathe'}) RETURN t, u, p";
    let drawing = drawn(phases, &options("", "timeline")).expect("a timeline");
    assert!(drawing.text.contains("Batch: 2001 – 2003") && !drawing.text.contains("Lathe"), "{}", drawing.text);
    let said: Vec<&str> = drawing.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(said, ["the nodes of `t` have no place in the timeline"]);
    let drawing = drawn(phases, &options("", "timeline, bars p")).expect("a timeline");
    assert!(drawing.warnings.is_empty(), "what was asked for needs no word: {:?}", drawing.warnings);
}

#[test]
fn what_meets_nothing_is_shown_when_the_answer_has_it() {
    let statement =
        "UNWIND [['saw', 'Red'], ['lathe', null], [null, 'Blue']] AS row RETURN row[0] AS tool, row[1] AS team";
    let svg = drawn(statement, &options("", "matrix")).expect("a matrix").text;
    assert_eq!(texts(&svg), ["Red", "Blue", "saw", "lathe"]);
}

#[test]
fn a_path_in_a_chart_is_named_by_its_nodes() {
    let statement = "CREATE p = (:A {name: 'a'})-[:R]->(:A {name: 'b'}) RETURN p AS way, 'x' AS column";
    let svg = drawn(statement, &options("", "matrix, rows way, columns column")).expect("a matrix").text;
    assert_eq!(texts(&svg), ["x", "a – b"]);
}

#[test]
fn a_small_matrix_is_one_panel() {
    let statement = "UNWIND range(1, 6) AS i UNWIND range(1, 2) AS j RETURN 'r' + i AS r, 'c' + j AS c";
    let slide = Options { size: Some(PageSize::WIDE), ..options("", "matrix") };
    let names = texts(&drawn(statement, &slide).expect("a matrix").text);
    assert_eq!(names.iter().filter(|name| *name == "c1").count(), 1, "{names:?}");
}

#[test]
fn on_a_slide_all_charts_have_the_same_title_and_margins() {
    let slide = |statement: &str, show: &str| {
        let options = Options { size: Some(PageSize::WIDE), ..options("The title", show) };
        let PictureFile { bytes, smallest, .. } = file(statement, &options, PictureFormat::Svg).expect("a chart");
        assert!(smallest.is_some_and(|points| points >= 12.0), "{smallest:?}");
        let text = String::from_utf8(bytes).expect("it is text");
        let document = Document::parse(&text).expect("it is XML");
        let title = document.descendants().find(|node| node.has_tag_name("text")).expect("a title");
        ["x", "y", "font-size"].map(|key| title.attribute(key).expect("it is there").to_owned())
    };
    let matrix = slide(TEAMS_AND_TOOLS, "matrix");
    assert_eq!((slide(YEARS, "timeline"), matrix.clone()), (matrix.clone(), matrix));
}

#[test]
fn a_chart_has_most_of_a_flat_page_and_of_a_tall_one() {
    for (name, width, height) in [("flat", 2000.0, 300.0), ("tall", 300.0, 2000.0)] {
        for (statement, show, least) in [(TEAMS_AND_TOOLS, "matrix", 5.0), (YEARS, "timeline", 1.5)] {
            let size = Some(PageSize { width, height });
            let options = Options { size, ..options("A title that takes some of the room", show) };
            let PictureFile { bytes, smallest, .. } = file(statement, &options, PictureFormat::Svg).expect("a chart");
            let text = String::from_utf8(bytes).expect("it is text");
            assert_eq!(sound(name, &text), Vec::<String>::new(), "everything is on the page");
            assert!(smallest >= Some(least), "{name} {show}: {smallest:?}");
        }
    }
}

#[test]
fn rows_take_the_height_that_is_spare_but_do_not_drift_apart() {
    let tops = |rows: usize| {
        let statement = format!(
            "UNWIND range(1, {rows}) AS n UNWIND range(1, 12) AS m RETURN 'row ' + n AS r, 'column number ' + m AS c"
        );
        let slide = Options { size: Some(PageSize::WIDE), ..options("", "matrix") };
        let svg = drawn(&statement, &slide).expect("a matrix").text;
        let document = Document::parse(&svg).expect("it is XML");
        let names = document
            .descendants()
            .filter(|node| node.has_tag_name("text") && node.text().is_some_and(|text| text.starts_with("row ")));
        let at = |node: Node| {
            (number(node.attribute("y").expect("a place")), number(node.attribute("font-size").expect("a size")))
        };
        let places: Vec<(f64, f64)> = names.map(at).collect();
        (places[1].0 - places[0].0) / places[0].1
    };
    let (few, many) = (tops(5), tops(30));
    assert!(few > many && few < 2.8 && many > 1.3, "letters from one row to the next: {few} {many}");
}

#[test]
fn what_cannot_be_a_chart_says_why() {
    let wrong = |statement: &str, show: &str| drawn(statement, &options("", show)).expect_err("it is no chart");
    assert_eq!(wrong("RETURN 1 AS a", "matrix"), "a matrix needs a column for its rows and one for its columns");
    assert_eq!(wrong("RETURN 1 AS a, 2 AS b", "matrix, rows c"), "the answer has no column `c` for `rows`");
    assert_eq!(wrong("RETURN null AS a, 2 AS b", "matrix"), "nothing in the answer meets, so a matrix of it is empty");
    let message = "neither a column nor a property of the rows is called `c`, to group by";
    assert_eq!(wrong("RETURN 1 AS a, 2 AS b", "matrix, group by c"), message);
    let message = "nothing in the answer has a year to begin or to end";
    assert_eq!(wrong("RETURN 1 AS a, 'x' AS from", "timeline"), message);
    assert_eq!(wrong("RETURN 1 AS from", "timeline"), "a timeline needs a column for its bars");
    assert_eq!(wrong("RETURN 1 AS a", "timeline, bars b"), "the answer has no column `b` for `bars`");
}

#[test]
fn a_chart_fills_its_page_and_says_when_its_text_is_small() {
    let mut wide = options("", "matrix");
    wide.size = Some(PageSize::WIDE);
    let rows = |count: usize| {
        let statement =
            format!("UNWIND range(1, {count}) AS n UNWIND range(1, 6) AS m RETURN 'row ' + n AS a, 'c' + m AS b");
        drawn(&statement, &wide).expect("a matrix")
    };
    let few = rows(12);
    assert!(few.text.contains("width=\"1280\" height=\"720\""), "{}", &few.text[..300]);
    assert!(few.warnings.is_empty(), "{:?}", few.warnings);
    let many: Vec<&str> = rows(300).warnings.iter().map(|warning| warning.code.id).collect();
    assert_eq!(many, ["W0423"]);
    assert_eq!(sound("few", &few.text), Vec::<String>::new());
}

#[test]
fn a_long_entry_of_a_legend_is_broken() {
    let mut narrow = options("", "timeline, bars thing, from since, value use");
    narrow.size = Some(PageSize { width: 400.0, height: 600.0 });
    let words = |word: &str| [word; 12].join(" ");
    let statement = format!(
        "UNWIND [['saw', 2000, '{}'], ['lathe', 2003, 'short'], ['plane', 2004, '{}']] AS row \
         RETURN row[0] AS thing, row[1] AS since, row[2] AS use",
        words("sharpening"),
        words("measuring")
    );
    let drawing = drawn(&statement, &narrow).expect("a timeline");
    assert_eq!(sound("narrow", &drawing.text), Vec::<String>::new());
    let lines = |word: &str| texts(&drawing.text).iter().filter(|text| text.contains(word)).count();
    assert!(lines("sharpening") > 1 && lines("measuring") > 1, "{}", drawing.text);
}

#[test]
fn the_place_of_a_value_is_as_wide_as_its_lines() {
    let mut shown = options("", "matrix, rows one, columns other, value use");
    shown.size = Some(PageSize { width: 600.0, height: 400.0 });
    let statement = format!(
        "UNWIND [['a', 'x', '{}'], ['a', 'y', 'no']] AS row RETURN row[0] AS one, row[1] AS other, row[2] AS use",
        ["sharpening"; 9].join(" ")
    );
    let svg = drawn(&statement, &shown).expect("a matrix").text;
    let document = Document::parse(&svg).expect("it is XML");
    let sizes = document.descendants().filter(|node| node.has_tag_name("rect") && node.has_attribute("rx"));
    let of = |node: &Node<'_, '_>, key: &str| number(node.attribute(key).expect("a rectangle has a size"));
    let tall: Vec<[f64; 2]> = sizes.map(|node| [of(&node, "width"), of(&node, "height")]).collect();
    assert!(tall.iter().any(|[width, height]| width < height), "several lines are taller than wide: {tall:?}");
}

#[test]
fn any_text_can_stand_in_a_chart() {
    let texts = r#"['"q" \\N', '<b>R&D</b> &lt; ]]>', '東京データ基盤のケーススタディ', 'line\nbreak', '', '🚀', 'a\u001b\u0001\uFFFE']"#;
    for show in ["matrix", "timeline, bars text, from n"] {
        let statement =
            format!("WITH {texts} AS all UNWIND range(0, 6) AS n RETURN all[n] AS text, all[6 - n] AS other, n");
        let drawing = drawn(&statement, &options("A \"title\" & <more>", show)).expect("a chart");
        assert_eq!(sound(show, &drawing.text), Vec::<String>::new());
    }
}

#[test]
fn every_saved_chart_is_sound_on_a_slide() {
    let mut charts = 0;
    let sandbox = Sandbox::new();
    let picture = sandbox.path("chart.svg");
    for entry in std::fs::read_dir(root().join("queries")).expect("there are saved queries") {
        let path = entry.expect("the directory can be read").path();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        if !["// show: matrix", "// show: timeline"].iter().any(|show| text.contains(show)) {
            continue;
        }
        let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        let output = Command::new(env!("CARGO_BIN_EXE_casegraph"))
            .env("CASEGRAPH_CACHE", "")
            .args(["-g", "data", "draw", &name, "--size", "16:9"])
            .current_dir(root())
            .args(["--text", "editable", "-o"])
            .arg(&picture)
            .output()
            .expect("the binary starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !said.contains("warning"), "{name}:\n{said}");
        let svg = std::fs::read_to_string(&picture).expect("it is written");
        assert_eq!(sound(&name, &svg), Vec::<String>::new());
        charts += 1;
    }
    assert!(charts >= 4, "{charts} charts");
}

#[test]
fn the_command_line_arranges_what_a_header_does_not() {
    let sandbox = Sandbox::new();
    let uses = "MATCH (c:Company)-[:USES]->(t:Technology) RETURN t, c";
    let svg = sandbox.run(&["draw", uses, "--layout", "matrix"]).fine();
    assert!(svg.starts_with("<svg") && !svg.contains("<text"), "letters are outlines: {svg}");
    let turned = sandbox.run(&["draw", uses, "--layout", "matrix, rows c, columns t"]).fine();
    assert_ne!(svg, turned);
    sandbox.run(&["draw", uses, "--layout", "matrix", "-o", "x.dot"]).fails(2, &["E0407", "--layout layered"]);
    sandbox.run(&["draw", uses, "--layout", "matrix", "-o", "x.mmd"]).fails(2, &["E0407", ".svg, .png or .html"]);
    sandbox.run(&["draw", uses, "--layout", "matrix", "--highlight", "t"]).fails(2, &["--highlight is for"]);
    sandbox.run(&["draw", uses, "--layout", "matrx"]).fails(2, &["did you mean matrix?"]);
    sandbox.run(&["draw", uses, "--layout", "matrix, rows"]).fails(1, &["E0404", "nothing stands after `rows`"]);
    sandbox.run(&["draw", uses, "--layout", "matrix, rows x"]).fails(1, &["E0421", "no column `x`"]);
    sandbox.run(&["draw", "MATCH (c:Company) WHERE false RETURN c", "--layout", "timeline"]).fails(1, &["E0406"]);
}

#[test]
fn charts_are_drawn_in_every_theme_and_form() {
    let statement = format!("{TEAMS} RETURN team, r, tool");
    for (name, theme) in Theme::NAMES {
        let themed = |form| Options { theme, text: form, ..options("Who has what?", "matrix") };
        let svg = drawn(&statement, &themed(TextForm::Editable)).expect("a matrix").text;
        assert_eq!(sound(name, &svg), Vec::<String>::new());
        let outlined = drawn(&statement, &themed(TextForm::Paths)).expect("a matrix").text;
        assert!(!outlined.contains("<text"), "{outlined}");
        let ground = outlined.lines().nth(4).expect("it has a ground");
        assert_eq!(ground.contains("#FFFFFF"), name != "dark", "{ground}");
        let clear = Options { transparent: true, ..themed(TextForm::Paths) };
        assert!(!drawn(&statement, &clear).expect("a matrix").text.contains(ground), "{name}");
        let timeline = Options { theme, ..options("Years", "timeline") };
        assert_eq!(sound(name, &drawn(YEARS, &timeline).expect("a timeline").text), Vec::<String>::new());
    }
}

#[test]
fn charts_are_pixels_and_pages_too() {
    let sandbox = Sandbox::new();
    let uses = "MATCH (c:Company)-[u:USES]->(t:Technology) RETURN t, c, u";
    let draw = |more: &[&str]| sandbox.run(&[&["draw", uses, "--layout", "matrix", "--size", "16:9"], more].concat());
    draw(&["-o", "x.png", "--scale", "1", "--dpi", "254"]).drew();
    let bytes = std::fs::read(sandbox.path("x.png")).expect("it is written");
    let reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("it is a PNG");
    let info = reader.info();
    assert_eq!((info.width, info.height, info.pixel_dims.expect("a resolution").xppu), (1280, 720, 10_000));
    draw(&["-o", "x.html"]).drew();
    let page = sandbox.read("x.html");
    let facts = crate::page::facts(&page);
    assert!(facts["nodes"].as_object().is_some_and(|nodes| nodes.len() == 4), "{facts}");
    let lines = facts["lines"].as_array().expect("it has lines");
    assert_eq!((lines.len(), &lines[0]["facts"][0]["kind"]), (3, &"USES".into()));
    for line in lines {
        for end in ["start", "end"] {
            let id = line[end].as_str().expect("it has an end");
            assert!(facts["nodes"][id]["title"].is_string() && page.contains(&format!("<g id=\"{id}\">")), "{id}");
        }
    }
    let layer = page.split_once("<g id=\"lines\">").expect("the cells are a layer").1;
    assert!(layer.split_once("<g id=\"nodes\">").expect("and the names").0.matches("<g>").count() == 3, "{layer}");
}

#[test]
fn the_sources_of_a_chart_are_named_and_linked() {
    let sandbox = Sandbox::new();
    let uses = "MATCH (c:Company)-[u:USES]->(t:Technology) RETURN t, c, u";
    let draw = |more: &[&str]| {
        sandbox
            .run(&[&["draw", uses, "--layout", "matrix", "-o", "x.svg", "--text", "editable"], more].concat())
            .drew();
        sandbox.read("x.svg")
    };
    let svg = draw(&[]);
    assert!(svg.contains(">File: companies.yaml<") && svg.contains("xlink:href=\"data/companies.yaml#L1\""), "{svg}");
    let bare = draw(&["--no-footnote", "--links", "none"]);
    assert!(!bare.contains("companies.yaml<") && !bare.contains("xlink"), "{bare}");
}

/// A rectangle by its ends.
#[derive(Clone, Copy, Debug)]
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

/// What is wrong with a chart: more than plain SVG, a text on another, bars on each other, something out of the frame.
fn sound(name: &str, text: &str) -> Vec<String> {
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
    let root = document.root_element();
    let mut wrong = Vec::new();
    for node in root.descendants().filter(Node::is_element) {
        let known = ["svg", "g", "title", "desc", "metadata", "rect", "polygon", "polyline", "text"];
        if !known.contains(&node.tag_name().name()) || node.has_attribute("style") || node.has_attribute("class") {
            wrong.push(format!("{name}: {:?} needs more than plain SVG", node.tag_name()));
        }
    }
    let frame: Vec<f64> = root.attribute("viewBox").expect("it has a frame").split(' ').map(number).collect();
    let texts: Vec<(String, Area)> = root.descendants().filter_map(|node| letters(&node)).collect();
    for (at, (one, area)) in texts.iter().enumerate() {
        let others = texts[at + 1..].iter().filter(|(_, other)| overlap(area, other));
        wrong.extend(others.map(|(other, _)| format!("{name}: {one:?} and {other:?} cover each other")));
        if area.left < 0.0 || area.top < 0.0 || area.right > frame[2] || area.bottom > frame[3] {
            wrong.push(format!("{name}: {one:?} is out of the frame"));
        }
    }
    let mut ids: Vec<&str> = root.descendants().filter_map(|node| node.attribute("id")).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() < count {
        wrong.push(format!("{name}: an id stands twice"));
    }
    wrong
}

fn overlap(one: &Area, other: &Area) -> bool {
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}

fn number(text: &str) -> f64 {
    text.parse().expect("it is a number")
}

/// A text, and about where its letters are: a little less, since their widths are not known here.
fn letters(node: &Node<'_, '_>) -> Option<(String, Area)> {
    let text = node.has_tag_name("text").then(|| node.text().unwrap_or_default().to_owned())?;
    let of = |key: &str| number(node.attribute(key).unwrap_or("0"));
    let (x, y, size) = (of("x"), of("y"), of("font-size"));
    let wide = text.chars().count() as f64 * size * 0.5;
    if node.has_attribute("transform") {
        return Some((text, Area { left: x - size * 0.7, top: y - wide, right: x, bottom: y }));
    }
    let left = match node.attribute("text-anchor") {
        Some("middle") => x - wide / 2.0,
        Some("end") => x - wide,
        _ => x,
    };
    Some((text, Area { left, top: y - size * 0.7, right: left + wide, bottom: y }))
}

/// So that a picture that nobody arranged stays what it was.
#[test]
fn a_layered_picture_is_the_default() {
    assert_eq!(options("", "graph").picture, Picture::default());
}
