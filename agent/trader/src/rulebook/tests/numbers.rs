// SPDX-License-Identifier: Apache-2.0

//! Numbers: type and range of each.

use super::*;
use gridmerit_energy::MAX_PRICE;

const ORDER: u64 = 1 << 40;
const BATTERY: &str = "capacity_wh = 1099511627776\npower_w = 9\ncharge_wh = 0\n";
const COMMAND: &str = "capacity_wh = 1\npower_w = 9\ncharge_command = [\"soc\"]\n";
const MODEL: &str = "model = \"command\"\ncommand = [\"soc\"]\n";

/// Section, key, least, greatest, what else the section needs.
const INTEGERS: [(&str, &str, u64, u64, &str); 15] = [
	("limits", "max_buy_wh", 0, ORDER, ""),
	("limits", "max_sell_wh", 0, ORDER, ""),
	("forecast", "timeout_s", 1, 600, MODEL),
	("forecast", "min_history_days", 0, 14, ""),
	("battery", "capacity_wh", 1, ORDER, "power_w = 9\ncharge_wh = 0\n"),
	("battery", "power_w", 1, ORDER, "capacity_wh = 1\ncharge_wh = 0\n"),
	("battery", "reserve_wh", 0, ORDER, BATTERY),
	("battery", "charge_wh", 0, ORDER, "capacity_wh = 1099511627776\npower_w = 9\n"),
	("battery", "charge_timeout_s", 1, 600, COMMAND),
	("battery", "charge_fallback_s", 0, 86_400, COMMAND),
	("run", "repost_threshold_wh", 0, ORDER, ""),
	("run", "lead_time_s", 0, 3600, ""),
	("run", "poll_s", 1, 3600, ""),
	("run", "max_windows", 1, 128, ""),
	("run", "max_windows", 1, 128, "dry_run = true\n"),
];

#[test]
fn integers() {
	for (section, key, least, greatest, rest) in INTEGERS {
		let text = |value: &str| with(section, &format!("{rest}{key} = {value}"));
		for value in [least, greatest] {
			right(&text(&value.to_string()));
			right(&text(&format!("{value:#x}")));
		}
		let range = format!("must be from {least} to {greatest}");
		let below = (i128::from(least) - 1).to_string();
		let above = (greatest + 1).to_string();
		let far = "9".repeat(60);
		for value in [&below, &above, "-1", "-9223372036854775808", "18446744073709551615", &far] {
			refused(&text(value), &format!(" {value}\n")[1..], &format!("{section}.{key}"), &range);
		}
		for (value, found) in [
			("1.0", "float"),
			("1e0", "float"),
			("nan", "float"),
			("-inf", "float"),
			("\"1\"", "string"),
			("\"\"", "string"),
			("true", "boolean"),
			("[1]", "array"),
			("{ wh = 1 }", "table"),
			("2026-01-01", "datetime"),
		] {
			let reason = format!("expected an integer, found {found}");
			refused(&text(value), value, &format!("{section}.{key}"), &reason);
		}
	}
}

const MONEY: i128 = 1_000_000_000_000_000_000_000_000;
const PRICE: i128 = MAX_PRICE as i128;

/// Section, key, scale, least, greatest, what else the section needs.
const DECIMALS: [(&str, &str, Scale, i128, i128, &str); 17] = [
	("limits", "max_spend_unit_per_day", Scale::UNIT, 0, MONEY, ""),
	("limits", "max_fee_unit_per_day", Scale::UNIT, 1, MONEY, ""),
	("limits", "max_locked_unit", Scale::UNIT, 0, MONEY, ""),
	("demand", "price_unit_per_kwh", Scale::UNIT_PER_KWH, 1, PRICE, "strategy = \"fixed\"\n"),
	("demand", "share", Scale::SHARE, 1, 1_000_000, "strategy = \"share\"\n"),
	(
		"demand",
		"margin_unit_per_kwh",
		Scale::UNIT_PER_KWH,
		-PRICE,
		PRICE,
		"strategy = \"follow\"\n",
	),
	("ask", "share", Scale::SHARE, 0, 1_000_000, ""),
	("ask", "price_unit_per_kwh", Scale::UNIT_PER_KWH, 1, PRICE, "strategy = \"fixed\"\n"),
	("ask", "margin_unit_per_kwh", Scale::UNIT_PER_KWH, -PRICE, PRICE, "strategy = \"follow\"\n"),
	("ask", "floor_unit_per_kwh", Scale::UNIT_PER_KWH, 0, PRICE, ""),
	("ask", "ceiling_unit_per_kwh", Scale::UNIT_PER_KWH, 1, PRICE, ""),
	("forecast", "quantile_sell", Scale::SHARE, 1, 999_999, ""),
	("forecast", "quantile_buy", Scale::SHARE, 1, 999_999, ""),
	("battery", "efficiency", Scale::SHARE, 1, 1_000_000, BATTERY),
	("battery", "end_value_unit_per_kwh", Scale::UNIT_PER_KWH, 0, PRICE, BATTERY),
	("battery", "wear_unit_per_kwh", Scale::UNIT_PER_KWH, 0, PRICE, BATTERY),
	("run", "min_gain_unit", Scale::UNIT, 0, MONEY, ""),
];

#[test]
fn decimals() {
	for (section, key, scale, least, greatest, rest) in DECIMALS {
		let text = |value: &str| with(section, &format!("{rest}{key} = {value}"));
		let name = format!("{section}.{key}");
		for value in [least, greatest] {
			let value = scale.show(value);
			right(&text(&value));
			right(&text(&format!("\"{value}\"")));
		}
		let unit = scale.show_with_unit(0)[1..].to_owned();
		let range =
			format!("must be from {}{unit} to {}{unit}", scale.show(least), scale.show(greatest));
		let below = scale.show(least - 1);
		let above = scale.show(greatest + 1);
		for value in [&below, &above, "-281474976.710657", "9999999999999999999"] {
			refused(&text(value), &format!(" {value}\n")[1..], &name, &range);
			let value = format!("\"{value}\"");
			refused(&text(&value), &value, &name, &range);
		}
		let enormous = format!("1{}.0", "0".repeat(60));
		let precise = if scale == Scale::UNIT { "0.1000000001" } else { "0.1000001" };
		let places =
			if scale == Scale::UNIT { "more than 9 decimals" } else { "more than 6 decimals" };
		for (value, reason) in [
			(enormous.as_str(), "is far too large"),
			(precise, places),
			("0.12345678901234567890", places),
			("\"0.0000000001\"", places),
			("nan", "expected digits"),
			("inf", "expected digits"),
			("-inf", "expected digits"),
			("1e-1", "expected digits"),
			("\"0,5\"", "expected digits"),
			("\"0.5 UNIT\"", "expected digits"),
			("\"nan\"", "expected digits"),
			("\"1_0\"", "expected digits"),
			("\"\"", "expected digits"),
			("0x1", "base 10"),
			("0b1", "base 10"),
			("true", "expected a decimal number, found boolean"),
			("[0.5]", "expected a decimal number, found array"),
			("{ unit = 1 }", "expected a decimal number, found table"),
			("12:00:00", "expected a decimal number, found datetime"),
		] {
			refused(&text(value), value, &name, reason);
		}
	}
}

#[test]
fn truth_values() {
	for (value, expected) in [("true", true), ("false", false)] {
		assert_eq!(right(&with("run", &format!("dry_run = {value}"))).run.dry_run, expected);
	}
	for (value, found) in
		[("1", "integer"), ("\"true\"", "string"), ("[]", "array"), ("1.0", "float")]
	{
		let text = with("run", &format!("dry_run = {value}"));
		let reason = format!("expected true or false, found {found}");
		refused(&text, &format!(" {value}\n")[1..], "run.dry_run", &reason);
	}
	// `yes` is no TOML.
	let problems = wrong(&with("run", "dry_run = yes"));
	assert_eq!((problems[0].line, problems[0].column), (4, 11));
}
