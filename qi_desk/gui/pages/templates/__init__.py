"""模板: the words, letterhead and switches of papers, edited on a live sample."""
