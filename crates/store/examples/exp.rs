#![allow(warnings, clippy::all, clippy::pedantic, missing_docs)]
use std::collections::BTreeMap;
use std::time::Instant;
use store::contacts::*;
use store::*;
fn name(i: u64) -> String {
    const F: [&str; 40] = [
        "Ana", "María", "José", "Luis", "Carlos", "Lucía", "Pedro", "Juan", "Rosa", "Elena",
        "Miguel", "Sofía", "Diego", "Laura", "Andrés", "Marta", "Jorge", "Paula", "Raúl", "Inés",
        "Óscar", "Clara", "Hugo", "Nora", "Iván", "Julia", "Mario", "Silvia", "Rubén", "Alba",
        "Félix", "Irene", "Pablo", "Sara", "Tomás", "Olga", "Víctor", "Eva", "Bruno", "Lidia",
    ];
    const L: [&str; 40] = [
        "Gómez",
        "Benítez",
        "González",
        "Rodríguez",
        "Fernández",
        "López",
        "Martínez",
        "Pérez",
        "Sánchez",
        "Ramírez",
        "Torres",
        "Flores",
        "Acosta",
        "Vera",
        "Rojas",
        "Medina",
        "Silva",
        "Castro",
        "Ortiz",
        "Núñez",
        "Cáceres",
        "Duarte",
        "Ayala",
        "Ferreira",
        "Cabrera",
        "Vega",
        "Ríos",
        "Mendoza",
        "Aquino",
        "Villalba",
        "Franco",
        "Bogado",
        "Insfrán",
        "Ovelar",
        "Zárate",
        "Quintana",
        "Escobar",
        "Paredes",
        "Galeano",
        "Lezcano",
    ];
    let h = i.wrapping_mul(0x9E3779B97F4A7C15) >> 20;
    format!(
        "{} {} {}",
        F[(h % 40) as usize],
        L[((h >> 8) % 40) as usize],
        L[((h >> 16) % 40) as usize]
    )
}
fn hwm() -> u64 {
    std::fs::read_to_string("/proc/self/status")
        .unwrap()
        .lines()
        .find(|l| l.starts_with("VmHWM"))
        .unwrap()
        .split_whitespace()
        .nth(1)
        .unwrap()
        .parse::<u64>()
        .unwrap()
        / 1024
}
fn main() {
    let n: u64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let rounds: u64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let dir = std::path::Path::new("/tmp/expd");
    let _ = std::fs::remove_dir_all(dir);
    std::fs::create_dir_all(dir).unwrap();
    let rt = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let store = Store::open(
        &dir.join("s.db"),
        &DatabaseKey::from_bytes([7; 32]),
        Execution::Thread,
    )
    .unwrap();
    for round in 0..rounds {
        let t = Instant::now();
        let mut st =
            Staging::create(&dir.join("stage"), &DatabaseKey::from_bytes([9; 32])).unwrap();
        for i in round * n..(round + 1) * n {
            let p =
                595_980_000_000u64 + (i.wrapping_mul(0x9E3779B97F4A7C15) >> 20) % 100_000_000_000;
            let np = NewContact {
                phone: domain::PhoneNumber::from_e164(&format!(
                    "+{}",
                    595_000_000_000u64 + (i * 7919) % 1_000_000_000
                ))
                .unwrap(),
                typed: "0981".into(),
                name: name(i),
                title: "Sra.".into(),
                groups: vec![format!("Grupo {}", i % 12)],
                fields: BTreeMap::from([("Ciudad".to_string(), "Luque".to_string())]),
            };
            st.push(&np).unwrap();
        }
        let staged = st.finish().unwrap();
        println!("staged {:.2}s hwm {}", t.elapsed().as_secs_f32(), hwm());
        let t = Instant::now();
        let o = UpsertOptions {
            skip_existing: false,
            group: None,
            consent: None,
            now: domain::Timestamp(1_700_000_000_000 + round as i64),
        };
        let r = rt
            .block_on(store.write(move |tx| staged.store(tx, &o, &mut |_| Ok(()))))
            .unwrap();
        println!(
            "stored {:?} {:.2}s hwm {}",
            r.new,
            t.elapsed().as_secs_f32(),
            hwm()
        );
    }
    for (s, label) in [
        ("maria", "dense"),
        ("victor gomez", "two"),
        ("+5950001", "num"),
        ("1234", "num4"),
        ("zzz", "none"),
        ("gomez vera rojas", "three"),
        ("an", "short"),
        ("grupo 3", "group"),
    ] {
        for _ in 0..2 {
            let t = Instant::now();
            let q = Query {
                filter: Filter {
                    search: Some(s.into()),
                    ..Filter::default()
                },
                limit: 100,
                ..Query::default()
            };
            let p = rt.block_on(store.read(move |tx| page(tx, &q))).unwrap();
            println!(
                "{label} {s}: {} total {:?} next {} {:?}",
                p.contacts.len(),
                p.total,
                p.next.is_some(),
                t.elapsed()
            );
        }
    }
    for sort in [
        Sort::Name,
        Sort::Phone,
        Sort::Title,
        Sort::Groups,
        Sort::Consent,
        Sort::Status,
        Sort::Created,
        Sort::Updated,
        Sort::Messaged,
    ] {
        for skip in [0, n / 2] {
            let t = Instant::now();
            let q = Query {
                sort: Some(sort),
                limit: 100,
                skip,
                ..Query::default()
            };
            let p = rt.block_on(store.read(move |tx| page(tx, &q))).unwrap();
            println!("sort {sort:?} skip {skip} {:?}", t.elapsed());
        }
    }
    for (l, f) in [
        ("group", Filter::group("Grupo 3")),
        (
            "consent",
            Filter {
                consent: Some(true),
                ..Filter::default()
            },
        ),
        (
            "no consent",
            Filter {
                consent: Some(false),
                ..Filter::default()
            },
        ),
        (
            "opted",
            Filter {
                opted_out: Some(true),
                ..Filter::default()
            },
        ),
        (
            "wa no",
            Filter {
                on_whatsapp: Some(Some(false)),
                ..Filter::default()
            },
        ),
        (
            "wa yes",
            Filter {
                on_whatsapp: Some(Some(true)),
                ..Filter::default()
            },
        ),
        (
            "never",
            Filter {
                never_messaged: true,
                ..Filter::default()
            },
        ),
        (
            "ungrouped",
            Filter {
                ungrouped: true,
                ..Filter::default()
            },
        ),
    ] {
        let t = Instant::now();
        let f2 = f.clone();
        let q = Query {
            filter: f,
            limit: 100,
            ..Query::default()
        };
        let p = rt.block_on(store.read(move |tx| page(tx, &q))).unwrap();
        let a = t.elapsed();
        let t = Instant::now();
        let c = rt.block_on(store.read(move |tx| count(tx, &f2))).unwrap();
        println!(
            "filter {l}: {} {:?} {a:?}; count {c} {:?}",
            p.contacts.len(),
            p.total,
            t.elapsed()
        );
    }
    rt.block_on(store.close());
}
