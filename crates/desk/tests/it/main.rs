//! The application through its verbs, on both engines: an office of people in every role, customers who write to it, and what each may
//! see and do.

mod api;
mod company;
mod contact;
mod desk;
mod double;
mod edges;
mod everybody;
mod hook;
mod live;
#[expect(dead_code, reason = "of the worlds of access, what is needed here")]
#[path = "../../../access/tests/it/member.rs"]
mod member;
mod message;
mod panel;
mod reach;
mod search;
mod telegram;
mod ticket;
mod unknown;
mod whatsapp;
#[expect(dead_code, reason = "of the worlds of access, what is needed here")]
#[path = "../../../access/tests/it/world.rs"]
mod world;
