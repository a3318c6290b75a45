//! Text → the outlines of its letters, so that a picture looks the same wherever it is shown.
//!
//! Input: a line of text and a face. Output: the data of one path of SVG, on a grid of [`GRID`] to the size of the
//! letters, from the start of the baseline. One path a line rather than a glyph that is defined once and used many times:
//! pages that clean what they show drop such uses, two pictures in one page would share their names, and a slide program
//! that turns a picture into shapes makes one of each line instead of one of each letter.

use super::measure::{Face, WIDE, font};
use rustc_hash::FxHashMap;
use std::fmt::Write;
use ttf_parser::{GlyphId, OutlineBuilder};

/// The steps of the grid to the size of the letters: 1/36 of a unit in the label of a node, far below a pixel.
pub(super) const GRID: f64 = 500.0;

/// What stands where the face has no letter.
const NO_GLYPH: GlyphId = GlyphId(0);

/// The outlines of letters that have been needed so far.
#[derive(Debug, Default)]
pub(super) struct Outlines {
    glyphs: FxHashMap<(Face, GlyphId), Glyph>,
}

/// The outline of a glyph.
#[derive(Debug, Default)]
struct Glyph {
    /// Where it begins.
    first: (i32, i32),
    /// From there, everything in steps from point to point.
    path: String,
    /// Where the next step would begin.
    last: (i32, i32),
}

impl Outlines {
    /// The outline of a line of text; a box for a letter that the face lacks. O(letters) once each has been seen.
    pub(super) fn path(&mut self, text: &str, face: Face) -> String {
        let mut path = String::new();
        let Some(font) = font(face) else { return path };
        let unit = GRID / f64::from(font.units_per_em());
        // The grid is that of the points, so that a letter has the same outline wherever it stands.
        let (mut pen, mut at) = (0.0_f64, (0, 0));
        for letter in text.chars() {
            let (id, advance) = match font.glyph_index(letter) {
                Some(id) => (id, f64::from(font.glyph_hor_advance(id).unwrap_or(0)) * unit),
                None => (NO_GLYPH, WIDE * GRID),
            };
            let glyph = self.glyphs.entry((face, id)).or_insert_with(|| {
                let mut tracer = Tracer::new(unit);
                font.outline_glyph(id, &mut tracer);
                tracer.glyph
            });
            if !glyph.path.is_empty() {
                let from = pen.round() as i32;
                path.push(if path.is_empty() { 'M' } else { 'm' });
                numbers(&mut path, &[from + glyph.first.0 - at.0, glyph.first.1 - at.1]);
                path.push_str(&glyph.path);
                at = (from + glyph.last.0, glyph.last.1);
            }
            pen += advance;
        }
        path
    }
}

/// Whether the bundled face has a letter.
pub(super) fn has(letter: char, face: Face) -> bool {
    font(face).is_some_and(|font| font.glyph_index(letter).is_some())
}

/// Follows the outline of a glyph and writes it in the shortest commands.
struct Tracer {
    unit: f64,
    glyph: Glyph,
    /// Where the last step ended.
    at: (i32, i32),
    /// The control point of the last curve, or where the last step ended when it was none.
    control: (i32, i32),
    /// The last command.
    letter: char,
    /// How long the path was before the last step, when that was a line.
    before_line: Option<usize>,
}

impl Tracer {
    fn new(unit: f64) -> Self {
        Self { unit, glyph: Glyph::default(), at: (0, 0), control: (0, 0), letter: ' ', before_line: None }
    }

    /// A point of the face, whose heights go upwards, on the grid of the picture, whose go down.
    fn point(&self, x: f32, y: f32) -> (i32, i32) {
        ((f64::from(x) * self.unit).round() as i32, (-f64::from(y) * self.unit).round() as i32)
    }

    fn command(&mut self, letter: char, steps: &[i32]) {
        if self.letter != letter {
            self.glyph.path.push(letter);
            self.letter = letter;
        } else if steps[0] >= 0 {
            self.glyph.path.push(' ');
        }
        numbers(&mut self.glyph.path, steps);
    }

    fn step(&self, to: (i32, i32)) -> [i32; 2] {
        [to.0 - self.at.0, to.1 - self.at.1]
    }
}

impl OutlineBuilder for Tracer {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = self.point(x, y);
        if self.glyph.path.is_empty() {
            self.glyph.first = to;
        } else {
            self.command('m', &self.step(to));
        }
        (self.at, self.control, self.glyph.last, self.letter) = (to, to, to, 'm');
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.point(x, y);
        self.before_line = Some(self.glyph.path.len());
        match self.step(to) {
            [0, 0] => {}
            [step, 0] => self.command('h', &[step]),
            [0, step] => self.command('v', &[step]),
            step => self.command('l', &step),
        }
        (self.at, self.control) = (to, to);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (control, to) = (self.point(x1, y1), self.point(x, y));
        // A curve that goes on as the last one ended need not say how; a step of the grid beside is not seen.
        let smooth = (2 * self.at.0 - self.control.0, 2 * self.at.1 - self.control.1);
        let [x, y] = self.step(to);
        if matches!(self.letter, 'q' | 't') && smooth.0.abs_diff(control.0) < 2 && smooth.1.abs_diff(control.1) < 2 {
            self.command('t', &[x, y]);
            self.control = smooth;
        } else {
            let [control_x, control_y] = self.step(control);
            self.command('q', &[control_x, control_y, x, y]);
            self.control = control;
        }
        (self.at, self.before_line) = (to, None);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ([ax, ay], [bx, by]) = (self.step(self.point(x1, y1)), self.step(self.point(x2, y2)));
        let to = self.point(x, y);
        let [x, y] = self.step(to);
        self.command('c', &[ax, ay, bx, by, x, y]);
        (self.at, self.control, self.before_line) = (to, to, None);
    }

    fn close(&mut self) {
        // The line back to the beginning is what closing draws.
        if let Some(length) = self.before_line.take().filter(|_| self.at == self.glyph.last) {
            self.glyph.path.truncate(length);
        }
        self.glyph.path.push('z');
        (self.at, self.control, self.letter) = (self.glyph.last, self.glyph.last, 'z');
    }
}

/// Numbers with no more blanks than they need.
fn numbers(path: &mut String, numbers: &[i32]) {
    for (at, number) in numbers.iter().enumerate() {
        let blank = if at > 0 && *number >= 0 { " " } else { "" };
        write!(path, "{blank}{number}").expect("a string takes any text");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_one_after_the_other() {
        let mut outlines = Outlines::default();
        assert_eq!(outlines.path("", Face::Regular), "");
        assert_eq!(outlines.path(" ", Face::Regular), "");
        // An upright bar; the second one begins 147.5 steps to the right, from where the first began.
        assert_eq!(outlines.path("l", Face::Regular), "M47-380h45v380h-45z");
        assert_eq!(outlines.path("ll", Face::Regular), "M47-380h45v380h-45zm139 0h45v380h-45z");
        assert_eq!(outlines.path(" l", Face::Regular), "M206-380h45v380h-45z");
        assert_eq!(outlines.path("東", Face::Regular), outlines.path("\u{10ffff}", Face::Regular), "a box");
        assert!(has('é', Face::Bold) && !has('東', Face::Bold));
    }

    #[test]
    fn curves_end_where_they_do_in_the_face() {
        #[derive(Default)]
        struct Points(Vec<(i32, i32)>, (i32, i32));
        impl OutlineBuilder for Points {
            fn move_to(&mut self, x: f32, y: f32) {
                self.line_to(x, y);
                self.1 = self.0[self.0.len() - 1];
            }
            fn line_to(&mut self, x: f32, y: f32) {
                let unit = GRID as f32 / 2048.0;
                self.0.push(((x * unit).round() as i32, (-y * unit).round() as i32));
            }
            fn quad_to(&mut self, _: f32, _: f32, x: f32, y: f32) {
                self.line_to(x, y);
            }
            fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, x: f32, y: f32) {
                self.line_to(x, y);
            }
            fn close(&mut self) {
                self.0.push(self.1);
            }
        }
        for letter in ('!'..='~').chain("éßЖλ€×→".chars()) {
            let font = font(Face::Regular).expect("the face can be read");
            let mut points = Points::default();
            font.outline_glyph(font.glyph_index(letter).expect("the face has it"), &mut points);
            let mut found = ends(&Outlines::default().path(&letter.to_string(), Face::Regular));
            points.0.dedup();
            found.dedup();
            assert_eq!(found, points.0, "{letter}");
        }
    }

    /// The ends of all steps of a path.
    fn ends(path: &str) -> Vec<(i32, i32)> {
        let (mut at, mut start, mut ends) = ((0, 0), (0, 0), Vec::new());
        let path = format!("{path} ");
        for part in path.split_inclusive(|each: char| each.is_ascii_alphabetic()).collect::<Vec<_>>().windows(2) {
            let letter = part[0].chars().last().expect("it ends with a letter").to_ascii_lowercase();
            let text = part[1].trim_end_matches(char::is_alphabetic).replace('-', " -");
            let steps: Vec<i32> = text.split_whitespace().map(|n| n.parse().expect("a number")).collect();
            let count = match letter {
                'h' | 'v' => 1,
                'q' => 4,
                'c' => 6,
                _ => 2,
            };
            if letter == 'z' {
                at = start;
                ends.push(at);
            }
            for step in steps.chunks(count) {
                match letter {
                    'h' => at.0 += step[0],
                    'v' => at.1 += step[0],
                    _ => at = (at.0 + step[count - 2], at.1 + step[count - 1]),
                }
                if letter == 'm' {
                    start = at;
                }
                ends.push(at);
            }
        }
        ends
    }
}
