//! Charts on a page: the shapes of their SVG, texts as outlines.

use super::page::Ink;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, Stroke};
use resvg::tiny_skia;
use resvg::usvg::{self, Group, Node, Tree};

impl Ink<'_, '_> {
    /// A drawing with its left upper corner at a point, so many points for a pixel.
    pub fn drawing(&mut self, tree: &Tree, at: [f32; 2], scale: f32) {
        let [x, y] = at;
        let place = Transform::from_row(scale, 0.0, 0.0, scale, x, y);
        self.surface.push_transform(&place);
        self.group(tree.root(), 1.0);
        self.surface.pop();
    }

    fn group(&mut self, group: &Group, opacity: f32) {
        let opacity = opacity * group.opacity().get();
        let own = group.transform();
        let own = Transform::from_row(own.sx, own.ky, own.kx, own.sy, own.tx, own.ty);
        self.surface.push_transform(&own);
        for node in group.children() {
            match node {
                Node::Group(group) => self.group(group, opacity),
                Node::Path(path) => self.shape(path, opacity),
                Node::Text(text) => self.group(text.flattened(), opacity),
                // Our charts have none.
                Node::Image(_) => {}
            }
        }
        self.surface.pop();
    }

    fn shape(&mut self, path: &usvg::Path, opacity: f32) {
        let fill = path.fill().and_then(|fill| {
            Some(Fill {
                paint: colour(fill.paint())?.into(),
                opacity: seen(fill.opacity().get() * opacity)?,
                ..Fill::default()
            })
        });
        let stroke = path.stroke().and_then(|stroke| {
            Some(Stroke {
                paint: colour(stroke.paint())?.into(),
                opacity: seen(stroke.opacity().get() * opacity)?,
                width: stroke.width().get(),
                ..Stroke::default()
            })
        });
        if fill.is_none() && stroke.is_none() {
            return;
        }
        if let Some(path) = outline(path.data()) {
            self.surface.set_fill(fill);
            self.surface.set_stroke(stroke);
            self.surface.draw_path(&path);
            self.surface.set_stroke(None);
        }
    }
}

/// What lies over a chart to tell values is not seen.
fn seen(opacity: f32) -> Option<NormalizedF32> {
    NormalizedF32::new(opacity).filter(|_| opacity > 0.0)
}

fn colour(paint: &usvg::Paint) -> Option<rgb::Color> {
    match paint {
        usvg::Paint::Color(colour) => Some(rgb::Color::new(colour.red, colour.green, colour.blue)),
        _ => None,
    }
}

fn outline(path: &tiny_skia::Path) -> Option<Path> {
    use tiny_skia::PathSegment;
    let mut outline = PathBuilder::new();
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(p) => outline.move_to(p.x, p.y),
            PathSegment::LineTo(p) => outline.line_to(p.x, p.y),
            PathSegment::QuadTo(a, p) => outline.quad_to(a.x, a.y, p.x, p.y),
            PathSegment::CubicTo(a, b, p) => outline.cubic_to(a.x, a.y, b.x, b.y, p.x, p.y),
            PathSegment::Close => outline.close(),
        }
    }
    outline.finish()
}
