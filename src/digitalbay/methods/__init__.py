"""Methods of the report: pure functions on pandas objects, one idea a module."""
