//! The parser's events → the tree, within limits.

use super::places::Places;
use super::{Content, Entry, Key, MAX_DEPTH, MAX_NODES, MAX_REPEATED, Node, Scalar, scalar, syntax, tags};
use crate::diag::{Diagnostic, Diagnostics, Source, Span, codes};
use rustc_hash::{FxHashMap, FxHashSet};
use saphyr_parser::{Event, Parser, ScalarStyle, Span as Marks, Tag};
use std::sync::Arc;

/// Reads the one document of a source. A source without a value is null.
///
/// # Errors
/// `YAML_SYNTAX` where the text is not YAML, `YAML_DUPLICATE_KEY` for every key that stands twice in a mapping, and
/// `YAML_LIMIT` where it is nested too deeply or expands too far.
///
/// ```
/// use casegraph::{diag::Source, yaml};
/// let source = Source::new("a.yaml", "name: Kafka\nfirst_release: 2011\n");
/// let node = yaml::parse(&source).unwrap();
/// assert_eq!(source.position(node.get("first_release").unwrap().span.start).to_string(), "2:16");
/// ```
pub fn parse(source: &Arc<Source>) -> Result<Node, Diagnostics> {
    if let Some(at) = too_many_signs(source.text()) {
        let message = format!("the file holds more than {MAX_NODES} values");
        return Err(Diagnostic::error(codes::YAML_LIMIT, message)
            .at(source, Span::new(at, at + 1), "")
            .hint("Split it into several files of one folder.")
            .into());
    }
    let mut builder = Builder::new(source);
    let mut parser = Parser::new_from_str(source.text()).keep_tags(true);
    while let Some(event) = parser.next_event() {
        let step = match event {
            Ok((event, marks)) => builder.take(event, marks),
            Err(error) => {
                let at = builder.places.byte(*error.marker());
                Err(syntax::explain(source, at, error.info()).into())
            }
        };
        if let Err(last) = step {
            builder.findings.append(last);
            return Err(builder.findings);
        }
    }
    if builder.findings.is_empty() {
        Ok(builder.root.unwrap_or(Node { span: Span::new(0, 0), content: Content::Scalar(Scalar::Null) }))
    } else {
        Err(builder.findings)
    }
}

/// After so many double keys the rest of a file is not read: finding the first of each costs a walk through its mapping.
const MAX_FINDINGS: usize = 100;

/// The place from which on a text has more signs than [`MAX_NODES`] values can need. The parser keeps all of a bracketed
/// list in memory before it gives the first value of it, so this must be known before.
fn too_many_signs(text: &str) -> Option<usize> {
    let signs = text.bytes().enumerate().filter(|(_, byte)| b",:?[]{}&*!\"'".contains(byte));
    signs.map(|(at, _)| at).nth(2 * MAX_NODES)
}

/// A list or mapping whose end has not come yet.
struct Open {
    start: usize,
    /// Whether it is written with brackets.
    flow: bool,
    anchor: usize,
    /// The values in it and the levels below it so far.
    size: Size,
    content: OpenContent,
}

enum OpenContent {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<Entry>, keys: Keys, key: Option<Key> },
}

/// So many keys are sooner looked through than hashed.
const FEW_KEYS: usize = 16;

/// The keys of a mapping so far; they are looked up once there are many.
#[derive(Default)]
struct Keys(FxHashSet<Arc<str>>);

impl Keys {
    /// Whether a key, which is interned, comes after these entries for the first time.
    fn is_new(&mut self, key: &Arc<str>, entries: &[Entry]) -> bool {
        if entries.len() < FEW_KEYS {
            return !entries.iter().any(|entry| Arc::ptr_eq(&entry.key.text, key));
        }
        if self.0.is_empty() {
            self.0.extend(entries.iter().map(|entry| Arc::clone(&entry.key.text)));
        }
        self.0.insert(Arc::clone(key))
    }
}

/// How large a value is, to count what an alias would repeat before it is repeated.
#[derive(Clone, Copy)]
struct Size {
    nodes: usize,
    height: usize,
}

struct Builder<'s> {
    source: &'s Arc<Source>,
    places: Places<'s>,
    open: Vec<Open>,
    anchors: FxHashMap<usize, (Node, Size)>,
    /// Keys are few words used often; each is kept once.
    keys: FxHashSet<Arc<str>>,
    nodes: usize,
    repeated: usize,
    documents: usize,
    root: Option<Node>,
    findings: Diagnostics,
}

impl<'s> Builder<'s> {
    fn new(source: &'s Arc<Source>) -> Self {
        Self {
            source,
            places: Places::new(source.text()),
            open: Vec::new(),
            anchors: FxHashMap::default(),
            keys: FxHashSet::default(),
            nodes: 0,
            repeated: 0,
            documents: 0,
            root: None,
            findings: Diagnostics::new(),
        }
    }

    fn take(&mut self, event: Event<'_>, marks: Marks) -> Result<(), Diagnostics> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) => self.document(marks),
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), marks),
            Event::SequenceStart(anchor, tag) => {
                self.check_tag(tag.as_deref(), "seq", marks)?;
                self.open(OpenContent::Sequence(Vec::new()), anchor, marks)
            }
            Event::MappingStart(anchor, tag) => {
                self.check_tag(tag.as_deref(), "map", marks)?;
                let content = OpenContent::Mapping { entries: Vec::new(), keys: Keys::default(), key: None };
                self.open(content, anchor, marks)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(marks),
            Event::Alias(anchor) => self.alias(anchor, marks),
        }
    }

    fn document(&mut self, marks: Marks) -> Result<(), Diagnostics> {
        self.documents += 1;
        if self.documents < 2 {
            return Ok(());
        }
        let span = self.span(marks);
        Err(Diagnostic::error(codes::YAML_SYNTAX, "a second document begins here, and a file holds one")
            .at(self.source, span, "")
            .hint("Make it an item of a list, or a file of its own.")
            .into())
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        marks: Marks,
    ) -> Result<(), Diagnostics> {
        let span = self.scalar_span(marks, style, text.is_empty());
        if self.expects_key() && tag.is_none() && anchor == 0 {
            let key = self.intern(text);
            let plain_null = style == ScalarStyle::Plain && text.is_empty();
            return if plain_null { Err(self.no_key(span).into()) } else { self.key(Key { text: key, span }) };
        }
        let value = match tag {
            None if style == ScalarStyle::Plain => scalar::resolve(text),
            None => Scalar::Text(Arc::from(text)),
            Some(tag) => {
                let whole = self.span(marks);
                tags::resolve(tag, text, self.source, Span { end: span.end, ..whole })?
            }
        };
        let node = Node { span, content: Content::Scalar(value) };
        self.finish(node, Size { nodes: 1, height: 0 }, anchor)
    }

    fn check_tag(&mut self, tag: Option<&Tag>, wanted: &str, marks: Marks) -> Result<(), Diagnostics> {
        match tag {
            Some(tag) if tags::core(tag) != Some(wanted) => {
                let span = self.span(marks);
                Err(tags::unknown(tag, self.source, span).into())
            }
            _ => Ok(()),
        }
    }

    fn open(&mut self, content: OpenContent, anchor: usize, marks: Marks) -> Result<(), Diagnostics> {
        let span = self.content_span(marks);
        if self.expects_key() {
            return Err(Diagnostic::error(codes::YAML_SYNTAX, "a list or mapping stands where a key is needed")
                .at(self.source, span, "")
                .hint("A string that begins with `[` or `{` needs quotes.")
                .into());
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self.too_deep(span).into());
        }
        let flow = self.source.text()[span.start as usize..].starts_with(['[', '{']);
        self.open.push(Open { start: span.start as usize, flow, anchor, size: Size { nodes: 1, height: 1 }, content });
        Ok(())
    }

    fn close(&mut self, marks: Marks) -> Result<(), Diagnostics> {
        let open = self.open.pop().expect("the parser closes only what it has opened");
        let (content, last) = match open.content {
            OpenContent::Sequence(items) => {
                let last = items.last().map(|item| item.span.end);
                (Content::Sequence(items), last)
            }
            OpenContent::Mapping { entries, .. } => {
                let last = entries.last().map(|entry| entry.value.span.end.max(entry.key.span.end));
                (Content::Mapping(entries), last)
            }
        };
        let end = if open.flow { self.places.byte(marks.end) } else { last.map_or(open.start, |last| last as usize) };
        // What an alias repeats may stand before its list begins.
        let node = Node { span: Span::new(open.start, end.max(open.start)), content };
        self.finish(node, open.size, open.anchor)
    }

    fn alias(&mut self, anchor: usize, marks: Marks) -> Result<(), Diagnostics> {
        let span = self.span(marks);
        let name = self.source.slice(span).to_owned();
        let Some((node, size)) = self.anchors.get(&anchor) else {
            return Err(Diagnostic::error(codes::YAML_LIMIT, format!("`{name}` would contain itself without end"))
                .at(self.source, span, "it stands inside what it repeats")
                .into());
        };
        let (node, size) = (node, *size);
        self.repeated += size.nodes;
        if self.repeated > MAX_REPEATED {
            let message = format!("the aliases of this file repeat more than {MAX_REPEATED} values");
            return Err(Diagnostic::error(codes::YAML_LIMIT, message)
                .at(self.source, span, format!("`{name}` repeats {} values", size.nodes))
                .hint("Write the entries out, or refer to one entry by its key.")
                .into());
        }
        if self.open.len() + size.height > MAX_DEPTH {
            return Err(self.too_deep(span).into());
        }
        let node = node.clone();
        self.finish(node, size, 0)
    }

    /// Puts a whole value where it belongs.
    fn finish(&mut self, node: Node, size: Size, anchor: usize) -> Result<(), Diagnostics> {
        let copies = if anchor == 0 { 1 } else { 2 };
        self.nodes += copies;
        if self.nodes + self.repeated > MAX_NODES {
            return Err(Diagnostic::error(codes::YAML_LIMIT, format!("the file holds more than {MAX_NODES} values"))
                .at(self.source, node.head(self.source), "")
                .hint("Split it into several files of one folder.")
                .into());
        }
        if anchor != 0 {
            // The copy is counted like written text, or nested anchors would cost memory without being seen.
            self.nodes += size.nodes;
            self.anchors.insert(anchor, (node.clone(), size));
        }
        if self.expects_key() {
            return self.value_as_key(node);
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.size.nodes += size.nodes;
        open.size.height = open.size.height.max(size.height + 1);
        match &mut open.content {
            OpenContent::Sequence(items) => items.push(node),
            OpenContent::Mapping { entries, key, .. } => {
                let key = key.take().expect("a value follows its key");
                entries.push(Entry { key, value: node });
            }
        }
        Ok(())
    }

    /// Whether the next value is the key of a mapping.
    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { content: OpenContent::Mapping { key: None, .. }, .. }))
    }

    /// A key with anchor or tag, or by an alias.
    fn value_as_key(&mut self, node: Node) -> Result<(), Diagnostics> {
        match &node.content {
            Content::Scalar(Scalar::Null) => Err(self.no_key(node.span).into()),
            Content::Scalar(value) => {
                let text = self.intern(&value.to_string());
                self.key(Key { text, span: node.span })
            }
            _ => Err(Diagnostic::error(codes::YAML_SYNTAX, "a list or mapping stands where a key is needed")
                .at(self.source, node.head(self.source), "")
                .into()),
        }
    }

    fn key(&mut self, new: Key) -> Result<(), Diagnostics> {
        self.nodes += 1;
        let Some(Open { content: OpenContent::Mapping { entries, keys, key }, .. }) = self.open.last_mut() else {
            return Ok(());
        };
        if !keys.is_new(&new.text, entries) {
            let first = entries.iter().find(|entry| entry.key.text == new.text).map(|entry| entry.key.span);
            let message = match new.text.len() {
                ..100 => format!("the key `{}` stands twice in one mapping", new.text),
                _ => "a key stands twice in one mapping".to_owned(),
            };
            let mut finding =
                Diagnostic::error(codes::YAML_DUPLICATE_KEY, message).at(self.source, new.span, "again here");
            if let Some(first) = first {
                finding = finding.at(self.source, first, "first here");
            }
            finding = finding.hint("Join both values, or take one of the keys away.");
            if self.findings.len() >= MAX_FINDINGS {
                return Err(finding.into());
            }
            self.findings.push(finding);
        }
        *key = Some(new);
        Ok(())
    }

    fn intern(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.keys.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = Arc::from(text);
        self.keys.insert(Arc::clone(&new));
        new
    }

    fn no_key(&self, span: Span) -> Diagnostic {
        Diagnostic::error(codes::YAML_SYNTAX, "a key is missing before the colon").at(self.source, span, "")
    }

    fn too_deep(&self, span: Span) -> Diagnostic {
        let message = format!("lists and mappings nest deeper than {MAX_DEPTH} levels");
        Diagnostic::error(codes::YAML_LIMIT, message).at(self.source, Span { end: span.start + 1, ..span }, "")
    }

    fn span(&mut self, marks: Marks) -> Span {
        let start = self.places.byte(marks.start);
        let end = self.places.byte(marks.end);
        Span::new(start, end.max(start))
    }

    /// The span without the anchor and the tag before a value.
    fn content_span(&mut self, marks: Marks) -> Span {
        let span = self.span(marks);
        let text = self.source.slice(span);
        let mut rest = text;
        while rest.starts_with(['&', '!']) {
            let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
            rest = rest[word..].trim_start();
        }
        Span::new(span.start as usize + text.len() - rest.len(), span.end as usize)
    }

    fn scalar_span(&mut self, marks: Marks, style: ScalarStyle, empty: bool) -> Span {
        let span = self.content_span(marks);
        let text = self.source.slice(span);
        let length = match style {
            // The parser marks what follows a quote up to the next token.
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => quoted_length(text),
            // Where nothing is written it marks the next token.
            ScalarStyle::Plain if empty => 0,
            // A block text is marked up to the next line that is not its own.
            _ => text.trim_end().len(),
        };
        let start = span.start as usize + usize::from(length == 0 && text.starts_with(':'));
        Span::new(start, start + length)
    }
}

/// The bytes of a quoted text at the start of `text`, quotes included.
fn quoted_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let quote = bytes.first().copied().unwrap_or(b'"');
    let mut at = 1;
    while at < bytes.len() {
        if bytes[at] == b'\\' && quote == b'"'
            || bytes[at] == quote && quote == b'\'' && bytes.get(at + 1) == Some(&quote)
        {
            at += 2;
        } else if bytes[at] == quote {
            return at + 1;
        } else {
            at += 1;
        }
    }
    text.len()
}
