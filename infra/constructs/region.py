"""A stack that CloudFormation refuses to make outside the European Union (R37)."""

from aws_cdk import Aws, CfnRule, CfnRuleAssertion, Fn, Stack

from infra.config import EU_REGIONS


def only_in_the_union(stack: Stack) -> None:
    """The template names no region; this rule is checked before the first resource is made."""
    CfnRule(
        stack,
        "OnlyInTheUnion",
        assertions=[
            CfnRuleAssertion(
                assert_=Fn.condition_contains(list(EU_REGIONS), Aws.REGION),
                assert_description=f"Candidates' data stays in the EU: deploy to one of {', '.join(EU_REGIONS)}.",
            )
        ],
    )
