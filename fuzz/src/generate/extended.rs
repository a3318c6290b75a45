//! What the language has beyond openCypher 9.

use super::{Kind, Writer, leaf};

impl Writer<'_> {
    /// A label expression with its colon.
    pub(super) fn label_test(&mut self) -> String {
        let test =
            self.random.pick(&["A|B", "A&B", "!A", "%", "!%", "(A|B)&!C", "A&!(B|C)", "!!A", "A|B|C|`L m`", "A:B"]);
        format!(":{test}")
    }

    /// A path that is repeated, or a relationship that is.
    pub(super) fn repeated(&mut self) -> String {
        let times = self.random.pick(&["+", "*", "{1,2}", "{,2}", "{2}", "{0,1}", "{2,}", "{1,1000000}"]);
        let kind = self.random.pick(&["", ":R", ":!R", ":R|S", ":%"]);
        let (left, right) = [("-", "->"), ("<-", "-"), ("-", "-")][self.random.below(3)];
        if self.random.percent(60) {
            let condition = self.random.pick(&["", "", "q WHERE q.w > 0", "WHERE false"]);
            let inner = if condition.starts_with('q') {
                condition.replacen('q', &format!("q{kind}"), 1)
            } else {
                format!("{kind} {condition}")
            };
            return format!("{left}[{inner}]{right}{times}");
        }
        self.named += 1;
        let (x, y) = (format!("x{}", self.named), format!("y{}", self.named));
        let condition = match self.random.below(3) {
            0 => format!(" WHERE {x}.p < {y}.p"),
            1 => " WHERE true".to_owned(),
            _ => String::new(),
        };
        format!("(({x}){left}[{kind}]{right}({y}){condition}){times}")
    }

    /// A path of which not all are wanted.
    pub(super) fn selected(&mut self) -> String {
        let which = self.random.pick(&[
            "ANY SHORTEST",
            "ALL SHORTEST",
            "ANY",
            "SHORTEST 2",
            "SHORTEST 2 GROUPS",
            "ALL",
            "ANY 3",
            "SHORTEST 18446744073709551615",
        ]);
        let name = self.new_name(Kind::Value);
        let (start, middle, end) = (self.node(true), self.repeated(), self.node(true));
        format!("{name} = {which} {start}{middle}{end}")
    }

    /// A condition inside the parentheses of a node.
    pub(super) fn inner_condition(&mut self, name: &str) -> String {
        if name.is_empty() || !self.random.percent(10) {
            String::new()
        } else {
            format!(" WHERE {name}.p > {}", leaf(self.random))
        }
    }

    /// A query whose rows are counted, looked for or collected.
    pub(super) fn nested(&mut self, word: &str) -> String {
        let (scope, changed) = (self.scope.clone(), self.changed);
        let mut text = format!("MATCH {}{}", self.patterns(true), self.filter());
        if self.random.percent(30) {
            let list = self.list(1);
            text += &format!(" UNWIND {list} AS {}", self.new_name(Kind::Value));
        }
        self.named += 1;
        text += &format!(" RETURN {} AS v{}", self.expr(1), self.named);
        (self.scope, self.changed) = (scope, changed);
        format!("{word} {{ {text} }}")
    }

    /// A clause that openCypher 9 has not.
    pub(super) fn extended_clause(&mut self) -> String {
        match self.random.below(4) {
            0 => {
                let value = self.expr(2);
                format!("LET {} = {value}", self.new_name(Kind::Value))
            }
            1 => format!("FILTER {}", self.condition(2)),
            2 => {
                let list = self.list(1);
                self.named += 1;
                let (item, key) = (format!("i{}", self.named), self.random.pick(&super::KEYS));
                self.changed = true;
                match self.name(&[Kind::Node]) {
                    Some(node) => format!("FOREACH ({item} IN {list} | SET {node}.{key} = {item})"),
                    None => format!("FOREACH ({item} IN {list} | CREATE (:A {{p: {item}}}))"),
                }
            }
            _ => {
                let imports = self.random.pick(&["(*)", "()", ""]);
                let word = if self.random.percent(20) { "OPTIONAL CALL" } else { "CALL" };
                let scope = if imports == "(*)" { self.scope.clone() } else { std::mem::take(&mut self.scope) };
                self.scope = if imports == "(*)" { scope.clone() } else { Vec::new() };
                let query = self.nested("");
                let output = format!("v{}", self.named);
                self.scope = scope;
                self.scope.push((output, Kind::Value));
                format!("{word} {imports}{query}")
            }
        }
    }
}
