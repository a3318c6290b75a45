//! Pictures as SVG: compared byte by byte with the files of `tests/draw`, and read back to see that nothing covers
//! anything else in any picture of the saved queries. `UPDATE_EXPECT=1` rewrites the files.

use casegraph::diag::Source;
use casegraph::draw::{Connect, Drawing, Options, PageSize, Subgraph, TextForm, Theme, svg};
use casegraph::engine;
use casegraph::graph::{Graph, Schema};
use casegraph::library::{Direction, Picture};
use casegraph::value::Map;
use roxmltree::{Document, Node};
use std::path::PathBuf;
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The picture of what a statement creates and returns.
fn picture(statement: &str, options: &Options) -> Drawing {
    let mut graph = Graph::new(Schema::open().into());
    let source = Source::new("test", statement);
    let answer = engine::run(&mut graph, &source, &Map::new(), &engine::Options::default())
        .unwrap_or_else(|error| panic!("{error:?}"));
    svg(&Subgraph::of(&answer.rows, graph.view(), Connect::Returned), graph.view(), options)
}

fn titled(title: &str, left_to_right: bool) -> Options {
    let direction = Some(if left_to_right { Direction::LeftToRight } else { Direction::TopToBottom });
    // As text, from which the tests read what stands where.
    let picture = Picture { direction, ..Picture::default() };
    Options { title: title.into(), picture, text: TextForm::Editable, ..Options::default() }
}

/// Compares with `tests/draw/NAME`, or writes it when asked to.
fn expect(name: &str, drawing: &Drawing) {
    assert!(drawing.warnings.is_empty(), "{:?}", drawing.warnings);
    let path = root().join("tests/draw").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &drawing.text).expect("the golden file can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == drawing.text, "{name} differs; UPDATE_EXPECT=1 rewrites it. It is now:\n{}", drawing.text);
    assert_eq!(sound(name, &drawing.text), Vec::<String>::new());
}

const SHARED: &str = "\
    CREATE (netflix:Company {name: 'Netflix'}), (uber:Company {name: 'Uber'}), (spotify:Company {name: 'Spotify'}),
           (flink:Technology {name: 'Apache Flink'}), (storm:Technology {name: 'Apache Storm'}),
           (kinesis:Technology {name: 'Amazon Kinesis Data Streams & <Analytics>'}),
           (a)-[:SAME]->(b)
    CREATE p1 = (netflix)-[:USES]->(flink), p2 = (uber)-[:USES]->(flink), p3 = (uber)-[:USES]->(storm),
           p4 = (spotify)-[:USES]->(storm), p5 = (netflix)-[:USES {role: 'sessions'}]->(flink),
           p6 = (storm)-[:REPLACED_BY]->(flink), p7 = (spotify)-[:USES]->(kinesis), p8 = (flink)-[:PART_OF]->(flink)
    RETURN p1, p2, p3, p4, p5, p6, p7, p8";

#[test]
fn types_have_their_looks_and_a_legend() {
    expect("shared-lr.svg", &picture(SHARED, &titled("Which companies share a stream processor?", true)));
    expect("shared-tb.svg", &picture(SHARED, &titled("", false)));
}

#[test]
fn loose_nodes_stand_in_a_grid() {
    let statement = "UNWIND range(1, 11) AS n CREATE (p:Pattern {name: 'Pattern ' + toString(n)}) RETURN p";
    expect("loose.svg", &picture(statement, &titled("All \"patterns\"", false)));
}

#[test]
fn groups_hold_their_nodes() {
    let statement = "\
        CREATE (a:Tool {name: 'Reader', layer: 'in'})-[r1:FEEDS]->(b:Tool {name: 'Parser', layer: 'in'})
                -[r2:FEEDS]->(c:Tool {name: 'Store', layer: 'out'})-[r3:FEEDS]->(d:Tool {name: 'Page', layer: 'out'}),
               (c)-[r4:TELLS]->(e:Tool {name: 'Watcher'})
        RETURN a, b, c, d, e, r1, r2, r3, r4";
    let mut options = titled("Layers", true);
    options.picture.group_by = vec!["layer".into()];
    let drawing = picture(statement, &options);
    expect("groups.svg", &drawing);
    let document = Document::parse(&drawing.text).expect("it is XML");
    let groups: Vec<Area> = rects(layer(&document, "groups")).collect();
    let nodes = nodes(&document);
    assert_eq!((groups.len(), nodes.len()), (2, 5));
    for (at, (name, node)) in nodes.iter().enumerate() {
        let inside: Vec<bool> = groups.iter().map(|group| group.holds(node)).collect();
        assert_eq!(inside, [at < 2, at == 2 || at == 3], "{name}");
    }
    // The lines within a group start and end where its nodes are.
    for line in document.descendants().filter(|node| node.has_tag_name("path")).take(4).map(way) {
        let at = |(x, y): (f64, f64)| Area { left: x - 12.0, top: y - 1.0, right: x + 12.0, bottom: y + 1.0 };
        for end in [at(line[0]), at(line[line.len() - 1])] {
            assert!(nodes.iter().any(|(_, node)| node.overlaps(&end)), "a line ends at {end:?}");
        }
    }
}

#[test]
fn every_theme_draws_the_same_with_its_own_colors() {
    let mut grounds = Vec::new();
    for (name, theme) in Theme::NAMES {
        let drawing = picture(SHARED, &Options { theme, ..titled("Themes", true) });
        assert_eq!(sound(name, &drawing.text), Vec::<String>::new());
        let document = Document::parse(&drawing.text).expect("it is XML");
        let ground = document.descendants().find(|node| node.has_tag_name("rect")).expect("it has a ground");
        grounds.push(ground.attribute("fill").expect("it is painted").to_owned());
    }
    assert_eq!(grounds, ["#FFFFFF", "#12181F", "#FFFFFF", "#FFFFFF"]);
    let bare = picture(SHARED, &Options { transparent: true, ..titled("Themes", true) });
    let document = Document::parse(&bare.text).expect("it is XML");
    let first = document.descendants().find(|node| node.has_tag_name("rect")).expect("a node");
    assert!(first.attribute("rx").is_some(), "no ground is painted");
}

#[test]
fn any_text_can_be_drawn() {
    let texts = r#"['"q" \\N', '<b>R&D</b> &lt; ]]>', '東京データ基盤のケーススタディ', 'line\nbreak', '', '🚀', 'a\u001b\u0001\uFFFE']"#;
    let statement = format!("UNWIND {texts} AS text CREATE p = (:`A <\"&>` {{name: text}})-[:`T <\"&>`]->() RETURN p");
    let drawing = picture(&statement, &titled("A \"title\" with <signs> & more", true));
    assert_eq!(sound("texts", &drawing.text), Vec::<String>::new());
    assert!(drawing.text.contains("&lt;b&gt;R&amp;D&lt;/b&gt;"));
    assert!(!drawing.text.contains(['\u{1b}', '\u{1}', '\u{fffe}']));
}

#[test]
fn too_much_for_the_layered_layout_is_drawn_in_rows_and_said() {
    let statement = "UNWIND range(1, 1100) AS n CREATE p = ({name: n})-[:R]->({name: -n}) RETURN p";
    let drawing = picture(statement, &titled("", true));
    let codes: Vec<&str> = drawing.warnings.iter().map(|warning| warning.code.id).collect();
    assert_eq!(codes, ["W0410"]);
    assert_eq!(sound("rows", &drawing.text), Vec::<String>::new());
}

#[test]
fn pictures_of_every_shape_are_sound() {
    let statements = [
        // A star, a circle, every pair, a chain, a ladder, lines both ways.
        "CREATE (a {name: 'a'}) WITH a UNWIND range(1, 30) AS n CREATE p = (a)-[:R]->({name: 'node ' + n}) RETURN p",
        "CREATE p = (a {name: 'a'})-[:R]->({name: 'b'})-[:R]->({name: 'c'})-[:S]->(a) RETURN p",
        "UNWIND range(1, 7) AS n CREATE (x:X {name: n}) WITH collect(x) AS all UNWIND all AS a UNWIND all AS b \
         CREATE p = (a)-[:R]->(b) RETURN p",
        "UNWIND range(1, 25) AS n CREATE (x {name: 'step ' + n}) WITH collect(x) AS all UNWIND range(0, 23) AS n \
         WITH all[n] AS a, all[n + 1] AS b CREATE p = (a)-[:NEXT]->(b) RETURN p",
        "CREATE p = (a {name: 'a'})-[:R]->(b {name: 'b'}), q = (b)-[:S]->(a), r = (b)-[:T]->(b), s = (a)-[:T]->(b) \
         RETURN p, q, r, s",
    ];
    for statement in statements {
        for left_to_right in [true, false] {
            let drawing = picture(statement, &titled("", left_to_right));
            assert!(drawing.warnings.is_empty(), "{statement}: {:?}", drawing.warnings);
            assert_eq!(sound(statement, &drawing.text), Vec::<String>::new());
        }
    }
}

#[test]
fn every_saved_query_makes_a_sound_picture_and_the_same_twice() {
    let mut drawn = 0;
    let mut wrong = Vec::new();
    for name in saved_pictures() {
        let draw = |file: &str, more: &[&str]| {
            let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(file);
            let output = Command::new(env!("CARGO_BIN_EXE_casegraph"))
                .env("CASEGRAPH_CACHE", "")
                .args(["-g", "data", "draw", &name, "--text", "editable", "--links", "none", "-o"])
                .arg(&path)
                .args(more)
                .current_dir(root())
                .output()
                .expect("the binary starts");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            if said.contains("E0406") {
                return None;
            }
            // A picture may hold too much, and says so.
            let warned = said.contains("warning");
            assert!(output.status.success() && (!warned || said.contains("W0414")), "{name}:\n{said}");
            Some(std::fs::read_to_string(path).expect("the picture is there"))
        };
        let Some(text) = draw(&format!("{name}.svg"), &[]) else { continue };
        assert_eq!(Some(&text), draw(&format!("{name}-again.svg"), &[]).as_ref(), "{name} differs the second time");
        wrong.extend(sound(&name, &text));
        // On a slide each can be read too, or it would say so.
        wrong
            .extend(draw(&format!("{name}-slide.svg"), &["--size", "16:9"]).iter().flat_map(|text| sound(&name, text)));
        drawn += 1;
    }
    assert!(drawn >= 8, "{drawn} pictures");
    assert_eq!(wrong, Vec::<String>::new());
}

/// The saved queries that say they make a picture.
fn saved_pictures() -> Vec<String> {
    let files = std::fs::read_dir(root().join("queries")).expect("there are saved queries");
    let paths = files.map(|file| file.expect("the directory can be read").path());
    let graphs = paths.filter(|path| path.is_file()).filter(|path| {
        std::fs::read_to_string(path).expect("a query is text").lines().any(|line| line.starts_with("// show: graph"))
    });
    let mut names: Vec<String> =
        graphs.map(|path| path.file_stem().expect("it has a name").to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A rectangle by its ends.
#[derive(Clone, Copy, Debug)]
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Area {
    fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    fn holds(&self, other: &Self) -> bool {
        self.left <= other.left && other.right <= self.right && self.top <= other.top && other.bottom <= self.bottom
    }

    fn shrunk(&self, x: f64, y: f64) -> Self {
        Self { left: self.left + x, top: self.top + y, right: self.right - x, bottom: self.bottom - y }
    }
}

/// What is wrong with a picture: not well-formed, something covered, crossed or out of the frame.
fn sound(name: &str, text: &str) -> Vec<String> {
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
    let root = document.root_element();
    let mut wrong = Vec::new();
    for node in root.descendants().filter(Node::is_element) {
        let known = ["svg", "g", "title", "desc", "metadata", "rect", "polygon", "polyline", "path", "text"];
        if !known.contains(&node.tag_name().name()) || node.has_attribute("style") || node.has_attribute("class") {
            wrong.push(format!("{name}: {:?} needs more than plain SVG", node.tag_name()));
        }
    }
    let size = |key: &str| root.attribute(key).expect("it has a size").parse().expect("it is a number");
    let frame = Area { left: 0.0, top: 0.0, right: size("width"), bottom: size("height") };
    let nodes = nodes(&document);
    let labels: Vec<Area> = layer(&document, "labels")
        .into_iter()
        .flat_map(|layer| layer.children())
        .filter_map(|node| area(&node))
        .collect();
    for (at, (id, node)) in nodes.iter().enumerate() {
        let others = nodes[at + 1..].iter().filter(|(_, other)| node.overlaps(other));
        wrong.extend(others.map(|(other, _)| format!("{name}: {id} overlaps {other}")));
        wrong.extend(labels.iter().filter(|label| node.overlaps(label)).map(|_| format!("{name}: a label is on {id}")));
    }
    if !name.starts_with("rows") {
        for (at, label) in labels.iter().enumerate() {
            let others = labels[at + 1..].iter().filter(|other| label.overlaps(other));
            wrong.extend(others.map(|other| format!("{name}: labels overlap, {label:?} {other:?}")));
        }
        let ways = root.descendants().filter(|node| node.has_tag_name("path")).map(way);
        for stretch in ways.flat_map(|way| way.windows(2).map(hull).collect::<Vec<_>>()) {
            // Lines end at the outline, which stands back a little from the rectangle around it.
            let crossed = nodes.iter().filter(|(_, node)| node.shrunk(15.0, 12.0).overlaps(&stretch));
            wrong.extend(crossed.map(|(id, _)| format!("{name}: a line crosses {id}")));
        }
    }
    let areas = root.descendants().filter_map(|node| area(&node));
    wrong.extend(areas.filter(|area| !frame.holds(area)).map(|area| format!("{name}: {area:?} is out of the frame")));
    wrong
}

fn layer<'d>(document: &'d Document<'_>, id: &str) -> Option<Node<'d, 'd>> {
    document.descendants().find(|node| node.attribute("id") == Some(id))
}

fn rects<'d>(layer: Option<Node<'d, 'd>>) -> impl Iterator<Item = Area> {
    layer
        .into_iter()
        .flat_map(|layer| layer.descendants())
        .filter(|node| node.has_tag_name("rect"))
        .map(|node| area(&node).expect("a rectangle has an area"))
}

/// The outlines of the nodes by id.
fn nodes(document: &Document<'_>) -> Vec<(String, Area)> {
    let groups = layer(document, "nodes").expect("it has nodes").children().filter(Node::is_element);
    let outline = |node: Node<'_, '_>| {
        assert!(node.children().any(|child| child.has_tag_name("title")), "a node has a tooltip");
        let area = node.children().find_map(|child| area(&child)).expect("a node has an outline");
        (node.attribute("id").expect("a node has an id").to_owned(), area)
    };
    groups.map(outline).collect()
}

/// The area of a rectangle, a polygon, a way, or a text.
fn area(node: &Node<'_, '_>) -> Option<Area> {
    let number = |key: &str| node.attribute(key).unwrap_or("0").parse::<f64>().expect("it is a number");
    match node.tag_name().name() {
        "rect" => Some(Area {
            left: number("x"),
            top: number("y"),
            right: number("x") + number("width"),
            bottom: number("y") + number("height"),
        }),
        "polygon" | "polyline" => {
            let points = node.attribute("points").expect("it has points").split(' ').map(|point| {
                let (x, y) = point.split_once(',').expect("a point has two numbers");
                (x.parse().expect("it is a number"), y.parse().expect("it is a number"))
            });
            Some(hull(&points.collect::<Vec<_>>()))
        }
        "path" => Some(hull(&way(*node))),
        "text" => {
            let (size, x, y) = (number("font-size"), number("x"), number("y"));
            let bold = node.attribute("font-weight") == Some("bold");
            let width = text_width(node.text().unwrap_or(""), bold) * size;
            let left = if node.attribute("text-anchor") == Some("middle") { x - width / 2.0 } else { x };
            Some(Area { left, top: y - 0.76 * size, right: left + width, bottom: y + 0.24 * size })
        }
        _ => None,
    }
}

/// The width of a text as a share of its size, by the face in which it is set.
fn text_width(text: &str, bold: bool) -> f64 {
    let data = if bold { dejavu::sans::bold() } else { dejavu::sans::regular() };
    let face = ttf_parser::Face::parse(data, 0).expect("the face is sound");
    let advance = |letter| face.glyph_index(letter).and_then(|glyph| face.glyph_hor_advance(glyph));
    let units: f64 = text.chars().map(|letter| advance(letter).map_or(2048.0, f64::from)).sum();
    units / f64::from(face.units_per_em())
}

/// The points of a way, its bends as if they were sharp.
fn way(node: Node<'_, '_>) -> Vec<(f64, f64)> {
    let numbers = node.attribute("d").expect("a way has points").split([' ', 'M', 'L', 'Q']).filter(|n| !n.is_empty());
    let numbers: Vec<f64> = numbers.map(|number| number.parse().expect("it is a number")).collect();
    numbers.chunks(2).map(|pair| (pair[0], pair[1])).collect()
}

fn hull(points: &[(f64, f64)]) -> Area {
    let least = |number: fn(&(f64, f64)) -> f64| points.iter().map(number).fold(f64::MAX, f64::min);
    let most = |number: fn(&(f64, f64)) -> f64| points.iter().map(number).fold(f64::MIN, f64::max);
    Area { left: least(|p| p.0), top: least(|p| p.1), right: most(|p| p.0), bottom: most(|p| p.1) }
}

#[test]
fn nodes_with_the_same_lines_share_a_frame_and_one_line() {
    let statement = "\
        CREATE (a:Phase {name: 'first'}), (b:Phase {name: 'second'}) WITH a, b \
        UNWIND range(1, 6) AS n CREATE (t:Tool {name: 'tool ' + toString(n)}) \
        CREATE p = (a)-[:USES]->(t) WITH a, b, collect(p) AS ps, collect(t) AS ts \
        CREATE q = (b)-[:USES]->(:Tool {name: 'last'}) RETURN ps, q";
    let drawing = picture(statement, &titled("Frames", true));
    assert_eq!(sound("frames", &drawing.text), Vec::<String>::new());
    let document = Document::parse(&drawing.text).expect("it is XML");
    let frames: Vec<Area> = rects(layer(&document, "frames")).collect();
    let inside = nodes(&document).iter().filter(|(_, node)| frames[0].holds(node)).count();
    let lines = layer(&document, "lines").expect("lines").children().filter(Node::is_element).count();
    assert_eq!((frames.len(), inside, lines), (1, 6, 2));
}

#[test]
fn a_page_is_filled_with_the_largest_letters_that_fit() {
    // On a page upright three columns of long names are small, and said to be.
    for (name, size) in PageSize::NAMES.into_iter().filter(|(_, size)| size.width > size.height) {
        let drawing = picture(SHARED, &Options { size: Some(size), ..titled("Who shares what?", true) });
        assert_eq!(sound(name, &drawing.text), Vec::<String>::new());
        let document = Document::parse(&drawing.text).expect("it is XML");
        let root = document.root_element();
        let number = |key: &str| root.attribute(key).expect("it is there").parse::<f64>().expect("it is a number");
        assert_eq!((number("width"), number("height")), (size.width, size.height), "{name}");
        let letters = document.descendants().filter(|node| node.has_tag_name("text"));
        let sizes = letters.map(|text| text.attribute("font-size").expect("a size").parse::<f64>().expect("a number"));
        let least = sizes.fold(f64::MAX, f64::min) * size.on_a_slide() * 0.75;
        assert!(least >= 11.9 && drawing.warnings.is_empty(), "{name}: {least} points");
    }
}

#[test]
fn a_path_runs_one_way_however_its_arrows_point() {
    let create = "CREATE (a:A {name: 'a'})-[:R]->(t:T {name: 't'})<-[:R]-(b:A {name: 'b'}) WITH 1 AS one ";
    let lefts = |rest: &str| {
        let drawing = picture(&format!("{create}{rest}"), &titled("", true));
        assert_eq!(sound("path", &drawing.text), Vec::<String>::new());
        let document = Document::parse(&drawing.text).expect("it is XML");
        let places: Vec<f64> = nodes(&document).iter().map(|(_, area)| area.left).collect();
        let lines = layer(&document, "lines").expect("lines").children().filter(Node::is_element);
        let strokes = lines.flat_map(|line| line.descendants().filter(|part| part.has_attribute("d")).take(1));
        let tips: Vec<f64> = strokes.map(|stroke| way(stroke).last().expect("it has an end").0).collect();
        (places, tips)
    };
    let (places, tips) = lefts("MATCH p = (:A {name: 'a'})-->()<--(:A {name: 'b'}) RETURN p");
    assert!(places[0] < places[1] && places[1] < places[2], "a, t and b follow each other: {places:?}");
    assert!(tips[0] < tips[1], "both arrows end at t, which they meet from both sides: {tips:?}");
    // Without a path to walk, arrows point one way.
    let (places, _) = lefts("MATCH (a {name: 'a'})-[r]->(t)<-[s]-(b) RETURN a, r, t, s, b");
    assert!((places[0] - places[2]).abs() < 0.1 && places[0] < places[1], "{places:?}");
}

#[test]
fn letters_that_are_too_small_for_a_slide_are_said() {
    let statement = "UNWIND range(1, 60) AS n CREATE p = ({name: 'a long name ' + n})-[:R]->({name: -n}) RETURN p";
    let drawing = picture(statement, &Options { size: Some(PageSize::WIDE), ..titled("", true) });
    let codes: Vec<&str> = drawing.warnings.iter().map(|warning| warning.code.id).collect();
    assert_eq!(codes, ["W0423"]);
    assert_eq!(sound("small", &drawing.text), Vec::<String>::new());
}

#[test]
fn groups_nest_and_may_stand_for_a_relationship() {
    let statement = "\
        CREATE (t:Theme {name: 'Cost'})<-[o:ON]-(l:Lesson {name: 'Measure', kind: 'early'}), \
               (t)<-[o2:ON]-(m:Lesson {name: 'Reserve', kind: 'late'}), \
               (s:Study {name: 'S'})-[r:TEACHES]->(l), (s)-[r2:TEACHES]->(m) RETURN t, o, l, o2, m, s, r, r2";
    let mut options = titled("Groups", true);
    options.picture.group_by = vec!["ON".into(), "kind".into()];
    let drawing = picture(statement, &options);
    assert_eq!(sound("nested", &drawing.text), Vec::<String>::new());
    let document = Document::parse(&drawing.text).expect("it is XML");
    let groups: Vec<Area> = rects(layer(&document, "groups")).collect();
    assert_eq!(nodes(&document).len(), 3, "the theme is the border");
    assert_eq!(groups.len(), 3);
    assert!(groups[1..].iter().all(|inner| groups[0].holds(inner)), "{groups:?}");
}

#[test]
fn what_is_highlighted_keeps_its_color() {
    let mut graph = Graph::new(Schema::open().into());
    let source = Source::new("test", "CREATE (a:A {name: 'a'})-[r:R]->(b:A {name: 'b'}) RETURN a, b, 7 AS n");
    let answer = engine::run(&mut graph, &source, &Map::new(), &engine::Options::default()).expect("it runs");
    let subgraph = Subgraph::of(&answer.rows, graph.view(), Connect::Returned)
        .annotated(&answer.rows, &[])
        .highlighted(&answer.rows, &["a".into()]);
    let drawing = svg(&subgraph, graph.view(), &Options { text: TextForm::Editable, ..Options::default() });
    let document = Document::parse(&drawing.text).expect("it is XML");
    let fill = |id: &str| {
        let node = document.descendants().find(|node| node.attribute("id") == Some(id)).expect("the node is there");
        let outline = node.children().find(|child| child.has_attribute("fill")).expect("it has an outline");
        outline.attribute("fill").expect("it is filled").to_owned()
    };
    assert_eq!(fill("n1"), "#FFFFFF");
    assert_ne!(fill("n0"), fill("n1"));
    assert!(drawing.text.contains(">n: 7<"), "the scalar stands at a node:\n{}", drawing.text);
}

#[test]
fn the_legend_shows_looks_as_they_are_seen() {
    let mut graph = Graph::new(Schema::open().into());
    let source = Source::new(
        "test",
        "CREATE (a:A {name: 'a'})-[r:R]->(b:B {name: 'b'})-[s:S]->(c:A {name: 'c'}) RETURN a, b, c, r, s",
    );
    let answer = engine::run(&mut graph, &source, &Map::new(), &engine::Options::default()).expect("it runs");
    let legend = |bright: &[String]| {
        let subgraph = Subgraph::of(&answer.rows, graph.view(), Connect::Returned).highlighted(&answer.rows, bright);
        let text = svg(&subgraph, graph.view(), &Options { text: TextForm::Editable, ..Options::default() }).text;
        let document = Document::parse(&text).expect("it is XML");
        let legend = layer(&document, "legend").expect("it has a legend");
        let fills = legend.descendants().filter_map(|part| part.attribute("fill").filter(|fill| fill.starts_with('#')));
        fills.map(str::to_owned).collect::<Vec<_>>()
    };
    let (all, some) = (legend(&[]), legend(&["a".into()]));
    assert_eq!(all[0], some[0], "one of the A stands out");
    assert_ne!(all, some, "no B does");
}
