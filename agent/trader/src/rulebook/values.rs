// SPDX-License-Identifier: Apache-2.0

//! Values of a section's keys, by type and range.

use std::{ops::RangeInclusive, path::PathBuf, time::Duration};

use toml::{Spanned, de::DeValue};

use super::{
	decimal::Scale,
	reader::{Section, list},
};

/// A program to run: never through a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalCommand {
	/// The program; with a slash in its name a path, else looked up in `PATH`.
	pub program: PathBuf,
	/// What it is given.
	pub arguments: Vec<String>,
	/// After which it is stopped and counts as failed.
	pub timeout: Duration,
	/// The variable of the agent's environment that holds its secret, which is no business of the program's.
	pub hidden: Option<String>,
}

impl<'t> Section<'_, 't> {
	/// Takes an integer.
	pub fn integer(
		&mut self,
		key: &'static str,
		range: RangeInclusive<u64>,
	) -> Option<Spanned<u64>> {
		self.take(key, |value| {
			let DeValue::Integer(integer) = value else {
				return Err(expected("an integer", value));
			};
			u64::from_str_radix(integer.as_str(), integer.radix())
				.ok()
				.filter(|value| range.contains(value))
				.ok_or_else(|| format!("must be from {} to {}", range.start(), range.end()))
		})
	}

	/// Takes a decimal number, as a number or as a string.
	pub fn decimal(
		&mut self,
		key: &'static str,
		scale: Scale,
		range: RangeInclusive<i128>,
	) -> Option<Spanned<i128>> {
		self.take(key, |value| {
			let text = match value {
				DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
				DeValue::Integer(_) => return Err("expected a number in base 10".into()),
				DeValue::Float(float) => float.as_str(),
				DeValue::String(text) => text,
				_ => return Err(expected("a decimal number", value)),
			};
			let number = scale.parse(text).map_err(|error| error.to_string())?;
			let bound = |bound: &i128| scale.show_with_unit(*bound);
			let outside = || {
				let range =
					format!("must be from {} to {}", bound(range.start()), bound(range.end()));
				match scale.per_cent(number) {
					Some(share) => format!("{range}; {text} % is {share}"),
					None => range,
				}
			};
			range.contains(&number).then_some(number).ok_or_else(outside)
		})
	}

	/// Takes a truth value.
	pub fn boolean(&mut self, key: &'static str) -> Option<Spanned<bool>> {
		self.take(key, |value| value.as_bool().ok_or_else(|| expected("true or false", value)))
	}

	/// Takes a string that passes a check.
	pub fn text(
		&mut self,
		key: &'static str,
		check: impl FnOnce(&str) -> Result<(), &'static str>,
	) -> Option<Spanned<String>> {
		self.take(key, |value| {
			let text = value.as_str().ok_or_else(|| expected("a string", value))?;
			check(text).map_err(String::from)?;
			Ok(text.into())
		})
	}

	/// Takes a path; a relative one starts at the rulebook's directory.
	pub fn path(&mut self, key: &'static str) -> Option<PathBuf> {
		let text = self.text(key, check_text)?;
		Some(self.directory.join(text.get_ref()))
	}

	/// Takes one of some words.
	pub fn word<T: Copy>(&mut self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
		self.take(key, |value| find(words, value)).map(Spanned::into_inner)
	}

	/// Takes a program with its arguments and, from another key, after how many seconds it has failed.
	pub fn command(
		&mut self,
		key: &'static str,
		timeout_key: &'static str,
		default_timeout_s: u64,
	) -> Option<ExternalCommand> {
		let timeout_s = self.integer(timeout_key, 1..=600).map(Spanned::into_inner);
		let timeout = Duration::from_secs(timeout_s.unwrap_or(default_timeout_s));
		let directory = self.directory;
		let command = self.take(key, |value| {
			let wanted = "a list of program and arguments, such as [\"./forecast\", \"--kwh\"]";
			let array = value.as_array().ok_or_else(|| expected(wanted, value))?;
			let mut words = Vec::with_capacity(array.len());
			for row in array.iter() {
				let word =
					row.get_ref().as_str().ok_or_else(|| expected("strings", row.get_ref()))?;
				if word.contains('\0') {
					return Err("must not contain a zero character".into());
				}
				words.push(word.to_owned());
			}
			let mut words = words.into_iter();
			let program = words.next().filter(|program| !program.trim().is_empty());
			let program = program.ok_or("must begin with the name of a program")?;
			// As a shell does: only a name without a slash is looked up.
			let program =
				if program.contains('/') { directory.join(program) } else { program.into() };
			let arguments = words.collect();
			Ok(ExternalCommand { program, arguments, timeout, hidden: None })
		})?;
		Some(command.into_inner())
	}
}

fn find<T: Copy>(words: &[(&'static str, T)], value: &DeValue<'_>) -> Result<T, String> {
	let word = value.as_str().ok_or_else(|| expected("a string", value))?;
	let known = || list(&words.iter().map(|(word, _)| *word).collect::<Vec<_>>());
	let found = words.iter().find(|(known, _)| *known == word).map(|(_, item)| *item);
	found.ok_or_else(|| format!("must be one of {}", known()))
}

/// Refuses an empty text, and one that no system call takes.
pub(super) fn check_text(text: &str) -> Result<(), &'static str> {
	if text.trim().is_empty() {
		Err("must not be empty")
	} else if text.contains('\0') {
		Err("must not contain a zero character")
	} else {
		Ok(())
	}
}

/// What is said of a value of another type.
pub(super) fn expected(what: &str, value: &DeValue<'_>) -> String {
	format!("expected {what}, found {}", value.type_str())
}
