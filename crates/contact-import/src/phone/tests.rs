use super::*;

fn read(country: &str, typed: &str) -> String {
    match parse_phone(typed, country) {
        Ok(number) => number.to_string(),
        Err(reason) => reason.code().to_owned(),
    }
}

#[test]
fn the_same_person_however_typed() {
    for typed in [
        "+595992756462",
        "+595 (0) 992 756 462",
        "+595 0 992 756 462",
        "(+595) 992 756-462",
        "00 595 992 756462",
        "0992/756/462",
        "0992–756–462",
        " 0992\u{a0}756\u{a0}462 ",
        "\u{202a}+595 992 756462\u{202c}",
        "'0992756462",
        "=\"0992756462\"",
        "595992756462.0",
        "595992756462,00",
        "+595992756462.0",
        "595,992,756,462",
        "595.992.756.462",
        "tel:+595992756462",
        "WhatsApp:+595992756462",
        "https://wa.me/595992756462",
        "０９９２７５６４６２",
    ] {
        assert_eq!(read("PY", typed), "+595992756462", "{typed}");
    }
}

#[test]
fn a_country_code_without_plus_is_understood_from_another_country() {
    assert_eq!(read("PY", "5511912345678"), "+5511912345678");
    assert_eq!(read("PY", "5491155551234"), "+5491155551234");
    assert_eq!(read("BR", "595992756462"), "+595992756462");
    assert_eq!(read("US", "595992756462"), "+595992756462");
    assert_eq!(read("PY", "12125551234"), "+12125551234");
}

#[test]
fn double_zero_reaches_abroad_from_every_country() {
    for country in ["PY", "BR", "CO", "US", "AR", "MX", "CL", "FI"] {
        assert_eq!(
            read(country, "00595992756462"),
            "+595992756462",
            "{country}"
        );
    }
    assert_eq!(read("US", "011595992756462"), "+595992756462");
    assert_eq!(read("BR", "00 44 (0) 20 7946 0958"), "+442079460958");
}

#[test]
fn a_trunk_zero_is_dropped_where_the_plan_knows_none() {
    assert_eq!(read("CL", "0987654321"), "+56987654321");
    assert_eq!(read("IT", "0612345678"), "+390612345678");
}

#[test]
fn mexico_has_one_form() {
    for typed in [
        "5512345678",
        "5215512345678",
        "+52 1 55 1234 5678",
        "044 55 1234 5678",
        "045 55 1234 5678",
        "01 55 1234 5678",
        "+52 55 1234 5678",
    ] {
        assert_eq!(read("MX", typed), "+525512345678", "{typed}");
    }
    assert_eq!(read("PY", "+5215512345678"), "+525512345678");
}

#[test]
fn argentina_has_one_form_for_mobiles() {
    for typed in [
        "011 15-5555-1234",
        "+54 9 11 5555 1234",
        "+54 11 15 5555 1234",
        "+54 9 11 15 5555 1234",
        "5491155551234",
        "11 15 5555 1234",
    ] {
        assert_eq!(read("AR", typed), "+5491155551234", "{typed}");
    }
    assert_eq!(read("AR", "0351 15 555 1234"), "+5493515551234");
}

#[test]
fn brazil_has_one_form_for_mobiles() {
    for typed in [
        "11 91234-5678",
        "+55 11 91234-5678",
        "0 11 91234 5678",
        "015 11 91234-5678",
        "5511912345678",
    ] {
        assert_eq!(read("BR", typed), "+5511912345678", "{typed}");
    }
    for typed in [
        "11 8123-4567",
        "+55 11 8123-4567",
        "551181234567",
        "+5511981234567",
    ] {
        assert_eq!(read("BR", typed), "+5511981234567", "{typed}");
    }
    assert_eq!(read("BR", "11 3123-4567"), "+551131234567");
    // Carrier digits and a zero are no area code that takes a ninth digit.
    assert_eq!(read("BR", "00979000000"), "too_short");
}

#[test]
fn spreadsheets_round_and_are_told_so() {
    for typed in [
        "5.95993E+11",
        "5,95993E+11",
        "5.95993e11",
        "6E+11",
        "5,95992756462E+11",
        " 5.96E+11 ",
    ] {
        assert_eq!(read("PY", typed), "rounded_by_spreadsheet", "{typed}");
    }
}

#[test]
fn what_is_no_number_is_refused_with_its_reason() {
    for (typed, reason) in [
        ("", "empty"),
        ("  \u{a0}\t", "empty"),
        ("''", "empty"),
        ("-", "not_a_number"),
        ("s/n", "not_a_number"),
        ("abc", "not_a_number"),
        ("0992756462 Ana", "not_a_number"),
        ("0992 756 462 ext. 12", "not_a_number"),
        ("1-800-FLOWERS", "not_a_number"),
        ("595+992756462", "not_a_number"),
        ("E+11", "not_a_number"),
        ("1", "too_short"),
        ("123", "too_short"),
        ("0981", "too_short"),
        ("0992756462 / 0976947110", "too_long"),
        ("0992756462123", "too_long"),
        ("9999999999999999999999999999", "too_long"),
        ("+999123456789", "invalid_for_country"),
        ("59599275646", "invalid_for_country"),
        ("0000000000", "invalid_for_country"),
    ] {
        assert_eq!(read("PY", typed), reason, "{typed}");
    }
}

#[test]
fn landlines_are_marked() {
    let kind = |country, typed| parse_phone(typed, country).map(PhoneNumber::kind);
    assert_eq!(kind("PY", "021 123 456"), Ok(PhoneKind::Landline));
    assert_eq!(kind("PY", "0992756462"), Ok(PhoneKind::Mobile));
    assert_eq!(kind("US", "2125551234"), Ok(PhoneKind::Unknown));
}

#[test]
fn regions_are_known_by_their_code() {
    assert!(is_known_region("PY") && is_known_region(" py "));
    assert!(!is_known_region("ZZ") && !is_known_region("") && !is_known_region("Paraguay"));
    assert_eq!(dialling_code("PY"), Some(595));
    assert_eq!(dialling_code("us"), Some(1));
    assert_eq!(dialling_code("xx"), None);
    assert!(regions().iter().any(|code| code == "PY"));
    assert_eq!(read("ZZ", "+595992756462"), "+595992756462");
}

#[test]
fn a_number_in_a_log_is_not_a_number_to_call() {
    let number = parse_phone("0992756462", "PY").unwrap();
    assert_eq!(format!("{number:?}"), "PhoneNumber(+595…62)");
    assert_eq!(number.digits(), 595_992_756_462);
}

#[test]
fn numbers_are_shown_as_people_write_them() {
    for (e164, shown) in [
        ("+595992756462", "+595 992 756 462"),
        ("+5491123456789", "+54 9 11 2345-6789"),
        ("+12125551234", "+1 212-555-1234"),
        ("+34612345678", "+34 612 34 56 78"),
        ("nobody", "nobody"),
        ("", ""),
    ] {
        assert_eq!(readable(e164), shown);
    }
}
