//! The online vote, use case by use case, on both engines.

mod killed;
mod many;
mod refused;
mod scene;
mod two_channels;
mod walk;
