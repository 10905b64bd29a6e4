"""The figures of a station: counting them from the store, what stands behind each, reports that stay as they were."""
