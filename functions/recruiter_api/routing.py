"""Routers: one per resource, put together by `api`."""

from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter


def new_router() -> APIGatewayHttpRouter:
    """An empty router for API Gateway's HTTP API."""
    return APIGatewayHttpRouter()  # type: ignore[no-untyped-call]  # Powertools leaves its constructor untyped.
