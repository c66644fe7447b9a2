// SPDX-License-Identifier: Apache-2.0

//! Past load and generation, from the files that people have. No chain is needed.
//!
//! [`read`] takes a file's bytes, what its owner says about it ([`Mapping`]) and the length of a chain's
//! intervals, and gives rows of whole Wh, with what was [`Understood`]. What the file does not say and what its
//! owner has not said either is not guessed: it is [`Refused`], with the place and what to write.
//!
//! ```
//! use gridmerit_history::{Mapping, read, zone};
//!
//! let file = "Zeit;Verbrauch (kWh)\n27.06.2018 14:00;0,25\n27.06.2018 15:00;0,3\n";
//! let mapping = Mapping { zone: Some(zone("Europe/Berlin")?), ..Mapping::default() };
//! // Hours, on a chain of quarters.
//! let history = read(file.as_bytes(), "home.csv", &mapping, 900_000)?;
//! assert_eq!(history.rows.len(), 8);
//! assert_eq!(history.rows.iter().map(|row| row.load_wh).sum::<u64>(), 550);
//! assert_eq!(history.summary.first.unwrap().from, "2018-06-27 14:00 +02:00");
//!
//! let refused = read(file.as_bytes(), "home.csv", &Mapping::default(), 900_000).unwrap_err();
//! assert!(refused.to_string().starts_with("home.csv:2:1: column `Zeit`: is the clock's time"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod columns;
mod forms;
mod green_button;
mod mapping;
mod names;
mod nights;
mod number;
mod periods;
mod place;
mod problem;
mod read;
mod resolution;
mod row;
mod sheet;
mod starts;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod understood;

pub use mapping::{DateOrder, Decimal, Direction, Mapping, Separator, Stamp, Unit, Word, zone};
pub use problem::{HistoryFileError, Problem, Refused};
pub use read::{Understood, read, read_file};
pub use row::{Row, write_rows};
pub use understood::{How, OddDay, Span, Sum, Summary};
