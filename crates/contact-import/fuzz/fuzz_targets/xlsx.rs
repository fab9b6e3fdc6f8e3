#![no_main]

use libfuzzer_sys::fuzz_target;

#[allow(dead_code, reason = "each target uses one of them")]
mod shared;

fuzz_target!(|bytes: &[u8]| shared::xlsx(bytes));
