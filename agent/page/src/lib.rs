// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Colours (`--ground`, `--card`, `--ink`, `--soft`, `--line`, `--tint`, `--good`, `--bad`) and letters.
const BASE: &str = include_str!("base.css");

/// Nothing may be loaded and no script may run, whatever text the page holds.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// A page in English with a title, its style after that of all pages, and what is in its body.
pub fn document(title: &str, style: &str, body: Markup) -> Markup {
	html! {
		(DOCTYPE)
		html lang="en" {
			head {
				meta charset="utf-8";
				meta http-equiv="Content-Security-Policy" content=(POLICY);
				meta name="viewport" content="width=device-width, initial-scale=1";
				meta name="color-scheme" content="light dark";
				title { (title) }
				style { (PreEscaped(BASE)) (PreEscaped(style)) }
			}
			body { (body) }
		}
	}
}
