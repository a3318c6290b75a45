//! The layout of an installed Graphviz, which we draw in our looks.
//!
//! Input and output: those of [`super`]; in between DOT with nothing but sizes, and what `dot` answers as JSON. The program
//! runs with a time limit after which it is ended, and what it answers is checked before it is believed.

use super::{Arrangement, Edge, Point, Problem, Rect, Refusal, Route, Side, Size};
use crate::library::Direction;
use serde_json::Value;
use std::fmt::Write as _;
use std::io::{ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// How long the program may think. It needs minutes for some hundred nodes with many lines.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often is looked whether it has ended, once its answer is whole.
const PAUSE: Duration = Duration::from_millis(2);

/// What is read of an answer at most; a thousand nodes take one megabyte.
const LONGEST_ANSWER: u64 = 64 << 20;

/// How many points an inch has, in which Graphviz reads sizes; it answers in points.
const INCH: f64 = 72.0;

/// Places a hair outside of the picture come from rounding.
const OUTSIDE: f64 = 2.0;

/// Lays a picture out with the program `dot`.
pub(super) fn arrange(problem: &Problem) -> Result<Arrangement, Refusal> {
    arrange_with(Command::new("dot").arg("-Tjson0"), problem, PATIENCE)
}

fn arrange_with(program: &mut Command, problem: &Problem, patience: Duration) -> Result<Arrangement, Refusal> {
    let answer = run(program, input(problem), patience)?;
    let answer: Value =
        serde_json::from_slice(&answer).map_err(|_| Refusal("Graphviz answered what is no JSON".into()))?;
    read(problem, &answer).ok_or_else(|| Refusal("Graphviz left out the place of something".into()))
}

/// What a program answers to a text, within a time.
fn run(program: &mut Command, input: String, patience: Duration) -> Result<Vec<u8>, Refusal> {
    let start = Instant::now();
    let started = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = started.map_err(|error| match error.kind() {
        ErrorKind::NotFound => Refusal("there is no program `dot`".into()),
        _ => Refusal(format!("Graphviz cannot be started: {error}")),
    })?;
    // Both ends are served beside the waiting, or a full pipe would stop the program for good. Nobody waits for these
    // threads: what the program has started itself may hold its pipes open when it has ended.
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(input.as_bytes())));
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut answer = Vec::new();
        let read = stdout.map(|stdout| stdout.take(LONGEST_ANSWER).read_to_end(&mut answer));
        // Whoever has stopped waiting needs no answer.
        let _ = sender.send(read.and_then(Result::ok).map(|_| answer));
    });
    let answer = receiver.recv_timeout(patience).ok();
    let ended = ended(&mut child, patience.saturating_sub(start.elapsed()));
    let (Some(answer), Some(successful)) = (answer, ended) else {
        return Err(Refusal(format!("Graphviz gave no answer within {} seconds", patience.as_secs_f64())));
    };
    if successful { answer } else { None }.ok_or_else(|| Refusal("Graphviz failed".into()))
}

/// Whether a program ended well; nothing when it had to be ended.
fn ended(child: &mut Child, patience: Duration) -> Option<bool> {
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) if start.elapsed() < patience => thread::sleep(PAUSE),
            Ok(None) | Err(_) => {
                // It may have ended by itself in between.
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
}

/// The problem as DOT.
fn input(problem: &Problem) -> String {
    let direction = match problem.direction {
        Direction::TopToBottom => "TB",
        Direction::LeftToRight => "LR",
        Direction::BottomToTop => "BT",
        Direction::RightToLeft => "RL",
    };
    let mut dot = format!(
        "digraph {{ graph [rankdir={direction} splines=polyline nodesep=0.35 ranksep=0.6]\n\
         node [shape=box fixedsize=true label=\"\"]\nedge [arrowhead=none]\n"
    );
    members(problem, None, &mut dot);
    for (at, edge) in problem.edges.iter().enumerate() {
        let label = edge.label.map(|size| format!(" label={}", space(size))).unwrap_or_default();
        line(&mut dot, format_args!("n{} -> n{} [id=e{at}{label}]", edge.start, edge.end));
    }
    dot + "}\n"
}

/// The boxes and groups directly within a group, or those within none.
fn members(problem: &Problem, within: Option<usize>, dot: &mut String) {
    for (at, tile) in problem.boxes.iter().enumerate().filter(|(_, tile)| tile.group == within) {
        let (width, height) = (tile.size.width / INCH, tile.size.height / INCH);
        line(dot, format_args!("n{at} [width={width:.4} height={height:.4}]"));
    }
    for (at, group) in problem.groups.iter().enumerate().filter(|(_, group)| group.within == within) {
        let (title, edge) = (space(group.title), if group.side == Side::Below { 'b' } else { 't' });
        line(dot, format_args!("subgraph cluster_{at} {{ graph [margin=14 labeljust=l labelloc={edge} label={title}]"));
        members(problem, Some(at), dot);
        dot.push_str("}\n");
    }
}

fn line(dot: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(dot, "{text}").expect("a string takes any text");
}

/// A label that is nothing but its size.
fn space(size: Size) -> String {
    let (width, height) = (size.width.ceil(), size.height.ceil());
    format!(
        "<<TABLE BORDER=\"0\" CELLPADDING=\"0\" CELLSPACING=\"0\"><TR>\
         <TD FIXEDSIZE=\"TRUE\" WIDTH=\"{width}\" HEIGHT=\"{height}\"></TD></TR></TABLE>>"
    )
}

/// The answer, or nothing when a box or a way is missing from it or out of the picture.
fn read(problem: &Problem, answer: &Value) -> Option<Arrangement> {
    let [_, _, width, height] = numbers(answer["bb"].as_str()?)?;
    let size = Size { width, height };
    // Heights of Graphviz go upward.
    let turned = |x: f64, y: f64| Point { x, y: height - y };
    let mut boxes = vec![None; problem.boxes.len()];
    let mut groups = vec![None; problem.groups.len()];
    for object in answer["objects"].as_array()? {
        let name = object["name"].as_str()?;
        if let Some(at) = numbered(name, "cluster_") {
            // An empty group has no place.
            let Some([left, low, right, high]) = object["bb"].as_str().and_then(numbers) else { continue };
            let size = Size { width: right - left, height: high - low };
            *groups.get_mut(at)? = Some(Rect { corner: turned(left, high), size });
        } else {
            let at = numbered(name, "n")?;
            let [x, y] = numbers(object["pos"].as_str()?)?;
            let size = problem.boxes.get(at)?.size;
            boxes[at] = Some(Rect::around(turned(x, y), size));
        }
    }
    let mut routes = vec![None; problem.edges.len()];
    for edge in answer["edges"].as_array().into_iter().flatten() {
        let at = numbered(edge["id"].as_str()?, "e")?;
        let asked = *problem.edges.get(at)?;
        routes[at] = Some(route(edge, asked, turned)?);
    }
    let boxes: Vec<Rect> = boxes.into_iter().collect::<Option<_>>()?;
    let within = |rect: &Rect| {
        let inside = |low: f64, high: f64, side: f64| low >= -OUTSIDE && high <= side + OUTSIDE;
        inside(rect.corner.x, rect.right(), width) && inside(rect.corner.y, rect.bottom(), height)
    };
    let routes = routes.into_iter().collect::<Option<_>>()?;
    boxes.iter().all(within).then_some(Arrangement { boxes, routes, groups, titles: Vec::new(), size })
}

fn route(edge: &Value, asked: Edge, turned: impl Fn(f64, f64) -> Point) -> Option<Route> {
    let curve = edge["pos"].as_str()?.split_whitespace().map(|pair| {
        let [x, y] = numbers(pair)?;
        Some(turned(x, y))
    });
    let curve: Vec<Point> = curve.collect::<Option<_>>()?;
    // Of a curve whose pieces are straight, every third point is a bend.
    let mut points: Vec<Point> = curve.into_iter().step_by(3).collect();
    points.dedup();
    let label = match asked.label {
        Some(size) => {
            let [x, y] = numbers(edge["lp"].as_str()?)?;
            Some(Rect::around(turned(x, y), size))
        }
        None => None,
    };
    (points.len() > 1).then_some(Route { points, label })
}

/// The number that follows a word.
fn numbered(name: &str, word: &str) -> Option<usize> {
    name.strip_prefix(word)?.parse().ok()
}

/// So many numbers with commas between.
fn numbers<const COUNT: usize>(text: &str) -> Option<[f64; COUNT]> {
    let number = |number: &str| number.parse().ok().filter(|number: &f64| number.is_finite());
    text.split(',').map(number).collect::<Option<Vec<f64>>>()?.try_into().ok()
}

#[cfg(all(test, unix))]
mod tests {
    use super::super::{Border, Tile};
    use super::*;

    fn problem() -> Problem {
        let tile = |width, group| Tile { size: Size { width, height: 30.0 }, group };
        let label = Some(Size { width: 40.0, height: 16.0 });
        Problem {
            boxes: vec![tile(60.0, None), tile(80.0, Some(0)), tile(90.0, Some(1))],
            edges: vec![
                Edge { start: 0, end: 1, label, trunk: None },
                Edge { start: 1, end: 2, label: None, trunk: None },
            ],
            groups: vec![
                Border { title: Size { width: 50.0, height: 18.0 }, within: None, side: Side::Above },
                Border { title: Size { width: 50.0, height: 18.0 }, within: Some(0), side: Side::Above },
            ],
            ..Problem::default()
        }
    }

    /// What becomes of a program that is a script.
    fn asked(script: &str, patience: Duration) -> Result<Arrangement, Refusal> {
        arrange_with(Command::new("sh").args(["-c", script]), &problem(), patience)
    }

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn what_is_slow_is_ended_with_all_that_it_started() {
        let start = Instant::now();
        let refusal = asked("sleep 50 & sleep 50", Duration::from_millis(80)).expect_err("it is slow");
        assert_eq!(refusal.0, "Graphviz gave no answer within 0.08 seconds");
        assert!(start.elapsed() < Duration::from_secs(20), "nobody waits for it");
    }

    #[test]
    fn what_fails_or_answers_anything_is_not_believed() {
        let why = |script: &str| asked(script, LONG).expect_err(script).0;
        assert_eq!(why("exit 3"), "Graphviz failed");
        assert_eq!(why("cat > /dev/null; kill -9 $$"), "Graphviz failed");
        assert_eq!(why("cat > /dev/null; echo hello"), "Graphviz answered what is no JSON");
        for answer in [
            "{}",
            r#"{"bb": "0,0,9,9", "objects": []}"#,
            r#"{"bb": "0,0,9,NaN", "objects": [{"name": "n0", "pos": "1,1"}]}"#,
            r#"{"bb": "0,0,9,9", "objects": [{"name": "n7", "pos": "1,1"}]}"#,
            r#"{"bb": "0,0,9,9", "objects": [{"name": "cluster_7", "bb": "1,1,2,2"}]}"#,
            r#"{"bb": "0,0,9,9", "objects": [], "edges": [{"id": "e7", "pos": "1,1 2,2 3,3 4,4"}]}"#,
        ] {
            let script = format!("cat > /dev/null; echo '{answer}'");
            assert_eq!(why(&script), "Graphviz left out the place of something", "{answer}");
        }
        let missing = arrange_with(&mut Command::new("no-such-program-as-this"), &problem(), LONG);
        assert_eq!(missing, Err(Refusal("there is no program `dot`".into())));
    }

    #[test]
    fn an_answer_is_turned_and_checked() {
        let node = |name: &str, at: &str| format!(r#"{{"name": "{name}", "pos": "{at}"}}"#);
        let answer = |first: &str| {
            let objects = [
                r#"{"name": "cluster_0", "bb": "10,10,190,120"}"#.to_owned(),
                r#"{"name": "cluster_1", "bb": "20,20,180,60"}"#.to_owned(),
                node("n0", first),
                node("n1", "100,90"),
                node("n2", "100,40"),
            ];
            let edges = r#"{"id": "e0", "pos": "100,155 100,150 100,110 100,105", "lp": "120,130"},
                           {"id": "e1", "pos": "100,75 100,70 100,60 100,55"}"#;
            format!(r#"{{"bb": "0,0,200,200", "objects": [{}], "edges": [{edges}]}}"#, objects.join(","))
        };
        let told = |first: &str| asked(&format!("cat > /dev/null; echo '{}'", answer(first).replace('\n', " ")), LONG);
        let arrangement = told("100,170").expect("it is whole");
        assert_eq!(arrangement.boxes[0].middle(), Point { x: 100.0, y: 30.0 });
        assert_eq!(arrangement.boxes[2].corner, Point { x: 55.0, y: 145.0 });
        assert_eq!(arrangement.groups[1].map(Rect::middle), Some(Point { x: 100.0, y: 160.0 }));
        assert_eq!(arrangement.routes[0].points, [Point { x: 100.0, y: 45.0 }, Point { x: 100.0, y: 95.0 }]);
        assert_eq!(arrangement.routes[0].label.map(Rect::middle), Some(Point { x: 120.0, y: 70.0 }));
        assert_eq!(arrangement.routes[1].label, None);
        assert!(told("100,400").is_err(), "a box out of the picture");
    }

    #[test]
    fn an_installed_graphviz_lays_out() {
        // Where there is none, the others tell what happens.
        let Ok(arrangement) = arrange(&problem()) else { return };
        assert!(arrangement.boxes[0].bottom() < arrangement.boxes[1].corner.y, "{arrangement:?}");
        let [outer, inner] = [arrangement.groups[0], arrangement.groups[1]].map(|group| group.expect("it has a place"));
        assert!(outer.corner.y < inner.corner.y && inner.bottom() < outer.bottom(), "{arrangement:?}");
        assert!(inner.corner.y < arrangement.boxes[2].corner.y && arrangement.routes[0].label.is_some());
    }
}
