"""核验回执: judging signed papers, and the keys they are signed with."""
