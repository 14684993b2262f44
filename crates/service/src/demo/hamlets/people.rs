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

/// Accounts to try: the hamlet among those of the first commune, login, name, role. The second hamlet has sixty
/// households and a team of three, enough to read every ballot twice and to settle what was misread.
const SHOWN: [(usize, &str, &str, Role); 9] = [
    (0, "truongkhuvuc", "Huỳnh Văn Mẫu", Role::CommunityHead),
    (0, "mattrankhuvuc", "Tạ Thị Mẫu", Role::FrontWorkCommittee),
    (0, "tophieu1", "Châu Văn Mẫu", Role::TeamMember),
    (0, "tophieu2", "Quách Thị Mẫu", Role::TeamMember),
    (1, "truongkhuvuc2", "Lương Văn Mẫu", Role::CommunityHead),
    (1, "mattrankhuvuc2", "Từ Thị Mẫu", Role::FrontWorkCommittee),
    (1, "kiemphieu1", "Thái Văn Mẫu", Role::TeamMember),
    (1, "kiemphieu2", "La Thị Mẫu", Role::TeamMember),
    (1, "kiemphieu3", "Giang Văn Mẫu", Role::TeamMember),
];

/// The accounts to try: place of the hamlet, login, name, role.
pub fn shown() -> impl Iterator<Item = (usize, &'static str, &'static str, Role)> {
    SHOWN.iter().copied()
}
