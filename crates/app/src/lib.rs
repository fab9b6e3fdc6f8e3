//! The use cases of Message Sender: what every door calls.

pub mod api;
