//! Fields → typed columns.
//!
//! The type of a column that the manifest does not give is the first of integer, float and boolean that every field of it
//! has, else string. An integer is written without plus sign and leading zeros, so that `007` stays a text; a boolean is
//! `true` or `false` in any case. A field that is empty, or is what the manifest gives as `null`, is no value.

use super::manifest::Kind;
use super::scan::Problem;
use crate::diag::codes::CSV_LINE;
use crate::graph::{Bits, Cells, Packed, Texts};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What a column must be.
#[derive(Clone, Debug)]
pub(super) struct Spec {
    /// The place of its field.
    pub field: usize,
    pub name: Arc<str>,
    /// The type, when it was given.
    pub kind: Option<Kind>,
    /// Whether it is a key: an integer or a string, and there in every row.
    pub key: bool,
    /// The text that stands for no value beside the empty one.
    pub null: Option<Arc<str>>,
}

/// A part of a column.
#[derive(Debug)]
pub(super) struct Growing {
    cells: Growth,
    rows: u32,
    absent: Vec<u32>,
    /// Whether every text is a float.
    floats: bool,
    /// Whether every text is a boolean.
    booleans: bool,
}

#[derive(Debug)]
enum Growth {
    /// Integers, as long as there is nothing else.
    Int(Vec<i64>),
    /// The texts of the fields.
    Text(Texts),
}

impl Growing {
    pub(super) fn new(spec: &Spec) -> Self {
        let text = matches!(spec.kind, Some(Kind::Text | Kind::Bool | Kind::Float));
        let cells = if text { Growth::Text(Texts::default()) } else { Growth::Int(Vec::new()) };
        Self { cells, rows: 0, absent: Vec::new(), floats: true, booleans: true }
    }

    /// Adds a field.
    pub(super) fn push(&mut self, field: &[u8], spec: &Spec) -> Result<(), Box<Problem>> {
        let absent = field.is_empty() || spec.null.as_ref().is_some_and(|null| null.as_bytes() == field);
        if absent {
            if spec.key {
                let message = format!("the key `{}` is empty", spec.name);
                return Err(Problem::new(crate::diag::codes::CSV_KEY, Some(spec.field), message));
            }
            self.absent.push(self.rows);
            match &mut self.cells {
                Growth::Int(values) => values.push(0),
                Growth::Text(texts) => _ = texts.push(""),
            }
        } else if let (Growth::Int(values), Some(value)) = (&mut self.cells, integer(field)) {
            self.booleans = false;
            values.push(value);
        } else {
            self.push_text(field, spec)?;
        }
        self.rows += 1;
        Ok(())
    }

    fn push_text(&mut self, field: &[u8], spec: &Spec) -> Result<(), Box<Problem>> {
        let wrong = |message: String| Problem::new(CSV_LINE, Some(spec.field), message);
        let text = std::str::from_utf8(field).map_err(|_| wrong(format!("`{}` is not UTF-8 text", spec.name)))?;
        let (float, boolean) = (float(text).is_some(), boolean(text).is_some());
        let fits = match spec.kind {
            None | Some(Kind::Text) => true,
            Some(Kind::Int) => false,
            Some(Kind::Float) => float,
            Some(Kind::Bool) => boolean,
        };
        if !fits {
            let kind = spec.kind.map_or("a value", Kind::with_article);
            return Err(wrong(format!("`{}` is {kind}, and this is `{}`", spec.name, shortened(text))));
        }
        self.floats &= float;
        self.booleans &= boolean;
        if let Growth::Int(values) = &self.cells {
            self.cells = Growth::Text(texts_of(values, &self.absent).ok_or_else(|| wrong(too_large(spec)))?);
        }
        match &mut self.cells {
            Growth::Text(texts) => {
                if texts.push(text) {
                    Ok(())
                } else {
                    Err(wrong(too_large(spec)))
                }
            }
            Growth::Int(_) => Ok(()),
        }
    }

    /// So many rows without a value.
    pub(super) fn absent(rows: u32) -> Self {
        let cells = Growth::Int(vec![0; rows as usize]);
        Self { cells, rows, absent: (0..rows).collect(), floats: true, booleans: true }
    }

    pub(super) fn rows(&self) -> u32 {
        self.rows
    }

    /// Drops what stands behind so many rows.
    pub(super) fn truncate(&mut self, rows: u32) {
        if self.rows <= rows {
            return;
        }
        self.rows = rows;
        match &mut self.cells {
            Growth::Int(values) => values.truncate(rows as usize),
            Growth::Text(texts) => texts.truncate(rows as usize),
        }
        while self.absent.last().is_some_and(|row| *row >= rows) {
            self.absent.pop();
        }
    }
}

fn too_large(spec: &Spec) -> String {
    format!("the texts of `{}` are larger than four gigabytes", spec.name)
}

fn shortened(text: &str) -> String {
    if text.chars().count() > 40 { text.chars().take(39).chain(['…']).collect() } else { text.to_owned() }
}

/// Integers as they were written.
fn texts_of(values: &[i64], absent: &[u32]) -> Option<Texts> {
    let mut texts = Texts::default();
    let mut absent = absent.iter().peekable();
    for (row, value) in values.iter().enumerate() {
        let none = absent.next_if(|at| **at as usize == row).is_some();
        if !texts.push(&if none { String::new() } else { value.to_string() }) {
            return None;
        }
    }
    Some(texts)
}

/// An integer as it is printed, and nothing else.
pub(super) fn integer(field: &[u8]) -> Option<i64> {
    let (negative, digits) = match field {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, field),
    };
    if digits.is_empty() || digits.len() > 19 || (digits[0] == b'0' && (digits.len() > 1 || negative)) {
        return None;
    }
    let mut value = 0u64;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        // Nineteen digits are less than 2⁶⁴.
        value = value * 10 + u64::from(digit);
    }
    if negative { 0i64.checked_sub_unsigned(value) } else { i64::try_from(value).ok() }
}

fn float(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'));
    if plain { text.parse().ok().filter(|value: &f64| value.is_finite()) } else { None }
}

fn boolean(text: &str) -> Option<bool> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("true") { Some(true) } else { is("false").then_some(false) }
}

/// Joins the parts of a column; none when its texts are larger than four gigabytes.
pub(super) fn join(parts: Vec<Growing>, spec: &Spec) -> Option<Packed> {
    let rows: usize = parts.iter().map(|part| part.rows as usize).sum();
    let mut present = None;
    let mut first = 0;
    for part in &parts {
        for row in &part.absent {
            present.get_or_insert_with(|| Bits::full(rows)).clear(first + *row as usize);
        }
        first += part.rows as usize;
    }
    let valued = present.as_ref().is_none_or(|present: &Bits| !present.is_empty());
    let integers = parts.iter().all(|part| matches!(part.cells, Growth::Int(_)));
    let floats = !spec.key && parts.iter().all(|part| part.floats);
    let booleans = !spec.key && parts.iter().all(|part| part.booleans);
    let kind = spec.kind.unwrap_or(match (integers, floats, booleans) {
        _ if !valued => Kind::Text,
        (true, ..) => Kind::Int,
        (_, true, _) => Kind::Float,
        (.., true) => Kind::Bool,
        _ => Kind::Text,
    });
    let cells = match kind {
        Kind::Int => Cells::Int(concat(parts)),
        Kind::Float => Cells::Float(parts.iter().flat_map(Growing::floats).collect()),
        Kind::Bool => {
            let mut bits = Bits::new(rows);
            let all = parts.iter().flat_map(Growing::booleans).enumerate();
            all.filter(|(_, value)| *value).for_each(|(row, _)| bits.set(row));
            Cells::Bool(bits)
        }
        Kind::Text => coded(texts(parts)?),
    };
    Some(Packed::new(cells, present))
}

fn concat(parts: Vec<Growing>) -> Vec<i64> {
    let mut all: Vec<i64> = Vec::with_capacity(parts.iter().map(|part| part.rows as usize).sum());
    for part in parts {
        if let Growth::Int(values) = part.cells {
            all.extend(values);
        }
    }
    all
}

fn texts(parts: Vec<Growing>) -> Option<Texts> {
    let mut all = Texts::default();
    for part in parts {
        let texts = match part.cells {
            Growth::Text(texts) => texts,
            Growth::Int(values) => texts_of(&values, &part.absent)?,
        };
        if !all.append(&texts) {
            return None;
        }
    }
    Some(all)
}

/// Texts of which few are different, as numbers of words.
fn coded(texts: Texts) -> Cells {
    let most = (texts.len() / 8).min(1 << 16);
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let mut codes = Vec::with_capacity(texts.len());
    let mut words: Vec<Arc<str>> = Vec::new();
    for row in 0..texts.len() {
        let text = texts.get(row);
        let code = *numbers.entry(text).or_insert_with(|| {
            words.push(Arc::from(text));
            words.len() as u32 - 1
        });
        codes.push(code);
        if words.len() > most {
            return Cells::Text(texts);
        }
    }
    Cells::Coded { codes, words }
}

impl Growing {
    fn floats(&self) -> Box<dyn Iterator<Item = f64> + '_> {
        match &self.cells {
            Growth::Int(values) => Box::new(values.iter().map(|value| *value as f64)),
            Growth::Text(texts) => Box::new((0..texts.len()).map(|row| float(texts.get(row)).unwrap_or_default())),
        }
    }

    fn booleans(&self) -> Box<dyn Iterator<Item = bool> + '_> {
        match &self.cells {
            Growth::Int(values) => Box::new(values.iter().map(|_| false)),
            Growth::Text(texts) => Box::new((0..texts.len()).map(|row| boolean(texts.get(row)).unwrap_or_default())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_those_that_print_the_same() {
        for text in ["0", "7", "-7", "9223372036854775807", "-9223372036854775808"] {
            assert_eq!(integer(text.as_bytes()).map(|value| value.to_string()).as_deref(), Some(text));
        }
        for text in ["", "-", "-0", "007", "+7", "1.0", " 1", "9223372036854775808", "99999999999999999999"] {
            assert_eq!(integer(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_column_has_the_narrowest_type_that_fits_all() {
        let spec = Spec { field: 0, name: "x".into(), kind: None, key: false, null: None };
        let column = |fields: &[&str]| {
            let parts = fields.chunks(2).map(|fields| {
                let mut part = Growing::new(&spec);
                fields.iter().for_each(|field| part.push(field.as_bytes(), &spec).expect("it fits"));
                part
            });
            let column = join(parts.collect(), &spec).expect("it is small");
            (0..fields.len()).map(|row| column.get(row).to_literal()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(column(&["1", "", "-3"]), "1 null -3");
        assert_eq!(column(&["1", "2", "3.5"]), "1.0 2.0 3.5");
        assert_eq!(column(&["true", "", "FALSE"]), "true null false");
        assert_eq!(column(&["1", "true", "1"]), "'1' 'true' '1'");
        assert_eq!(column(&["1", "007", "", "x"]), "'1' '007' null 'x'");
        assert_eq!(column(&["", ""]), "null null");
    }
}
