"""Pictures of figures: what is drawn, as data, and how each kind is drawn as SVG."""
