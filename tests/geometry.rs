//! What can be wrong with the geometry of a picture on a slide, read back from an SVG whose letters are text.

use casegraph::diag::Source;
use casegraph::draw::{Connect, Options, PageSize, Subgraph, TextForm, svg};
use casegraph::engine;
use casegraph::graph::{Graph, Schema};
use casegraph::library::{Direction, Picture};
use casegraph::value::Map;
use roxmltree::{Document, Node};

/// The width and height of a slide of 13.333 × 7.5 inches, in points.
const SLIDE: [f64; 2] = [960.0, 540.0];

/// The least size of letters that a room can read from a slide, in points, and what rounding may take from it.
const LEAST: f64 = 12.0 - 0.05;

/// The least part of the slide that the drawing with its title and legend takes.
const FILLED: f64 = 0.55;

type Point = [f64; 2];

/// A rectangle by its upper left and its lower right corner.
#[derive(Clone, Copy, Debug)]
struct Area(Point, Point);

impl Area {
    fn around(points: impl IntoIterator<Item = Point>) -> Self {
        let nothing = Self([f64::MAX; 2], [f64::MIN; 2]);
        points.into_iter().fold(nothing, |Self(from, to), point| {
            Self([0, 1].map(|axis| from[axis].min(point[axis])), [0, 1].map(|axis| to[axis].max(point[axis])))
        })
    }

    fn grown(self, by: f64) -> Self {
        Self(self.0.map(|at| at - by), self.1.map(|at| at + by))
    }

    fn holds(&self, point: &Point) -> bool {
        [0, 1].iter().all(|&axis| self.0[axis] <= point[axis] && point[axis] <= self.1[axis])
    }

    fn meets(&self, other: &Self) -> bool {
        [0, 1].iter().all(|&axis| self.0[axis] < other.1[axis] && other.0[axis] < self.1[axis])
    }

    /// Whether a part of a straight line is inside: the parts within each pair of sides must have something in common.
    fn crossed(&self, start: Point, end: Point) -> bool {
        let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
        for axis in [0, 1] {
            let way = end[axis] - start[axis];
            if way == 0.0 {
                if start[axis] <= self.0[axis] || start[axis] >= self.1[axis] {
                    return false;
                }
                continue;
            }
            let (one, other) = ((self.0[axis] - start[axis]) / way, (self.1[axis] - start[axis]) / way);
            enters = enters.max(one.min(other));
            leaves = leaves.min(one.max(other));
        }
        enters < leaves
    }
}

/// Texts on each other, routes over nodes they do not belong to or over texts, letters that are too small, a slide that
/// is rather empty.
pub(crate) fn faults(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    let root = document.root_element();
    let frame = numbers(root.attribute("viewBox").expect("it has a frame"));
    let point = (SLIDE[0] / frame[2]).min(SLIDE[1] / frame[3]);
    let texts: Vec<(&str, Area)> = root.descendants().filter_map(|node| letters(&node)).collect();
    let mut faults = Vec::new();
    for (at, (one, area)) in texts.iter().enumerate() {
        let covered = texts[at + 1..].iter().filter(|(_, other)| area.meets(other));
        faults.extend(covered.map(|(other, _)| format!("{one:?} and {other:?} cover each other")));
    }
    for node in root.descendants().filter(|node| node.has_tag_name("text")) {
        let points = number(&node, "font-size") * point;
        if points < LEAST {
            faults.push(format!("{:?} has {points:.1} points", node.text().unwrap_or_default()));
        }
    }
    faults.extend(crossings(root, &texts));
    let shapes = root.descendants().filter(|node| node.parent() != Some(root) || !ground(node, &frame));
    let drawn = shapes.flat_map(|node| outline(&node)).chain(texts.iter().flat_map(|(_, area)| [area.0, area.1]));
    let Area(from, to) = Area::around(drawn);
    let filled = (to[0] - from[0]) * (to[1] - from[1]) / (frame[2] * frame[3]);
    if filled < FILLED {
        faults.push(format!("it fills {:.0} % of the slide", filled * 100.0));
    }
    faults
}

/// The routes that cross a node they neither begin nor end at, or a text.
fn crossings(root: Node<'_, '_>, texts: &[(&str, Area)]) -> Vec<String> {
    let within = |id: &str| root.children().filter(move |node| node.attribute("id") == Some(id)).collect::<Vec<_>>();
    let named = |node: Node<'_, '_>| {
        let title = node.children().find(|node| node.has_tag_name("title")).and_then(|title| title.text());
        title.and_then(|title| title.lines().next()).unwrap_or_default().to_owned()
    };
    let nodes: Vec<(String, Area)> = within("nodes")
        .iter()
        .flat_map(|nodes| nodes.children().filter(Node::is_element))
        .map(|node| (named(node), Area::around(node.descendants().flat_map(|part| outline(&part)))))
        .collect();
    let mut crossings = Vec::new();
    for line in within("lines").iter().flat_map(|lines| lines.children().filter(Node::is_element)) {
        let route = named(line);
        let ways: Vec<Vec<Point>> = line.descendants().flat_map(|part| ways(&part)).collect();
        let tips = line
            .descendants()
            .filter(|part| part.has_tag_name("polygon"))
            .filter_map(|tip| outline(&tip).first().copied());
        let starts = ways.first().and_then(|way| way.first()).copied();
        let ends: Vec<Point> =
            starts.into_iter().chain(ways.last().and_then(|way| way.last()).copied()).chain(tips).collect();
        let over = |area: &Area| {
            let inside = area.grown(-1.0);
            ways.iter().flat_map(|way| way.windows(2)).any(|part| inside.crossed(part[0], part[1]))
        };
        let own = |area: &Area| ends.iter().any(|end| area.grown(2.0).holds(end));
        let crossed = nodes.iter().filter(|(_, area)| !own(area) && over(area));
        crossings.extend(crossed.map(|(node, _)| format!("{route:?} crosses the node {node:?}")));
        let crossed = texts.iter().filter(|(_, area)| over(area));
        crossings.extend(crossed.map(|(text, _)| format!("{route:?} crosses the text {text:?}")));
    }
    crossings
}

fn numbers(text: &str) -> Vec<f64> {
    let parts = text.split(|letter: char| !(letter.is_ascii_digit() || ".-".contains(letter)));
    parts.filter(|part| !part.is_empty()).map(|part| part.parse().expect("it is a number")).collect()
}

fn number(node: &Node<'_, '_>, key: &str) -> f64 {
    node.attribute(key).map_or(0.0, |value| value.parse().expect("it is a number"))
}

fn points(text: &str) -> Vec<Point> {
    numbers(text).chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect()
}

/// Whether this is the rectangle behind the whole picture.
fn ground(node: &Node<'_, '_>, frame: &[f64]) -> bool {
    node.has_tag_name("rect") && number(node, "width") >= frame[2] && number(node, "height") >= frame[3]
}

/// The points that a shape reaches to.
fn outline(node: &Node<'_, '_>) -> Vec<Point> {
    let of = |key: &str| number(node, key);
    match node.tag_name().name() {
        "rect" => vec![[of("x"), of("y")], [of("x") + of("width"), of("y") + of("height")]],
        "circle" => vec![[of("cx") - of("r"), of("cy") - of("r")], [of("cx") + of("r"), of("cy") + of("r")]],
        "ellipse" => vec![[of("cx") - of("rx"), of("cy") - of("ry")], [of("cx") + of("rx"), of("cy") + of("ry")]],
        "polygon" | "polyline" => points(node.attribute("points").unwrap_or_default()),
        "path" => points(node.attribute("d").unwrap_or_default()),
        _ => Vec::new(),
    }
}

/// The strokes of a path, which has a gap where its label stands. A bend is taken for the corner that it rounds.
fn ways(node: &Node<'_, '_>) -> Vec<Vec<Point>> {
    let path = if node.has_tag_name("path") { node.attribute("d").unwrap_or_default() } else { "" };
    path.split('M').map(points).filter(|way| !way.is_empty()).collect()
}

/// A text, and about where its letters are: a letter of DejaVu Sans is 0.55 of its size wide or more, but for the slim ones.
fn letters<'a>(node: &Node<'a, '_>) -> Option<(&'a str, Area)> {
    let text = node.has_tag_name("text").then(|| node.text().unwrap_or_default())?;
    let (x, y, size) = (number(node, "x"), number(node, "y"), number(node, "font-size"));
    let wide = text.chars().count() as f64 * size * 0.55;
    let left = match node.attribute("text-anchor") {
        Some("middle") => x - wide / 2.0,
        Some("end") => x - wide,
        _ => x,
    };
    Some((text, Area([left, y - size * 0.73], [left + wide, y + size * 0.2])))
}

/// A slide with two nodes side by side, a third between them, and the route between the first two.
fn slide(route: &str, title: &str) -> String {
    let node = |x: u32, y: u32, name: &str| {
        let (middle, base) = (x + 100, y + 56);
        format!(
            "<g><title>Town: {name}</title><rect x=\"{x}\" y=\"{y}\" width=\"200\" height=\"100\"/>\
             <text x=\"{middle}\" y=\"{base}\" font-size=\"20\" text-anchor=\"middle\">{name}</text></g>"
        )
    };
    let nodes = [node(40, 400, "Ayr"), node(540, 400, "Bute"), node(1040, 400, "Crail")].concat();
    format!(
        "<svg viewBox=\"0 0 1280 720\"><rect width=\"1280\" height=\"720\"/>{title}\
         <g id=\"lines\"><g><title>Ayr ROAD Crail</title><path d=\"{route}\"/></g></g><g id=\"nodes\">{nodes}</g></svg>"
    )
}

#[test]
fn a_broken_picture_has_faults() {
    let title =
        "<text x=\"40\" y=\"64\" font-size=\"32\">Roads</text><text x=\"40\" y=\"690\" font-size=\"16\">Source</text>";
    let around = "M240 450 L390 450 Q400 450 400 440 L400 310 Q400 300 410 300 L900 300 L900 450 L1040 450";
    assert_eq!(faults(&slide(around, title)), Vec::<String>::new());

    let through =
        ["\"Ayr ROAD Crail\" crosses the node \"Town: Bute\"", "\"Ayr ROAD Crail\" crosses the text \"Bute\""];
    assert_eq!(faults(&slide("M240 450 L1040 450", title)), through);
    // A gap for a label is no stroke, and does not excuse the strokes beside it.
    assert_eq!(faults(&slide("M240 450 L520 450 M760 450 L1040 450", title)), Vec::<String>::new());
    assert_eq!(faults(&slide("M240 450 L560 450 M760 450 L1040 450", title)), through[..1].to_vec());

    let small =
        "<text x=\"40\" y=\"64\" font-size=\"32\">Roads</text><text x=\"60\" y=\"60\" font-size=\"14\">of all</text>";
    let said = ["\"Roads\" and \"of all\" cover each other", "\"of all\" has 10.5 points"];
    assert_eq!(faults(&slide(around, small)), said);
    assert_eq!(faults(&slide(around, "")), ["it fills 26 % of the slide"]);
}

/// What a statement creates and returns, grouped by properties, on a slide whose letters are text.
fn grouped(statement: &str, group_by: &[&str], direction: Option<Direction>) -> String {
    let mut graph = Graph::new(Schema::open().into());
    let source = Source::new("test", statement);
    let answer = engine::run(&mut graph, &source, &Map::new(), &engine::Options::default())
        .unwrap_or_else(|error| panic!("{statement}: {error:?}"));
    let group_by = group_by.iter().map(|name| (*name).to_owned()).collect();
    let picture = Picture { direction, group_by, ..Picture::default() };
    let size = Some(PageSize::WIDE);
    let options = Options { title: "Parts".into(), picture, size, text: TextForm::Editable, ..Options::default() };
    svg(&Subgraph::of(&answer.rows, graph.view(), Connect::Returned), graph.view(), &options).text
}

/// Nodes in two of six areas and one of two kinds each, without lines.
const LOOSE: &str = "UNWIND range(1, 30) AS n \
    CREATE (p:Part {name: 'Part ' + n, area: 'area ' + (n * n % 7), kind: CASE WHEN n % 3 = 0 THEN 'bought' ELSE 'made' END}) \
    RETURN p";

/// Three users, and nodes in two levels of groups that they use; some of them lead to others, some have no line.
const JOINED: &str = "UNWIND range(1, 9) AS n \
    CREATE (p:Part {name: 'Part ' + n, area: 'area ' + (n % 3), kind: CASE WHEN n % 2 = 0 THEN 'bought' ELSE 'made' END}) \
    WITH collect(p) AS parts UNWIND range(0, 2) AS u CREATE (user:User {name: 'User ' + u}) \
    WITH parts, user, u UNWIND [0, 2, 3, 5, 6] AS n WITH parts, user, u, n, parts[n] AS part, parts[(n + 1) % 9] AS next \
    WHERE (n + u) % 2 = 0 CREATE (user)-[uses:USES]->(part), (part)-[feeds:FEEDS]->(next) \
    RETURN user, uses, part, feeds, next, parts";

#[test]
fn groups_without_lines_fill_a_slide() {
    for group_by in [&["kind"][..], &["area"], &["area", "kind"]] {
        assert_eq!(faults(&grouped(LOOSE, group_by, None)), Vec::<String>::new(), "{group_by:?}");
    }
}

#[test]
fn no_line_crosses_the_title_of_a_group() {
    let directions = [None, Some(Direction::LeftToRight), Some(Direction::TopToBottom), Some(Direction::BottomToTop)];
    for group_by in [&["kind"][..], &["area"], &["area", "kind"]] {
        for direction in directions {
            let mut faults = faults(&grouped(JOINED, group_by, direction));
            // How large letters are depends on how well a direction suits the slide.
            faults
                .retain(|fault| direction.is_none() || !fault.ends_with("points") && !fault.ends_with("of the slide"));
            assert_eq!(faults, Vec::<String>::new(), "{group_by:?}, {direction:?}");
        }
    }
}
