// SPDX-License-Identifier: Apache-2.0

//! The commands as `--help` lists them: by what they are for.

use clap::Subcommand;

use crate::options::Command;

/// What `--help` is made of; the groups stand where they would be a list of all.
pub const TEMPLATE: &str =
	"{about-with-newline}\n{usage-heading} {usage}{after-help}\n\nOptions:\n{options}";

const GROUPS: [(&str, &[&str]); 6] = [
	(
		"To come in, and money",
		&[
			"join",
			"send",
			"deposit",
			"withdraw",
			"meter",
			"settle-with",
			"rotate",
			"work",
			"claim-line",
			"subsidies",
		],
	),
	(
		"Trade",
		&[
			"run",
			"post",
			"cancel",
			"prefer",
			"orders",
			"quote",
			"depth",
			"status",
			"prices",
			"grid",
			"trades",
			"watch",
			"proposals",
			"propose",
		],
	),
	("Bills", &["statement", "archive", "certificates", "carbon"]),
	(
		"Forecasts and trials",
		&["history", "accuracy", "replay", "scenario", "report", "compare", "spec"],
	),
	(
		"Trust and blocks",
		&[
			"trust",
			"bond",
			"unbond",
			"withdraw-bond",
			"back",
			"unback",
			"claim",
			"commission",
			"builders",
			"builder",
			"stand",
			"step-down",
			"set-keys",
			"release-keys",
			"serve",
			"duties",
			"vote",
		],
	),
	("For operators", &["operator", "tariff"]),
];

/// All commands, in their groups.
pub fn listed() -> String {
	let all = Command::augment_subcommands(clap::Command::new("gridmerit-agent"));
	let width = all.get_subcommands().map(|one| one.get_name().len()).max().unwrap_or_default();
	let mut text = String::new();
	for (heading, names) in GROUPS {
		text.push_str(&format!("\n{heading}:\n"));
		for command in names.iter().filter_map(|name| all.find_subcommand(name)) {
			let about = command.get_about().map(ToString::to_string).unwrap_or_default();
			text.push_str(&format!("  {:width$}  {about}\n", command.get_name()));
		}
	}
	text.trim().into()
}

#[cfg(test)]
mod tests {
	use clap::CommandFactory;

	use super::*;
	use crate::options::Cli;

	#[test]
	fn each_command_is_in_one_group() {
		let mut grouped: Vec<_> =
			GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
		grouped.sort_unstable();
		let mut command = Cli::command();
		let mut all: Vec<_> = command.get_subcommands().map(clap::Command::get_name).collect();
		all.sort_unstable();
		assert_eq!(grouped, all);
		let help = command.render_long_help().to_string();
		for (heading, names) in GROUPS {
			assert!(help.contains(&format!("\n{heading}:\n  {} ", names[0])), "{help}");
		}
		assert!(help.contains("Usage: gridmerit-agent") && help.contains("--version"), "{help}");
	}
}
