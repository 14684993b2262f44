//! Use cases on a real database, with a clock that stands still and a seeded chance.

mod after;
mod backup;
mod ballots;
mod city;
mod decision;
mod disclosure;
mod documents;
mod erasing;
mod files;
mod installation;
mod online;
mod register;
mod reminders;
mod retention;
mod roll;
mod scale;
mod search;
mod stage;
mod units;
mod witnesses;
