"""The house's own widgets: what a form, a list or a page is put together from."""
