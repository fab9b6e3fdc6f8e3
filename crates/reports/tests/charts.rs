//! Charts as they were looked at and found good, and rules that hold for all.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use reports::chart::{
    Bar, Look, Points, Role, Series, Slice, Theme, Whole, bars, columns, lines, pie,
};
use reports::{Numbers, picture};
use resvg::usvg::{Group, Node, Options, Rect, Text, TextChunk, Tree, fontdb};
use std::path::Path;
use std::sync::{Arc, LazyLock};

#[path = "charts/rules.rs"]
mod rules;

fn look(theme: Theme, (width, height): (u32, u32)) -> Look<'static> {
    Look {
        theme,
        width,
        height,
        numbers: Numbers::of("es"),
        title: "Envíos & <respuestas>",
        heading: None,
        empty: "Todavía no hay nada que mostrar en estos días",
        picture: false,
    }
}

/// The same for a picture.
fn drawn(theme: Theme, size: (u32, u32)) -> Look<'static> {
    Look {
        picture: true,
        ..look(theme, size)
    }
}

fn days(count: usize) -> Points {
    const MONTHS: [&str; 4] = ["ago", "sep", "oct", "nov"];
    points((0..count).map(|n| format!("{} {}", n % 30 + 1, MONTHS[n / 30 % 4])))
}

/// Points of which all, or every second, third … may be named.
fn points(labels: impl Iterator<Item = String>) -> Points {
    let labels: Vec<_> = labels.collect();
    let ticks = [1, 2, 3, 5, 10, 30, 120, 600].map(|step| {
        let every = labels.iter().cloned().enumerate().step_by(step);
        every.collect()
    });
    let ticks = ticks.to_vec();
    Points { labels, ticks }
}

/// Of so many people, who are in several groups.
fn people(value: u64) -> Whole<'static> {
    Whole {
        value,
        unit: "personas",
        note: Some(NOTE),
    }
}

const NOTE: &str = "Quien está en varios grupos cuenta en cada uno";

/// Values that look like those of a shop, and are the same each time.
fn waves(count: usize, most: u64, seed: u64) -> Vec<u64> {
    (0..count as u64)
        .map(|n| {
            let noise = (n * 2_654_435_761 + seed * 97) % 1_000;
            if n % 7 == 6 {
                0
            } else {
                most * (300 + noise * 7 / 10) / 1_000
            }
        })
        .collect()
}

fn four(count: usize, most: u64) -> Vec<Series> {
    [
        ("Enviados", Role::Main),
        ("Entregados", Role::Second),
        ("Leídos", Role::Third),
        ("Errores", Role::Bad),
    ]
    .into_iter()
    .zip([10, 8, 5, 1])
    .map(|((name, role), tenths)| Series {
        name: name.to_owned(),
        values: waves(count, most * tenths / 10, 1),
        role,
    })
    .collect()
}

fn slice(name: &str, value: u64) -> Slice {
    Slice {
        name: name.to_owned(),
        value,
        group: true,
    }
}

fn groups() -> Vec<Slice> {
    let mut slices = vec![
        slice("Clientes VIP", 1_240),
        slice("Luque 🌸", 820),
        slice("Mayoristas de la zona norte y alrededores de Asunción", 640),
        slice("=SUM(A1) <script> & \"comillas\"", 310),
        slice("👩‍👩‍👧‍👦 Familias 👍🏽 numerosas 👩‍👩‍👧‍👦", 250),
        slice("San Lorenzo", 90),
        slice("Ñemby", 44),
        slice("Itá", 3),
    ];
    for (name, value) in [("Sin grupo", 410), ("Otros 1.492", 1_020)] {
        slices.push(Slice {
            group: false,
            ..slice(name, value)
        });
    }
    slices
}

/// Names that are longer than any drawing, of signs that faces have at other widths.
fn hard_names() -> Vec<String> {
    let of = |text: &str, count| text.repeat(count);
    vec![
        of("😀", 200),
        of("A", 200),
        of("👩‍👩‍👧‍👦", 60),
        of("🇵🇾", 90),
        of("李小龍", 70),
        of("MW@", 11_000),
        of("LAVAT ", 40),
        of("\u{202e}abc", 50),
        of("1️⃣☎⭐", 30),
        of("مح", 100),
    ]
}

fn bar(name: &str, value: u64, text: &str) -> Bar {
    Bar {
        name: name.to_owned(),
        value,
        text: text.to_owned(),
    }
}

fn funnel(people: u64) -> Vec<Bar> {
    let numbers = Numbers::of("es");
    [
        "Intentados",
        "Enviados",
        "Aceptados",
        "Entregados",
        "Leídos",
    ]
    .into_iter()
    .zip([100, 97, 96, 88, 61])
    .map(|(name, percent)| {
        let value = people * percent / 100;
        let text = format!("{} · {percent}\u{a0}%", numbers.count(value));
        bar(name, value, &text)
    })
    .collect()
}

fn contacts() -> Vec<Bar> {
    [
        ("Ana María Fernández de los Santos y Villalba Giménez", 48),
        ("Bruno 😊", 44),
        ("+595 981 200003", 31),
        ("محمد", 30),
        ("李小龍", 22),
        ("Zoé", 9),
        ("Dora", 9),
        ("Eva\u{7}\u{202e}", 8),
        ("Fe", 2),
        ("Gil", 1),
    ]
    .map(|(name, value)| bar(name, value, &format!("{value} envíos")))
    .to_vec()
}

type Drawing = fn(Look<'static>) -> String;

const CHARTS: [(&str, Drawing); 17] = [
    ("timeline", |look| {
        lines(&look, &days(30), &four(30, 1_900)).unwrap()
    }),
    ("timeline_of_one", |look| {
        lines(&look, &days(1), &four(1, 7)).unwrap()
    }),
    ("timeline_of_nothing", |look| {
        lines(&look, &days(30), &four(30, 0)).unwrap()
    }),
    ("timeline_of_a_million", |look| {
        lines(&look, &days(12), &four(12, 1_000_000)).unwrap()
    }),
    ("timeline_of_1500", |look| {
        lines(&look, &days(1_500), &four(1_500, 90)).unwrap()
    }),
    ("timeline_without_points", |look| {
        lines(&look, &Points::default(), &four(0, 0)).unwrap()
    }),
    ("trend", |look| {
        let months = points((0..12).map(|n| format!("{} 2026", ["dic", "ene", "feb"][n % 3])));
        let four = four(12, 31_000);
        columns(&look, &months, &[four[0].clone(), four[3].clone()]).unwrap()
    }),
    ("groups", |look| {
        pie(&look, &groups(), people(3_912)).unwrap()
    }),
    ("one_group", |look| {
        pie(&look, &[slice("VIP", 1_000_000)], people(1_000_000)).unwrap()
    }),
    ("no_groups", |look| pie(&look, &[], people(0)).unwrap()),
    ("funnel", |look| {
        bars(&look, &funnel(1_234_567), Role::Main).unwrap()
    }),
    ("contacts", |look| {
        bars(&look, &contacts(), Role::Second).unwrap()
    }),
    ("failures", |look| {
        let reasons = [
            bar("No está en WhatsApp", 90, "90"),
            bar("WhatsApp restringe escribir a personas nuevas", 12, "12"),
            bar("WhatsApp no respondió", 1, "1"),
        ];
        bars(&look, &reasons, Role::Bad).unwrap()
    }),
    ("no_failures", |look| bars(&look, &[], Role::Bad).unwrap()),
    ("hard_groups", |look| {
        let slices: Vec<_> = hard_names().iter().map(|name| slice(name, 9)).collect();
        pie(&look, &slices, people(90)).unwrap()
    }),
    ("hard_contacts", |look| {
        let names = hard_names();
        let bars_of: Vec<_> = names.iter().map(|name| bar(name, 9, "9 envíos")).collect();
        bars(&look, &bars_of, Role::Second).unwrap()
    }),
    ("file", |look| {
        let look = Look {
            heading: Some("24 oct 2026 – 22 nov 2026"),
            ..look
        };
        lines(&look, &days(30), &four(30, 1_900)).unwrap()
    }),
];

/// Those that are kept in dark colours, too.
const DARK: [&str; 4] = ["timeline", "groups", "trend", "contacts"];

#[test]
fn charts_are_what_was_looked_at() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/charts");
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    for (theme, word) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        for (name, draw) in CHARTS {
            if theme == Theme::Dark && !DARK.contains(&name) {
                continue;
            }
            let svg = draw(look(theme, (720, 320)));
            let file = folder.join(format!("{name}_{word}.svg"));
            if update {
                std::fs::write(&file, &svg).unwrap();
                // To be looked at; not kept.
                let light = theme == Theme::Light;
                let background = if light { [255; 3] } else { [0x1a, 0x21, 0x1e] };
                let pictures = Path::new(env!("CARGO_TARGET_TMPDIR"));
                for (size, place) in [("wide", (720, 320)), ("narrow", (280, 330))] {
                    let png = picture::png(&draw(drawn(theme, place)), background).unwrap();
                    let file = pictures.join(format!("{name}_{word}_{size}.png"));
                    std::fs::write(file, png).unwrap();
                }
            }
            let kept = std::fs::read_to_string(&file)
                .unwrap_or_default()
                .replace("\r\n", "\n");
            assert!(
                kept == svg,
                "{name} is drawn otherwise; run with UPDATE_SNAPSHOTS=1 and look at it"
            );
        }
    }
}

static SHIPPED: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_fonts_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts"));
    assert_eq!(fonts.len(), 3);
    Arc::new(fonts)
});

/// A drawing with its texts set in the shipped faces.
fn parse(svg: &str) -> Tree {
    let options = Options {
        font_family: "DejaVu Sans".to_owned(),
        fontdb: Arc::clone(&SHIPPED),
        ..Options::default()
    };
    Tree::from_str(svg, &options).unwrap()
}

/// Where texts stand.
fn texts(svg: &str) -> Vec<(String, Rect)> {
    let mut found = Vec::new();
    each_text(parse(svg).root(), &mut |text| {
        let words = text.chunks().iter().map(TextChunk::text);
        found.push((words.collect(), text.abs_bounding_box()));
    });
    found
}

fn each_text(group: &Group, call: &mut impl FnMut(&Text)) {
    for node in group.children() {
        match node {
            Node::Group(group) => each_text(group, call),
            Node::Text(text) => call(text),
            _ => {}
        }
    }
}

/// Pieces of one text may touch.
const TOUCH: f32 = 0.25;

fn overlap(a: &Rect, b: &Rect) -> bool {
    let cross = |from: f32, to: f32| from + TOUCH < to;
    cross(a.left(), b.right())
        && cross(b.left(), a.right())
        && cross(a.top(), b.bottom())
        && cross(b.top(), a.bottom())
}

const SIZES: [(u16, u16); 8] = [
    (280, 330),
    (280, 300),
    (720, 320),
    (1200, 500),
    (420, 260),
    (360, 420),
    (320, 200),
    (2000, 1200),
];

#[test]
fn no_text_lies_on_another_or_leaves_the_canvas() {
    let mut seen = 0;
    for (width, height) in SIZES {
        for (name, draw) in CHARTS {
            let size = (width.into(), height.into());
            // As pictures, so that each emoji stands apart.
            let texts = texts(&draw(drawn(Theme::Light, size)));
            for (at, (text, place)) in texts.iter().enumerate() {
                seen += 1;
                let inside = place.left() > -1.0
                    && place.top() > -1.0
                    && place.right() < f32::from(width) + 1.0
                    && place.bottom() < f32::from(height) + 1.0;
                assert!(inside, "{name} at {width}×{height}: {text} at {place:?}");
                for (other, there) in &texts[at + 1..] {
                    assert!(
                        !overlap(place, there),
                        "{name} at {width}×{height}: {text} at {place:?} lies on {other} at {there:?}"
                    );
                }
            }
        }
    }
    assert!(seen > 500, "{seen}");
}

/// A name may be cut, but none is left out at the sizes that the window draws.
#[test]
fn every_slice_and_every_bar_is_named_and_has_its_number() {
    for (width, height) in SIZES {
        for (name, count) in [
            ("groups", 10),
            ("funnel", 5),
            ("contacts", 10),
            ("failures", 3),
            ("hard_groups", 10),
            ("hard_contacts", 10),
        ] {
            let draw = CHARTS.iter().find(|chart| chart.0 == name).unwrap().1;
            let texts = texts(&draw(look(Theme::Light, (width.into(), height.into()))));
            // Those of the middle of the ring are not of a slice.
            let middle = |text: &str| {
                ["3.912", "90"].contains(&text)
                    || "personas".starts_with(text.trim_end_matches('…'))
                    || NOTE.contains(text)
            };
            let texts: Vec<_> = texts
                .iter()
                .filter(|(text, _)| !name.ends_with("groups") || !middle(text))
                .collect();
            assert_eq!(
                texts.len(),
                2 * count,
                "{name} at {width}×{height}: {texts:?}"
            );
        }
    }
}

/// Each bar can be compared with the others.
#[test]
fn bars_have_room_also_where_it_is_narrow() {
    for size in [(280, 330), (280, 300), (420, 260), (720, 320)] {
        for (name, draw) in CHARTS
            .iter()
            .filter(|chart| ["funnel", "contacts"].contains(&chart.0))
        {
            let svg = draw(look(Theme::Light, size));
            let widths = svg
                .lines()
                .filter(|line| line.starts_with("<rect") && !line.contains("mark"));
            let widths = widths.map(|line| {
                let rest = line.split_once(" width=\"").unwrap().1;
                rest.split_once('"').unwrap().0.parse::<u32>().unwrap() / 8
            });
            assert!(
                widths.max().unwrap() >= size.0 * 3 / 10,
                "{name} at {size:?}"
            );
        }
    }
}

/// Whatever stands beside them, and from whichever side.
#[test]
fn emoji_are_drawn_in_pictures_as_they_are_put_together() {
    let names = [
        "🌸",
        "Familias 👩‍👩‍👧‍👦 numerosas 👍🏽👍🏿",
        "🏳️‍🌈 🇵🇾 ❤️‍🔥 Ana",
        "محمد 🧑🏿‍🚀 العربي",
        "😊 Ñandú 🎉",
    ];
    for name in names {
        let slices = [slice(name, 3), slice("VIP", 4)];
        let svg = pie(&drawn(Theme::Light, (720, 320)), &slices, people(7)).unwrap();
        let (mut seen, mut glyphs) = (String::new(), Vec::new());
        each_text(parse(&svg).root(), &mut |text| {
            for span in text.layouted() {
                for glyph in &span.positioned_glyphs {
                    seen.push_str(&glyph.text);
                    glyphs.push((glyph.id.0, glyph.text.clone()));
                }
            }
        });
        let emoji = name.split(|c: char| c.is_alphabetic() || c == ' ');
        for emoji in emoji.filter(|emoji| !emoji.is_empty()) {
            assert!(seen.contains(emoji), "{emoji} of {name}: {seen}");
        }
        assert!(
            glyphs.iter().all(|glyph| glyph.0 != 0),
            "{name}: {glyphs:?}"
        );
    }
}

/// The rule above sees what it forbids.
#[test]
fn texts_that_lie_on_each_other_are_noticed() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="100" height="40">
        <text x="10" y="20" font-size="12">Enviados</text>
        <text x="30" y="20" font-size="12">Leídos</text></svg>"#;
    let texts = texts(svg);
    assert_eq!(texts.len(), 2);
    assert!(overlap(&texts[0].1, &texts[1].1));
}
