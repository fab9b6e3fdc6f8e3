//! macOS and Windows: a window needs nothing before it.

/// Nothing to prepare.
pub fn prepare() {}

/// There always is one.
pub fn has_display() -> bool {
    true
}
