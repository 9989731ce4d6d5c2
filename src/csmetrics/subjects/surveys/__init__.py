"""What customers answer: NPS, CSAT and CES."""
