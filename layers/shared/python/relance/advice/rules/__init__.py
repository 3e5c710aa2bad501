"""The rules of the advice: each looks for one finding in a CV; its words are in `advice/data/advice.toml`."""
