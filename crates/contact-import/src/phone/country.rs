//! Regions, and what single countries add to the numbering plans.

use rlibphonenumber::{
    PHONE_NUMBER_UTIL, PhoneNumber as Parsed, Region, get_national_significant_number_owned,
};

/// The region of an ISO 3166 code of two letters, when numbers of it are known.
pub(super) fn region(country: &str) -> Option<Region> {
    let code = country.trim().to_ascii_uppercase();
    let region: Region = code.parse().ok()?;
    PHONE_NUMBER_UTIL.get_country_code_for_region(region)?;
    Some(region)
}

/// Whether numbers of this region can be read (`"PY"`, either case).
#[must_use]
pub fn is_known_region(country: &str) -> bool {
    region(country).is_some()
}

/// The calling code of a region, without plus sign: `595` for `"PY"`.
#[must_use]
pub fn dialling_code(country: &str) -> Option<u16> {
    let code = PHONE_NUMBER_UTIL.get_country_code_for_region(region(country)?)?;
    u16::try_from(code).ok()
}

/// The codes of all known regions, two capital letters each, in order.
#[must_use]
pub fn regions() -> Vec<String> {
    let mut codes: Vec<String> = PHONE_NUMBER_UTIL
        .get_supported_regions()
        .map(|region| region.to_string())
        .collect();
    codes.sort_unstable();
    codes
}

/// The international form (`+…`) of a number that its country also writes in
/// another way, or `None` where the number is to stay as it was read.
pub(super) fn canonical(number: &Parsed) -> Option<String> {
    let national = get_national_significant_number_owned(number);
    match number.country_code {
        52 => mexico(&national),
        54 => argentina(&national),
        55 => brazil(&national),
        _ => None,
    }
}

/// Until 2019 mobiles were dialled with a 1 from abroad and 044 or 045 at home,
/// long distance with 01. The number itself always had ten digits.
fn mexico(national: &str) -> Option<String> {
    ["044", "045", "01", "1"]
        .iter()
        .find_map(|prefix| national.strip_prefix(prefix))
        .filter(|rest| rest.len() == 10)
        .map(|rest| format!("+52{rest}"))
}

/// Mobiles take a 9 before the area code from abroad, and a 15 after it at home;
/// some write both. The area code has two to four digits.
fn argentina(national: &str) -> Option<String> {
    let rest = national.strip_prefix('9').filter(|rest| rest.len() == 12)?;
    (2..=4).find_map(|area| {
        let (area, line) = rest.split_at_checked(area)?;
        let candidate = format!("+549{area}{}", line.strip_prefix("15")?);
        let parsed = PHONE_NUMBER_UTIL.parse(&candidate, None).ok()?;
        PHONE_NUMBER_UTIL
            .is_valid_number(&parsed)
            .then_some(candidate)
    })
}

/// Every mobile got a 9 before its eight digits, area by area until 2016. Eight
/// digits that begin with 6 to 9 are such a mobile in its old form.
fn brazil(national: &str) -> Option<String> {
    let (area, line) = national.split_at_checked(2)?;
    let old = !area.starts_with('0') && line.len() == 8 && line.starts_with(['6', '7', '8', '9']);
    old.then(|| format!("+55{area}9{line}"))
}
