//! Pictures in the formats beside SVG: what each holds, and that no text can break it.

use crate::sandbox::Sandbox;
use casegraph::diag::{Source, codes};
use casegraph::draw::{
    Connect, Options, PictureFile, PictureFormat, Pixels, Subgraph, TextForm, chart, dot, draw, mermaid, svg,
};
use casegraph::engine;
use casegraph::graph::{Graph, Schema};
use casegraph::library::{Direction, Layout, Picture};
use casegraph::value::{Map, Value, Why};
use regex::Regex;
use std::process::Command;

/// The picture of what a statement creates and returns.
fn picture(statement: &str, options: &Options, format: PictureFormat) -> PictureFile {
    picture_with(statement, options, format, Map::new())
}

fn picture_with(statement: &str, options: &Options, format: PictureFormat, params: Map) -> PictureFile {
    let mut graph = Graph::new(Schema::open().into());
    let source = Source::new("test", statement);
    let answer = engine::run(&mut graph, &source, &params, &engine::Options::default())
        .unwrap_or_else(|error| panic!("{error:?}"));
    draw(&Subgraph::of(&answer.rows, graph.view(), Connect::Returned), graph.view(), options, format)
        .unwrap_or_else(|error| panic!("{error:?}"))
}

fn options(title: &str, direction: Direction) -> Options {
    let picture = Picture { direction: Some(direction), ..Picture::default() };
    Options { title: title.into(), picture, ..Options::default() }
}

fn text(file: PictureFile) -> String {
    String::from_utf8(file.bytes).expect("it is text")
}

#[test]
fn nothing_is_drawn_for_who_asks_for_an_end() {
    let mut graph = Graph::new(Schema::open().into());
    let source = Source::new("test", "CREATE (a:A {year: 2000})-[r:R]->(b:B) RETURN a, r, b");
    let answer = engine::run(&mut graph, &source, &Map::new(), &engine::Options::default()).expect("it is made");
    let (rows, view) = (&answer.rows, graph.view());
    let subgraph = Subgraph::of(rows, view, Connect::Induced);
    for (why, code) in [(Why::Asked, codes::INTERRUPTED), (Why::Late, codes::TIMED_OUT)] {
        for layout in [Layout::Layered, Layout::Matrix, Layout::Timeline] {
            let options = Options { picture: Picture { layout, ..Picture::default() }, ..Options::default() };
            options.stop.ask(why);
            for (extension, format) in PictureFormat::EXTENSIONS {
                let drawn = match layout {
                    Layout::Layered => draw(&subgraph, view, &options, *format),
                    _ => chart(rows, &subgraph, view, &options, *format),
                };
                assert_eq!(drawn.err().map(|error| error.code), Some(code), "{extension}");
            }
            assert_eq!(Subgraph::until(&options.stop, rows, view, Connect::Returned), Err(why));
            assert_eq!(svg(&subgraph, view, &options).text, "");
            assert_eq!(mermaid(&subgraph, view, &options).text + &dot(&subgraph, view, &options), "");
        }
    }
}

/// Texts that end strings, begin keywords, tags, comments or escapes in one format or another.
pub const HOSTILE: [&str; 28] = [
    "end",
    "subgraph",
    "click n1 call alert()",
    "\"quoted\"",
    "\\\"",
    "\\N \\G \\n",
    "a -->|x| b",
    "[x](y) {z} ((w))",
    "`code` **bold** _it_",
    "1. first",
    "2) second",
    "- item",
    "# head",
    "<b>R&D</b>",
    "</script><script>alert(1)</script>",
    "]]>",
    "<!-- -->",
    "&lt; &#60; #lt; #35;",
    "%%{init: {}}%%",
    "%% comment",
    "---",
    "$$x^2$$",
    "https://example.org/a?b=c",
    "a;b;c",
    "東京データ基盤",
    "🚀 👩‍🔬",
    "line\nbreak\ttab",
    "{\"a\": '\u{2028}'}",
];

/// The picture of nodes with hostile captions, types, properties and groups.
pub fn hostile(options: &Options, format: PictureFormat) -> PictureFile {
    let statement = "\
        UNWIND $texts AS text
        CREATE p = (:`end \"<&>` {name: text, kind: text})-[:`T \"|<&>` {note: text}]->(:`%%x` {name: 'x' + text})
        RETURN p";
    picture_with(
        statement,
        options,
        format,
        Map::from([("texts".into(), Value::list(HOSTILE.map(Value::from).to_vec()))]),
    )
}

#[test]
fn mermaid_keeps_direction_groups_looks_and_labels() {
    let statement = "\
        CREATE (a:Tool {name: 'Reader', layer: 'in'})-[r1:FEEDS]->(b:Tool {name: 'Parser', layer: 'in'})
                -[r2:FEEDS]->(c:Store {name: 'Store \"one\"', layer: 'out'}), (c)-[r3:TELLS]->(d:Tool {name: 'end'})
        RETURN a, b, c, d, r1, r2, r3";
    let mut options = options("Layers: \"all\"", Direction::RightToLeft);
    options.picture.group_by = vec!["layer".into()];
    let expected = r##"---
title: "Layers: \"all\""
config:
  flowchart:
    wrappingWidth: 320
---
flowchart RL
  %% casegraph drawing 1
  accTitle: Layers#58; #34;all#34;
  accDescr: A diagram#58; 1 Store, 3 Tool#59; 2 FEEDS, 1 TELLS.
    n3[/"end"/]
  subgraph g0["in"]
    direction RL
    n0[/"Reader"/]
    n1[/"Parser"/]
  end
  subgraph g1["out"]
    direction RL
    n2("Store #34;one#34;")
  end
  n0 -->|"FEEDS"| n1
  n1 -->|"FEEDS"| n2
  n2 -->|"TELLS"| n3
  subgraph legend["Legend"]
    direction RL
    k0("Store")
    k1[/"Tool"/]
    s0(( ))
    e0(( ))
    s1(( ))
    e1(( ))
  s0 -->|"FEEDS"| e0
  s1 -->|"TELLS"| e1
  end
  classDef c0 fill:#FDE7CC,stroke:#A85A00,stroke-width:1.5px,color:#1B2430
  class n3,n0,n1,k1 c0
  classDef c1 fill:#DCEBFA,stroke:#1F6FB2,stroke-width:1.5px,color:#1B2430
  class n2,k0 c1
  style g0 fill:none,stroke:#748090
  style g1 fill:none,stroke:#748090
  style legend fill:none,stroke:#748090
  linkStyle 0,1,3 stroke:#1F6FB2
  linkStyle 2,4 stroke:#A85A00
"##;
    assert_eq!(text(picture(statement, &options, PictureFormat::Mermaid)), expected);
    options.legend = false;
    assert!(!text(picture(statement, &options, PictureFormat::Mermaid)).contains("legend"));
}

/// Every line must be one of these forms, whose texts hold nothing but letters, harmless signs and character codes.
#[test]
fn no_text_breaks_mermaid() {
    let safe = r##"(?:[^\x00-\x2b\x2f\x3a-\x3e@\[-`{-\x7f]|[ !,().+]|#[0-9]+;)+"##;
    let label = format!("\"(?:{safe}(?:<br/>{safe})*| )\"");
    let forms = [
        r"---".to_owned(),
        r#"title: "(?:[^"\\<>%]|\\["\\nu])*""#.into(),
        r"config:|  flowchart:|    wrappingWidth: \d+|flowchart (?:TB|LR|BT|RL)|  end|    direction (?:TB|LR|BT|RL)"
            .into(),
        format!(r"  acc(?:Title|Descr): {safe}"),
        r"  %% casegraph drawing \d+".into(),
        format!(r"  subgraph [a-z]+\d*\[{label}\]"),
        format!(r"    [nk]\d+(?:\(|\(\[|\[\[|\[|\[/|\{{\{{|\[\(){label}(?:\)|\]|/\]|\\\]|\]\)|\]\]|\}}\}}|\)\])"),
        r"    [se]\d+\(\( \)\)".into(),
        format!(r"  [nse]\d+ (?:-->|-\.->)(?:\|{label}\|)? [nse]\d+"),
        r"  (?:classDef c\d+|class [nk0-9,]+ c\d+|style \w+|linkStyle [0-9,]+)(?: [a-z0-9#:,.A-F-]+)?".into(),
    ];
    let forms = Regex::new(&format!("^(?:{})$", forms.join("|"))).expect("a pattern");
    for title in HOSTILE {
        let mut options = options(title, Direction::LeftToRight);
        options.picture.group_by = vec!["kind".into()];
        let text = text(hostile(&options, PictureFormat::Mermaid));
        let strange: Vec<&str> = text.lines().filter(|line| !forms.is_match(line)).collect();
        assert_eq!(strange, Vec::<&str>::new());
    }
}

#[test]
fn mermaid_says_what_it_does_not_draw() {
    let statement = "UNWIND range(1, 501) AS n CREATE p = ({name: n})-[:R]->({name: -n}) RETURN p";
    let file = picture(statement, &Options::default(), PictureFormat::Mermaid);
    let codes: Vec<&str> = file.warnings.iter().map(|warning| warning.code.id).collect();
    assert_eq!(codes, ["W0411"]);
}

const PAIR: &str = "CREATE p = (:Company {name: 'Acme & Söhne'})-[:USES {role: 'jobs'}]->(:Technology {name: 'Apache Flink'}) RETURN p";

/// The attribute of an element as a number.
fn size(node: &roxmltree::Node<'_, '_>, key: &str) -> f64 {
    node.attribute(key).expect("the attribute is there").parse().expect("it is a number")
}

/// The ends of the outlines of a line of text, in the units of the picture.
fn extent(path: &roxmltree::Node<'_, '_>) -> [f64; 4] {
    let transform = path.attribute("transform").expect("letters are moved to their place");
    let numbers: Vec<f64> = transform
        .split(|each: char| !each.is_ascii_digit() && each != '.' && each != '-')
        .filter_map(|number| number.parse().ok())
        .collect();
    let [x, y, scale] = numbers[..] else { panic!("{transform}") };
    let tree = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='{}'/></svg>",
        path.attribute("d").expect("a path has a way")
    );
    let tree = resvg::usvg::Tree::from_str(&tree, &resvg::usvg::Options::default()).expect("it is SVG");
    let bounds = tree.root().bounding_box();
    let [left, top, right, bottom] = [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()].map(f64::from);
    [x + left * scale, y + top * scale, x + right * scale, y + bottom * scale]
}

#[test]
fn letters_are_outlines_within_their_nodes() {
    let drawing = text(picture(PAIR, &options("Who uses it?", Direction::LeftToRight), PictureFormat::Svg));
    let document = roxmltree::Document::parse(&drawing).expect("it is XML");
    assert!(!drawing.contains("<text") && !drawing.contains("<use") && !drawing.contains("xlink"), "{drawing}");
    let nodes = document.descendants().find(|node| node.attribute("id") == Some("nodes")).expect("it has nodes");
    let mut lines = 0;
    for node in nodes.children().filter(roxmltree::Node::is_element) {
        let outline = node.children().find(|child| child.has_tag_name("rect") || child.has_tag_name("polygon"));
        let outline = outline.expect("a node has an outline");
        let [left, right] = if outline.has_tag_name("rect") {
            let left = size(&outline, "x");
            [left, left + size(&outline, "width")]
        } else {
            let points = outline.attribute("points").expect("it has points").split(' ');
            let xs: Vec<f64> = points.map(|point| point.split(',').next().unwrap_or("").parse().expect("x")).collect();
            [xs.iter().copied().fold(f64::MAX, f64::min), xs.iter().copied().fold(f64::MIN, f64::max)]
        };
        for path in node.children().filter(|child| child.has_tag_name("path")) {
            let [start, top, end, bottom] = extent(&path);
            assert!(left + 4.0 < start && end < right - 4.0, "{left} {start} {end} {right}");
            assert!((8.0..20.0).contains(&(bottom - top)), "{top} {bottom}");
            assert!(
                ((start + end) - (left + right)).abs() < 6.0,
                "it stands in the middle: {left} {start} {end} {right}"
            );
            lines += 1;
        }
    }
    assert_eq!(lines, 2);
}

#[test]
fn lines_that_the_face_cannot_set_are_text_and_said() {
    let statement = "CREATE (a {name: 'Flink'}), (b {name: '東京 🚀'}) RETURN a, b";
    let file = picture(statement, &Options::default(), PictureFormat::Svg);
    let said: Vec<String> =
        file.warnings.iter().map(|warning| format!("{} {}", warning.code.id, warning.message)).collect();
    assert_eq!(said, ["W0412 the bundled face has no `京`, `東`, `🚀`"]);
    let drawing = text(file);
    assert_eq!(drawing.matches("<text").count(), 1);
    assert!(drawing.contains(">東京 🚀</text>"));
    let mut options = Options { text: TextForm::Editable, ..Options::default() };
    options.picture.direction = Some(Direction::LeftToRight);
    let file = picture(statement, &options, PictureFormat::Svg);
    assert!(file.warnings.is_empty());
    assert_eq!(text(file).matches("<text").count(), 2);
}

#[test]
fn a_node_leads_to_its_source() {
    let sandbox = Sandbox::new();
    std::fs::create_dir_all(sandbox.path("out/deep")).expect("a directory");
    sandbox.run(&["draw", "landscape", "-o", "out/deep/x.svg"]).drew();
    let drawing = sandbox.read("out/deep/x.svg");
    assert!(drawing.contains("<a xlink:href=\"../../data/companies.yaml#L1\">"), "{drawing}");
    assert!(drawing.contains("<a xlink:href=\"../../data/technologies.yaml#L2\">"), "{drawing}");
    assert!(sandbox.path("out/deep/../../data/companies.yaml").exists());
    sandbox.run(&["draw", "landscape", "-o", "x.svg", "--links", "https://example.org/&"]).drew();
    assert!(sandbox.read("x.svg").contains("xlink:href=\"https://example.org/&amp;data/companies.yaml#L1\""));
    sandbox.run(&["draw", "landscape", "-o", "x.svg", "--links", "none"]).drew();
    assert!(!sandbox.read("x.svg").contains("<a "));
    // There is no way to a picture elsewhere that holds on another machine.
    let elsewhere = sandbox.path("elsewhere.svg");
    sandbox.run(&["draw", "landscape", "-o", &elsewhere.to_string_lossy()]).drew();
    assert!(!sandbox.read("elsewhere.svg").contains("<a "));
}

#[test]
fn png_shows_the_picture_in_its_colors() {
    let mut options = options("", Direction::LeftToRight);
    options.text = TextForm::Editable;
    let drawing = text(picture(PAIR, &options, PictureFormat::Svg));
    let document = roxmltree::Document::parse(&drawing).expect("it is XML");
    let root = document.root_element();
    options.pixels = Pixels { scale: Some(1.5), dpi: Some(300.0) };
    let bytes = picture(PAIR, &options, PictureFormat::Png).bytes;
    assert_eq!(bytes, picture(PAIR, &options, PictureFormat::Png).bytes, "the same bytes again");
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("it is a PNG");
    let dims = reader.info().pixel_dims.expect("it says how large a pixel is");
    assert_eq!((dims.xppu, dims.yppu), (11_811, 11_811));
    let mut pixels = vec![0; reader.output_buffer_size().expect("it has a size")];
    let info = reader.next_frame(&mut pixels).expect("it has a frame");
    let side = |key| (size(&root, key) * 1.5).ceil() as u32;
    assert_eq!((info.width, info.height, info.color_type), (side("width"), side("height"), png::ColorType::Rgb));
    let at = |x: f64, y: f64| {
        let at = ((y * 1.5) as usize * info.width as usize + (x * 1.5) as usize) * 3;
        format!("#{:02X}{:02X}{:02X}", pixels[at], pixels[at + 1], pixels[at + 2])
    };
    assert_eq!(at(1.0, 1.0), "#FFFFFF");
    let node = document.descendants().find(|node| node.attribute("id") == Some("n0")).expect("it has a node");
    let outline = node.children().find(|child| child.has_tag_name("rect")).expect("a company is a rectangle");
    let (x, y) = (size(&outline, "x"), size(&outline, "y"));
    assert_eq!(at(x + 6.0, y + size(&outline, "height") / 2.0), outline.attribute("fill").expect("it is filled"));
    let dark = pixels.chunks(3).filter(|pixel| pixel.iter().all(|part| *part < 0x40)).count();
    assert!(dark > 500, "letters are drawn: {dark}");
}

#[test]
fn each_format_names_the_version_that_drew_it_and_says_what_is_seen() {
    let statement = "
        CREATE (a:Tool {name: 'Saw <1>'}), (b:Tool {name: 'Plane'}), (c:Tool {name: 'File'}), (w:Wood {name: 'Oak'}),
               (a)-[r:CUTS]->(w), (b)-[s:CUTS]->(w), (c)-[t:CUTS]->(w)
        RETURN a, r, b, s, c, t, w";
    let options = Options { about: "Tools & timber".into(), ..Options::default() };
    let made = |format| picture(statement, &options, format).bytes;
    let said = "<desc>Tools &amp; timber. A diagram: 3 Tool, 1 Wood; 3 CUTS. Most relationships: Oak (3).</desc>";
    for (format, parts) in [
        (PictureFormat::Svg, &[said, "<metadata>casegraph drawing 1</metadata>"][..]),
        (PictureFormat::Html, &[said, "<meta name=\"generator\" content=\"casegraph drawing 1\">"]),
        (PictureFormat::Dot, &["comment=\"casegraph drawing 1\""]),
        (
            PictureFormat::Mermaid,
            &["\n  %% casegraph drawing 1\n", "accDescr: Tools #38; timber. A diagram#58; 3 Tool, "],
        ),
    ] {
        let text = String::from_utf8(made(format)).expect("it is text");
        for part in parts {
            assert!(text.contains(part), "{format:?} lacks {part}: {text}");
        }
    }
    let reader = png::Decoder::new(std::io::Cursor::new(made(PictureFormat::Png))).read_info().expect("it is a PNG");
    let texts = &reader.info().uncompressed_latin1_text;
    let texts: Vec<_> = texts.iter().map(|text| (text.keyword.as_str(), text.text.as_str())).collect();
    assert_eq!(texts, [("Software", "casegraph drawing 1")]);
}

#[test]
fn options_are_refused_where_they_mean_nothing() {
    let sandbox = Sandbox::new();
    let draw = |file: &str, option: &[&str]| sandbox.run(&[&["draw", "landscape", "-o", file], option].concat());
    draw("x.dot", &["--text", "paths"]).fails(2, &["--text is for .svg"]);
    draw("x.svg", &["--scale", "2"]).fails(2, &["--scale is for .png"]);
    draw("x.html", &["--dpi", "300"]).fails(2, &["--dpi is for .png"]);
    draw("x.mmd", &["--links", "none"]).fails(2, &["--links is for .svg and .html"]);
    draw("x.png", &["--scale", "0"]).fails(2, &["--scale 0 is out of range"]);
    draw("x.png", &["--dpi", "nan"]).fails(2, &["--dpi NaN is out of range"]);
    draw("x.png", &["--dpi", "150"]).drew();
}

/// What Graphviz makes of a text; nothing where there is none, which is said.
#[allow(clippy::print_stdout, reason = "the log of the tests says what was not tried")]
fn graphviz(dot: &str) -> Option<String> {
    let sandbox = Sandbox::empty();
    sandbox.write("x.dot", dot);
    let output = match Command::new("dot").args(["-Tsvg", "x.dot"]).current_dir(sandbox.path("")).output() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            println!("no Graphviz on the path: what is written for it was not tried");
            return None;
        }
        output => output.expect("Graphviz runs"),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{said}\n{dot}");
    Some(String::from_utf8(output.stdout).expect("it is text"))
}

/// Runs only where a Graphviz is installed; elsewhere it says so and has tried nothing.
#[test]
fn graphviz_shows_every_text_as_it_is() {
    for title in HOSTILE {
        let mut options = options(title, Direction::LeftToRight);
        options.picture.group_by = vec!["kind".into()];
        let Some(drawn) = graphviz(&text(hostile(&options, PictureFormat::Dot))) else { return };
        let document = roxmltree::Document::parse_with_options(
            &drawn,
            roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() },
        )
        .unwrap_or_else(|error| panic!("{title}: {error}\n{drawn}"));
        let nodes = document.descendants().filter(|node| node.attribute("class") == Some("node"));
        let bare =
            |text: &str| text.chars().filter(|each| !each.is_whitespace() && *each != '\u{a0}').collect::<String>();
        let shown: Vec<String> = nodes
            .map(|node| {
                node.descendants().filter(|each| each.has_tag_name("text")).filter_map(|each| each.text()).collect()
            })
            .map(|text: String| bare(&text))
            .collect();
        for text in HOSTILE {
            assert!(shown.contains(&bare(text)), "{text} is not in {shown:?}");
        }
    }
}

#[cfg(not(feature = "pdf"))]
#[test]
fn without_its_feature_pdf_is_refused_and_said_how_to_get() {
    let sandbox = Sandbox::new();
    sandbox.run(&["draw", "landscape", "-o", "x.pdf"]).fails(2, &["E0407", "--features pdf", "dot -Tpdf -o x.pdf"]);
}

#[cfg(feature = "pdf")]
#[test]
fn a_pdf_is_one_page_of_the_size_of_the_slide() {
    let sandbox = Sandbox::new();
    let uses = "MATCH (c:Company)-[:USES]->(t:Technology) RETURN t, c";
    for (name, more) in [("graph.pdf", &["--theme", "dark"][..]), ("chart.pdf", &["--layout", "matrix"])] {
        sandbox.run(&[&["draw", uses, "--size", "16:9", "-o", name], more].concat()).drew();
        let bytes = std::fs::read(sandbox.path(name)).expect("it is written");
        assert!(bytes.starts_with(b"%PDF-1."), "{name}");
        assert!(String::from_utf8_lossy(&bytes).contains("/MediaBox [0 0 960 540]"), "{name}");
        // Where there is a reader of PDF, it finds the page.
        let drawn = Command::new("pdftoppm").args(["-r", "96"]).arg(sandbox.path(name)).output();
        if let Ok(drawn) = drawn {
            assert!(drawn.status.success() && drawn.stdout.starts_with(b"P6\n1280 720\n"), "{name}");
            let pixels = &drawn.stdout[16..];
            let ground = &pixels[..3];
            assert!(pixels.chunks(3).any(|pixel| pixel != ground), "{name} is not empty");
        }
    }
    sandbox.run(&["draw", uses, "-o", "x.pdf", "--dpi", "300"]).fails(2, &["--dpi is for .png"]);
}
