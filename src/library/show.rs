//! The value of `show:` → how an answer is shown.
//!
//! `table`, or `graph` followed by any of: a direction, `connect TYPE|TYPE`, `induced`, `group by NAME > NAME`,
//! `annotate COLUMN|COLUMN`, `highlight COLUMN|COLUMN`; or
//! `matrix` or `timeline` followed by what plays which part in it.

use super::header::{error, fix_by_nearest, twice};
use super::piece::Piece;
use super::{Direction, Layout, Picture, Show};
use crate::diag::{Diagnostics, Source, Span};
use std::sync::Arc;

/// What an answer can be shown as, with the layout when that is a picture.
const FORMS: [(&str, Option<Layout>); 4] = [
    ("table", None),
    ("graph", Some(Layout::Layered)),
    ("matrix", Some(Layout::Matrix)),
    ("timeline", Some(Layout::Timeline)),
];

/// What may follow a form, besides directions, and how that is told.
fn extras(layout: Layout) -> (&'static [&'static str], &'static str) {
    match layout {
        Layout::Layered => (
            &["connect", "induced", "group by", "annotate", "highlight"],
            "`graph` may be followed by a direction such as `left-to-right`, by `connect TYPE|TYPE`, `induced`, \
             `group by NAME > NAME`, `annotate COLUMN|COLUMN`, and `highlight COLUMN|COLUMN`.",
        ),
        Layout::Matrix => (
            &["rows", "columns", "value", "group by", "connect", "induced", "as returned"],
            "`matrix` may be followed by `rows NAME`, `columns NAME`, `value NAME`, `group by NAME`, `connect TYPE|TYPE`, \
             `induced`, and `as returned`.",
        ),
        Layout::Timeline => (
            &["bars", "from", "until", "lanes", "value", "as returned"],
            "`timeline` may be followed by `bars NAME`, `from NAME`, `until NAME`, `lanes NAME`, `value NAME`, and \
             `as returned`.",
        ),
    }
}

/// The most levels of groups.
const MOST_LEVELS: usize = 2;

/// Reads the parts of `show:`, of which the first is the form.
pub(super) fn read(source: &Arc<Source>, form: Piece<'_>, extras: &[Piece<'_>], findings: &mut Diagnostics) -> Show {
    match FORMS.iter().find(|(name, _)| *name == form.text) {
        Some((_, Some(layout))) => {
            let picture = Picture { layout: *layout, ..Picture::default() };
            let mut reader = Reader { source, findings, picture, said: Vec::new() };
            extras.iter().for_each(|extra| reader.read(*extra));
            return Show::Graph(reader.picture);
        }
        Some((_, None)) => {
            if let Some(extra) = extras.first() {
                findings.push(error(source, extra.span(), "nothing can be added to `table`"));
            }
        }
        None => {
            let message = format!("an answer cannot be shown as `{}`", form.text);
            let finding = error(source, form.span(), message)
                .hint("It is shown as `table`, as `graph`, as `matrix` or as `timeline`.");
            findings.push(fix_by_nearest(finding, form, FORMS.iter().map(|(name, _)| *name)));
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
        let layout = self.picture.layout;
        let layered = layout == Layout::Layered;
        if let Some(direction) = Direction::of_name(extra.text).filter(|_| layered) {
            if self.first("the direction is said twice", extra) {
                self.picture.direction = Some(direction);
            }
            return;
        }
        let (words, hint) = extras(layout);
        let word = words.iter().find(|word| {
            extra.text.strip_prefix(**word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
        });
        let Some(word) = word else {
            let what = if layered { "graph" } else { layout.name() };
            let message = format!("a {what} cannot be drawn `{}`", extra.text);
            let directions = Direction::NAMES.into_iter().filter(|_| layered).map(|(name, _)| name);
            let known = directions.chain(words.iter().copied());
            let finding = error(self.source, extra.span(), message).hint(hint);
            self.findings.push(fix_by_nearest(finding, extra, known));
            return;
        };
        let names = extra.split_at(word.len()).1.trim();
        match *word {
            "connect" => self.picture.connect = self.names(word, names, "|"),
            "annotate" => self.picture.annotate = self.names(word, names, "|"),
            "highlight" => self.picture.highlight = self.names(word, names, "|"),
            "group by" => {
                if self.first("the grouping is said twice", extra) {
                    self.picture.group_by = self.names(word, names, ">");
                    let most = if layered { MOST_LEVELS } else { 1 };
                    if self.picture.group_by.len() > most {
                        let levels = if most == 1 { "one level".to_owned() } else { format!("{most} levels") };
                        let message = format!("groups nest to {levels}");
                        self.findings.push(error(self.source, names.span(), message));
                    }
                }
            }
            "induced" if names.is_empty() => self.picture.induced = true,
            "as returned" if names.is_empty() => self.picture.axes.as_returned = true,
            "as returned" => {
                self.findings.push(error(self.source, names.span(), "nothing stands after `as returned`"));
            }
            word if word != "induced" => self.part(word, names, extra),
            _ => {
                let message = "nothing stands after `induced`, which takes every relationship";
                self.findings.push(error(self.source, names.span(), message).hint("`connect TYPE|TYPE` takes some."));
            }
        }
    }

    /// What plays one part in a matrix or a timeline.
    fn part(&mut self, word: &'static str, name: Piece<'_>, extra: Piece<'_>) {
        let names = self.names(word, name, "|");
        if names.len() > 1 {
            self.findings.push(error(self.source, name.span(), format!("one name stands after `{word}`")));
        }
        if !self.first(word, extra) {
            return;
        }
        let axes = &mut self.picture.axes;
        let place = match word {
            "rows" => &mut axes.rows,
            "columns" => &mut axes.columns,
            "bars" => &mut axes.bars,
            "from" => &mut axes.from,
            "until" => &mut axes.until,
            "lanes" => &mut axes.lanes,
            _ => &mut axes.value,
        };
        *place = names.into_iter().next();
    }

    /// Whether this is the first part of its kind, which the message names, or the word of a part.
    fn first(&mut self, message: &'static str, extra: Piece<'_>) -> bool {
        let before = self.said.iter().find(|(other, _)| *other == message).copied();
        match before {
            Some((_, first)) => {
                let message =
                    if message.contains(' ') { message.to_owned() } else { format!("`{message}` is said twice") };
                self.findings.push(twice(self.source, message, extra.span(), first));
            }
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
            self.findings.push(
                error(self.source, span, format!("nothing stands after `{word}`")).hint(extras(self.picture.layout).1),
            );
        }
        each
    }
}

#[cfg(test)]
mod tests {
    use crate::diag::Source;
    use crate::library::{Axes, Direction, Layout, Picture, SavedQuery, Show};

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
            annotate: vec!["role".into()],
            highlight: vec!["technology".into()],
            ..Picture::default()
        };
        let text = "graph, right-to-left, connect A|B, group by layer > IN_CATEGORY, highlight technology, annotate role, induced";
        assert_eq!(shown(text), Ok(Show::Graph(picture)));
    }

    #[test]
    fn a_matrix_and_a_timeline_name_their_parts() {
        let name = |text: &str| Some(text.to_owned());
        let axes = Axes { rows: name("technology"), value: name("in use"), as_returned: true, ..Axes::default() };
        let picture =
            Picture { layout: Layout::Matrix, axes: axes.into(), group_by: vec!["layer".into()], ..Picture::default() };
        let text = "matrix, rows technology, value in use, group by layer, as returned";
        assert_eq!(shown(text), Ok(Show::Graph(picture)));
        let axes = Axes { from: name("since"), until: name("to"), lanes: name("layer"), ..Axes::default() };
        let picture = Picture { layout: Layout::Timeline, axes: axes.into(), ..Picture::default() };
        assert_eq!(shown("timeline, from since, until to, lanes layer"), Ok(Show::Graph(picture)));
    }

    #[test]
    fn mistakes_are_at_their_place() {
        let wrong = |value: &str| shown(value).expect_err("it is malformed").join("; ");
        assert_eq!(wrong("graph, connect"), "2:17 nothing stands after `connect`");
        assert_eq!(wrong("graph, group by a > b > c"), "2:26 groups nest to 2 levels");
        assert_eq!(wrong("graph, group by a, group by b"), "2:29 the grouping is said twice");
        assert_eq!(wrong("graph, induced USES"), "2:25 nothing stands after `induced`, which takes every relationship");
        assert_eq!(wrong("graph, grup by a"), "2:17 a graph cannot be drawn `grup by a`");
        assert_eq!(wrong("matrix, from a"), "2:18 a matrix cannot be drawn `from a`");
        assert_eq!(wrong("matrix, left-to-right"), "2:18 a matrix cannot be drawn `left-to-right`");
        assert_eq!(wrong("timeline, from a, from b"), "2:28 `from` is said twice");
        assert_eq!(wrong("timeline, until"), "2:20 nothing stands after `until`");
        assert_eq!(wrong("timeline, until a|b"), "2:26 one name stands after `until`");
        assert_eq!(wrong("matrix, as returned by a"), "2:30 nothing stands after `as returned`");
    }
}
