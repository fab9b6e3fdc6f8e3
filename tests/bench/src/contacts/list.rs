//! Lists of people who do not exist: the same rows from the same seed.

use crate::Outcome;
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

const SEED: u64 = 0x6d65_7373;

const TITLES: [&str; 6] = ["", "Sr.", "Sra.", "Dr.", "Dra.", "Señorita"];

const FIRST_NAMES: [&str; 40] = [
    "María",
    "José",
    "Juan",
    "Ana",
    "Carlos",
    "Rosa",
    "Luis",
    "Ramón",
    "Andrés",
    "Lucía",
    "Sofía",
    "Martín",
    "Inés",
    "Óscar",
    "Ángela",
    "Raúl",
    "Belén",
    "Tomás",
    "Noelia",
    "Víctor",
    "Mónica",
    "Hugo",
    "Nélida",
    "César",
    "Adrián",
    "Gloria",
    "Íñigo",
    "Zunilda",
    "Derlis",
    "Begoña",
    "Joaquín",
    "Verónica",
    "Nicolás",
    "Asunción",
    "Milagros",
    "Germán",
    "Úrsula",
    "Fabián",
    "Graciela",
    "Eusebio",
];

const SURNAMES: [&str; 56] = [
    "González",
    "Benítez",
    "Martínez",
    "López",
    "Giménez",
    "Vera",
    "Duarte",
    "Ramírez",
    "Fernández",
    "Villalba",
    "Ayala",
    "Gómez",
    "Rojas",
    "Acosta",
    "Cáceres",
    "Núñez",
    "Ortiz",
    "Cabrera",
    "Ávalos",
    "Romero",
    "Báez",
    "Riquelme",
    "Peña",
    "Ibáñez",
    "Muñoz",
    "Sosa",
    "Franco",
    "Cardozo",
    "Meza",
    "Insfrán",
    "Ocampos",
    "Bogado",
    "Caballero",
    "Domínguez",
    "Escobar",
    "Figueredo",
    "Galeano",
    "Hermosilla",
    "Jara",
    "Ledesma",
    "Maidana",
    "Noguera",
    "Ovelar",
    "Paredes",
    "Quiñónez",
    "Recalde",
    "Samaniego",
    "Torales",
    "Urbieta",
    "Valdez",
    "Weiler",
    "Yegros",
    "Zárate",
    "Ñamandú",
    "Echagüe",
    "Agüero",
];

/// Groups, the largest first.
pub(crate) const GROUPS: [&str; 24] = [
    "Clientes",
    "Zona Norte",
    "Zona Sur",
    "Mayoristas",
    "Minoristas",
    "Proveedores",
    "Farmacia",
    "Escuela",
    "Vecinos",
    "Gimnasio",
    "Peluquería",
    "Panadería",
    "Taller",
    "Cumpleaños marzo",
    "Cumpleaños julio",
    "Deudores",
    "Socios",
    "Promoción 2019",
    "Promoción 2024",
    "Voluntarios",
    "Coro",
    "Fútbol",
    "Ñemby",
    "Preferentes",
];

/// Numbers of Paraguayan mobile phones behind eight prefixes.
const NUMBERS: u64 = 8_000_000;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Good,
    /// Another row's number stands in it.
    Duplicate,
    /// No number stands in it.
    Invalid,
}

/// Somebody as a row tells of them.
#[derive(Debug)]
pub(crate) struct Person {
    pub title: &'static str,
    pub first_name: &'static str,
    pub surname: &'static str,
    pub name: String,
    pub groups: Vec<&'static str>,
    pub city: String,
    /// The number's nine digits without country code.
    pub digits: String,
}

/// Some rows of the endless list that the seed makes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct List {
    /// Rows of the endless list before this one begins.
    pub from: u64,
    pub rows: u64,
}

/// What a list holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Holds {
    pub good: u64,
    pub duplicates: u64,
    pub invalid: u64,
    pub bytes: u64,
}

impl List {
    /// Writes it as a CSV file.
    pub fn write(self, path: &Path) -> Outcome<Holds> {
        let mut file = BufWriter::new(File::create(path)?);
        let mut holds = Holds::default();
        writeln!(file, "número,sustantivo,nombre,grupo,ciudad")?;
        for row in self.from..self.from + self.rows {
            let mut random = of_row(row, "spelling");
            let number = match self.kind(row) {
                Kind::Good => {
                    holds.good += 1;
                    spelled(&digits(row), &mut random)
                }
                Kind::Duplicate => {
                    holds.duplicates += 1;
                    let earlier = self.good_until(random.random_range(self.from..row));
                    spelled(&digits(earlier), &mut random)
                }
                Kind::Invalid => {
                    holds.invalid += 1;
                    any(&["sin teléfono", "0981 12", ""], &mut random).to_owned()
                }
            };
            let person = person(row);
            let groups = person.groups.join(", ");
            writeln!(
                file,
                "{number},{},{},\"{groups}\",{}",
                person.title, person.name, person.city
            )?;
        }
        file.flush()?;
        holds.bytes = file.get_ref().metadata()?.len();
        Ok(holds)
    }

    /// Somebody of the list whose number is in it.
    pub fn anybody(self, random: &mut SmallRng) -> Person {
        person(self.good_until(random.random_range(self.from..self.from + self.rows)))
    }

    /// The first row is a good one, so that there is always one to go back to.
    fn kind(self, row: u64) -> Kind {
        match of_row(row, "kind").random_range(0..1_000) {
            0..10 if row > self.from => Kind::Duplicate,
            10..15 if row > self.from => Kind::Invalid,
            _ => Kind::Good,
        }
    }

    fn good_until(self, mut row: u64) -> u64 {
        while self.kind(row) != Kind::Good {
            row -= 1;
        }
        row
    }
}

fn person(row: u64) -> Person {
    let mut random = of_row(row, "person");
    let first_name = few_often(&FIRST_NAMES, &mut random);
    let surname = few_often(&SURNAMES, &mut random);
    let mut name = first_name.to_owned();
    if random.random_bool(0.4) {
        name = format!("{name} {}", few_often(&FIRST_NAMES, &mut random));
    }
    name = format!("{name} {surname} {}", few_often(&SURNAMES, &mut random));
    let mut groups = Vec::new();
    for chance in [0.9, 0.15] {
        let group = few_often(&GROUPS, &mut random);
        if random.random_bool(chance) && !groups.contains(&group) {
            groups.push(group);
        }
    }
    Person {
        title: any(&TITLES, &mut random),
        first_name,
        surname,
        name,
        groups,
        city: format!("Barrio {}", random.random_range(1..200)),
        digits: digits(row),
    }
}

/// A random source of its own for each row, so that no row depends on another.
fn of_row(row: u64, what: &str) -> SmallRng {
    let what = what.bytes().fold(SEED, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(byte.into())
    });
    SmallRng::seed_from_u64(what.wrapping_add(row.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

/// The first ones more often than the last ones, as with names.
fn few_often(words: &[&'static str], random: &mut SmallRng) -> &'static str {
    let reach = random.random_range(1..=words.len());
    any(words.get(..reach).unwrap_or(words), random)
}

fn any(words: &[&'static str], random: &mut SmallRng) -> &'static str {
    words.choose(random).copied().unwrap_or_default()
}

/// Every row has a number of its own, and they come in no order: the factor has
/// no divisor in common with how many there are.
fn digits(row: u64) -> String {
    let place = (row * 5_300_003 + 1_234_567) % NUMBERS;
    // 971 to 973, then 981 to 985.
    let prefix = match place / 1_000_000 {
        few @ 0..3 => 971 + few,
        more => 978 + more,
    };
    format!("{prefix}{:06}", place % 1_000_000)
}

fn spelled(digits: &str, random: &mut SmallRng) -> String {
    let (prefix, rest) = digits.split_at(3);
    let (middle, last) = rest.split_at(3);
    match random.random_range(0..4) {
        0 => format!("0{prefix} {middle}{last}"),
        1 => format!("+595 {prefix} {middle} {last}"),
        2 => format!("0{digits}"),
        _ => format!("595{digits}"),
    }
}
