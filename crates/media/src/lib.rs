//! The place for attachments. There are none yet: this crate only fixes the
//! versions and features of the libraries that they will need, so that adding
//! them does not rebuild everything else.
