"""Texts that somebody's export really holds, or that break what is written without care."""

NUMBERS = (
    "0", "-0", "-1", "1e400", "-1e400", "1e-400", "1e308", "9" * 400, "9223372036854775808", "0x10", "1_000", "1,000",
    "1.000,50", "1'000.5", "$5", "(12.00)", "12.00-", "+-1", "--1", "1.", ".5", "½", "٣", "１２", "0.0000001", "1 000",
    "Infinity", "-inf", "nan", "NaN", "10%", "1e5", "1.5", "4.999999999999999999", "2147483648", "-2147483649",
)  # fmt: skip
DATES = (
    "2026-02-30", "0000-00-00", "0000-00-00T00:00:00Z", "0001-01-01", "0001-01-01T00:00:00+14:00", "1969-12-31",
    "9999-12-31", "9999-12-31T23:59:59-14:00", "10000-01-01", "-2026-01-01", "2026-13-01", "2026-1-1", "01/02/2026",
    "20260101", "1767225600", "46000", "2026-01-01T24:00:00", "2026-01-01T23:59:60Z", "2026-01-01T12:00+99:99",
    "2026-01-01T00:00:00.123456789Z", "2026-01-01 10:00:00 UTC", "2026-03-29T02:30:00", "2026-W05-1", "Jan 5, 2026",
    "2026-01-01T", "2026-01-01Z", "2026-01-01T10:00:00+00:00:00", "2026-01-01T10:00:00Z[Europe/Berlin]",
    "2026-01-01T25:00:00Z", "2026-01-01t10:00:00z", "2026-01-01T10:00:00-00:60",
)  # fmt: skip
WORDS = (
    "", " ", "NULL", "N/A", "#N/A", "\\N", "-", "None", "true", "1.23457E+15", "13085.0", "001", "C001 ", "c001",
    "\ufeffC001", "C001\u200b", "e\u0301", "\u202eevil", "=1+1", "@SUM(A1)", "[red]", "[/]", "[bold", "{}", "{0}",
    "%s", "%", "\\", "'", "`", "|", "<b>", "&amp;", "\x1b[31m", "\x07", "\t", "🙂" * 50, "ß" * 300, "\x85", "\u2028",
    "x" * 5_000, "nps", "csat", "churn", "month", "yearly", "USD", "BTC", "amount", "date", "value",
)  # fmt: skip
QUOTES = ('"', '""', '"""', 'a"b', '"a', 'a"', '"a,b"', '"a\nb"', '"a\r\nb"', '","', "'a,b'", '"a""b"', ",", ";", "\n")
BYTES = (
    b"\x00", b"\xff", b"\xfe\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xc3", b"\r", b"\n\n", b"\x1a", b"\xc0\x80",
    b"\xf5\x80\x80\x80", b'"', b"\x0b", b"\x0c", b"\x1c", b"\xe2\x80\xa8",
)  # fmt: skip
HEADERS = (
    "", " ", "amount", "value", "date", "customer_id", "Customer ID", "CUSTOMER_ID", "customer-id", "start_date",
    "end_date", "Unnamed: 0", "1", "name", "plan", "segment", "period", "metric", "status", "qty", "currency_code",
    "canceled_at", "billing_period", "row of the file", "responded_at_second", "cohort", "total", "(none)", "é",
    "a,b", "[red]", "=1", "score", "survey", "x" * 300, "customer_id ", "\ufeffcustomer_id",
)  # fmt: skip
YAML = (
    "~", "null", "[]", "{}", "''", '""', "-1", "0", "1e400", ".inf", ".nan", "1_000", "0x10", "0o7",
    "99999999999999999999",
    "9" * 5_000, "yes", "no", "2026-02-30", "[1, 2, 3]", "[5, 1]", "[-.inf, .inf]", "{a: 1}", "*x", "&x 1",
    "!!python/none",
    "!!binary aGk=", "!x", "\t1", "%d.%m.%Y", "'%Q'", "'%'", "'%d/%m/%Y'", "|", ">", "- 1", "'a: b'", "a: b", "@x",
    "`x`",
    "utf-16", "cp1252", "idna", "hex", "rot13", "base64", "unicode_escape", "punycode", "undefined", "utf-7",
    "utf-8-sig",
    "';'", '"\\t"', "','", "'.'", "Europe/Berlin", "../../etc/passwd", "Mars/Phobos", "EUR", "XXX", "JPY", "cents",
    "latest",
    "mean", "[é]", "'[/]'", "'{}'", "'*'", "'('", "[english, klingon]", "?", "<<", "[[1, 2], [3, 4]]", "[price, '']",
    "customers.csv", "csmetrics.yaml", ".", "'..'", "'/dev/null'", "'a/b.csv'", "'\\0'",
    '"\\0"', '"\\ud800"', "x" * 300,
)  # fmt: skip
ARGUMENTS = (
    "", " ", ",", "-", "--", "-1", "0", "1", "999999999", "99999999999999999999", "é", "\x1b[31m", "[/]", "[red]", "*",
    "x" * 300, "2026-01", "2026-13", "2026-Q5", "2026-Q1", "2026", "0000", "0001-01", "9999-12", "9999", "10000-01",
    "2026-06..2026-01", "2025-01..2026-06", "0001-01..9999-12", "last-12-months", "last-0-months", "last-x-months",
    "..",
    "last-99999999-months", "2026-01..", "\u0662026-01", "2026-09", "2025", "2026-Q2", "nps", "mrr", "country",
    "plan", "product",
    "cohort", "amount", "date", "value", "customer_id", "name", "C001", "surveys.channel", "currency", "\udc80",
    "\\", "%s",
)  # fmt: skip
