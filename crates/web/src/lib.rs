//! The pages of Đình: routes, sessions, templates and texts. Only this crate knows HTTP.

pub mod assets;
pub mod components;
pub mod page;
pub mod pages;
pub mod texts;
