"""Operations, merging and cursors: the pure core that desk and district share."""
