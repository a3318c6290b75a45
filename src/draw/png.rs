//! A picture → PNG.
//!
//! Input: a picture as SVG whose texts are outlines, and how large its pixels are. Output: the bytes of a PNG file that says
//! how many pixels an inch has. No font and no file of the machine takes part, so the bytes are the same on each.

use super::describe::DRAWING;
use crate::diag::Diagnostic;
use crate::diag::codes::PICTURE_SIZE;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;

/// How many units of a picture an inch has.
const UNITS_PER_INCH: f64 = 96.0;

/// What suits a projector: a wide slide is 2,560 pixels wide.
const USUAL_SCALE: f64 = 2.0;

/// The most pixels; they take four bytes each while they are drawn.
const MOST_PIXELS: f64 = 64e6;

/// The longest side that programs which show pictures commonly take.
const LONGEST_SIDE: f64 = 32_000.0;

/// How many pixels a picture gets.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pixels {
    /// The pixels to a unit; two, or as many as fit, when it is not said.
    pub scale: Option<f64>,
    /// The pixels to an inch, which the file says; 96 times the scale when it is not said. Without a scale it tells the
    /// scale too.
    pub dpi: Option<f64>,
}

/// The pixels to a unit, and to an inch.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Resolution {
    scale: f64,
    dpi: f64,
}

impl Pixels {
    /// What is typed as a scale.
    pub const SCALES: std::ops::RangeInclusive<f64> = 0.1..=20.0;
    /// What is typed as a resolution.
    pub const RESOLUTIONS: std::ops::RangeInclusive<f64> = 10.0..=2400.0;

    /// The resolution for a picture of so many units.
    fn resolution(self, width: f64, height: f64) -> Result<Resolution, Box<Diagnostic>> {
        let most = (MOST_PIXELS / (width * height)).sqrt().min(LONGEST_SIDE / width.max(height));
        let wanted = self.scale.or(self.dpi.map(|dpi| dpi / UNITS_PER_INCH));
        let scale = wanted.unwrap_or(USUAL_SCALE.min(most));
        if scale > most {
            let (wide, high) = ((width * scale).round(), (height * scale).round());
            let message = format!("the picture would be {wide} × {high} pixels, which is more than can be drawn");
            let most = (most * 100.0).floor() / 100.0;
            let hint = format!("--scale {most} fits; an .svg is sharp at any size.");
            return Err(Box::new(Diagnostic::error(PICTURE_SIZE, message).hint(hint)));
        }
        Ok(Resolution { scale, dpi: self.dpi.unwrap_or(scale * UNITS_PER_INCH) })
    }
}

/// Draws the picture. O(pixels).
pub(super) fn png(svg: &str, pixels: Pixels) -> Result<Vec<u8>, Box<Diagnostic>> {
    let broken = |why: &dyn std::fmt::Display| {
        Box::new(Diagnostic::error(PICTURE_SIZE, format!("the picture could not be turned into pixels: {why}")))
    };
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).map_err(|error| broken(&error))?;
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let resolution = pixels.resolution(width, height)?;
    let side = |units: f64| (units * resolution.scale).ceil().max(1.0) as u32;
    let mut pixmap = Pixmap::new(side(width), side(height)).ok_or_else(|| broken(&"it has no size"))?;
    // The picture reaches to the last pixel, of which none is half covered.
    let fit = Transform::from_scale(
        pixmap.width() as f32 / tree.size().width(),
        pixmap.height() as f32 / tree.size().height(),
    );
    resvg::render(&tree, fit, &mut pixmap.as_mut());
    encode(pixmap, resolution.dpi).map_err(|error| broken(&error))
}

fn encode(pixmap: Pixmap, dpi: f64) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    let opaque = pixmap.pixels().iter().all(|pixel| pixel.alpha() == u8::MAX);
    encoder.set_color(if opaque { png::ColorType::Rgb } else { png::ColorType::Rgba });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    let per_meter = (dpi / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_meter, yppu: per_meter, unit: png::Unit::Meter }));
    encoder.add_text_chunk("Software".to_owned(), DRAWING.to_owned())?;
    let mut writer = encoder.write_header()?;
    let mut data = pixmap.take_demultiplied();
    if opaque {
        data = data.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    }
    writer.write_image_data(&data)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scale_and_resolution_follow_from_each_other() {
        let of = |scale, dpi| Pixels { scale, dpi }.resolution(1280.0, 720.0).expect("it fits");
        assert_eq!(of(None, None), Resolution { scale: 2.0, dpi: 192.0 });
        assert_eq!(of(Some(1.0), None), Resolution { scale: 1.0, dpi: 96.0 });
        assert_eq!(of(None, Some(288.0)), Resolution { scale: 3.0, dpi: 288.0 });
        assert_eq!(of(Some(1.5), Some(300.0)), Resolution { scale: 1.5, dpi: 300.0 });
    }

    #[test]
    fn what_does_not_fit_is_made_smaller_or_refused() {
        let usual = Pixels::default().resolution(20_000.0, 10_000.0).expect("it is made smaller");
        assert!(usual.scale < 0.6 && (usual.dpi - usual.scale * 96.0).abs() < 1e-9, "{usual:?}");
        let error = Pixels { scale: Some(2.0), dpi: None }.resolution(20_000.0, 10_000.0).expect_err("it is refused");
        assert!(format!("{error:?}").contains("--scale 0.56"), "{error:?}");
        let long = Pixels::default().resolution(20_000.0, 100.0).expect("it is made smaller");
        assert_eq!(long.scale, 1.6);
    }

    #[test]
    fn pixels_have_the_colors_of_the_picture() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"2\">\
                   <rect width=\"2\" height=\"2\" fill=\"#FF0000\"/><rect x=\"2\" width=\"2\" height=\"2\" fill=\"#0000FF\"/></svg>";
        let bytes = png(svg, Pixels { scale: Some(3.0), dpi: Some(254.0) }).expect("it is drawn");
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("it is a PNG");
        let dims = reader.info().pixel_dims.expect("it says its resolution");
        assert_eq!((dims.xppu, dims.yppu, dims.unit), (10_000, 10_000, png::Unit::Meter));
        let mut pixels = vec![0; reader.output_buffer_size().expect("it has a size")];
        let info = reader.next_frame(&mut pixels).expect("it has a frame");
        assert_eq!((info.width, info.height, info.color_type), (12, 6, png::ColorType::Rgb));
        assert_eq!((&pixels[..3], &pixels[33..36]), (&[255, 0, 0][..], &[0, 0, 255][..]));
    }

    #[test]
    fn no_picture_is_said() {
        assert!(png("<svg", Pixels::default()).is_err());
    }
}
