//! The household roll of a hamlet (room *roll*): kept by its head, read by those who
//! count, fixed by each decision for itself.
//!
//! Nothing here enters the public register; a decision writes the root and the total
//! of its fixed roll there. The audit trail names households by their number only.

mod add;
mod end;
mod erase;
mod export;
mod fields;
mod freeze;
mod frozen;
pub mod import;
mod list;
mod merge;
mod move_household;
mod place;
mod representative;
mod split;
mod step;
mod view;

pub use add::{HouseholdForm, add_household};
pub use end::{EndForm, end_household, end_household_in};
pub use erase::{EraseScope, erase_household};
pub use export::{OwnData, export_own_data, export_roll, export_roll_book};
pub use freeze::{
    FrozenRoll, RollChange, RollCorrection, close_frozen_in, correct_frozen_in, freeze_in,
};
pub use frozen::{
    FrozenCorrection, FrozenLine, find_frozen, find_frozen_line, frozen_corrections, frozen_lines,
    line_proof,
};
pub use list::{PAGE, RollPage, list_roll};
pub use merge::{MergeForm, merge_household, merge_household_in};
pub use move_household::{MoveForm, move_household, move_household_in};
pub use place::{MOST_HOUSEHOLDS, Place, RollUnit, roll_places, roll_unit};
pub use representative::{RepresentativeForm, change_representative};
pub use split::{SplitForm, split_household, split_household_in};
pub use step::{Step, check_step, take_step};
pub use view::{HouseholdView, Related, get_household};
