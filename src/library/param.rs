//! `NAME: TYPE = DEFAULT -- about` → a declared parameter.
//!
//! Input: what stands after `param`. Output: the parameter, or the one thing that is wrong. The default stays text:
//! that it is a literal of the right type is seen when it is computed, at the place kept here.

use super::ParamDecl;
use super::header::{error, fix_by_nearest};
use super::piece::Piece;
use crate::diag::{Diagnostic, Source};
use crate::value::Type;
use std::sync::Arc;

/// The form of a declaration, for hints.
pub(super) const FORM: &str = "A parameter is declared as `// param name: STRING = 'default' -- what it is for`.";

/// The types by name. Those after the first eight are other spellings.
const TYPES: [(&str, Type); 10] = [
    ("STRING", Type::Str),
    ("INTEGER", Type::Int),
    ("FLOAT", Type::Float),
    ("NUMBER", Type::Number),
    ("BOOLEAN", Type::Bool),
    ("MAP", Type::Map),
    ("ANY", Type::Any),
    ("LIST", Type::Any),
    ("INT", Type::Int),
    ("BOOL", Type::Bool),
];

/// Lists may be nested so deep; more is no type that anyone means.
const DEEPEST_LIST: usize = 8;

/// What was read, or the one thing that is wrong; boxed, since findings are large.
type Parsed<T> = Result<T, Box<Diagnostic>>;

/// Reads a declaration; `key` is the word `param` before it.
pub(super) fn parse(source: &Arc<Source>, key: Piece<'_>, declaration: Piece<'_>) -> Parsed<ParamDecl> {
    let (name, rest) = read_name(source, key, declaration)?;
    let rest = rest.trim();
    let Some(rest) = rest.strip_prefix(":") else {
        let place = if rest.is_empty() { name } else { rest };
        let message = format!("a colon and a type are missing after the parameter `{}`", name.text);
        return Err(error(source, place.span(), message).hint(FORM).into());
    };
    let (before_about, about) = rest.split_at(about_start(rest).unwrap_or(rest.text.len()));
    let (ty, default, about) = match before_about.text.find('=') {
        Some(at) => {
            let (ty, rest) = rest.split_at(at);
            let (equals, rest) = rest.split_at(1);
            let (default, about) = split_default(source, rest)?;
            if default.is_empty() {
                let message = format!("the default of the parameter `{}` is missing", name.text);
                return Err(error(source, equals.span(), message).hint(FORM).into());
            }
            (ty, Some((default.text.to_owned(), default.span())), about)
        }
        None => (before_about, None, about),
    };
    let about = about.strip_prefix("--").unwrap_or(about).trim().text.to_owned();
    Ok(ParamDecl {
        name: name.text.to_owned(),
        ty: read_type(source, name, ty.trim())?,
        default,
        about,
        span: name.span(),
    })
}

/// Whether a character may stand in a parameter's name.
pub(super) fn is_name(each: char) -> bool {
    each.is_alphanumeric() || each == '_'
}

fn read_name<'s>(source: &Arc<Source>, key: Piece<'s>, declaration: Piece<'s>) -> Parsed<(Piece<'s>, Piece<'s>)> {
    let (name, rest) = declaration.take_while(is_name);
    if let Some(name) = declaration.strip_prefix("$") {
        let (name, _) = name.take_while(is_name);
        let (whole, _) = declaration.split_at(1 + name.text.len());
        return Err(error(source, whole.span(), "a parameter is declared without `$`")
            .fix(whole.span(), name.text)
            .into());
    }
    if name.is_empty() {
        let place = if declaration.is_empty() { key } else { declaration.split_at(first_len(declaration)).0 };
        return Err(error(source, place.span(), "the name of the parameter is missing").hint(FORM).into());
    }
    if name.text.starts_with(|first: char| first.is_numeric()) {
        return Err(error(source, name.span(), "the name of a parameter begins with a letter").into());
    }
    Ok((name, rest))
}

fn first_len(piece: Piece<'_>) -> usize {
    piece.text.chars().next().map_or(0, char::len_utf8)
}

fn read_type(source: &Arc<Source>, name: Piece<'_>, ty: Piece<'_>) -> Parsed<Type> {
    if ty.is_empty() {
        let message = format!("the type of the parameter `{}` is missing", name.text);
        return Err(error(source, name.span(), message).hint(type_hint()).into());
    }
    let mut inner = ty;
    let mut lists = 0;
    loop {
        let (word, rest) = inner.take_while(is_name);
        let rest = rest.trim();
        if !word.text.eq_ignore_ascii_case("LIST") || rest.is_empty() {
            break;
        }
        if !(rest.text.starts_with('<') && rest.text.ends_with('>')) {
            return Err(error(source, inner.span(), "a list is written `LIST<TYPE>`").into());
        }
        lists += 1;
        if lists > DEEPEST_LIST {
            return Err(error(source, ty.span(), "the type is nested too deep").into());
        }
        inner = Piece::new(&rest.text[1..rest.text.len() - 1], rest.start + 1).trim();
    }
    let known = TYPES.iter().find(|(word, _)| word.eq_ignore_ascii_case(inner.text));
    let Some((word, element)) = known else {
        let place = if inner.is_empty() { ty } else { inner };
        let finding = error(source, place.span(), format!("there is no type `{}`", place.text)).hint(type_hint());
        return Err(fix_by_nearest(finding, inner, TYPES.map(|(word, _)| word)).into());
    };
    lists += usize::from(*word == "LIST");
    Ok((0..lists).fold(element.clone(), |element, _| Type::list(element)))
}

fn type_hint() -> &'static str {
    "The types are STRING, INTEGER, FLOAT, NUMBER, BOOLEAN, MAP, ANY and lists such as LIST<STRING>."
}

/// The default without blanks, and the rest from `--` on. Quotes and brackets hide what is within them.
fn split_default<'s>(source: &Arc<Source>, text: Piece<'s>) -> Parsed<(Piece<'s>, Piece<'s>)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut end = text.text.len();
    let mut chars = text.text.char_indices();
    while let Some((at, each)) = chars.next() {
        match each {
            '\'' | '"' | '`' => {
                let mut escaped = false;
                let closing = chars.find(|(_, inner)| {
                    let closes = *inner == each && !escaped;
                    escaped = *inner == '\\' && !escaped && each != '`';
                    closes
                });
                if closing.is_none() {
                    return Err(unclosed(source, text, at, each).into());
                }
            }
            '[' | '{' | '(' => open.push((at, each)),
            ']' | '}' | ')' => _ = open.pop(),
            '-' if open.is_empty() && begins_about(text.text, at) => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    if let Some((at, bracket)) = open.first() {
        return Err(unclosed(source, text, *at, *bracket).into());
    }
    let (default, about) = text.split_at(end);
    Ok((default.trim(), about))
}

fn unclosed(source: &Arc<Source>, text: Piece<'_>, at: usize, opening: char) -> Diagnostic {
    let (place, _) = text.split_at(at).1.split_at(opening.len_utf8());
    error(source, place.span(), format!("`{opening}` is not closed"))
}

/// Where the about of a declaration begins when no default stands before it.
fn about_start(text: Piece<'_>) -> Option<usize> {
    let end = text.text.find('=').unwrap_or(text.text.len());
    (0..end).find(|at| begins_about(text.text, *at))
}

/// Whether two hyphens with blanks around them stand at byte `at`; others belong to a number or a word.
fn begins_about(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let blank = |at: Option<&u8>| at.is_none_or(u8::is_ascii_whitespace);
    bytes[at..].starts_with(b"--") && blank(bytes.get(at + 2)) && (at == 0 || blank(bytes.get(at - 1)))
}
