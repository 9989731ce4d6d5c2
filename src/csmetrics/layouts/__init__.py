"""The exports of other systems: one YAML each, how they are known by their header, and how they become our tables."""
