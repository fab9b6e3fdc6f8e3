//! What the stories are made of.

mod list;
mod program;
mod server;
mod shop;

pub use list::{TEXT, list, number, person, text_for};
pub use server::Server;
pub use shop::Shop;
