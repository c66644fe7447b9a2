// SPDX-License-Identifier: Apache-2.0

//! What is written before the command: `gridmerit-agent --url X status` means what `gridmerit-agent status --url X` does.

use std::ffi::OsString;

use clap::error::ErrorKind;

/// Options of nearly all commands: whether a value follows.
const COMMON: [(&str, bool); 3] = [("--url", true), ("--light", true), ("--json", false)];

/// The arguments, the program's name included, with the common options that stand before the command moved behind it.
/// A command that does not know them refuses them there by its own rules.
pub fn in_order(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
	let mut arguments = arguments.into_iter().peekable();
	let mut ordered: Vec<_> = arguments.next().into_iter().collect();
	let mut early = Vec::new();
	while let Some(argument) = arguments.next_if(|argument| common(argument).is_some()) {
		let value = common(&argument).unwrap_or_default();
		early.push(argument);
		early.extend(if value { arguments.next() } else { None });
	}
	ordered.extend(arguments);
	// Behind `--` nothing is an option any more.
	let end = ordered.iter().position(|argument| argument == "--").unwrap_or(ordered.len());
	ordered.splice(end..end, early);
	ordered
}

/// What helps where an option was not understood because it stands before the command; else nothing.
pub fn hint(arguments: &[OsString], error: &clap::Error) -> &'static str {
	let first = arguments.get(1).and_then(|argument| argument.to_str());
	let early = first.is_some_and(|argument| argument.starts_with('-'));
	match early && error.kind() == ErrorKind::UnknownArgument {
		true => {
			"\nOptions come after the command; only --url, --light and --json may come before it.\n"
		},
		false => "",
	}
}

/// Whether the next argument is this one's value; none if it is no common option.
fn common(argument: &OsString) -> Option<bool> {
	let argument = argument.to_str()?;
	COMMON.iter().find_map(|(name, value)| match argument.strip_prefix(name)? {
		"" => Some(*value),
		rest => rest.starts_with('=').then_some(false),
	})
}

#[cfg(test)]
mod tests {
	use clap::{CommandFactory, Parser};

	use super::*;
	use crate::options::Cli;

	fn ordered(line: &str) -> String {
		let words = in_order(line.split(' ').map(OsString::from));
		words.join(" ".as_ref()).into_string().unwrap()
	}

	#[test]
	fn common_options_may_come_first() {
		for (written, meant) in [
			("agent --url ws://a status --suri //Bob", "agent status --suri //Bob --url ws://a"),
			("agent --json --url=ws://a orders", "agent orders --json --url=ws://a"),
			("agent --light spec.json operator admit", "agent operator admit --light spec.json"),
			("agent status --url ws://a", "agent status --url ws://a"),
			("agent --json scenario -- -x", "agent scenario --json -- -x"),
			("agent --urls status", "agent --urls status"),
			("agent --version", "agent --version"),
			("agent", "agent"),
			// Without a command they are all there is.
			("agent --url", "agent --url"),
		] {
			assert_eq!(ordered(written), meant);
		}
	}

	#[test]
	fn what_a_command_does_not_know_it_refuses() {
		let parsed = |line: &str| Cli::try_parse_from(in_order(line.split(' ').map(Into::into)));
		assert!(parsed("agent --url ws://a --json status --suri //Bob").is_ok());
		assert!(
			parsed("agent --url ws://a meter bind --suri //B --certificate c --consent d").is_ok()
		);
		for (line, said) in [
			("agent --url ws://a run --rulebook a", "unexpected argument '--url'"),
			("agent --url ws://a status --url ws://b", "cannot be used multiple times"),
		] {
			let error = parsed(line).err().unwrap().to_string();
			assert!(error.contains(said), "{line}: {error}");
		}
	}

	#[test]
	fn an_option_that_comes_too_early_is_told_its_place() {
		let hinted = |line: &str| {
			let arguments = in_order(line.split(' ').map(OsString::from));
			!hint(&arguments, &Cli::try_parse_from(&arguments).err().unwrap()).is_empty()
		};
		assert!(hinted("agent --account 5Bob status"));
		assert!(!hinted("agent status --acount 5Bob"));
		assert!(!hinted("agent --help"));
	}

	#[test]
	fn the_commands_know_them() {
		let command = Cli::command();
		let status = command.find_subcommand("status").unwrap();
		for (name, value) in COMMON {
			let option = status.get_arguments().find(|known| known.get_long() == name.get(2..));
			assert_eq!(option.unwrap().get_action().takes_values(), value, "{name}");
		}
	}
}
