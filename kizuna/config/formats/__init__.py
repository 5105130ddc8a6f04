"""How dates are written on pages, where a language of the site has several ways."""
