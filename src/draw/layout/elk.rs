//! The layered layout with orthogonal edges, by the port of the Eclipse Layout Kernel.
//!
//! Input and output: those of [`super`]; in between the engine's JSON. The engine is held at arm's length: the problem is
//! bounded, a panic or a long silence within it is a refusal, and what it answers is checked before it is believed.

use super::request::{ASPECT, request};
use super::{Arrangement, Edge, Point, Problem, Rect, Refusal, Route, Size};
use crate::value::Stop;
use serde_json::Value;
use std::ops::RangeInclusive;
use std::panic;
use std::sync::{Once, mpsc};
use std::thread;
use std::time::{Duration, Instant};

/// The most boxes and edges together; more are laid out in plain rows, since nobody could read them anyway.
const MOST: usize = 3_000;

/// The most that are laid out again when the first shape is extreme.
const MOST_TWICE: usize = 150;

/// The shapes, as width by height, that a page or a slide takes.
const USUAL: RangeInclusive<f64> = 0.55..=3.0;

/// How long the engine may think. The bound above keeps it far below this.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often is looked whether somebody asks for an end.
const BETWEEN: Duration = Duration::from_millis(20);

/// Why there is no layout then.
const INTERRUPTED: &str = "the layered layout was interrupted";

/// The engine descends along chains of boxes.
const STACK: usize = 256 << 20;

/// The name by which a panic of the engine is known.
const THREAD: &str = "casegraph-layout";

/// A step aside up to this is taken out of a way; lines at a box stand farther apart.
const STEP_ASIDE: f64 = 3.0;

/// Lays a picture out in layers.
pub(super) fn arrange(problem: &Problem) -> Result<Arrangement, Refusal> {
    let (count, most) = (problem.boxes.len() + problem.edges.len(), MOST);
    if count > most {
        return Err(Refusal(format!("{count} nodes and lines are more than the {most} that the layered layout takes")));
    }
    let first = attempt(problem, problem.bound)?;
    if problem.aspect.is_some() {
        // Who asks for a shape tries other ways to come near it.
        return Ok(first);
    }
    if USUAL.contains(&first.size.ratio()) || count > MOST_TWICE {
        return Ok(first);
    }
    // Long layers are broken into shorter ones.
    let widest = (problem.boxes.len() as f64).sqrt();
    let bounds = [1.2, 1.8].map(|share| (widest * share).ceil() as usize);
    let mut others = Vec::new();
    for bound in bounds {
        let Ok(other) = attempt(problem, Some(bound)) else { continue };
        if USUAL.contains(&other.size.ratio()) {
            // Not the best of several: which that is could change with a box more.
            return Ok(other);
        }
        others.push(other);
    }
    let off = |arrangement: &Arrangement| {
        let ratio = arrangement.size.ratio() / ASPECT;
        ratio.max(1.0 / ratio.max(f64::EPSILON))
    };
    let best = others.into_iter().chain([first]).min_by(|one, other| off(one).total_cmp(&off(other)));
    best.ok_or_else(|| Refusal("the layered layout gave no places".into()))
}

/// One layout, with at most `bound` boxes in a layer.
fn attempt(problem: &Problem, bound: Option<usize>) -> Result<Arrangement, Refusal> {
    let input = request(problem, bound).to_string();
    let answer = guarded(&problem.stop, move || elkrs::create_elk().layout_json(&input))?;
    let arrangement = read(problem, &answer).ok_or_else(|| Refusal("the layered layout gave no places".into()))?;
    Ok(framed(arrangement))
}

/// Runs the engine in a thread of its own, whose panic ends nothing else.
fn guarded(stop: &Stop, engine: impl FnOnce() -> Result<Value, String> + Send + 'static) -> Result<Value, Refusal> {
    if stop.why().is_some() {
        return Err(Refusal(INTERRUPTED.into()));
    }
    keep_panics_quiet();
    let (sender, receiver) = mpsc::channel();
    let work = move || {
        // The receiver is gone when it lost its patience; then nobody wants the answer.
        let _ = sender.send(engine());
    };
    let thread = thread::Builder::new().name(THREAD.into()).stack_size(STACK).spawn(work);
    thread.map_err(|error| Refusal(format!("the layered layout could not be started: {error}")))?;
    let start = Instant::now();
    loop {
        return match receiver.recv_timeout(BETWEEN) {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(Refusal(format!("the layered layout failed: {error}"))),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(Refusal("the layered layout broke down".into())),
            Err(mpsc::RecvTimeoutError::Timeout) if stop.why().is_some() => Err(Refusal(INTERRUPTED.into())),
            Err(mpsc::RecvTimeoutError::Timeout) if start.elapsed() < PATIENCE => continue,
            Err(mpsc::RecvTimeoutError::Timeout) => Err(Refusal("the layered layout took too long".into())),
        };
    }
}

/// A panic of the engine is reported as a finding, so it must not be printed as well; all others are.
fn keep_panics_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if thread::current().name() != Some(THREAD) {
                before(panic);
            }
        }));
    });
}

/// The answer, or nothing when a box or a way is missing from it.
fn read(problem: &Problem, answer: &Value) -> Option<Arrangement> {
    let mut found = Found {
        problem,
        boxes: vec![None; problem.boxes.len()],
        routes: vec![None; problem.edges.len()],
        groups: vec![None; problem.groups.len()],
    };
    found.read(answer, Point::default())?;
    Some(Arrangement {
        boxes: found.boxes.into_iter().collect::<Option<_>>()?,
        routes: found.routes.into_iter().collect::<Option<_>>()?,
        groups: found.groups,
        ..Arrangement::default()
    })
}

/// What has been found in the answer.
struct Found<'p> {
    problem: &'p Problem,
    boxes: Vec<Option<Rect>>,
    routes: Vec<Option<Route>>,
    groups: Vec<Option<Rect>>,
}

impl Found<'_> {
    /// Reads the picture or a group. What stands within a group, the edges between its members as well, is placed from
    /// the corner of the group.
    fn read(&mut self, part: &Value, from: Point) -> Option<()> {
        for child in part["children"].as_array().into_iter().flatten() {
            let size = Size { width: finite(&child["width"])?, height: finite(&child["height"])? };
            let rect = Rect { corner: point(child)? + from, size };
            if let Some(at) = number(child, 'n') {
                *self.boxes.get_mut(at)? = Some(rect);
            } else {
                *self.groups.get_mut(number(child, 'g')?)? = Some(rect);
                self.read(child, rect.corner)?;
            }
        }
        for edge in part["edges"].as_array().into_iter().flatten() {
            let at = number(edge, 'e')?;
            *self.routes.get_mut(at)? = Some(route(edge, from, &self.problem.edges[at])?);
        }
        Some(())
    }
}

fn route(way: &Value, from: Point, edge: &Edge) -> Option<Route> {
    let section = way["sections"].as_array()?.first()?;
    let bends = section["bendPoints"].as_array().map_or(&[][..], Vec::as_slice);
    let stops = std::iter::once(&section["startPoint"]).chain(bends).chain(std::iter::once(&section["endPoint"]));
    let mut points = stops.map(|stop| Some(point(stop)? + from)).collect::<Option<Vec<_>>>()?;
    // What several share stays where it is.
    let shared = |at_start: bool| edge.trunk.is_some_and(|trunk| trunk.at_start == at_start);
    if !shared(true) {
        straighten(&mut points);
    }
    if !shared(false) {
        points.reverse();
        straighten(&mut points);
        points.reverse();
    }
    let label = match edge.label {
        Some(size) => Some(Rect { corner: point(way["labels"].as_array()?.first()?)? + from, size }),
        None => None,
    };
    Some(Route { points, label })
}

/// Takes a small step aside out of the beginning of a way, by moving where it leaves its box.
fn straighten(points: &mut Vec<Point>) {
    if let [start, one, other, next, ..] = points[..] {
        let level = start.y == one.y && other.y == next.y && (one.y - other.y).abs() <= STEP_ASIDE;
        let upright = start.x == one.x && other.x == next.x && (one.x - other.x).abs() <= STEP_ASIDE;
        if level || upright {
            points[0] = if level { Point { y: other.y, ..start } } else { Point { x: other.x, ..start } };
            points.drain(1..3);
        }
    }
}

/// The number in an id such as `n7`.
fn number(part: &Value, letter: char) -> Option<usize> {
    part["id"].as_str()?.strip_prefix(letter)?.parse().ok()
}

fn point(part: &Value) -> Option<Point> {
    Some(Point { x: finite(&part["x"])?, y: finite(&part["y"])? })
}

fn finite(number: &Value) -> Option<f64> {
    number.as_f64().filter(|number| number.is_finite())
}

/// Moves everything so that the upper left corner is the origin, and measures it.
fn framed(mut arrangement: Arrangement) -> Arrangement {
    let mut least = Point { x: f64::MAX, y: f64::MAX };
    let mut most = Point { x: f64::MIN, y: f64::MIN };
    let mut see = |point: Point| {
        least = Point { x: least.x.min(point.x), y: least.y.min(point.y) };
        most = Point { x: most.x.max(point.x), y: most.y.max(point.y) };
    };
    let labels = arrangement.routes.iter().filter_map(|route| route.label.as_ref());
    for rect in arrangement.boxes.iter().chain(arrangement.groups.iter().flatten()).chain(labels) {
        see(rect.corner);
        see(Point { x: rect.right(), y: rect.bottom() });
    }
    arrangement.routes.iter().flat_map(|route| &route.points).for_each(|point| see(*point));
    let by = Point { x: -least.x, y: -least.y };
    for rect in arrangement.boxes.iter_mut().chain(arrangement.groups.iter_mut().flatten()) {
        *rect = rect.moved(by);
    }
    for route in &mut arrangement.routes {
        route.label = route.label.map(|label| label.moved(by));
        route.points.iter_mut().for_each(|point| *point = *point + by);
    }
    arrangement.size = Size { width: most.x - least.x, height: most.y - least.y };
    arrangement
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Why;
    use serde_json::json;

    #[test]
    fn a_breakdown_of_the_engine_is_a_refusal() {
        let guarded = |engine: fn() -> Result<Value, String>| guarded(&Stop::default(), engine);
        let refusal = guarded(|| panic!("a bug of the engine")).expect_err("it has no answer");
        assert_eq!(refusal, Refusal("the layered layout broke down".into()));
        let refusal = guarded(|| elkrs::create_elk().layout_json("{")).expect_err("this is no JSON");
        assert!(refusal.0.starts_with("the layered layout failed: "), "{}", refusal.0);
        let nowhere = r#"{"id": "root", "edges": [{"id": "e", "sources": ["a"], "targets": ["b"]}]}"#;
        assert!(super::guarded(&Stop::default(), move || elkrs::create_elk().layout_json(nowhere)).is_err());
    }

    #[test]
    fn nobody_waits_for_an_engine_who_asks_for_an_end() {
        let stop = Stop::default();
        let (held, hold) = mpsc::channel::<()>();
        let asked = stop.clone();
        let refusal = guarded(&stop, move || {
            asked.ask(Why::Asked);
            // It goes on until the test has its refusal.
            let _ = hold.recv();
            Ok(Value::Null)
        });
        assert_eq!(refusal, Err(Refusal(INTERRUPTED.into())));
        drop(held);
        assert_eq!(guarded(&stop, || panic!("it is not begun")), Err(Refusal(INTERRUPTED.into())));
    }

    #[test]
    fn an_answer_without_places_is_none() {
        let each = super::super::Tile { size: Size { width: 10.0, height: 10.0 }, group: None };
        let problem = Problem { boxes: vec![each], ..Problem::default() };
        assert_eq!(read(&problem, &json!({})), None);
        assert_eq!(read(&problem, &json!({"children": [], "edges": []})), None);
        let nowhere = json!({"children": [{"id": "n0", "x": 0, "y": null, "width": 1, "height": 1}], "edges": []});
        assert_eq!(read(&problem, &nowhere), None);
    }

    #[test]
    fn too_many_are_refused() {
        let each = super::super::Tile { size: Size { width: 10.0, height: 10.0 }, group: None };
        let problem = Problem { boxes: vec![each; MOST + 1], ..Problem::default() };
        assert!(arrange(&problem).expect_err("too many").0.contains("3001"));
    }
}
