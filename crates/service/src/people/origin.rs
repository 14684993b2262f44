//! Where somebody signs in from.

use super::known_device::KnownDevice;

/// The machine and its network, as far as they can be seen.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The network: an IPv4 address, or the first 64 bits of an IPv6 address.
    pub network: String,
    /// What the browser kept of earlier sign-ins.
    pub device: KnownDevice,
    /// Kind of machine, coarsely, for the list of sessions: "Chrome, Windows".
    pub kind: String,
}
