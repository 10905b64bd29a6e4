"""What clients say of the service: asked, answered, looked into, put right."""
