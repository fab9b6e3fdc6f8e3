//! The colours of the window (`ui/src/tokens.css`), and more of their kind for
//! slices.

use super::{Role, Theme};
use plotters::style::RGBColor;

/// Slices that have a colour of their own.
pub(super) const SLICES: usize = 9;

/// The colours of a theme.
pub(super) struct Palette {
    pub ink: RGBColor,
    pub soft: RGBColor,
    pub line: RGBColor,
    pub surface: RGBColor,
    main: RGBColor,
    second: RGBColor,
    third: RGBColor,
    bad: RGBColor,
    slices: [RGBColor; SLICES],
    /// For what is no group.
    pub greys: [RGBColor; 2],
}

const fn rgb(hex: u32) -> RGBColor {
    let [_, r, g, b] = hex.to_be_bytes();
    RGBColor(r, g, b)
}

const LIGHT: Palette = Palette {
    ink: rgb(0x1a_2420),
    soft: rgb(0x55_625c),
    line: rgb(0xe2_e7e3),
    surface: rgb(0xff_ffff),
    main: rgb(0x0e_7a5f),
    second: rgb(0x1f_5fa8),
    third: rgb(0x8f_5b00),
    bad: rgb(0xb3_261e),
    slices: [
        rgb(0x0e_7a5f),
        rgb(0x1f_5fa8),
        rgb(0xc4_8a1a),
        rgb(0x7a_4fa3),
        rgb(0xb0_4a6e),
        rgb(0x6b_8a1f),
        rgb(0x2f_8fa3),
        rgb(0xa8_5a2a),
        rgb(0x2b_3a67),
    ],
    greys: [rgb(0x8b_968f), rgb(0xbc_c5bf)],
};

const DARK: Palette = Palette {
    ink: rgb(0xe9_efec),
    soft: rgb(0xa9_b6b0),
    line: rgb(0x29_332f),
    surface: rgb(0x1a_211e),
    main: rgb(0x4c_c9a3),
    second: rgb(0x8a_b8f0),
    third: rgb(0xf0_bd62),
    bad: rgb(0xff_8a80),
    slices: [
        rgb(0x4c_c9a3),
        rgb(0x8a_b8f0),
        rgb(0xf0_bd62),
        rgb(0xc3_a2ec),
        rgb(0xf0_9bbf),
        rgb(0xb5_d36a),
        rgb(0x5f_d0dc),
        rgb(0xe0_a27a),
        rgb(0x6f_7ae8),
    ],
    greys: [rgb(0x66_756e), rgb(0x45_524c)],
};

impl Palette {
    pub fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }

    pub fn role(&self, role: Role) -> RGBColor {
        match role {
            Role::Main => self.main,
            Role::Second => self.second,
            Role::Third => self.third,
            Role::Bad => self.bad,
        }
    }

    /// The colour of the slice at this place.
    pub fn slice(&self, place: usize) -> RGBColor {
        let colour = self.slices.get(place % self.slices.len());
        colour.copied().unwrap_or(self.main)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use super::*;

    #[test]
    fn slices_can_be_told_apart() {
        for palette in [&LIGHT, &DARK] {
            let colours: Vec<_> = palette.slices.iter().chain(&palette.greys).collect();
            for (at, a) in colours.iter().enumerate() {
                for b in &colours[at + 1..] {
                    let parts = [(a.0, b.0), (a.1, b.1), (a.2, b.2)];
                    let apart: u16 = parts.map(|(a, b)| u16::from(a.abs_diff(b))).iter().sum();
                    assert!(apart >= 60, "{a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn colours_are_those_of_the_window() {
        let tokens = include_str!("../../../../ui/src/tokens.css");
        let (light, dark) = tokens.split_once("prefers-color-scheme: dark").unwrap();
        for (css, palette) in [(light, &LIGHT), (dark, &DARK)] {
            for (name, RGBColor(r, g, b)) in [
                ("ink", palette.ink),
                ("ink-2", palette.soft),
                ("line", palette.line),
                ("surface", palette.surface),
                ("accent", palette.main),
                ("info", palette.second),
                ("warn", palette.third),
                ("bad", palette.bad),
                ("edge", palette.greys[0]),
            ] {
                let token = format!("--{name}: #{r:02x}{g:02x}{b:02x}");
                assert!(css.contains(&token), "{token}");
            }
        }
    }
}
