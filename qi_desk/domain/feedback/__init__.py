"""What clients say of the service: ratings, complaints, and the plans that come of both."""
