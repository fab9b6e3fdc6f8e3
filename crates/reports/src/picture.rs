//! Charts as pictures.

use crate::text::{BOLD, EMOJI, REGULAR};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use std::sync::{Arc, LazyLock};

/// Pixels of a picture for each CSS pixel.
const SCALE: u32 = 2;

/// Faces of pictures made of pixels, which are left blank by what draws here. The
/// shipped outlines take their place.
const BITMAPS: [&str; 2] = ["Noto Color Emoji", "Apple Color Emoji"];

/// The system's fonts, for coloured emoji and other scripts, and the shipped faces for
/// the rest: pictures look nearly the same on every computer. Read once, which takes a while.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_system_fonts();
    load_shipped(&mut fonts);
    let bitmaps: Vec<_> = fonts
        .faces()
        .filter(|face| {
            face.families
                .iter()
                .any(|(name, _)| BITMAPS.contains(&name.as_str()))
        })
        .map(|face| face.id)
        .collect();
    for face in bitmaps {
        fonts.remove_face(face);
    }
    Arc::new(fonts)
});

/// The shipped faces.
static SHIPPED: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    load_shipped(&mut fonts);
    Arc::new(fonts)
});

fn load_shipped(fonts: &mut fontdb::Database) {
    for face in [REGULAR, BOLD, EMOJI] {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(face)));
    }
    fonts.set_sans_serif_family("DejaVu Sans");
}

/// A drawing could not be made a picture.
#[derive(Debug, thiserror::Error)]
#[error("the picture could not be made: {0}")]
pub struct PictureError(String);

/// A drawing as PNG, twice as large, on a background `[red, green, blue]`.
pub fn png(svg: &str, background: [u8; 3]) -> Result<Vec<u8>, PictureError> {
    let tree = tree(svg)?;
    let size = tree.size().to_int_size();
    let (width, height) = (size.width() * SCALE, size.height() * SCALE);
    let mut pixels = Pixmap::new(width, height)
        .ok_or_else(|| PictureError(format!("{width}×{height} pixels")))?;
    let [red, green, blue] = background;
    pixels.fill(Color::from_rgba8(red, green, blue, 255));
    #[allow(clippy::cast_precision_loss, reason = "two")]
    let scale = Transform::from_scale(SCALE as f32, SCALE as f32);
    resvg::render(&tree, scale, &mut pixels.as_mut());
    pixels
        .encode_png()
        .map_err(|error| PictureError(error.to_string()))
}

/// A drawing with its texts laid out in the system's fonts and the shipped ones.
fn tree(svg: &str) -> Result<Tree, PictureError> {
    parse(svg, &FONTS)
}

/// A drawing with its texts laid out in the shipped faces alone: the same on every
/// computer.
pub(crate) fn plain_tree(svg: &str) -> Result<Tree, PictureError> {
    parse(svg, &SHIPPED)
}

fn parse(svg: &str, fonts: &Arc<fontdb::Database>) -> Result<Tree, PictureError> {
    let options = Options {
        font_family: "DejaVu Sans".to_owned(),
        fontdb: Arc::clone(fonts),
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(|error| PictureError(error.to_string()))
}
