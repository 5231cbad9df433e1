"""What editors wrote: reads vocabularies and articles into the model and says what is wrong with them."""
