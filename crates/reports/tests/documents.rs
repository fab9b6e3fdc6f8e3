//! Reports of campaigns, read back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use calamine::{Data, Reader as _, open_workbook_auto};
use reports::Numbers;
use reports::chart::{Look, Points, Role, Series, Theme, columns};
use reports::pdf::{CHART, COLUMNS, Chart, Cover, Pdf, PdfError, Step};
use reports::table::{Cell, Summary, Table, Value};
use std::path::Path;

fn step((name, share, text): (&str, f32, &str)) -> Step {
    Step {
        name: name.into(),
        share,
        text: text.into(),
    }
}

/// Two hours of a campaign, five minutes a column.
fn chart() -> String {
    let (width, height) = CHART;
    let look = Look {
        theme: Theme::Light,
        width,
        height,
        numbers: Numbers::of("es"),
        title: "Envíos por período",
        heading: None,
        empty: "No hay envíos",
        picture: true,
    };
    let labels: Vec<_> = (0..24)
        .map(|n| format!("{:02}:{:02}", 9 + n / 12, n % 12 * 5))
        .collect();
    let series = |name: &str, role, values: fn(u64) -> u64| Series {
        name: name.into(),
        values: (0..24).map(values).collect(),
        role,
    };
    let series = [
        series("Enviados", Role::Main, |n| 48 + n * 7 % 9),
        series("Errores", Role::Bad, |n| n * 5 % 4),
    ];
    let hours = labels.iter().cloned().enumerate().step_by(6).collect();
    let points = Points {
        labels,
        ticks: vec![hours],
    };
    columns(&look, &points, &series).unwrap()
}

fn cover() -> Cover {
    let two = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
    Cover {
        title: "Informe de campaña".into(),
        language: "es".into(),
        name: "Día de la Madre 🌸 – Ñandutí".into(),
        facts: vec![
            two("Perfil", "Tienda Ñandutí"),
            two("Elaborado", "4 nov 2026, 08:30"),
            two("Estado", "Completada"),
            two("Creada", "3 nov 2026, 09:00"),
            two("Empezó", "3 nov 2026, 09:01"),
            two("Terminó", "3 nov 2026, 11:42"),
        ],
        cards: vec![
            two("Destinatarios", "1.234"),
            two("Enviados", "1.200"),
            two("Entregados", "1.100"),
            two("Leídos", "900"),
            two("Errores", "34"),
            two("Omitidos", "0"),
            two("Respuestas", "57"),
            two("Tasa de éxito", "97,2 %"),
        ],
        chart: Some(Chart {
            title: "Envíos por período".into(),
            svg: chart(),
        }),
        funnel_title: "Hasta dónde llegaron".into(),
        funnel: [
            ("Intentados", 1.0, "1.234 · 100 %"),
            ("Enviados", 0.97, "1.200 · 97,2 %"),
            ("Aceptados", 0.96, "1.190 · 96,4 %"),
            ("Entregados", 0.89, "1.100 · 89,1 %"),
            ("Leídos", 0.73, "900 · 72,9 %"),
        ]
        .map(step)
        .to_vec(),
        failures_title: "Errores por motivo".into(),
        failures: [
            ("No está en WhatsApp", 1.0, "21"),
            ("WhatsApp restringe escribir a personas nuevas", 0.5, "12"),
            ("WhatsApp no respondió", 0.05, "1"),
        ]
        .map(step)
        .to_vec(),
        content_title: "Contenido".into(),
        content: vec![
            two(
                "Texto 1",
                "Hola {nombre|cliente}:\n\n¡Feliz día! 😊 Te esperamos con un regalo, de lunes a sábado de 8 a 18 h, en la tienda de siempre. Contesta BAJA si no quieres más mensajes.",
            ),
            two("Adjuntos", "flores.jpg · saludo.ogg"),
        ],
        list_title: "Destinatarios".into(),
        headers: [
            "N.º",
            "Nombre",
            "Número",
            "Estado",
            "Hora",
            "Motivo o respuesta",
        ]
        .map(String::from)
        .to_vec(),
    }
}

fn person(number: usize) -> Vec<String> {
    let cells: [String; COLUMNS] = [
        number.to_string(),
        [
            "Ana María Fernández de los Santos",
            "José 👩‍👩‍👧 Ñ.",
            "李小龍",
            "=1+1",
            "محمد العربي",
            "שלום כהן",
            "🌸 Flores 👍🏽 🇵🇾 ❤️",
        ][number % 7]
            .into(),
        format!("+595981{number:06}"),
        "Entregado".into(),
        "3 nov, 09:01".into(),
        if number.is_multiple_of(7) {
            "No está en WhatsApp".into()
        } else if number.is_multiple_of(5) {
            "“¡Muchas gracias! ¿Hasta qué hora atienden hoy?”".into()
        } else {
            String::new()
        },
    ];
    cells.to_vec()
}

fn document(cover: Cover, people: usize) -> Vec<u8> {
    let foot = |page, of| format!("Página {page} de {of}");
    let mut pdf = Pdf::new(cover, people, foot).unwrap();
    for number in 1..=people {
        pdf.row(person(number)).unwrap();
    }
    pdf.finish().unwrap()
}

/// Documents to be looked at. That they have the pages that they name is tested
/// beside the code.
#[test]
fn documents_are_written() {
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for people in [0, 1, 120] {
        let pdf = document(cover(), people);
        assert!(pdf.starts_with(b"%PDF-"));
        std::fs::write(kept.join(format!("report_{people}.pdf")), &pdf).unwrap();
    }
    // Nothing was sent yet, and the name is of somebody who has much to say.
    let waiting = Cover {
        chart: None,
        failures: Vec::new(),
        name: "Promoción 🎉 de primavera para clientes mayoristas de la zona norte y alrededores de Asunción, segunda vuelta con regalo".into(),
        ..cover()
    };
    std::fs::write(kept.join("report_waiting.pdf"), document(waiting, 3)).unwrap();
    let broken = Cover {
        chart: Some(Chart {
            title: String::new(),
            svg: "no drawing".into(),
        }),
        ..cover()
    };
    let refused = Pdf::new(broken, 0, |_, _| String::new());
    assert!(matches!(refused.err(), Some(PdfError::Chart)));
    let mut long = cover();
    for number in 0..5 {
        let text = "Una palabra y otra más. ".repeat(160);
        long.content.push([format!("Texto {number}"), text]);
    }
    std::fs::write(kept.join("report_long.pdf"), document(long, 3)).unwrap();
}

#[test]
fn a_workbook_has_numbers_times_and_texts_that_are_no_formulas() {
    let time = |minute| {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 3).unwrap();
        day.and_hms_opt(9, minute, 59).unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("informe.xlsx");
    let summary = Summary {
        sheet: "Resumen".into(),
        rows_sheet: "Destinatarios".into(),
        lines: vec![
            ("Campaña".into(), Value::Text("=HYPERLINK(\"x\")".into())),
            ("Enviados".into(), Value::Count(1_234)),
            ("Tasa de éxito".into(), Value::Share(0.5)),
            ("Empezó".into(), Value::Time(time(1))),
        ],
    };
    let file = std::fs::File::create(&path).unwrap();
    let headers = cover().headers;
    let mut table = Table::xlsx(file, Some(folder.path()), Some(&summary), &headers).unwrap();
    for number in 1..=5 {
        table.row(&person(number)).unwrap();
    }
    table
        .cells(vec![
            Cell::Count(6),
            Cell::Text("=1+1".into()),
            Cell::Text("+595981000006".into()),
            Cell::Text("007".into()),
            Cell::Text(String::new()),
            Cell::Time(time(30)),
        ])
        .unwrap();
    table.finish().unwrap();
    let mut book = open_workbook_auto(&path).unwrap();
    let shown = |cell: Option<&Data>, minute| match cell {
        Some(Data::DateTime(at)) => {
            // Days since the year 1900 as workbooks count them, to the minute.
            let days = 46_329.0 + (9.0 * 60.0 + f64::from(minute)) / 1_440.0;
            assert!((at.as_f64() - days).abs() < 1e-6, "{at:?}");
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(book.sheet_names(), ["Resumen", "Destinatarios"]);
    let range = book.worksheet_range("Resumen").unwrap();
    assert_eq!(
        range.get((0, 1)),
        Some(&Data::String("=HYPERLINK(\"x\")".into()))
    );
    assert_eq!(range.get((1, 1)), Some(&Data::Float(1_234.0)));
    assert!(book.worksheet_formula("Resumen").unwrap().is_empty());
    let rows = book.worksheet_range("Destinatarios").unwrap();
    assert_eq!(rows.height(), 7);
    assert_eq!(rows.get((6, 0)), Some(&Data::Float(6.0)));
    assert_eq!(rows.get((6, 1)), Some(&Data::String("=1+1".into())));
    assert_eq!(
        rows.get((6, 2)),
        Some(&Data::String("+595981000006".into()))
    );
    assert_eq!(rows.get((6, 3)), Some(&Data::String("007".into())));
    assert_eq!(rows.get((6, 4)), Some(&Data::Empty));
    shown(rows.get((6, 5)), 30);
    shown(range.get((3, 1)), 1);
    assert_eq!(rows.get((3, 1)), Some(&Data::String("=1+1".into())));
    assert!(book.worksheet_formula("Destinatarios").unwrap().is_empty());
}
