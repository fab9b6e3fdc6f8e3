//! Where the command line has passcodes from: standard input or the environment, never
//! its own words, which every process can read.

use app::{AppError, Passcode, Passphrase};
use std::io::{BufRead as _, Read as _};
use std::sync::Mutex;
use zeroize::Zeroizing;

/// The present passcode, for scripts that cannot use standard input.
const VARIABLE: &str = "MESSAGE_SENDER_PASSCODE";

/// The passphrase of a backup, likewise.
const PASSPHRASE: &str = "MESSAGE_SENDER_PASSPHRASE";

/// Bytes of a line with a passcode at most.
const LONGEST: u64 = 4096;

/// The passcodes that were brought.
pub(crate) struct Passcodes {
    stdin: bool,
    /// The line that was read as the present one, for commands that need it twice.
    present: Mutex<Option<Passcode>>,
}

impl Passcodes {
    pub fn new(stdin: bool) -> Self {
        Self {
            stdin,
            present: Mutex::default(),
        }
    }

    /// The passcode of a profile that has one. None where none was brought: then it is
    /// refused in the usual words.
    pub fn present(&self) -> Result<Option<Passcode>, AppError> {
        let mut known = self
            .present
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if known.is_none() {
            *known = if self.stdin {
                line()?
            } else {
                of_environment()
            };
        }
        Ok(known.clone())
    }

    /// A new passcode: the next line.
    pub fn new_one(&self) -> Result<Passcode, AppError> {
        if !self.stdin {
            return Err(AppError::no_new_passcode());
        }
        line()?.ok_or_else(AppError::no_new_passcode)
    }

    /// A new passcode where one was brought.
    pub fn optional_new_one(&self) -> Result<Option<Passcode>, AppError> {
        if self.stdin {
            return self.new_one().map(Some);
        }
        Ok(None)
    }
}

/// The passphrase of a backup: the next line of standard input, or that of the
/// environment. An empty one where none was brought, which is refused in the usual words.
pub(crate) fn passphrase(stdin: bool) -> Result<Passphrase, AppError> {
    let typed = if stdin {
        typed_line()?
    } else {
        variable(PASSPHRASE)
    };
    Ok(Passphrase::typed(&typed.unwrap_or_default()))
}

fn variable(name: &str) -> Option<Zeroizing<String>> {
    let typed = Zeroizing::new(std::env::var(name).ok()?);
    Some(typed).filter(|typed| !typed.is_empty())
}

fn of_environment() -> Option<Passcode> {
    variable(VARIABLE).map(|typed| Passcode::new(&typed))
}

fn line() -> Result<Option<Passcode>, AppError> {
    Ok(typed_line()?.map(|typed| Passcode::new(&typed)))
}

/// The next line without its end; none where there is no more.
fn typed_line() -> Result<Option<Zeroizing<String>>, AppError> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(
        usize::try_from(LONGEST).unwrap_or_default(),
    ));
    std::io::stdin()
        .lock()
        .take(LONGEST)
        .read_until(b'\n', &mut bytes)
        .map_err(|_| AppError::no_new_passcode())?;
    if bytes.is_empty() {
        return Ok(None);
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| AppError::passcode_encoding())?;
    let typed = text.strip_suffix('\n').unwrap_or(text);
    let typed = typed.strip_suffix('\r').unwrap_or(typed);
    Ok(Some(Zeroizing::new(typed.to_owned())))
}
