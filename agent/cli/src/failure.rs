// SPDX-License-Identifier: Apache-2.0

//! What went wrong, in words and for programs.

use gridmerit_client::ChainError;
use serde_json::{Value, json};

/// Whatever a command may fail with: it is printed and decides the exit code.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Tells what went wrong on standard error: a sentence for people, an object for programs.
pub fn tell(error: &Failure, as_json: bool) {
	if !as_json {
		eprintln!("Error: {error}");
		return;
	}
	let chain: Option<&ChainError> = error.downcast_ref();
	let mut value = object(chain.map_or("failed", ChainError::kind), &error.to_string());
	let more = match chain {
		Some(ChainError::Refused { sent, call, error, docs }) => {
			json!({ "sent": sent, "call": call, "name": error, "docs": docs })
		},
		Some(ChainError::Rejected { call, seen, .. }) => {
			json!({ "sent": false, "call": call, "seen": seen })
		},
		Some(ChainError::Lost { call, .. }) => json!({ "sent": true, "call": call }),
		_ => Value::Null,
	};
	let inner = value.get_mut("error").and_then(Value::as_object_mut);
	if let (Some(inner), Value::Object(more)) = (inner, more) {
		inner.extend(more);
	}
	eprintln!("{value}");
}

/// An error for programs.
pub fn object(kind: &str, message: &str) -> Value {
	json!({ "error": { "kind": kind, "message": message } })
}
