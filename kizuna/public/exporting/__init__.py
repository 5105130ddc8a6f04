"""The public site as files in a folder, which any web server can show and which opens from a disk as well."""
