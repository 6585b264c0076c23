//! The panel and the widget, embedded by the build script.

include!(concat!(env!("OUT_DIR"), "/assets.rs"));
