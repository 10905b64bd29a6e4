"""Paper: views go in, PDF bytes come out."""
