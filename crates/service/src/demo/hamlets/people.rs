//! The people of the sample hamlets: silent officers who play the history, and accounts to try.

use dinh_domain::access::Role;

/// The officers of each hamlet: three of them count.
pub const OFFICERS: [Role; 5] = [
    Role::CommunityHead,
    Role::FrontWorkCommittee,
    Role::TeamMember,
    Role::TeamMember,
    Role::TeamMember,
];

/// Accounts to try, in the first hamlet of the first commune.
const SHOWN: [(&str, &str, Role); 4] = [
    ("truongkhuvuc", "Huỳnh Văn Mẫu", Role::CommunityHead),
    ("mattrankhuvuc", "Tạ Thị Mẫu", Role::FrontWorkCommittee),
    ("tophieu1", "Châu Văn Mẫu", Role::TeamMember),
    ("tophieu2", "Quách Thị Mẫu", Role::TeamMember),
];

/// The accounts to try: login, name, role.
pub fn shown() -> impl Iterator<Item = (&'static str, &'static str, Role)> {
    SHOWN.iter().copied()
}
