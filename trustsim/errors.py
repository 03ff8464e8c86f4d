"""What a user can put right."""


class BadInput(ValueError):
    """A fault in a config, a file or an argument that its author can cure.

    The message is one line that names the file, the key, the value, the allowed range and the cure, e.g.
    `configs/x.toml: advisors.rate = 2 is outside 0..1`. The command line prints it and exits with status 2.
    """
