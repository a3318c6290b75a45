//! The colors of a picture, as data.
//!
//! A theme is one value of [`Palette`]: grounds, letters, the hues of node types and the colors of relationship types. The
//! tests below hold every theme to the contrast that WCAG asks for at its level AA (4.5 for letters, 3 for what carries
//! meaning without letters), and tell hues apart as people with each kind of color blindness see them. The hues descend
//! from those of Okabe and Ito.

use std::fmt;

/// A color: red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Color(pub u8, pub u8, pub u8);

/// How a picture is colored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// On white, for slides and documents.
    #[default]
    Light,
    /// On near black, for dark slides.
    Dark,
    /// In shades of gray with little ink, for paper.
    Print,
    /// In few strong colors with thick lines, for weak projectors and weak eyes.
    HighContrast,
}

/// The colors of a theme.
#[derive(Debug)]
pub(super) struct Palette {
    /// The ground of the picture.
    pub ground: Color,
    /// The grounds of groups: outer and inner.
    pub panels: [Color; 2],
    /// The border of a group.
    pub frame: Color,
    /// Letters.
    pub ink: Color,
    /// Letters of less weight: annotations, the footnote.
    pub quiet: Color,
    /// The looks of node types, by place.
    pub hues: &'static [Hue],
    /// The colors of relationship types, by place.
    pub lines: &'static [Color],
    /// Nodes beside what is highlighted, and nodes without a label.
    pub dim: Hue,
    /// How thick lines are.
    pub pen: f64,
}

/// The colors of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hue {
    /// The color within.
    pub fill: Color,
    /// The color of the border.
    pub line: Color,
}

/// The color of a number such as `0x1F6FB2`.
pub(super) const fn rgb(hex: u32) -> Color {
    Color((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const fn hue(fill: u32, line: u32) -> Hue {
    Hue { fill: rgb(fill), line: rgb(line) }
}

/// The hues by name, in the order of [`Palette::hues`]; a theme with fewer goes round.
pub(super) const HUE_NAMES: [&str; 8] = ["blue", "orange", "green", "purple", "yellow", "indigo", "red", "gray"];

static LIGHT: Palette = Palette {
    ground: rgb(0xFFFFFF),
    panels: [rgb(0xF6F8FA), rgb(0xF0F3F7)],
    frame: rgb(0x748090),
    ink: rgb(0x1B2430),
    quiet: rgb(0x4F5B6B),
    hues: &[
        hue(0xDCEBFA, 0x1F6FB2),
        hue(0xFDE7CC, 0xA85A00),
        hue(0xD3F0E4, 0x007757),
        hue(0xF3DFEE, 0x9A4589),
        hue(0xFAF2BF, 0x7A6A00),
        hue(0xDAE0F5, 0x3A4FA3),
        hue(0xFBDDD3, 0xB8441C),
        hue(0xE6E9ED, 0x596575),
    ],
    lines: &[rgb(0x1F6FB2), rgb(0xA85A00), rgb(0x007757), rgb(0x9A4589), rgb(0x2B3A67)],
    dim: hue(0xFFFFFF, 0x66717F),
    pen: 1.5,
};

static DARK: Palette = Palette {
    ground: rgb(0x12181F),
    panels: [rgb(0x1A222C), rgb(0x222C38)],
    frame: rgb(0x7C8997),
    ink: rgb(0xF1F4F8),
    quiet: rgb(0xB4BECA),
    hues: &[
        hue(0x17354F, 0x6DB6F2),
        hue(0x4A3212, 0xF0A850),
        hue(0x123F34, 0x4FCBA3),
        hue(0x45283F, 0xE39BD2),
        hue(0x433D10, 0xE6D34B),
        hue(0x222F5C, 0x9AB0F5),
        hue(0x4D2417, 0xF58B64),
        hue(0x2B333D, 0xA6B1BF),
    ],
    lines: &[rgb(0x6DB6F2), rgb(0xF0A850), rgb(0x4FCBA3), rgb(0xE39BD2), rgb(0xE6D34B)],
    dim: hue(0x12181F, 0x8A96A4),
    pen: 1.5,
};

static PRINT: Palette = Palette {
    ground: rgb(0xFFFFFF),
    panels: [rgb(0xFFFFFF), rgb(0xF4F4F4)],
    frame: rgb(0x777777),
    ink: rgb(0x000000),
    quiet: rgb(0x3D3D3D),
    hues: &[hue(0xFFFFFF, 0x000000), hue(0xE4E4E4, 0x2E2E2E), hue(0xF4F4F4, 0x555555), hue(0xD2D2D2, 0x000000)],
    lines: &[rgb(0x000000), rgb(0x5E5E5E)],
    dim: hue(0xFFFFFF, 0x6A6A6A),
    pen: 1.2,
};

static HIGH_CONTRAST: Palette = Palette {
    ground: rgb(0xFFFFFF),
    panels: [rgb(0xFFFFFF), rgb(0xF2F2F2)],
    frame: rgb(0x3A3A3A),
    ink: rgb(0x000000),
    quiet: rgb(0x262626),
    hues: &[
        hue(0xE3F0FF, 0x003A8C),
        hue(0xFFE9C7, 0x6B3600),
        hue(0xD9FAE9, 0x004D36),
        hue(0xFBE3F6, 0x6E115C),
        hue(0xFFF8B8, 0x4A4000),
        hue(0xFFFFFF, 0x000000),
    ],
    lines: &[rgb(0x003A8C), rgb(0x8A3B00), rgb(0x004D36), rgb(0x000000)],
    dim: hue(0xFFFFFF, 0x595959),
    pen: 2.4,
};

impl Theme {
    /// Every theme by its name on the command line.
    pub const NAMES: [(&str, Self); 4] =
        [("light", Self::Light), ("dark", Self::Dark), ("print", Self::Print), ("high-contrast", Self::HighContrast)];

    /// The theme of a name.
    ///
    /// ```
    /// use casegraph::draw::Theme;
    ///
    /// assert_eq!(Theme::of_name("dark"), Some(Theme::Dark));
    /// assert_eq!(Theme::of_name("pink"), None);
    /// ```
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(known, _)| *known == name).map(|(_, theme)| theme)
    }

    /// Its colors.
    pub(super) fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
            Self::Print => &PRINT,
            Self::HighContrast => &HIGH_CONTRAST,
        }
    }
}

impl Palette {
    /// The colors of the node type at a place.
    pub(super) fn hue(&self, place: usize) -> Hue {
        self.hues[place % self.hues.len()]
    }

    /// The color of thin lines that only guide the eye.
    pub(super) fn hair(&self) -> Color {
        self.frame.towards(self.ground, 0.6)
    }
}

impl fmt::Display for Color {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }
}

impl Color {
    /// How bright it is, from 0 to 1, as WCAG 2 defines relative luminance.
    pub(super) fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// How far two colors stand apart, from 1 to 21, as WCAG 2 defines contrast.
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// A color between this and another, at a share of the way.
    fn towards(self, other: Self, share: f64) -> Self {
        let between = |one: u8, other: u8| (f64::from(one) + (f64::from(other) - f64::from(one)) * share).round() as u8;
        Self(between(self.0, other.0), between(self.1, other.1), between(self.2, other.2))
    }

    /// The parts as amounts of light.
    fn linear(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What letters need, and what borders and lines need.
    const LETTERS: f64 = 4.5;
    const SIGNS: f64 = 3.0;

    /// How far two colors must stand apart for those who see fewer, as a distance in CIELAB.
    const APART: f64 = 10.0;

    /// How people see who lack red, green or blue cones, after Machado, Oliveira and Fernandes (2009); and all others.
    const SIGHTS: [(&str, [[f64; 3]; 3]); 4] = [
        ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        ("no red", [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
        ("no green", [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
        ("no blue", [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]),
    ];

    fn lab(color: Color, sight: &[[f64; 3]; 3]) -> [f64; 3] {
        let light = color.linear();
        let [r, g, b] = sight.map(|row| row.iter().zip(light).map(|(a, b)| a * b).sum::<f64>().clamp(0.0, 1.0));
        let xyz = [
            (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
            0.2126 * r + 0.7152 * g + 0.0722 * b,
            (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.0888,
        ];
        let [x, y, z] = xyz.map(|part| if part > 0.008_856 { part.cbrt() } else { 7.787 * part + 16.0 / 116.0 });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    fn distance(one: Color, other: Color, sight: &[[f64; 3]; 3]) -> f64 {
        let (one, other) = (lab(one, sight), lab(other, sight));
        one.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((rgb(0xFFFFFF).contrast(rgb(0)) - 21.0).abs() < 1e-9);
        assert!((rgb(0x777777).contrast(rgb(0xFFFFFF)) - 4.48).abs() < 0.01, "the usual example of a miss");
        assert_eq!(rgb(0x0AB4FF).to_string(), "#0AB4FF");
    }

    #[test]
    fn every_color_of_every_theme_has_the_contrast_of_level_aa() {
        for (name, theme) in Theme::NAMES {
            let palette = theme.palette();
            let grounds = [palette.ground, palette.panels[0], palette.panels[1]];
            let hues = palette.hues.iter().chain([&palette.dim]);
            let fills: Vec<Color> = hues.clone().map(|hue| hue.fill).chain(grounds).collect();
            let check = |what: &str, color: Color, ground: Color, least: f64| {
                let contrast = color.contrast(ground);
                assert!(contrast >= least, "{name}: {what} {color} on {ground} has {contrast:.2}, not {least}");
            };
            for ground in &fills {
                check("ink", palette.ink, *ground, LETTERS);
                check("quiet ink", palette.quiet, *ground, LETTERS);
            }
            for ground in grounds {
                // The lines' colors are those of their labels.
                palette.lines.iter().for_each(|line| check("a line", *line, ground, LETTERS));
                hues.clone().for_each(|hue| check("a border", hue.line, ground, SIGNS));
                // A badge has the ground's color for its letter.
                hues.clone().for_each(|hue| check("a badge", hue.line, palette.ground, LETTERS));
                check("a frame", palette.frame, ground, SIGNS);
            }
            hues.for_each(|hue| check("a border", hue.line, hue.fill, SIGNS));
        }
    }

    #[test]
    fn lines_are_told_apart_whatever_the_color_vision() {
        for (name, theme) in Theme::NAMES {
            let lines = theme.palette().lines;
            for (at, one) in lines.iter().enumerate() {
                for other in &lines[at + 1..] {
                    for (sight, matrix) in &SIGHTS {
                        let distance = distance(*one, *other, matrix);
                        assert!(distance >= APART, "{name}, {sight}: {one} and {other} are {distance:.1} apart");
                    }
                }
            }
        }
    }

    #[test]
    fn a_theme_with_fewer_hues_goes_round() {
        assert_eq!((LIGHT.hues.len(), DARK.hues.len()), (HUE_NAMES.len(), HUE_NAMES.len()));
        assert_eq!(PRINT.hue(5), PRINT.hues[1]);
    }
}
