//! Input from a seed, for where there is no fuzzer: statements by the grammar, documents and requests from pieces, and all
//! of them damaged.

#[path = "generate/extended.rs"]
mod extended;

/// A xorshift generator; the same seed gives the same input on every machine.
pub struct Random(u64);

impl Random {
    /// A generator; every seed is a good one.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }

    fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }

    fn times(&mut self, least: usize, most: usize, joint: &str, mut make: impl FnMut(&mut Self) -> String) -> String {
        let count = least + self.below(most - least + 1);
        (0..count).map(|_| make(self)).collect::<Vec<_>>().join(joint)
    }
}

/// The input of a target for a number.
#[must_use]
pub fn input(target: &str, seed: u64, number: u64) -> Vec<u8> {
    let mut random = Random::new(seed ^ number.wrapping_mul(0xd134_2543_de82_ef95));
    let whole = match target {
        "documents" => document(&mut random, 0),
        "requests" => random.times(1, 4, "\n", request),
        _ => statement(&mut random),
    };
    if random.percent(25) { damaged(&mut random, whole.into_bytes()) } else { whole.into_bytes() }
}

/// The bytes with some of them lost, doubled, swapped or changed.
fn damaged(random: &mut Random, mut bytes: Vec<u8>) -> Vec<u8> {
    const PIECES: [&[u8]; 16] = [
        b"(",
        b")",
        b"[",
        b"]",
        b"{",
        b"}",
        b"'",
        b"\"",
        b"`",
        b"/*",
        b"$",
        b"\\u12",
        b"\xff",
        "é→".as_bytes(),
        b"\0",
        b"9999999999999999999",
    ];
    for _ in 0..1 + random.below(4) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(8)).min(bytes.len());
        match random.below(4) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            2 => drop(bytes.splice(at..at, PIECES[random.below(PIECES.len())].iter().copied())),
            _ if at < bytes.len() => bytes[at] = random.below(256) as u8,
            _ => {}
        }
    }
    bytes
}

const LABELS: [&str; 4] = ["A", "B", "C", "`L m`"];
const KEYS: [&str; 4] = ["p", "s", "l", "w"];

/// A statement that the grammar accepts, and mostly the checks too.
pub fn statement(random: &mut Random) -> String {
    let prefix = if random.percent(5) { random.pick(&["EXPLAIN ", "PROFILE "]) } else { "" };
    let mut text = format!("{prefix}{}", Writer::new(random).query());
    while random.percent(8) {
        text += &format!(" {} {}", random.pick(&["UNION", "UNION ALL"]), Writer::new(random).query());
    }
    text
}

/// What a variable stands for.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Node,
    Rel,
    Value,
}

/// Writes one single query, and knows which variables there are.
struct Writer<'r> {
    random: &'r mut Random,
    scope: Vec<(String, Kind)>,
    named: usize,
    /// Whether the graph was changed since the last WITH.
    changed: bool,
}

impl<'r> Writer<'r> {
    fn new(random: &'r mut Random) -> Self {
        Self { random, scope: Vec::new(), named: 0, changed: false }
    }

    fn query(mut self) -> String {
        let mut text = String::new();
        if self.random.percent(75) {
            text = format!("MATCH {} ", self.patterns(true));
        }
        for _ in 0..self.random.below(4) {
            text += &self.clause();
            text.push(' ');
        }
        if !self.changed || self.random.percent(60) {
            text += &format!("RETURN {}", self.projection());
        }
        text
    }

    fn times(&mut self, least: usize, most: usize, joint: &str, mut make: impl FnMut(&mut Self) -> String) -> String {
        let count = least + self.random.below(most - least + 1);
        (0..count).map(|_| make(self)).collect::<Vec<_>>().join(joint)
    }

    fn new_name(&mut self, kind: Kind) -> String {
        self.named += 1;
        let name = if self.random.percent(5) { format!("`odd {}`", self.named) } else { format!("v{}", self.named) };
        self.scope.push((name.clone(), kind));
        name
    }

    /// A variable of one of these kinds, or rarely one that is not there.
    fn name(&mut self, kinds: &[Kind]) -> Option<String> {
        if self.random.percent(1) {
            return Some("nobody".to_owned());
        }
        let fit: Vec<&String> =
            self.scope.iter().filter(|(_, kind)| kinds.contains(kind)).map(|(name, _)| name).collect();
        if fit.is_empty() { None } else { Some(fit[self.random.below(fit.len())].clone()) }
    }

    fn filter(&mut self) -> String {
        if self.random.percent(40) { format!(" WHERE {}", self.condition(3)) } else { String::new() }
    }

    fn with(&mut self) -> String {
        self.changed = false;
        format!("WITH {}{}", self.projection(), self.filter())
    }

    fn clause(&mut self) -> String {
        let kind = self.random.below(15);
        let before = if self.changed && kind < 7 { self.with() + " " } else { String::new() };
        let entity = self.name(&[Kind::Node, Kind::Rel]);
        let clause = match (kind, entity) {
            (0, _) if self.random.percent(40) => format!("MATCH {}{}", self.selected(), self.filter()),
            (0..3, _) => format!("MATCH {}{}", self.patterns(true), self.filter()),
            (3, _) => format!("OPTIONAL MATCH {}{}", self.patterns(true), self.filter()),
            (6, _) => {
                let list = self.list(2);
                format!("UNWIND {list} AS {}", self.new_name(Kind::Value))
            }
            (7, _) => {
                self.changed = true;
                format!("CREATE {}", self.made())
            }
            (8, _) => {
                self.changed = true;
                format!("MERGE {}", self.made())
            }
            (9, Some(name)) => {
                self.changed = true;
                format!("SET {name}.{} = {}", self.random.pick(&KEYS), self.expr(2))
            }
            (10, Some(name)) => {
                self.changed = true;
                format!("{}DELETE {name}", self.random.pick(&["", "DETACH "]))
            }
            (11, Some(name)) => {
                self.changed = true;
                format!("REMOVE {name}.{}", self.random.pick(&KEYS))
            }
            (12, _) => self.call(),
            (13, _) => self.extended_clause(),
            _ => self.with(),
        };
        before + &clause
    }

    fn call(&mut self) -> String {
        let (name, output) = [
            ("pageRank", "score"),
            ("degree", "degree"),
            ("cycles", "length"),
            ("kCore", "core"),
            ("communities", "community"),
            ("betweenness", "score"),
            ("weakComponents", "component"),
            ("topologicalOrder", "position"),
        ][self.random.below(8)];
        let setting =
            self.random.pick(&["", "", "types: 'R'", "labels: ['A', 'B']", "types: ['S', 'R']", "limit: 3", "odd: 1"]);
        format!("CALL algo.{name}({{{setting}}}) YIELD {output} AS {}", self.new_name(Kind::Value))
    }

    fn patterns(&mut self, binds: bool) -> String {
        self.times(1, 2, ", ", |writer| writer.pattern(binds))
    }

    fn pattern(&mut self, binds: bool) -> String {
        let mut text = self.node(binds);
        for _ in 0..self.random.below(3) {
            text += &if self.random.percent(12) { self.repeated() } else { self.relationship(binds) };
            text += &self.node(binds);
        }
        text
    }

    fn node(&mut self, binds: bool) -> String {
        let known = self.name(&[Kind::Node]).filter(|_| self.random.percent(40));
        let name = match known {
            Some(name) => name,
            None if binds && self.random.percent(70) => self.new_name(Kind::Node),
            None => String::new(),
        };
        let label = match self.random.below(100) {
            0..25 => format!(":{}", self.random.pick(&LABELS)),
            25..33 => self.label_test(),
            _ => String::new(),
        };
        let condition = self.inner_condition(&name);
        let map = if self.random.percent(12) {
            format!(" {{{}: {}}}", self.random.pick(&KEYS), leaf(self.random))
        } else {
            String::new()
        };
        format!("({name}{label}{map}{condition})")
    }

    fn relationship(&mut self, binds: bool) -> String {
        let walk = self.random.percent(20);
        let name = match () {
            () if !binds || self.random.percent(60) => String::new(),
            () => self.new_name(if walk { Kind::Value } else { Kind::Rel }),
        };
        let kind = self.random.pick(&["", ":R", ":S", ":R|S"]);
        let length = if walk { self.random.pick(&["*", "*1..2", "*0..", "*..3", "*2"]) } else { "" };
        let (left, right) = [("-", "->"), ("<-", "-"), ("-", "-")][self.random.below(3)];
        format!("{left}[{name}{kind}{length}]{right}")
    }

    /// A pattern that can be made.
    fn made(&mut self) -> String {
        let label = self.random.pick(&LABELS);
        let value = leaf(self.random);
        let to = self.new_name(Kind::Node);
        match self.name(&[Kind::Node]).filter(|name| *name != to && self.random.percent(60)) {
            Some(from) => format!("({from})-[:{}]->({to}:{label} {{p: {value}}})", self.random.pick(&["R", "S"])),
            None => format!("({to}:{label} {{p: {value}}})"),
        }
    }

    fn projection(&mut self) -> String {
        let distinct = self.random.pick(&["", "", "", "DISTINCT "]);
        let grouped = self.random.percent(35);
        let (items, scope) = if self.random.percent(8) && !self.scope.is_empty() {
            ("*".to_owned(), self.scope.clone())
        } else {
            let mut scope = Vec::new();
            let items = self.times(1, 3, ", ", |writer| {
                let kept = writer.name(&[Kind::Node, Kind::Rel, Kind::Value]).filter(|_| writer.random.percent(40));
                if let Some(name) = kept.filter(|name| scope.iter().all(|(other, _)| other != name)) {
                    let kind =
                        writer.scope.iter().find(|(other, _)| *other == name).map_or(Kind::Value, |(_, kind)| *kind);
                    scope.push((name.clone(), kind));
                    return name;
                }
                let expr = if grouped { writer.aggregate() } else { writer.expr(3) };
                writer.named += 1;
                let name = format!("v{}", writer.named);
                scope.push((name.clone(), Kind::Value));
                format!("{expr} AS {name}")
            });
            (items, scope)
        };
        self.scope = scope;
        let order = match self.name(&[Kind::Node, Kind::Rel, Kind::Value]).filter(|_| self.random.percent(15)) {
            Some(name) => format!(" ORDER BY {name}{}", self.random.pick(&["", " DESC"])),
            None => String::new(),
        };
        let limit = if self.random.percent(10) {
            format!(" {} {}", self.random.pick(&["SKIP", "LIMIT"]), self.random.below(4))
        } else {
            String::new()
        };
        format!("{distinct}{items}{order}{limit}")
    }

    fn aggregate(&mut self) -> String {
        let inner = self.expr(1);
        let distinct = self.random.pick(&["", "", "DISTINCT "]);
        match self.random.below(7) {
            0 => "count(*)".to_owned(),
            1 => format!("sum({distinct}{})", self.number(1)),
            2 => format!("avg({distinct}{})", self.number(1)),
            3 => format!("percentileDisc({}, 0.5)", self.number(1)),
            4 => format!("collect({distinct}{inner})"),
            _ => format!("{}({distinct}{inner})", self.random.pick(&["count", "min", "max"])),
        }
    }

    /// An expression of any type.
    fn expr(&mut self, depth: usize) -> String {
        if self.random.percent(4) && depth > 0 {
            // Now and then the types do not fit.
            let (a, b) = (self.expr(depth - 1), self.expr(depth - 1));
            return format!("({a} {} {b})", self.random.pick(&["+", "-", "*", "AND", "IN", "=~", "<", "%"]));
        }
        match self.random.below(6) {
            _ if depth == 0 => self.atom(),
            0 => self.number(depth - 1),
            1 => self.text(depth - 1),
            2 => self.list(depth - 1),
            3 => self.condition(depth - 1),
            4 => {
                let (a, b, c) = (self.condition(depth - 1), self.expr(depth - 1), self.expr(depth - 1));
                format!("CASE WHEN {a} THEN {b} ELSE {c} END")
            }
            _ => self.atom(),
        }
    }

    fn atom(&mut self) -> String {
        match (self.random.below(4), self.name(&[Kind::Node, Kind::Rel])) {
            (0 | 1, Some(name)) => format!("{name}.{}", self.random.pick(&KEYS)),
            (2, _) => self.name(&[Kind::Node, Kind::Rel, Kind::Value]).unwrap_or_else(|| leaf(self.random)),
            _ => leaf(self.random),
        }
    }

    fn property(&mut self) -> Option<String> {
        let name = self.name(&[Kind::Node, Kind::Rel])?;
        Some(format!("{name}.{}", self.random.pick(&KEYS)))
    }

    fn number(&mut self, depth: usize) -> String {
        const NUMBERS: [&str; 11] = [
            "0",
            "1",
            "2",
            "-1",
            "9223372036854775807",
            "-9223372036854775808",
            "0.5",
            "1e308",
            "-0.0",
            "null",
            "1000000000000",
        ];
        if depth == 0 || self.random.percent(40) {
            let property = self.property().filter(|_| self.random.percent(50));
            return property.unwrap_or_else(|| self.random.pick(&NUMBERS).to_owned());
        }
        let (a, b) = (self.number(depth - 1), self.number(depth - 1));
        match self.random.below(4) {
            0 => format!(
                "{}({a})",
                self.random.pick(&["abs", "sqrt", "round", "exp", "sign", "floor", "toInteger", "toFloat"])
            ),
            1 if self.random.percent(30) => self.nested("COUNT"),
            1 => format!("size({})", self.list(depth - 1)),
            _ => format!("({a} {} {b})", self.random.pick(&["+", "-", "*", "/", "%", "^"])),
        }
    }

    fn text(&mut self, depth: usize) -> String {
        const TEXTS: [&str; 8] =
            ["''", "'x'", "'2024-02-30'", "'2024-02-29T12:00:00+01:00'", "'P1Y2M'", "'é\\n'", "null", "'(a|b)*c'"];
        if depth == 0 || self.random.percent(40) {
            return self.random.pick(&TEXTS).to_owned();
        }
        let (a, b, n) = (self.text(depth - 1), self.text(depth - 1), self.number(0));
        match self.random.below(6) {
            0 => format!("{}({a})", self.random.pick(&["toUpper", "toLower", "trim", "reverse"])),
            1 => format!("substring({a}, {})", self.random.below(4)),
            2 => format!("replace({a}, {b}, {b})"),
            3 => format!("toString({n})"),
            4 => format!("toString({}({a}))", self.random.pick(&["date", "datetime", "duration", "localtime", "time"])),
            _ => format!("({a} + {b})"),
        }
    }

    fn list(&mut self, depth: usize) -> String {
        if depth == 0 || self.random.percent(30) {
            return self
                .random
                .pick(&["[]", "[1, 2]", "$list", "range(0, 3)", "null", "['a', null]", "range(1, 1000000000000)"])
                .to_owned();
        }
        match self.random.below(8) {
            0 => format!("[{}]", self.times(0, 3, ", ", |writer| writer.expr(depth - 1))),
            1 => {
                let (list, condition, value) = (self.list(depth - 1), self.condition(depth - 1), self.expr(depth - 1));
                format!("[x IN {list} WHERE {condition} | {value}]")
            }
            2 => format!("range({}, {}, {})", self.number(0), self.number(0), self.number(0)),
            3 => format!("split({}, ',')", self.text(depth - 1)),
            4 => format!("({} + {})", self.list(depth - 1), self.list(depth - 1)),
            5 => format!("{}[{}..{}]", self.list(depth - 1), self.random.below(3), self.number(0)),
            6 if self.random.percent(40) => self.nested("COLLECT"),
            6 => format!("reverse({})", self.list(depth - 1)),
            _ => match self.name(&[Kind::Node]) {
                Some(name) => format!("[({name}){}(y) | y.p]", self.relationship(false)),
                None => "[[1], [2, [3]]]".to_owned(),
            },
        }
    }

    fn condition(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.random.pick(&["true", "false", "null"]).to_owned();
        }
        match self.random.below(11) {
            0 => format!(
                "({} {} {})",
                self.condition(depth - 1),
                self.random.pick(&["AND", "OR", "XOR"]),
                self.condition(depth - 1)
            ),
            1 => format!("NOT {}", self.condition(depth - 1)),
            2..5 => format!(
                "{} {} {}",
                self.number(depth - 1),
                self.random.pick(&["=", "<>", "<", ">="]),
                self.number(depth - 1)
            ),
            5 => {
                let word = self.random.pick(&["STARTS WITH", "CONTAINS", "ENDS WITH", "=~"]);
                format!("{} {word} {}", self.text(depth - 1), self.text(0))
            }
            6 => format!("{} IN {}", self.expr(depth - 1), self.list(depth - 1)),
            7 => format!("{} IS {}NULL", self.expr(depth - 1), self.random.pick(&["", "NOT "])),
            8 => {
                let word = self.random.pick(&["all", "any", "none", "single"]);
                let (list, condition) = (self.list(depth - 1), self.condition(depth - 1));
                format!("{word}(x IN {list} WHERE {condition})")
            }
            9 if self.random.percent(40) => self.nested("EXISTS"),
            9 => format!("EXISTS {{ {} }}", self.pattern(false)),
            _ => match self.name(&[Kind::Node]) {
                Some(name) => format!("{name}:{}", self.random.pick(&LABELS)),
                None => "true".to_owned(),
            },
        }
    }
}

fn leaf(random: &mut Random) -> String {
    let leaves = [
        "0",
        "1",
        "2",
        "-1",
        "9223372036854775807",
        "0.5",
        "-0.0",
        "null",
        "true",
        "''",
        "'x'",
        "'é\\n'",
        "$p",
        "$list",
        "[]",
        "[1, 'a']",
        "{}",
        "{k: 1}",
        "date('2024-02-29')",
        "duration('P1M')",
        "datetime('2024-02-29T12:00Z')",
    ];
    random.pick(&leaves).to_owned()
}

/// A document or a schema from pieces of both.
fn document(random: &mut Random, indent: usize) -> String {
    const DOCUMENT_KEYS: [&str; 20] = [
        "id",
        "title",
        "name",
        "year",
        "tags",
        "by",
        "nodes",
        "relationships",
        "documents",
        "properties",
        "links",
        "key",
        "from",
        "to",
        "files",
        "node",
        "Painting",
        "Painter",
        "PAINTED_BY",
        "type",
    ];
    const VALUES: [&str; 22] = [
        "1",
        "0x10",
        "1.5",
        "true",
        "null",
        "~",
        "vermeer",
        "'it''s'",
        "\"a\\u00e9\"",
        "|\n  text",
        ">-\n  text",
        "2024-01-01",
        "&a x",
        "*a",
        "!!str 1",
        "{id: a, name: b}",
        "[a, b]",
        "[",
        "string",
        "integer",
        "[string]",
        "{type: string, required: true}",
    ];
    let pad = "  ".repeat(indent);
    random.times(1, 4, "\n", |random| {
        let dash = if random.percent(25) { "- " } else { "" };
        let key = random.pick(&DOCUMENT_KEYS);
        if indent < 4 && random.percent(35) {
            format!("{pad}{dash}{key}:\n{}", document(random, indent + 1 + dash.len() / 2))
        } else {
            format!("{pad}{dash}{key}: {}", random.pick(&VALUES))
        }
    })
}

/// A request of a program.
fn request(random: &mut Random) -> String {
    const VALUES: [&str; 9] = [
        "1",
        "null",
        "[1, \"a\"]",
        "{\"$type\": \"Integer\", \"_value\": \"7\"}",
        "{\"$type\": \"Date\", \"_value\": \"2024-02-30\"}",
        "{\"$type\": \"Float\", \"_value\": \"NaN\"}",
        "{\"$type\": \"Odd\"}",
        "{\"a\": {\"b\": []}}",
        "1e999",
    ];
    match random.below(8) {
        0 => "{\"command\": \"reset\"}".to_owned(),
        1 => "{\"command\": \"procedure\", \"signature\": \"t.p(x :: INTEGER?) :: (y :: STRING?)\", \"columns\": [\"x\", \"y\"], \"rows\": [[1, \"a\"]]}".to_owned(),
        _ => {
            let statement = statement(random).replace('\\', "\\\\").replace('"', "\\\"");
            let key = random.pick(&["statement", "statement", "statement", "statemnt", "command"]);
            format!("{{\"{key}\": \"{statement}\", \"parameters\": {{\"p\": {}}}}}", random.pick(&VALUES))
        }
    }
}
