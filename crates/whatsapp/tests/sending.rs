//! Against the loopback server.
