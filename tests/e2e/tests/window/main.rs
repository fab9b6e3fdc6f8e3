//! Stories in the real window. They run on Linux, on desktops of their own.
#![cfg(target_os = "linux")]

mod attaching;
mod backup;
mod behind_the_lock;
mod closing;
mod composing;
mod contacts;
mod crowd;
mod damaged_link;
mod device;
mod device_looks;
mod files;
mod first_start;
mod holds;
mod home;
mod importing;
mod locking;
mod logs;
mod looks;
mod main_job;
mod people;
mod profiles;
mod remarks;
mod shell;
mod shop;
mod templates;
mod tray;
mod under_way;
mod wizard;
