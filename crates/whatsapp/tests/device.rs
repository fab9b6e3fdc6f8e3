//! The device against the loopback server.
