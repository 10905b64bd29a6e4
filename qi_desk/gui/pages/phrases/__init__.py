"""礼貌用语: what is said and what is not said at this station."""
