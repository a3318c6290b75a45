//! The comment lines at the top of a query file → what they say.
//!
//! Input: the text of the file. Output: the saved query, or everything that is wrong with its header.

use super::param;
use super::piece::Piece;
use super::show;
use super::title;
use super::{ParamDecl, SavedQuery, Show};
use crate::diag::codes::BAD_HEADER;
use crate::diag::{Diagnostic, Diagnostics, Severity, Source, Span, nearest};
use std::sync::Arc;

/// The keys of header lines.
const KEYS: [&str; 5] = ["title", "about", "param", "show", "severity"];

/// Reads the header of a query.
pub(super) fn read(name: &str, source: &Arc<Source>) -> Result<SavedQuery, Diagnostics> {
    let mut header = Header::new(source);
    for line in comment_lines(source.text()) {
        header.read_line(line);
    }
    header.check_names();
    let Header { title, about, params, show, severity, mut findings, .. } = header;
    if title.is_none() {
        let first = source.text().lines().next().unwrap_or("");
        let missing = Diagnostic::error(BAD_HEADER, "the query has no title").at(source, Span::new(0, first.len()), "");
        findings.push(missing.hint("Write a line such as `// title: Which companies share a stream processor?`."));
    }
    match title {
        Some((title, _)) if findings.is_empty() => {
            let show = show.map_or_else(Show::default, |(show, _)| show);
            Ok(SavedQuery {
                name: name.to_owned(),
                title: title.text.to_owned(),
                about: about.iter().map(|piece| piece.text).collect::<Vec<_>>().join(" "),
                params,
                show,
                severity: severity.map(|(severity, _)| severity),
                source: Arc::clone(source),
            })
        }
        _ => {
            findings.sort();
            Err(findings)
        }
    }
}

/// An error of the header at one place.
pub(super) fn error(source: &Arc<Source>, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(BAD_HEADER, message).at(source, span, "")
}

/// Proposes the candidate nearest to the word under the span, if one is near.
pub(super) fn fix_by_nearest<'a>(
    error: Diagnostic,
    word: Piece<'_>,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    match nearest(word.text, candidates) {
        Some(near) => error.fix(word.span(), near),
        None => error,
    }
}

/// The text of each comment line before the first clause, without the slashes and the blanks around it.
fn comment_lines(text: &str) -> Vec<Piece<'_>> {
    let mut lines = Vec::new();
    let mut rest = Piece::new(text, 0);
    rest = rest.strip_prefix("\u{feff}").unwrap_or(rest);
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.text.find('\n').map_or(rest.text.len(), |at| at + 1));
        let line = line.trim();
        if let Some(comment) = line.strip_prefix("//") {
            lines.push(comment.trim());
        } else if !line.is_empty() {
            break;
        }
        rest = after;
    }
    lines
}

/// What the lines so far say.
struct Header<'s> {
    source: &'s Arc<Source>,
    title: Option<(Piece<'s>, Span)>,
    about: Vec<Piece<'s>>,
    params: Vec<ParamDecl>,
    show: Option<(Show, Span)>,
    severity: Option<(Severity, Span)>,
    findings: Diagnostics,
}

impl<'s> Header<'s> {
    fn new(source: &'s Arc<Source>) -> Self {
        Self {
            source,
            title: None,
            about: Vec::new(),
            params: Vec::new(),
            show: None,
            severity: None,
            findings: Diagnostics::new(),
        }
    }

    fn read_line(&mut self, line: Piece<'s>) {
        let (word, rest) = line.take_while(|each| each.is_ascii_alphabetic() || each == '-' || each == '_');
        let value = rest.strip_prefix(":").filter(|value| value.is_empty() || value.text.starts_with([' ', '\t']));
        match (word.text, value) {
            ("title", Some(value)) => self.read_title(word, value.trim()),
            ("about", Some(value)) => {
                let value = self.some(word, value.trim());
                self.about.extend(value);
            }
            ("show", Some(value)) => self.read_show(word, value.trim()),
            ("severity", Some(value)) => self.read_severity(word, value.trim()),
            ("param", Some(_)) => {
                let colon = Span::new(word.start, rest.start + 1);
                self.findings.push(error(self.source, colon, "`param` has no colon after it").hint(param::FORM));
            }
            ("param", None) if rest.is_empty() || rest.text.starts_with([' ', '\t']) => {
                self.read_param(word, rest.trim());
            }
            (_, Some(_)) => self.unknown_key(word),
            (_, None) => self.misspelled_param(word, rest.trim()),
        }
    }

    fn read_title(&mut self, key: Piece<'s>, value: Piece<'s>) {
        if let Some((_, first)) = self.title {
            self.twice("the title is given twice", key.span(), first);
            return;
        }
        // An empty title is there: that it were missing would be a second finding about one mistake.
        self.title = Some((self.some(key, value).unwrap_or(value), key.span()));
    }

    /// Each `$name` of a text must be a parameter, which may be declared below.
    fn check_names(&mut self) {
        let declared: Vec<&str> = self.params.iter().map(|param| param.name.as_str()).collect();
        for text in self.title.iter().map(|(title, _)| title).chain(&self.about) {
            for (at, name) in title::names(text.text).filter(|(_, name)| !declared.contains(name)) {
                let (_, word) = text.split_at(at + 1);
                let (word, _) = word.split_at(name.len());
                let message = format!("the query declares no parameter `${name}`");
                let finding = error(self.source, word.span(), message);
                self.findings.push(fix_by_nearest(finding, word, declared.iter().copied()));
            }
        }
    }

    fn read_param(&mut self, key: Piece<'s>, declaration: Piece<'s>) {
        let param = match param::parse(self.source, key, declaration) {
            Ok(param) => param,
            Err(finding) => return self.findings.push(*finding),
        };
        match self.params.iter().find(|other| other.name == param.name).map(|first| first.span) {
            Some(first) => self.twice(format!("the parameter `{}` is declared twice", param.name), param.span, first),
            None => self.params.push(param),
        }
    }

    fn read_show(&mut self, key: Piece<'s>, value: Piece<'s>) {
        if let Some((_, first)) = self.show {
            self.twice("how to show the answer is said twice", key.span(), first);
            return;
        }
        let parts = self.some(key, value).map_or_else(Vec::new, Piece::split_commas);
        let show = match parts.split_first() {
            Some((form, extras)) => show::read(self.source, *form, extras, &mut self.findings),
            None => Show::default(),
        };
        self.show = Some((show, key.span()));
    }

    fn read_severity(&mut self, key: Piece<'s>, value: Piece<'s>) {
        if let Some((_, first)) = self.severity {
            self.twice("the severity is given twice", key.span(), first);
            return;
        }
        let Some(value) = self.some(key, value) else { return };
        let severity = match value.text {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            other => {
                let finding = error(self.source, value.span(), format!("there is no severity `{other}`"))
                    .hint("What a rule finds is an `error` or a `warning`.");
                self.findings.push(fix_by_nearest(finding, value, ["error", "warning"]));
                Severity::Error
            }
        };
        self.severity = Some((severity, key.span()));
    }

    /// The value of a key, which may not be empty.
    fn some(&mut self, key: Piece<'s>, value: Piece<'s>) -> Option<Piece<'s>> {
        if value.is_empty() {
            self.findings.push(error(self.source, key.span(), format!("nothing stands after `{}:`", key.text)));
            return None;
        }
        Some(value)
    }

    /// A word with a colon that is no key. A capital letter begins a sentence, unless the word is a key but for its
    /// case.
    fn unknown_key(&mut self, word: Piece<'s>) {
        if let Some(key) = KEYS.iter().find(|key| key.eq_ignore_ascii_case(word.text)) {
            let finding = error(self.source, word.span(), format!("the key `{key}` is written in lower case"));
            self.findings.push(finding.fix(word.span(), *key));
        } else if word.text.starts_with(|first: char| first.is_ascii_lowercase()) {
            let message = format!("the header of a query has no key `{}`", word.text);
            let finding = error(self.source, word.span(), message).hint(
                "The keys are `title`, `about`, `param`, `show` and `severity`. A comment that is none of them begins with a \
                 capital letter, or has no colon after its first word.",
            );
            self.findings.push(fix_by_nearest(finding, word, KEYS));
        }
    }

    /// A comment, unless it reads `word NAME: …` with a word near `param`.
    fn misspelled_param(&mut self, word: Piece<'s>, rest: Piece<'s>) {
        let (name, after) = rest.take_while(param::is_name);
        let declares = !name.is_empty() && after.trim().text.starts_with(':');
        if declares && word.text.len() > 3 && nearest(word.text, ["param"]).is_some() {
            let message = format!("the header of a query has no key `{}`", word.text);
            self.findings.push(fix_by_nearest(error(self.source, word.span(), message), word, ["param"]));
        }
    }

    fn twice(&mut self, message: impl Into<String>, again: Span, first: Span) {
        self.findings.push(twice(self.source, message, again, first));
    }
}

/// An error that something is said again.
pub(super) fn twice(source: &Arc<Source>, message: impl Into<String>, again: Span, first: Span) -> Diagnostic {
    Diagnostic::error(BAD_HEADER, message).at(source, again, "again here").at(source, first, "first here")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Direction, Picture};
    use crate::value::Type;

    fn graph(direction: Option<Direction>) -> Show {
        Show::Graph(Picture { direction, ..Picture::default() })
    }

    fn parse(text: &str) -> SavedQuery {
        let source = Source::new("q.cypher", text);
        read("q", &source).unwrap_or_else(|findings| panic!("{:?}", findings.iter().collect::<Vec<_>>()))
    }

    /// Each finding as `line:column marked text: message`, with the replacement that it proposes.
    fn findings(text: &str) -> Vec<String> {
        let source = Source::new("q.cypher", text);
        let findings = read("q", &source).expect_err("the header is malformed");
        let show = |finding: &Diagnostic| {
            assert_eq!(finding.code, BAD_HEADER);
            let span = finding.labels[0].span;
            let fix = finding.fix.as_ref().map_or_else(String::new, |fix| {
                assert_eq!(fix.span, span);
                format!(" -> {}", fix.with)
            });
            format!("{} [{}] {}{fix}", source.position(span.start), source.slice(span), finding.message)
        };
        findings.iter().map(show).collect()
    }

    #[test]
    fn a_graph_may_name_the_types_that_connect_it() {
        let show = parse("// title: All\n// show: graph, connect USES|USES_VIA, left-to-right").show;
        let connect = vec!["USES".into(), "USES_VIA".into()];
        let picture = Picture { direction: Some(Direction::LeftToRight), connect, ..Picture::default() };
        assert_eq!(show, Show::Graph(picture));
    }

    #[test]
    fn a_whole_header() {
        let text = "\u{feff}// title: Which companies share a stream processor?\r\n\
             //\r\n\
             // Groups companies, e.g.: by category. https://example.org/x\r\n\
             // Note: a sentence may have a colon.\r\n\
             // about: Groups companies by the technology\r\n\
             // about: of one category that they use.\r\n\
             \r\n\
             // param category: STRING = 'a -- b' -- a path -- in the taxonomy\r\n\
             //param least:INTEGER=-2\r\n\
             // param names: LIST<LIST<STRING>>\r\n\
             // param any : any = {a: [1, ' -- ', 'it\\'s']}  -- what = ever\r\n\
             // param since: INT -- a year = a number\r\n\
             // show: graph , left-to-right\r\n\
             MATCH (n) // titel: no header any more\r\n\
             // show: nothing\r\n\
             RETURN n";
        let query = parse(text);
        assert_eq!(query.name, "q");
        assert_eq!(query.title, "Which companies share a stream processor?");
        assert_eq!(query.about, "Groups companies by the technology of one category that they use.");
        assert_eq!(query.show, graph(Some(Direction::LeftToRight)));
        let params: Vec<_> = query
            .params
            .iter()
            .map(|param| {
                assert_eq!(query.source.slice(param.span), param.name);
                let default = param.default.as_ref().map(|(text, span)| {
                    assert_eq!(query.source.slice(*span), text);
                    text.as_str()
                });
                (param.name.as_str(), param.ty.clone(), default, param.about.as_str())
            })
            .collect();
        let lists = Type::list(Type::list(Type::Str));
        assert_eq!(
            params,
            [
                ("category", Type::Str, Some("'a -- b'"), "a path -- in the taxonomy"),
                ("least", Type::Int, Some("-2"), ""),
                ("names", lists, None, ""),
                ("any", Type::Any, Some("{a: [1, ' -- ', 'it\\'s']}"), "what = ever"),
                ("since", Type::Int, None, "a year = a number"),
            ]
        );
    }

    #[test]
    fn the_least_header() {
        let query = parse("// title: All\nMATCH (n) RETURN n");
        assert_eq!((query.about.as_str(), query.params.len(), query.show), ("", 0, Show::Table));
        assert_eq!(parse("// title: All\n// show: graph").show, graph(None));
        assert_eq!(parse("// title: All\n// show: graph, top-to-bottom").show, graph(Some(Direction::TopToBottom)));
        assert_eq!(parse("// title: All\n// param x: LIST\n").params[0].ty, Type::list(Type::Any));
        assert_eq!(parse("// title: All\n// parameters follow\n// from the start: x").title, "All");
    }

    #[test]
    fn a_rule_may_warn() {
        assert_eq!(parse("// title: All\nRETURN 1").severity, None);
        assert_eq!(parse("// title: All\n// severity: warning\nRETURN 1").severity, Some(Severity::Warning));
        let found = findings("// title: All\n// severity: warnign\nRETURN 1");
        assert_eq!(found, ["2:14 [warnign] there is no severity `warnign` -> warning"]);
    }

    #[test]
    fn a_title_is_needed() {
        assert_eq!(findings(""), ["1:1 [] the query has no title"]);
        assert_eq!(findings("MATCH (n)\nRETURN n"), ["1:1 [MATCH (n)] the query has no title"]);
        assert_eq!(findings("// title:\nRETURN 1"), ["1:4 [title] nothing stands after `title:`"]);
    }

    #[test]
    fn all_mistakes_are_found_at_once() {
        let text = "// titel: Who?\n// Title: Who?\n// title: Who?\n// title: Who?\n// about:\n// sohw: graph\n\
             // note: x\n// show: grpah\n// show: table\n// params x: STRING";
        assert_eq!(
            findings(text),
            [
                "1:4 [titel] the header of a query has no key `titel` -> title",
                "2:4 [Title] the key `title` is written in lower case -> title",
                "4:4 [title] the title is given twice",
                "5:4 [about] nothing stands after `about:`",
                "6:4 [sohw] the header of a query has no key `sohw` -> show",
                "7:4 [note] the header of a query has no key `note`",
                "8:10 [grpah] an answer cannot be shown as `grpah` -> graph",
                "9:4 [show] how to show the answer is said twice",
                "10:4 [params] the header of a query has no key `params` -> param",
            ]
        );
    }

    #[test]
    fn mistakes_in_how_to_show() {
        let of = |value: &str| findings(&format!("// title: T\n// show: {value}"));
        assert_eq!(of("table, left-to-right"), ["2:17 [left-to-right] nothing can be added to `table`"]);
        assert_eq!(
            of("graph, left-to-rihgt"),
            ["2:17 [left-to-rihgt] a graph cannot be drawn `left-to-rihgt` -> left-to-right"]
        );
        assert_eq!(of("graph, left-to-right,top-to-bottom"), ["2:31 [top-to-bottom] the direction is said twice"]);
        assert_eq!(of(""), ["2:4 [show] nothing stands after `show:`"]);
    }

    #[test]
    fn mistakes_in_a_parameter() {
        let of = |declaration: &str| findings(&format!("// title: T\n// param{declaration}")).join("; ");
        assert_eq!(of(""), "2:4 [param] the name of the parameter is missing");
        assert_eq!(of(" : STRING"), "2:10 [:] the name of the parameter is missing");
        assert_eq!(of(": x STRING"), "2:4 [param:] `param` has no colon after it");
        assert_eq!(of(" $x: STRING"), "2:10 [$x] a parameter is declared without `$` -> x");
        assert_eq!(of(" 1x: STRING"), "2:10 [1x] the name of a parameter begins with a letter");
        assert_eq!(of(" x"), "2:10 [x] a colon and a type are missing after the parameter `x`");
        assert_eq!(of(" x = 1"), "2:12 [= 1] a colon and a type are missing after the parameter `x`");
        assert_eq!(of(" x:"), "2:10 [x] the type of the parameter `x` is missing");
        assert_eq!(of(" x: = 1"), "2:10 [x] the type of the parameter `x` is missing");
        assert_eq!(of(" x: STRNG = 1"), "2:13 [STRNG] there is no type `STRNG` -> STRING");
        assert_eq!(of(" x: LIST< INTGER >"), "2:19 [INTGER] there is no type `INTGER` -> INTEGER");
        assert_eq!(of(" x: LIST<INTEGER"), "2:13 [LIST<INTEGER] a list is written `LIST<TYPE>`");
        assert_eq!(of(" x: INTEGER ="), "2:21 [=] the default of the parameter `x` is missing");
        assert_eq!(of(" x: INTEGER = -- about"), "2:21 [=] the default of the parameter `x` is missing");
        assert_eq!(of(" x: STRING = 'a\\' -- b"), "2:22 ['] `'` is not closed");
        assert_eq!(of(" x: LIST = [1, (2) -- b"), "2:20 [[] `[` is not closed");
        assert_eq!(of(" x: MAP\n// param x: MAP"), "3:10 [x] the parameter `x` is declared twice");
        assert!(of(&format!(" x: {}MAP{}", "LIST<".repeat(100_000), ">".repeat(100_000))).ends_with("nested too deep"));
    }
}
