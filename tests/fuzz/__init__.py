"""Laws that hold for any input, and the fuzzer that looks for one that breaks them."""
