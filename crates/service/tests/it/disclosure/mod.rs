//! The disclosure room, use case by use case, on both engines.

mod access;
mod drafts;
mod files;
mod judged;
mod many;
mod not_applicable;
mod periodic;
mod posting;
mod requests;
mod trail;
mod walk;
