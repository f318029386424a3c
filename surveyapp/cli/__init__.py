"""The operator's commands: the same services as the pages, one line of outcome, harmless when run twice."""

from __future__ import annotations

import click

from surveyapp.cli import accounts, members, plans, results, running, stats, surveys


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="surveyapp")
def main() -> None:
    """Ask a society's members what they think of its plan, and hand the answers to those who decide.

    Try it with invented data:  surveyapp demo
    """


main.add_command(running.run)
main.add_command(running.demo)
main.add_command(running.check)
main.add_command(plans.plans)
main.add_command(surveys.surveys)
main.add_command(members.members)
main.add_command(members.invitations)
main.add_command(results.results)
main.add_command(stats.stats)
main.add_command(accounts.accounts)
