"""The group of all commands: how each begins and ends, whatever happens. The commands are in `cli`."""

import errno
import sys

import click

from trustsim.errors import BAD_INPUT, FAILED, INTERRUPTED, BadInput, advice

DISK = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO)  # faults of the disk, not mistakes of the user


class Commands(click.Group):
    """The group of all commands. Bad input and Ctrl-C print one line on standard error and exit with 2 and 130."""

    def main(self, *arguments, **how):
        """Run a command line, with standard streams that can be written to."""
        from trustsim.runs.streams import make_ready

        make_ready()
        return super().main(*arguments, **how)

    def invoke(self, context):
        """Run a command. Errors that the user can fix never show a traceback."""
        try:
            return super().invoke(context)
        except BadInput as error:
            click.echo(f"trustsim: {error}", err=True)
            context.exit(BAD_INPUT)
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            text = error.strerror or " ".join(str(error).split())
            click.echo(f"trustsim: {str(error.filename)[:120] + ': ' if error.filename else ''}{text}", err=True)
            context.exit(FAILED if error.errno in DISK or error.errno is None else BAD_INPUT)  # None: from a library
        except (ImportError, MemoryError) as error:  # a broken library, or too little memory
            text = " ".join(str(error).split())[:300] or "memory ran out"
            click.echo(f"trustsim: {type(error).__name__}: {text}", err=True)
            context.exit(FAILED)
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "trustsim"
            click.echo(f"trustsim: {error.format_message().rstrip('.')}; see {command} --help", err=True)
            context.exit(BAD_INPUT)
        except KeyboardInterrupt:
            click.echo(
                "trustsim: Interrupted. Finished runs are saved. Run the same command again to resume.", err=True
            )
            leave(INTERRUPTED)

    def list_commands(self, context):
        """The commands in the order of their file: a study, what is run, what one does with results, the rest."""
        return list(self.commands)

    def resolve_command(self, context, arguments):
        """The command of that name. For an unknown name the error suggests the nearest one."""
        if arguments and arguments[0] not in self.commands:
            raise click.UsageError(
                f"there is no command {arguments[0]!r}; {advice(arguments[0], list(self.commands))}", context
            )
        return super().resolve_command(context, arguments)


def leave(status):
    """Exit. After Ctrl-C, exit at once, whatever is still running and however often it is pressed."""
    import os
    import signal

    if status == INTERRUPTED:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)
