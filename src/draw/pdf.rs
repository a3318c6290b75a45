//! A picture → PDF.
//!
//! Input: a picture as SVG whose texts are outlines. Output: the bytes of a PDF file of one page as large as the picture,
//! with everything as lines and areas. No font, no date and no file of the machine takes part, so the bytes are the same on
//! each.

use crate::diag::Diagnostic;
use crate::diag::codes::PICTURE_SIZE;
use svg2pdf::{ConversionOptions, PageOptions, usvg};

/// How many units of a picture an inch has; a page has 72 points.
const UNITS_PER_INCH: f32 = 96.0;

/// Draws the picture. O(the length of the picture).
pub(super) fn pdf(svg: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
    let broken = |why: &dyn std::fmt::Display| {
        Box::new(Diagnostic::error(PICTURE_SIZE, format!("the picture could not be turned into a page: {why}")))
    };
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).map_err(|error| broken(&error))?;
    let page = PageOptions { dpi: UNITS_PER_INCH };
    svg2pdf::to_pdf(&tree, ConversionOptions::default(), page).map_err(|error| broken(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slide_is_a_page_of_its_size() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1280\" height=\"720\">\
                   <rect width=\"640\" height=\"720\" fill=\"#FF0000\"/></svg>";
        let bytes = pdf(svg).expect("it is drawn");
        assert!(bytes.starts_with(b"%PDF-1."));
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains("/MediaBox [0 0 960 540]"), "{text}");
        assert!(!text.contains("/CreationDate"));
        assert_eq!(bytes, pdf(svg).expect("it is drawn"));
    }

    #[test]
    fn no_picture_is_said() {
        assert!(pdf("<svg").is_err());
    }
}
