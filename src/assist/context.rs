//! Tokens before the cursor → what kind of word is wanted there.

use super::schema::Step;
use super::tokens::{Kind, Token};

/// What is wanted at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A label; of the node that the step leads to, if there is one.
    Label(Option<Step>),
    /// A relationship type of this step.
    Type(Step),
    /// A property of these labels or types; of any when empty.
    Property(Vec<String>),
    /// A parameter.
    Parameter,
    /// A keyword, function or variable.
    Word,
    /// Something that only the writer knows, such as the inside of a text.
    Nothing,
}

/// The tokens before the cursor with their text.
pub(super) struct Before<'t> {
    text: &'t str,
    tokens: &'t [Token],
}

impl<'t> Before<'t> {
    pub(super) fn new(text: &'t str, tokens: &'t [Token]) -> Self {
        Self { text, tokens }
    }

    fn slice(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| &self.text[token.span.range()])
    }

    fn name(&self, at: usize) -> String {
        self.slice(at).trim_matches('`').to_owned()
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    /// What is wanted after these tokens.
    pub(super) fn wanted(&self) -> Wanted {
        let Some(last) = self.tokens.len().checked_sub(1) else { return Wanted::Word };
        let opened = self.innermost(self.tokens.len());
        let bracket = opened.map_or("", |at| self.slice(at));
        match self.slice(last) {
            "." if self.kind(last) == Some(Kind::Sign) => self.property_of(last),
            ":" | "|" | "&" | "!" if bracket == "[" && self.is_relationship(opened) => {
                Wanted::Type(self.step_at(opened.unwrap_or(0)))
            }
            ":" if bracket == "{" => Wanted::Word,
            ":" => Wanted::Label(self.step_before(opened)),
            "|" | "&" | "!" if bracket == "(" && self.kind(last - 1) == Some(Kind::Label) => {
                Wanted::Label(self.step_before(opened))
            }
            "{" | "," if bracket == "{" => self.key_of(opened.unwrap_or(0)),
            _ => Wanted::Word,
        }
    }

    /// The innermost bracket that is open before `end`.
    fn innermost(&self, end: usize) -> Option<usize> {
        let mut closed = 0;
        for at in (0..end).rev() {
            match self.slice(at) {
                ")" | "]" | "}" => closed += 1,
                "(" | "[" | "{" if closed == 0 => return Some(at),
                "(" | "[" | "{" => closed -= 1,
                _ => {}
            }
        }
        None
    }

    /// Whether the bracket `[` begins the inside of a relationship pattern: it follows a dash.
    fn is_relationship(&self, opened: Option<usize>) -> bool {
        opened.and_then(|at| at.checked_sub(1)).is_some_and(|before| self.slice(before) == "-")
    }

    /// The step whose `[` is at `opened`: where it starts, and which way it goes.
    fn step_at(&self, opened: usize) -> Step {
        let Some(dash) = opened.checked_sub(1) else { return Step::default() };
        let incoming = dash.checked_sub(1).is_some_and(|at| self.slice(at) == "<");
        let close = dash.checked_sub(if incoming { 2 } else { 1 });
        Step { labels: close.map_or_else(Vec::new, |at| self.labels_ending(at)), types: Vec::new(), incoming }
    }

    /// The step that leads to the node whose `(` is at `opened`; nothing when the node begins a pattern.
    fn step_before(&self, opened: Option<usize>) -> Option<Step> {
        let opened = opened.filter(|at| self.slice(*at) == "(")?;
        let mut at = opened.checked_sub(1)?;
        if self.slice(at) == ">" {
            at = at.checked_sub(1)?;
        }
        if self.slice(at) != "-" {
            return None;
        }
        let before = at.checked_sub(1)?;
        if self.slice(before) != "]" {
            // `(a)--(` and `(a)-->(`: nothing is known of the type.
            let dash = if self.slice(before) == "-" { before.checked_sub(1)? } else { before };
            let incoming = self.slice(dash) == "<";
            let close = if incoming { dash.checked_sub(1)? } else { dash };
            return Some(Step { labels: self.labels_ending(close), types: Vec::new(), incoming });
        }
        let start = self.innermost(before)?;
        let types = (start..before).filter(|at| self.kind(*at) == Some(Kind::Label)).map(|at| self.name(at)).collect();
        Some(Step { types, ..self.step_at(start) })
    }

    /// The labels of the node pattern whose `)` is at `close`, or those that its variable got earlier.
    fn labels_ending(&self, close: usize) -> Vec<String> {
        if self.slice(close) != ")" {
            return Vec::new();
        }
        let Some(open) = self.innermost(close) else { return Vec::new() };
        let inside = open + 1..close;
        let labels: Vec<String> =
            inside.clone().filter(|at| self.kind(*at) == Some(Kind::Label)).map(|at| self.name(at)).collect();
        match inside.clone().next() {
            Some(first) if labels.is_empty() && self.kind(first) == Some(Kind::Name) => {
                self.labels_of(self.slice(first))
            }
            _ => labels,
        }
    }

    /// The labels or types that a variable got in any pattern before the cursor.
    fn labels_of(&self, variable: &str) -> Vec<String> {
        let mut labels = Vec::new();
        for at in 1..self.tokens.len() {
            let begins = matches!(self.slice(at - 1), "(" | "[") && self.slice(at) == variable;
            if !begins || self.slice(at + 1) != ":" {
                continue;
            }
            let mut next = at + 2;
            while self.kind(next) == Some(Kind::Label) {
                labels.push(self.name(next));
                next += if matches!(self.slice(next + 1), ":" | "|" | "&") { 2 } else { self.tokens.len() };
            }
        }
        labels
    }

    /// After a dot: the properties of the variable before it.
    fn property_of(&self, dot: usize) -> Wanted {
        match dot.checked_sub(1) {
            Some(before) if matches!(self.kind(before), Some(Kind::Name)) => {
                Wanted::Property(self.labels_of(self.slice(before)))
            }
            Some(before) if matches!(self.slice(before), ")" | "]" | "}") => Wanted::Property(Vec::new()),
            Some(before) if self.kind(before) == Some(Kind::Property) => Wanted::Property(Vec::new()),
            _ => Wanted::Nothing,
        }
    }

    /// Within braces: the keys of the node or relationship pattern around them; a map of its own has any keys.
    fn key_of(&self, brace: usize) -> Wanted {
        let Some(around) = self.innermost(brace) else { return Wanted::Nothing };
        let pattern = match self.slice(around) {
            "(" => around.checked_sub(1).is_none_or(|at| self.kind(at) != Some(Kind::Function)),
            "[" => self.is_relationship(Some(around)),
            _ => false,
        };
        if !pattern {
            return Wanted::Nothing;
        }
        let inside = around + 1..brace;
        let mut labels: Vec<String> =
            inside.clone().filter(|at| self.kind(*at) == Some(Kind::Label)).map(|at| self.name(at)).collect();
        if labels.is_empty() && !inside.is_empty() {
            labels = self.labels_of(self.slice(around + 1));
        }
        Wanted::Property(labels)
    }

    /// The variables that patterns, AS and path names brought in, in the order of their first mention.
    pub(super) fn variables(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for at in 0..self.tokens.len() {
            if self.kind(at) != Some(Kind::Name) {
                continue;
            }
            let before = at.checked_sub(1).map_or("", |before| self.slice(before));
            let after = self.slice(at + 1);
            let in_pattern = matches!(before, "(" | "[") && matches!(after, ":" | ")" | "]" | "{" | "*");
            let path = after == "=" && self.slice(at + 2) == "(";
            let name = self.name(at);
            if (in_pattern || path || before.eq_ignore_ascii_case("AS")) && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}
