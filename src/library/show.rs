//! The value of `show:` → how an answer is shown.
//!
//! `table`, or `graph` followed by any of: a direction, `connect TYPE|TYPE`, `induced`, `group by NAME > NAME`,
//! `highlight COLUMN|COLUMN`.

use super::header::{error, fix_by_nearest, twice};
use super::piece::Piece;
use super::{Direction, Picture, Show};
use crate::diag::{Diagnostics, Source, Span};
use std::sync::Arc;

/// What may follow `graph`, besides directions.
const EXTRAS: [&str; 4] = ["connect", "induced", "group by", "highlight"];

const HINT: &str = "`graph` may be followed by a direction such as `left-to-right`, by `connect TYPE|TYPE`, `induced`, \
                    `group by NAME > NAME`, and `highlight COLUMN|COLUMN`.";

/// The most levels of groups.
const MOST_LEVELS: usize = 2;

/// Reads the parts of `show:`, of which the first is the form.
pub(super) fn read(source: &Arc<Source>, form: Piece<'_>, extras: &[Piece<'_>], findings: &mut Diagnostics) -> Show {
    match form.text {
        "graph" => {
            let mut reader = Reader { source, findings, picture: Picture::default(), said: Vec::new() };
            extras.iter().for_each(|extra| reader.read(*extra));
            return Show::Graph(reader.picture);
        }
        "table" => {
            if let Some(extra) = extras.first() {
                findings.push(error(source, extra.span(), "nothing can be added to `table`"));
            }
        }
        other => {
            let message = format!("an answer cannot be shown as `{other}`");
            let finding = error(source, form.span(), message).hint("It is shown as `table` or as `graph`.");
            findings.push(fix_by_nearest(finding, form, ["table", "graph"]));
        }
    }
    Show::Table
}

struct Reader<'s, 'f> {
    source: &'s Arc<Source>,
    findings: &'f mut Diagnostics,
    picture: Picture,
    /// What has been said, and where.
    said: Vec<(&'static str, Span)>,
}

impl Reader<'_, '_> {
    fn read(&mut self, extra: Piece<'_>) {
        if let Some(direction) = Direction::of_name(extra.text) {
            if self.first("the direction is said twice", extra) {
                self.picture.direction = Some(direction);
            }
            return;
        }
        let word = EXTRAS.iter().find(|word| {
            extra.text.strip_prefix(**word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
        });
        let Some(word) = word else {
            let message = format!("a graph cannot be drawn `{}`", extra.text);
            let known = Direction::NAMES.into_iter().map(|(name, _)| name).chain(EXTRAS);
            let finding = error(self.source, extra.span(), message).hint(HINT);
            self.findings.push(fix_by_nearest(finding, extra, known));
            return;
        };
        let names = extra.split_at(word.len()).1.trim();
        match *word {
            "connect" => self.picture.connect = self.names(word, names, "|"),
            "highlight" => self.picture.highlight = self.names(word, names, "|"),
            "group by" => {
                if self.first("the grouping is said twice", extra) {
                    self.picture.group_by = self.names(word, names, ">");
                    if self.picture.group_by.len() > MOST_LEVELS {
                        let message = format!("groups nest to {MOST_LEVELS} levels");
                        self.findings.push(error(self.source, names.span(), message));
                    }
                }
            }
            _ if names.is_empty() => self.picture.induced = true,
            _ => {
                let message = "nothing stands after `induced`, which takes every relationship";
                self.findings.push(error(self.source, names.span(), message).hint("`connect TYPE|TYPE` takes some."));
            }
        }
    }

    /// Whether this is the first part of its kind, which the message names.
    fn first(&mut self, message: &'static str, extra: Piece<'_>) -> bool {
        let before = self.said.iter().find(|(other, _)| *other == message).copied();
        match before {
            Some((_, first)) => self.findings.push(twice(self.source, message, extra.span(), first)),
            None => self.said.push((message, extra.span())),
        }
        before.is_none()
    }

    /// The names after a word; there must be one.
    fn names(&mut self, word: &str, names: Piece<'_>, between: &str) -> Vec<String> {
        let each = names.text.split(between).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
        let each: Vec<String> = each.collect();
        if each.is_empty() {
            let span = Span::new(names.start.saturating_sub(word.len()), names.start);
            self.findings.push(error(self.source, span, format!("nothing stands after `{word}`")).hint(HINT));
        }
        each
    }
}

#[cfg(test)]
mod tests {
    use crate::diag::Source;
    use crate::library::{Direction, Picture, SavedQuery, Show};

    fn shown(value: &str) -> Result<Show, Vec<String>> {
        let source = Source::new("q", format!("// title: T\n// show: {value}\nRETURN 1"));
        let query = SavedQuery::parse("q", &source).map_err(|findings| {
            let text = |finding: &crate::diag::Diagnostic| {
                format!("{} {}", source.position(finding.labels[0].span.start), finding.message)
            };
            findings.iter().map(text).collect::<Vec<_>>()
        })?;
        Ok(query.show)
    }

    #[test]
    fn a_picture_says_all_about_itself() {
        let picture = Picture {
            direction: Some(Direction::RightToLeft),
            connect: vec!["A".into(), "B".into()],
            induced: true,
            group_by: vec!["layer".into(), "IN_CATEGORY".into()],
            highlight: vec!["technology".into()],
            ..Picture::default()
        };
        let text = "graph, right-to-left, connect A|B, group by layer > IN_CATEGORY, highlight technology, induced";
        assert_eq!(shown(text), Ok(Show::Graph(picture)));
    }

    #[test]
    fn mistakes_are_at_their_place() {
        let wrong = |value: &str| shown(value).expect_err("it is malformed").join("; ");
        assert_eq!(wrong("graph, connect"), "2:17 nothing stands after `connect`");
        assert_eq!(wrong("graph, group by a > b > c"), "2:26 groups nest to 2 levels");
        assert_eq!(wrong("graph, group by a, group by b"), "2:29 the grouping is said twice");
        assert_eq!(wrong("graph, induced USES"), "2:25 nothing stands after `induced`, which takes every relationship");
        assert_eq!(wrong("graph, grup by a"), "2:17 a graph cannot be drawn `grup by a`");
    }
}
