//! The real binary, as administrators and other programs meet it, on both engines.

mod archive;
mod demo;
mod doctor;
mod house;
mod schema;
mod serve;
