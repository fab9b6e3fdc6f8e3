//! Stories over a real encrypted file, kept beside the code because they look
//! at the connection, which callers cannot.

mod attachments;
mod campaigns;
mod contacts;
mod counts;
mod cursors;
mod file;
mod helpers;
mod histories;
mod imports;
mod lists;
mod metrics;
mod outbox;
mod queries;
mod replies;
mod sharing;
mod sweeping;
mod templates;
mod undoing;
mod upgrade;
mod variants;
