//! What the language has beyond openCypher 9 on random graphs, judged by a reference that walks every trail: label and type
//! expressions, conditions inside patterns, repeated paths, selected paths, and subqueries in expressions.

use super::generate::{Random, world};
use super::model::{Arrow, World};
use super::{found, setting};
use std::collections::BTreeMap;

/// Rounds of queries; a number in the environment replaces it, and another the seed.
const ROUNDS: u64 = 1_500;

/// An expression on names: labels of a node, or the type of a relationship.
enum Test {
    Name(&'static str),
    Any,
    Not(Box<Test>),
    And(Box<Test>, Box<Test>),
    Or(Box<Test>, Box<Test>),
}

impl Test {
    fn random(random: &mut Random, names: &[&'static str], depth: usize) -> Self {
        let inner = |random: &mut Random| Box::new(Self::random(random, names, depth - 1));
        match random.below(if depth == 0 { 3 } else { 7 }) {
            3 => Self::Not(inner(random)),
            4 => Self::And(inner(random), inner(random)),
            5 | 6 => Self::Or(inner(random), inner(random)),
            2 => Self::Any,
            _ => Self::Name(random.pick(names)),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Name(name) => (*name).to_owned(),
            Self::Any => "%".to_owned(),
            Self::Not(inner) => format!("!({})", inner.text()),
            Self::And(a, b) => format!("({})&({})", a.text(), b.text()),
            Self::Or(a, b) => format!("({})|({})", a.text(), b.text()),
        }
    }

    fn holds(&self, names: &[&'static str]) -> bool {
        match self {
            Self::Name(name) => names.contains(name),
            Self::Any => !names.is_empty(),
            Self::Not(inner) => !inner.holds(names),
            Self::And(a, b) => a.holds(names) && b.holds(names),
            Self::Or(a, b) => a.holds(names) || b.holds(names),
        }
    }
}

/// What is asked of a node or a relationship inside its brackets.
struct Asked {
    names: Option<Test>,
    /// `WHERE x.p > …`
    above: Option<i64>,
}

impl Asked {
    fn random(random: &mut Random, names: &[&'static str]) -> Self {
        Self {
            names: random.percent(35).then(|| Test::random(random, names, 2)),
            above: random.percent(15).then(|| random.below(2) as i64 - 1),
        }
    }

    /// The inside of the brackets, for a variable.
    fn text(&self, variable: &str) -> String {
        let names = self.names.as_ref().map_or_else(String::new, |names| format!(":{}", names.text()));
        let above = self.above.map_or_else(String::new, |above| format!(" WHERE {variable}.p > {above}"));
        format!("{variable}{names}{above}")
    }

    fn holds(&self, names: &[&'static str], p: Option<i64>) -> bool {
        self.names.as_ref().is_none_or(|test| test.holds(names))
            && self.above.is_none_or(|above| p.is_some_and(|p| p > above))
    }
}

/// How often a part is repeated.
type Times = (usize, Option<usize>);

/// What joins two nodes: a relationship, which may be repeated, or a repeated path of one relationship.
struct Part {
    rel: Asked,
    arrow: Arrow,
    times: Option<Times>,
    /// The nodes of a repeated path, and whether their `p` must differ.
    ends: Option<(Asked, Asked, bool)>,
}

impl Part {
    fn random(random: &mut Random) -> Self {
        let arrow = random.pick(&[Arrow::Right, Arrow::Left, Arrow::Both]);
        let rel = Asked::random(random, &["R", "S"]);
        let ends = random
            .percent(30)
            .then(|| (Asked::random(random, &["A", "B"]), Asked::random(random, &["A", "B"]), random.percent(40)));
        let times = (ends.is_some() || random.percent(40)).then(|| {
            let least = random.below(3);
            let most = random.percent(60).then(|| (least + random.below(3)).max(1));
            (least, most)
        });
        Self { rel, arrow, times, ends }
    }

    fn text(&self, at: usize) -> String {
        let (left, right) = match self.arrow {
            Arrow::Right => ("-", "->"),
            Arrow::Left => ("<-", "-"),
            Arrow::Both => ("-", "-"),
        };
        let rel = format!("{left}[{}]{right}", self.rel.text(&format!("r{at}")));
        let times = match self.times {
            None => String::new(),
            Some((0, None)) => "*".to_owned(),
            Some((1, None)) => "+".to_owned(),
            Some((least, None)) => format!("{{{least},}}"),
            Some((least, Some(most))) => format!("{{{least},{most}}}"),
        };
        let Some((start, end, differ)) = &self.ends else { return rel + &times };
        let (start, end) = (start.text(&format!("s{at}")), end.text(&format!("e{at}")));
        let condition = if *differ { format!(" WHERE s{at}.p <> e{at}.p") } else { String::new() };
        format!("(({start}){rel}({end}){condition}){times}")
    }

    /// The node after one step over a relationship, if it is one of this part.
    fn step(&self, world: &World, rel: usize, at: usize, forward: bool) -> Option<usize> {
        let link = &world.rels[rel];
        let (from, to) = if forward { (link.start, link.end) } else { (link.end, link.start) };
        let allowed = match self.arrow {
            Arrow::Right => forward,
            Arrow::Left => !forward,
            // A loop is one way, not two.
            Arrow::Both => forward || link.start != link.end,
        };
        let fits = allowed && from == at && self.rel.holds(&[link.kind], link.p);
        let ends = self.ends.as_ref().is_none_or(|(start, end, differ)| {
            let (a, b) = (&world.nodes[from], &world.nodes[to]);
            let apart = !differ || matches!((a.p, b.p), (Some(a), Some(b)) if a != b);
            start.holds(&a.labels, a.p) && end.holds(&b.labels, b.p) && apart
        });
        (fits && ends).then_some(to)
    }
}

/// A trail: its nodes and its relationships.
#[derive(Clone)]
struct Trail {
    nodes: Vec<usize>,
    rels: Vec<usize>,
}

impl Trail {
    fn ends(&self) -> (usize, usize) {
        (self.nodes[0], *self.nodes.last().expect("a trail has a node"))
    }
}

/// A path pattern whose first node is `a` and whose last is `b`.
struct Path {
    nodes: Vec<Asked>,
    parts: Vec<Part>,
}

impl Path {
    fn random(random: &mut Random) -> Self {
        let count = random.pick(&[1, 1, 2]);
        let nodes = (0..=count).map(|_| Asked::random(random, &["A", "B"])).collect();
        Self { nodes, parts: (0..count).map(|_| Part::random(random)).collect() }
    }

    fn text(&self) -> String {
        let mut text = format!("({})", self.nodes[0].text("a"));
        for (at, part) in self.parts.iter().enumerate() {
            let name = if at + 1 == self.parts.len() { "b".to_owned() } else { format!("n{at}") };
            text += &format!("{}({})", part.text(at), self.nodes[at + 1].text(&name));
        }
        text
    }

    /// Every trail of the pattern.
    fn trails(&self, world: &World) -> Vec<Trail> {
        let mut all = Vec::new();
        for node in 0..world.nodes.len() {
            self.go(world, 0, 0, Trail { nodes: vec![node], rels: Vec::new() }, true, &mut all);
        }
        all
    }

    /// Goes on from a trail that has repeated the part at hand so often.
    fn go(&self, world: &World, part: usize, done: usize, trail: Trail, fresh: bool, all: &mut Vec<Trail>) {
        let at = trail.ends().1;
        let node = &world.nodes[at];
        if fresh && !self.nodes[part].holds(&node.labels, node.p) {
            return;
        }
        let Some(next) = self.parts.get(part) else { return all.push(trail) };
        let (least, most) = next.times.unwrap_or((1, Some(1)));
        if done >= least {
            self.go(world, part + 1, 0, trail.clone(), true, all);
        }
        if most.is_some_and(|most| done >= most) {
            return;
        }
        for rel in (0..world.rels.len()).filter(|rel| !trail.rels.contains(rel)) {
            for to in [true, false].into_iter().filter_map(|forward| next.step(world, rel, at, forward)) {
                let mut longer = trail.clone();
                longer.nodes.push(to);
                longer.rels.push(rel);
                self.go(world, part, done + 1, longer, false, all);
            }
        }
    }
}

/// The trails of each pair of ends, the shortest first.
fn by_ends(trails: Vec<Trail>) -> BTreeMap<(usize, usize), Vec<Trail>> {
    let mut pairs: BTreeMap<(usize, usize), Vec<Trail>> = BTreeMap::new();
    for trail in trails {
        pairs.entry(trail.ends()).or_default().push(trail);
    }
    pairs.values_mut().for_each(|trails| trails.sort_by_key(|trail| trail.rels.len()));
    pairs
}

/// So many groups of trails of one length, the shortest first.
fn groups(trails: &[Trail], count: usize) -> Vec<Trail> {
    let mut lengths: Vec<usize> = trails.iter().map(|trail| trail.rels.len()).collect();
    lengths.dedup();
    lengths.truncate(count);
    trails.iter().filter(|trail| lengths.contains(&trail.rels.len())).cloned().collect()
}

/// A query and its rows.
fn question(random: &mut Random, world: &World) -> (String, Vec<String>) {
    let path = Path::random(random);
    let trails = path.trails(world);
    let text = path.text();
    let ids = |ids: &[usize]| format!("[{}]", ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
    let whole = |trail: &Trail| format!("{} | {}", ids(&trail.nodes), ids(&trail.rels));
    let whole_text = "RETURN [n IN nodes(p) | n.id] AS ns, [r IN relationships(p) | r.id] AS rs";
    let ends_text = "RETURN a.id AS a, b.id AS b, length(p) AS steps";
    let ends = |trail: &Trail| format!("{} | {} | {}", trail.ends().0, trail.ends().1, trail.rels.len());
    let p = |node: usize| world.nodes[node].p;
    let count = 1 + random.below(3);
    match random.below(8) {
        0 | 1 => (format!("MATCH p = {text} {whole_text}"), trails.iter().map(whole).collect()),
        2 => {
            let chosen = by_ends(trails).into_values().flat_map(|trails| groups(&trails, 1));
            (format!("MATCH p = ALL SHORTEST {text} {whole_text}"), chosen.map(|trail| whole(&trail)).collect())
        }
        3 => {
            let chosen = by_ends(trails).into_values().flat_map(|trails| groups(&trails, count));
            let rows = chosen.map(|trail| whole(&trail)).collect();
            (format!("MATCH p = SHORTEST {count} GROUPS {text} {whole_text}"), rows)
        }
        4 => {
            // Which of the paths of one length are taken is not said; so only their lengths can be judged.
            let chosen = by_ends(trails).into_values().flat_map(|trails| trails.into_iter().take(count));
            let chosen = chosen.filter(|trail| p(trail.ends().1).is_some_and(|p| p > 0));
            let rows = chosen.map(|trail| ends(&trail)).collect();
            (format!("MATCH p = SHORTEST {count} {text} WHERE b.p > 0 {ends_text}"), rows)
        }
        5 => {
            // A condition inside the parentheses is tested before paths are selected.
            let kept = trails.into_iter().filter(|trail| trail.rels.len() != 1).collect();
            let chosen = by_ends(kept).into_values().flat_map(|trails| groups(&trails, 1));
            let rows = chosen.map(|trail| whole(&trail)).collect();
            (format!("MATCH ALL SHORTEST (p = {text} WHERE length(p) <> 1) {whole_text}"), rows)
        }
        6 => {
            let rows = (0..world.nodes.len()).map(|node| {
                let mut targets: Vec<usize> =
                    trails.iter().map(Trail::ends).filter(|ends| ends.0 == node).map(|ends| ends.1).collect();
                targets.sort_unstable();
                let above = targets.iter().any(|node| p(*node).is_some_and(|p| p > 0));
                let known: Vec<usize> = targets.iter().copied().filter(|node| p(*node).is_some()).collect();
                format!("{node} | {} | {above} | {}", targets.len(), ids(&known))
            });
            let query = format!(
                "MATCH (a) RETURN a.id, COUNT {{ {text} }} AS c, EXISTS {{ MATCH {text} WHERE b.p > 0 RETURN b }} AS e, \
                 COLLECT {{ MATCH {text} WITH b WHERE b.p IS NOT NULL RETURN b.id ORDER BY b.id }} AS l"
            );
            (query, rows.collect())
        }
        _ => {
            let mut rows = Vec::new();
            for node in 0..world.nodes.len() {
                let here = trails.iter().filter(|trail| trail.ends().0 == node);
                let here: Vec<&Trail> = here.filter(|trail| p(trail.ends().1).is_some_and(|p| p > 0)).collect();
                rows.extend(here.iter().map(|trail| format!("{node} | {}", whole(trail))));
                if here.is_empty() {
                    rows.push(format!("{node} | null | null"));
                }
            }
            let returned = whole_text.replacen("RETURN ", "RETURN a.id AS a, ", 1);
            (format!("MATCH (a) OPTIONAL MATCH p = {text} WHERE b.p > 0 {returned}"), rows)
        }
    }
}

#[test]
fn random_extensions_give_what_brute_force_finds() {
    let mut random = Random::new(setting("CASEGRAPH_SEED", 0x0ddb_a115));
    let (rounds, mut telling) = (setting("CASEGRAPH_ROUNDS", ROUNDS), 0);
    for round in 0..rounds {
        let world = world(&mut random);
        let (text, mut expected) = question(&mut random, &world);
        expected.sort();
        let script = world.script();
        let graph = crate::case_runner::open_graph(&script).expect("the script is well-formed");
        for optimize in [true, false] {
            let found = found(&mut graph.clone(), &text, optimize);
            assert_eq!(found, expected, "round {round}, optimize {optimize}\n{script}\n{text}");
        }
        telling += u64::from(!expected.is_empty());
    }
    assert!(3 * telling > rounds, "only {telling} rounds have rows");
}
