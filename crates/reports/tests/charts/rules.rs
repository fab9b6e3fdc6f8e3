//! What holds for what is written on charts.

use super::*;

/// What the program itself calls something is never cut.
#[test]
fn the_rest_of_the_groups_keeps_its_name() {
    for (width, height) in SIZES.into_iter().filter(|size| *size != (320, 200)) {
        let texts = texts(&CHARTS[7].1(drawn(
            Theme::Light,
            (width.into(), height.into()),
        )));
        for name in ["Sin grupo", "Otros 1.492"] {
            assert!(
                texts.iter().any(|(text, _)| text == name),
                "{name} at {width}×{height}: {texts:?}"
            );
        }
    }
}

/// As in the window, where the faces of letters and emoji are others.
#[test]
fn names_leave_room_for_wider_faces() {
    /// The widest face of emoji there is, in parts of the size.
    const WIDEST: usize = 137;
    for size in [(280, 330), (447, 330), (1060, 300)] {
        for draw in [CHARTS[14].1, CHARTS[15].1] {
            let texts = texts(&draw(look(Theme::Light, size)));
            let (name, _) = texts.iter().find(|text| text.0.contains('😀')).unwrap();
            let needed = (name.chars().count() - 1) * WIDEST * 12 / 100;
            assert!(name.ends_with('…') && needed < size.0 as usize, "{name}");
            let svg = draw(look(Theme::Light, size));
            assert!(svg.len() < 100_000, "{} bytes", svg.len());
        }
    }
}

#[test]
fn nine_groups_have_nine_colours() {
    let slices: Vec<_> = (0..9).map(|n| slice(&format!("G{n}"), 10)).collect();
    for theme in [Theme::Light, Theme::Dark] {
        let svg = pie(&look(theme, (720, 320)), &slices, people(90)).unwrap();
        let of_ring = svg.lines().filter(|line| line.starts_with("<polygon"));
        let fills = of_ring.filter_map(|line| line.split_once("fill=\"")?.1.split('"').next());
        let fills: std::collections::BTreeSet<_> = fills.collect();
        assert_eq!(fills.len(), 9, "{fills:?}");
    }
}

#[test]
fn shares_are_of_people_who_may_be_in_several_groups() {
    let slices = [slice("VIP", 18), slice("Luque", 4)];
    let svg = pie(&look(Theme::Light, (720, 320)), &slices, people(20)).unwrap();
    assert!(svg.contains("data-label=\"Luque: 4 (20\u{a0}%)\""), "{svg}");
    let texts: Vec<_> = texts(&svg).into_iter().map(|(text, _)| text).collect();
    for wanted in ["18 · 90\u{a0}%", "4 · 20\u{a0}%", "20", NOTE] {
        assert!(
            texts.iter().any(|text| text == wanted),
            "{wanted}: {texts:?}"
        );
    }
}

#[test]
fn the_densest_labels_that_have_room_are_written() {
    let written = |width| {
        let look = look(Theme::Light, (width, 200));
        let days = days(30);
        let texts = texts(&lines(&look, &days, &four(30, 9)).unwrap());
        let found: Vec<_> = texts.into_iter().map(|(text, _)| text).collect();
        let places = found
            .iter()
            .filter_map(|text| days.labels.iter().position(|l| l == text));
        places.collect::<Vec<_>>()
    };
    assert_eq!(written(3_000), (0..30).collect::<Vec<_>>());
    assert_eq!(written(720), (0..30).step_by(3).collect::<Vec<_>>());
    assert_eq!(written(300), [0, 10, 20]);
}

#[test]
fn a_file_says_what_it_shows() {
    let bare = CHARTS[0].1(drawn(Theme::Light, (960, 440)));
    assert!(
        !texts(&bare)
            .iter()
            .any(|(text, _)| text.contains("Envíos &"))
    );
    let svg = CHARTS[16].1(drawn(Theme::Light, (960, 440)));
    let texts = texts(&svg);
    assert_eq!(texts[0].0, "Envíos & <respuestas>");
    assert_eq!(texts[1].0, "24 oct 2026 – 22 nov 2026");
    let below = texts[1].1.bottom();
    assert!(texts[2..].iter().all(|(_, place)| place.top() >= below));
    // Marks lie over what they tell.
    let top = |svg: &str| {
        let mark = svg.split_once("class=\"mark\"").unwrap().1;
        let y = mark.split_once(" y=\"").unwrap().1;
        y.split_once('"').unwrap().0.parse::<f32>().unwrap() / 8.0
    };
    assert!(top(&svg) > below && top(&bare) < below);
}

#[test]
fn what_people_type_is_text_and_no_markup() {
    for (name, draw) in CHARTS {
        let svg = draw(look(Theme::Light, (720, 320)));
        assert!(!svg.contains("<script"), "{name}");
        assert!(
            svg.contains("aria-label=\"Envíos &amp; &lt;respuestas&gt;\""),
            "{name}"
        );
        assert!(!svg.chars().any(|c| c.is_control() && c != '\n'), "{name}");
    }
    let svg = CHARTS[7].1(look(Theme::Light, (720, 320)));
    let label = "=SUM(A1) &lt;script&gt; &amp; &quot;comillas&quot;: 310 (7,9\u{a0}%)";
    assert!(svg.contains(&format!("data-label=\"{label}\"")), "{svg}");
}

#[test]
fn marks_tell_the_values() {
    let svg = CHARTS[0].1(look(Theme::Light, (720, 320)));
    assert_eq!(svg.matches("class=\"mark\"").count(), 30);
    assert!(svg.contains("data-label=\"1 ago — Enviados: "), "{svg}");
}

#[test]
fn a_canvas_without_room_is_no_error() {
    for size in [(200, 120), (1, 1), (4_000, 120)] {
        for (name, draw) in CHARTS {
            let svg = draw(look(Theme::Light, size));
            assert!(svg.starts_with("<svg "), "{name} at {size:?}");
        }
    }
}

#[test]
fn pictures_are_twice_as_large() {
    let svg = CHARTS[0].1(look(Theme::Dark, (360, 200)));
    let png = picture::png(&svg, [0, 0, 0]).unwrap();
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(png[16..24], [0, 0, 2, 208, 0, 0, 1, 144]);
}
