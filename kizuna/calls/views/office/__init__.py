"""Pages of the office: the list, a call begun, one call with what is next, its proposals, committee and meeting."""
