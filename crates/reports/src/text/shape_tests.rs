#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;

/// Faces, and how many glyphs each run has.
fn set(text: &str) -> Vec<(Typeface, usize)> {
    let runs = shape(text, Weight::Regular);
    runs.iter()
        .map(|run| (run.face, run.glyphs.len()))
        .collect()
}

fn missing() -> u32 {
    let face = Face::get(Weight::Regular).unwrap();
    face.glyph(MISSING).unwrap().0
}

/// What of the text the glyphs stand for, each part once, in the order of the text.
fn covered(text: &str, runs: &[Run]) -> String {
    let glyphs = runs.iter().flat_map(|run| &run.glyphs);
    let mut ranges: Vec<_> = glyphs.map(|glyph| glyph.range.clone()).collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges.dedup();
    ranges.iter().map(|range| &text[range.clone()]).collect()
}

#[test]
fn emoji_are_one_glyph_each_however_they_are_put_together() {
    for emoji in ["😊", "🌸", "👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇵🇾", "❤️‍🔥", "🧑🏿‍🚀", "🫶", "🎉"]
    {
        let runs = shape(emoji, Weight::Regular);
        assert_eq!(runs.len(), 1, "{emoji}: {runs:?}");
        assert_eq!(runs[0].glyphs.len(), 1, "{emoji}: {runs:?}");
        assert!(runs[0].glyphs[0].id != 0, "{emoji}");
        assert!(runs[0].width() > 0.5 && runs[0].width() < 1.35, "{emoji}");
    }
    assert_eq!(
        set("Ana 🌸🌸 y"),
        [
            (Typeface::Regular, 4),
            (Typeface::Emoji, 2),
            (Typeface::Regular, 2)
        ]
    );
}

#[test]
fn letters_of_the_languages_of_the_program_need_no_shaper() {
    let text = "Ñandú, über Çağrı – “x” 12 €, Ωμέγα, Жанна";
    assert_eq!(set(text), [(Typeface::Regular, text.chars().count())]);
    assert!(plain(text, Weight::Bold).is_some());
    assert!(plain("o\u{301}", Weight::Regular).is_none());
}

#[test]
fn what_no_face_has_is_a_box_for_each_sign_and_can_be_copied() {
    let text = "Ñ 李小 \u{1f1f5} é";
    let runs = shape(text, Weight::Regular);
    let glyphs = runs.iter().flat_map(|run| &run.glyphs);
    let boxes = glyphs.filter(|glyph| glyph.id == missing());
    assert_eq!(boxes.count(), 2, "{runs:?}");
    assert_eq!(covered(text, &runs), text);
}

#[test]
fn arabic_is_joined_and_runs_from_right_to_left() {
    let name = "محمد";
    let runs = shape(name, Weight::Regular);
    assert_eq!((runs.len(), runs[0].face), (1, Typeface::Regular));
    let glyphs = &runs[0].glyphs;
    let starts: Vec<_> = glyphs.iter().map(|glyph| glyph.range.start).collect();
    assert_eq!(starts, [6, 4, 2, 0], "the last letter stands at the left");
    let face = Face::get(Weight::Regular).unwrap();
    let alone = face.glyph('م').unwrap().0;
    assert!(
        glyphs[3].id != alone,
        "the first letter is joined to the second"
    );
    assert_eq!(covered(name, &runs), name);

    let mixed = "Ana שלום 12";
    let runs = shape(mixed, Weight::Regular);
    let glyphs: Vec<_> = runs.iter().flat_map(|run| &run.glyphs).collect();
    let order: String = glyphs.iter().map(|g| &mixed[g.range.clone()]).collect();
    assert_eq!(order, "Ana 12 םולש");
}

#[test]
fn nothing_that_people_can_type_is_lost_or_stops_the_program() {
    let signs = [
        'a',
        'ñ',
        '\u{301}',
        ' ',
        '\u{200d}',
        '\u{fe0f}',
        '👩',
        '🏽',
        '🇵',
        'م',
        'ש',
        '李',
        'ก',
        '\u{e33}',
        '\u{200f}',
        '\u{ad}',
        '\u{e0067}',
        '\u{10ffff}',
        'ﷺ',
        'क',
        '्',
        '1',
        '\u{20e3}',
        '\u{feff}',
    ];
    let mut seed = 7_usize;
    for length in (0..9).cycle().take(2_000) {
        let text: String = (0..length)
            .map(|_| {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                signs[(seed >> 33) % signs.len()]
            })
            .collect();
        for weight in [Weight::Regular, Weight::Bold] {
            let runs = shape(&text, weight);
            let lost = covered(&text, &runs).len() < text.len();
            // Only what is never seen may be without a glyph.
            let unseen = |c: char| "\u{200d}\u{fe0f}\u{200f}\u{ad}\u{e0067}\u{feff}".contains(c);
            assert!(!lost || text.chars().any(unseen), "{text:?}: {runs:?}");
            assert!(
                runs.iter()
                    .all(|run| run.width().is_finite() && run.width() >= 0.0)
            );
        }
    }
}
