//! The typed text of a number: what is kept, what is dropped, what is refused
//! before any numbering plan is asked.

use super::PhoneError;

/// The digits of a typed number and what its signs said.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Typed {
    /// ASCII digits only, in order.
    pub digits: String,
    /// A plus sign stood before them.
    pub plus: bool,
    /// The digits again, less the zero of a `(0)`.
    pub without_bracketed_zero: Option<String>,
}

/// No number with prefix and carrier code has more digits than this.
const MAX_DIGITS: usize = 20;

/// What links and address fields put before a number.
const PREFIXES: [&str; 5] = [
    "tel:",
    "whatsapp:",
    "https://wa.me/",
    "http://wa.me/",
    "wa.me/",
];

/// Reads the typed text.
pub(super) fn read(text: &str) -> Result<Typed, PhoneError> {
    let (text, context) = without_parameters(undress(text));
    if text.is_empty() {
        return Err(PhoneError::Empty);
    }
    if is_scientific(text) {
        return Err(PhoneError::RoundedBySpreadsheet);
    }
    let text = without_decimal_tail(text);
    let mut digits: String = context.chars().filter_map(digit).collect();
    let mut plus = !digits.is_empty();
    let before = digits.len();
    for sign in text.chars() {
        if let Some(digit) = digit(sign) {
            digits.push(digit);
        } else if matches!(sign, '+' | '＋') {
            if !digits.is_empty() {
                return Err(PhoneError::NotANumber);
            }
            plus = true;
        } else if !is_punctuation(sign) {
            return Err(PhoneError::NotANumber);
        }
    }
    if digits.len() == before {
        return Err(PhoneError::NotANumber);
    }
    if digits.len() > MAX_DIGITS {
        return Err(PhoneError::TooLong);
    }
    Ok(Typed {
        without_bracketed_zero: without_bracketed_zero(text).filter(|_| before == 0),
        digits,
        plus,
    })
}

/// The number of a telephone URI (RFC 3966) without extension and the like, and
/// what a context of the form `+595` puts before it; other texts as they are.
fn without_parameters(text: &str) -> (&str, &str) {
    let Some((number, parameters)) = text.split_once(';') else {
        return (text, "");
    };
    let named = |parameter: &str| parameter.split('=').next().map(str::to_ascii_lowercase);
    let known = |parameter: &str| {
        matches!(
            named(parameter).as_deref(),
            Some("ext" | "isub" | "phone-context")
        )
    };
    if !parameters.split(';').all(known) {
        return (text, "");
    }
    let context = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.eq_ignore_ascii_case("phone-context")
            .then_some(value)
            .filter(|value| value.starts_with('+'))
    });
    (number.trim_matches(is_blank), context.unwrap_or_default())
}

/// Takes off blanks, unseen marks, quotes, a formula's shell and link prefixes.
fn undress(text: &str) -> &str {
    let mut text = text.trim_matches(is_blank);
    // ="0992756462": a formula that keeps a spreadsheet from touching a number.
    if let Some(inner) = text.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')) {
        text = inner.trim_matches(is_blank);
    }
    text = text.trim_matches(|sign| matches!(sign, '"' | '\'' | '’' | '`') || is_blank(sign));
    for prefix in PREFIXES {
        if let (Some(head), Some(rest)) = (text.get(..prefix.len()), text.get(prefix.len()..))
            && head.eq_ignore_ascii_case(prefix)
        {
            return rest.trim_matches(is_blank);
        }
    }
    text
}

/// `5.95993E+11`, also with a decimal comma: digits, a mark, digits, E, exponent.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let (mantissa, exponent) = (mantissa.trim(), exponent.trim());
    let mantissa = mantissa.trim_start_matches(['+', '-']);
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let mut marks = 0;
    let plain = mantissa.chars().all(|sign| match sign {
        '.' | ',' => {
            marks += 1;
            marks == 1
        }
        _ => sign.is_ascii_digit(),
    });
    plain
        && mantissa.starts_with(|sign: char| sign.is_ascii_digit())
        && !exponent.is_empty()
        && exponent.len() <= 3
        && exponent.bytes().all(|byte| byte.is_ascii_digit())
}

/// A whole number that a spreadsheet wrote with a decimal tail: `595992756462.0`.
/// Three zeros are a group of a number written in groups, and stay.
fn without_decimal_tail(text: &str) -> &str {
    for tail in [".0", ",0", ".00", ",00"] {
        if let Some(whole) = text.strip_suffix(tail)
            && whole.trim_start_matches('+').len() >= 7
            && whole
                .trim_start_matches('+')
                .bytes()
                .all(|b| b.is_ascii_digit())
        {
            return whole;
        }
    }
    text
}

/// `+44 (0) 20 …`: the zero in brackets is dialled at home only.
fn without_bracketed_zero(text: &str) -> Option<String> {
    let open = text.find('(')?;
    let close = open + text.get(open..)?.find(')')?;
    if text.get(open + 1..close)?.trim() != "0" {
        return None;
    }
    let rest = text.get(..open)?.chars().chain(text.get(close..)?.chars());
    Some(rest.filter_map(digit).collect())
}

/// ASCII, full-width, Arabic-Indic and Persian digits as ASCII.
fn digit(sign: char) -> Option<char> {
    let value = match sign {
        '0'..='9' => return Some(sign),
        '０'..='９' => u32::from(sign) - u32::from('０'),
        '٠'..='٩' => u32::from(sign) - u32::from('٠'),
        '۰'..='۹' => u32::from(sign) - u32::from('۰'),
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// Blanks, and marks that show nothing (copied along from phones and web pages).
fn is_blank(sign: char) -> bool {
    sign.is_whitespace()
        || matches!(
            sign,
            '\u{ad}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{2064}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}'
        )
}

/// What may stand between the digits of a number.
fn is_punctuation(sign: char) -> bool {
    is_blank(sign)
        || matches!(
            sign,
            '-' | '‐'
                ..='―'
                    | '−'
                    | 'ー'
                    | '－'
                    | '.'
                    | '·'
                    | '•'
                    | ','
                    | '('
                    | ')'
                    | '（'
                    | '）'
                    | '['
                    | ']'
                    | '/'
                    | '\\'
                    | '_'
                    | '~'
                    | '\''
                    | '’'
        )
}
