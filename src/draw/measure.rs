//! Text → its width.
//!
//! Input: text, a face and a size. Output: the sum of the advances, from the bundled faces of DejaVu. These are wider
//! than Helvetica and Arial, which a viewer without DejaVu takes instead, so what fits here fits there.

use std::sync::OnceLock;
use ttf_parser::Face as Font;

/// The faces in which pictures are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Face {
    /// Labels and the legend.
    Regular,
    /// The title.
    Bold,
}

/// From the baseline to the top of the highest letters, as a share of the size.
pub(super) const ASCENT: f64 = 0.76;

/// From one baseline to the next, as a share of the size.
pub(super) const LEADING: f64 = 1.25;

/// A letter that the face lacks comes from another face; this is about as wide as it gets there.
pub(super) const WIDE: f64 = 1.05;

/// What another face may be wider than the one that text is measured with.
pub(super) const SLACK: f64 = 1.04;

/// The width of a line of text at a size. O(letters).
pub(super) fn width(text: &str, face: Face, size: f64) -> f64 {
    let advance = |letter: char| glyph(letter, face).unwrap_or(WIDE);
    size * text.chars().map(advance).sum::<f64>()
}

/// The width of the widest of several lines.
pub(super) fn widest(lines: &[String], face: Face, size: f64) -> f64 {
    lines.iter().map(|line| width(line, face, size)).fold(0.0, f64::max)
}

/// The width of the place that a line of text needs, whatever face it is shown in.
pub(super) fn text_width(text: &str, face: Face, size: f64) -> f64 {
    width(text, face, size) * SLACK
}

/// The width of the place that several lines need.
pub(super) fn widest_text(lines: &[String], face: Face, size: f64) -> f64 {
    widest(lines, face, size) * SLACK
}

/// The advance of a letter as a share of the size.
fn glyph(letter: char, face: Face) -> Option<f64> {
    let font = font(face)?;
    let advance = font.glyph_hor_advance(font.glyph_index(letter)?)?;
    Some(f64::from(advance) / f64::from(font.units_per_em()))
}

/// The bundled face, as it can be read.
pub(super) fn font(face: Face) -> Option<&'static Font<'static>> {
    static REGULAR: OnceLock<Option<Font<'static>>> = OnceLock::new();
    static BOLD: OnceLock<Option<Font<'static>>> = OnceLock::new();
    let font = match face {
        Face::Regular => REGULAR.get_or_init(|| Font::parse(dejavu::sans::regular(), 0).ok()),
        Face::Bold => BOLD.get_or_init(|| Font::parse(dejavu::sans::bold(), 0).ok()),
    };
    font.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_the_widths_of_the_face() {
        let regular = |text: &str| width(text, Face::Regular, 1000.0).round();
        assert_eq!((regular(""), regular("i"), regular("W")), (0.0, 278.0, 989.0));
        assert_eq!(regular("iW"), 1267.0, "a line is as long as its letters");
        assert_eq!(regular("東"), 1050.0, "a letter of another face");
        assert!(width("Flink", Face::Bold, 14.0) > width("Flink", Face::Regular, 14.0));
        assert_eq!(widest(&["a".into(), "aaa".into()], Face::Regular, 10.0), width("aaa", Face::Regular, 10.0));
    }
}
