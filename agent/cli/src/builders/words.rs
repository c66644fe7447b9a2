// SPDX-License-Identifier: Apache-2.0

//! Why somebody has a seat or none, in words.

use gridmerit_trust::{SeatLack, SeatReason};

/// Why somebody has a seat: the word of `docs/seats.md`, which explains it.
pub fn reason(reason: SeatReason) -> &'static str {
	match reason {
		SeatReason::Elected => "elected",
		SeatReason::Kept => "kept",
		SeatReason::Guaranteed => "guaranteed",
		SeatReason::Emergency => "emergency",
		SeatReason::Unchanged => "unchanged",
		SeatReason::Named => "named",
	}
}

/// What somebody lacks for a seat: the word of `docs/seats.md`.
pub fn lack(lack: SeatLack) -> &'static str {
	match lack {
		SeatLack::Keys => "keys",
		SeatLack::Barred => "barred",
		SeatLack::Left => "left",
		SeatLack::Trust => "trust",
		SeatLack::OwnersOther => "owner's other",
		SeatLack::NewcomersTaken => "newcomers taken",
		SeatLack::Outranked => "outranked",
		SeatLack::NoElection => "no election",
	}
}

/// What helps who lacks something.
pub fn help(lack: SeatLack) -> &'static str {
	match lack {
		SeatLack::Keys => "set session keys (`set-keys`)",
		SeatLack::Barred => "wait until the bar ends; who was slashed, bond anew",
		SeatLack::Left => "stand again (`stand`)",
		SeatLack::Trust => "deliver, bond, or find backers",
		SeatLack::OwnersOther => "have the other node of the customer step down",
		SeatLack::NewcomersTaken => {
			"wait two sessions, or have more trust than another newcomer has"
		},
		SeatLack::Outranked => {
			"more trust than the last who has a seat: more by the hysteresis, if that one is in office"
		},
		SeatLack::NoElection => "others have to set their keys",
	}
}

/// What helps against an error with which keys are refused; none if it says it itself.
pub fn remedy(error: &str) -> Option<&'static str> {
	match error {
		"InvalidProof" => Some(
			"The keys were made for another account, or for none: have the node make them for this one, as set-keys \
			 does without --keys",
		),
		"DuplicatedKey" => {
			Some("Another account has set one of these keys: have the node make new ones")
		},
		"NoAccount" => Some("The account has no money"),
		_ => None,
	}
}
