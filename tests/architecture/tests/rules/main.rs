//! The rules of the architecture. A rule that fails says which line of which
//! table would have to change; changing it is a decision, and decisions are
//! written down in `docs/adr`.

mod directions;
mod files;
mod licences;
mod release;
mod time;
mod window;
