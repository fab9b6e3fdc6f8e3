//! What a process has used, as the system tells it. Zero where it does not.

use std::fs;

/// Processor time and memory of a process at one instant.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Usage {
    /// Processor time so far, of the user and of the system.
    pub cpu_seconds: f64,
    /// As much of it as the database's own threads used.
    pub store_seconds: f64,
    /// Memory in use.
    pub resident_kib: u64,
    /// The most memory in use since [`forget_peak`].
    pub peak_kib: u64,
}

/// Reads the present usage of a process.
pub(crate) fn of(process: u32) -> Usage {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    Usage {
        cpu_seconds: cpu_seconds(process),
        store_seconds: store_seconds(process),
        resident_kib: kib(&status, "VmRSS:"),
        peak_kib: kib(&status, "VmHWM:"),
    }
}

/// Begins a new peak.
pub(crate) fn forget_peak(process: u32) {
    // Without it the peak is that of the process's whole life.
    let _ = fs::write(format!("/proc/{process}/clear_refs"), "5");
}

fn cpu_seconds(process: u32) -> f64 {
    // Linux counts in hundredths of a second here, whatever its own tick is.
    const TICKS: f64 = 100.0;
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name may hold spaces; it ends at the last parenthesis.
    let mut fields = stat
        .rsplit_once(')')
        .map(|(_, rest)| rest.split_whitespace().skip(11))
        .into_iter()
        .flatten();
    let mut ticks = || -> f64 {
        fields
            .next()
            .and_then(|text| text.parse().ok())
            .unwrap_or(0.0)
    };
    (ticks() + ticks()) / TICKS
}

/// The threads of the store are named; they live as long as it does.
fn store_seconds(process: u32) -> f64 {
    const NANOSECONDS: f64 = 1e9;
    let threads = fs::read_dir(format!("/proc/{process}/task"));
    let of_store = threads.into_iter().flatten().flatten().filter_map(|entry| {
        let name = fs::read_to_string(entry.path().join("comm")).ok()?;
        name.starts_with("store-").then(|| entry.path())
    });
    of_store
        .filter_map(|thread| {
            let told = fs::read_to_string(thread.join("schedstat")).ok()?;
            told.split_whitespace().next()?.parse::<f64>().ok()
        })
        .sum::<f64>()
        / NANOSECONDS
}

fn kib(status: &str, name: &str) -> u64 {
    status
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::kib;

    #[test]
    fn memory_is_read_by_name() {
        let status = "Name:\tnode\nVmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\n";
        assert_eq!(kib(status, "VmRSS:"), 1_024);
        assert_eq!(kib(status, "VmHWM:"), 2_048);
        assert_eq!(kib(status, "VmSwap:"), 0);
    }
}
