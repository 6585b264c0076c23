//! The application through its verbs, on both engines: an office of people in every role, customers who write to it, and what each may
//! see and do.

mod api;
mod desk;
mod hook;
mod message;
mod search;
mod ticket;
