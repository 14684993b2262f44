//! Twelve sample hamlets in four communes: their rolls, their people, and what they decided.

mod aftermath;
mod money;
mod people;
mod roll;
mod scene;
mod scenes;
mod shapes;
mod stage;
mod turn;

pub use people::shown;
pub use roll::name;
pub use scene::Move;
pub use shapes::{by_head, by_meeting, then};
pub use stage::{Assembly, Hamlet, days, officers, on_roll, places, prepare, propose};
pub use turn::Turn;

/// The communes whose hamlets have households and decisions: two wards, two rural communes.
pub const COMMUNES: [&str; 4] = [
    "phuong-ninh-kieu",
    "phuong-cai-rang",
    "xa-phong-dien",
    "xa-vinh-hai",
];
/// Hamlets of each of them.
pub const HAMLETS: usize = 3;
/// Households of each hamlet, in the order of the communes.
pub const HOUSEHOLDS: [u32; COMMUNES.len() * HAMLETS] =
    [120, 60, 200, 420, 96, 150, 74, 318, 88, 134, 240, 65];
