"""The shapes of customers' ids, in words; ids.py makes them (and imports numpy, which the race itself must not)."""

COUNTER = "counter"
NAMES = {
    COUNTER: "a counter",
    "letters": "random letters",
    "email": "e-mail addresses",
    "uuid": "UUIDs",
}
EXAMPLES = {
    COUNTER: "c00000042",
    "letters": "cus_28ij9mzrvoToKV",
    "email": "ada.okafor.42@works110.example",
    "uuid": "d175f2ec-09aa-40af-82aa-a483ddaa34bb",
}
