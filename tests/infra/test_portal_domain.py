"""Links in mails lead to the employer's own name where there is one, so that they outlive a deployment."""

import pytest
from aws_cdk import App, Stack
from aws_cdk.assertions import Match, Template

from infra.config import PROD, OwnDomain
from infra.constructs.http_surface import HttpSurface

DOMAIN = OwnDomain(name="candidats.example.org", certificate_arn="arn:aws:acm:eu-west-3:111122223333:certificate/c1")


@pytest.fixture(params=[None, DOMAIN], ids=["without", "with"])
def domain(request: pytest.FixtureRequest) -> OwnDomain | None:
    return request.param  # type: ignore[no-any-return]


def test_the_portal_answers_under_the_name_that_its_links_carry(domain: OwnDomain | None) -> None:
    stack = Stack(App(), "Portal")
    surface = HttpSurface(stack, "Http", stage=PROD, requests_per_second=50, domain=domain)
    url = stack.resolve(surface.url)

    template = Template.from_stack(stack)

    if domain is None:
        template.resource_count_is("AWS::ApiGatewayV2::DomainName", 0)
        assert surface.domain_target is None
        assert isinstance(url, dict)
        return
    assert url == "https://candidats.example.org"
    template.has_resource_properties(
        "AWS::ApiGatewayV2::DomainName",
        {
            "DomainName": "candidats.example.org",
            "DomainNameConfigurations": [
                {"CertificateArn": DOMAIN.certificate_arn, "SecurityPolicy": "TLS_1_2", "EndpointType": "REGIONAL"}
            ],
        },
    )
    template.has_resource_properties("AWS::ApiGatewayV2::ApiMapping", {"Stage": "$default", "ApiId": Match.any_value()})
