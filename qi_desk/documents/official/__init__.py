"""The station's official papers, laid out after GB/T 9704-2012."""
