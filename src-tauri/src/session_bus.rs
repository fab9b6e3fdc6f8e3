//! A session bus of its own, to try on it what is asked of a desktop.

#![allow(clippy::unwrap_used, reason = "only tests use it")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use zbus::blocking::connection::Builder;

/// Ends when dropped.
pub struct Bus {
    daemon: Child,
    address: String,
    /// Open as long as somebody may write to it: services that are started inherit it.
    _output: BufReader<ChildStdout>,
}

impl Bus {
    /// A bus on which nobody is.
    pub fn start() -> Self {
        Self::launch(Command::new("dbus-daemon").arg("--session"))
    }

    /// A bus at this path, which starts the services of a folder when they are needed.
    pub fn start_with(listen: &str, services: &Path) -> Self {
        let config = services.join("bus.conf");
        let content = format!(
            r#"<busconfig>
              <type>session</type>
              <listen>unix:path={listen}</listen>
              <servicedir>{}</servicedir>
              <policy context="default">
                <allow send_destination="*"/>
                <allow receive_sender="*"/>
                <allow own="*"/>
              </policy>
            </busconfig>"#,
            services.display()
        );
        fs::write(&config, content).unwrap();
        Self::launch(Command::new("dbus-daemon").arg("--config-file").arg(config))
    }

    fn launch(command: &mut Command) -> Self {
        let mut daemon = command
            .args(["--nofork", "--nopidfile", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(daemon.stdout.take().unwrap());
        let mut address = String::new();
        output.read_line(&mut address).unwrap();
        Self {
            daemon,
            address: address.trim().to_owned(),
            _output: output,
        }
    }

    /// A way onto the bus.
    pub fn connection<'a>(&self) -> Builder<'a> {
        Builder::address(self.address.as_str()).unwrap()
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        self.daemon.kill().unwrap();
        self.daemon.wait().unwrap();
    }
}
