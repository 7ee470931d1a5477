"""Downloads from learning platforms, recognised by the names that each platform gives files and folders."""
