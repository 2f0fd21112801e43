"""The stages of the normalizer, one module each, in the order in which they act: see docs/design.md."""
