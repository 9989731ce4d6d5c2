"""The history of published figures: a published period never changes in silence."""
