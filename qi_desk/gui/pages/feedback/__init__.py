"""评价投诉: ratings, complaints, improvement plans and their figures."""
